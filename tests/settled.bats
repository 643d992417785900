#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the ledger has settled, as csr-throttle meets it.

load helper

usage_file=whatsapp_usage.json

# What a sender does, as tests/unit/make-ledger.c reads it, to a campaign.
make_ledger() {
	mkdir -p -m 700 home
	"$(dirname "$(command -v csr-throttle)")/tests/unit/make-ledger" \
		home "$1"
}

# Records of the campaign hello, in the file in; their keys in keys[].
render_hello() {
	hello
	rendered "$1" >in
	mapfile -t keys < <(jq -r .csr.key in)
}

@test "csr-throttle: what the ledger has settled takes nothing of the day" {
	render_hello 6
	make_ledger hello <<-EOF
		intent ${keys[0]} 1
		accepted ${keys[0]} wamid.one
		intent ${keys[1]} 1
		failed ${keys[1]} 131026
		intent ${keys[2]} 1
		in_doubt ${keys[2]} no_answer
		intent ${keys[4]} 1
		not_sent ${keys[4]} 130429 0
		intent ${keys[3]} 1
		sync
		kill
	EOF
	run -0 --separate-stderr csr-throttle --rate 1000/s in
	echo "$output" >out
	[ "$(statuses <out)" = "2 pending 2 in_doubt 2 duplicate" ]
	[ "$stderr" = "csr-throttle: 2 let through, 2 duplicate, 2 in doubt" ]
	[ "$(jq .daily_count "home/$usage_file")" = 2 ]
	[ "$(jq -c 'select(.csr.granted) | .csr.key' out | xargs)" = "${keys[*]:4:2}" ]
	jq -se 'map(select(.csr.granted | not) | .csr.result.at) | all(
		test("^20..-..-..T..:..:..\\.[0-9]{3}Z$"))' out
	jq -c 'select(.csr.granted | not) | .csr
		| .result.id, (.error | .stage, .code, .title, .hint)' out >texts
	diff - texts <<-EOF
		"wamid.one"
		"throttle"
		"already_sent"
		"already sent in this campaign"
		"to write to this person again, name another campaign: csr-render --campaign"
		null
		"throttle"
		"already_failed"
		"refused for good in this campaign (131026)"
		"once the reason is gone: csr-ledger resolve ${keys[1]} resend, and run again"
		null
		"throttle"
		"in_doubt"
		"may have been sent before; no answer came"
		"find out whether it arrived, then csr-ledger resolve ${keys[2]} accepted, or resend"
		null
		"throttle"
		"in_doubt"
		"may have been sent before; no answer came"
		"find out whether it arrived, then csr-ledger resolve ${keys[3]} accepted, or resend"
	EOF
	# Also when nothing more is let through.
	run -75 csr-throttle -q --per-day 0 in
	[ "$(statuses <<<"$(grep '^{' <<<"$output")")" = "2 in_doubt 2 duplicate 2 deferred" ]
}

@test "csr-throttle: what is not to be tried again yet is deferred" {
	render_hello 2
	until=$(in_seconds 3)
	make_ledger hello <<-EOF
		intent ${keys[0]} 1
		not_sent ${keys[0]} 131049 $(date -d "$until" +%s%3N)
		intent ${keys[1]} 1
		not_sent ${keys[1]} 131049 1700000000000
	EOF
	run -75 --separate-stderr csr-throttle --rate 1000/s in
	[ "$(statuses <<<"$output")" = "1 pending 1 deferred" ]
	[ "$(jq -c '.csr.error | select(.)' <<<"$output")" = "{\"stage\":\"throttle\",\"code\":\"not_yet\",\"title\":\"not to be tried again before $until\",\"hint\":\"run again after $until\"}" ]
	until_so eval '[[ $(date -u +%FT%T.000Z) > $until ]]'
	run -0 csr-throttle -q --rate 1000/s in
	[ "$(statuses <<<"$output")" = "2 pending" ]
}

@test "csr-throttle: what a sender has in hand goes on to the sender" {
	render_hello 2
	mkfifo events
	make_ledger hello <events &
	pid=$!
	exec 7>events
	printf '%s\n' "intent ${keys[0]} 1" sync >&7
	for _ in {1..600}; do
		grep -qs "${keys[0]}" home/ledger/hello.ndjson && break
		sleep 0.05
	done
	run -0 csr-throttle -q --rate 1000/s in
	[ "$(statuses <<<"$output")" = "2 pending" ]
	exec 7>&-
	wait "$pid"
	run -0 csr-throttle -q --rate 1000/s in
	[ "$(statuses <<<"$output")" = "1 pending 1 in_doubt" ]
}

@test "csr-throttle: records of many campaigns, and of none" {
	render_hello 1
	printf '%s\n' "intent ${keys[0]} 1" "accepted ${keys[0]} wamid.one" |
		make_ledger hello
	make_ledger other </dev/null
	# More campaigns than are kept in mind, and back to the first one.
	{
		cat in
		seq 40 | jq -c --slurpfile in in '$in[0] * {csr: {campaign: "c\(.)"}}'
		cat in
		jq -c '.csr.campaign = "other"' in
		jq -c '.csr.campaign = ("..", "../hello", "a/b", "", 1, null)' in
		jq -c '.csr.key = ("x", "", 1, "0" * 32, "F" * 32, null)' in
		jq -c 'del(.csr.campaign), del(.csr.key), del(.csr)' in
	} >many
	run -0 --separate-stderr csr-throttle --rate 10000/s many
	[ "$stderr" = "csr-throttle: 56 let through, 2 duplicate" ]
	[ "$(ls home/ledger | xargs)" = "hello.lock hello.mark hello.ndjson other.lock other.mark other.ndjson" ]
}

@test "csr-throttle: a damaged ledger stops the run, a missing one does not" {
	render_hello 3
	run -0 csr-throttle -q --rate 1000/s in
	[ ! -e home/ledger ]
	for key in "${keys[@]}"; do
		printf '%s\n' "intent $key 1" "accepted $key wamid.one"
	done | make_ledger hello
	sed -i s/accepted/in_doubt/ home/ledger/hello.ndjson
	run -78 --separate-stderr csr-throttle --rate 1000/s in
	[ "$(statuses <<<"$output")" = "3 deferred" ]
	[[ $stderr == *"hello.ndjson"*"csr-ledger check"* ]]
	[ "$(jq .daily_count "home/$usage_file")" = 3 ]
}
