#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What programs say, in logs/csr.log of the profile.

load send

log=home/logs/csr.log

# The log is wanted at a level.
wanted() {
	mkdir -p -m 700 "$CSR_HOME"
	printf 'log:\n  file: true\n  level: %s\n' "$1" >"$CSR_HOME/config.yaml"
}

# The texts of a program, one a line.
texts() {
	jq -r --arg program "$1" 'select(.program == $program) | .text' "$log"
}

@test "log: what a run says is kept, whether it is shown or not" {
	wanted debug
	many 5 >in
	sending 'csr-throttle -q --rate 1000/s in | csr-send-wa -q >out' 2>err
	[ ! -s err ]
	[ "$(statuses <out)" = "5 accepted" ]
	[ "$(stat -c %a home/logs "$log" | xargs)" = "700 600" ]
	[ "$(jq -c 'keys' "$log" | sort -u)" = \
		'["at","level","pid","program","text"]' ]
	[ "$(texts csr-throttle | head -n 1)" = "2.0.0 is started" ]
	[[ $(texts csr-throttle | tail -n 1) == "5 let through"* ]]
	[ "$(texts csr-send-wa | grep -c '^line [1-5]: accepted$')" = 5 ]
	[[ $(texts csr-send-wa | tail -n 1) == "5 accepted"* ]]
}

@test "log: the level says how much" {
	local level
	many 3 >in
	for level in warn:0 info:2 debug:5; do
		rm -rf home
		wanted "${level%:*}"
		sending 'csr-send-wa -vv in >out'
		[ "$(texts csr-send-wa | grep -c .)" = "${level#*:}" ]
	done
}

@test "log: none is made that is not wanted" {
	csr-quota pause --reason "a pause"
	[ -d home ]
	[ ! -e home/logs ]
}

@test "log: a number is shown to the person and masked in the log" {
	wanted warn
	run -0 csr-quota pause --reason "call +12025550123 and +447700900123"
	run -75 --separate-stderr csr-throttle <<<'{"a":1}'
	[[ $stderr == *"+12025550123"*"+447700900123"* ]]
	[[ $(texts csr-throttle) == *"+120*****23 and +447*****123"* ]]
	run ! grep -e 12025550123 -e 447700900123 "$log"
}

@test "log: each profile has its own" {
	mkdir -p -m 700 home/profiles/sales
	printf 'log:\n  file: true\n' >home/profiles/sales/config.yaml
	csr-quota show --profile sales
	[ -s home/profiles/sales/logs/csr.log ]
	[ ! -e home/logs ]
}

@test "log: one that cannot be written is said once, and no more" {
	wanted debug
	many 20 >in
	mkdir -m 700 home/logs
	ln -s ../victim "$log"
	sending 'csr-send-wa in >out 2>err'
	[ "$(statuses <out)" = "20 accepted" ]
	[ "$(grep -c "cannot keep the log: .*csr.log: is a symbolic link" err)" = 1 ]
	[ ! -e home/victim ]
}

@test "log: no token comes into it" {
	local token=EAAGcanary0123456789canary
	wanted debug
	export XDG_STATE_HOME=$PWD/state
	jq -cn --arg token $token '{access_token: $token,
		phone_number_id: "106540352242922"}' >input
	csr-auth login --stdin --no-test <input
	csr-auth status
	csr-auth rekey
	many 2 >in
	sending "CSR_ACCESS_TOKEN=$token csr-send-wa --max-wait 0s in >out || true"
	[ "$(jq -r .program "$log" | sort -u | xargs)" = "csr-auth csr-send-wa" ]
	run ! grep -r -e canary -e "${token:4:10}" home
}
