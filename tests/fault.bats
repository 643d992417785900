#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What tests/fault/README.md tells of, in short; make torture has more of it.

load helper

torture() {
	local build
	build=$(dirname "$(command -v csr-send-wa)")
	TMPDIR=$PWD "$build/tests/fault/torture" --bin "$build" "$@"
}

# A number out of the last line: count doubles
count() {
	tail -n 1 <<<"$output" |
		sed -n "s/^/, /; s/.*\(, \|(\)$1 \([0-9]*\).*/\2/p"
}

@test "torture: killed at random, nobody is sent twice or left out" {
	run -0 torture --rounds 12
	[ "$(count rounds)" = 12 ]
	[ "$(count doubles)" = 0 ]
	[ "$(count lost)" = 0 ]
	[ "$(count 'false doubts')" = 0 ]
	# It was killed, and answers were lost.
	[ "$(count kills)" -ge 6 ]
	[ "$(count 'answer lost')" -ge 6 ]
	[ "$(count messages)" -ge 2000 ]
}

@test "torture: the power is cut, what was not synced is lost" {
	run -0 torture --power --rounds 8
	[ "$(count rounds)" = 8 ]
	[ "$(count doubles)" = 0 ]
	[ "$(count lost)" = 0 ]
	[ "$(count 'power cuts')" -ge 8 ]
}

@test "torture: without a ledger it sees doubles" {
	run -1 torture --forget --rounds 8
	[ "$(count doubles)" -gt 0 ]
	[[ $output == *"was taken more than once"*"--seed "*"--forget"* ]]
}

@test "torture: when syncing is a lie it sees doubles" {
	run -1 torture --lie --rounds 12
	[ "$(count doubles)" -gt 0 ]
}

# An answer that comes after csr-send-wa has given up, and was not lost.
@test "torture: it sees doubts without a reason" {
	echo '{"every": 20, "latency": "900ms"}' >late.rules
	# A round whose kill comes early shows none; eight of them always some.
	run -1 torture --script late.rules --rounds 8
	[ "$(count 'false doubts')" -gt 0 ]
	[[ $output == *"neither was the answer lost nor a sender killed"* ]]
}

@test "torture: it sees who is missing" {
	mkdir bin
	local build
	build=$(dirname "$(command -v csr-send-wa)")
	ln -s "$build"/csr-* bin
	rm bin/csr-ledger
	printf '#!/bin/sh\n%s/csr-ledger "$@" | sed 1d\n' "$build" >bin/csr-ledger
	chmod +x bin/csr-ledger
	run -1 torture --bin bin --rounds 2
	[ "$(count lost)" = 2 ]
	[[ $output == *"is not in the ledger's list"* ]]
}

# --- two at once ------------------------------------------------------------

# So many people, in a campaign: people 200 NAME >FILE
people() {
	seq 0 $(($1 - 1)) | jq -c '{name: "P\(.)", phone:
		"+1\(202 + 101 * (. / 100 | floor))55501\(. % 100 + 100 |
			tostring | .[1:])"}' |
		csr-render -q --campaign "$2" hello.json
}

# Send a file, under the sandbox: line FILE PER_DAY OUTPUT
line() {
	csr-throttle --rate 5000/s --per-day "$2" "$1" 2>"$3.throttle" |
		bash -c 'echo $$ >"$1.pid"; exec csr-send-wa' - "$3" \
			>"$3" 2>"$3.err"
	echo "${PIPESTATUS[1]}" >"$3.status"
}

in_sandbox() {
	export -f line
	csr-sandbox --accept-all --latency "${LATENCY:-50ms}" \
		--log sandbox.log -- env CSR_HOME="$CSR_HOME" bash -c "$1"
}

# Nobody has more than one message of a campaign; so many have one.
assert_taken() {
	[ "$(wc -l <sandbox.log)" = "$1" ]
	[ "$(jq -r .callback sandbox.log | cut -d : -f 2 | sort -u | wc -l)" = "$1" ]
}

@test "torture: of two lines of one campaign the second defers" {
	hello && people 200 c >in
	LATENCY=200ms in_sandbox '
		line in 1000 one &
		for _ in {1..500}; do [ -s sandbox.log ] && break; sleep 0.01; done
		line in 1000 two
		wait'
	[ "$(<one.status)" = 0 ]
	[ "$(<two.status)" = 75 ]
	[ "$(statuses <one)" = "200 accepted" ]
	[ "$(jq -r .csr.status two | sort -u)" = deferred ]
	jq -e '.csr.error | .stage == "send" and .title != "" and .hint != ""' two
	[[ $(<two.err) == *"campaign c "*"process $(<one.pid) "* ]]
	assert_taken 200
	# Once more: everybody has it.
	in_sandbox 'line in 1000 three'
	[ "$(<three.status)" = 0 ]
	[ "$(statuses <three)" = "200 duplicate" ]
	assert_taken 200
}

@test "torture: two lines that start together, again until done" {
	hello && people 200 c >in
	in_sandbox 'line in 1000 one & line in 1000 two; wait'
	[ "$(sort one.status two.status | xargs)" = "0 75" ]
	in_sandbox 'line in 1000 one'
	[ "$(<one.status)" = 0 ]
	[ "$(statuses <one)" = "200 duplicate" ]
	assert_taken 200
}

@test "torture: two campaigns at once share the day's limit to the last one" {
	hello && people 200 a >in.a && people 200 b >in.b
	in_sandbox 'line in.a 300 a & line in.b 300 b; wait'
	assert_taken 300
	[ "$(cat a b | statuses)" = "300 accepted 100 deferred" ]
	[ "$(jq -r .csr.to a | sort -u | wc -l)" = 200 ]
	[ "$(jq -r .csr.to b | sort -u | wc -l)" = 200 ]
	[ "$(jq .daily_count home/whatsapp_usage.json)" = 300 ]
	# The next day, as it were: what was deferred goes out, and no more.
	in_sandbox 'line in.a 1000 a & line in.b 1000 b; wait'
	[ "$(cat a b | statuses)" = "300 duplicate 100 accepted" ]
	assert_taken 400
	[ "$(jq -r .to sandbox.log | sort | uniq -c | awk '{print $1}' | sort -u)" = 2 ]
}

credentials() {
	TMPDIR=$PWD "$BATS_TEST_DIRNAME/fault/credentials.sh" \
		--bin "$(dirname "$(command -v csr-auth)")" "$@"
}

@test "credentials: killed at random, the old or the new ones are there" {
	run -0 credentials --rounds 20 --passphrases 0
	[[ ${lines[-1]} =~ ^"20 rounds, "([0-9]+)" kills, old "([0-9]+)", new "([0-9]+)", neither 0, leaks 0," ]]
	# Most come in time; how many is a matter of what else the machine does.
	[ "${BASH_REMATCH[1]}" -ge 1 ]
	[ "$((BASH_REMATCH[2] + BASH_REMATCH[3]))" = 20 ]
	# From a passphrase to a file, which takes its time.
	run -0 credentials --rounds 1 --seed 5
	[[ ${lines[-1]} == *" neither 0, leaks 0,"* ]]
	[ -z "$(ls -d csr-credentials-* || true)" ]
}

@test "credentials: killed before any call, the old or the new ones are there" {
	command -v strace || skip "strace(1) is not there"
	run -0 credentials --each-call --every 16
	[[ ${lines[-1]} =~ ^([0-9]+)\ rounds,\ ([0-9]+)\ kills.*\ written\ ([0-9]+)$ ]]
	[ "${BASH_REMATCH[1]}" -ge 50 ]
	[ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]
	[ "${BASH_REMATCH[3]}" -ge 4 ]
}

@test "credentials: a login that is not safe is found" {
	run -1 credentials --rounds 100 --passphrases 0 --control remove
	[[ $output == *"neither the old nor the new"* ]]
	[[ ${lines[-1]} =~ \ neither\ [1-9] ]]
	run -1 credentials --rounds 100 --passphrases 0 --control leak
	[[ $output == *"should not be there: home/input"* ]]
	[[ ${lines[-1]} == *" leaks 1,"* ]]
}
