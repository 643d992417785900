#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-validate --rejects: what is stopped, as a list to be corrected.

load validate

# The rows of a CSV file as JSON, as another program reads them.
rows() {
	python3 -c 'import csv, json, sys
csv.field_size_limit(1 << 24)
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")):
	print(json.dumps(row, ensure_ascii=False))' "$1"
}

list() {
	cat <<-'EOF'
		name,phone,ok,nota
		Ana,+1 202 555 0101,sim,"a ""b"", c"
		Bo,123,sim,-5
		"Cy
		Dy",+1 202 555 0103,não,=1+1
		Ed,+12025550101,sim,@x
		Fo,+12025550105,sim,
		"Gi; Ho",+12025550106,,;
	EOF
}

@test "rejects: what is stopped, with the reason" {
	list >list.csv
	csr-import -q list.csv >in
	echo +12025550105 >opted
	run -0 --separate-stderr csr-validate --dedupe --consent ok \
		--suppress opted --rejects rejects.csv in
	[ "${stderr_lines[-1]}" = \
		"csr-validate: 1 valid, 1 invalid, 3 suppressed, 1 duplicate" ]
	[ "${#lines[@]}" = 6 ]
	[ "$(head -n 1 rejects.csv)" = $'\xef\xbb\xbfname,phone,ok,nota,csr_status,csr_reason,csr_hint,csr_source,csr_line,csr_raw' ]
	rows rejects.csv >rows
	[ "$(jq -r .csr_status rows | xargs)" = \
		"invalid suppressed duplicate suppressed suppressed" ]
	[ "$(jq -r .csr_line rows | xargs)" = "3 4 6 7 8" ]
	[ "$(jq -r .csr_source rows | sort -u)" = list.csv ]
	[ "$(jq -r .name rows)" = $'Bo\nCy\nDy\nEd\nFo\nGi; Ho' ]
	[ "$(jq -r .csr_reason rows | sed -n '2,3p;5p')" = "did not agree: não
the list has this one already
it is not known whether they agreed: ok" ]
	# What a spreadsheet would run has an apostrophe before it.
	[ "$(jq -r .nota rows | xargs -d '\n')" = "'-5 '=1+1 '@x  ;" ]
	[ "$(jq -r .phone rows | head -n 2 | xargs -d '\n')" = \
		"123 '+12025550103" ]
	[ "$(jq -r '.csr_hint != ""' rows | head -n 1)" = true ]
}

@test "rejects: corrected and imported again" {
	needs_plans
	list >list.csv
	csr-import -q list.csv | csr-validate -q --country US --consent ok \
		--rejects rejects.csv >out
	sed 's/^Bo,123/Bo,202 555 0102/; s/não,/sim,/' rejects.csv >corrected.csv
	run -0 csr-import -q corrected.csv
	[ "$(jq -r '[.name, .nota] | join("|")' <<<"$output")" = \
		$'Bo|-5\nCy\nDy|=1+1\nGi; Ho|;' ]
	csr-validate --country US --consent ok --rejects rejects.csv \
		<<<"$output" >again 2>said
	[ "$(<said)" = "csr-validate: 2 valid, 1 suppressed" ]
	[ "$(jq -r .phone again | xargs)" = \
		"+12025550102 +12025550103 +12025550106" ]
	# The columns of the first time are not there twice.
	[ "$(head -n 1 rejects.csv)" = $'\xef\xbb\xbfname,phone,ok,nota,csr_status,csr_reason,csr_hint,csr_source,csr_line,csr_raw' ]
	[ "$(rows rejects.csv | jq -r .csr_source)" = corrected.csv ]
	[ "$(rows rejects.csv | jq -r .csr_line)" = 5 ]
}

@test "rejects: columns keep their names when they are imported again" {
	printf 'phone,=x,@id,-y\nx,=1,@2,-3\n' >list.csv
	csr-import -q list.csv | csr-validate -q --rejects rejects.csv >out
	[[ $(head -n 1 rejects.csv) == *"phone,'=x,'@id,'-y,csr_status"* ]]
	run -0 csr-import -q rejects.csv
	[ "$(jq -r '[.["=x", "@id", "-y"]] | join(" ")' <<<"$output")" = "=1 @2 -3" ]
}

@test "rejects: the very list that is being read" {
	list >list.csv
	csr-import -q list.csv | csr-validate -q --consent ok \
		--rejects list.csv >out
	[ "$(wc -l <out)" = 6 ]
	[ "$(rows list.csv | wc -l)" = 3 ]
	csr-import -q list.csv >in
	csr-validate -q --consent ok --rejects in in >out
	[ "$(wc -l <out)" = 3 ]
	[ "$(rows in | wc -l)" = 3 ]
}

@test "rejects: lines that were no records" {
	printf '%s\n' 'not, "json"' '{"phone":"+12025550101","a":1}' '[2]' \
		'{"csr":{"status":"invalid","line":7,"raw":"a;b","error":{"title":"t"}}}' \
		'{"phone":"x","a":2,"b":"new"}' '{"a":3,"phone":"y"}' \
		'{"csr":{"status":"failed"},"phone":"+12025550101"}' >in
	run -0 csr-validate -q --rejects rejects.csv in
	rows rejects.csv >rows
	[ "$(head -n 1 rejects.csv)" = $'\xef\xbb\xbfphone,a,csr_status,csr_reason,csr_hint,csr_source,csr_line,csr_raw' ]
	[ "$(jq -r '[.csr_line, .phone, .a] | join("|")' rows | xargs -d '\n')" = \
		"1|| 3|| 7|| |x|2 |y|3" ]
	[ "$(jq -r .csr_raw rows | sed -n '1,3p;5p')" = $'not, "json"\n[2]\na;b' ]
	jq -r .csr_raw rows | sed -n 4p | jq -e '.b == "new"'
}

@test "rejects: a line that was no record is not lost when it comes again" {
	printf 'name,phone\nAna,+12025550101\nBob,+12025550102,"x, y"\n' >list.csv
	csr-import -q list.csv | csr-validate -q --rejects rejects.csv >out
	for run in 2 3; do
		csr-import -q rejects.csv |
			csr-validate -q --rejects rejects.csv >out
		[ "$(rows rejects.csv | jq -r .csr_raw)" = 'Bob,+12025550102,"x, y"' ]
	done
}

@test "rejects: values that are no text" {
	printf '%s\n' '{"phone":"+12025550101","a":"","\u0061b":1}' \
		'{"phone":[1,"2"],"a":{"x":null},"ab":true}' \
		'{"phone":null,"a":"\u0000","ab":1.50}' >in
	run -0 csr-validate -q --rejects rejects.csv in
	rows rejects.csv >rows
	[ "$(jq -r '[.phone, .a, .ab] | join("|")' rows)" = \
		$'[1,"2"]|{"x":null}|true\n|"\\u0000"|1.50' ]
}

@test "rejects: nothing was stopped, nothing was read" {
	csr-validate -q --rejects rejects.csv <<<'{"phone":"+12025550101","b":1}'
	[ "$(<rejects.csv)" = $'\xef\xbb\xbfphone,b,csr_status,csr_reason,csr_hint,csr_source,csr_line,csr_raw' ]
	csr-validate -q --rejects rejects.csv </dev/null
	[ "$(<rejects.csv)" = $'\xef\xbb\xbfcsr_status,csr_reason,csr_hint,csr_source,csr_line,csr_raw' ]
	echo nonsense | csr-validate -q --rejects rejects.csv
	[ "$(rows rejects.csv | jq -r .csr_raw)" = nonsense ]
}

@test "rejects: a full disk, a missing directory, no name" {
	yes '{"phone":"x"}' | head -n 5000 >in
	run -74 --separate-stderr bash -c \
		'csr-validate --rejects /dev/full in >out'
	[[ $stderr == *"/dev/full: No space left on device"* ]]
	# All that was read is written, and says that the run did not go on.
	[ "$(grep -c '"status":"deferred"' out)" -gt 0 ]
	[ "$(wc -l <out)" = 5000 ]
	head -n 3 in >few
	run -74 --separate-stderr csr-validate --rejects /dev/full few
	[[ $stderr == *"/dev/full: No space left on device"* ]]
	run -73 --separate-stderr csr-validate --rejects nowhere/r.csv in
	[[ $stderr == *"--rejects: nowhere/r.csv: No such file"* ]]
	[ -z "$output" ]
	run -73 csr-validate --rejects . in
	for bad in - ''; do
		run -64 --separate-stderr csr-validate --rejects "$bad" in
		[[ $stderr == *"--rejects: name a file"* ]]
	done
}

@test "rejects: the old ones stay when the program fails" {
	echo old >rejects.csv
	yes '{"phone":"x"}' | head -n 5000 >in
	run -74 bash -c 'csr-validate --rejects rejects.csv in >/dev/full'
	[ "$(<rejects.csv)" = old ]
	run -66 csr-validate --rejects rejects.csv nowhere
	[ "$(<rejects.csv)" = old ]
	[ "$(echo rejects.csv*)" = rejects.csv ]
}

@test "rejects: the file's mode, a link, a pipe" {
	umask 027
	echo '{"phone":"x"}' >in
	csr-validate -q --rejects new.csv in >out
	[ "$(stat -c %a new.csv)" = 640 ]
	echo >old.csv
	chmod 600 old.csv
	ln -s old.csv link.csv
	csr-validate -q --rejects link.csv in >out
	[ -L link.csv ]
	[ "$(stat -c %a old.csv)" = 600 ]
	[ "$(rows old.csv | jq -r .phone)" = x ]
	mkfifo pipe
	cat pipe >piped &
	csr-validate -q --rejects pipe in >out
	wait $!
	cmp piped old.csv
}

@test "rejects: neither the records nor the opt-outs lose their place to them" {
	echo '{"phone":"+12025550101"}' >in
	echo +12025550102 >opted
	ln -s opted link
	for at in opted link ./opted; do
		run -64 --separate-stderr csr-validate --suppress opted --rejects "$at" in
		[ "$stderr" = "csr-validate: --rejects: $at is a list of --suppress; name another file" ]
		[ -z "$output" ]
	done
	[ "$(cat opted)" = +12025550102 ]
	run -64 --separate-stderr bash -c 'csr-validate --rejects out in >out'
	[[ $stderr == *"out is where the records go; name another"* ]]
	run -64 bash -c 'csr-validate --rejects /dev/stdout in >out'
	run -64 bash -c 'csr-validate --rejects err in 2>err'
	[[ $(cat err) == *"err is where messages go; name another"* ]]
	run -0 bash -c 'csr-validate -q --rejects /dev/null in >/dev/null'
	run -0 bash -c 'csr-validate -q --rejects /dev/stdout in | wc -l'
	[ "$output" = 2 ]
}

@test "rejects: the profile's own opt-outs are not replaced" {
	echo '{"phone":"+12025550101"}' >in
	mkdir -p "$CSR_HOME"
	echo '{"to":"+12025550102"}' >"$CSR_HOME/suppressed.ndjson"
	run -64 --separate-stderr csr-validate \
		--rejects "$CSR_HOME/suppressed.ndjson" in
	[[ $stderr == *"is the list of those who opted out; name another"* ]]
	[ "$(cat "$CSR_HOME/suppressed.ndjson")" = '{"to":"+12025550102"}' ]
}

@test "rejects: 10,000 columns, and more" {
	jq -cn '[range(9999) | {key: "c\(.)", value: "v"}] | from_entries' >wide
	jq -cn '[range(9998; -1; -1) | {key: "c\(.)", value: "w\(.)"}] |
		from_entries' >>wide
	run -0 bash -c 'csr-validate -q --rejects rejects.csv wide >out'
	[ "$(rows rejects.csv | jq -r '.c7, .csr_raw' | xargs)" = "v w7" ]
	jq -cn '[range(20000) | {key: "c\(.)", value: "v"}] | from_entries' >wider
	run -0 bash -c 'csr-validate -q --rejects rejects.csv wider >out'
	[ "$(head -n 1 rejects.csv | tr , '\n' | wc -l)" = 10006 ]
	[ "$(rows rejects.csv | jq -r '.csr_raw | fromjson | .c19999')" = v ]
}

@test "rejects: a signal ends it in order" {
	mkfifo pipe
	csr-validate -q --rejects rejects.csv <pipe >out &
	local pid=$!
	exec 7>pipe
	echo '{"phone":"x"}' >&7
	until_so test -s out
	kill -TERM "$pid"
	exec 7>&-
	wait "$pid" || [ $? = 143 ]
	[ "$(rows rejects.csv | wc -l)" = 1 ]
}
