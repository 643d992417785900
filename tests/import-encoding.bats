#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper

# The cells of the records of a list, one record a line.
cells() {
	csr-import -q "$@" | jq -c 'del(.csr) | [.[]]'
}

# The list on standard input in an encoding, in list.csv, behind a mark.
encoded() {
	printf '%b' "${2:-}" >list.csv
	iconv -f UTF-8 -t "$1" >>list.csv
}

# The error of each row, or "-".
errors() {
	csr-import -q "$@" | jq -r '.csr.error.code // "-"' | xargs
}

people='name,phone
José Conceição,+12025550101
Núñez & Hijos €,+12025550102'
want='["José Conceição","+12025550101"]
["Núñez & Hijos €","+12025550102"]'

@test "csr-import: the encoding of a list is found" {
	local encoding mark

	while read -r encoding mark; do
		encoded "$encoding" "$mark" <<<"$people"
		[ "$(cells list.csv)" = "$want" ]
		[ "$(cells <list.csv)" = "$want" ]
	done <<-'EOF'
		UTF-8
		UTF-8 \xef\xbb\xbf
		UTF-16LE
		UTF-16LE \xff\xfe
		UTF-16BE
		UTF-16BE \xfe\xff
		UTF-32LE \xff\xfe\0\0
		UTF-32BE \0\0\xfe\xff
		WINDOWS-1252
	EOF
	printf '\xef\xbb\xbf' >list.csv
	run -65 --separate-stderr csr-import list.csv
}

@test "csr-import: --encoding takes what iconv knows" {
	local encoding

	for encoding in IBM858 ISO-8859-15 UTF-8 UTF-16BE GB18030; do
		encoded "$encoding" <<<"$people" || continue
		[ "$(cells --encoding "$encoding" list.csv)" = "$want" ]
	done
	for encoding in SHIFT_JIS EUC-JP ISO-2022-JP; do
		encoded "$encoding" <<<$'name,phone\n山田太郎,+12025550101' ||
			continue
		[ "$(cells --encoding "$encoding" list.csv)" = \
			'["山田太郎","+12025550101"]' ]
	done
	run -64 --separate-stderr csr-import --encoding latin list.csv
	[[ $stderr == *'"latin" is unknown'*"iconv -l"* ]]
	run -64 --separate-stderr csr-import --encoding WINDOWS-1252//IGNORE \
		list.csv
}

@test "csr-import: what cannot be decoded costs its row, not the list" {
	# Windows-1252 gives 0x81 no meaning.
	printf 'name,phone\nJo\xe3o,+12025550101\n\x81,2\nx,3\n' >list.csv
	[ "$(errors list.csv)" = "- not_decodable -" ]
	# A list in UTF-8, with one row from elsewhere.
	printf 'name,phone\nJosé é,1\nJo\xe3o,2\nAção,3\n' >list.csv
	[ "$(errors list.csv)" = "- not_utf8 -" ]
	[ "$(cells list.csv | tail -n 1)" = '["Ação","3"]' ]
	# Half a pair of UTF-16.
	{
		printf '\xff\xfe'
		printf 'name,phone\nx' | iconv -t UTF-16LE
		printf '\x3d\xd8'
		printf ',1\ny,2\n' | iconv -t UTF-16LE
	} >list.csv
	[ "$(errors list.csv)" = "not_decodable -" ]
	# Only after the sample does it turn out.
	{
		echo name,phone
		seq -f 'someone,%.0f' 10000
		printf 'Jo\xe3o,1\nx,2\n'
	} >list.csv
	[ "$(errors list.csv | tr -s ' ' '\n' | sort | uniq -c | xargs)" = \
		"10001 - 1 not_utf8" ]
}

@test "csr-import: rows of a live pipe come out, whatever their encoding" {
	assert_flows $'name,phone\nJo\xe3o,1' csr-import
	[ "$(jq -r .name out)" = João ]
}

@test "csr-import: a signal ends the waiting for a list that does not begin" {
	mkfifo pipe
	csr-import <pipe >out 2>err &
	local pid=$! status=0
	exec 7>pipe
	sleep 0.3
	kill -TERM "$pid"
	wait "$pid" || status=$?
	exec 7>&-
	[ "$status" = 143 ]
}

# A workbook with the rows of the list on standard input.
make_xlsx() {
	python3 - "$1" <<-'EOF'
	import sys, zipfile
	rows = [["name", "phone"], ["José", "+12025550101"]]
	office = "http://schemas.openxmlformats.org/"
	main = office + "spreadsheetml/2006/main"
	rels = office + "officeDocument/2006/relationships"
	package = office + "package/2006/"
	kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	sheet = "".join(f'<row r="{y}">' + "".join(
	    f'<c r="{x}{y}" t="inlineStr"><is><t>{cell}</t></is></c>'
	    for x, cell in zip("AB", row)) + "</row>"
	    for y, row in enumerate(rows, 1))
	parts = {
	    "[Content_Types].xml": f'<Types xmlns="{package}content-types">'
	        '<Default Extension="rels" ContentType="application/'
	        'vnd.openxmlformats-package.relationships+xml"/>'
	        f'<Override PartName="/xl/workbook.xml" '
	        f'ContentType="{kind}sheet.main+xml"/>'
	        f'<Override PartName="/xl/worksheets/sheet1.xml" '
	        f'ContentType="{kind}worksheet+xml"/></Types>',
	    "_rels/.rels": f'<Relationships xmlns="{package}relationships">'
	        f'<Relationship Id="r1" Type="{rels}/officeDocument" '
	        'Target="xl/workbook.xml"/></Relationships>',
	    "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rels}">'
	        '<sheets><sheet name="list" sheetId="1" r:id="r1"/></sheets>'
	        "</workbook>",
	    "xl/_rels/workbook.xml.rels":
	        f'<Relationships xmlns="{package}relationships">'
	        f'<Relationship Id="r1" Type="{rels}/worksheet" '
	        'Target="worksheets/sheet1.xml"/></Relationships>',
	    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">'
	        f"<sheetData>{sheet}</sheetData></worksheet>",
	}
	with zipfile.ZipFile(sys.argv[1], "w") as book:
	    for name, text in parts.items():
	        book.writestr(name, '<?xml version="1.0"?>' + text)
	EOF
}

# csr-import refuses the file and names a command; that gives the record.
assert_advice_works() {
	local command

	run -65 --separate-stderr csr-import "$1"
	[ -z "$output" ]
	[[ $stderr == *"not CSV: "*" | csr-import" ]]
	command=${stderr##*not CSV: }
	command -v "${command%% *}" >/dev/null || return 0
	run -0 --separate-stderr bash -c "$command"
	[ "$(jq -c '[.name, .phone]' <<<"$output")" = '["José","+12025550101"]' ]
}

@test "csr-import: a workbook, with the command that makes a list of it" {
	make_xlsx "a list.xlsx"
	run -65 --separate-stderr csr-import "a list.xlsx"
	[ "$stderr" = "csr-import: a list.xlsx: is an Excel workbook (.xlsx), not CSV: xlsx2csv 'a list.xlsx' | csr-import" ]
	run -65 --separate-stderr csr-import <"a list.xlsx"
	[[ $stderr == *"standard input: "*"xlsx2csv list.xlsx | csr-import" ]]
	command -v xlsx2csv >/dev/null || skip "xlsx2csv is missing"
	assert_advice_works "a list.xlsx"
	cp "a list.xlsx" ./-x
	assert_advice_works ./-x
}

@test "csr-import: compressed lists and databases, with the command" {
	printf 'name,phone\nJosé,+12025550101\n' >list.csv
	gzip -c list.csv >"it's.gz"
	assert_advice_works "it's.gz"
	python3 -m zipfile -c list.zip list.csv
	assert_advice_works list.zip
	local tool

	for tool in bzip2 xz zstd; do
		command -v "$tool" >/dev/null || continue
		"$tool" -c <list.csv >"list.$tool"
		assert_advice_works "list.$tool"
	done
	python3 - <<-'EOF'
	import sqlite3
	db = sqlite3.connect("list.db")
	db.execute("CREATE TABLE contacts (name, phone)")
	db.execute("INSERT INTO contacts VALUES ('José', '+12025550101')")
	db.commit()
	EOF
	assert_advice_works list.db
}

@test "csr-import: pages and old workbooks that are called .xls" {
	printf '<html><table><tr><td>name</td></tr></table>' >list.xls
	run -65 --separate-stderr csr-import list.xls
	[[ $stderr == *"is a web page, whatever its name, not CSV: open it"* ]]
	printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00' >list.xls
	run -65 --separate-stderr csr-import list.xls
	[[ $stderr == *"libreoffice --headless --convert-to csv list.xls" ]]
}
