#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-auth migrate: templates, column presets, and the whole.
load helper
load migrate

@test "migrate: everything, and the old files stay" {
	everything
	run -0 --separate-stderr csr-auth migrate
	[ "${#lines[@]}" = 8 ]
	[[ $stderr == *"8 taken over"*"make a new token"* ]]
	[ "$(rendered_text exported)" = "Oi Ana" ]
	[ "$(jq .map.phone "$config/presets/clientes.json")" = '"Celular"' ]
	[ "$(jq .daily_count "$config/whatsapp_usage.json")" = 37 ]
	[ -e "$data/templates/aviso_1.json" ]
	[ -e "$presets/clientes.json" ]
	absent -r "$token" .
	assert_stored
}

@test "migrate: a second run changes nothing, not even a time" {
	everything
	csr-auth migrate
	picture >before
	run -0 --separate-stderr csr-auth migrate
	[ -z "$output" ]
	[[ $stderr == "csr-auth: nothing to do" ]]
	picture >after
	cmp before after
}

@test "migrate: without the application there is nothing to do" {
	rm -r "$HOME"
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == "csr-auth: nothing to do" ]]
	[ ! -e "$HOME" ]
}

@test "migrate: a home directory that is not there is told" {
	run -66 --separate-stderr csr-auth migrate --from nowhere
	[[ $stderr == *"nowhere: No such file or directory" ]]
}

@test "migrate: the dry run says it all and changes nothing" {
	everything
	picture >before
	run -0 --separate-stderr csr-auth migrate -n
	dry=$output
	[[ $stderr == *"8 would be taken over; nothing was changed"* ]]
	picture >after
	cmp before after
	run -0 --separate-stderr csr-auth migrate
	diff <(sed 's/^would do: //' <<<"$dry" | cut -d : -f 1,2 |
		cut -d , -f 1) \
		<(cut -d : -f 1,2 <<<"$output" | cut -d , -f 1)
}

@test "migrate: a dry run into nothing makes nothing" {
	everything
	CSR_HOME=$PWD/new run -0 --separate-stderr csr-auth migrate --dry-run
	[[ $output == *templates/aviso_1.json* ]]
	[ ! -e new ]
}

# --- templates -------------------------------------------------------------

@test "migrate: the shapes of templates" {
	template unlisted 'a {name}' >"$data/templates/unlisted.json"
	jq -n '{id: "old", name: "Old", channel: "whatsapp",
		content: "b {name}"}' >"$data/templates/old.json"
	template wrapped 'c {name}' | jq '{template: ., metadata: {tags: []},
		export_info: {version: "1.0"}}' >"$data/exports/1.json"
	jq -n --argjson t "$(template many 'd {name}')" '{templates: {many: $t},
		categories: {}, metadata: {}, export_info: {version: "2.0"}}' \
		>"$data/exports/2.json"
	jq -n --argjson t "$(template array 'e {name}')" '{templates: [$t]}' \
		>"$data/exports/3.json"
	printf '\xef\xbb\xbf' >"$data/exports/4.json"
	template bare 'f {name}' >>"$data/exports/4.json"
	cat >"$data/templates/asset.yaml" <<-'EOF'
		id: "asset"
		name: "Asset"
		channel: "whatsapp"
		language: "en"
		content: |
		  g {name}

		  of {company}
		variables:
		  - "name"
		  - "company"
	EOF
	echo '{"templates": {"unlisted": {"tags": []}}}' \
		>"$data/templates/index.json"
	echo '[]' >"$data/templates/categories.json"
	run -0 --separate-stderr csr-auth migrate
	[ "${#lines[@]}" = 7 ]
	for pair in a:unlisted b:old c:wrapped d:many e:array f:bare; do
		[ "$(rendered_text "${pair#*:}")" = "${pair%:*} Ana" ]
	done
	[ "$(jq -r .content "$config/templates/asset.json")" = \
		$'g {name}\n\nof {company}' ]
	[ "$(jq -c .channels "$config/templates/old.json")" = '["whatsapp"]' ]
	[ "$(jq -c 'keys' "$config/templates/unlisted.json")" = \
		'["channels","content","id","language","name","subject","variables","whatsapp_content"]' ]
}

@test "migrate: a template that needs work is kept, and said" {
	template brace 'a { of {name}' >"$data/templates/brace.json"
	jq -n '{id: "mail", name: "M", channels: ["email"], subject: "S",
		content: "Dear {name}"}' >"$data/templates/mail.json"
	template city 'Hi {name} in {city}' >"$data/templates/city.json"
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"templates/brace.json: csr-render refuses it: whatsapp_content"* ]]
	[[ $stderr == *"3 taken over, 1 to be mended before use"* ]]
	[[ $output == *"mail.json"*"it is for e-mail"* ]]
	[[ $output == *"{city} was sent as it stands and is now filled in"* ]]
	[ "$(jq -r .whatsapp_content "$config/templates/brace.json")" = 'a { of {name}' ]
}

# The parts of the template ID in the file of sequences.
sequence() {
	jq -n --arg mode "$1" --arg content "$2" --argjson more "${3:-{\}}" \
		'{id: "s", name: "S", content: $content, language: "en",
		multi_message_mode: true, split_strategy: $mode,
		custom_split_delimiter: "\n\n", message_delay_seconds: 1.0,
		max_messages_per_sequence: 10, message_sequence: [],
		variables: ["name"], usage_count: 0, success_count: 0,
		failure_count: 0} + $more | {version: "1.0",
		updated_at: "2025-08-01T10:00:00", templates: {s: .}}' \
		>"$data/whatsapp_multi_templates.json"
	rm -f "$config/templates/s.json"
	csr-auth migrate >out 2>err || [ $? = 1 ]
	jq -c .whatsapp_messages "$config/templates/s.json"
}

@test "migrate: sequences of messages" {
	[ "$(sequence paragraph $'  A {name}\n \t\n\n B\nb \n\n')" = '["A {name}","B\nb"]' ]
	grep "csr-render refuses it" err
	[ "$(sequence custom 'A|||B ||| |||' '{"custom_split_delimiter": "|||"}')" = '["A","B"]' ]
	[ "$(sequence manual 'x' '{"message_sequence": ["One", "Two"]}')" = '["One","Two"]' ]
	[ "$(sequence sentence 'A. B' '{"message_sequence": ["A.", "B"]}')" = '["A.","B"]' ]
	# It would have split this one by a pattern, and cut that one off.
	[ "$(sequence sentence 'Mr. A. B')" = null ]
	[ "$(jq -r .split_strategy "$config/templates/s.json")" = sentence ]
	grep "how it was split is not certain" out
	[ "$(sequence custom 'A|B|C' '{"custom_split_delimiter": "|",
		"max_messages_per_sequence": 2}')" = null ]
	[ "$(sequence paragraph 'just {name}' '{"multi_message_mode": false}')" = null ]
	[ "$(rendered_text s)" = "just Ana" ]
}

@test "migrate: one that differs is left" {
	template aviso_1 new >"$data/templates/aviso_1.json"
	mkdir "$config/templates"
	template aviso_1 mine >"$config/templates/aviso_1.json"
	cp "$config/templates/aviso_1.json" mine
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"aviso_1.json: is there and differs"*"1 left as they are"* ]]
	cmp mine "$config/templates/aviso_1.json"
	# Nor is a link that leads nowhere, which a name is all the same.
	ln -sf nowhere "$config/templates/aviso_1.json"
	run -1 csr-auth migrate
	[ -L "$config/templates/aviso_1.json" ]
}

@test "migrate: an export is no reason to give up what was in use" {
	template aviso_1 new >"$data/templates/aviso_1.json"
	template aviso_1 older >"$data/exports/a.json"
	run -0 --separate-stderr csr-auth migrate
	[ "${#lines[@]}" = 1 ]
	[[ $stderr == *'a.json: "aviso_1" is another one'* ]]
	[ "$(rendered_text aviso_1)" = new ]
}

@test "migrate: hostile names become harmless ones" {
	local long
	long=$(printf 'x%.0s' {1..300})
	jq -n --arg long "$long" '["../../evil", "/etc/passwd", "a\nb", $long,
		"a\u0000b", "", ".", "..", "-n", "receipts", "Same", "same",
		"\u001b[31m", "con espa\u00e7o"] | {templates: map({id: .,
		name: "n", channels: ["whatsapp"], whatsapp_content: "\(.)!"})}' \
		>"$data/exports/hostile.json"
	jq -n '{templates: {"../up": {name: "n", channels: ["whatsapp"],
		whatsapp_content: "u"}}}' >"$data/exports/member.json"
	template inner n >"$data/templates/$(printf 'a\nb').json"
	jq -n '{preset_name: "../p", column_mapping: {A: "name"}}' \
		>"$presets/p.json"
	# The text with a NUL byte is no message.
	run -1 --separate-stderr csr-auth migrate
	[[ $stderr == *"17 taken over, 1 to be mended before use" ]]
	# Each line is one line, and drives no terminal.
	[ "${#lines[@]}" = 17 ]
	absent -q $'\x1b' <<<"$output$stderr"
	(
		cd "$config" || exit
		find . -mindepth 1 -name '*.json' -printf '%f\n' | sort >../names
		[ "$(wc -l <../names)" = 17 ]
		absent -Ev '^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}\.json$' ../names
		[ "$(sort -f ../names | uniq -di | wc -l)" = 0 ]
		for file in templates/*; do
			[ "$(jq -r .id "$file").json" = "${file#*/}" ]
		done
	)
	[ -z "$(find "$HOME" -name '*evil*' ! -path "$config/templates/*")" ]
	picture >before
	run -0 csr-auth migrate
	picture >after
	cmp before after
}

@test "migrate: damaged files are named and skipped" {
	template good x >"$data/templates/good.json"
	echo '{"id": "cut' >"$data/templates/cut.json"
	echo '{"nothing": 1}' >"$data/templates/nothing.json"
	echo '[1]' >"$data/exports/array.json"
	jq -n --argjson t "$(template ok y)" '{templates: {ok: $t, bad: 7}}' \
		>"$data/exports/half.json"
	head -c 5000000 /dev/zero >"$data/exports/large.json"
	mkfifo "$data/templates/fifo.json"
	mkdir "$data/templates/directory.json"
	ln -s loop.json "$data/templates/loop.json"
	printf 'id: [\n' >"$data/templates/bad.yaml"
	echo '{"name": "x"}' >"$maps/x.json"
	echo 'no json' >"$config/user_config.json"
	echo '{"date": 7}' >"$config/whatsapp_usage.json"
	echo '{"access_token": "x"}' >"$config/whatsapp_credentials.json"
	chmod 600 "$config"/*
	run -1 --separate-stderr timeout 20 csr-auth migrate
	[ "${#lines[@]}" = 2 ]
	for name in cut nothing array half large fifo directory loop; do
		[[ $stderr == *"/$name.json: "* ]]
	done
	for name in bad.yaml x.json user_config.json whatsapp_usage.json \
		whatsapp_credentials.json; do
		[[ $stderr == *"/$name"* ]]
	done
	[[ $stderr == *"2 taken over, 13 cannot be read"* ]]
	[ "$(<"$config/user_config.json")" = "no json" ]
}

# --- presets ---------------------------------------------------------------

# The line that is printed.
imported_by() {
	sed -n "s/^presets\/$1.json: from [^:]*: //p" out
}

# What it makes of LIST.csv.
imported() {
	bash -c "$(imported_by "$1")" | jq -c 'del(.csr)'
}

@test "migrate: both kinds of presets, and the line that does the same" {
	jq -n '{preset_name: "new", column_mapping: {"Nome": "name",
		"Tel. celular": "phone", "It'"'"'s $HOME": "company", "x": ""},
		encoding: "cp1252", delimiter: ";", has_header: true,
		skip_rows: 2, validation_rules: {}, messaging_channels: []}' \
		>"$presets/new.json"
	jq -n '{template_name: "older", column_mapping: {Name: "name"}}' \
		>"$presets/older.json"
	jq -n '{name: "map", description: "d", mappings: {name: "N",
		phone: "P"}, patterns: {name: ["x"]}, usage_count: 1,
		success_rate: 1.0}' >"$maps/map.json"
	csr-auth migrate >out 2>err
	[[ $(imported_by new) == "csr-import --map-file "*"/presets/new.json LIST.csv" ]]
	printf 'two\nlines\nNome;Tel. celular;It'"'"'s $HOME\nZ\xe9;1;A\n' >LIST.csv
	[ "$(imported new)" = '{"name":"Zé","phone":"1","company":"A"}' ]
	printf 'Name\nAna\n' >LIST.csv
	[ "$(imported older)" = '{"name":"Ana"}' ]
	printf 'P,N\n1,Ana\n' >LIST.csv
	[ "$(imported map)" = '{"phone":"1","name":"Ana"}' ]
	[ "$(jq -c . "$config/presets/new.json")" = '{"name":"new","map":{"name":"Nome","phone":"Tel. celular","company":"It'"'"'s $HOME"},"delimiter":";","encoding":"cp1252","skip_rows":2,"has_header":true}' ]
	[ "$(jq -c . "$config/presets/map.json")" = '{"name":"map","description":"d","map":{"name":"N","phone":"P"},"delimiter":",","encoding":"utf-8","skip_rows":0,"has_header":true}' ]
}

@test "migrate: presets that must be mended first" {
	jq -n '{preset_name: "twice", has_header: false, column_mapping:
		{A: "name", B: "name", C: "csr", D: "a=b"}}' >"$presets/t.json"
	jq -n '{preset_name: "pipes", delimiter: "||",
		column_mapping: {A: "name"}}' >"$presets/p.json"
	run -1 --separate-stderr csr-auth migrate
	[[ $output == *"twice.json"*"csr-import --map-file "*"/presets/twice.json LIST.csv"* ]]
	[[ $stderr == *"twice.json: "*"its lists have no first row"*--columns* ]]
	[[ $stderr == *'"name" has another column already'*'"csr" is no name'*'"a=b" is no name'* ]]
	[[ $stderr == *'pipes.json: its separator is not one character'* ]]
}

@test "migrate: nothing in a preset drives the terminal" {
	local name
	for name in 'a\u202eb' 'a\u001bb' 'a\u009bb' 'a\nrm x'; do
		rm -rf "$config/presets"
		echo "{\"preset_name\": \"p\", \"column_mapping\": {\"$name\": \"name\"}}" \
			>"$presets/p.json"
		csr-auth migrate >out
		[ "$(imported_by p | wc -l)" = 1 ]
		absent "rm x" out
		[ "$(jq -c .map.name "$config/presets/p.json")" = "$(jq -nc "\"$name\"")" ]
		printf '%b\nAna\n' "\"$(jq -nr "\"$name\"")\"" >LIST.csv
		[ "$(imported p)" = '{"name":"Ana"}' ]
	done
}
