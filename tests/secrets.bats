#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Where the token must not be: a made-up one is looked for everywhere.

load helper
load tls

token=EAAGcanaryCANARY0123456789/+=canary

# All that can be said and logged is.
aloud() {
	CSR_LOG_FILE=true CSR_LOG_LEVEL=debug TMPDIR=$PWD at_home "$1"
}

# Neither the token nor a good part of it, in any file but those in mine/ and
# the sandbox's rules, as it is, in base64, or in a URL.  What ends with a
# process may go while it is looked at.
nowhere() {
	local form
	for form in "$token" "${token:0:20}" "${token: -20}" \
		"$(printf %s "$token" | base64)" \
		"EAAGcanaryCANARY0123456789%2F%2B%3Dcanary"; do
		run -1 bash -c 'find . \( -name mine -o -name rules \) -prune -o \
			-type f -exec cat {} + 2>/dev/null | grep -aF -e "$1"' \
			- "$form"
	done
}

# What the system shows of a process: shown PID
shown() {
	local pid=$1
	tr '\0' '\n' <"/proc/$pid/cmdline" >cmdline
	tr '\0' '\n' <"/proc/$pid/environ" >environ
	cat "/proc/$pid/limits" >limits
	[ -s cmdline ]
	grep -q 'Max core file size  *0  *0 ' limits
}

login_script() {
	mkdir -p mine
	cat >mine/script <<-EOF
		wait Phone number ID:
		type 106540352242922
		wait Business Account ID
		type 102290129340398
		wait Access token
		hidden
		type $token
		wait Messages a minute
		run . ./shown
		$1
	EOF
	# While the process that was asked has the token in its memory.
	{
		declare -f shown
		echo 'shown "$(cat pid)"'
	} >shown
}

@test "secrets: a login at a terminal leaves the token nowhere" {
	login_script $'type\nwait Messages a day\ntype\nwait ready'
	run -0 aloud 'terminal mine/script -- \
		sh -c "echo \$\$ >pid; exec csr-auth login -vv" >screen 2>&1'
	grep -q "ready: the token is stored" screen
	grep -q 'csr-auth' cmdline
	grep -q ^CSR_HOME= environ
	[ -s home/logs/csr.log ]
	nowhere
	# Nor does what uses it.
	hello
	rendered 5 >messages
	echo '{"request":"all","error":190,"subcode":463}' >expired
	run -0 aloud '{
		csr-auth test -vv; csr-auth status -vv; csr-doctor -vv
		csr-auth rekey -vv
		csr-send-wa -vv --rate 100/s <messages
		csr-send-wa -vv --dry-run <messages
		csr-ledger list -vv; csr-quota show -vv; } >said 2>&1; true'
	grep -q '"status":"accepted"' said
	nowhere
	mv expired rules
	run -0 aloud '{
		csr-auth test -vv; csr-doctor -vv; csr-send-wa -vv <messages
		} >refused 2>&1; true'
	grep -q 'has expired' refused
	nowhere
}

@test "secrets: from the environment, it is gone after the start" {
	mkdir mine
	mkfifo pipe
	CSR_ACCESS_TOKEN=$token CSR_PHONE_NUMBER_ID=1 CSR_APP_SECRET=$token \
		CSR_API_BASE=http://127.0.0.1:1 csr-send-wa -vv <pipe >out 2>&1 &
	echo $! >pid
	exec 7>pipe
	for _ in {1..100}; do
		grep -q csr-send-wa "/proc/$(<pid)/cmdline" &&
			! grep -aq CSR_ACCESS_TOKEN "/proc/$(<pid)/environ" &&
			break
		sleep 0.05
	done
	shown "$(<pid)"
	exec 7>&-
	wait "$(<pid)" || true
	run -1 grep -F "$token" environ
	nowhere
}

@test "secrets: no core file, whatever the shell allows" {
	login_script 'run kill -QUIT $(cat pid)'
	run -131 aloud 'ulimit -c unlimited; terminal mine/script -- \
		sh -c "echo \$\$ >pid; exec csr-auth login" >screen 2>&1'
	[ -z "$(find . -name 'core*')" ]
	nowhere
}

@test "secrets: a server that repeats the token is not quoted" {
	mkdir mine
	jq -cn --arg token "$token" '{request: "phone", set: {
		verified_name: "I am \($token)", status: $token}}' >rules
	jq -cn --arg token "$token" '{access_token: $token,
		phone_number_id: "106540352242922",
		business_account_id: "102290129340398"}' >mine/in
	csr-auth login -q --stdin --no-test <mine/in
	run -0 aloud '{
		csr-auth test -vv; csr-auth test --json; csr-doctor
		csr-auth login -vv --stdin <mine/in; } >said 2>&1; true'
	[ -s home/account.json ]
	nowhere
}

@test "secrets: nothing but the encrypted connection is written to" {
	command -v strace >/dev/null || skip "strace(1) is not there"
	mkdir mine
	jq -cn --arg token "$token" '{access_token: $token,
		phone_number_id: "106540352242922"}' >mine/in
	csr-auth login -q --stdin --no-test <mine/in
	hello
	rendered 3 >messages
	ASAN_OPTIONS=detect_leaks=0 run -0 aloud '
		strace -f -o trace -s 99999 -e trace=write,writev,sendto,sendmsg,execve \
			csr-send-wa --rate 100/s <messages >sent'
	[ "$(statuses <sent)" = "3 accepted" ]
	[ -s trace ]
	nowhere
}
