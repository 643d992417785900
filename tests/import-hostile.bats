#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lists that are none, or that nobody should have made: csr-import ends in
# time and in bounded memory, and each row of theirs is accounted for.

load helper

phone=+12025550101

# Runs csr-import on the list (or -) and sets imported, invalid, blank and
# status from its summary, peak_kib, and checks that it wrote as many records.
# $address_space bounds its memory, in KiB.
import() {
	local measure summary records
	measure=$(dirname "$(command -v csr-import)")/tests/bench/measure

	status=0
	# The sanitizers want the address space for themselves.
	[ -n "${ASAN_OPTIONS:-}" ] || ulimit -Sv "${address_space:-131072}"
	timeout 60 "$measure" -i - -o out csr-import "$@" >costs 2>err ||
		status=$?
	ulimit -Sv unlimited
	read -r _ _ peak_kib <costs || peak_kib=0
	summary=$(grep -E '[0-9] (imported|invalid|blank row)' err || true)
	imported=$(of_summary imported) invalid=$(of_summary invalid)
	blank=$(of_summary 'blank row')
	records=$(wc -l <out)
	[ "$records" -eq $((imported + invalid)) ]
}

# How many of these the summary says.
of_summary() {
	local count
	count=$(grep -oE "[0-9]+ $1" <<<"$summary" || true)
	echo "${count%% *}" | grep . || echo 0
}

# A bound on memory that does not know of sanitizers.
assert_small() { # MIB
	[ -n "${ASAN_OPTIONS:-}" ] || [ "$peak_kib" -le $(($1 * 1024)) ]
}

codes() {
	jq -r '.csr.error.code // .csr.status' "${1:-out}" | sort | uniq -c |
		xargs
}

@test "hostile: NUL bytes" {
	{
		printf 'name,phone\n'
		for row in {1..1000}; do
			printf 'Ana %d,%s\n' "$row" "$phone"
			[ $((row % 10)) -ne 0 ] || printf 'Bob\0,%s\n' "$phone"
		done
		printf '\0\nCid,\0\n'
	} >list.csv
	import list.csv
	[ "$status $imported $invalid $blank" = "0 1000 102 0" ]
	[ "$(codes)" = "102 nul_byte 1000 pending" ]
}

@test "hostile: nothing but NUL bytes behind the names" {
	{ printf 'name,phone\n' && head -c 3000000 /dev/zero; } >list.csv
	import list.csv
	[ "$status $imported $invalid" = "0 0 1" ]
	assert_small 16
}

@test "hostile: a field of 100 MB" {
	import < <(printf 'name,phone\nAna,%s\nBob,' "$phone" &&
		head -c 100000000 /dev/zero | tr '\0' x &&
		printf '\nCid,%s\n' "$phone")
	[ "$status $imported $invalid $blank" = "0 2 1 0" ]
	[ "$(jq -c .csr.line out | xargs)" = "2 3 4" ]
	assert_small 16
}

@test "hostile: a field of 100 MB in quotes, closed and not" {
	import < <(printf 'name,phone\nAna,%s\nBob,"' "$phone" &&
		head -c 100000000 /dev/zero | tr '\0' x &&
		printf '"\nCid,"%s' "$phone" &&
		head -c 100000000 /dev/zero | tr '\0' x &&
		printf '\nDan,%s\n' "$phone")
	[ "$status $imported $invalid $blank" = "0 2 2 0" ]
	[ "$(jq -c .csr.line out | xargs)" = "2 3 4 5" ]
	assert_small 16
}

@test "hostile: a quote in the fifth of a million rows that nobody closed" {
	{
		printf 'name,phone\n'
		seq -f "P %.0f,$phone" 4
		printf 'Open,"%s\n' "$phone"
		seq -f "P %.0f,$phone" 6 1000000
	} >list.csv
	import list.csv
	[ "$status $imported $invalid $blank" = "0 999999 1 0" ]
	[ "$(sed -n '5p;1000000p' out | jq -c .csr.line | xargs)" = "6 1000001" ]
	[ "$(sed -n 5p out | jq -r .csr.error.code)" = bad_csv ]
	assert_small 16
}

@test "hostile: a quote in each row that nobody closed" {
	{
		printf 'name,phone\n'
		seq -f "\"P %.0f,$phone" 100000
	} >list.csv
	import list.csv
	[ "$status $imported $invalid $blank" = "0 0 100000 0" ]
	assert_small 16
}

@test "hostile: a row of 100,000 columns, and a list of them" {
	wide=$(printf 'x,%.0s' {1..99999})x
	printf 'name,phone\nAna,%s\n%s\nBob,%s\n' "$phone" "$wide" "$phone" \
		>list.csv
	import list.csv
	[ "$status $imported $invalid $blank" = "0 2 1 0" ]
	[ "$(codes)" = "2 pending 1 too_many_cells" ]
	assert_small 32
	printf '%s\n%s\n' "$wide" "$wide" >list.csv
	run -65 --separate-stderr timeout 60 csr-import list.csv
	[ -z "$output" ]
	[[ $stderr == *"100000 columns"* ]]
}

@test "hostile: blank cells by the million" {
	{
		printf 'name,phone\nAna,%s\n' "$phone"
		head -c 1000000 /dev/zero | tr '\0' ,
		printf '\nBob,%s,' "$phone"
		head -c 1000000 /dev/zero | tr '\0' ,
		printf '\n'
	} >list.csv
	import list.csv
	[ "$status $imported $invalid $blank" = "0 2 0 1" ]
	assert_small 96
}

@test "hostile: a million empty lines, a million blank rows" {
	for end in '\n' '\r\n' '\r'; do
		awk -v end="$end" 'BEGIN {
			printf "name,phone"
			for (i = 0; i <= 1000000; i++)
				printf "%s", end
		}' >list.csv
		printf 'Ana,%s' "$phone" >>list.csv
		import list.csv
		[ "$status $imported $invalid $blank" = "0 1 0 1000000" ]
		[ "$(jq .csr.line out)" = 1000002 ]
		assert_small 16
	done
	{ printf 'name,phone\n' && seq 1000000 | sed 's/.*/ ,/'; } >list.csv
	import list.csv
	[ "$status $imported $invalid $blank" = "0 0 0 1000000" ]
}

# So many bytes that look like chance, the same for the same SEED.
chance() { # SEED BYTES
	openssl enc -aes-128-ctr -K "$(printf '%032x' "$1")" \
		-iv 00000000000000000000000000000000 </dev/zero 2>/dev/null |
		head -c "$2"
}

@test "hostile: random bytes" {
	for seed in {1..20}; do
		{ printf 'name,phone\n' && chance "$seed" 200000; } >list.csv
		import list.csv
		[ "$status" = 0 ]
		# It is JSON, and in order.
		jq -es 'length > 0 and (map(.csr.line) | . == unique)' out \
			>/dev/null
		assert_small 16
	done
}

@test "hostile: random bytes from the first on" {
	for seed in {1..50}; do
		chance "$seed" 50000 >list.csv
		import list.csv || true
		[ "$status" = 0 ] || [ -s err ]
		# Neither a signal nor a sanitizer ended it.
		is_without 'Segmentation|Aborted|ERROR: |runtime error' err
		assert_small 16
	done
}

@test "hostile: random lines of what CSV is made of" {
	for seed in {1..20}; do
		{
			printf 'name,phone\n'
			chance "$seed" 1000000 | tr -dc 'ab",;\r\n\t '"'"
		} >list.csv
		import list.csv
		[ "$status" = 0 ]
		jq -es 'length > 0 and (map(.csr.line) | . == unique)' out \
			>/dev/null
	done
}

@test "hostile: no line end at all" {
	printf 'name,phone' >list.csv
	import list.csv
	[ "$status $imported $invalid" = "0 0 0" ]
	head -c 5000000 /dev/zero | tr '\0' x >list.csv
	run -65 --separate-stderr timeout 60 csr-import list.csv
	[ -z "$output" ]
	[[ $stderr == *list.csv* ]]
	printf '\n%s' "$phone" >one
	{ printf 'phone' && cat one; } >list.csv
	import list.csv
	[ "$status $imported" = "0 1" ]
}

@test "hostile: a million rows that end in CR" {
	{ printf 'name,phone\r' && seq -f "P %.0f,$phone" 1000000 | tr '\n' '\r'; } \
		>list.csv
	import list.csv
	[ "$status $imported $invalid $blank" = "0 1000000 0 0" ]
	[ "$(tail -n 1 out | jq .csr.line)" = 1000001 ]
	assert_small 16
}

@test "hostile: as much memory for a million rows as for one" {
	[ -z "${ASAN_OPTIONS:-}" ] || skip "the sanitizers take memory themselves"
	printf 'name,phone\nAna,%s\n' "$phone" >list.csv
	import list.csv
	small=$peak_kib
	{ printf 'name,phone\n' && seq -f "\"P, %.0f\",$phone" 1000000; } >list.csv
	import list.csv
	[ "$imported" = 1000000 ]
	[ "$peak_kib" -le $((small + 1024)) ]
}
