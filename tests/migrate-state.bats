#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-auth migrate: the count of the day, the settings and the token.
load helper
load migrate

# --- usage -----------------------------------------------------------------

@test "migrate: the count of today is kept" {
	usage "$(date +%F)" 37
	run -0 csr-auth migrate
	[[ $output == *"37 messages on"* ]]
	[ "$(jq -c '[.v, .daily_count, .date]' "$config/whatsapp_usage.json")" = \
		"[1,37,\"$(date +%F)\"]" ]
	[ "$(csr-quota show --json | jq .used)" = 37 ]
}

@test "migrate: into another directory the count is never lowered" {
	export CSR_HOME=$PWD/new
	usage "$(date +%F)" 5
	run -0 csr-auth migrate
	[ "$(jq .daily_count new/whatsapp_usage.json)" = 5 ]
	jq -c '.daily_count = 9' new/whatsapp_usage.json >x
	mv x new/whatsapp_usage.json
	cksum "$config/whatsapp_usage.json" new/whatsapp_usage.json >before
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == *"nothing to do" ]]
	cksum "$config/whatsapp_usage.json" new/whatsapp_usage.json >after
	cmp before after
	usage "$(date +%F)" 11
	run -0 csr-auth migrate
	[ "$(jq .daily_count new/whatsapp_usage.json)" = 11 ]
	usage 2024-01-01 800
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == *"nothing to do" ]]
}

@test "migrate: the count of another profile is not this one's" {
	usage "$(date +%F)" 5
	csr-auth migrate
	run -0 --separate-stderr csr-auth migrate --profile sales
	[[ $stderr == *"nothing to do" ]]
	[ ! -e "$config/profiles/sales/whatsapp_usage.json" ]
}

# --- settings --------------------------------------------------------------

@test "migrate: what means nothing goes, and what is ours stays" {
	old_config
	sed -i 's/^whatsapp:/# Our limits\nwhatsapp: # of the API/' \
		"$config/config.yaml"
	cp "$config/config.yaml" old
	run -0 csr-auth migrate
	diff - "$config/config.yaml" <<-'EOF'
		# Our limits
		whatsapp: # of the API
		  daily_message_limit: 900
		  rate_limit_per_minute: 20
		  timeout_seconds: 30
	EOF
	cmp old "$config/config.yaml.old"
}

@test "migrate: config.yaml as people write it" {
	printf 'app:\r\n  x: 1\r\nwhatsapp:\r\n  enabled: no\r\n  timeout_seconds: 9\r\n' \
		>"$config/config.yaml"
	run -0 csr-auth migrate
	diff <(printf 'whatsapp:\r\n  timeout_seconds: 9\r\n') "$config/config.yaml"
	rm "$config"/config.yaml*
	cat >"$config/config.yaml" <<-'EOF'
		# Mine
		ui:
		  window:
		    width: 1
		    tools:
		    - a
		    - b: 1
		  recent: [a, b]
		"quotas":
		    daily_limit: 5 # a day
		templates:
		log:
		  level: info

		# The API
		whatsapp:
		    enabled: true # no
		    # as slow as it is
		    timeout_seconds: 20
		    webhook_url: ""
	EOF
	run -0 csr-auth migrate
	diff - "$config/config.yaml" <<-'EOF'
		# Mine
		log:
		  level: info

		# The API
		whatsapp:
		    # as slow as it is
		    timeout_seconds: 20
	EOF
}

@test "migrate: what no program can take out is named" {
	echo "whatsapp: {api_key: $token, phone_number_id: '100000000000001', enabled: false}" \
		>"$config/config.yaml"
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"take out by hand: whatsapp.api_key"* ]]
	[ "$(jq -r .type "$config/whatsapp_credentials.json")" = csr-credentials ]
	grep "$token" "$config/config.yaml"
}

@test "migrate: user_config.json goes before config.yaml, once" {
	old_config
	echo '{"whatsapp": {"enabled": true, "rate_limit_per_minute": 12.0,
		"timeout_seconds": 45, "api_version": "v18.0"}, "app": {}}' \
		>"$config/user_config.json"
	run -0 csr-auth migrate
	[ "$(grep -c 'rate_limit_per_minute: 12$' "$config/config.yaml")" = 1 ]
	[ "$(grep -c 'timeout_seconds: 45$' "$config/config.yaml")" = 1 ]
	[ "$(jq -c . "$config/user_config.json")" = '{"whatsapp":{"enabled":true,"api_version":"v18.0"},"app":{}}' ]
	# What is set later is not undone by another run.
	sed -i 's/minute: 12/minute: 17/' "$config/config.yaml"
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == *"nothing to do" ]]
	grep "minute: 17" "$config/config.yaml"
}

@test "migrate: a setting that cannot be is named and skipped" {
	echo '{"whatsapp": {"rate_limit_per_minute": -3, "timeout_seconds": 9}}' \
		>"$config/user_config.json"
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *rate_limit_per_minute*"it was skipped"* ]]
	grep "timeout_seconds: 9" "$config/config.yaml"
	[ "$(jq -c . "$config/user_config.json")" = '{"whatsapp":{"rate_limit_per_minute":-3}}' ]
}

@test "migrate: into another directory settings are added, none changed" {
	export CSR_HOME=$PWD/new
	mkdir -m 700 new
	echo 'whatsapp: {daily_message_limit: 50}' >new/config.yaml
	old_config
	echo '{"whatsapp": {"rate_limit_per_minute": 12}}' \
		>"$config/user_config.json"
	picture "$config" >before
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"daily_message_limit differs"* ]]
	[[ $stderr != *"rate_limit_per_minute differs"* ]]
	grep "rate_limit_per_minute: 12" new/config.yaml
	grep "daily_message_limit: 50" new/config.yaml
	picture "$config" >after
	cmp before after
}

@test "migrate: the settings of another profile are not this one's" {
	everything
	csr-auth migrate
	sed -i 's/minute: .*/minute: 77/' "$config/config.yaml"
	run -0 --separate-stderr csr-auth migrate --profile sales
	[[ $output == *templates/aviso_1.json* ]]
	[[ $output != *config.yaml* ]]
	[ ! -e "$config/profiles/sales/config.yaml" ]
}

# --- the token -------------------------------------------------------------

@test "migrate: a passphrase from a descriptor" {
	credentials
	run -0 csr-auth migrate --passphrase --new-passphrase-fd 7 7<<<"correct horse"
	[ "$(jq -r .key "$config/whatsapp_credentials.json")" = passphrase ]
	absent -r "$token" .
}

@test "migrate: the token of config.yaml" {
	old_config "  phone_number_id: '100000000000001'" $'\n' \
		"  api_key: \"$token\"" $'\n'
	chmod 644 "$config/config.yaml"
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == *"config.yaml: others could read it"* ]]
	[ "$(jq -r .phone_number_id "$config/whatsapp_credentials.json")" = 100000000000001 ]
	absent -r "$token" .
	absent -r api_key "$config/config.yaml"
	absent phone_number_id "$config/config.yaml"
	assert_stored
}

@test "migrate: the token of user_config.json, the number of config.yaml" {
	old_config "  phone_number_id: '100000000000001'" $'\n'
	jq -n --arg token "$token" '{whatsapp: {api_key: $token, x: 1}}' \
		>"$config/user_config.json"
	run -0 csr-auth migrate
	absent -r "$token" .
	[ "$(jq -c . "$config/user_config.json")" = '{"whatsapp":{"x":1}}' ]
	assert_stored
}

@test "migrate: the file goes before the configuration, whose other token stays" {
	credentials
	old_config "  api_key: EAAanother" $'\n'
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"config.yaml: holds another token in the clear"* ]]
	grep EAAanother "$config/config.yaml"
	absent EAAanother "$config/config.yaml.old"
	absent -r "$token" .
}

@test "migrate: a token without a number stays where it is" {
	old_config "  api_key: $token" $'\n'
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"no phone_number_id: use csr-auth login"* ]]
	grep "$token" "$config/config.yaml"
	[ ! -e "$config/whatsapp_credentials.json" ]
	[[ $stderr != *"$token"* ]]
}

@test "migrate: an empty api_key is none" {
	old_config '  api_key: ""' $'\n' '  phone_number_id: ""' $'\n'
	run -0 csr-auth migrate
	absent api_key "$config/config.yaml"
}

@test "migrate: a file that others can read is a warning" {
	credentials
	chmod 644 "$config/whatsapp_credentials.json"
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == *"others could read it"* ]]
	[ "$(stat -c %a "$config/whatsapp_credentials.json")" = 600 ]
}

@test "migrate: into another directory, and the plain file goes" {
	credentials
	mkdir other
	mv user other/user
	run -0 --separate-stderr env CSR_HOME="$PWD/new" \
		csr-auth migrate --from "$PWD/other/user"
	[ "$(jq -r .type new/whatsapp_credentials.json)" = csr-credentials ]
	[ ! -e "other/${config#"$PWD"/}/whatsapp_credentials.json" ]
	absent -r "$token" .
}

@test "migrate: a profile's own plain file" {
	credentials
	mkdir -p -m 700 "$config/profiles/sales"
	mv "$config/whatsapp_credentials.json" "$config/profiles/sales"
	run -0 csr-auth migrate --profile sales
	[[ $output == *"the token encrypted with the key file"* ]]
	absent -r "$token" .
}

@test "migrate: a stored token is not exchanged" {
	credentials
	CSR_HOME=$PWD/new csr-auth migrate
	credentials EAAanotherone
	cp new/whatsapp_credentials.json kept
	CSR_HOME=$PWD/new run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"holds another token in the clear"* ]]
	cmp kept new/whatsapp_credentials.json
	[ -e "$config/whatsapp_credentials.json" ]
	[[ $stderr != *EAAanotherone* ]]
}

@test "migrate: without the passphrase all but the token is taken over" {
	everything
	run -78 --separate-stderr csr-auth migrate --passphrase </dev/null
	[[ $stderr == *passphrase* ]]
	[ -e "$config/templates/aviso_1.json" ]
	grep "rate_limit_per_minute: 12" "$config/config.yaml"
	grep "$token" "$config/whatsapp_credentials.json"
}
