#!/bin/bash
# SPDX-License-Identifier: MIT
# Write what csr-import makes of the lists of tests/data/lists as what it must
# make of them.  Look at the difference before you believe it.
# shellcheck disable=SC1091,SC2154
set -eu
. "$(dirname "$0")/lists.bash"

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
for name in $(cases_of); do
	status=0
	import_list "$name" "$work/out" "$work/err" || status=$?
	without_prose "$work/out" >"$lists/$name.ndjson"
	rm -f "$lists/$name.status"
	[ "$status" = 0 ] || echo "$status" >"$lists/$name.status"
done
