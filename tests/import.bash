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
