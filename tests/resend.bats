#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-send-wa and its ledger: a list that is run again.

load send

@test "resend: a second run sends nothing, and knows what the first did" {
	many 5 >in
	run -0 sending 'csr-send-wa -q in'
	echo "$output" >first
	run -0 --separate-stderr sending 'csr-send-wa in'
	[ "$(statuses <<<"$output")" = "5 duplicate" ]
	[ "$stderr" = "csr-send-wa: 5 duplicate (campaign c)" ]
	[ "$(wc -l <sandbox.log)" = 5 ]
	diff <(jq -c '.csr | [.to, .result.id]' first | sort) \
		<(jq -c '.csr | [.to, .result.id]' <<<"$output" | sort)
	jq -e '.csr.error | .stage == "send" and .code == "already_sent" and
		(.hint | contains("--campaign"))' <<<"$output"
	# Another campaign is another thing.
	many 5 d >in
	run -0 sending 'csr-send-wa -q in'
	[ "$(wc -l <sandbox.log)" = 10 ]
}

@test "resend: the whole line again costs neither messages nor quota" {
	hello
	rendered 5 >messages
	sending 'csr-throttle -q --rate 1000/s messages | csr-send-wa -q >out'
	sending 'csr-throttle -q --rate 1000/s messages | csr-send-wa -q >again'
	[ "$(statuses <again)" = "5 duplicate" ]
	[ "$(jq .daily_count home/whatsapp_usage.json)" = 5 ]
	[ "$(wc -l <sandbox.log)" = 5 ]
}

@test "resend: a corrected text is no new message" {
	many 1 >in
	run -0 sending 'csr-send-wa -q in'
	jq -c '.csr.message.text.body = "Hello!"' in >changed
	run -0 sending 'csr-send-wa -q changed'
	[ "$(jq -c '.csr | [.status, .warnings]' <<<"$output")" = \
		'["duplicate",["content_changed"]]' ]
	[ "$(wc -l <sandbox.log)" = 1 ]
}

@test "resend: who was refused for good is not asked about again" {
	many 2 >in
	echo '{"to":"*1000177","error":131026}' >rules
	run -1 sending 'csr-send-wa -q in'
	: >rules
	run -0 sending 'csr-send-wa -q in'
	[ "$(statuses <<<"$output")" = "2 duplicate" ]
	[ "$(jq -r .csr.error.code <<<"$output" | sort | xargs)" = \
		"already_failed already_sent" ]
	# Also with another text: it was the person.
	jq -c '.csr.message.text.body = "Hello!"' in >changed
	run -0 sending 'csr-send-wa -q changed'
	[ "$(wc -l <sandbox.log)" = 1 ]
	# Unless somebody says so.
	key=$(jq -r 'select(.csr.to | endswith("177")) | .csr.error.hint' \
		<<<"$output" | grep -oE '[0-9a-f]{32}')
	run -0 csr-ledger resolve "$key" resend --yes --reason "new phone"
	run -0 sending 'csr-send-wa -q in'
	[ "$(wc -l <sandbox.log)" = 2 ]
}

@test "resend: a message that was to blame may go when it was mended" {
	many 1 >in
	echo '{"error":131009}' >rules
	run -1 sending 'csr-send-wa -q in'
	: >rules
	run -0 sending 'csr-send-wa -q in'
	[ "$(jq -r .csr.error.code <<<"$output")" = already_failed ]
	jq -c '.csr.message.text.body = "Hello!"' in >changed
	# csr-throttle must not stand in its way either.
	run -0 sending 'csr-throttle -q --rate 100/s changed | csr-send-wa -q'
	[ "$(jq -r .csr.status <<<"$output")" = accepted ]
	[ "$(wc -l <sandbox.log)" = 1 ]
}

@test "resend: a doubt is settled by a person, and only by one" {
	many 3 >in
	echo '{"to":"*1000177","answer":"cut","taken":false}' >rules
	run -1 sending 'csr-send-wa -q in'
	: >rules
	run -1 sending 'csr-send-wa -q in'
	[ "$(jq -r 'select(.csr.status == "in_doubt") | .csr.to' <<<"$output")" = \
		+12025551000177 ]
	key=$(csr-ledger list --state in_doubt | jq -r .key)
	run -0 csr-ledger resolve "$key" resend --yes
	run -0 sending 'csr-send-wa -q in'
	[ "$(statuses <<<"$output" | tr ' ' '\n' | sort | xargs)" = \
		"1 2 accepted duplicate" ]
	[ "$(wc -l <sandbox.log)" = 3 ]
	[ -z "$(doubles)" ]
}

@test "resend: the same message twice in a list goes once" {
	{ many 2 && many 2; } >in
	run -0 sending 'csr-send-wa -q in'
	[ "$(jq -r .csr.status <<<"$output" | sort | uniq -c | xargs)" = \
		"2 accepted 2 duplicate" ]
	[ "$(wc -l <sandbox.log)" = 2 ]
	# At once, or behind one that is on its way.
	run -0 sending "seq 3 | while read -r i; do cat in; done | csr-send-wa -q"
	[ "$(statuses <<<"$output")" = "12 duplicate" ]
	[ "$(wc -l <sandbox.log)" = 2 ]
}

@test "resend: the twins of a number are one person" {
	for to in +5511987654321 +551187654321; do
		jq -cn --arg to "$to" --arg at "$(date -u +%FT%T.000Z)" '{csr: {
			campaign: "c", to: $to, granted: $at,
			message: {type: "text", text: {body: "Hello"}}}}'
	done >in
	run -0 sending 'csr-send-wa -q in'
	[ "$(statuses <<<"$output" | tr ' ' '\n' | sort | xargs)" = \
		"1 1 accepted duplicate" ]
}

@test "resend: a kill at any moment, and the line again" {
	many 300 >in
	for delay in 0.02 0.05 0.08 0.12 0.15; do
		rm -rf home sandbox.log
		sending "csr-send-wa -q --concurrency 8 in >out-1 & pid=\$!
			sleep $delay; kill -KILL \$pid; wait \$pid
			csr-send-wa -q --concurrency 8 in >out-2" || true
		[ "$(wc -l <out-2)" = 300 ]
		[ -z "$(doubles)" ]
		# Each was taken, or is in doubt, and of those at most eight.
		[ "$(grep -c in_doubt out-2)" -le 8 ]
		taken=$(wc -l <sandbox.log)
		[ "$taken" -le 300 ]
		[ $((taken + $(grep -c in_doubt out-2))) -ge 300 ]
	done
}

@test "resend: a signal leaves no doubt when the server answers" {
	many 400 >in
	for delay in 0.05 0.1; do
		rm -rf home sandbox.log
		csr-sandbox --latency 100ms --log sandbox.log -- \
			env CSR_HOME="$CSR_HOME" bash -c "
			csr-send-wa -q --concurrency 20 in >out & pid=\$!
			while ! grep -q . sandbox.log; do sleep 0.02; done
			sleep $delay; kill -TERM \$pid; wait \$pid; echo \$? >status"
		[ "$(cat status)" = 143 ]
		[ "$(wc -l <out)" = 400 ]
		[ -z "$(events | grep in_doubt)" ]
		[ "$(events | grep -c accepted)" = "$(wc -l <sandbox.log)" ]
		[ "$(grep -c accepted out)" = "$(wc -l <sandbox.log)" ]
		csr-sandbox --log sandbox.log -- env CSR_HOME="$CSR_HOME" \
			csr-send-wa -q in >out-2
		[ "$(wc -l <sandbox.log)" = 400 ]
		[ -z "$(doubles)" ]
	done
}

@test "resend: the reader behind goes away, and nobody is lost" {
	many 500 >in
	sending 'csr-send-wa -q --concurrency 4 in | head -n 1 >first' 2>err
	before=$(wc -l <sandbox.log)
	[ "$before" -lt 500 ]
	[ "$(events | grep -c accepted)" = "$before" ]
	run -0 sending 'csr-send-wa -q in'
	[ "$(grep -c duplicate <<<"$output")" = "$before" ]
	[ "$(wc -l <sandbox.log)" = 500 ]
	[ -z "$(doubles)" ]
}

@test "resend: a disk that is full under the ledger" {
	if ! unshare -rm true 2>/dev/null; then
		skip "no file system can be mounted here"
	fi
	many 2000 >in
	mkdir home
	export CSR_HOME=$PWD/home
	csr-sandbox --log sandbox.log -- unshare -rm bash -c '
		mount -t tmpfs -o size=96k none "$1" && export CSR_HOME=$1
		csr-send-wa in >out 2>said; echo $? >status
		mkdir saved && cp -r "$1/ledger" saved' - "$CSR_HOME"
	[ "$(cat status)" = 74 ]
	[[ $(<said) == *"c.ndjson"*"No space left on device"*"nothing more is sent: make room"* ]]
	[ "$(wc -l <out)" = 2000 ]
	taken=$(wc -l <sandbox.log)
	[ "$taken" -gt 0 ]
	[ "$taken" -lt 2000 ]
	# Room was kept for the ends of those under way: nobody is in doubt.
	[ "$(grep -c '"status":"accepted"' out)" = "$taken" ]
	cp -r saved/ledger home
	run -0 --separate-stderr sending 'csr-send-wa -q in'
	[ "$(grep -c '"status":"duplicate"' <<<"$output")" = "$taken" ]
	[ "$(wc -l <sandbox.log)" = 2000 ]
	[ -z "$(doubles)" ]
}

@test "resend: a ledger that cannot be written any more" {
	many 2000 >in
	# No reservation helps against this limit, so the write itself fails.
	run -74 --separate-stderr sending \
		'set -o pipefail; (ulimit -f 64; csr-send-wa in) | cat >out'
	[[ $stderr == *"c.ndjson: File too large; nothing more is sent"* ]]
	[ "$(wc -l <out)" = 2000 ]
	taken=$(wc -l <sandbox.log)
	[ "$taken" -gt 0 ]
	[ "$taken" -lt 2000 ]
	# Each that was taken is told, and those the ledger lacks on stderr, too.
	[ "$(grep -c '"status":"accepted"' out)" = "$taken" ]
	[[ $stderr == *"not in the ledger: accepted to +1202"* ]]
	run -1 --separate-stderr sending 'csr-send-wa -q in'
	doubts=$(grep -c '"status":"in_doubt"' <<<"$output")
	[ "$doubts" -le 32 ]
	[ $(($(wc -l <sandbox.log) + doubts)) -ge 2000 ]
	[ -z "$(doubles)" ]
}

@test "resend: a second sender of the campaign sends nothing and names the first" {
	many 100 >in
	mkfifo hold
	sending 'csr-send-wa -q hold >out & pid=$!
		exec 7>hold
		head -n 1 in >&7
		while ! grep -q . sandbox.log; do sleep 0.02; done
		csr-send-wa in >second 2>said
		echo $? >status
		cat in | csr-send-wa >third 2>>said
		tail -n +2 in >&7
		exec 7>&-
		echo $pid >pid
		wait $pid'
	[ "$(cat status)" = 75 ]
	[[ $(<said) == *"campaign c is being sent by process $(cat pid) since "*"wait for it to end, or stop it; nothing more is sent"* ]]
	[ "$(jq -r .csr.status second | sort -u)" = deferred ]
	[ "$(wc -l <sandbox.log)" = 100 ]
	[ "$(statuses <out)" = "100 accepted" ]
}

@test "resend: two campaigns in one stream" {
	paste -d '\n' <(many 20 c) <(many 20 d) >in
	run -0 --separate-stderr sending 'csr-send-wa --pair-interval 0s in'
	[ "$(statuses <<<"$output")" = "40 accepted" ]
	[ "$stderr" = "csr-send-wa: 40 accepted" ]
	[ "$(csr-ledger list --campaign d | wc -l)" = 20 ]
	run -0 sending 'csr-send-wa -q in'
	[ "$(statuses <<<"$output")" = "40 duplicate" ]
}

@test "resend: a damaged ledger sends nothing and says where to look" {
	many 20 >in
	sending 'csr-send-wa -q in >out'
	printf X | dd of=home/ledger/c.ndjson bs=1 seek=700 conv=notrunc status=none
	cp home/ledger/c.ndjson before
	run -78 --separate-stderr sending 'csr-send-wa in'
	[ "$(statuses <<<"$output")" = "20 deferred" ]
	[[ $stderr == *"csr-ledger check"* ]]
	cmp before home/ledger/c.ndjson
	[ "$(wc -l <sandbox.log)" = 20 ]
	run -78 csr-ledger check
	# Its mark remembers it.
	rm home/ledger/c.ndjson
	run -78 sending 'csr-send-wa -q in'
	[ "$(wc -l <sandbox.log)" = 20 ]
}

@test "resend: the intent is on the disk before the request leaves" {
	if ! strace -o trace true 2>/dev/null; then
		skip "no strace here"
	fi
	many 3 >in
	# No leaks are looked for while another program looks on.
	ASAN_OPTIONS=detect_leaks=0 sending 'strace -f -y -e trace=write,fdatasync,sendto -o trace \
		csr-send-wa -q --concurrency 1 in >out'
	# Each request: its line is written, synced twice, and then it is sent.
	awk '/write\(.*c.ndjson>.*intent/ { synced = 0 }
		/fdatasync.* = 0$/ { synced++ }
		/sendto\(.*POST/ { sent++; early += synced < 2 }
		END { exit !(sent == 3 && early == 0) }' trace
}

@test "resend: names that are not for campaigns" {
	many 1 receipts >in
	run -1 sending 'csr-send-wa -q in'
	[ "$(jq -r .csr.error.code <<<"$output")" = no_campaign ]
}
