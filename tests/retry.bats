#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-send-wa: what is tried again, who waits, and what stops a run.

load send

@test "retry: what passes is tried again, and the answer counts" {
	many 3 >in
	echo '{"to":"*1000277","error":131016,"first":2}' >rules
	run -0 --separate-stderr sending 'csr-send-wa --rate 1000/s --backoff 10ms in'
	[ "$(statuses <<<"$output")" = "3 accepted" ]
	[ "$(jq -c 'select(.csr.to | endswith("1000277")) | .csr.result.attempts,
		.csr.error' <<<"$output" | xargs)" = "3 null" ]
	# Each try has a name of its own, so that receipts can tell them apart.
	[[ $(jq -r 'select(.to | endswith("1000277")).callback' sandbox.log) == csr1:*:3 ]]
	[ "$(events | sort | uniq -c | xargs)" = \
		"3 accepted 1 end 5 intent 1 ledger 2 not_sent 1 run" ]
}

@test "retry: when the tries are spent the record is deferred, with the reason" {
	many 1 >in
	echo '{"error":131016}' >rules
	run -75 --separate-stderr sending 'csr-send-wa --rate 1000/s --backoff 5ms --retries 3 in'
	[ "$(jq -r '.csr | [.status, .error.code] | @tsv' <<<"$output")" = \
		$'deferred\t131016' ]
	[ "$(events | grep -c intent)" = 4 ]
	run -75 sending 'csr-send-wa --rate 1000/s -q --retries 0 in'
	[ "$(events | grep -c intent)" = 5 ]
	# Nothing was wrong with it: a later run sends it.
	: >rules
	run -0 sending 'csr-send-wa --rate 1000/s -q in'
	[ "$(wc -l <sandbox.log)" = 1 ]
	[ "$(jq .csr.result.attempts <<<"$output")" = 6 ]
}

@test "retry: some codes are tried less often, and may be the message's fault" {
	many 1 >in
	echo '{"error":1}' >rules
	run -1 sending 'csr-send-wa --rate 1000/s -q --backoff 5ms in'
	[ "$(jq -r .csr.status <<<"$output")" = failed ]
	[ "$(events | grep -c intent)" = 2 ]
	[ "$(events | grep -c failed)" = 1 ]
}

@test "retry: the wait that the server asks for is kept" {
	many 1 >in
	echo '{"error":131016,"retry_after":1,"first":1}' >rules
	start=$(date +%s%N)
	run -0 sending 'csr-send-wa --rate 1000/s -q --backoff 1ms in'
	took=$((($(date +%s%N) - start) / 1000000))
	[ "$took" -ge 1000 ]
	[ "$took" -lt 3000 ]
	# A date is as good.
	many 2 >in
	date=$(LC_ALL=C date -u -d '+3 seconds' '+%a, %d %b %Y %T GMT')
	jq -cn --arg date "$date" '{error: 131016, retry_after: $date, first: 1}' >rules
	start=$(date +%s%N)
	run -0 sending 'csr-send-wa --rate 1000/s -q --backoff 1ms in'
	took=$((($(date +%s%N) - start) / 1000000))
	[ "$took" -ge 1000 ]
	[ "$took" -lt 6000 ]
}

@test "retry: a rate error holds every pipeline, and then all goes on" {
	many 20 >in
	echo '{"error":130429,"first":1}' >rules
	start=$(date +%s%N)
	run -0 --separate-stderr sending 'csr-send-wa --rate 1000/s --backoff 1ms in'
	took=$((($(date +%s%N) - start) / 1000000))
	[ "$(statuses <<<"$output")" = "20 accepted" ]
	[[ $stderr == *"sending is paused until "*"(130429); waiting"* ]]
	[ "$took" -ge 5000 ]
	# For others, too.
	many 1 d >in
	run -75 --separate-stderr sending 'echo >rules
		csr-quota pause --for 1h --reason "slower" -q
		csr-send-wa --max-wait 1s in'
	[ ! -e home/ledger/d.ndjson ] || [ -z "$(events d | grep intent)" ]
	[[ $stderr == *"sending is paused until "*"slower; nothing more is sent"* ]]
}

@test "retry: Retry-After lengthens a hold" {
	many 1 >in
	echo '{"error":130429,"retry_after":3600}' >rules
	run -75 --separate-stderr sending 'csr-send-wa --rate 1000/s in'
	[ "$(events | grep -c intent)" = 1 ]
	# Nobody asks before the hour is over.
	run -75 sending 'csr-send-wa --rate 1000/s -q in'
	[ "$(events | grep -c intent)" = 1 ]
	left=$(($(date -d "$(jq -r .hold.until home/whatsapp_usage.json)" +%s) -
		$(date +%s)))
	[ "$left" -gt 3500 ]
	[ "$left" -le 3600 ]
}

@test "retry: a pair error makes that person wait and nobody else" {
	many 5 >in
	echo '{"to":"*1000177","error":131056,"first":1}' >rules
	run -0 --separate-stderr sending 'csr-send-wa --rate 1000/s --backoff 700ms in'
	[ "$(statuses <<<"$output")" = "5 accepted" ]
	# The first of the list comes last.
	[[ $(tail -n 1 sandbox.log | jq -r .to) == *1000177 ]]
	[ "$(jq '.hold' home/whatsapp_usage.json 2>/dev/null || echo null)" = null ]
	first=$(jq -r .at sandbox.log | head -n 1)
	last=$(jq -r .at sandbox.log | tail -n 1)
	[ $(($(date -d "$last" +%s%3N) - $(date -d "$first" +%s%3N))) -ge 600 ]
}

@test "retry: what will hit everybody sets a hold, until somebody has mended it" {
	many 5 >in
	echo '{"error":190}' >rules
	run -77 --separate-stderr sending 'csr-send-wa --rate 1000/s in'
	[[ $stderr == *"the token has expired"*"then csr-quota resume"* ]]
	[ "$(events | grep -c intent)" = 1 ]
	[[ $stderr == *"the token has expired"*"(190); nothing more is sent: "*"csr-quota resume, and run again"* ]]
	# Neither program asks the API before that, though it would answer now.
	: >rules
	run -77 --separate-stderr sending 'csr-send-wa --rate 1000/s in'
	[[ $stderr == *"sending is paused: the token has expired"* ]]
	[ "$(statuses <<<"$output")" = "5 deferred" ]
	jq -c 'del(.csr.granted)' in >again
	run -77 --separate-stderr csr-throttle -q again
	[ "$(statuses <<<"$output")" = "5 deferred" ]
	[ "$(events | grep -c intent)" = 1 ]
	csr-quota resume
	run -0 sending 'csr-send-wa --rate 1000/s -q in'
	[ "$(wc -l <sandbox.log)" = 5 ]
}

@test "retry: a stop is not waited for, and who has the message is told" {
	many 30 >in
	head -n 10 in >some
	run -0 sending 'csr-send-wa -q some'
	csr-quota pause -q --reason "by hand"
	{ tail -n 20 in && cat some; } >in-2
	start=$(date +%s%N)
	run -75 --separate-stderr sending 'csr-send-wa in-2'
	took=$((($(date +%s%N) - start) / 1000000))
	[ "$took" -lt 10000 ]
	[ "$(jq -r '.csr | [.status, .error.code] | @tsv' <<<"$output" | sort |
		uniq -c | xargs)" = "20 deferred held 10 duplicate already_sent" ]
	[[ $stderr == *"csr-send-wa: sending is paused: by hand; nothing more is sent: csr-quota resume when that is over, and run again"* ]]
}

@test "retry: a paused template stops the run and holds nobody" {
	many 5 >in
	echo '{"error":132015}' >rules
	run -75 --separate-stderr sending 'csr-send-wa --rate 1000/s in'
	[ "$(statuses <<<"$output")" = "5 deferred" ]
	[ "$(jq '.hold' home/whatsapp_usage.json 2>/dev/null || echo null)" = null ]
}

@test "retry: a person who opted out is remembered" {
	many 2 >in
	echo '{"to":"*1000177","error":131050}' >rules
	echo '{"to":"*1000277","error":130403}' >>rules
	run -1 sending 'csr-send-wa --rate 1000/s -q in'
	[ "$(statuses <<<"$output")" = "2 suppressed" ]
	[ "$(jq -r '[.to, .scope, .source] | @tsv' home/suppressed.ndjson | sort)" = \
		$'+12025551000177\tmarketing\tcsr-send-wa\n+12025551000277\tall\tcsr-send-wa' ]
	[ "$(stat -c %a home/suppressed.ndjson)" = 600 ]
	jq -e '(.reason != "") and (.at | endswith("Z"))' home/suppressed.ndjson
}

@test "retry: what Meta held back is not tried before its time" {
	many 1 >in
	echo '{"error":131049}' >rules
	run -75 sending 'csr-send-wa --rate 1000/s -q in'
	[[ $(jq -r .csr.error.hint <<<"$output") == "run again after 2"* ]]
	: >rules
	run -75 sending 'csr-send-wa --rate 1000/s -q in'
	[ "$(jq -r '.csr | [.status, .error.code] | @tsv' <<<"$output")" = \
		$'deferred\tnot_yet' ]
	[ ! -s sandbox.log ]
}

@test "retry: an answer that is lost or spoilt is a doubt, and stays one" {
	for answer in cut silence half noise garbage empty huge; do
		# Only silence is not waited for long.
		limit=10s
		[ "$answer" != silence ] || limit=700ms
		rm -rf home sandbox.log
		many 2 >in
		jq -cn --arg answer "$answer" \
			'{to: "*1000277", answer: $answer, taken: true}' >rules
		run -1 sending "csr-send-wa --rate 1000/s -q --timeout $limit in"
		[ "$(statuses <<<"$output")" = "1 in_doubt 1 accepted" ] ||
			[ "$(statuses <<<"$output")" = "1 accepted 1 in_doubt" ]
		: >rules
		run -1 sending 'csr-send-wa --rate 1000/s -q in'
		[ "$(statuses <<<"$output" | tr ' ' '\n' | sort | xargs)" = \
			"1 1 duplicate in_doubt" ]
		[ -z "$(doubles)" ]
		[ "$(wc -l <sandbox.log)" = 2 ]
	done
}

@test "retry: a redirection is not followed, and stops the run" {
	many 20 >in
	echo '{"answer":"redirect"}' >rules
	run -69 --separate-stderr sending 'csr-send-wa in'
	[ "$(jq -r .csr.status <<<"$output" | sort | uniq -c | xargs)" = \
		"19 deferred 1 in_doubt" ]
	[[ $stderr == *"redirection (HTTP 307), which is not followed; nothing more is sent: check CSR_API_BASE"* ]]
	[ ! -s sandbox.log ]
}

@test "retry: 5xx of a proxy is a doubt, 5xx with the API's error is none" {
	for http in 500 502 503 504; do
		rm -rf home
		many 2 >in
		echo '{"to":"*1000277","http":'$http'}' >rules
		run -1 sending 'csr-send-wa --rate 1000/s -q in'
		[ "$(jq -r 'select(.csr.to | endswith("277")) | .csr.status' \
			<<<"$output")" = in_doubt ]
		rm -rf home
		echo '{"error":131016,"http":'$http',"first":1}' >rules
		run -0 sending 'csr-send-wa --rate 1000/s -q --backoff 5ms in'
		[ "$(statuses <<<"$output")" = "2 accepted" ]
	done
}

@test "retry: a server that is away for a while" {
	many 40 >in
	echo '{"after":10,"first":1,"refuse":"700ms"}' >rules
	run -0 --separate-stderr sending \
		'csr-send-wa --concurrency 1 --backoff 400ms --retries 50 in'
	[ "$(statuses <<<"$output")" = "40 accepted" ]
	[ "$(wc -l <sandbox.log)" = 40 ]
	[ -z "$(doubles)" ]
}

@test "retry: idle connections that the server closes do no harm" {
	many 12 | jq -c 'del(.csr.granted)' >in
	echo '{"idle_close":"20ms"}' >rules
	run -0 sending 'csr-send-wa -q --rate 20/s in'
	[ "$(statuses <<<"$output")" = "12 accepted" ]
	[ "$(wc -l <sandbox.log)" = 12 ]
}

@test "retry: a token that expires on the way stops the run, and no one is lost" {
	many 50 >in
	echo '{"token_expires_after":20}' >rules
	run -77 --separate-stderr sending 'csr-send-wa --rate 1000/s -q --concurrency 4 in'
	[ "$(jq -r .csr.status <<<"$output" | sort | uniq -c | xargs)" = \
		"20 accepted 30 deferred" ]
	csr-quota resume -q
	: >rules
	run -0 sending 'csr-send-wa --rate 1000/s -q in'
	[ "$(jq -r .csr.status <<<"$output" | sort | uniq -c | xargs)" = \
		"30 accepted 20 duplicate" ]
	[ -z "$(doubles)" ]
}

@test "retry: doubts that pile up stop the run" {
	many 100 >in
	echo '{"after":20,"answer":"garbage"}' >rules
	run -69 --separate-stderr sending 'csr-send-wa --rate 1000/s --concurrency 1 in'
	[ "$(jq -r .csr.status <<<"$output" | sort | uniq -c | xargs)" = \
		"20 accepted 75 deferred 5 in_doubt" ]
	[[ $stderr == *"5 requests in a row without an answer"*"nothing more is sent"* ]]
	# Or more than two in a hundred.
	rm -rf home
	many 600 >in
	echo '{"every":30,"answer":"garbage"}' >rules
	run -69 --separate-stderr sending 'csr-send-wa --rate 1000/s --concurrency 1 in'
	[[ $stderr == *"of the last 200 requests had no answer"* ]]
	[ "$(grep -c in_doubt <<<"$output")" = 6 ]
	# Not for those who know.
	rm -rf home
	run -1 --separate-stderr sending 'csr-send-wa --rate 1000/s -q --doubt-limit off in'
	[ "$(jq -r .csr.status <<<"$output" | sort | uniq -c | xargs)" = \
		"580 accepted 20 in_doubt" ]
}

# Records of a sequence: sequence PARTS NUMBER...
sequence() {
	for number in "${@:2}"; do
		seq "$1" | jq -c --arg to "$number" --arg parts "$1" \
			--arg at "$(date -u +%FT%T.000Z)" '{csr: {campaign: "c",
			to: $to, part: ., parts: ($parts | tonumber), granted: $at,
			message: {type: "text", text: {body: "part \(.)"}}}}'
	done
}

@test "retry: the parts of a sequence keep their order and their distance" {
	sequence 3 +12025551000177 +12025551000277 +12025551000377 >in
	echo '{"to":"*1000177","error":131016,"first":1}' >rules
	run -0 sending 'csr-send-wa --rate 1000/s -q --pair-interval 400ms --backoff 50ms in'
	[ "$(statuses <<<"$output")" = "9 accepted" ]
	for number in +12025551000177 +12025551000277 +12025551000377; do
		[ "$(jq -r --arg to "$number" 'select(.to == $to) |
			.body.text.body' sandbox.log | xargs)" = \
			"part 1 part 2 part 3" ]
		jq -r --arg to "$number" 'select(.to == $to).at' sandbox.log >times
		before=0
		while read -r at; do
			now=$(date -d "$at" +%s%3N)
			[ $((now - before)) -ge 390 ]
			before=$now
		done <times
	done
}

@test "retry: the pair interval is six seconds" {
	sequence 2 +12025551000177 >in
	start=$(date +%s%N)
	run -0 sending 'csr-send-wa --rate 1000/s -q in'
	[ $((($(date +%s%N) - start) / 1000000)) -ge 6000 ]
}

@test "retry: no part goes before one that was not accepted" {
	sequence 3 +12025551000177 +12025551000277 >in
	echo '{"to":"*1000177","error":131016,"first":1}' >rules
	run -75 sending 'csr-send-wa --rate 1000/s -q --pair-interval 0s --retries 0 in'
	[ "$(jq -r 'select(.csr.to | endswith("177")) | .csr |
		"\(.part) \(.status) \(.error.code)"' <<<"$output" | sort)" = \
		"1 deferred 131016
2 deferred earlier_part
3 deferred earlier_part" ]
	[ "$(wc -l <sandbox.log)" = 3 ]
	run -0 sending 'csr-send-wa --rate 1000/s -q --pair-interval 0s in'
	[ "$(jq -r 'select(.to | endswith("177")) | .body.text.body' sandbox.log |
		xargs)" = "part 1 part 2 part 3" ]
	[ "$(wc -l <sandbox.log)" = 6 ]
}

@test "retry: how far it is, on a terminal" {
	many 30 >in
	sending 'script -qec "csr-send-wa --progress --total 30 --rate 1000/s \
		--pair-interval 0s in >out" typescript' >/dev/null </dev/null
	grep -aE '[0-9]+ accepted, [0-9]+ failed, [0-9]+ other of 30; [0-9]+ in flight, [0-9.]+/s' typescript
	# Not where nobody looks.
	rm -rf home
	run -0 --separate-stderr sending 'csr-send-wa --progress in'
	[ "$stderr" = "csr-send-wa: 30 accepted (campaign c)" ]
}

@test "retry: usage" {
	for bad in '--retries -1' '--retries x' '--backoff 5' '--connections 0' \
		'--doubt-limit 5' '--pair-interval x' '--total 0' '--max-wait 5'; do
		# shellcheck disable=SC2086
		run -64 --separate-stderr csr-send-wa $bad </dev/null
		[[ $stderr == *"${bad% *}"* ]]
	done
}
