#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The manual pages say what the programs do: their examples run, and they
# describe the options that there are.

load helper

manual=$BATS_TEST_DIRNAME/../man

# The examples of a page that can be run.  In its literal displays a line that
# begins with "$ " is a command, one with "> " goes on with it, and the others
# behind it are what it prints.  "# exit N" at its end says its status.
#
# Writes the command to 1.sh, 2.sh, ... and what it prints, if that is shown,
# to 1.want, ...
read_examples() {
	awk '
	function finish() {
		if (command != "")
			print command >(number ".sh")
		if (want != "")
			printf "%s", want >(number ".want")
		command = want = ""
	}
	/^\.Bd -literal/ { is_display = 1; next }
	/^\.Ed/ { finish(); is_display = 0 }
	!is_display { next }
	{ gsub(/\\e/, "\\"); sub(/^\\&/, "") }
	/^\$ / { finish(); number++; command = substr($0, 3); next }
	/^> / && command != "" { command = command "\n" substr($0, 3); next }
	command != "" { want = want $0 "\n" }
	' "$1"
}

# All examples of a page, in their order, in one copy of examples/.
run_examples() {
	local page=$manual/$1 number command status want_status

	[ -f "$page" ]
	cp -R "$BATS_TEST_DIRNAME/../examples/." .
	mkdir -m 700 "$CSR_HOME" examples-of-page
	(cd examples-of-page && read_examples "$page")
	for ((number = 1; ; number++)); do
		command=examples-of-page/$number.sh
		[ -f "$command" ] || break
		want_status=$(sed -n '$s/.*# exit \([0-9]*\)$/\1/p' "$command")
		status=0
		bash -o pipefail "$command" >out 2>err </dev/null || status=$?
		if [ "$status" != "${want_status:-0}" ]; then
			echo "$1: status $status, want ${want_status:-0}:"
			cat "$command" err
			return 1
		fi
		[ -f "examples-of-page/$number.want" ] || continue
		diff "examples-of-page/$number.want" out || {
			cat "$command"
			return 1
		}
	done
	[ "$number" -gt 1 ]
}

@test "the examples of csr-import(1) run" {
	run_examples csr-import.1
}

@test "the examples of csr-validate(1) run" {
	run_examples csr-validate.1
}

@test "the examples of csr-render(1) run" {
	run_examples csr-render.1
}

@test "the examples of csr-throttle(1) run" {
	run_examples csr-throttle.1
}

@test "the examples of csr-send-wa(1) run" {
	run_examples csr-send-wa.1
}

@test "the examples of csr-report(1) run" {
	run_examples csr-report.1
}

@test "the examples of csr-quota(1) run" {
	run_examples csr-quota.1
}

@test "the examples of csr-sandbox(1) run" {
	run_examples csr-sandbox.1
}

@test "the examples of csr-doctor(1) run" {
	run_examples csr-doctor.1
}

@test "the examples of csr-ledger(1) run" {
	run_examples csr-ledger.1
}

@test "the examples of csr(7) run" {
	run_examples csr.7
}

@test "the examples of csr-config(5) run" {
	run_examples csr-config.5
}

@test "the examples of csr-records(5) run" {
	run_examples csr-records.5
}

@test "the examples of csr-errors(7) run" {
	run_examples csr-errors.7
}

# Options as "-q" and "--quiet", one a line, of --help and of a page.
help_options() {
	"$1" --help | sed -n 's/^  *\(-.*\)/\1/p' |
		grep -oE '^(-., )?--[a-z-]+' | tr -d ',' | tr ' ' '\n' | sort -u
}

page_options() {
	sed -n 's/^\.It Fl /-/p' "$1" |
		sed 's/ , Fl / , /g; s/ , / -/g' | tr ' ' '\n' |
		grep -E '^-(-[a-z]|[a-zA-Z]$)' | sort -u
}

@test "each page describes the options of its program, and no others" {
	for page in "$manual"/*.1; do
		name=$(basename "$page" .1)
		diff <(help_options "$name") <(page_options "$page")
		[ "$(page_options "$page" | wc -l)" -ge 8 ]
	done
}

@test "each program has a page, and each page is of its program" {
	for program in csr-import csr-validate csr-render csr-throttle \
		csr-send-wa csr-report csr-ledger \
		csr-quota csr-sandbox csr-doctor; do
		grep -qx "\.Nm $program" "$manual/$program.1"
		grep -q "^\.It Xr $program 1" "$manual/csr.7"
	done
	for page in "$manual"/*.1; do
		command -v "$(basename "$page" .1)"
	done
}

@test "the pages pass mandoc" {
	command -v mandoc || skip "mandoc is not there"
	for page in "$manual"/*.[157]; do
		mandoc -T lint -W warning "$page"
	done
}

@test "references to other pages of ours lead to them" {
	for page in "$manual"/*.[157]; do
		sed -n 's/^\.\(It \)\{0,1\}Xr \(csr[a-z-]*\) \([0-9]\).*/\2.\3/p' \
			"$page" >names
		[ -s names ]
		while read -r name; do
			[ -f "$manual/$name" ] || {
				echo "$page: no $name"
				return 1
			}
		done <names
	done
}

@test "the pages write no number that may be somebody's" {
	run -1 grep -noE '\+(1 ?[0-9]{3} ?[0-9]{3} ?[0-9]{4}|44 ?[0-9]{4} ?[0-9]{6})' \
		<(cat "$manual"/*.[157] | sed 's/+1 \{0,1\}[0-9]\{3\} \{0,1\}555 \{0,1\}01[0-9][0-9]//g
			s/+44 \{0,1\}7700 \{0,1\}900[0-9]\{3\}//g')
}
