#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What csr-import finds out about a list, and what the operator says instead.

load helper

# The records of a list on standard input, without csr, one a line.
plain() {
	csr-import -q "$@" | jq -c 'del(.csr)'
}

two_contacts() {
	printf 'Ana%s+1 202 555 0101\nBob%s+1 202 555 0102\n' "$1" "$1"
}

@test "csr-import: separators, and what is said of them" {
	for pair in ',=commas' ';=semicolons' $'\t=tabs' '|=pipes'; do
		{ printf 'name%sphone\n' "${pair%%=*}" && two_contacts "${pair%%=*}"; } >list.csv
		run -0 --separate-stderr csr-import list.csv
		[ "$(jq -r .phone <<<"$output" | xargs)" = "+1 202 555 0101 +1 202 555 0102" ]
		[[ $stderr == *"separated by ${pair#*=}"* ]]
	done
	{ printf 'sep=;\nname;phone\n' && two_contacts ';'; } >list.csv
	[ "$(csr-import -q list.csv | jq -c '[.phone, .csr.line]')" = '["+1 202 555 0101",3]
["+1 202 555 0102",4]' ]
}

@test "csr-import: --delimiter, --quote, --skip" {
	printf 'A report\nof today\nname:phone\n'"'O:N'"':+1 202 555 0101\n' >list.csv
	[ "$(plain --skip 2 --delimiter : --quote single list.csv)" = \
		'{"name":"O:N","phone":"+1 202 555 0101"}' ]
	[ "$(csr-import -q --skip 2 --delimiter : --quote single list.csv | jq .csr.line)" = 4 ]
	{ printf 'name phone\n' && printf 'A 1\n"B" 2\n'; } >list.csv
	[ "$(plain --delimiter space --quote none list.csv | tail -n 1)" = '{"name":"\"B\"","phone":"2"}' ]
	for bad in --delimiter=ab --delimiter=none --delimiter= --quote=x1 --skip=-1 --skip=x; do
		run -64 csr-import "$bad" list.csv
	done
}

@test "csr-import: a first row that is a contact is not taken for names" {
	two_contacts , >list.csv
	run -65 --separate-stderr csr-import list.csv
	[ -z "$output" ]
	[[ $stderr == *"list.csv:1: the first row, Ana,+1 202 555 0101, does not look like"*--no-header*--columns*--header* ]]
	[ "$(plain --no-header list.csv | head -n 1)" = '{"column_1":"Ana","column_2":"+1 202 555 0101"}' ]
	[ "$(plain --no-header --map phone=column_2 list.csv | jq -r .phone | head -n 1)" = "+1 202 555 0101" ]
	[ "$(plain --no-header --columns Nome,Celular list.csv | tail -n 1)" = '{"name":"Bob","phone":"+1 202 555 0102"}' ]
	[ "$(plain --columns name,phone list.csv | wc -l)" = 2 ]
	[ "$(plain --header list.csv)" = '{"Ana":"Bob","+1 202 555 0101":"+1 202 555 0102"}' ]
	# --map names a column, so there must be one of that name.
	run -65 --separate-stderr csr-import --map phone=Celular list.csv
	[[ $stderr == *'no column "Celular"'* ]]
	run -64 csr-import --header --columns a,b list.csv
}

@test "csr-import: names are not taken for a contact" {
	{ printf 'name,phone\n' && two_contacts ,; } >list.csv
	run -65 --separate-stderr csr-import --columns name,phone list.csv
	[ -z "$output" ]
	[[ $stderr == *"looks like the names of columns"*--skip* ]]
	[ "$(plain --skip 1 --columns name,phone list.csv | wc -l)" = 2 ]
}

@test "csr-import: without names of columns, broken rows come before others" {
	{ printf '"x"y,1\n\n' && two_contacts ,; } >list.csv
	[ "$(csr-import -q --no-header --columns name,phone list.csv | statuses)" = "2 pending 1 invalid" ]
}

@test "csr-import: encodings" {
	printf 'Nome;Telefone\nJoão;+1 202 555 0101\nAna;+1 202 555 0102\n' >list.csv
	iconv -f UTF-8 -t WINDOWS-1252 list.csv >windows.csv
	run -0 --separate-stderr csr-import windows.csv
	[ "$(jq -c '[.name, .csr.warnings]' <<<"$output")" = '["João",["encoding_guessed"]]
["Ana",null]' ]
	[[ $stderr == *"WINDOWS-1252, a guess; "* ]]
	[ "$(csr-import -q --encoding cp1252 windows.csv | jq -c '[.name, .csr.warnings]' | head -n 1)" = '["João",null]' ]
	for encoding in UTF-16LE UTF-16BE UTF-32BE; do
		{ printf '\xef\xbb\xbf' && cat list.csv; } | iconv -f UTF-8 -t "$encoding" >other.csv
		[ "$(plain other.csv)" = "$(plain list.csv)" ]
	done
	run -64 --separate-stderr csr-import --encoding nonsense list.csv
	[[ $stderr == *nonsense* ]]
}

@test "csr-import: an encoding that changes behind the sample" {
	{ echo name,phone && yes 'Ana,+1 202 555 0101' | head -n 5000 && printf 'Jo\xe3o,2\nBob,3\n'; } >list.csv
	[ "$(csr-import -q list.csv | tail -n 2 | jq -r '.csr.error.code // .name' | xargs)" = "not_utf8 Bob" ]
	run csr-import -q list.csv
	[[ $output == *--encoding* ]]
}

@test "csr-import: columns are found by words, or the run ends" {
	printf 'Cliente,Whatsapp,E-mail\nAna,1,a@example.com\n' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[ "$(jq -c 'del(.csr)' <<<"$output")" = '{"name":"Ana","phone":"1","email":"a@example.com"}' ]
	[[ $stderr == *'phone is "Whatsapp"'*'name is "Cliente"'* ]]
	printf 'Nome,Celular,Telefone\nAna,1,2\n' >list.csv
	run -65 --separate-stderr csr-import list.csv
	[ -z "$output" ]
	[[ $stderr == *Celular*Telefone*--map* || $stderr == *Telefone*Celular*--map* ]]
	[ "$(plain -m phone=Celular list.csv)" = '{"name":"Ana","phone":"1","Telefone":"2"}' ]
}

@test "csr-import: first and last name make a name" {
	printf 'First name,Last name,phone\nAna,"Souza ""Bia""",1\n' >list.csv
	run -0 csr-import -q list.csv
	[ "$(jq -r .name <<<"$output")" = 'Ana Souza "Bia"' ]
	[ "$(jq -r .last_name <<<"$output")" = 'Souza "Bia"' ]
}

@test "csr-import: a thousand columns without a name are not told one by one" {
	{ printf 'phone%*s\n1%*s\n' 1000 '' 1000 '' | tr ' ' ,; } >list.csv
	run -0 --separate-stderr csr-import -q --header list.csv
	[ "${#stderr_lines[@]}" = 21 ]
	[ "${stderr_lines[20]}" = "csr-import: list.csv: 980 more columns are called otherwise than in the list; --preview 1 shows them all" ]
	[ "$(jq 'has("column_1001")' <<<"$output")" = true ]
}

@test "csr-import: --save-map takes no place of the list or the records" {
	printf 'name,phone\nAna,+12025550101\n' >list.csv
	cp list.csv same.csv
	for at in list.csv ./list.csv; do
		run -64 --separate-stderr csr-import -q --save-map "$at" list.csv
		[ "$stderr" = "csr-import: --save-map: $at is the list; name another file" ]
		[ -z "$output" ]
	done
	run -64 csr-import -q --save-map list.csv <list.csv
	run -64 csr-import -q --save-map /dev/stdin <list.csv
	cmp list.csv same.csv
	run -64 bash -c 'csr-import --save-map out list.csv 2>err >out'
	[[ $(cat err) == *"out is where the records go; name another file"* ]]
	run -64 bash -c 'csr-import --save-map /dev/stdout list.csv >out'
	run -64 --separate-stderr csr-import --save-map - list.csv
	[ "$stderr" = "csr-import: --save-map: name a file; see csr-import --help" ]
	run -64 csr-import --save-map '' list.csv
	[ ! -e ./- ]
	run -0 bash -c 'csr-import -q --save-map /dev/stdout list.csv | grep -c delimiter'
	[ "$output" = 1 ]
}

@test "csr-import: --save-map and --map-file" {
	printf '\nNome;Celular\nZ\xe9;1\n' >list.csv
	csr-import -q --save-map map.json list.csv >first
	[ "$(jq -c '[.map.phone, .map.name, .delimiter, .encoding, .has_header]' map.json)" = \
		'["Celular","Nome",";","WINDOWS-1252",true]' ]
	[ "$(stat -c %a map.json)" = 644 ]
	csr-import -q --map-file map.json list.csv >second
	[ "$(jq -c 'del(.csr)' first)" = "$(jq -c 'del(.csr)' second)" ]
	# An option goes before the file.
	[ "$(plain --map-file map.json --map mobile=Celular list.csv)" = '{"name":"Zé","mobile":"1"}' ]
	printf 'Nome,Celular\nA,1\n' >other.csv
	[ "$(plain --map-file map.json --delimiter , other.csv)" = '{"name":"A","phone":"1"}' ]
	# A list without the columns.
	printf 'x;y\nA;1\n' >other.csv
	run -65 --separate-stderr csr-import --map-file map.json other.csv
	[[ $stderr == *'no column "'* ]]
	# What the file leaves open is found.
	echo '{"map":{"phone":"Celular"},"created_at":"x"}' >some.json
	[ "$(plain --map-file some.json list.csv)" = '{"name":"Zé","phone":"1"}' ]
}

@test "csr-import: a map file without names of columns" {
	two_contacts , >list.csv
	csr-import -q --columns name,phone --save-map map.json list.csv >first
	[ "$(jq -c '[.has_header, .columns]' map.json)" = '[false,["name","phone"]]' ]
	csr-import -q --map-file map.json list.csv | cmp - first
	# A file that says there are names is no proof that there are.
	echo '{"has_header":true}' >map.json
	run -65 csr-import -q --map-file map.json list.csv
}

@test "csr-import: map files and places that cannot be used" {
	two_contacts , >list.csv
	run -66 --separate-stderr csr-import --map-file none.json list.csv
	[[ $stderr == *"none.json"* ]]
	for text in '' '[]' '{"map":1}' '{"map":{"phone":2}}' '{"delimiter":"ab"}'; do
		echo "$text" >map.json
		run -65 --separate-stderr csr-import --map-file map.json list.csv
		[ -z "$output" ]
		[[ $stderr == *"map.json"* ]]
	done
	run -73 --separate-stderr csr-import --columns name,phone --save-map none/map.json list.csv
	[ -z "$output" ]
	[[ $stderr == *"none/map.json"* ]]
	run -64 --separate-stderr csr-import --save-map map.json list.csv list.csv
	[[ $stderr == *"--save-map"* ]]
}

@test "csr-import: --preview shows a list and writes no records" {
	printf 'Nome;Celular\nAna;1\nBob;5.5E+12\n"x;3\nEva;4\n' >list.csv
	run -0 --separate-stderr csr-import --preview 3 list.csv
	[[ $output == *"Nome"*"name"*"Celular"*"phone"*"Ana"* ]]
	[[ $output == *"rounded number"* ]]
	[[ $output != *Eva* ]]
	[[ $output != *'"csr"'* ]]
	[[ $stderr != *imported* ]]
	run -74 bash -c 'csr-import --preview 3 list.csv >/dev/full'
	run -64 csr-import --preview 0 list.csv
	# One that is endless ends with the table.
	{ echo name,phone && yes Ana,1; } | timeout 20 csr-import -q --preview 1 >out
	grep -q Ana out
	printf '[{"phone":"1","n":1.50,"l":[1]},{"phone":"2","x":"y"},3]' >list.json
	run -0 csr-import -q --preview 9 list.json
	[[ $output == *1.50*"is no object"* ]]
}

@test "csr-import: what spreadsheets did to a list" {
	printf "phone,other\n5.51199E+12,a\n5511900000001.0,b\n'+5511900000001,c\n1,5.5E+12\n2,'=x\n3,1234567.0\n" >list.csv
	csr-import -q list.csv >out
	[ "$(jq -r '.csr.error.code // (.csr.warnings | tostring)' out | xargs)" = \
		'scientific decimal_tail [apostrophe_removed] [scientific] [apostrophe_removed] [decimal_tail]' ]
	[ "$(sed -n 3p out | jq -r .phone)" = +5511900000001 ]
	[ "$(sed -n 4p out | jq -r .other)" = 5.5E+12 ]
	[ "$(sed -n 5p out | jq -r .other)" = =x ]
	[ "$(sed -n 1p out | jq -c 'del(.csr) + {status: .csr.status}')" = \
		'{"phone":"5.51199E+12","other":"a","status":"invalid"}' ]
	run -0 csr-import -q --preview 2 list.csv
	[[ $output == *"rounded number"* ]]
	printf '[{"phone":5.5e+12,"a":1},{"phone":"'"'"'12"},{"phone":5511900000001.0},{"phone":5511900000001}]' >list.json
	csr-import -q list.json >out
	[ "$(jq -c '.csr.error.code // .phone' out | xargs)" = "scientific 12 decimal_tail 5511900000001" ]
}

@test "csr-import: the parts of a list are the list, and no row is in two" {
	{
		printf 'name,phone,email\n'
		for n in {100..199}; do
			printf 'A,+1202555%04d,\nB,(202) 555-%04d,\nC,,Person%d@Example.com\nD%d,,\n' "$n" "$n" "$n" "$n"
		done
		printf '"broken,1\nE,1,2,3,4\nF,\xff,x\n,,\n'
	} >list.csv
	csr-import -q list.csv | sort >all
	for part in 1 2 3; do
		csr-import -q --shard "$part/3" list.csv >"part$part"
		[ -s "part$part" ]
	done
	sort part1 part2 part3 | cmp - all
	# The two forms of a number are in the same part.
	for part in 1 2 3; do
		[ "$(jq -r 'select(.name == "A").phone[-4:]' "part$part" | sort)" = \
			"$(jq -r 'select(.name == "B").phone[-4:]' "part$part" | sort)" ]
	done
	run -0 --separate-stderr csr-import --shard 1/3 list.csv
	[[ $stderr == *"rows of other shards"* ]]
	jq -c 'del(.csr) | select(. != {})' all >list.ndjson
	csr-import -q list.ndjson | sort >all
	for part in 1 2 3; do
		csr-import -q --shard "$part/3" list.ndjson
	done | sort | cmp - all
	for bad in 0/2 3/2 1 x; do
		run -64 csr-import --shard "$bad" list.csv
	done
}

@test "csr-import: each list is looked at by itself" {
	printf 'Nome;Celular\nZ\xe9;1\n' >one.csv
	printf 'name,phone\nÉva,2\n' >two.csv
	printf '[{"nome":"Ana","phone":"3"}]' >three.json
	run -0 --separate-stderr csr-import one.csv two.csv three.json two.csv
	[ "$(jq -c 'del(.csr)' <<<"$output")" = '{"name":"Zé","phone":"1"}
{"name":"Éva","phone":"2"}
{"name":"Ana","phone":"3"}
{"name":"Éva","phone":"2"}' ]
	[ "$(grep -c 'UTF-8\|1252' <<<"$stderr")" = 4 ]
}

@test "csr-import: things that are no lists" {
	mkdir dir
	run -74 --separate-stderr csr-import dir
	[[ $stderr == *"dir: Is a directory"* ]]
	printf 'name,phone\nA,1\n' >list.csv
	chmod 0 list.csv
	if [ "$(id -u)" != 0 ]; then
		run -66 --separate-stderr csr-import list.csv
		[[ $stderr == *"list.csv: Permission denied"* ]]
	fi
	mkfifo pipe
	printf 'name,phone\nA,1\n' >pipe &
	[ "$(plain pipe)" = '{"name":"A","phone":"1"}' ]
	: >empty
	run -65 --separate-stderr csr-import empty
	[[ $stderr == *"empty: is empty"* ]]
}

@test "csr-import: a signal while it waits for the sample, and later" {
	for text in '' $'name,phone\nAna,1\n'; do
		rm -f pipe
		mkfifo pipe
		csr-import <pipe >out 2>err &
		pid=$!
		exec 7>pipe
		printf '%s' "$text" >&7
		sleep 0.2
		[ -z "$text" ] || until_so grep -q Ana out
		kill -TERM "$pid"
		status=0
		wait "$pid" || status=$?
		exec 7>&-
		[ "$status" = 143 ]
	done
}

@test "csr-import: what was read before a signal came comes out" {
	mkfifo pipe
	csr-import -q <pipe >out 2>err &
	pid=$!
	exec 7>pipe
	printf 'name,phone\nAna,1\nBob,2\n' >&7
	sleep 0.3
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	exec 7>&-
	[ "$status" = 143 ]
	[ "$(jq -r .name out | xargs)" = "Ana Bob" ]
}

@test "csr-import: hostile names do not drive the terminal" {
	printf 'na\x1b[31mme,phone\n\xe2\x80\xaeA,1\n' >$'li\x1b[31mst.csv'
	run -0 --separate-stderr csr-import $'li\x1b[31mst.csv'
	[[ $stderr != *$'\x1b'* ]]
	run -0 --separate-stderr csr-import --preview 2 $'li\x1b[31mst.csv'
	[[ $stderr$output != *$'\x1b'* ]]
	[[ $output != *$'\xe2\x80\xae'* ]]
	printf '\x1b[31m,+1 202 555 0101\n' >list.csv
	run -65 --separate-stderr csr-import list.csv
	[[ $stderr != *$'\x1b'* ]]
}

@test "csr-import: all in one column, and cells that nobody named" {
	printf 'Nome:Fone\nAna:+12025550101\n' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[[ $stderr == *'all is in one column, "Nome:Fone"; '*--delimiter* ]]
	run -0 --separate-stderr csr-import --delimiter : list.csv
	[[ $stderr != *"one column"* ]]
	[ "$(jq -r .phone <<<"$output")" = +12025550101 ]
	printf 'phone\n+12025550101\n' >list.csv
	run -0 --separate-stderr csr-import list.csv
	[[ $stderr != *"all is in one column"* ]]
	printf 'Ana;+12025550101;x\n' >list.csv
	run -0 csr-import -q --no-header --columns name,phone list.csv
	[ "$(jq -r '.csr.error | [.code, .hint] | join(": ")' <<<"$output")" = \
		"too_many_cells: name all columns, those that no template needs too" ]
}
