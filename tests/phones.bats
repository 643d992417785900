#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Telephone numbers of 50 countries, as tests/unit/test-phone-agreement.cc
# makes them.

load helper

# TEXT, COUNTRY, E.164 or "-", verdict: a line each.
list() {
	local program
	program=$(dirname "$(command -v csr-validate)")/tests/unit/test-phone-agreement
	[ -x "$program" ] || skip "this build has no numbering plans"
	"$program" --list >list
	[ "$(wc -l <list)" -gt 10000 ]
}

@test "phones: csr-validate says of each what phoneread says" {
	list
	jq -Rc 'split("\t") | {phone: .[0], country: .[1]}' <list |
		csr-validate -q --country-column country >out
	jq -r 'if .csr.status == "invalid" then "-\t" + .csr.error.code
		else .phone + "\tphone_good" end' <out >got
	cut -f 3,4 <list | cmp - got
	# Both kinds are among them.
	[ "$(grep -c '^+' got)" -gt 10000 ]
	[ "$(grep -c '^-' got)" -gt 10000 ]
}

@test "phones: Python's port of the library says the same" {
	local python=
	for candidate in python3 /usr/bin/python3; do
		"$candidate" -c 'import phonenumbers' 2>/dev/null &&
			python=$candidate && break
	done
	[ -n "$python" ] || skip "there is no Python with phonenumbers"
	list
	run -0 --separate-stderr "$python" \
		"$BATS_TEST_DIRNAME/phones.py" <list
	read -r count differ changed <<<"$output"
	echo "$stderr" | head -n 20
	[ "$count" -gt 10000 ]
	[ "$changed" = 0 ]
	# Another release of it can have other numbering plans.
	[ "$differ" -le $((count / 100)) ]
}
