#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper

# Run a command line against the sandbox, whose log is sandbox.log.
sandbox() {
	csr-sandbox --log sandbox.log -- bash -c "$1"
}

# Records to the numbers given, as csr-throttle lets them through.
granted() {
	for number; do
		jq -cn --arg to "$number" --arg at "$(date -u +%FT%T.000Z)" '{csr: {
			campaign: "c", to: $to, granted: $at,
			message: {type: "text", text: {body: "Hello"}}}}'
	done
}

# So many of them, to numbers that the sandbox has nothing against.
many() {
	seq "$1" | jq -c --arg at "$(date -u +%FT%T.000Z)" '{csr: {campaign: "c",
		to: "+1202555\(. + 10000)77", granted: $at,
		message: {type: "text", text: {body: "Hello"}}}}'
}

# No credentials are asked of these.
@test "csr-send-wa: finished records pass byte for byte" {
	assert_passes_finished_on csr-send-wa --dry-run
	export CSR_ACCESS_TOKEN=x CSR_PHONE_NUMBER_ID=1 CSR_API_BASE=http://127.0.0.1:1
	assert_passes_finished_on csr-send-wa
}

@test "csr-send-wa: lines that are no records become invalid records" {
	export CSR_ACCESS_TOKEN=x CSR_PHONE_NUMBER_ID=1 CSR_API_BASE=http://127.0.0.1:1
	# A sender's exit status says that some did not make it.
	printf 'not json\n' >in
	run -1 --separate-stderr csr-send-wa in
	[ "$(jq -r .csr.status <<<"$output")" = invalid ]
	assert_turns_bad_lines_into_records csr-send-wa --dry-run
}

@test "csr-send-wa: empty input, full disk, closed output and input" {
	export CSR_ACCESS_TOKEN=x CSR_PHONE_NUMBER_ID=1 CSR_API_BASE=http://127.0.0.1:1
	assert_takes_empty_input csr-send-wa
	assert_notices_full_disk csr-send-wa
	assert_notices_closed_stdout csr-send-wa
	assert_notices_broken_pipe csr-send-wa
	assert_notices_closed_stdin csr-send-wa
	assert_lets_a_live_pipe_flow csr-send-wa
}

@test "csr-send-wa: usage" {
	assert_helps csr-send-wa
	assert_refuses_unknown_options csr-send-wa
	for bad in v25 25.0 v25.0x v.0 ../v25.0; do
		run -64 csr-send-wa --api-version "$bad" </dev/null
	done
	run -64 csr-send-wa --concurrency 0 </dev/null
	run -64 csr-send-wa --timeout 0s </dev/null
	run -64 csr-send-wa --timeout 2h </dev/null
	run -64 csr-send-wa --timeout 30 </dev/null
}

@test "csr-send-wa: what is accepted carries the message's id" {
	granted +12025550101 >in
	run -0 --separate-stderr sandbox 'csr-send-wa in'
	[ "$stderr" = "csr-send-wa: 1 accepted (campaign c)" ]
	jq -e '.csr.status == "accepted" and (.csr.result.id | startswith("wamid."))
		and .csr.result.wa_id == "12025550101" and .csr.result.attempts == 1
		and (.csr.result.at | endswith("Z")) and .csr.result.ms >= 0' \
		<<<"$output"
	[ "$(jq -r .id sandbox.log)" = "$(jq -r .csr.result.id <<<"$output")" ]
	# The request is the record's message in its envelope.
	key=$(printf 4:csr1,1:c,8:whatsapp,12:+12025550101,1:0, | b2sum -l 128 |
		cut -d ' ' -f 1)
	[ "$(jq -cS .body sandbox.log)" = '{"biz_opaque_callback_data":"csr1:'"$key"':1","messaging_product":"whatsapp","recipient_type":"individual","text":{"body":"Hello"},"to":"+12025550101","type":"text"}' ]
}

@test "csr-send-wa: refusals become what their class says" {
	check() { # NUMBER STATUS CODE EXIT
		granted "$1" >in
		run "-$4" --separate-stderr sandbox \
			'csr-send-wa --retries 0 --max-wait 0s in'
		[ "$(jq -r '.csr | [.status, .error.code] | @tsv' <<<"$output")" = \
			"$2"$'\t'"$3" ]
		jq -e '.csr.error | .stage == "send" and .title != "" and
			.hint != "" and .http >= 400 and .trace != ""' <<<"$output"
	}
	check +12025550126 failed 131026 1
	check +12025550147 failed 131047 1
	check +12025550109 failed 131009 1
	check +12025550150 suppressed 131050 1
	check +12025550149 deferred 131049 75
	check +12025550156 deferred 131056 75
	check +12025550129 deferred 130429 75
	check +12025550199 deferred 131000 75
	check +12025550116 deferred 131016 75
	check +12025550190 deferred 190 77
	check +12025550142 deferred 131042 75
	check +12025550195 deferred 132015 75
	[ ! -s sandbox.log ]
}

@test "csr-send-wa: an error that will hit every message stops the run" {
	{ granted +12025550190 && many 200; } >in
	run -77 --separate-stderr sandbox 'csr-send-wa --concurrency 1 in'
	[ "$(statuses <<<"$output")" = "201 deferred" ]
	[[ $stderr == *"the token has expired"*"(190)"*"nothing more is sent"* ]]
	[ ! -s sandbox.log ]
}

# So many records to one number, each a message of its own.
repeated() {
	for part in $(seq "$2"); do
		granted "$1" | jq -c --arg key "$(printf '%032x' "$part")" \
			'.csr.key = $key'
	done
}

@test "csr-send-wa: ten refusals of one kind in a row stop the run" {
	repeated +12025550109 30 >in
	run -69 --separate-stderr sandbox \
		'csr-send-wa --concurrency 1 --pair-interval 0s in'
	[ "$(statuses <<<"$output")" = "20 deferred 10 failed" ]
	[[ $stderr == *"10 messages in a row: a value in the message is not allowed (131009)"* ]]
	# Not when it is the people that are wrong.
	repeated +12025550126 30 >in
	run -1 --separate-stderr sandbox \
		'csr-send-wa --concurrency 1 --pair-interval 0s in'
	[ "$(statuses <<<"$output")" = "30 failed" ]
}

@test "csr-send-wa: a server that is not there" {
	export CSR_ACCESS_TOKEN=x CSR_PHONE_NUMBER_ID=1 CSR_API_BASE=http://127.0.0.1:1
	many 100 >in
	run -69 --separate-stderr csr-send-wa --backoff 10ms --rate 1000/s in
	[ "$(statuses <<<"$output")" = "100 deferred" ]
	[ "$(jq -r .csr.error.code <<<"$output" | sort -u | xargs)" = "not_sent stopped" ]
	[[ $stderr == *"6 times in a row the API was not reached"*"check the network"* ]]
	# What certainly was not sent costs no quota.
	many 100 | jq -c 'del(.csr.granted)' >in
	run -69 csr-send-wa -q --backoff 1ms --rate 1000/s in
	[ "$(jq .daily_count home/whatsapp_usage.json)" = 0 ]
	# And nobody is in doubt: the next run sends to all.
	run -1 grep in_doubt home/ledger/c.ndjson
}

@test "csr-send-wa: many at once, each once, over few connections" {
	many 3000 >in
	run -0 --separate-stderr sandbox 'csr-send-wa --concurrency 64 in >out'
	[ "$(statuses <out)" = "3000 accepted" ]
	[ "$(wc -l <sandbox.log)" = 3000 ]
	[ "$(jq -r .to sandbox.log | sort | uniq -d | wc -l)" = 0 ]
	diff <(jq -r .to sandbox.log | sort) <(jq -r .csr.to in | sort)
	diff <(jq -r .id sandbox.log | sort) <(jq -r .csr.result.id out | sort)
}

@test "csr-send-wa: -v says which line it is, though many are under way" {
	{ echo nonsense && many 10 && granted +12025550126 && many 20; } >in
	run -1 --separate-stderr sandbox 'csr-send-wa -v in >out'
	[ "$(sed -n 's/^csr-send-wa: line \([0-9]*\): .*/\1/p' <<<"$stderr" |
		sort -n | xargs)" = "$(seq 32 | xargs)" ]
	[[ $stderr == *"line 1: invalid"* ]]
	[[ $stderr == *"line 12: failed"* ]]
}

@test "csr-send-wa: answers are waited for at the same time" {
	many 100 >in
	start=$(date +%s%N)
	csr-sandbox --latency 300ms -- csr-send-wa -q --concurrency 50 in >out
	took=$((($(date +%s%N) - start) / 1000000))
	[ "$took" -ge 600 ]
	# One after the other they would take 30 seconds.
	[ "$took" -lt 15000 ]
	[ "$(statuses <out)" = "100 accepted" ]
}

@test "csr-send-wa: an answer that does not come is a doubt" {
	many 3 >in
	run -1 --separate-stderr csr-sandbox --latency 1h -- \
		csr-send-wa --timeout 700ms in
	[ "$(statuses <<<"$output")" = "3 in_doubt" ]
	[[ $(jq -r .csr.error.hint <<<"$output" | head -n 1) == *"ask the person"*"csr-ledger resolve"* ]]
}

@test "csr-send-wa: a signal lets what is under way end, and defers the rest" {
	many 200 >in
	csr-sandbox --latency 400ms --log sandbox.log -- bash -c \
		'csr-send-wa --concurrency 20 in >out & echo $! >pid
		while ! grep -q . sandbox.log; do sleep 0.02; done
		kill -TERM $!; wait $!; echo $? >status' 2>err
	[ "$(cat status)" = 143 ]
	[ "$(wc -l <out)" = 200 ]
	[ "$(jq -r .csr.status out | sort -u | xargs)" = "accepted deferred" ]
	[ "$(grep -c accepted out)" = "$(wc -l <sandbox.log)" ]
}

@test "csr-send-wa: a record without a grant of today asks the quota" {
	many 5 | jq -c 'del(.csr.granted)' >in
	run -75 --separate-stderr sandbox 'csr-send-wa --rate 100/s --per-day 3 in'
	[ "$(statuses <<<"$output")" = "3 accepted 2 deferred" ]
	[[ $stderr == *"the daily limit of 3 is reached; nothing more is sent: run again after "* ]]
	many 2 | jq -c '.csr.granted = "2020-01-01T00:00:00.000Z"' >in
	run -75 sandbox 'csr-send-wa --per-day 0 in'
	# The pace is held.
	many 5 | jq -c 'del(.csr.granted)' >in
	start=$(date +%s%N)
	run -0 sandbox 'csr-send-wa -q --rate 10/s in'
	[ $((($(date +%s%N) - start) / 1000000)) -ge 390 ]
}

@test "csr-send-wa: what certainly was not sent gives its grant back" {
	{ granted +12025550190 && many 4; } | jq -c 'del(.csr.granted)' |
		csr-throttle -q --rate 1000/s >in
	[ "$(jq .daily_count home/whatsapp_usage.json)" = 5 ]
	run -77 --separate-stderr csr-sandbox -- bash -c \
		"CSR_HOME=$CSR_HOME csr-send-wa in"
	# What csr-throttle granted stays spent: else a file that is fed in twice
	# would give back twice.  The record loses it, and has to ask again.
	[ "$(jq .daily_count home/whatsapp_usage.json)" = 5 ]
	[ "$(jq -c 'select(.csr.error.code == "stopped") | .csr.granted' \
		<<<"$output" | sort -u)" = null ]
	# What it took itself and could not use is given back.
	csr-quota resume
	many 5 | jq -c 'del(.csr.granted)' >in
	CSR_ACCESS_TOKEN=x CSR_PHONE_NUMBER_ID=1 CSR_API_BASE=http://127.0.0.1:1 \
		run -69 csr-send-wa -q --rate 1000/s --backoff 1ms in
	[ "$(jq .daily_count home/whatsapp_usage.json)" = 5 ]
}

@test "csr-send-wa: the first goes alone, so a bad token costs one request" {
	{ granted +12025550190 && many 50; } >in
	run -77 --separate-stderr sandbox 'csr-send-wa --concurrency 50 in'
	[ ! -s sandbox.log ]
	[ "$(jq -r .csr.error.code <<<"$output" | sort | uniq -c | xargs)" = \
		"1 190 50 stopped" ]
}

@test "csr-send-wa: records that say too little are invalid" {
	run -1 sandbox 'csr-send-wa -q <<<"{}"'

	check() {
		run -0 csr-send-wa -q --dry-run <<<"$2"
		[ "$(jq -r .csr.error.code <<<"$output")" = "$1" ]
	}
	m='"message":{"type":"text","text":{"body":"x"}}'
	check no_campaign '{"a":1}'
	check no_campaign '{"csr":{"to":"+12025550101",'"$m"'}}'
	check no_campaign '{"csr":{"campaign":"../x","to":"+12025550101",'"$m"'}}'
	check bad_phone '{"csr":{"campaign":"c",'"$m"'}}'
	check bad_phone '{"csr":{"campaign":"c","to":"2025550101",'"$m"'}}'
	check bad_phone '{"csr":{"campaign":"c","to":["+12025550101"],'"$m"'}}'
	check no_message '{"csr":{"campaign":"c","to":"+12025550101"}}'
	check no_message '{"csr":{"campaign":"c","to":"+12025550101","message":"x"}}'
	check no_message '{"csr":{"campaign":"c","to":"+12025550101","message":{ }}}'
	check wrong_channel '{"csr":{"channel":"email","campaign":"c","to":"a@example.com",'"$m"'}}'
}

@test "csr-send-wa: --dry-run shows the requests, sends nothing, knows no token" {
	granted +12025550101 >in
	CSR_ACCESS_TOKEN=canary-token CSR_PHONE_NUMBER_ID=123 \
		run -0 --separate-stderr csr-send-wa --dry-run in
	jq -e '.csr.request | .method == "POST" and .body.to == "+12025550101"
		and .url == "https://graph.facebook.com/v25.0/123/messages"' \
		<<<"$output"
	[[ $output$stderr != *canary-token* ]]
	[ "$(jq -r '.csr.status // "pending"' <<<"$output")" = pending ]
	[ ! -e home ]
	run -0 csr-send-wa --dry-run --api-version v26.0 in
	[[ $output == *"/v26.0/PHONE_NUMBER_ID/messages"* ]]
}

@test "csr-send-wa: nobody but csr.to gets a message" {
	for member in to recipient recipient_type messaging_product \
		biz_opaque_callback_data 't\u006f'; do
		printf '%s\n' '{"csr":{"campaign":"c","to":"+12025550101","message":{"type":"text","'"$member"'":"+447700900999","text":{"body":"x"}}}}' >in
		run -1 --separate-stderr sandbox 'csr-send-wa -q --rate 100/s in'
		[ "$(jq -r .csr.error.code <<<"$output")" = no_message ]
		[ ! -s sandbox.log ]
	done
}

@test "csr-send-wa: a record without room for its result is not sent" {
	granted +12025550101 >short
	head -c 1030000 /dev/zero | tr '\0' x | jq -cR --slurpfile r short \
		'$r[0] + {x: .}' >in
	run -1 --separate-stderr sandbox 'csr-send-wa -q in'
	[ "$(jq -r .csr.error.code <<<"$output")" = too_long ]
	[ ! -s sandbox.log ]
	jq -c 'del(.csr.granted)' in >ungranted
	run -0 csr-throttle -q ungranted
	[ "$(jq -r .csr.error.code <<<"$output")" = too_long ]
	[ ! -e home/whatsapp_usage.json ]
}

@test "csr-send-wa: no core file can be made while it holds the token" {
	mkfifo pipe
	CSR_ACCESS_TOKEN=canary-token CSR_PHONE_NUMBER_ID=1 \
		CSR_API_BASE=http://127.0.0.1:1 csr-send-wa -q <pipe &
	pid=$!
	exec 7>pipe
	until_so grep -E '^Max core file size +0 ' "/proc/$pid/limits"
	kill -ABRT "$pid"
	wait "$pid" || status=$?
	[ "$status" = 134 ]
	run -1 grep -r canary-token .
	exec 7>&-
}

@test "csr-send-wa: a user id goes into recipient, not into to" {
	granted US.13491208655302741918 >in
	run -0 sandbox 'csr-send-wa -q in'
	[ "$(jq -r .body.recipient sandbox.log)" = US.13491208655302741918 ]
	[ "$(jq .body.to sandbox.log)" = null ]
}

@test "csr-send-wa: only https, but for literal loopback" {
	export CSR_ACCESS_TOKEN=canary-token CSR_PHONE_NUMBER_ID=1
	for base in http://graph.example.com http://localhost:1 \
		http://127.0.0.1.example.com http://127.1:1 http://[::2] \
		http://user@127.0.0.1 ftp://127.0.0.1 127.0.0.1:1 \
		'https://graph.example.com/x?y' https://graph.example.com/x 'https://a b' https:// \
		http://127.0.0.1:1@graph.example.com; do
		CSR_API_BASE=$base run -78 --separate-stderr csr-send-wa </dev/null
		[[ $stderr == *CSR_API_BASE* ]]
		[[ $stderr != *canary-token* ]]
	done
	for base in http://127.0.0.1:1 http://127.9.9.9 'http://[::1]:1' \
		https://graph.example.com https://127.0.0.1:1/; do
		CSR_API_BASE=$base run -0 csr-send-wa -q </dev/null
	done
}

@test "csr-send-wa: a proxy does not get what is for loopback" {
	granted +12025550101 >in
	http_proxy=http://127.0.0.1:1 run -0 sandbox 'csr-send-wa -q in'
}

@test "csr-send-wa: not configured" {
	run -78 --separate-stderr csr-send-wa </dev/null
	[[ $stderr == *"whatsapp_credentials.json: is not there: csr-auth login"* ]]
	CSR_ACCESS_TOKEN=x CSR_PHONE_NUMBER_ID=+12025550101 \
		run -78 --separate-stderr csr-send-wa </dev/null
	[[ $stderr == *"is not the phone number"* ]]
	# A line end in the token would be a header of somebody else's.
	CSR_ACCESS_TOKEN=$'x\r\nX-Evil: 1' CSR_PHONE_NUMBER_ID=1 \
		run -78 --separate-stderr csr-send-wa </dev/null
	[[ $stderr == *"the access token has a blank"* ]]
	[[ $stderr != *Evil* ]]
}

@test "csr-send-wa: stored credentials" {
	echo '{"access_token":"canary-token","phone_number_id":"42"}' |
		csr-auth login -q --stdin --no-test
	run -0 csr-send-wa -q </dev/null
	granted +12025550101 >in
	# No key is needed for a dry run.
	mv state away
	run -0 --separate-stderr csr-send-wa --dry-run in
	[[ $output == *"/v25.0/42/messages"* ]]
	[[ $output$stderr != *canary-token* ]]
	run -78 --separate-stderr csr-send-wa in
	[[ $stderr == *"CSC-Reach/key: the key file is not there"* ]]
	mv away state
	# Never over plain http.
	(umask 077; echo 'whatsapp: {base_url: "http://127.0.0.1:1"}' >home/config.yaml)
	run -78 --separate-stderr csr-send-wa in
	[[ $stderr == *"the stored token is never sent over plain http"* ]]
	rm home/config.yaml
	# Nor where only the environment says.
	CSR_API_BASE=https://127.0.0.1:1 run -78 --separate-stderr csr-send-wa in
	[[ $stderr == *"is not sent to an address of the environment (https://127.0.0.1:1)"* ]]
	chmod 644 home/whatsapp_credentials.json
	run -77 --separate-stderr csr-send-wa </dev/null
	[[ $stderr == *"mode is 0644, want 0600"*"chmod 600 $CSR_HOME/whatsapp_credentials.json" ]]
}

@test "csr-send-wa: stored credentials with a passphrase" {
	echo '{"access_token":"canary-token","phone_number_id":"42"}' |
		csr-auth login -q --stdin --no-test --new-passphrase-fd 3 \
			3<<<"correct horse"
	run -78 --separate-stderr setsid csr-send-wa </dev/null
	[[ $stderr == *"credentials.passphrase_command"* ]]
	run -78 --separate-stderr csr-send-wa --passphrase-fd 3 \
		3<<<"wrong horse" </dev/null
	[[ $stderr == *"the passphrase is wrong"* ]]
	run -0 csr-send-wa -q --passphrase-fd 3 3<<<"correct horse" </dev/null
	CSR_PASSPHRASE_COMMAND="echo correct horse" run -78 \
		csr-send-wa -q --passphrase-fd 3 3<<<"wrong horse" </dev/null
	CSR_PASSPHRASE_COMMAND="echo 'correct horse'" \
		run -0 csr-send-wa -q </dev/null
}

@test "csr-send-wa: the desktop application's credentials are not sent with" {
	mkdir -m 700 home
	file=home/whatsapp_credentials.json
	(umask 077; echo '{"access_token":"canary-token","phone_number_id":"42","business_account_id":"","created_at":"2025-08-01T10:00:00"}' >$file)
	run -78 --separate-stderr csr-send-wa </dev/null
	[[ $stderr == *"holds the token in the clear"*"csr-auth migrate"* ]]
	[[ $stderr != *canary-token* ]]
	for text in '{' '{}' '{"access_token":"canary-token"}' \
		'{"access_token":"","phone_number_id":"1"}' '[]' ''; do
		printf '%s' "$text" >$file
		run -78 --separate-stderr csr-send-wa </dev/null
		[[ $stderr == *whatsapp_credentials.json* ]]
		[[ $stderr != *canary-token* ]]
	done
}

@test "csr-send-wa: the token is taken out of the environment" {
	mkfifo pipe
	CSR_ACCESS_TOKEN=canary-token CSR_PHONE_NUMBER_ID=1 \
		CSR_API_BASE=http://127.0.0.1:1 csr-send-wa -q <pipe &
	pid=$!
	exec 7>pipe
	until_so grep -q csr-send-wa "/proc/$pid/cmdline"
	until_so is_without canary-token "/proc/$pid/environ"
	run -1 grep canary-token "/proc/$pid/cmdline"
	# That is not because there is nothing to be read.
	grep -q CSR_HOME "/proc/$pid/environ"
	exec 7>&-
	wait "$pid"
}

@test "csr-send-wa: results that cannot be written are told" {
	many 50 >in
	run -74 --separate-stderr sandbox 'csr-send-wa in >/dev/full'
	[[ $stderr == *"No space left on device"* ]]
	[ "$(grep -cF 'not written: accepted to +1202*' <<<"$stderr")" = \
		"$(wc -l <sandbox.log)" ]
	[ -s sandbox.log ]
}
