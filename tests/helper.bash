# SPDX-License-Identifier: MIT
# What all test files share.  Each test runs in a directory of its own, with
# a CSR_HOME of its own, and reaches nothing but 127.0.0.1.
# shellcheck shell=bash

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	unset "${!CSR_@}"
	export CSR_HOME=$BATS_TEST_TMPDIR/home
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	export TZ=UTC LC_ALL=C.UTF-8
	unset CURL_CA_BUNDLE SSL_CERT_FILE https_proxy HTTPS_PROXY
}

# A record as csr-import makes it: record PHONE [JSON...]
record() {
	jq -cn --arg phone "$1" '{name: "Ana", phone: $phone}' --args "${@:2}"
}

# N records as csr-render makes them, to +12025550100 and on.
rendered() {
	seq 0 $(($1 - 1)) | jq -c '{name: "P\(.)",
		phone: "+1202555\(. + 1000000 | tostring | .[3:])"}' |
		csr-render -q "${2:-hello.json}"
}

# A program on a terminal: tests/terminal.c says how.
terminal() {
	"$(dirname "$(command -v csr-ledger)")/tests/terminal" "$@"
}

# A template in hello.json.
hello() {
	cat >hello.json <<-'EOF'
		{"id": "hello", "channels": ["whatsapp"],
		 "whatsapp_content": "Hello {name}"}
	EOF
}

# The time so many seconds from now, as programs write it.
in_seconds() {
	date -u -d "+$1 seconds" +%FT%T.000Z
}

# Wait for a command to succeed, up to half a minute: until_so COMMAND
until_so() {
	for _ in {1..600}; do
		"$@" && return
		sleep 0.05
	done
	echo "this did not come to be: $*"
	return 1
}

# "!" before a command makes a line that never fails a test.
is_without() {
	[ -r "$2" ] && ! grep -q -- "$1" "$2"
}

# Whatever the time, it is noon here: no test runs into the next day.
at_noon() {
	TZ="<noon>$((10#$(date -u +%H) - 12))"
}

# The same number of each status on standard input as in "2 pending 1 invalid".
statuses() {
	jq -r '.csr.status // "pending"' | sort | uniq -c | sort -rn | xargs
}

# --- what holds for every filter; the program and its operands follow ------

finished='{"a" : 1.10,"big":12345678901234567890,"csr":{"v":1,"status":"failed","x":"\u00e9"}}'

assert_passes_finished_on() {
	printf '%s\n%s\r\n{"csr":{"status":"delivered"}, "z":"\\ud800"}' \
		"$finished" "$finished" >in
	"$@" <in >out
	# The last line gets the end it lacked; nothing else may differ.
	printf '\n' >>in
	cmp in out
}

assert_turns_bad_lines_into_records() {
	{
		printf 'not json\n[1]\n{"csr":1}\n\n  \n{"a":"\377"}\n{"a":1'
		printf '}%01048577d\n' 0
	} >in
	run -0 --separate-stderr "$@" <in
	[ "${#lines[@]}" = 5 ]
	[ "$(jq -r .csr.status <<<"$output" | sort -u)" = invalid ]
	[ "$(jq -c .csr.line <<<"$output" | xargs)" = "1 2 3 6 7" ]
	[ "$(jq -r .csr.raw <<<"$output" | head -n 1)" = "not json" ]
	[ "$(jq -r .csr.error.code <<<"$output" | tail -n 1)" = too_long ]
}

assert_takes_empty_input() {
	run -0 --separate-stderr "$@" </dev/null
	[ -z "$output" ]
}

assert_notices_full_disk() {
	run -74 --separate-stderr bash -c 'printf "%s\n" "$0" | "$@" >/dev/full' \
		"$finished" "$@"
	[[ $stderr == *"No space left on device"* ]]
}

assert_notices_closed_stdout() {
	run -74 --separate-stderr bash -c 'printf "%s\n" "$0" | "$@" >&-' \
		"$finished" "$@"
	[[ $stderr == *"standard output: is closed"* ]]
}

# The reader is gone before the first byte.
assert_notices_broken_pipe() {
	yes "$finished" | head -n 20000 >in
	"$@" <in 2>err | true
	[ "${PIPESTATUS[0]}" = 74 ]
	[[ $(<err) == *"the program behind the pipe has ended"* ]]
}

assert_notices_closed_stdin() {
	run -74 --separate-stderr bash -c '"$@" <&-' - "$@"
	[[ $stderr == *"standard input"* ]]
}

assert_refuses_unknown_options() {
	run -64 --separate-stderr "$@" --no-such-option
	[[ $stderr == *"--no-such-option"*"--help"* ]]
	run -64 --separate-stderr "$@" -%
	[[ $stderr == *"-%"* ]]
}

assert_helps() {
	run -0 --separate-stderr "$1" --help
	[[ $output == "usage: $1 "* ]]
	[ -z "$stderr" ]
	run -0 --separate-stderr "$1" --version
	[[ $output == "$1 (CSC-Reach) "[0-9]* ]]
	run -74 bash -c '"$1" --help >/dev/full' - "$1"
}

# Nothing is held back: a record comes out while the input stays open.
assert_lets_a_live_pipe_flow() {
	assert_flows "$finished" "$@"
}

# The same for a text of the caller's, of which one record is made.
assert_flows() {
	local text=$1
	shift
	mkfifo pipe
	"$@" <pipe >out 2>err &
	local pid=$!
	exec 7>pipe
	printf '%s\n' "$text" >&7
	for _ in {1..600}; do
		[ -s out ] && break
		sleep 0.05
	done
	[ "$(wc -l <out)" = 1 ]
	exec 7>&-
	wait "$pid"
}

assert_refuses_missing_files() {
	run -66 --separate-stderr "$@" no-such-file
	[[ $stderr == *"no-such-file: No such file or directory"* ]]
}

# ---------------------------------------------------------------------------
