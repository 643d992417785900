#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# run.sh: how fast the programs are beside others that do the same work.
#
#	tests/bench/run.sh [--quick] BUILD_DIR
#
# All commands run in turn, round by round, and the median of the rounds
# counts.  Seconds belong to the machine and the hour; the ratios, taken
# within a round, are what the goals are about.  CPU is user + system time
# of the whole process, its start included.
#
# The list has a million rows (for which $TMPDIR needs 900 MB for a minute),
# or 100000 with --quick; $ROUNDS is 3.  Exits 1 when a goal is missed; a peer
# that is not installed is skipped.  DuckDB is no package of the system's: npm,
# where there is one, installs it once, in BUILD_DIR/bench-peers.
set -euo pipefail

rows=1000000
if [ "${1-}" = --quick ]; then
	rows=100000
	shift
fi
if [ $# -ne 1 ]; then
	echo "usage: run.sh [--quick] BUILD_DIR" >&2
	exit 64
fi
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/bench/common.bash
. "$here/common.bash"
rounds=${ROUNDS:-3}
start_runs=100 # a round
jq_rows=100000 # of the rows: it is slow
text='Hello {name}, your order with {company} in {city} is ready. Reply STOP to unsubscribe.'
# The same in jq, where {name} is \(.name).
# shellcheck disable=SC2001
jq_program=".message = \"$(sed 's/{\([a-z]*\)}/\\(.\1)/g' <<<"$text")\""
programs="import validate render throttle report"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CSR_HOME=$work/home

csr() { # PROGRAM [ARGUMENT]...
	local program=$1
	shift
	"$bin/csr-$program" --quiet "$@"
}

prepare() {
	local program

	for program in $programs; do
		if [ ! -x "$bin/csr-$program" ]; then
			echo "run.sh: $bin/csr-$program: is not built: make" >&2
			exit 66
		fi
	done
	for program in measure make-list; do
		"${CC:-cc}" -std=gnu11 -O2 -o "$program" "$here/$program.c"
	done
	echo 'int main(void) { return 0; }' >empty.c
	"${CC:-cc}" -O2 -o ./empty empty.c

	printf '{"id":"bench","channels":["whatsapp"],"whatsapp_content":"%s"}' \
		"$text" >template.json
	./make-list "$rows" >list.csv
	head -n 1 list.csv >head.csv
	csr import list.csv >imported
	csr validate imported >valid
	head -n "$jq_rows" valid >some
	sed 's/"status":"pending"}}$/"status":"accepted"}}/' imported >accepted

	duckdb=
	if npm_package "$bin" @duckdb/node-api; then
		duckdb=$bin/bench-peers
	fi

	# A version manager's stand-in for python3 would be measured, too.
	python=
	if have python3; then
		python=$(python3 -c 'import sys; print(sys.executable)')
	fi
}

# Peers count only if they write the same records.
check_records() {
	have jq || return 0
	head -n 1000 imported | jq -c 'del(.csr)' >expected
	if have mlr; then
		mlr -S --icsv --ojsonl head -n 1000 list.csv |
			jq -c . | cmp - expected
	fi
	if [ -n "$duckdb" ]; then
		node "$here/duckdb.js" "$duckdb" list.csv few
		head -n 1000 few | jq -c . | cmp - expected
	fi
}

# Peers count only if they write the same messages.
check_messages() {
	have jq || return 0
	head -n 1000 valid >few
	jq -r "$jq_program | .message" few >expected
	csr render template.json few |
		jq -r .csr.message.text.body | cmp - expected
	if [ -n "$python" ]; then
		"$python" "$here/render.py" "$text" <few |
			jq -r .message | cmp - expected
	fi
}

start() { # NAME COMMAND [ARGUMENT]...
	local name=$1
	shift
	take "$name" -n "$start_runs" "$@"
}

# The words in single quotes are for the shell that is measured.
# shellcheck disable=SC2016
one_round() {
	take import "$bin/csr-import" -q list.csv
	if have mlr; then
		take mlr mlr -S --icsv --ojsonl cat list.csv
	fi
	if [ -n "$duckdb" ]; then
		take duckdb node "$here/duckdb.js" "$duckdb" list.csv /dev/null
	fi
	take validate "$bin/csr-validate" -q imported
	take render "$bin/csr-render" -q template.json valid
	if [ -n "$python" ]; then
		take python3 -i valid "$python" "$here/render.py" "$text"
	fi
	if have jq; then
		take jq -i some jq -c "$jq_program"
	fi
	# Two processes by the clock: the scheduler has its say, so more runs.
	take cat -n 7 sh -c 'cat "$1" | cat' sh accepted
	take pass -n 7 sh -c 'cat "$1" | "$2" -q' sh accepted "$bin/csr-validate"

	start empty ./empty
	start start-import "$bin/csr-import" -q head.csv
	start start-render "$bin/csr-render" -q template.json
	start start-throttle "$bin/csr-throttle" -q
	start start-report "$bin/csr-report"
}

# The columns are explained in table.awk.
goals() {
	local program

	cat <<-END
	CPU s: csr-import / mlr -S cat|cpu|import|mlr|1|<=|0.17|miller
	CPU s: csr-import / DuckDB, one thread|cpu|import|duckdb|1|<=|0.55|npm
	CPU s: csr-render / python3 format_map|cpu|render|python3|1|<=|0.12|python3
	CPU s: csr-render / jq -c|cpu|render|jq|$((rows / jq_rows))|<=|0.05|jq
	wall s: passing records on, speed / cat's|speed|pass|cat|1|>=|0.3|
	END
	for program in $programs; do
		# libphonenumber brings ICU along; validate.sh has a goal for it.
		[ "$program" = validate ] ||
			echo "start ms: csr-$program / empty program|start|start-$program|empty|1|<=|2.0|"
	done
	for program in import validate render; do
		echo "peak MiB: csr-$program|peak|$program||1|<=|16|"
	done
}

prepare
check_records
check_messages
for ((round = 1; round <= rounds; round++)); do
	one_round
done
goals >goals.txt
echo "$rows rows, $(wc -c <list.csv) bytes; medians of $rounds rounds;" \
	"jq: $jq_rows records, its time times $((rows / jq_rows))"
awk -f "$here/table.awk" goals.txt times.txt
