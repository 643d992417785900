#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper

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

@test "csr-validate: usage" {
	assert_helps csr-validate
	assert_refuses_unknown_options csr-validate
	assert_refuses_missing_files csr-validate
}

# What becomes of a phone: "+12025550101", or why not.
phone() {
	jq -cn --arg phone "$1" '{$phone}' | csr-validate -q "${@:2}" |
		jq -r 'if .csr.status == "invalid" then .csr.error.title
			else .phone end'
}

@test "csr-validate: separators go, 00 becomes +" {
	[ "$(phone '+1 (202) 555-0101')" = +12025550101 ]
	[ "$(phone ' +1.202.555.0101 ')" = +12025550101 ]
	[ "$(phone '+1/202/555/0101')" = +12025550101 ]
	[ "$(phone '0044 7700 900123')" = +447700900123 ]
	[ "$(phone '(00)44 7700 900123')" = +447700900123 ]
	[ "$(phone $'+44\xc2\xa07700\xe2\x80\x91900\xe2\x80\x93123')" = +447700900123 ]
	[ "$(phone '+[1] 2025550101')" = +12025550101 ]
}

@test "csr-validate: what is not a number says why" {
	[ "$(phone '')" = "there is neither phone nor email" ]
	[ "$(phone '---')" = "the phone is empty" ]
	[ "$(phone '202-555-0101')" = "the phone has no country" ]
	[ "$(phone '+1 202 555 0101 ext 9')" = "the phone is not a number" ]
	[ "$(phone '+1+2025550101')" = "the phone is not a number" ]
	[ "$(phone '1+2025550101')" = "the phone is not a number" ]
	[ "$(phone '+٠١٢٣٤٥٦٧')" = "the phone is not a number" ]
	[ "$(phone '+447700900123.0')" = \
		"the phone ends in .0, as a spreadsheet's number" ]
	[ "$(phone '5511900000001.0' --assume-international)" = \
		"the phone ends in .0, as a spreadsheet's number" ]
	[ "$(phone '+33.1.99.00.00.00')" = +33199000000 ]
	[ "$(phone '+44 (0)7700 900123')" = "the phone has (0) in it" ]
	[ "$(phone '+0 202 555 0101')" = \
		"the phone has 0 where the country belongs" ]
	[ "$(phone '+123456')" = "the phone is too short" ]
	[ "$(phone '+1234567')" = +1234567 ]
	[ "$(phone '+123456789012345')" = +123456789012345 ]
	[ "$(phone '+1234567890123456')" = "the phone is too long" ]
	[ "$(phone '+12345678901234567890123456789')" = \
		"the phone is too long" ]
	[ "$(phone '5511900000001' --assume-international)" = +5511900000001 ]
	[ "$(phone '0044 7700 900123' --assume-international)" = +447700900123 ]
}

@test "csr-validate: user ids, numbers in JSON, and what is no text" {
	[ "$(phone 'US.13491208655302741918')" = US.13491208655302741918 ]
	run -0 csr-validate -q --assume-international <<<'{"phone":12025550101}'
	[ "$output" = '{"phone":"+12025550101","csr":{"v":1}}' ]
	for bad in '[]' '{}' '"\u0000"' '"\ud800"' true; do
		run -0 csr-validate -q <<<"{\"phone\":$bad}"
		[[ $output == *'"code":"bad_phone"'* ]]
	done
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
	run -64 csr-validate --channel fax
}

@test "csr-validate: --dedupe knows the twins of a number" {
	printf '{"phone":"%s"}\n' +12025550101 '+1 202 5550101' \
		+5511987654321 +551187654321 +551132654321 +5511932654321 \
		+5215512345678 +525512345678 +5491112345678 +541112345678 >in
	run -0 --separate-stderr csr-validate --dedupe in
	[ "$(statuses <<<"$output")" = "6 pending 4 duplicate" ]
	[[ $stderr == "csr-validate: 6 valid, 4 duplicate" ]]
	[ "$(csr-validate -q in | statuses)" = "10 pending" ]
}

@test "csr-validate: --dedupe by e-mail and by a column" {
	printf '%s\n' '{"email":"a@example.com","id":1}' \
		'{"email":"A@EXAMPLE.com","id":2}' \
		'{"email":"b@example.com","id":2}' >in
	[ "$(csr-validate -q --dedupe in | jq -c .csr.status | xargs)" = \
		"null duplicate null" ]
	[ "$(csr-validate -q --dedupe=id in | jq -c .csr.status | xargs)" = \
		"null null duplicate" ]
}

@test "csr-validate: --dedupe among 200,000" {
	seq 200000 | awk '{printf "{\"phone\":\"+1%010d\"}\n", $1}' >in
	cat in in >twice
	run -0 --separate-stderr bash -c 'csr-validate --dedupe twice >out'
	[ "$stderr" = "csr-validate: 200000 valid, 200000 duplicate" ]
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
