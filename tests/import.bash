# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For the tests of csr-import.

# The records of a list on standard input, without csr, one a line.
plain() {
	csr-import -q "$@" | jq -c 'del(.csr)'
}

# Where each row or object starts, or its error: "2 3 bad_csv@5".
lines_of() {
	csr-import -q "$@" | jq -r '(if .csr.error then .csr.error.code + "@"
		else "" end) + (.csr.line | tostring)' | paste -sd ' '
}

# A list is read in less than 16 MiB.
assert_stays_small() { # LIST
	local pid now peak=0
	csr-import -q "$1" 2>err >/dev/null &
	pid=$!
	while now=$(awk '/VmHWM/ {print $2}' "/proc/$pid/status" 2>/dev/null) &&
		[ -n "$now" ]; do
		peak=$now
	done
	wait "$pid"
	[ "$peak" -gt 0 ]
	[ "$peak" -lt 16384 ]
}
