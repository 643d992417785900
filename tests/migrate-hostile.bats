#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-auth migrate: a home directory, or files in it, that others can write.
load helper
load migrate

# The application's files in a home of their own, and a profile elsewhere.
elsewhere() {
	mkdir other
	mv user other/user
	config=$PWD/other/user${config#"$HOME"}
	data=$PWD/other/user${data#"$HOME"}
	export CSR_HOME=$PWD/new
}

migrate() {
	csr-auth migrate --from "$PWD/other/user" "$@"
}

# --- what is taken out -----------------------------------------------------

@test "migrate: nothing is taken or cut where others can exchange the file" {
	elsewhere
	old_config "  phone_number_id: '100000000000001'" $'\n' \
		"  base_url: https://evil.example" $'\n' \
		"  api_key: $token" $'\n'
	chmod 777 "$config"
	run -1 --separate-stderr migrate -n
	[[ $stderr == *"config.yaml: others can write it"*"neither was taken over"* ]]
	run -1 --separate-stderr migrate
	[[ $stderr == *"config.yaml: others can write it"*"neither was taken over"* ]]
	grep "$token" "$config/config.yaml"
	[ ! -e new/whatsapp_credentials.json ]
	[ ! -e new/config.yaml ] || absent evil new/config.yaml
	[ ! -e "$config/config.lock" ]
	# A directory above is as good.
	chmod 755 "$config"
	chmod 775 other
	run -1 --separate-stderr migrate
	[[ $stderr == *"neither was taken over"* ]]
	# So is a link that leads through such a directory.
	chmod 755 other
	mkdir -m 777 open
	mv "$config/config.yaml" open/config.yaml
	chmod go-w open/config.yaml
	ln -s "$PWD/open/config.yaml" middle
	ln -s "$PWD/middle" "$config/config.yaml"
	run -1 --separate-stderr migrate
	[[ $stderr == *"neither was taken over"* ]]
	rm "$config/config.yaml"
	mv open/config.yaml "$config/config.yaml"
	run -0 --separate-stderr migrate
	absent "$token" "$config/config.yaml"
	[ "$(jq -r .type new/whatsapp_credentials.json)" = csr-credentials ]
}

@test "migrate: a link of ours is followed, and stays one" {
	old_config "  phone_number_id: '100000000000001'" $'\n' \
		"  api_key: $token" $'\n'
	mkdir dotfiles
	mv "$config/config.yaml" dotfiles/config.yaml
	ln -s "$PWD/dotfiles/config.yaml" "$config/config.yaml"
	run -0 csr-auth migrate
	[ -L "$config/config.yaml" ]
	absent "$token" dotfiles/config.yaml
	grep rate_limit_per_minute dotfiles/config.yaml
}

@test "migrate: a link of somebody else's is not followed" {
	[ "$(id -u)" = 0 ] || skip "only root can give a link away"
	elsewhere
	old_config "  phone_number_id: '100000000000001'" $'\n' \
		"  api_key: $token" $'\n'
	mv "$config/config.yaml" mine.yaml
	ln -s "$PWD/mine.yaml" "$config/config.yaml"
	chown -h 65534 "$config/config.yaml"
	chmod 1777 "$config"
	cp mine.yaml before
	run -1 --separate-stderr migrate
	[[ $stderr == *"config.yaml: others can write it"*"neither was taken over"* ]]
	cmp before mine.yaml
}

# --- what is taken over ----------------------------------------------------

@test "migrate: the settings and the token of somebody else are not taken" {
	[ "$(id -u)" = 0 ] || skip "only root can give a file away"
	jq -n --arg token "$token" '{whatsapp: {api_key: $token,
		phone_number_id: "100000000000001", rate_limit_per_minute: 12,
		base_url: "https://evil.example"}}' >"$config/user_config.json"
	chmod 666 "$config/user_config.json"
	chown 65534 "$config/user_config.json"
	run -1 --separate-stderr csr-auth migrate
	[ -z "$output" ]
	[[ $stderr == *"user_config.json: belongs to somebody else; if all that it says is yours, chown it and run again; it was skipped"* ]]
	[ ! -e "$config/config.yaml" ]
	[ ! -e "$config/whatsapp_credentials.json" ]
}

@test "migrate: an address that others can write is not taken" {
	local bits
	for bits in 622 664; do
		rm -f "$config/config.yaml"
		echo '{"whatsapp": {"base_url": "https://evil.example",
			"rate_limit_per_minute": 12}}' \
			>"$config/user_config.json"
		chmod $bits "$config/user_config.json"
		run -1 --separate-stderr csr-auth migrate
		[[ $stderr == *"user_config.json: others can write it, and could have written its whatsapp.base_url"*"write it into config.yaml yourself"* ]]
		[[ $stderr == *"user_config.json: others can write it: see below"* ]]
		[[ $output == *"config.yaml: whatsapp.rate_limit_per_minute: 12"* ]]
		absent evil "$config/config.yaml"
		# Nor is it changed.
		grep evil "$config/user_config.json"
	done
	rm "$config/config.yaml"
	chmod 644 "$config/user_config.json"
	run -0 csr-auth migrate
	grep "base_url: 'https://evil.example'" "$config/config.yaml"
}

@test "migrate: a token that others can write is not taken" {
	jq -n --arg token "$token" '{whatsapp: {api_key: $token,
		phone_number_id: "100000000000001"}}' >"$config/user_config.json"
	chmod 666 "$config/user_config.json"
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"user_config.json: others can write it, and could have put a token"* ]]
	[ ! -e "$config/whatsapp_credentials.json" ]
	# Nor a number, to go with a token that is ours.
	echo '{"whatsapp": {"phone_number_id": "100000000000001"}}' \
		>"$config/user_config.json"
	old_config "  api_key: $token" $'\n'
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"could have put a token or a number of theirs there"* ]]
	[[ $stderr == *"no phone_number_id"* ]]
	[ ! -e "$config/whatsapp_credentials.json" ]
}

@test "migrate: a file of credentials that others can write is not taken" {
	credentials
	chmod 620 "$config/whatsapp_credentials.json"
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"whatsapp_credentials.json: others can write it, and could have put"*"chmod go-w"* ]]
	grep "$token" "$config/whatsapp_credentials.json"
	chmod go-w "$config/whatsapp_credentials.json"
	run -0 csr-auth migrate
	absent -r "$token" .
}

# --- how much --------------------------------------------------------------

@test "migrate: of tens of thousands of templates a thousand are taken" {
	jq -n '{templates: [range(60000) | {key: "t\(.)", value: {id: "t\(.)",
		content: "x"}}] | from_entries}' >"$data/exports/bomb.json"
	run -1 --separate-stderr timeout 20 csr-auth migrate
	[[ $stderr == *"exports/bomb.json: there are more than 1000"*"the rest, from here on, was left"* ]]
	[ "$(find "$config/templates" -type f | wc -l)" = 1000 ]
	[ "${#lines[@]}" = 1000 ]
	# What stands where a template should counts like one.
	rm -r "$config/templates"
	jq -n '{templates: [range(60000)]}' >"$data/exports/bomb.json"
	run -1 --separate-stderr timeout 20 csr-auth migrate
	[ "$(wc -l <<<"$stderr")" -lt 1010 ]
	[[ $stderr == *"there are more than 1000"* ]]
}

@test "migrate: a thousand templates, and copies of them, are no trouble" {
	jq -n '{templates: [range(1000) | {key: "t\(.)", value: {id: "t\(.)",
		channels: ["whatsapp"], whatsapp_content: "x"}}] |
		from_entries}' >"$data/exports/1.json"
	cp "$data/exports/1.json" "$data/exports/2.json"
	run -0 --separate-stderr csr-auth migrate -n
	[ "${#lines[@]}" = 1000 ]
}
