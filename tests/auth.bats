#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper
load auth

# --- the options ------------------------------------------------------------

@test "auth: help, version, usage" {
	assert_helps csr-auth
	assert_refuses_unknown_options csr-auth
	run -64 --separate-stderr csr-auth
	[[ $stderr == *"a command is missing: login, test, status"* ]]
	run -64 --separate-stderr csr-auth signin
	[[ $stderr == *'"signin" is no command'* ]]
	run -64 --separate-stderr csr-auth login "$token"
	[[ $stderr == *"a token is never one"* ]]
	run -64 csr-auth status --stdin
	run -64 csr-auth test --yes
	run -64 csr-auth status --key-file
	run -64 csr-auth login --key-file --passphrase
	run -64 csr-auth login --json
	run -64 csr-auth test --rate 20/min
	run -64 csr-auth status --dry-run
	[ ! -e home ]
}

# --- login ------------------------------------------------------------------

@test "login: what is given is stored, and the token is not to be seen" {
	run -0 --separate-stderr csr-auth login --stdin --no-test < <(input)
	[ -z "$output" ]
	[[ $stderr == *"ready: the token is stored, encrypted with $XDG_STATE_HOME/CSC-Reach/key"* ]]
	[ "$(stat -c %a home "$file" state/CSC-Reach/key)" = "$(printf '700\n600\n600')" ]
	run -1 grep -r "$token" home state
	run -1 grep -rz "${token:4:12}" home state
	run -0 csr-auth status
	[[ $output == *"106540352242922"*"102290129340398"*"with the key file"* ]]
	[[ $output != *canary* ]]
	run -0 jq -r '.v, .type, .key, .phone_number_id' "$file"
	[ "$output" = "$(printf '1\ncsr-credentials\nfile\n106540352242922')" ]
}

@test "login: what cannot be is refused, and nothing is made" {
	bad() {
		run -65 --separate-stderr csr-auth login --stdin --no-test <<<"$1"
		[[ $stderr == *"$2"* ]]
		[[ $stderr != *canary* ]]
		[ ! -e "$file" ]
	}
	bad '{"access_token":"canary","phone_number_id":"+12025550101"}' \
		'"+12025550101" is not a number'
	bad '{"access_token":"canary x","phone_number_id":"1"}' 'has a blank'
	bad '{"access_token":"canaryé","phone_number_id":"1"}' 'that no token has'
	bad '{"access_token":"","phone_number_id":"1"}' 'is missing'
	bad '{"access_token":"canary"}' 'phone_number_id is missing'
	bad '{"access_token":"canary\n","phone_number_id":"1"}' 'without escapes'
	bad '{"access_token":"canary' 'standard input: byte '
	bad '' 'standard input: byte '
	bad "$(input "1$(printf '%040d' 0)")" 'is not a number'
	head -c 70000 /dev/zero >huge
	run -65 --separate-stderr csr-auth login --stdin --no-test <huge
	[[ $stderr == *"has more than 65536 bytes"* ]]
	run -64 --separate-stderr setsid csr-auth login
	[[ $stderr == *"no terminal to ask at; use --stdin"* ]]
}

@test "login: the limits go into config.yaml" {
	store --rate 40/min --per-day 250
	run -0 jq -r '.settings["whatsapp.rate_limit_per_minute"].value,
		.settings["whatsapp.daily_message_limit"].value' \
		< <(csr-auth status --json)
	[ "$output" = "$(printf '40\n250')" ]
}

@test "login: another one takes its place" {
	store
	input 106540352242999 | csr-auth login -q --stdin --no-test
	run -0 csr-auth status
	[[ $output == *106540352242999* ]]
	opens
}

@test "login: profiles do not know each other, but share the key file" {
	store
	input 1001 | csr-auth login -q --stdin --no-test --profile support
	[ "$(jq -r .phone_number_id home/profiles/support/whatsapp_credentials.json)" = 1001 ]
	[ "$(jq -r .phone_number_id "$file")" = 106540352242922 ]
	[ "$(wc -l <state/CSC-Reach/key)" = 1 ]
	# A new key for the one leaves the other as it is.
	csr-auth rekey -q --profile support
	[ "$(wc -l <state/CSC-Reach/key)" = 2 ]
	opens
	run -78 csr-auth status --profile nobody
	[ ! -e home/profiles/nobody ]
}

@test "login: a full disk leaves what was there" {
	store
	cp "$file" before
	# A file of no bytes at most: what a full disk does, for anybody.
	run -74 bash -c '(ulimit -f 0; csr-auth login --stdin --no-test) 2>&1 |
		cat; exit ${PIPESTATUS[0]}' < <(input 1)
	[[ $output == *"$CSR_HOME/whatsapp_credentials.json.new: File too large"* ]]
	unchanged
	[ ! -e "$file.new" ]
	opens
	run -74 bash -c 'csr-auth status >/dev/full'
}

# --- status, logout ---------------------------------------------------------

@test "status: nothing is set up" {
	run -78 csr-auth status
	[[ $output == *"none: csr-auth login"* ]]
	run -78 --separate-stderr csr-auth status --json
	[ "$(jq -c '[.stored, .token_from, .phone_number_id]' <<<"$output")" = \
		'["none",null,null]' ]
	[ ! -e home ]
}

@test "status: the environment goes before what is stored" {
	store
	export CSR_ACCESS_TOKEN=$token CSR_PHONE_NUMBER_ID=77
	run -0 csr-auth status
	[[ $output == *"77 (CSR_PHONE_NUMBER_ID)"*"from CSR_ACCESS_TOKEN, which goes before"* ]]
	run -0 --separate-stderr csr-auth status --json
	[ "$(jq -r '.token_from, .phone_number_id, .number' <<<"$output" | xargs)" = \
		"CSR_ACCESS_TOKEN 77 null" ]
	unset CSR_ACCESS_TOKEN
	[ "$(csr-auth status --json | jq -r .phone_number_id)" = 77 ]
	[[ $output != *canary* ]]
}

@test "status: the desktop application's file" {
	mkdir -m 700 home
	(umask 077 && input >"$file")
	run -0 --separate-stderr csr-auth status
	[[ $output == *"in the clear; encrypt it: csr-auth migrate"* ]]
	[[ $output != *canary* ]]
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"holds the token in the clear"*"csr-auth migrate"* ]]
}

@test "logout: the token is gone" {
	store
	run -64 --separate-stderr setsid csr-auth logout
	[[ $stderr == *"use --yes"* ]]
	[ -e "$file" ]
	run -0 --separate-stderr csr-auth logout --yes
	[[ $stderr == *"until you revoke it"* ]]
	[ ! -e "$file" ]
	run -0 --separate-stderr csr-auth logout --yes
	[[ $stderr == *"nothing is stored"* ]]
	# A damaged one goes as well.
	store
	echo x >"$file"
	csr-auth logout -q --yes
	[ ! -e "$file" ]
}
