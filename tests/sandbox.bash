# SPDX-License-Identifier: MIT
# What the tests of csr-sandbox share.  They are not those of a filter, and
# want no CSR_HOME.
# shellcheck shell=bash

bats_require_minimum_version 1.5.0

setup() {
	unset CSR_ACCESS_TOKEN CSR_PHONE_NUMBER_ID CSR_BUSINESS_ACCOUNT_ID
	unset CSR_API_BASE http_proxy HTTP_PROXY all_proxy ALL_PROXY
	export TMPDIR=$BATS_TEST_TMPDIR
	cd "$BATS_TEST_TMPDIR" || return 1
	sandbox_pid=
	phone=106540352242922
	account=102290129340398
}

teardown() {
	if [ -n "$sandbox_pid" ]; then
		kill "$sandbox_pid" 2>/dev/null || true
		wait "$sandbox_pid" || true
	fi
}

# Start one in the background, with the options given; $base is where it is.
start() {
	rm -f listening # of one before
	csr-sandbox "$@" >listening 2>said 3>&- &
	sandbox_pid=$!
	for _ in $(seq 1000); do
		[ -s listening ] && break
		sleep 0.02
	done
	base=$(sed -n 's/^listening on //p' listening)
	[ -n "$base" ]
}

# End it, and leave its exit status in $ended.
stop() {
	kill -TERM "$sandbox_pid"
	ended=0
	wait "$sandbox_pid" || ended=$?
	sandbox_pid=
}

# Send a body (a file with @); $status has the HTTP status, "answer" the JSON.
post() {
	status=$(curl -sS -o answer -w '%{http_code}' \
		-H "Authorization: Bearer ${CSR_ACCESS_TOKEN-sandbox-token}" \
		-H 'Content-Type: application/json' \
		--data-binary "$1" "${2-$base/v25.0/$phone/messages}")
}

get() {
	status=$(curl -sS -o answer -w '%{http_code}' \
		-H 'Authorization: Bearer sandbox-token' "$1")
}

# A message to $1; what follows are more members.
message() {
	printf '{"messaging_product":"whatsapp","to":"%s"%s}' "$1" "$2"
}

text() {
	message "$1" ",\"type\":\"text\",\"text\":{\"body\":\"Hello\"}${2-}"
}

template() {
	message +12025550100 ",\"type\":\"template\",\"template\":{\"name\":\"order_update\",\"language\":{\"code\":\"pt_BR\"}$1}"
}

# What came back was this code under this HTTP status.
is_error() {
	[ "$status $(jq .error.code answer)" = "$1 $2" ] || {
		echo "wanted $1 $2, got $status $(cat answer)"
		return 1
	}
}

# Start one with these lines as its script, and a log.
start_script() {
	printf '%s\n' "$@" >script
	start --script script --log log
}

# Ask for the path and query $1, for at most $2 seconds; leaves the status of
# curl in $ended and the headers in "headers", and the rest as get().
ask() {
	ended=0
	status=$(curl -sS -g --http1.1 -D headers -o answer -w '%{http_code}' \
		-m "${2-5}" -H 'Authorization: Bearer sandbox-token' \
		"$base$1" 2>curl.err) || ended=$?
}

ask_token() {
	ask "/v25.0/debug_token?input_token=sandbox-token"
}

# It was answered with 200, and jq finds the answer to be so.
has() {
	if [ "$status" != 200 ] || ! jq -e "$@" answer >/dev/null; then
		echo "$*: $status $(cat answer)"
		return 1
	fi
}
