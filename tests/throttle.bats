#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper

@test "csr-throttle: finished records pass byte for byte" {
	assert_passes_finished_on csr-throttle
}

@test "csr-throttle: lines that are no records become invalid records" {
	assert_turns_bad_lines_into_records csr-throttle
}

@test "csr-throttle: empty input" {
	assert_takes_empty_input csr-throttle
}

@test "csr-throttle: a full disk, a closed output, a broken pipe, a closed input" {
	assert_notices_full_disk csr-throttle
	assert_notices_closed_stdout csr-throttle
	assert_notices_broken_pipe csr-throttle
	assert_notices_closed_stdin csr-throttle
}

@test "csr-throttle: a live pipe flows" {
	assert_lets_a_live_pipe_flow csr-throttle
}

@test "csr-throttle: options it does not know" {
	assert_helps csr-throttle
	assert_refuses_unknown_options csr-throttle
	assert_refuses_missing_files csr-throttle
}

usage_file=whatsapp_usage.json

# N pending records.
pending() {
	seq "$1" | jq -c '{n: .}'
}

@test "csr-throttle: the rest is deferred when the day is spent" {
	pending 5 >in
	run -75 --separate-stderr csr-throttle --rate 1000/s --per-day 2 in
	[ "$(statuses <<<"$output")" = "3 deferred 2 pending" ]
	[[ $stderr == *"daily limit of 2 is reached"*"2 let through, 3 deferred"* ]]
	jq -se '.[0].csr.granted | test("^20..-..-..T..:..:..\\.[0-9]{3}Z$")' \
		<<<"$output"
	[ "$(jq .daily_count "home/$usage_file")" = 2 ]
	# The next run goes on where this one stopped.
	run -75 --separate-stderr csr-throttle --rate 1000/s --per-day 3 in
	[ "$(statuses <<<"$output")" = "4 deferred 1 pending" ]
}

@test "csr-throttle: the pace is held and shared by two runs at once" {
	pending 10 >in
	start=$(date +%s%N)
	csr-throttle -q --rate 20/s in >one &
	csr-throttle -q --rate 20/s in >two
	wait
	took=$((($(date +%s%N) - start) / 1000000))
	# 20 messages at 20/s: the first at once, then 19 times 50 ms.
	[ "$took" -ge 945 ]
	[ "$took" -lt 4000 ]
	[ "$(cat one two | jq -s length)" = 20 ]
	# Any n grants take n - 1 intervals of 50 ms; the time that is written
	# down is taken a moment after the grant, here at most 25 ms.
	cat one two | jq -r .csr.granted | sort | jq -Rse 'split("\n")[:-1]
		| map((.[:19] + "Z" | fromdate) * 1000 + (.[20:23] | tonumber))
		| . as $t | all(range(length) as $i | range($i; length) as $j |
			$t[$j] - $t[$i] >= ($j - $i) * 50 - 25; .)'
}

@test "csr-throttle: --burst lets some go at once" {
	pending 6 >in
	start=$(date +%s%N)
	csr-throttle -q --rate 10/s --burst 5 in >out
	took=$((($(date +%s%N) - start) / 1000000))
	[ "$took" -ge 95 ]
	[ "$took" -lt 400 ]
}

@test "csr-throttle: 1000 a second, in leases" {
	pending 500 >in
	start=$(date +%s%N)
	csr-throttle -q --rate 1000/s in >out
	took=$((($(date +%s%N) - start) / 1000000))
	[ "$took" -ge 480 ]
	[ "$took" -lt 4500 ]
	# What was leased and not used is given back.
	[ "$(jq .daily_count "home/$usage_file")" = 500 ]
}

@test "csr-throttle: many at once never let through more than the limit" {
	pending 100 >in
	for run in {1..8}; do
		csr-throttle -q --rate 100000/s --burst 1000 --per-day 150 in \
			>"out$run" 2>/dev/null &
	done
	wait
	[ "$(cat out* | jq -c 'select(.csr.granted)' | wc -l)" = 150 ]
	[ "$(cat out* | wc -l)" = 800 ]
	[ "$(jq .daily_count "home/$usage_file")" = 150 ]
}

@test "csr-throttle: what is let through is not held back while it waits" {
	pending 2 >in
	csr-throttle -q --rate 1/min in >out &
	pid=$!
	for _ in {1..600}; do
		[ -s out ] && break
		sleep 0.05
	done
	[ "$(wc -l <out)" = 1 ]
	kill "$pid"
	wait "$pid" || status=$?
	[ "$status" = 143 ]
}

@test "csr-throttle: a signal defers the rest, and loses nothing" {
	pending 50 >in
	csr-throttle --rate 1/min in >out 2>err &
	pid=$!
	for _ in {1..600}; do
		[ -s out ] && break
		sleep 0.05
	done
	kill -INT "$pid" 2>/dev/null || kill -TERM "$pid"
	kill -TERM "$pid" 2>/dev/null || true
	wait "$pid" || status=$?
	[ "$status" -gt 128 ]
	[ "$(wc -l <out)" = 50 ]
	[ "$(statuses <out)" = "49 deferred 1 pending" ]
}

@test "csr-throttle: the desktop application's file is taken over" {
	at_noon
	mkdir -m 700 home
	printf '{"date":"%s","daily_count":7,"last_updated":"2026-11-22T10:00:00.123456"}' \
		"$(date +%F)" >"home/$usage_file"
	pending 5 >in
	run -75 --separate-stderr csr-throttle --rate 1000/s --per-day 10 in
	[ "$(statuses <<<"$output")" = "3 pending 2 deferred" ]
	[ "$(jq .daily_count "home/$usage_file")" = 10 ]
}

@test "csr-throttle: a new day begins at nought, an earlier day does not" {
	mkdir -m 700 home
	echo '{"date":"2020-01-01","daily_count":1000}' >"home/$usage_file"
	run -0 csr-throttle -q --per-day 1 <<<'{}'
	[ "$(jq .daily_count "home/$usage_file")" = 1 ]
	echo '{"date":"9999-01-01","daily_count":5}' >"home/$usage_file"
	run -75 csr-throttle -q --per-day 5 <<<'{}'
	[ "$(jq -r .date "home/$usage_file")" = 9999-01-01 ]
}

@test "csr-throttle: a clock that is set back does not make it wait for ever" {
	at_noon
	mkdir -m 700 home
	later=$((($(date +%s) + 86400) * 1000000))
	echo "{\"date\":\"$(date +%F)\",\"daily_count\":1,\"bucket\":{\"next_us\":$((later + 50000)),\"at_us\":$later}}" \
		>"home/$usage_file"
	start=$(date +%s%N)
	run -0 csr-throttle -q --rate 20/s <<<'{}'
	[ $((($(date +%s%N) - start) / 1000000)) -lt 20000 ]
}

@test "csr-throttle: a file that makes no sense lets nothing through" {
	mkdir -m 700 home
	for text in '' '{' '[]' '{}' '{"date":"today","daily_count":1}' \
		'{"date":"2026-11-22"}' '{"date":"2026-11-22","daily_count":-1}' \
		'{"date":"2026-11-22","daily_count":1.5}' \
		'{"date":"2026-11-22","daily_count":"1"}' \
		'{"v":2,"date":"2026-11-22","daily_count":1}' \
		'{"date":"2026-11-22","daily_count":1,"bucket":{"next_us":-1}}' \
		'{"date":"2026-11-22","daily_count":1,"hold":true}' \
		'{"date":"2026-11-22","daily_count":1,"hold":{}}'; do
		printf '%s' "$text" >"home/$usage_file"
		run -78 --separate-stderr csr-throttle <<<'{}'
		[ -z "$output" ]
		[[ $stderr == *"$usage_file"* ]]
		[ "$(cat "home/$usage_file")" = "$text" ]
	done
}

@test "csr-throttle: a fault in the middle drops nothing" {
	pending 300 >in
	mkfifo pipe
	csr-throttle --rate 50/s <pipe >out 2>err &
	pid=$!
	exec 7>pipe
	head -n 3 in >&7
	for _ in {1..600}; do
		[ "$(wc -l <out)" = 3 ] && break
		sleep 0.05
	done
	echo '{' >"home/$usage_file"
	tail -n +4 in >&7
	exec 7>&-
	wait "$pid" || status=$?
	[ "$status" = 78 ]
	[ "$(statuses <out)" = "297 deferred 3 pending" ]
	[[ $(<err) == *"$usage_file"* ]]
	[ "$(cat "home/$usage_file")" = '{' ]
}

@test "csr-throttle: a slower run does not hold a faster one up" {
	at_noon
	run -0 csr-throttle -q --rate 1/h <<<'{}'
	start=$(date +%s%N)
	pending 3 >in
	run -0 csr-throttle -q --rate 20/s in
	[ $((($(date +%s%N) - start) / 1000000)) -lt 20000 ]
	echo "{\"date\":\"$(date +%F)\",\"daily_count\":1,\"bucket\":{\"next_us\":8999999999999999,\"at_us\":1}}" \
		>"home/$usage_file"
	run -0 timeout 30 csr-throttle -q --rate 20/s in
}

@test "csr-throttle: dates that are none, and the day that a count is for" {
	mkdir -m 700 home
	for date in 2026-02-30 9999-99-99 2026-13-01; do
		echo "{\"date\":\"$date\",\"daily_count\":1}" >"home/$usage_file"
		run -78 csr-throttle -q <<<'{}'
	done
	echo '{"date":"2099-06-30","daily_count":5}' >"home/$usage_file"
	run -75 --separate-stderr csr-throttle -q --per-day 5 <<<'{}'
	[[ $stderr == *"run it again after 2099-07-01T00:00:00.000Z"* ]]
}

@test "csr-throttle: state that cannot be written" {
	[ "$(id -u)" != 0 ] || skip "root may write everywhere"
	mkdir -m 500 home
	run -73 csr-throttle <<<'{}'
}

@test "csr-throttle: the directory and its files are for the owner alone" {
	run -0 csr-throttle -q <<<'{}'
	[ "$(stat -c %a home home/* | sort -u | xargs)" = "600 700" ]
	run -0 csr-throttle -q --profile shop <<<'{}'
	[ -e home/profiles/shop/whatsapp_usage.json ]
	run -64 csr-throttle --profile ../x <<<'{}'
}

test_locked() {
	flock -n "$1" true || [ $? = 1 ]
}

@test "csr-throttle: a lock that is held for too long" {
	run -0 csr-throttle -q <<<'{}'
	flock home/whatsapp_usage.lock sleep 30 &
	pid=$!
	until_so test_locked home/whatsapp_usage.lock
	run -75 --separate-stderr csr-throttle <<<'{}'
	pkill -P "$pid" sleep || true
	kill "$pid" 2>/dev/null || true
	[[ $stderr == *"whatsapp_usage.lock"*"another program"* ]]
}

@test "csr-throttle: usage" {
	for bad in 20 20/week /s 0/s -1/s x; do
		run -64 csr-throttle --rate "$bad" </dev/null
	done
	run -64 csr-throttle --burst 0 </dev/null
	run -64 csr-throttle --per-day 1k </dev/null
	for bad in 15 -1s x; do
		run -64 csr-throttle --max-wait "$bad" </dev/null
	done
}
