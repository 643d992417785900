#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper
load import

@test "csr-import: the record of a row" {
	printf 'name,phone\nAna Souza,+5511900000001\n' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[ "$output" = '{"name":"Ana Souza","phone":"+5511900000001","csr":{"v":1,"source":"list.csv","line":2,"status":"pending"}}' ]
	[ "$stderr" = "csr-import: list.csv: UTF-8, separated by commas, the first row names the columns
csr-import: 1 imported" ]
	run -0 --separate-stderr csr-import -q list.csv
	[ -z "$stderr" ]
	run -0 csr-import -q - <list.csv
	[ "$(jq -r .csr.source <<<"$output")" = - ]
}

@test "csr-import: quotes, commas, newlines, CRLF and a byte order mark" {
	printf '\xef\xbb\xbfname,"note, long"\r\n"A ""B"" C","one,\r\ntwo\nthree"\r\n"",x\r\n' >list.csv
	[ "$(plain list.csv)" = '{"name":"A \"B\" C","note, long":"one,\r\ntwo\nthree"}
{"name":"","note, long":"x"}' ]
	[ "$(lines_of list.csv)" = "2 5" ]
}

@test "csr-import: cells are strings and keep their blanks" {
	printf 'a , b,c,d\n 1 ,1.10,true,null\n' >list.csv
	[ "$(plain list.csv)" = '{"a":" 1 ","b":"1.10","c":"true","d":"null"}' ]
}

@test "csr-import: accents, emoji and control characters" {
	printf 'é,b\n"ção 😀 漢字","\t\x01\x7f\\"\n' >list.csv
	[[ $(csr-import -q list.csv) == \
		'{"é":"ção 😀 漢字","b":"\t\u0001'$'\x7f''\\","csr"'* ]]
}

@test "csr-import: blank lines, blank rows, a last row without an end" {
	printf '\n\na,b\n\n1,2\n,\n , \n\r\n3,4' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[ "$(jq -c .csr.line <<<"$output" | xargs)" = "5 9" ]
	[[ $stderr == *"csr-import: 2 imported; 6 blank rows skipped" ]]
	printf 'a,b\n1,2\n\n' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[[ $stderr == *"csr-import: 1 imported; 1 blank row skipped" ]]
}

@test "csr-import: short rows are filled up, long ones are invalid" {
	printf 'name,phone,c\n1\n1,2,3,\n1,2,3,4\n1,2,3\n1,2,3\n' >list.csv
	[ "$(plain list.csv | head -n 2)" = '{"name":"1","phone":"","c":""}
{"name":"1","phone":"2","c":"3"}' ]
	[ "$(lines_of list.csv)" = "2 3 too_many_cells@4 5 6" ]
	[ "$(csr-import -q list.csv | jq -r '.csr.raw // empty')" = 1,2,3,4 ]
	run -1 csr-import -q --strict list.csv
}

@test "csr-import: a quote that is not closed costs one line, not the list" {
	printf 'a,b\n"open,1\n2,3\n4,"5"\n' >list.csv
	[ "$(lines_of list.csv)" = "bad_csv@2 3 4" ]
	{ printf 'a,b\n"open,1\n' && seq -f '%.0f,x' 30000; } >list.csv
	[ "$(lines_of list.csv | cut -d ' ' -f 1-3,30001-)" = "bad_csv@2 3 4 30002" ]
}

@test "csr-import: a stray quote never joins two rows" {
	printf 'name,note,phone\nAna,"x" ,+12025550101\nBob,"y",+12025550102\n' >list.csv
	[ "$(lines_of list.csv)" = "bad_csv@2 3" ]
	[ "$(plain list.csv | tail -n 1)" = \
		'{"name":"Bob","note":"y","phone":"+12025550102"}' ]
	printf 'a,b\nx "y" z,1\n2,3\n' >list.csv
	[ "$(lines_of list.csv)" = "bad_csv@2 3" ]
}

@test "csr-import: rows that cannot be text" {
	printf 'a,b\n1,\xe7\n2,\x002\n3,4\n' >list.csv
	[ "$(lines_of --encoding UTF-8 list.csv)" = "not_utf8@2 nul_byte@3 4" ]
	csr-import -q --encoding UTF-8 list.csv >out
	[ "$(head -n 1 out | jq -r .csr.raw)" = "1,�" ]
	[ "$(lines_of --encoding ASCII list.csv)" = "not_decodable@2 nul_byte@3 4" ]
	printf 'a,\xe7\n' >list.csv
	run -65 --separate-stderr csr-import --encoding UTF-8 list.csv
	[[ $stderr == *"column 2 is not UTF-8"*--encoding* ]]
}

@test "csr-import: a row of more than 1 MiB" {
	{ printf 'a,b\n1,' && head -c 1100000 /dev/zero | tr '\0' x && printf '\n2,3\n'; } >list.csv
	[ "$(lines_of list.csv)" = "bad_csv@2 3" ]
	# A row that is just short enough makes a record that is not.
	{ printf 'a,b\n1,' && head -c 1048500 /dev/zero | tr '\0' x && printf '\n2,3\n'; } >list.csv
	[ "$(lines_of list.csv)" = "too_long@2 3" ]
}

@test "csr-import: columns without a name of their own" {
	printf 'a,,a,csr,a_2\n1,2,3,4,5\n' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[ "$(jq -c 'del(.csr)' <<<"$output")" = \
		'{"a":"1","column_2":"2","a_":"3","csr_":"4","a_2":"5"}' ]
	[[ $stderr == *'"csr_" is what column 4, "csr", is called'* ]]
}

@test "csr-import: thousands of columns of one name" {
	{ printf 'a%.0s,' {1..5000} && echo a; } >list.csv
	run -0 timeout 20 csr-import -q list.csv
	{ printf 'a%.0s,' {1..10000} && echo a; } >list.csv
	run -65 --separate-stderr csr-import list.csv
	[[ $stderr == *"has 10001 columns"* ]]
}

@test "csr-import: --map" {
	printf 'Nome,Celular,E-mail\nAna,1,a@example.com\n' >list.csv
	[ "$(plain --map name=Nome -m phone=Celular list.csv)" = \
		'{"name":"Ana","phone":"1","email":"a@example.com"}' ]
	run -65 --separate-stderr csr-import --map phone=Fone list.csv
	[ -z "$output" ]
	[[ $stderr == *'no column "Fone"; there are "Nome", "Celular", "E-mail"'* ]]
	run -65 --separate-stderr csr-import -m E-mail=Nome list.csv
	[[ $stderr == *'"E-mail"'* ]]
	run -65 csr-import -m x=Nome -m x=Celular list.csv
	for bad in x x= =x csr=Nome; do
		run -64 csr-import --map "$bad" list.csv
	done
}

@test "csr-import: several files, each with its own first row" {
	printf 'a,b\n1,2\n' >one.csv
	printf 'b,a\n3,4\n' >two.csv
	[ "$(plain one.csv two.csv)" = '{"a":"1","b":"2"}
{"b":"3","a":"4"}' ]
	run -66 --separate-stderr csr-import one.csv none.csv two.csv
	[ "${#lines[@]}" = 1 ]
	[[ $stderr == *"none.csv: No such file or directory"* ]]
}

@test "csr-import: an empty file is a mistake, an empty list is none" {
	run -65 --separate-stderr csr-import /dev/null
	[[ $stderr == *"is empty; its first row must name the columns"* ]]
	printf 'name,b\n' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[ -z "$output" ]
	[[ $stderr == *"csr-import: nothing to do" ]]
}

@test "csr-import: a live pipe flows" {
	assert_flows $'a\n1' csr-import
}

@test "csr-import: a full disk, a closed output, a broken pipe, a closed input" {
	printf 'a\n1\n' >list.csv
	run -74 --separate-stderr bash -c 'csr-import list.csv >/dev/full'
	[[ $stderr == *"No space left on device"* ]]
	run -74 --separate-stderr bash -c 'csr-import list.csv >&-'
	[[ $stderr == *"standard output: is closed"* ]]
	{ echo a && seq 100000; } >list.csv
	csr-import list.csv 2>err | true
	[ "${PIPESTATUS[0]}" = 74 ]
	[[ $(<err) == *"the program behind the pipe has ended"* ]]
	run -74 bash -c 'csr-import <&-'
}

@test "csr-import: usage" {
	assert_helps csr-import
	assert_refuses_unknown_options csr-import
}

@test "csr-import: a million rows in little memory" {
	[ -z "${ASAN_OPTIONS:-}" ] || skip "the sanitizers take memory themselves"
	{ echo a,b,c && seq -f '%.0f,"x ""y"" z",text' 1000000; } >list.csv
	assert_stays_small list.csv
}
