#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper

usage_file=whatsapp_usage.json

# A file as programs write it, with jq's EDIT of it: 412 sent today, no hold.
write_usage() {
	mkdir -p -m 700 home
	jq -cn '{v: 1, date: "9999-11-25", daily_count: 412}' |
		jq -c "${1-.}" >"home/$usage_file"
}

hold='.hold = {until: null, at: "2026-11-25T09:12:00.000Z", status: 77,
	code: 190, by: "csr-send-wa",
	reason: "the token has expired or is invalid (190)",
	hint: "make a new system user token"}'

@test "csr-quota: options it does not know, and a full disk" {
	assert_helps csr-quota
	assert_refuses_unknown_options csr-quota
	run -74 --separate-stderr bash -c 'csr-quota show >/dev/full'
	[[ $stderr == *"No space left on device"* ]]
	run -74 bash -c 'csr-quota show --json >&-'
}

@test "csr-quota: usage" {
	for line in "" show,pause show,x stop Show show,--until,18:00 \
		show,--for,1h show,--reason,x pause,--json pause,--rate,1/s \
		resume,--per-day,1 resume,--for,1h pause,--until,24:00 \
		pause,--until,soon pause,--until,2020-01-01T00:00:00Z \
		pause,--for,0s pause,--for,1 pause,--for,-1s pause,--reason, \
		"pause,--for,1h,--until,9999-01-01T00:00:00Z"; do
		IFS=, read -ra words <<<"$line,"
		run -64 --separate-stderr csr-quota "${words[@]}"
		[ -z "$output" ]
		[[ $stderr == *"see csr-quota --help" ]]
		[ ! -e home ]
	done
	run -64 csr-quota pause --reason "$(printf '%0200d' 0)"
	run -64 csr-quota pause --reason $'two\nlines'
	run -64 csr-quota pause --reason $'\377'
	run -64 csr-quota show --profile ../x
}

@test "csr-quota: show before there is anything makes nothing" {
	run -0 --separate-stderr csr-quota show
	[ "$(sed '/^resets/d' <<<"$output")" = "used    0 of 1000
left    1000
rate    20/min
hold    none" ]
	[ "$stderr" = "" ]
	run -0 csr-quota show --profile shop
	run -0 csr-quota resume -q
	[ ! -e home ]
}

@test "csr-quota: what show writes" {
	write_usage
	run -0 csr-quota show
	[ "$output" = "used    412 of 1000
left    588
rate    20/min
resets  9999-11-26 00:00 UTC
hold    none" ]
	write_usage "$hold"
	TZ="CET-1" run -77 csr-quota show --per-day 400 --rate 90/h
	[ "$output" = "used    412 of 400
left    0
rate    1.5/min
resets  9999-11-26 00:00 CET
hold    since 2026-11-25 10:12 CET, by csr-send-wa
why     the token has expired or is invalid (190)
do      make a new system user token; then csr-quota resume" ]
	run -77 csr-quota show --json --rate 60/min
	[ "$output" = '{"date":"9999-11-25","used":412,"per_day":1000,"left":588,"rate":"1/s","resets":"9999-11-26T00:00:00.000Z","hold":{"until":null,"at":"2026-11-25T09:12:00.000Z","status":77,"code":190,"by":"csr-send-wa","reason":"the token has expired or is invalid (190)","hint":"make a new system user token"}}' ]
	mkdir -m 700 -p home/profiles/shop
	write_usage "$hold | .hold.until = \"9999-11-25T18:00:29.001Z\"
		| .hold.status = 75 | del(.hold.hint, .hold.code)"
	mv "home/$usage_file" home/profiles/shop
	run -75 csr-quota show --profile shop
	[ "${lines[4]}" = "hold    until 9999-11-25 18:00:30 UTC, since 2026-11-25 09:12 UTC, by csr-send-wa" ]
	[ "${lines[6]}" = "do      wait, or csr-quota resume --profile shop" ]
	write_usage
	run -75 csr-quota show --per-day 412
}

@test "csr-quota: what a hold says does not drive the terminal" {
	write_usage "$hold | .hold.reason = \"\\u001b[2J\\u007f\" | .hold.by = \"a\\nb\""
	run -77 csr-quota show
	[ "${#lines[@]}" = 7 ]
	[ "${lines[5]}" = 'why     \x1b[2J\x7f' ]
	run -0 csr-quota resume
	[ "$output" = 'csr-quota: sending goes on; a\x0ab had paused it: \x1b[2J\x7f' ]
}

@test "csr-quota: pause stops, resume lets go on" {
	run -0 --separate-stderr csr-quota pause --reason "the wrong list"
	[ -z "$output" ]
	[ "$stderr" = "csr-quota: sending is paused: the wrong list; csr-quota resume lets it go on" ]
	[ "$(stat -c %a home home/* | sort -u | xargs)" = "600 700" ]
	jq -e '.hold | .until == null and .status == 75 and .by == "csr-quota"
		and has("code") == false and has("hint") == false' \
		"home/$usage_file"
	run -75 --separate-stderr csr-throttle <<<'{}'
	[ "$(jq -c .csr.error <<<"$output")" = '{"stage":"throttle","code":"held","title":"sending is paused: the wrong list","hint":"csr-quota resume when that is over, and run again"}' ]
	run -0 csr-quota pause --for 1h
	[[ $output == "csr-quota: nothing is changed, for a hold that ends no earlier stands: sending is paused: the wrong list" ]]
	run -0 csr-quota resume
	[ "$output" = "csr-quota: sending goes on; csr-quota had paused it: the wrong list" ]
	run -0 csr-throttle -q <<<'{}'
	run -0 csr-quota resume
	[ "$output" = "csr-quota: sending was not paused" ]
	[ "$(jq -c '[.daily_count, .hold]' "home/$usage_file")" = "[1,null]" ]
}

@test "csr-quota: pause for a time, which ends by itself" {
	run -0 csr-quota pause --until 9999-12-31T23:59:59+00:00
	jq -e '.hold.until == "9999-12-31T23:59:59.000Z"
		and .hold.reason == "by hand"' "home/$usage_file"
	run -0 csr-quota resume -q
	[ -z "$output" ]
	until=$(date -d '+90 minutes' '+%F %R')
	TZ="<-03>3" run -0 csr-quota pause -q --until \
		"$(TZ="<-03>3" date -d "$until UTC" '+%F %R')"
	[ "$(jq -r .hold.until "home/$usage_file")" = "${until/ /T}:00.000Z" ]
	run -0 csr-quota resume -q
	run -0 csr-quota pause --for 2s
	[[ $output == "csr-quota: sending is paused until "*"Z: by hand; "* ]]
	run -75 csr-quota show
	until_so csr-quota show
	run -0 csr-quota show
	[ "${lines[4]}" = "hold    none" ]
	run -0 csr-quota resume
	[ "$output" = "csr-quota: sending was not paused" ]
}

@test "csr-quota: pause reaches a run that waits, resume one that is held" {
	seq 3 | jq -c '{n: .}' >in
	csr-quota pause -q --for 1h
	csr-throttle -q --rate 1000/s --max-wait 2h in >out 2>err &
	pid=$!
	for _ in {1..600}; do
		[ -s err ] && break
		sleep 0.05
	done
	[[ $(<err) == *"waiting for that" ]]
	[ ! -s out ]
	start=$(date +%s%N)
	csr-quota resume -q
	wait "$pid"
	[ $((($(date +%s%N) - start) / 1000000)) -lt 20000 ]
	[ "$(statuses <out)" = "3 pending" ]
	# And the other way round.
	rm out
	csr-throttle -q --rate 1/h in >out 2>err &
	pid=$!
	for _ in {1..600}; do
		[ -s out ] && break
		sleep 0.05
	done
	csr-quota pause -q
	wait "$pid" || status=$?
	[ "$status" = 75 ]
	[ "$(statuses <out)" = "2 deferred 1 pending" ]
}

@test "csr-quota: eight that pause and resume at once leave a whole file" {
	write_usage '.date = (now | todate[:10]) | .daily_count = 0'
	for run in {1..8}; do
		(
			for _ in {1..15}; do
				csr-quota pause -q --for 1h --reason "run $run"
				csr-quota resume -q
			done
		) 2>"err$run" &
	done
	seq 200 | jq -c '{n: .}' |
		csr-throttle -q --rate 1000/s --max-wait 2h >out
	wait
	[ "$(cat err*)" = "" ]
	[ "$(statuses <out)" = "200 pending" ]
	[ "$(jq -c '[.daily_count, .hold]' "home/$usage_file")" = "[200,null]" ]
}

@test "csr-quota: a file that makes no sense is left alone" {
	for edit in '.hold = 1' '.daily_count = -1' "$hold | .hold.status = 5"; do
		write_usage "$edit"
		cp "home/$usage_file" before
		for command in show pause resume; do
			run -78 --separate-stderr csr-quota "$command"
			[ -z "$output" ]
			[[ $stderr == *"home/$usage_file: "*"makes no sense"* ]]
			cmp before "home/$usage_file"
		done
	done
}

@test "csr-quota: a hold that cannot be written is told" {
	write_usage
	mkdir "home/$usage_file.new"
	run -74 --separate-stderr csr-quota pause
	[[ $stderr == *"$usage_file.new: Is a directory"* ]]
	run -0 csr-quota show
}

@test "csr-quota: the desktop application's file" {
	mkdir -m 700 home
	printf '{"date":"%s","daily_count":7,"last_updated":"2026-11-22T10:00:00.123456"}' \
		"$(date +%F)" >"home/$usage_file"
	run -0 csr-quota show
	[ "${lines[0]}" = "used    7 of 1000" ]
	run -0 csr-quota pause -q
	run -75 csr-quota show
	[ "${lines[0]}" = "used    7 of 1000" ]
}
