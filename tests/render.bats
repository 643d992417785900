#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper

@test "csr-render: finished records pass byte for byte" {
	hello
	assert_passes_finished_on csr-render hello.json
}

@test "csr-render: lines that are no records become invalid records" {
	hello
	assert_turns_bad_lines_into_records csr-render hello.json
}

@test "csr-render: empty input" {
	hello
	assert_takes_empty_input csr-render hello.json
}

@test "csr-render: a full disk, a closed output, a broken pipe, a closed input" {
	hello
	assert_notices_full_disk csr-render hello.json
	assert_notices_closed_stdout csr-render hello.json
	assert_notices_broken_pipe csr-render hello.json
	assert_notices_closed_stdin csr-render hello.json
}

@test "csr-render: a live pipe flows" {
	hello
	assert_lets_a_live_pipe_flow csr-render hello.json
}

@test "csr-render: usage" {
	hello
	assert_helps csr-render
	assert_refuses_unknown_options csr-render hello.json
	assert_refuses_missing_files csr-render hello.json
}

# The body made of a text and a record: body TEXT RECORD
body() {
	jq -n --arg text "$1" \
		'{id: "t", channels: ["whatsapp"], whatsapp_content: $text}' >t.json
	csr-render -q t.json <<<"$2" |
		jq -r 'if .csr.error then .csr.error.code + " " + (.csr.error.detail // "")
			else .csr.message.text.body end'
}

p='"phone":"+12025550101"'

@test "csr-render: the record of the manual" {
	cat >welcome.json <<-'EOF'
		{"id":"welcome","name":"Welcome Message","channels":["whatsapp","email"],
		 "whatsapp_content":"Hello {name} from {company}!",
		 "subject":"Welcome, {name}","content":"Dear {name}, …"}
	EOF
	run -0 --separate-stderr csr-render welcome.json \
		<<<'{"name":"Ana Souza","company":"ACME","phone":"+5511987654321"}'
	[ "$stderr" = "csr-render: 1 rendered" ]
	[ "$(jq -c 'del(.csr.key)' <<<"$output")" = '{"name":"Ana Souza","company":"ACME","phone":"+5511987654321","csr":{"campaign":"welcome","channel":"whatsapp","to":"+5511987654321","message":{"type":"text","text":{"body":"Hello Ana Souza from ACME!"}},"v":1}}' ]
	# The key is what csr-records(5) says it is.
	[ "$(jq -r .csr.key <<<"$output")" = "$(printf %s \
		4:csr1,7:welcome,8:whatsapp,13:+551187654321,1:0, |
		b2sum -l 128 | cut -d ' ' -f 1)" ]
}

@test "csr-render: places, fallbacks and braces" {
	[ "$(body 'Hi {name}' "{$p,\"name\":\"Ana\"}")" = "Hi Ana" ]
	[ "$(body 'Hi {name|friend}' "{$p}")" = "Hi friend" ]
	[ "$(body 'Hi {name|}!' "{$p}")" = "Hi !" ]
	[ "$(body 'Hi {name|"you"\}' "{$p}")" = 'Hi "you"\' ]
	[ "$(body 'Hi {name|friend}' "{$p,\"name\":\"  \"}")" = "Hi friend" ]
	[ "$(body 'Hi {name|friend}' "{$p,\"name\":null}")" = "Hi friend" ]
	[ "$(body '{{name}} }' "{$p}")" = "{name} }" ]
	[ "$(body '{a}{b}{c}' "{$p,\"a\":1.50,\"b\":true,\"c\":\"x\"}")" = 1.50truex ]
	[ "$(body '{Razão Social}' "{$p,\"Razão Social\":\"ACME\"}")" = ACME ]
	[ "$(body '{name}' "{$p,\"name\":\"A\",\"name\":\"B\"}")" = B ]
	[ "$(body '{name}' "{$p,\"n\\u0061me\":\"A\"}")" = A ]
}

@test "csr-render: a missing value makes the record invalid" {
	[ "$(body 'Hi {name}' "{$p}")" = "missing_value {name}" ]
	[ "$(body 'Hi {name}' "{$p,\"name\":\"\"}")" = "missing_value {name}" ]
	[ "$(body 'Hi {Name}' "{$p,\"name\":\"Ana\"}")" = "missing_value {Name}" ]
	[ "$(body 'Hi {name}' "{$p,\"name\":[1]}")" = "not_text {name}" ]
	[ "$(body 'Hi {name}' "{$p,\"name\":\"\\u0000\"}")" = "not_text {name}" ]
	[ "$(body 'Hi {name}' "{$p,\"name\":\"\\udc00\"}")" = "not_text {name}" ]
	[ "$(body 'Hi {csr}' "{$p,\"csr\":{}}")" = "not_text {csr}" ]
	[ "$(body '{name|}' "{$p}")" = "empty_text " ]
}

@test "csr-render: values cannot break out and are not expanded again" {
	for value in '{company}' '"}}' '\' '\"' '{{' '}' '"},"to":"+1999' \
		$'line\nline' $'\t' '😀 é 漢' $'\x01\x1f\x7f'; do
		in=$(jq -cn --arg v "$value" '{phone: "+12025550101", name: $v,
			company: "ACME"}')
		jq -e --arg v "$value" '.csr.message.text.body == "<\($v)>"' \
			<<<"$(jq -n '{id: "t", whatsapp_content: "<{name}>"}' >t.json
				csr-render -q t.json <<<"$in")"
	done
	# An escape of the record is the same character in the message.
	[ "$(body '{name}' "{$p,\"name\":\"\\ud83d\\ude00\\u00e9\\/\"}")" = "😀é/" ]
}

@test "csr-render: a text has 4096 characters at most, as UTF-16 counts" {
	four=$(printf 'é%.0s' {1..4096})
	[ "$(body '{name}' "{$p,\"name\":\"$four\"}")" = "$four" ]
	[ "$(body '{name}x' "{$p,\"name\":\"$four\"}")" = "text_too_long " ]
	pairs=$(printf '😀%.0s' {1..2048})
	[ "$(body '{name}' "{$p,\"name\":\"$pairs\"}")" = "$pairs" ]
	[ "$(body '{name}x' "{$p,\"name\":\"$pairs\"}")" = "text_too_long " ]
}

@test "csr-render: an approved template, with places in any string" {
	cat >t.json <<-'EOF'
		{"id":"order_update","channels":["whatsapp"],
		 "whatsapp":{"type":"template","template":{"name":"order_update",
		  "language":{"code":"pt_BR"},"components":[{"type":"body",
		  "parameters":[{"type":"text","text":"{name|cliente}"},
		   {"type":"text","text":"no. {order}"}]},
		  {"type":"button","sub_type":"url","index":0,"parameters":[]}]}}}
	EOF
	run -0 csr-render -q t.json <<<"{$p,\"order\":17}"
	[ "$(jq -c .csr.message <<<"$output")" = '{"type":"template","template":{"name":"order_update","language":{"code":"pt_BR"},"components":[{"type":"body","parameters":[{"type":"text","text":"cliente"},{"type":"text","text":"no. 17"}]},{"type":"button","sub_type":"url","index":0,"parameters":[]}]}}' ]
}

@test "csr-render: the desktop application's shapes" {
	echo '{"id":"a","channel":"whatsapp","content":"Olá {name}",
		"language":"pt","variables":["name"],"created_at":"2025-08-01T10:00:00"}' >t.json
	run -0 csr-render -q t.json <<<"{$p,\"name\":\"Ana\"}"
	[ "$(jq -r .csr.message.text.body <<<"$output")" = "Olá Ana" ]
	echo '{"id":"a","channels":["email","whatsapp"],"subject":"","content":"mail",
		"whatsapp_content":"wa"}' >t.json
	run -0 csr-render -q t.json <<<"{$p}"
	[ "$(jq -r .csr.message.text.body <<<"$output")" = wa ]
}

@test "csr-render: a template that is wrong is told before anything is read" {
	wrong() {
		printf '%s' "$1" >t.json
		run -65 --separate-stderr csr-render t.json <<<"{$p}"
		[ -z "$output" ]
		[[ $stderr == "csr-render: t.json: "*"$2"* ]]
	}
	wrong '{"id":"a"' "unexpected end"
	wrong '[]' "is not an object"
	wrong '' "unexpected end"
	wrong '{"whatsapp_content":"x"}' "id: is missing"
	wrong '{"id":"a"}' "whatsapp_content: is missing"
	wrong '{"id":"a","channels":["email"],"content":"x"}' "channels:"
	wrong '{"id":"a","whatsapp_contents":"x"}' '"whatsapp_contents"'
	wrong '{"id":"a b","whatsapp_content":"x"}' "--campaign"
	wrong '{"id":"a","whatsapp_content":"{"}' "{{"
	wrong '{"id":"a","whatsapp_content":"{}"}' "{{"
	wrong '{"id":"a","whatsapp_content":"{a"}' "{{"
	wrong '{"id":"a","whatsapp_content":"{a|b{c}"}' "{{"
	wrong '{"id":"a","whatsapp":{}}' "whatsapp.type: is missing"
	wrong '{"id":"a","whatsapp":{"type":"text"}}' "whatsapp.text: is missing"
	wrong '{"id":"a","whatsapp":{"type":"text","text":{"body":"{"}}}' \
		"whatsapp.text.body"
	for member in to messaging_product recipient_type recipient \
		biz_opaque_callback_data 't\u006f'; do
		wrong '{"id":"a","whatsapp":{"type":"text","'$member'":"+447700900999","text":{"body":"x"}}}' \
			"take it out"
	done
	run -66 --separate-stderr csr-render no-such.json <<<"{$p}"
	[[ $stderr == *"no-such.json: No such file"* ]]
	run -64 csr-render
}

@test "csr-render: recipients that csr-validate has not seen" {
	hello
	for phone in '"2025550101"' '"+1 2025550101"' null '""' '[]'; do
		run -0 csr-render -q hello.json <<<"{\"name\":\"A\",\"phone\":$phone}"
		[ "$(jq -r .csr.error.code <<<"$output")" = bad_phone ]
	done
	run -0 csr-render -q hello.json <<<'{"name":"A","phone":"US.1349abc"}'
	[ "$(jq -r .csr.to <<<"$output")" = US.1349abc ]
}

@test "csr-render: --campaign and --key change the key, the text does not" {
	hello
	key() { csr-render -q "$@" <<<"{$p,\"name\":\"A\",\"o\":\"1\"}" | jq -r .csr.key; }
	one=$(key hello.json)
	[ "$(key --campaign hello hello.json)" = "$one" ]
	[ "$(key --campaign other hello.json)" != "$one" ]
	[ "$(key --key o hello.json)" != "$one" ]
	sed -i 's/Hello/Good day/' hello.json
	[ "$(key hello.json)" = "$one" ]
	run -0 csr-render -q --key none hello.json <<<"{$p,\"name\":\"A\"}"
	[ "$(jq -r .csr.error.detail <<<"$output")" = none ]
	for bad in 'a b' '' ../x .x "$(printf 'a%.0s' {1..65})"; do
		run -64 csr-render --campaign "$bad" hello.json </dev/null
	done
}

@test "csr-render: a record that grows beyond 1 MiB is invalid, not lost" {
	hello
	head -c 700000 /dev/zero | tr '\0' x >long
	jq -cR '{phone: "+12025550101", name: "A", x: .}' <long >in
	head -c 400000 long | jq -R '{id: "t",
		whatsapp: {type: "template", template: {x: .}}}' >t.json
	run -0 --separate-stderr csr-render t.json in
	[ "$(jq -r .csr.error.code <<<"$output")" = too_long ]
	[ "$stderr" = "csr-render: 1 invalid" ]
}

@test "csr-render: --strict" {
	hello
	run -1 csr-render -q --strict hello.json <<<"{$p}"
}

@test "csr-render: columns by their names in plain letters" {
	local r='{"Razão Social":"ACME","2ª via":"x","Teléfono":"y","N\u00famero":"7",'$p'}'

	[ "$(body '{razao_social} {raz_o_social}' "$r")" = "ACME ACME" ]
	[ "$(body '{col_2a_via} {col_2_via} {tel_fono} {telefono} {numero}' "$r")" = "x x y y 7" ]
	# Only plain names.
	[ "$(body '{Razao Social}' "$r")" = "missing_value {Razao Social}" ]
	[ "$(body '{razao|none}' "$r")" = none ]
	# A member that is called so comes first, even an empty one.
	[ "$(body '{nome|-}' '{"Nome":"A","nome":"",'$p'}')" = - ]
	[ "$(body '{nome}' '{"Nome":"A","nome":"b",'$p'}')" = b ]
	[ "$(body '{nome}' '{"Nome":1.50,'$p'}')" = 1.50 ]
	[ "$(body '{nome|-}' '{"Nome":"A","Nome":"",'$p'}')" = - ]
}

@test "csr-render: two members that go by one plain name are no guess" {
	[ "$(body '{razao_social}' '{"Razão Social":"A","razao-social":"B",'$p'}')" = \
		'ambiguous_name {razao_social}: "Razão Social" and "razao-social"' ]
	[ "$(body '{nome|x}' '{"NOME":"A","N\u006fme":"B",'$p'}')" = \
		'ambiguous_name {nome}: "NOME" and "N\u006fme"' ]
	[ "$(body '{nome}' '{"Nome":"A","N\u006fme":"B",'$p'}')" = B ]
}

@test "csr-render: records that are not alike, by plain names" {
	{
		for i in 1 2 3; do
			echo '{"Não":"a'$i'",'$p'}'
			echo "{$p"',"x":1,"NAO":"b'$i'"}'
			echo "{$p"',"nao":"c'$i'","Não":"no"}'
			echo "{$p}"
			jq -nc '[range(2000) | {key: "k\(.)", value: 1}] | from_entries +
				{"Não": "d", phone: "+12025550101"}'
		done
	} >mixed
	echo '{"id":"t","whatsapp_content":"{nao|-}"}' >t.json
	[ "$(csr-render -q t.json mixed | jq -r .csr.message.text.body | paste -sd ' ')" = \
		"a1 b1 c1 - d a2 b2 c2 - d a3 b3 c3 - d" ]
}
