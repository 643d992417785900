#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Lists of many kinds, each with the records that must come of it.

load helper
load lists

# Each line of CASE.err must be part of what is said, in any case.
says_what_it_must() {
	[ -e "$lists/$1.err" ] || return 0
	while IFS= read -r line; do
		grep -qiF -- "$line" err || {
			echo "$1: says nothing of: $line"
			cat err
			return 1
		}
	done <"$lists/$1.err"
}

is_as_expected() {
	local status=0
	import_list "$1" out err || status=$?
	[ "$status" = "$(status_of "$1")" ] || {
		echo "$1: ends with $status, not $(status_of "$1")"
		cat err
		return 1
	}
	without_prose out | diff -u "$lists/$1.ndjson" - >difference || {
		echo "$1: other records"
		cat difference err
		return 1
	}
	says_what_it_must "$1"
}

# All cases of a group, of which there are at least so many.
assert_lists() {
	local name count=0 failed=0
	for name in $(cases_of "$1-"); do
		count=$((count + 1))
		is_as_expected "$name" || failed=$((failed + 1))
	done
	echo "$failed of $count differ"
	[ "$count" -ge "$2" ]
	[ "$failed" = 0 ]
}

@test "lists: separators, quotes, line ends and first rows" {
	assert_lists dialect 25
}

@test "lists: encodings" {
	assert_lists encoding 25
}

@test "lists: what spreadsheets do to numbers" {
	assert_lists damage 10
}

@test "lists: columns" {
	assert_lists columns 25
}

@test "lists: rows" {
	assert_lists rows 10
}

@test "lists: JSON" {
	assert_lists json 10
}

@test "lists: files that say how to read a list" {
	assert_lists map 6
}

@test "lists: those of the desktop application" {
	assert_lists compat 6
}

@test "lists: files that are no lists" {
	assert_lists kind 4
}

@test "lists: each belongs to a group and is there" {
	[ "$(cases_of | wc -l)" -ge 60 ]
	for name in $(cases_of); do
		[[ $name =~ ^(dialect|encoding|damage|columns|rows|json|map|compat|kind)- ]]
		[ "$(list_of "$name" | wc -l)" = 1 ]
	done
	# What goes with a list goes with one that is there.
	for file in "$lists"/*.*; do
		name=$(basename "$file")
		[ -e "$lists/${name%.*}.ndjson" ]
	done
}

# Rows of 80 bytes, more than are looked at before the encoding is settled.
long_list() {
	echo name,phone
	seq -f '%09.0f,+12025550100' 1 3000 | sed 's/,/ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx,/'
}

@test "lists: bytes that are no UTF-8 behind the sample cost their rows" {
	{
		long_list
		printf 'Jo\xe3o,+12025550101\nJosé,+12025550102\n\xff,+12025550103\n'
	} >list.csv
	run -0 --separate-stderr csr-import list.csv
	[ "$(statuses <<<"$output")" = "3001 pending 2 invalid" ]
	[ "$(jq -r 'select(.csr.error) | "\(.csr.line) \(.csr.error.code)"' <<<"$output" | paste -sd ' ')" = \
		"3002 not_utf8 3004 not_utf8" ]
	[[ $(jq -r 'select(.csr.line == 3002).csr.error.hint' <<<"$output") == *--encoding* ]]
	[ "$(jq -c 'select(.csr.line == 3003) | [.name, .csr.warnings]' <<<"$output")" = '["José",null]' ]
	# With the encoding told, all of them are read.
	run -0 --separate-stderr csr-import --encoding ISO-8859-1 list.csv
	[ "$(statuses <<<"$output")" = "3003 pending" ]
	[ "$(jq -r 'select(.csr.line == 3002).name' <<<"$output")" = João ]
}

@test "lists: wherever a character is cut by the blocks that are read" {
	for encoding in UTF-8 UTF-16LE UTF-16BE UTF-32LE WINDOWS-1252 GB18030; do
		euro=€
		[ "$encoding" = WINDOWS-1252 ] || euro=€😀
		for pad in x xx xxx xxxx xxxxx; do
			{
				echo "name,phone$pad"
				seq -f "$euro%.0f,$pad" 1 9000
			} | tr '\n' '\r' | sed 's/\r/\r\n/g' >plain.csv
			iconv -f UTF-8 -t "$encoding" plain.csv >list.csv
			csr-import -q --encoding "$encoding" list.csv | sed 's/,"csr":.*//' >out
			seq -f "{\"name\":\"$euro%.0f\",\"phone$pad\":\"$pad\"" 1 9000 | cmp - out
		done
	done
}

# The last of them is cut by the end of what is looked at first.
@test "lists: cells of many lines" {
	for first in 'name;note' 'Bairro;Texto'; do
		{
			echo "$first"
			for _ in 1 2 3 4; do
				printf 'Ana;"'
				seq -f '%.0f, x' 1 5000
				printf '"\n'
			done
		} >list.csv
		csr-import -q list.csv >out
		[ "$(wc -l <out)" = 4 ]
		[ "$(sed -n 4p out | jq -r '[.[]][1]')" = "$(seq -f '%.0f, x' 1 5000)" ]
	done
}

@test "lists: more than 64 KiB in quotes is a quote that nobody closed" {
	{
		printf 'name;phone\nAna;+12025550100\nBruno;"'
		seq -f 'Carla %.0f;+12025550101' 1 9000
		printf 'Daniel;+12025550102\n'
	} >list.csv
	csr-import -q list.csv >out
	[ "$(sed -n 2p out | jq -r '"\(.csr.line) \(.csr.error.code)"')" = "3 bad_csv" ]
	[ "$(statuses <out)" = "9001 pending 1 invalid" ]
}

# --- what holds for all lists ----------------------------------------------

# The cases that give records.
good_cases() {
	for name in $(cases_of); do
		[ -e "$lists/$name.status" ] || echo "$name"
	done
}

# csr-import with the options of the case, and more.
import_with() {
	local name=$1 arguments=()
	shift
	[ ! -e "$lists/$name.args" ] || mapfile -t arguments <"$lists/$name.args"
	(cd "$lists" && csr-import -q "${arguments[@]}" "$@")
}

# Compare what is in `out` with the records of the case.
is_the_same() {
	without_prose out | diff "${2:-$lists/$1.ndjson}" - || {
		echo "$1: other records"
		cat err
		return 1
	}
}

@test "lists: byte by byte from a pipe, they are the same" {
	for name in $(good_cases); do
		list=$(list_of "$name")
		dd bs=1 if="$lists/$list" status=none |
			import_with "$name" - 2>err |
			sed "s/\"source\":\"-\"/\"source\":\"$list\"/" >out
		is_the_same "$name"
	done
}

@test "lists: the shards together are the list" {
	for name in $(good_cases); do
		for shard in 1 2 3; do
			import_with "$name" --shard "$shard/3" "$(list_of "$name")" >"out.$shard" 2>err
		done
		sort out.? >out
		sort "$lists/$name.ndjson" >want
		is_the_same "$name" want
	done
}

@test "lists: read by the map that was saved, they are the same" {
	for name in $(good_cases); do
		# Of a list that holds nothing there is nothing to save, and a
		# first row that looks like a contact needs its option each time.
		[[ $name != json-empty && $name != dialect-header-told ]] || continue
		rm -f map.json
		import_with "$name" --save-map "$PWD/map.json" "$(list_of "$name")" >out 2>err
		(cd "$lists" && csr-import -q --map-file "$OLDPWD/map.json" "$(list_of "$name")") >out 2>err
		# Its encoding is no guess any more.
		sed -E 's/"encoding_guessed",?//; s/,"warnings":\[\]//' "$lists/$name.ndjson" >want
		is_the_same "$name" want
	done
}
