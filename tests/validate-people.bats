#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-validate: what must be there, who agreed, who opted out, who came before.

load validate

# The codes of what was stopped, "-" for what was not, in their order.
codes() {
	jq -r '.csr.error.code // "-"' | xargs
}

@test "csr-validate: --require" {
	printf '{"phone":"+12025550101",%s}\n' '"a":"x","b":"y"' '"a":"x"' \
		'"a":"x","b":" "' '"a":"x","b":null' '"a":0,"b":false' \
		'"a":["x"],"b":{}' '"b":"y","a":""' >in
	run -0 csr-validate -q --require a,b in
	[ "$(codes <<<"$output")" = \
		"- missing_value missing_value missing_value - - missing_value" ]
	[ "$(jq -r '.csr.error.detail // empty' <<<"$output" | xargs)" = "b b b a" ]
	run -0 csr-validate -q --require b --require a in
	[ "$(codes <<<"$output")" = \
		"- missing_value missing_value missing_value - - missing_value" ]
	[ "$(csr-validate -q in | codes)" = "- - - - - - -" ]
	for bad in '' ',' 'a,' ',a' 'a,,b'; do
		run -64 --separate-stderr csr-validate --require "$bad" in
		[[ $stderr == *"--require: which column?"* ]]
	done
}

consent() {
	jq -cn --argjson c "$1" '{phone: "+12025550101", $c}' |
		csr-validate -q --consent c | jq -r '.csr.error.code // "given"'
}

@test "csr-validate: --consent" {
	for word in yes YES Y true 1 x on OK agreed 'Opted In' opt-in sim Sim S \
		aceito Autorizado sí SÍ si acepto 'de acuerdo' ✓ ✔ '  yes '; do
		[ "$(consent "\"$word\"")" = given ]
	done
	for word in no NO n false 0 off opt-out unsubscribed não NÃO Nao recusou \
		rechazado ✗; do
		[ "$(consent "\"$word\"")" = consent_refused ]
	done
	for word in maybe 2 yes! 'yes no' '?' '2026-11-25' 'ye\u0000s' -; do
		[ "$(consent "\"$word\"")" = consent_unclear ]
	done
	[ "$(consent true)" = given ]
	[ "$(consent 1)" = given ]
	[ "$(consent false)" = consent_refused ]
	[ "$(consent 0)" = consent_refused ]
	[ "$(consent null)" = consent_missing ]
	[ "$(consent '""')" = consent_missing ]
	[ "$(consent '"  "')" = consent_missing ]
	[ "$(consent '["yes"]')" = consent_unclear ]
	[ "$(consent "\"$(printf 'y%.0s' {1..5000})\"")" = consent_unclear ]
	run -0 csr-validate -q --consent nowhere <<<'{"phone":"+12025550101"}'
	[ "$(jq -c '.csr | [.status, .error.code, .error.detail]' <<<"$output")" = \
		'["suppressed","consent_missing","nowhere"]' ]
}

@test "csr-validate: a column called consent is not overlooked" {
	echo '{"phone":"+12025550101","consent":"no"}' >in
	run -0 --separate-stderr csr-validate in
	[[ $stderr == *'"consent" that is not looked at: --consent consent'* ]]
	run -0 --separate-stderr csr-validate -q in
	[ -z "$stderr" ]
	run -0 --separate-stderr csr-validate --consent consent in
	[[ $stderr != *"not looked at"* ]]
}

@test "csr-validate: a column that no record has is told of" {
	printf '{"phone":"+1202555010%d","order":"7"}\n' 1 2 >in
	run -0 --separate-stderr csr-validate -q --dedupe=ordre in
	[[ $stderr == *'no record has a column "ordre", so --dedupe did nothing: '* ]]
	[ "${#lines[@]}" = 2 ]
	run -0 --separate-stderr csr-validate -q --country-column pais in
	[[ $stderr == *'no record has a column "pais", so --country-column '* ]]
	# One that some lack is fine, and so is a list without a record.
	echo '{"phone":"+12025550103","pais":"","ordre":null}' >>in
	run -0 --separate-stderr csr-validate -q --dedupe=ordre \
		--country-column pais in
	[ -z "$stderr" ]
	run -0 --separate-stderr csr-validate -q --dedupe=ordre /dev/null
	[ -z "$stderr" ]
}

entry() { # TO SCOPE
	jq -cn --arg to "$1" --arg scope "$2" '{$to, $scope, reason: "said stop",
		source: "csr-send-wa", at: "2026-11-22T10:00:00.123Z"}'
}

@test "csr-validate: who opted out is suppressed" {
	mkdir -m 700 home
	{
		entry +12025550101 all
		entry +12025550102 marketing
		entry US.13491208655302741918 all
		entry Bo@example.com all
	} >home/suppressed.ndjson
	printf '%s\n' '{"phone":"+1 202 555 0101"}' '{"phone":"+12025550102"}' \
		'{"phone":"US.13491208655302741918"}' \
		'{"email":"bo@EXAMPLE.com"}' \
		'{"phone":"+12025550103","email":"BO@example.com"}' \
		'{"phone":"+12025550103","email":"b@example.com"}' >in
	run -0 --separate-stderr csr-validate in
	[ "$(codes <<<"$output")" = \
		"opted_out opted_out opted_out opted_out opted_out -" ]
	[ "${stderr_lines[-1]}" = "csr-validate: 1 valid, 5 suppressed" ]
	[ "$(jq -r .csr.error.detail <<<"${lines[0]}")" = \
		"suppressed.ndjson: said stop, 2026-11-22T10:00:00.123Z" ]
	[ "$(jq -r .csr.error.detail <<<"${lines[1]}")" = \
		"suppressed.ndjson: said stop (marketing), 2026-11-22T10:00:00.123Z" ]
	run -0 csr-validate -q --transactional in
	[ "$(codes <<<"$output")" = \
		"opted_out - opted_out opted_out opted_out -" ]
	# Another channel makes it no better.
	run -0 csr-validate -q --channel whatsapp in
	[ "$(codes <<<"${lines[4]}")" = opted_out ]
	# A profile has its own.
	mkdir -m 700 home/profiles home/profiles/p
	[ "$(csr-validate -q --profile p in | codes)" = "- - - - - -" ]
}

@test "csr-validate: what blocks all counts before what blocks marketing" {
	mkdir -m 700 home
	{
		entry +12025550101 marketing
		entry +12025550101 all
		entry +12025550101 marketing
	} >home/suppressed.ndjson
	echo '{"phone":"+12025550101"}' >in
	[ "$(csr-validate -q --transactional in | codes)" = opted_out ]
	run -0 csr-validate -q in
	[[ $(jq -r .csr.error.detail <<<"$output") != *marketing* ]]
}

@test "csr-validate: what csr-send-wa writes is what csr-validate reads" {
	hello
	rendered 1 >in
	echo '{"error":131050}' >rules
	csr-sandbox --script rules -- env CSR_HOME="$CSR_HOME" \
		csr-send-wa -q --rate 100/s in >out 2>said || true
	[ "$(statuses <out)" = "1 suppressed" ]
	jq -c '{phone}' in >list
	run -0 csr-validate -q list
	[ "$(codes <<<"$output")" = opted_out ]
}

@test "csr-send-wa: an opt-out is not added to a torn line" {
	hello
	rendered 1 >in
	echo '{"error":131050}' >rules
	mkdir -m 700 home
	printf '{"to":"+1202555' >home/suppressed.ndjson
	chmod 600 home/suppressed.ndjson
	csr-sandbox --script rules -- env CSR_HOME="$CSR_HOME" \
		csr-send-wa -q --rate 100/s in >out 2>said || true
	[ "$(sed -n 2p home/suppressed.ndjson | jq -r .to)" = +12025550000 ]
	run -78 --separate-stderr csr-validate in
	[[ $stderr == *"home/suppressed.ndjson:1: "* ]]
}

@test "csr-validate: --suppress FILE, of any shape" {
	needs_plans
	{
		printf '\xef\xbb\xbf# who called us\r\n\r\n'
		printf ' (202) 555-0101 \r\n+1 202 555 0102\n'
		printf 'Cy@exämple.example\n'
		printf 'US.13491208655302741918'
	} >plain
	printf 'name,phone,email\nDi,+1 202 555 0104,\nEd,,ed@example.com\n' |
		csr-import -q >records
	echo '{"to":12025550106}' >numbers
	printf '%s\n' '{"phone":"+12025550101"}' '{"phone":"+12025550102"}' \
		'{"email":"cy@xn--exmple-cua.example"}' \
		'{"phone":"US.13491208655302741918"}' \
		'{"phone":"+12025550104"}' '{"email":"ed@example.com"}' \
		'{"phone":"+12025550106"}' '{"phone":"+12025550107"}' >in
	run -0 csr-validate -q --country US --suppress plain \
		--suppress records --suppress numbers in
	[ "$(codes <<<"$output")" = "opted_out opted_out opted_out opted_out opted_out opted_out opted_out -" ]
	[ "$(jq -r .csr.error.detail <<<"${lines[0]}")" = plain ]
	# A pipe cannot be read twice, and need not be.
	run -0 csr-validate -q --suppress <(cat plain) --country US in
	[ "$(codes <<<"$output")" = \
		"opted_out opted_out opted_out opted_out - - - -" ]
	run -66 --separate-stderr csr-validate --suppress nowhere in
	[[ $stderr == *"nowhere: No such file or directory"* ]]
	[ -z "$output" ]
	run -64 --separate-stderr csr-validate --suppress - in
	[[ $stderr == *"--suppress: name a file"* ]]
}

@test "csr-validate: opt-outs know the twins of a number" {
	printf '%s\n' +5511987654321 +551196543210 +5215512345678 \
		+541112345678 >opted
	printf '{"phone":"%s"}\n' +551187654321 +5511996543210 +525512345678 \
		+5491112345678 +551132654321 >in
	run -0 csr-validate -q --level possible --suppress opted in
	[ "$(codes <<<"$output")" = \
		"opted_out opted_out opted_out opted_out -" ]
}

@test "csr-validate: a line that does not say who ends it before it begins" {
	mkdir -m 700 home
	echo '{"phone":"+12025550101"}' >in
	for bad in '{"to":"+12025550102"' '{"scope":"all"}' '{"to":""}' \
		'{"to":"Ana"}' '{"to":null}' '{"to":"+12025550102","scope":"x"}' \
		'{"to":["+12025550102"]}' Ana 'phone,name' '[1]' '12 34' \
		'{"phone":"","email":""}' '{"phone":"x"}' \
		'{"phone":"+12025550101","email":"x"}' 'a@b' \
		'+12025550101,Ana' $'+1202555\001' '202 555 0101' \
		"$(printf 'x%.0s' {1..1100000})"; do
		printf '+12025550103\n%s\n' "$bad" >opted
		run -65 --separate-stderr csr-validate --suppress opted in
		[[ $stderr == *"opted:2: "*"mend that line"* ]]
		[ -z "$output" ]
		cp opted home/suppressed.ndjson
		run -78 --separate-stderr csr-validate in
		[[ $stderr == *"home/suppressed.ndjson:2: "* ]]
		[ -z "$output" ]
		rm home/suppressed.ndjson
	done
	# A list that csr-import should have read first.
	printf 'phone,name\n+12025550101,Ana\n' >opted
	run -65 --separate-stderr csr-validate --suppress opted in
	[[ $stderr == *"opted:1: "*"pass a list in CSV through csr-import"* ]]
}

@test "csr-validate: opt-outs that cannot be read are not taken for none" {
	mkdir -m 700 home
	mkdir home/suppressed.ndjson
	run -74 --separate-stderr csr-validate <<<'{"phone":"+12025550101"}'
	[[ $stderr == *"suppressed.ndjson: Is a directory"* ]]
	rmdir home/suppressed.ndjson
	ln -s nowhere home/suppressed.ndjson
	run -66 --separate-stderr csr-validate <<<'{"phone":"+12025550101"}'
	[[ $stderr == *"suppressed.ndjson: No such file"* ]]
	[ -z "$output" ]
}

@test "csr-validate: an opt-out that changes while it is looked for still counts" {
	entry +12025550101 all >opted
	mkfifo pipe
	csr-validate -q --suppress opted <pipe >out &
	local pid=$!
	exec 7>pipe
	echo '{"phone":"+12025550101"}' >&7
	until_so test -s out
	: >opted
	echo '{"phone":"+12025550101"}' >&7
	exec 7>&-
	wait "$pid"
	[ "$(jq -r .csr.error.detail out | xargs)" = \
		"opted: said stop, 2026-11-22T10:00:00.123Z opted" ]
}

@test "csr-validate: 200,000 opted out" {
	seq 200000 | awk '{printf "{\"to\":\"+1%010d\"}\n", 2020000000 + 2 * $1}' \
		>opted
	seq 2000 | awk '{printf "{\"phone\":\"+1%010d\"}\n", 2020000000 + 199 * $1}' \
		>in
	run -0 --separate-stderr bash -c \
		'csr-validate --level possible --suppress opted in >out'
	[ "${stderr_lines[-1]}" = "csr-validate: 1000 valid, 1000 suppressed" ]
}

@test "csr-validate: --dedupe knows the twins of a number" {
	printf '{"phone":"%s"}\n' +12025550101 '+1 202 5550101' \
		+5511987654321 +551187654321 +551132654321 +5511932654321 \
		+5215512345678 +525512345678 +5491112345678 +541112345678 >in
	run -0 --separate-stderr csr-validate --level possible --dedupe in
	[ "$(statuses <<<"$output")" = "6 pending 4 duplicate" ]
	[[ ${stderr_lines[-1]} == "csr-validate: 6 valid, 4 duplicate" ]]
	[ "$(csr-validate -q --level possible in | statuses)" = "10 pending" ]
}

@test "csr-validate: --dedupe by phone, e-mail or a column" {
	printf '%s\n' '{"email":"a@example.com","id":1}' \
		'{"email":"A@EXAMPLE.com","id":2}' \
		'{"email":"b@example.com","id":2}' \
		'{"email":"b@example.com","phone":"+12025550101"}' \
		'{"email":"c@example.com","phone":"+1 202 555 0101"}' >in
	statuses_of() {
		csr-validate -q "$@" in | jq -r '.csr.status // "-" |
			sub("pending"; "-")' | xargs
	}
	[ "$(statuses_of --dedupe)" = "- duplicate - - duplicate" ]
	[ "$(statuses_of --dedupe=phone)" = "- - - - duplicate" ]
	[ "$(statuses_of --dedupe=email)" = "- duplicate - duplicate -" ]
	[ "$(statuses_of --dedupe=id)" = "- - duplicate - -" ]
	[ "$(statuses_of --dedupe --channel email)" = \
		"- duplicate - duplicate -" ]
	run -64 csr-validate --dedupe= in
	run -64 --separate-stderr csr-validate --dedupe phone <in
	[[ $stderr == *"--dedupe=phone is written with an equals sign"* ]]
}

@test "csr-validate: who was stopped is not the first" {
	printf '{"phone":"+12025550101","ok":"%s","n":"%s"}\n' no x yes '' yes x \
		yes x >in
	run -0 csr-validate -q --consent ok --require n --dedupe in
	[ "$(codes <<<"$output")" = "consent_refused missing_value - duplicate" ]
}

@test "csr-validate: --dedupe among 200,000" {
	seq 200000 | awk '{printf "{\"email\":\"p%d@example.com\"}\n", $1}' >in
	cat in in >twice
	run -0 --separate-stderr bash -c 'csr-validate --dedupe twice >out'
	[ "${stderr_lines[-1]}" = "csr-validate: 200000 valid, 200000 duplicate" ]
}
