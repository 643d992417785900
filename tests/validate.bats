#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load validate

@test "csr-validate: finished records pass byte for byte" {
	assert_passes_finished_on csr-validate
}

@test "csr-validate: lines that are no records become invalid records" {
	assert_turns_bad_lines_into_records csr-validate
}

@test "csr-validate: empty input" {
	assert_takes_empty_input csr-validate
}

@test "csr-validate: a full disk, a closed output, a broken pipe, a closed input" {
	assert_notices_full_disk csr-validate
	assert_notices_closed_stdout csr-validate
	assert_notices_broken_pipe csr-validate
	assert_notices_closed_stdin csr-validate
}

@test "csr-validate: a live pipe flows" {
	assert_lets_a_live_pipe_flow csr-validate
}

@test "csr-validate: a signal ends it though nothing comes" {
	local pid status=0
	mkfifo in
	csr-validate <in >out 2>said 3>&- &
	pid=$!
	exec 7>in
	echo '{"email":"ana@example.com"}' >&7
	until_so test -s out
	kill "$pid"
	until_so test -s said
	wait "$pid" || status=$?
	exec 7>&-
	[ "$status" -eq 143 ]
	[ "$(wc -l <out)" -eq 1 ]
}

@test "csr-validate: usage" {
	assert_helps csr-validate
	assert_refuses_unknown_options csr-validate
	assert_refuses_missing_files csr-validate
}

# What becomes of a phone: "+12025550101", or the code that says why not.
phone() {
	jq -cn --arg phone "$1" '{$phone}' | csr-validate -q "${@:2}" |
		jq -r 'if .csr.status == "invalid" then .csr.error.code
			else .phone end'
}

@test "csr-validate: separators go, 00 becomes +" {
	[ "$(phone '+1 (202) 555-0101')" = +12025550101 ]
	[ "$(phone ' +1.202.555.0101 ')" = +12025550101 ]
	[ "$(phone '001 202 555 0101')" = +12025550101 ]
	[ "$(phone '(00)1 202 555 0101')" = +12025550101 ]
	[ "$(phone $'+1\xc2\xa0202\xe2\x80\x91555\xe2\x80\x930101')" = +12025550101 ]
}

@test "csr-validate: what is not a number says why" {
	[ "$(phone '')" = no_address ]
	[ "$(phone '---')" = phone_empty ]
	[ "$(phone '+1+2025550101')" = phone_not_digits ]
	[ "$(phone '+12025550101.0')" = phone_decimal ]
	[ "$(phone '+123456')" = phone_too_short ]
	[ "$(phone '+12345678901234567890123456789')" = phone_too_long ]
	run -0 csr-validate -q <<<'{"phone":"202-555-0101"}'
	jq -e '.csr.error | .stage == "validate" and
		.code == "phone_no_country" and .detail == "202-555-0101" and
		(.title | contains("no country")) and
		(.hint | contains("--country"))' <<<"$output"
}

@test "csr-validate: extensions, letters, two numbers, a spreadsheet, scripts" {
	run -0 csr-validate -q <<<'{"phone":"+1 202 555 0101 ext. 9"}'
	jq -e '.phone == "+12025550101" and
		.csr.raw_phone == "+1 202 555 0101 ext. 9" and
		.csr.warnings == ["extension_dropped"]' <<<"$output"
	[ "$(phone '+1 202 555 CALL')" = phone_letters ]
	[ "$(phone '+12025550101 / +12025550102')" = phone_several ]
	[ "$(phone '1.20256E+10')" = phone_scientific ]
	[ "$(phone -2025550122 --assume-international)" = phone_negative ]
	[ "$(phone '+١٢٠٢٥٥٥٠١٠١')" = +12025550101 ]
}

@test "csr-validate: a national number needs its country" {
	needs_plans
	[ "$(phone '202-555-0101')" = phone_no_country ]
	[ "$(phone '+999 202 555 0101')" = phone_bad_country ]
	[ "$(phone '202-555-0101' --country US)" = +12025550101 ]
	[ "$(phone '202-555-0101' --country us)" = +12025550101 ]
	[ "$(phone '(11) 98765-4321' --country BR)" = +5511987654321 ]
	[ "$(phone '0 11 98765-4321' --country BR)" = +5511987654321 ]
	[ "$(phone '+1 202 555 0101' --country BR)" = +12025550101 ]
	[ "$(phone '12025550101' --assume-international)" = +12025550101 ]
	[ "$(phone '001 202 555 0101' --assume-international)" = +12025550101 ]
	for code in XX B BRA '' 55 Brasil b1; do
		run -64 --separate-stderr csr-validate --country "$code" \
			</dev/null
		[[ $stderr == *"--country: \"$code\" is not the code"* ]]
	done
	run -64 csr-validate --country US --assume-international </dev/null
}

@test "csr-validate: the country of each record" {
	needs_plans
	printf '{"phone":"%s","land":%s}\n' '202 555 0101' '"US"' \
		'11 98765-4321' '" br "' '202 555 0102' '""' \
		'202 555 0103' null '202 555 0104' '"Brasil"' \
		'+1 202 555 0105' '"Brasil"' '202 555 0106' '"55"' \
		'202 555 0107' '["US"]' >in
	run -0 csr-validate -q --country-column land --country US in
	[ "$(jq -r '.csr.error.code // .phone' <<<"$output" | xargs)" = \
		"+12025550101 +5511987654321 +12025550102 +12025550103 phone_unknown_country +12025550105 phone_unknown_country phone_unknown_country" ]
	[ "$(jq -r '.csr.error.detail // empty' <<<"$output" | xargs)" = \
		"Brasil 55" ]
	# A country that is none is not made up for.
	run -0 csr-validate -q --country-column land --assume-international in
	[ "$(jq -r '.csr.error.code // .phone' <<<"${lines[4]}")" = \
		phone_unknown_country ]
	run -0 csr-validate -q --country-column nowhere --country US in
	[ "$(phone '202 555 0101' --country-column nowhere)" = \
		phone_no_country ]
}

@test "csr-validate: the default country, and what goes before it" {
	needs_plans
	mkdir -m 700 home home/profiles home/profiles/us
	printf 'whatsapp:\n  default_country: BR\n' >home/config.yaml
	printf 'whatsapp:\n  default_country: US\n' >home/profiles/us/config.yaml
	chmod 600 home/config.yaml home/profiles/us/config.yaml
	[ "$(phone '11 98765-4321')" = +5511987654321 ]
	[ "$(phone '202 555 0101' --profile us)" = +12025550101 ]
	[ "$(CSR_PROFILE=us phone '202 555 0101')" = +12025550101 ]
	[ "$(CSR_DEFAULT_COUNTRY=US phone '202 555 0101')" = +12025550101 ]
	[ "$(CSR_DEFAULT_COUNTRY=US phone '11 98765-4321' --country BR)" = \
		+5511987654321 ]
	[ "$(phone 12025550101 --assume-international)" = +12025550101 ]
	run -78 --separate-stderr env CSR_DEFAULT_COUNTRY=XX csr-validate \
		</dev/null
	[[ $stderr == *'default_country: "XX" is not the code'* ]]
	run -78 --separate-stderr env CSR_DEFAULT_COUNTRY=Brasil csr-validate \
		</dev/null
	[[ $stderr == *CSR_DEFAULT_COUNTRY* ]]
	echo 'whatsapp: [' >home/config.yaml
	run -78 --separate-stderr csr-validate <<<'{"phone":"+12025550101"}'
	[[ $stderr == *config.yaml* ]]
	[ -z "$output" ]
}

@test "csr-validate: without libphonenumber only the form is checked" {
	knows_plans && skip "built with libphonenumber"
	run -0 --separate-stderr csr-validate <<<'{"phone":"+44 7700 900123"}'
	[ "$(jq -r .phone <<<"$output")" = +447700900123 ]
	[[ $stderr == *"only the form of numbers is checked"* ]]
	[ "$(CSR_DEFAULT_COUNTRY=US phone '202 555 0101')" = phone_no_plans ]
	for option in --country=US --country-column=c --mobile-only; do
		run -64 --separate-stderr csr-validate "$option" </dev/null
		[[ $stderr == *"built without libphonenumber"* ]]
	done
}

@test "csr-validate: levels" {
	needs_plans
	[ "$(phone '+447700900123')" = phone_not_in_use ]
	[ "$(phone '+447700900123' --level valid)" = phone_not_in_use ]
	[ "$(phone '+447700900123' --level possible)" = +447700900123 ]
	[ "$(phone '+44770090012345' --level possible)" = phone_too_long ]
	[ "$(phone '+551132654321')" = +551132654321 ]
	[ "$(phone '+551132654321' --mobile-only)" = phone_not_mobile ]
	[ "$(phone '+5511987654321' --mobile-only)" = +5511987654321 ]
	[ "$(phone '+12025550101' --mobile-only)" = +12025550101 ]
	[ "$(phone 'US.13491208655302741918' --mobile-only)" = \
		US.13491208655302741918 ]
	run -64 --separate-stderr csr-validate --level good </dev/null
	[[ $stderr == *'"good" is neither valid nor possible'* ]]
	run -64 csr-validate --level possible --mobile-only </dev/null
}

@test "csr-validate: the desktop application's rule" {
	desktop() {
		phone "$1" --compat-csc-reach
	}
	[ "$(desktop '11 98765-4321')" = +11987654321 ]
	[ "$(desktop '(11) 3333-4444')" = +11133334444 ]
	[ "$(desktop '0044 7700 900123')" = +00447700900123 ]
	[ "$(desktop '+1-555-0123 ext 9')" = +155501239 ]
	[ "$(desktop '987654321')" = 987654321 ]
	# It knows no country, whoever sets one.
	[ "$(CSR_DEFAULT_COUNTRY=BR desktop '11 98765-4321')" = +11987654321 ]
	for option in --country=BR --country-column=c --level=valid \
		--mobile-only --assume-international; do
		run -64 --separate-stderr csr-validate --compat-csc-reach \
			"$option" </dev/null
		[[ $stderr == *"a rule of its own"* ]]
	done
}

@test "csr-validate: user ids, numbers in JSON, and what is no text" {
	[ "$(phone 'US.13491208655302741918')" = US.13491208655302741918 ]
	run -0 csr-validate -q --assume-international <<<'{"phone":12025550101}'
	[ "$output" = '{"phone":"+12025550101","csr":{"raw_phone":"12025550101","v":1}}' ]
	for bad in '[]' '{}' '"\u0000"' '"\ud800"' true; do
		run -0 csr-validate -q <<<"{\"phone\":$bad}"
		[[ $output == *'"code":"phone_'* ]]
	done
}

@test "csr-validate: the cell as it came is kept when the phone is another" {
	raw() {
		jq -cn --arg phone "$1" '{$phone}' | csr-validate -q |
			jq -c '[.phone, .csr.raw_phone]'
	}
	[ "$(raw ' +1 202-555-0101 ')" = \
		'["+12025550101"," +1 202-555-0101 "]' ]
	[ "$(raw '+12025550101')" = '["+12025550101",null]' ]
	[ "$(raw ' US.13491208655302741918')" = \
		'["US.13491208655302741918"," US.13491208655302741918"]' ]
	# A second time changes nothing, nor does it forget.
	jq -cn '{phone: "+1 202 555 0101"}' | csr-validate -q >once
	csr-validate -q once | cmp - once
}

@test "csr-validate: a record that is good already keeps its bytes" {
	printf '%s\n' '{ "phone" : "+12025550101" , "n":1.0 }' \
		'{"email":"a@example.com","phone":null}' >in
	csr-validate -q <in | cmp - in
}

@test "csr-validate: e-mail addresses" {
	email() {
		jq -cn --arg email "$1" '{$email}' | csr-validate -q |
			jq -r '.csr.error.code // .email'
	}
	for good in a@example.com 'Ana.Souza+x@mail.example.co' \
		'"a b"@example.com' 'ana@exämple.example' a@xn--exmple-cua.com; do
		[ "$(email "$good")" = "$good" ]
	done
	[ "$(email ' a@example.com ')" = a@example.com ]
	for bad in a a@ @example.com a@b 'a b@example.com' a@example..com \
		.a@example.com a.@example.com a..b@example.com a@-x.com \
		a@x-.com 'a@exam ple.com' 'a@b@' "$(printf 'a%.0s' {1..65})@x.com" \
		'"a@example.com' $'a@example.com\nb'; do
		[ "$(email "$bad")" = bad_email ]
	done
}

@test "csr-validate: --channel says which address must be good" {
	printf '%s\n' '{"phone":"x","email":"a@example.com"}' \
		'{"phone":"+12025550101","email":"x"}' >in
	[ "$(csr-validate -q <in | statuses)" = "2 invalid" ]
	[ "$(csr-validate -q --channel whatsapp <in | statuses)" = \
		"1 pending 1 invalid" ]
	run -0 csr-validate -q --channel email in
	[ "$(jq -c '[.csr.status, .csr.warnings]' <<<"${lines[0]}")" = \
		'[null,["bad_phone"]]' ]
	run -64 csr-validate --channel fax </dev/null
}

@test "csr-validate: a domain that looks like a slip gets a warning" {
	echo '{"email":"ana@gmial.com"}' >in
	run -0 --separate-stderr csr-validate -v in
	[ "$(jq -c '[.email, .csr.warnings]' <<<"$output")" = \
		'["ana@gmial.com",["email_domain_typo"]]' ]
	[[ $stderr == *"line 1: ana@gmial.com: perhaps gmail.com is meant"* ]]
}

@test "csr-validate: --strict" {
	run -1 csr-validate -q --strict <<<'{"phone":"1"}'
	run -0 csr-validate -q --strict <<<'{"phone":"+12025550101"}'
}

@test "csr-validate: warnings are added to those there are" {
	run -0 csr-validate -q --channel whatsapp <<<'{"phone":"+12025550101",
"email":"x","csr":{"warnings":["encoding_guessed"]}}'
	run -0 csr-validate -q --channel whatsapp \
		<<<'{"phone":"+12025550101","email":"x","csr":{"warnings":["old"]}}'
	[ "$(jq -c .csr.warnings <<<"$output")" = '["old","bad_email"]' ]
}

@test "csr-validate: the manual has every code and warning" {
	local page=$BATS_TEST_DIRNAME/../man/csr-validate.1 code count=0

	while read -r code; do
		grep -q "^\.It Li .*\b$code\b" "$page"
		count=$((count + 1))
	done < <(grep -ho '"\(phone_[a-z_]*\|bad_email\|bad_phone\|no_address\|missing_value\|consent_[a-z]*\|opted_out\|duplicate\|email_domain_typo\|extension_dropped\)"' \
		"$BATS_TEST_DIRNAME"/../lib/phoneverdict.c \
		"$BATS_TEST_DIRNAME"/../tools/validate-*.c |
		tr -d '"' | sort -u | grep -vx phone_good)
	[ "$count" -ge 25 ]
}
