#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A hold, as csr-throttle meets it.

load helper

usage_file=whatsapp_usage.json

# N pending records.
pending() {
	seq "$1" | jq -c '{n: .}'
}

# A file with a hold until TIME ("" for none), with jq's EDIT of it.
write_hold() {
	mkdir -p -m 700 home
	jq -cn --arg until "$1" '{date: (now | todate[:10]), daily_count: 0,
		hold: {until: (if $until == "" then null else $until end),
			at: "2026-11-22T10:00:00.000Z", status: 75,
			by: "csr-send-wa", reason: "too fast (130429)"}}' |
		jq -c "${2-.}" >"home/$usage_file.by-test"
	flock home/whatsapp_usage.lock \
		mv "home/$usage_file.by-test" "home/$usage_file"
}

@test "csr-throttle: a hold without end defers the rest" {
	write_hold ""
	pending 3 >in
	run -75 --separate-stderr csr-throttle --rate 1000/s in
	[ "$(statuses <<<"$output")" = "3 deferred" ]
	[ "$(jq -c .csr.error <<<"$output" | sort -u)" = '{"stage":"throttle","code":"held","title":"sending is paused: too fast (130429)","hint":"csr-quota resume when that is over, and run again"}' ]
	[ "$stderr" = "csr-throttle: sending is paused: too fast (130429); the rest is deferred: csr-quota resume when that is over, and run again
csr-throttle: 3 deferred" ]
	# The hold says how to end and what to do, and is there the next time.
	write_hold "" '.hold.status = 77 | .hold.code = 190
		| .hold.hint = "make a new token"'
	mkdir -m 700 -p home/profiles/shop
	cp "home/$usage_file" home/profiles/shop/
	for _ in 1 2; do
		run -77 csr-throttle -q --profile shop in
		[ "$(jq -r .csr.error.hint <<<"${lines[3]}")" = \
			"make a new token; then csr-quota resume --profile shop, and run again" ]
	done
	jq -e '.hold.code == 190 and .daily_count == 0' "home/$usage_file"
}

@test "csr-throttle: a hold that ends soon is waited for" {
	until=$(in_seconds 2)
	write_hold "$until"
	pending 2 >in
	run -0 --separate-stderr csr-throttle --rate 1000/s in
	[ "$(statuses <<<"$output")" = "2 pending" ]
	[ "$stderr" = "csr-throttle: sending is paused until $until: too fast (130429); waiting for that
csr-throttle: 2 let through" ]
	[[ ! $(jq -r .csr.granted <<<"${lines[0]}") < $until ]]
	# It is over, and no longer in the file.
	jq -e '.hold == null and .daily_count == 2' "home/$usage_file"
}

@test "csr-throttle: a hold that ends later than --max-wait defers the rest" {
	until=$(in_seconds 1000)
	write_hold "$until"
	run -75 --separate-stderr csr-throttle <<<'{}'
	[[ $stderr == *"is paused until $until: too fast (130429); the rest is deferred: run again after $until"* ]]
	[ "$(jq -r .csr.error.title <<<"$output")" = "sending is paused until $until: too fast (130429)" ]
	[ "$(jq -r .csr.error.hint <<<"$output")" = "run again after $until" ]
	run -75 csr-throttle -q --max-wait 0s <<<'{}'
	write_hold "$(in_seconds 2)"
	run -0 csr-throttle -q --max-wait 1h <<<'{}'
}

@test "csr-throttle: a hold is noticed while it sleeps, by all at once" {
	pending 5 >in
	for run in 1 2; do
		csr-throttle -q --rate 1/min in >"out$run" 2>"err$run" &
		pids[run]=$!
	done
	for _ in {1..600}; do
		[ "$(cat out1 out2 | wc -l)" = 1 ] && break
		sleep 0.05
	done
	start=$(date +%s%N)
	write_hold ""
	for run in 1 2; do
		status=0
		wait "${pids[run]}" || status=$?
		[ "$status" = 75 ]
		[ "$(wc -l <"out$run")" = 5 ]
		[[ $(<"err$run") == *"is paused: too fast"* ]]
	done
	[ $((($(date +%s%N) - start) / 1000000)) -lt 20000 ]
	[ "$(cat out1 out2 | statuses)" = "9 deferred 1 pending" ]
}

@test "csr-throttle: a hold that is set keeps leased messages back" {
	pending 20000 >in
	csr-throttle -q --rate 2000/s --per-day 20000 in >out 2>err &
	pid=$!
	for _ in {1..600}; do
		[ -s out ] && break
		sleep 0.01
	done
	write_hold ""
	set=$(date +%s%3N)
	wait "$pid" || status=$?
	[ "$status" = 75 ]
	[ "$(wc -l <out)" = 20000 ]
	# None was let through after that, but for one in hand at the moment.
	jq -r 'select(.csr.granted) | .csr.granted' out | jq -Rse --argjson set "$set" \
		'split("\n")[:-1] | map((.[:19] + "Z" | fromdate) * 1000
		+ (.[20:23] | tonumber)) | length > 0 and max <= $set + 200'
}

@test "csr-throttle: a hold that makes no sense lets nothing through" {
	for edit in '.hold = 1' '.hold = []' 'del(.hold.until)' \
		'.hold.until = 1' '.hold.until = "tomorrow"' \
		'.hold.until = "1970-01-01T00:00:00.000Z"' \
		'.hold.until = "2026-11-22T10:00:00Z"' 'del(.hold.at)' \
		'.hold.at = null' 'del(.hold.status)' '.hold.status = "75"' \
		'.hold.status = 0' '.hold.status = 1' '.hold.status = 75.5' \
		'.hold.status = 128' '.hold.code = "190"' '.hold.code = 1.5' \
		'.hold.code = null' 'del(.hold.by)' '.hold.by = 1' \
		'.hold.reason = null' '.hold.reason = "a\u0000b"' \
		'.hold.hint = 1'; do
		write_hold "" "$edit"
		cp "home/$usage_file" before
		run -78 --separate-stderr csr-throttle <<<'{}'
		[ -z "$output" ]
		[[ $stderr == *"$usage_file: hold"*"makes no sense"* ]]
		cmp before "home/$usage_file"
	done
	# What is allowed, though no program of ours writes it.
	for edit in '.hold = null' '.hold.until = "2026-11-22T11:00:00.000Z"' \
		'.hold.until = "1970-01-01T00:00:00.001Z"
			| .hold.reason = "long" * 1000'; do
		write_hold "" "$edit"
		run -0 csr-throttle -q <<<'{}'
	done
}
