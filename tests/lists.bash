# SPDX-License-Identifier: MIT
# The lists of tests/data/lists, and what csr-import must make of them; the
# README there says which file is what.
# shellcheck shell=bash

lists=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/data/lists

# The names of all cases, or of those that begin so: cases_of [PREFIX]
cases_of() {
	local file
	for file in "$lists/${1:-}"*.ndjson; do
		basename "$file" .ndjson
	done
}

# The list itself: what is none of the files that go with it.
list_of() {
	local file
	for file in "$lists/$1".*; do
		case $file in
		*.ndjson | *.args | *.err | *.map | *.status) ;;
		*) basename "$file" ;;
		esac
	done
}

# Import a list where it lies, so that its source is its name: import_list
# CASE OUT ERR.  The status is csr-import's.
import_list() {
	local arguments=()
	[ ! -e "$lists/$1.args" ] || mapfile -t arguments <"$lists/$1.args"
	(cd "$lists" && csr-import "${arguments[@]}" "$(list_of "$1")") >"$2" 2>"$3"
}

# What is compared of the records: all but the prose of errors, which can be
# made better without the meaning being another.
without_prose() {
	sed -E '/"status":"invalid"/s/,"(title|detail|hint)":"([^"\\]|\\.)*"//g' "$1"
}

# The status that a case must end with.
status_of() {
	if [ -e "$lists/$1.status" ]; then
		cat "$lists/$1.status"
	else
		echo 0
	fi
}
