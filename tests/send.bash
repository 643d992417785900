# SPDX-License-Identifier: MIT
# What the tests of csr-send-wa share.
# shellcheck shell=bash

load helper

# Run a command line against the sandbox, whose log is sandbox.log, whose
# script is rules, and in which CSR_HOME is that of the test: what is in the
# ledger and the quota stays from one call to the next.
sending() {
	touch rules
	csr-sandbox --log sandbox.log --script rules -- \
		env CSR_HOME="$CSR_HOME" bash -c "$1"
}

# N records of a campaign, as csr-throttle lets them through.
many() {
	seq "$1" | jq -c --arg at "$(date -u +%FT%T.000Z)" \
		--arg campaign "${2-c}" '{csr: {campaign: $campaign,
		to: "+1202555\(. + 10000)77", granted: $at,
		message: {type: "text", text: {body: "Hello"}}}}'
}

# How often each number was taken more than once: nothing.
doubles() {
	jq -r .to sandbox.log | sort | uniq -d
}

# The events of the ledger of the campaign c, one word a line.
events() {
	jq -r .s "home/ledger/${1-c}.ndjson"
}
