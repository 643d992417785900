#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# validate.sh: how fast csr-validate reads telephone numbers, beside others
# that ask the same of them.
#
#	tests/bench/validate.sh BUILD_DIR
#
# The numbers are those of tests/unit/test-phone-agreement: of 50 countries, in
# national and international forms, made up with a fixed seed; 94 in 100 are
# valid.  All commands run in turn, and the ratios of a round count, as in
# run.sh.  $ROWS (500000) and $ROUNDS (3) can be set.  Exits 1 when a goal is
# missed; a peer that is not installed is skipped.
set -euo pipefail

if [ $# -ne 1 ]; then
	echo "usage: validate.sh BUILD_DIR" >&2
	exit 64
fi
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/bench/common.bash
. "$here/common.bash"
rows=${ROWS:-500000}
rounds=${ROUNDS:-3}
numbers=$bin/tests/unit/test-phone-agreement

for program in "$bin/csr-validate" "$numbers"; do
	if [ ! -x "$program" ]; then
		echo "validate.sh: $program: is not built: make check TESTS=" >&2
		exit 66
	fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CSR_HOME=$work/home

prepare() {
	"${CC:-cc}" -std=gnu11 -O2 -o measure "$here/measure.c"
	echo 'int main(void) { return 0; }' >empty.c
	"${CC:-cc}" -O2 -o ./empty empty.c
	"$numbers" --list >all
	# Of those that are not valid, as many as lists have.
	awk -F '\t' '$4 == "phone_good" || bad++ % 9 == 0' all >some
	jq -Rc 'split("\t") | {name: "Ana", phone: .[0], country: .[1]}' \
		some >once
	for ((copies = rows / $(wc -l <once) + 1; copies > 0; copies--)); do
		cat once
	done >records
	grep -m 1 -v '"country":""' once >one

	peers=
	if npm_package "$bin" libphonenumber-js; then
		peers=$bin/bench-peers
	fi
	python=
	if have python3 && python3 -c 'import phonenumbers' 2>/dev/null; then
		python=$(python3 -c 'import sys; print(sys.executable)')
	elif [ -x /usr/bin/python3 ] &&
		/usr/bin/python3 -c 'import phonenumbers' 2>/dev/null; then
		python=/usr/bin/python3
	fi
}

validate() {
	"$bin/csr-validate" -q --country-column country "$@"
}

# How many of the verdicts are the same as ours; -: not valid.
agree() { # NAME COMMAND [ARGUMENT]...
	local name=$1
	shift
	"$@" <once >theirs
	echo "$name: $(paste ours theirs | awk '$1 == $2 { same++ }
		END { printf "%.2f %% of %d verdicts are the same",
			same * 100 / NR, NR }')"
}

compare() {
	validate once | jq -r 'if .csr.error then "-" else .phone end' >ours
	[ -z "$python" ] ||
		agree "Python's phonenumbers" "$python" "$here/phones.py"
	[ -z "$peers" ] ||
		agree libphonenumber-js node "$here/phones.js" "$peers"
}

one_round() {
	take validate "$bin/csr-validate" -q --country-column country records
	[ -z "$python" ] || take python -i records "$python" "$here/phones.py"
	[ -z "$peers" ] || take js -i records node "$here/phones.js" "$peers"
	take empty -n 100 ./empty
	take start -n 100 "$bin/csr-validate" -q --country-column country one
}

goals() {
	cat <<-END
	CPU s: csr-validate / Python's phonenumbers|cpu|validate|python|1|<=|0.06|python3-phonenumbers
	wall s: csr-validate / libphonenumber-js|wall|validate|js|1|<=|0.2|npm
	start ms: csr-validate with a number / empty program|start|start|empty|1|<=|25|
	peak MiB: csr-validate|peak|validate||1|<=|16|
	END
}

prepare
compare
for ((round = 1; round <= rounds; round++)); do
	one_round
done
goals >goals.txt
echo "$(wc -l <records) records, $(grep -c phone_good some) of $(wc -l <some) numbers" \
	"valid; medians of $rounds rounds"
awk -f "$here/table.awk" goals.txt times.txt
