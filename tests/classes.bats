#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every error of the API, provoked: the status, the tries, the hold and the
# exit status are what its class says.

load send

# What became of two messages that are answered with an error:
# STATUS TRIES-OF-THE-FIRST HOLD EXIT, and how many were asked about.
provoke() { # CODE
	local result=0 hold

	rm -rf home sandbox.log
	echo "{\"error\":$1}" >rules
	# Another try takes its turn in the pace.
	sending 'csr-send-wa -q --rate 1000/s --concurrency 1 --retries 2 \
		--backoff 1ms --max-wait 0s in' >out 2>said || result=$?
	hold=$(jq -r 'if .hold == null then "none" elif .hold.until == null
		then "endless" else "timed" end' home/whatsapp_usage.json \
		2>/dev/null || echo none)
	grep '"intent"' home/ledger/c.ndjson | jq -r .k >intents
	echo "$(head -n 1 out | jq -r .csr.status)" \
		"$(grep -cFx "$(head -n 1 intents)" intents) $hold $result" \
		"$(sort -u intents | wc -l)"
}

# The same for a class, as csr-errors(7) has it.
expected() { # CLASS CODE
	case $1:$2 in
	retry:1) echo failed 2 none 1 2 ;; # its own limit, then it has failed
	retry:*) echo deferred 3 none 75 2 ;;
	pause-all:*) echo deferred 1 timed 75 1 ;;
	pause-person:*) echo deferred 3 none 75 2 ;;
	later:*) echo deferred 1 none 75 2 ;;
	suppress:*) echo suppressed 1 none 1 2 ;;
	person:* | message:*) echo failed 1 none 1 2 ;;
	template:*) echo deferred 1 none 75 1 ;;
	credentials:*) echo deferred 1 endless 77 1 ;;
	account:*) echo deferred 1 endless 75 1 ;;
	esac
}

check() { # CLASS...
	local code http reach class found

	many 2 >in
	while IFS=$'\t' read -r code http reach class; do
		[[ " $* " == *" $class "* ]] || continue
		code=${code%%-*}
		found=$(provoke "$code")
		echo "$code ($http, $reach): $found"
		[ "$found" = "$(expected "$class" "$code")" ]
		count=$((count + 1))
	done < <(grep -v '^#' "$BATS_TEST_DIRNAME/data/meta-errors.tsv")
	[ "$count" -ge 1 ]
}

@test "classes: what may pass" {
	check retry
}

@test "classes: what makes everybody wait, or one person" {
	check pause-all pause-person later
}

@test "classes: what is the person's" {
	check suppress person
}

@test "classes: what is the message's" {
	check message
}

@test "classes: what hits every message" {
	check template credentials account
}

@test "classes: each code is of one of these" {
	[ "$(grep -v '^#' "$BATS_TEST_DIRNAME/data/meta-errors.tsv" | cut -f 4 |
		grep -cvxE 'retry|pause-all|pause-person|later|suppress|person|message|template|credentials|account')" = 0 ]
}

@test "classes: codes that nobody knows" {
	many 2 >in
	# Below 500 it is the message's fault; the breaker watches.
	[ "$(provoke '999999,"http":400')" = "failed 1 none 1 2" ]
	[ "$(provoke '999999,"http":500')" = "deferred 3 none 75 2" ]
	[ "$(provoke '999999,"http":400,"transient":true')" = "deferred 3 none 75 2" ]
}
