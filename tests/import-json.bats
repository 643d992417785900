#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lists in JSON; tests/unit/test-jsonin.c has the broken ones.

load helper
load import

@test "csr-import: an array of objects, whose values stay what they are" {
	printf '[{"Celular": "+1 202 555 0101", "n": 1.10, "big": 12345678901234567890,\n' >list.json
	printf ' "tags": ["a",  "b c"], "x": {"y": null}, "e": "\\u00e9\\/"},\n{"Celular":null,"n":2}]\n' >>list.json
	run -0 --separate-stderr csr-import list.json
	[ "${lines[0]}" = '{"phone":"+1 202 555 0101","n":1.10,"big":12345678901234567890,"tags":["a",  "b c"],"x":{"y": null},"e":"\u00e9\/","csr":{"v":1,"source":"list.json","line":1,"status":"pending"}}' ]
	[ "${lines[1]}" = '{"phone":null,"n":2,"csr":{"v":1,"source":"list.json","line":3,"status":"pending"}}' ]
	[ "$stderr" = 'csr-import: list.json: UTF-8, a JSON array; phone is "Celular"
csr-import: 2 imported' ]
}

@test "csr-import: NDJSON, and objects of several lines" {
	printf '\xef\xbb\xbf{"name":"Ana"}\n\n{"name":"Bob","n":[1,2]}\r\n' >list.ndjson
	[ "$(plain list.ndjson)" = '{"name":"Ana"}
{"name":"Bob","n":[1,2]}' ]
	[ "$(lines_of list.ndjson)" = "1 3" ]
	jq . list.ndjson >pretty.json
	[ "$(plain pretty.json)" = '{"name":"Ana"}
{"name":"Bob","n":[1,2]}' ]
	[ "$(lines_of pretty.json)" = "1 4" ]
	jq -s . list.ndjson >array.json
	[ "$(plain - <array.json)" = '{"name":"Ana"}
{"name":"Bob","n":[1,2]}' ]
}

@test "csr-import: a record is one line, whatever the values are" {
	printf '[{"name":"A","x":{\n "a\\" : [ 1 , 2 ]":\r\n "q \\\\",\n"b":[\n]\n}}]' >list.json
	run -0 csr-import -q list.json
	[ "${#lines[@]}" = 1 ]
	[ "$(jq -c .x <<<"$output")" = "$(jq -c '.[0].x' list.json)" ]
}

@test "csr-import: what is no object is invalid, and the others are not" {
	printf '[{"name":"A"},\n7,\n{"name":"B",},\n{"name":"C"}]' >list.json
	[ "$(lines_of list.json)" = "1 not_an_object@2 bad_json@3 4" ]
	run -1 csr-import -q --strict list.json
	printf '{"name":"A"}\n{"name":\n{"name":"B"}\n{"name":"C"}\n' >list.ndjson
	[ "$(lines_of list.ndjson)" = "1 bad_json@2 3 4" ]
	{ printf '[{"name":"A"},{"x":"' && head -c 3000000 /dev/zero | tr '\0' x && printf '"},\n{"name":"B"}]'; } >list.json
	[ "$(lines_of list.json)" = "1 too_long@1 2" ]
}

@test "csr-import: an array that ends too early" {
	printf '[{"name":"A"},\n{"name":"B"},\n' >list.json
	run -65 --separate-stderr csr-import list.json
	[ "${#lines[@]}" = 2 ]
	[[ $stderr == *"list.json:3: the array ends too early"* ]]
	printf '[{"name":"A"},\n{"name":"B' >list.json
	run -65 --separate-stderr csr-import -q list.json
	[ "$(jq -r .csr.status <<<"$output" | xargs)" = "pending invalid" ]
	[[ $stderr == *"list.json:2: the list ends inside an object"* ]]
}

@test "csr-import: members are called as columns are" {
	printf '[{"Telefone":"1","nome":"A","csr":{"v":1,"status":"failed"},"":2}]' >list.json
	run -0 --separate-stderr csr-import list.json
	[ "$(jq -c 'del(.csr)' <<<"$output")" = \
		'{"phone":"1","name":"A","csr_":{"v":1,"status":"failed"},"column_4":2}' ]
	[ "$(jq -r .csr.status <<<"$output")" = pending ]
	[[ $stderr == *'"csr_"'* ]]
	[ "$(plain --map to=Telefone -m phone=nome list.json | jq -c '[.to, .phone]')" = '["1","A"]' ]
	run -65 --separate-stderr csr-import -m phone=Fone list.json
	[[ $stderr == *'no column "Fone"'* ]]
	printf '[{"Telefone":"1","Celular":"2"}]' >list.json
	run -65 --separate-stderr csr-import list.json
	[ -z "$output" ]
	[[ $stderr == *Telefone*Celular*--map* || $stderr == *Celular*Telefone*--map* ]]
}

@test "csr-import: members that come only later" {
	{
		echo '{"Celular":"1"}'
		yes '{"Celular":"1","pad":"xxxxxxxxxxxxxxxxxxxxxxxxxxx"}' | head -n 2000
		echo '{"Celular":"2","city":"X","csr":1}'
		echo '{"phone":"3"}'
		echo '{"phone":"4","Celular":"5"}'
		echo '{"Celular":"6","\u0070hone":"7"}'
	} >list.ndjson
	run -0 --separate-stderr csr-import list.ndjson
	tail -n 4 <<<"$output" >last
	[ "$(jq -c 'del(.csr)' last)" = '{"phone":"2","city":"X","csr_":1}
{"phone":"3"}
{}
{}' ]
	[ "$(jq -r .csr.error.code last | xargs)" = "null null two_members two_members" ]
	[[ $stderr == *'"csr_" is what the member "csr" is called'* ]]
}

@test "csr-import: names are seen through escapes" {
	printf '[{"\\u0043elular":"1","\\"":2}]' >list.json
	[ "$(plain list.json)" = '{"phone":"1","\"":2}' ]
}

@test "csr-import: a first object that is longer than the sample" {
	{ printf '[{"Celular":"1","photo":"' && head -c 100000 /dev/zero | tr '\0' x && printf '"},{"Celular":"2"}]'; } >list.json
	[ "$(csr-import -q list.json | jq -r .phone | xargs)" = "1 2" ]
}

@test "csr-import: first and last name in JSON" {
	printf '[{"first_name":"Ana","last_name":"Souza","phone":1},{"last_name":"Lima","phone":2}]' >list.json
	[ "$(csr-import -q list.json | jq -r .name)" = "Ana Souza
Lima" ]
}

@test "csr-import: empty arrays and objects" {
	for text in '[]' ' [ ] '; do
		run -0 --separate-stderr csr-import <<<"$text"
		[ -z "$output" ]
	done
	run -0 --separate-stderr csr-import <<<'[{},{"a":" ","b":null},{"a":0}]'
	[ "${#lines[@]}" = 1 ]
	[[ $stderr == *"1 imported; 2 blank rows skipped" ]]
}

@test "csr-import: JSON in other encodings" {
	printf '[{"nome":"Zé 😀","phone":"1"}]' >list.json
	for encoding in UTF-16LE UTF-16BE UTF-32LE; do
		{ printf '\xef\xbb\xbf' && cat list.json; } | iconv -f UTF-8 -t "$encoding" >other.json
		[ "$(plain other.json)" = '{"name":"Zé 😀","phone":"1"}' ]
	done
	printf '[{"nome":"Z\xe9","phone":"1"},{"nome":"A","phone":"2"}]' >list.json
	[ "$(csr-import -q list.json | jq -c '[.name, .csr.warnings]')" = '["Zé",["encoding_guessed"]]
["A",null]' ]
	[ "$(lines_of --encoding UTF-8 list.json)" = "not_utf8@1 1" ]
}

@test "csr-import: --format" {
	printf '[id],phone\n1,+1 202 555 0101\n' >list.csv
	[ "$(plain --format csv list.csv)" = '{"[id]":"1","phone":"+1 202 555 0101"}' ]
	printf '{"name":"A"}\n' >list.ndjson
	[ "$(plain --format ndjson list.ndjson)" = '{"name":"A"}' ]
	[ "$(plain --format json list.ndjson)" = '{"name":"A"}' ]
	run -64 csr-import --format xml list.csv
	run -65 --separate-stderr csr-import --delimiter ';' list.ndjson
	[[ $stderr == *"is JSON; --delimiter is for CSV"* ]]
	for option in --no-header --header --quote=single --skip=1; do
		run -65 csr-import "$option" list.ndjson
	done
}

@test "csr-import: a live pipe of JSON flows" {
	assert_flows '{"name":"A"}' csr-import
}

@test "csr-import: an endless array in little memory" {
	[ -z "${ASAN_OPTIONS:-}" ] || skip "the sanitizers take memory themselves"
	{ echo '[' && yes '{"name":"Ana","phone":"+12025550101","list":[1,2,3]},' | head -n 500000 && echo '{}]'; } >list.json
	assert_stays_small list.json
}
