#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What csr-send-wa and csr-errors(7) say of the errors of the API.

load helper

list=$BATS_TEST_DIRNAME/data/meta-errors.tsv
page=$BATS_TEST_DIRNAME/../man/csr-errors.7

# Code or range, HTTP status, reach and class of each line.
listed() {
	grep -v '^#' "$list"
}

explain() {
	csr-send-wa --explain-error "$1"
}

@test "errors: each code is explained, in the class that it has" {
	listed >codes
	[ "$(wc -l <codes)" -gt 70 ]
	while IFS=$'\t' read -r code _ _ class; do
		for end in "${code%-*}" "${code#*-}"; do
			explain "$end" >out
			head -n 1 out | grep -qx "$end: [a-zA-Z].*"
			[ "$(sed -n 's/^Class:  \([a-z-]*\): .*/\1/p' out)" = "$class" ]
			[ "$(cut -d : -f 1 out | sed 1d | xargs)" = \
				"Class Record Run Hold Exit To do" ]
			run -1 grep -nE ': *$' out
		done
	done <codes
}

@test "errors: all of them, for grep" {
	csr-send-wa --explain-error all >out
	run -1 grep -vP '^[0-9]+(-[0-9]+)?\t[a-z-]+\t[^\t]+\t[^\t]+$' out
	grep -qP '^131026\tperson\tthe message cannot be delivered\t' out
	grep -qP '^200-299\tcredentials\t' out
	cut -f 1 out >codes
	sort -n codes | cmp - codes
	# No class is without a code.
	[ "$(cut -f 2 out | sort -u | wc -l)" = 10 ]
	[ "$(cut -f 2 out | sort -u)" = "$(listed | cut -f 4 | sort -u)" ]
}

@test "errors: what is said of one" {
	explain 80007 >out
	diff - out <<-'EOF'
	80007: the account calls the API too often
	Class:  pause-all: nothing can be sent for a while
	Record: tried again as often as --retries says, after the hold; then deferred
	Run:    goes on after the hold
	Hold:   everybody who sends from this profile waits, at least 5 min
	Exit:   75
	To do:  wait up to an hour, for the limit counts by the hour, and stop other programs that use the account
	EOF
	explain 190 >out
	grep -qx 'Hold:   nothing goes out .* until csr-quota resume' out
	grep -qx 'Exit:   77' out
	explain 131057 | grep -qx 'Hold:   .*, at least 1 min'
	explain 130429 | grep -qx 'Hold:   .*, at least 5 s'
	explain 134101 | grep -qx 'Hold:   .*, at least 10 min'
	explain 131049 | grep -qx 'Record: deferred, .* within 24 h'
	explain 131050 | grep -qx 'Record: suppressed, .*suppressed.ndjson'
	explain 131000 | grep -q '^Record: tried again at most 2 times,.*deferred$'
	# Perhaps Meta's fault; but if it stays, the message's.
	explain 1 >out
	grep -q '^Record: tried again once,.*; then failed$' out
	grep -qx 'Exit:   1' out
}

@test "errors: a code that is not known" {
	for code in 5 132010 142000 9223372036854775807; do
		explain "$code" >out
		grep -q "^$code: is not known here" out
		[ "$(sed -n 's/^Class:  \([a-z-]*\): .*/\1/p' out | xargs)" = \
			"retry message" ]
	done
	[ "$(grep -c '^With ' out)" = 2 ]
	# A code with zeros in front is the same code.
	[ "$(explain 00190)" = "$(explain 190)" ]
}

@test "errors: explaining needs nothing, and leaves nothing behind" {
	unset HOME CSR_HOME
	CSR_PHONE_NUMBER_ID=x CSR_API_BASE=x explain 131026 >out </dev/null
	[ "$(ls)" = out ]
}

@test "errors: usage, full disk, closed output" {
	for bad in x '' 131026x -1 13.5 9223372036854775808 All '131026 '; do
		run -64 --separate-stderr csr-send-wa "--explain-error=$bad"
		[[ $stderr == *"is not the code of an error"*"--help"* ]]
		[ -z "$output" ]
	done
	run -64 csr-send-wa --explain-error
	run -74 bash -c 'csr-send-wa --explain-error all >/dev/full'
	run -74 bash -c 'csr-send-wa --explain-error 1 >&-'
}

@test "errors: the page says what the table says" {
	"$(dirname "$(command -v csr-send-wa)")/tests/errors-page" <"$page" >new
	diff "$page" new || {
		echo "make -s errors-page puts it right"
		return 1
	}
	[ "$(grep -c '^\.It Li [0-9]' new)" = \
		"$(csr-send-wa --explain-error all | wc -l)" ]
}

@test "errors: a page without its marks is not taken for whole" {
	program=$(dirname "$(command -v csr-send-wa)")/tests/errors-page
	run -65 "$program" < <(grep -v '^\.\\" end' "$page")
	run -65 "$program" <<<'.\" list names'
}
