#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-sandbox when it is asked to fail: scripts, and numbers with faults.

load sandbox

# Send a text to $1 and leave the status of curl in $ended, the HTTP status
# in $status, the headers in "headers" and the body in "answer".
try() {
	rm -f headers answer
	ended=0
	status=$(curl -sS --http1.1 -D headers -o answer -w '%{http_code}' \
		-m "${3-5}" -H 'Authorization: Bearer sandbox-token' \
		-H 'Content-Type: application/json' -d "$(text "$1" "${2-}")" \
		"$base/v25.0/$phone/messages" 2>curl.err) || ended=$?
}

# The answers in the log, as in "sent cut".
answers() {
	jq -r .answer log | xargs
}

# The port can be connected to.
is_open() {
	(exec 5<>"/dev/tcp/127.0.0.1/${base##*:}") 2>/dev/null
}

# A connection with one request on descriptor 4, whose answer is read.
keep_one() {
	exec 4<>"/dev/tcp/127.0.0.1/${base##*:}"
	printf 'GET /v25.0/%s HTTP/1.1\r\nHost: x\r\n\r\n' "$phone" >&4
	head -c 12 <&4 >first
	grep -q '^HTTP/1.1 401' first
}

@test "faults: a script is read whole and checked before anything else" {
	while IFS='|' read -r line wanted; do
		printf '# first\n\n{"error":1}\n%s\n' "$line" >script
		run -65 --separate-stderr csr-sandbox --script script -- touch ran
		[[ $stderr == "csr-sandbox: script:4: "*"$wanted"* ]] || {
			echo "$line: $stderr"
			return 1
		}
	done <<-'END'
		{"eror":1}|"eror" is no member of a rule; there are request, to, first, after,
		{"error.x":1}|"error.x" is no member
		{"error":"1"}|"error" must be a whole number from 0 to 2147483647
		{"error":1.5}|"error" must be a whole number
		{"error":-1}|"error" must be a whole number
		{"error":1,"http":200}|"http" must be a whole number from 300 to 599
		{"error":1,"first":0}|"first" must be a whole number from 1 to
		{"error":1,"every":0}|"every" must be a whole number from 1 to
		{"error":1,"after":-1}|"after" must be a whole number from 0 to
		{"error":1,"attempt":"2"}|"attempt" must be a whole number
		{"error":1,"chance":1.1}|"chance" must be a number from 0 to 1
		{"error":1,"chance":"1"}|"chance" must be a number from 0 to 1
		{"error":1,"to":""}|"to" must be a recipient
		{"error":1,"to":"*"}|"to" must be a recipient
		{"error":1,"to":"1*2"}|"to" must be a recipient
		{"error":1,"to":5}|"to" must be a recipient
		{"error":1,"transient":1}|"transient" must be true or false
		{"error":1,"retry_after":-1}|"retry_after" must be whole seconds
		{"error":1,"retry_after":"a\r\nb"}|"retry_after" must be whole seconds
		{"error":1,"retry_after":""}|"retry_after" must be whole seconds
		{"answer":"lost"}|"answer" must be one of "cut", "silence", "half",
		{"latency":200}|"latency" must be a time in a string
		{"refuse":"soon"}|"refuse" must be a time in a string
		{"idle_close":"0s"}|"idle_close" must be a time in a string
		{"idle_close":"1s","error":1}|into a line of their own
		{"token_expires_after":1,"to":"*1"}|into a line of their own
		{"to":"*0123"}|a rule must do something
		{}|a rule must do something
		{"subcode":1,"http":500}|subcode and transient go with error
		{"retry_after":1,"answer":"cut"}|retry_after goes with error or http
		{"taken":true,"latency":"1s"}|taken goes with error, http or answer
		{"error":1,"answer":"redirect"}|a redirect has no error
		[]|a rule is a JSON object
		{"error":1|not JSON: byte
		{"error":1} {}|not JSON: byte
	END
	[ ! -e ran ]
	run -66 --separate-stderr csr-sandbox --script missing -- touch ran
	[[ $stderr == "csr-sandbox: missing: No such file"* ]]
	run -74 --separate-stderr csr-sandbox --script . -- touch ran
	run -64 --separate-stderr csr-sandbox --seed -1 -- touch ran
	[ ! -e ran ]
}

@test "faults: an empty script changes nothing" {
	start_script '' '# nothing' '  	'
	try +12025550100
	[ "$status" = 200 ]
	try +12025550126
	is_error 400 131026
	[ "$(answers)" = sent ]
}

@test "faults: every code that there is, and some that are not" {
	codes="0 1 2 3 4 10 17 33 100 104 190 200 250 299 368 506 613 803
		80007 80008 130403 130429 130472 130497 131000 131005 131008 131009
		131016 131020 131021 131026 131030 131031 131037 131041 131042
		131045 131047 131048 131049 131050 131051 131052 131053 131055
		131056 131057 131062 131063 131064 132000 132001 132005 132007
		132008 132012 132015 132016 132018 132068 132069 133000 133004
		133005 133006 133008 133009 133010 133015 133016 134011 134100
		134101 134102 135000 137000 141000 141002 141006 141010 141999
		2494100"
	for code in $codes 4711 2147483647; do
		printf '{"first":1,"error":%d}\n' "$code"
	done >rules
	start --script rules --log log
	for code in $codes; do
		try +12025550126
		[ "$(jq .error.code answer)" = "$code" ]
		[ "$status" -ge 400 ]
		jq -e '.error | .message and .fbtrace_id and .type' answer
		[ "$(jq -r .error.message answer)" != "(#$code) Unknown error" ]
	done
	try +12025550100
	is_error 400 4711
	[ "$(jq -r .error.message answer)" = "(#4711) Unknown error" ]
	try +12025550100
	is_error 400 2147483647
	[ ! -s log ]
	try +12025550100
	[ "$status" = 200 ]
}

@test "faults: an error with another status, subcode and is_transient" {
	start_script '{"first":1,"error":131026,"http":503,"subcode":2494055,"transient":true}' \
		'{"first":1,"error":131026,"transient":false}' \
		'{"error":131026}'
	try +12025550100
	is_error 503 131026
	jq -e '.error.error_subcode == 2494055 and .error.is_transient' answer
	try +12025550100
	is_error 400 131026
	jq -e '.error.is_transient == false and (.error | has("error_subcode") | not)' answer
	try +12025550100
	jq -e '.error | has("is_transient") | not' answer
}

@test "faults: an error though the message was taken" {
	start_script '{"first":1,"error":131000,"taken":true}' \
		'{"http":502,"taken":true}'
	try +12025550100
	is_error 500 131000
	try +12025550100
	[ "$status" = 502 ]
	[ "$(answers)" = "error 131000 http 502" ]
}

@test "faults: 429 with Retry-After in seconds, as a text, and without" {
	start_script '{"first":1,"error":130429,"retry_after":2}' \
		'{"first":1,"error":4,"retry_after":"Sun, 06 Nov 2044 08:49:37 GMT"}' \
		'{"first":1,"http":429,"retry_after":"1"}' \
		'{"error":80007}'
	try +12025550100
	is_error 429 130429
	grep -qx $'Retry-After: 2\r' headers
	try +12025550100
	is_error 429 4
	grep -qx $'Retry-After: Sun, 06 Nov 2044 08:49:37 GMT\r' headers
	try +12025550100
	[ "$status" = 429 ]
	grep -qx $'Retry-After: 1\r' headers
	try +12025550100
	is_error 429 80007
	run -1 grep -i retry-after headers
	[ ! -s log ]
}

@test "faults: 500, 502, 503 and 504 with a page of HTML" {
	start_script '{"first":1,"http":500}' '{"first":1,"http":502}' \
		'{"first":1,"http":503}' '{"http":504}'
	for wanted in 500 502 503 504; do
		try +12025550100
		[ "$status" = "$wanted" ]
		grep -q '^<html>' answer
		grep -qx $'Content-Type: text/html\r' headers
		run -1 grep -i x-fb-trace-id headers
	done
	[ ! -s log ]
}

@test "faults: an answer that is cut, or never comes" {
	start_script '{"to":"*01","answer":"cut"}' \
		'{"to":"*02","answer":"cut","taken":false}' \
		'{"to":"*03","answer":"silence"}' \
		'{"to":"*04","answer":"noise"}'
	try +12025550001
	[ "$ended" = 52 ]
	try +12025550002
	[ "$ended" = 52 ]
	try +12025550003 '' 0.3
	[ "$ended" = 28 ]
	try +12025550004
	[ "$ended" = 1 ]
	[ "$(answers)" = "cut silence noise" ]
	try +12025550005
	[ "$status" = 200 ]
	stop
	[ "$ended" = 0 ]
}

@test "faults: an answer cut in the middle" {
	start_script '{"answer":"half"}'
	try +12025550100
	[ "$status $ended" = "200 18" ]
	whole=$(sed -n 's/^Content-Length: \([0-9]*\).*/\1/p' headers)
	[ "$(wc -c <answer)" = "$((whole / 2))" ]
	[ "$(answers)" = half ]
}

@test "faults: garbage, no body, a huge one" {
	start_script '{"first":1,"answer":"garbage"}' \
		'{"first":1,"answer":"empty"}' '{"first":1,"answer":"huge"}' \
		'{"answer":"empty","http":500}'
	try +12025550100
	[ "$status $ended" = "200 0" ]
	[ -s answer ]
	run ! jq -e . answer
	try +12025550100
	[ "$status $ended" = "200 0" ]
	[ ! -s answer ]
	try +12025550100
	[ "$status $ended" = "200 0" ]
	[ "$(wc -c <answer)" -gt 2097152 ]
	jq -e '.messages[0].id' answer
	[ "$(answers)" = "garbage empty huge" ]
	try +12025550100
	[ "$status $ended" = "500 0" ]
	[ ! -s answer ]
	[ "$(wc -l <log)" = 3 ]
}

@test "faults: a redirect leads nowhere" {
	start_script '{"first":1,"answer":"redirect"}' \
		'{"answer":"redirect","http":302,"taken":true}'
	try +12025550100
	[ "$status" = 307 ]
	grep -qx "Location: /elsewhere/v25.0/$phone/messages"$'\r' headers
	[ ! -s log ]
	status=$(curl -sS -L -o answer -w '%{http_code}' \
		-H 'Authorization: Bearer sandbox-token' \
		-H 'Content-Type: application/json' -d "$(text +12025550100)" \
		"$base/v25.0/$phone/messages")
	is_error 404 2500
	[ "$(answers)" = redirect ]
}

@test "faults: the first, later ones, each third" {
	start_script '{"to":"*01","first":2,"error":1}' \
		'{"to":"*02","after":2,"error":2}' \
		'{"to":"*03","every":3,"error":3}' \
		'{"to":"*04","after":1,"every":2,"first":2,"error":4}'
	for tail in 01 02 03 04; do
		for _ in 1 2 3 4 5 6 7 8; do
			try "+120255502$tail"
			jq -r '.error.code // "-"' answer
		done | xargs
	done >got
	diff - got <<-'END'
		1 1 - - - - - -
		- - 2 2 2 2 2 2
		- - 3 - - 3 - -
		- - 4 - 4 - - -
	END
}

@test "faults: by recipient, by tail and by attempt; the first rule decides" {
	start_script '{"to":"+12025550177","error":1}' \
		'{"to":"12025550178","error":2}' \
		'{"to":"*0178","error":3}' \
		'{"to":"*79","attempt":2,"error":4}' \
		'{"to":"US.123","error":10}'
	while read -r to attempt wanted; do
		try "$to" ",\"biz_opaque_callback_data\":\"$attempt\""
		[ "$(jq -r '.error.code // "-"' answer)" = "$wanted" ] || {
			echo "$to $attempt $wanted"
			cat answer
			return 1
		}
	done <<-'END'
		+12025550177 csr1:k:1 1
		12025550177 csr1:k:1 1
		+112025550177 csr1:k:1 -
		+12025550178 csr1:k:1 2
		+13035550178 csr1:k:1 3
		+12025550179 csr1:k:1 -
		+12025550179 csr1:k:2 4
		+12025550179 csr1:k:22 -
		+12025550179 csr1:k: -
		+12025550179 other:2 -
		+12025550179 2 -
	END
	post '{"messaging_product":"whatsapp","recipient":"US.123","type":"text","text":{"body":"Hi"}}'
	is_error 403 10
	post '{"messaging_product":"whatsapp","to":"+12025550177","type":"text","text":{"body":""}}'
	is_error 400 131008
	get "$base/v25.0/$phone"
	[ "$status" = 200 ]
}

@test "faults: by chance, and the same with the same seed" {
	echo '{"chance":0.3,"error":131000}' >script
	for seed in 7 7 8; do
		start --script script --seed "$seed" --log "log$seed"
		for n in $(seq 10 99); do
			try "+120255502$n"
			echo "$status"
		done >"got$seed.new"
		stop
		[ "$seed" != 7 ] || [ ! -e got7 ] || diff got7 got7.new
		mv "got$seed.new" "got$seed"
	done
	failed=$(grep -c 500 got7)
	[ "$failed" -gt 10 ]
	[ "$failed" -lt 50 ]
	run ! cmp -s got7 got8
}

@test "faults: latency and spread" {
	start_script '{"to":"*01","latency":"200ms","spread":"300ms"}' \
		'{"to":"*26","latency":"300ms"}' '{"to":"*02","latency":"1h"}'
	for _ in 1 2 3 4 5 6 7 8; do
		curl -sS -o answer -w '%{time_starttransfer}\n' \
			-H 'Authorization: Bearer sandbox-token' \
			-H 'Content-Type: application/json' \
			-d "$(text +12025550001)" "$base/v25.0/$phone/messages" &
	done >times
	wait $(jobs -p | grep -vx "$sandbox_pid")
	[ "$(awk '$1 >= 0.2' times | wc -l)" = 8 ]
	[ "$(sort -n times | awk 'NR == 1 { low = $1 } END { print ($1 - low > 0.02) }')" = 1 ]
	began=$(date +%s%N)
	try +12025550126
	is_error 400 131026
	[ $((($(date +%s%N) - began) / 1000000)) -ge 300 ]
	# One that no rule names is answered while another is held back.
	taken=$(wc -l <log)
	try +12025550002 '' 60 &
	held=$!
	for _ in $(seq 500); do
		[ "$(wc -l <log)" -gt "$taken" ] && break
		sleep 0.02
	done
	try +12025550100
	[ "$status" = 200 ]
	kill -0 "$held"
	stop
	wait "$held"
}

@test "faults: connections are refused for a time" {
	start_script '{"to":"*01","refuse":"3s"}'
	keep_one
	# One whose answer is still to come is answered before it is closed.
	try +12025550001
	[ "$status" = 200 ]
	run ! is_open
	try +12025550100
	[ "$ended" = 7 ]
	# The kept one was closed: there is an end, and not a wait.
	timeout 10 cat <&4 >/dev/null
	for _ in $(seq 1000); do
		is_open && break
		sleep 0.05
	done
	try +12025550100
	[ "$status" = 200 ]
	[ "$(answers)" = "sent sent" ]
	exec 4<&-
}

@test "faults: refusing waits for answers that are under way" {
	printf '%s\n' '{"to":"*01","latency":"500ms"}' '{"to":"*02","refuse":"3s"}' >script
	start --script script --log log
	try +12025550001 &
	waiting=$!
	for _ in $(seq 1000); do
		[ -s log ] && break
		sleep 0.02
	done
	status=$(curl -sS -o /dev/null -w '%{http_code}' \
		-H 'Authorization: Bearer sandbox-token' \
		-H 'Content-Type: application/json' -d "$(text +12025550002)" \
		"$base/v25.0/$phone/messages")
	[ "$status" = 200 ]
	run ! is_open
	wait "$waiting"
	jq -e '.messages[0].id' answer
	stop
	[ "$ended" = 0 ]
}

@test "faults: idle connections are closed" {
	start_script '{"idle_close":"150ms"}'
	began=$(date +%s%N)
	keep_one
	timeout 20 cat <&4 >/dev/null
	[ $((($(date +%s%N) - began) / 1000000)) -ge 150 ]
	exec 4<&-
	# One in the middle of a request is not idle.
	exec 4<>"/dev/tcp/127.0.0.1/${base##*:}"
	printf 'GET /v25.0/%s HTTP/1.1\r\n' "$phone" >&4
	sleep 0.4
	printf 'Host: x\r\n\r\n' >&4
	head -c 12 <&4 >first
	grep -q '^HTTP/1.1 401' first
	exec 4<&-
}

@test "faults: the token expires" {
	start_script '{"token_expires_after":2}' '{"to":"*09","error":1}'
	try +12025550100
	[ "$status" = 200 ]
	try +12025550009
	is_error 400 1
	try +12025550100
	[ "$status" = 200 ]
	try +12025550100
	is_error 401 190
	[ "$(jq .error.error_subcode answer)" = 463 ]
	get "$base/v25.0/$phone"
	is_error 401 190
	[ "$(wc -l <log)" = 2 ]
}

@test "faults: by number, without a script" {
	start --log log
	csr-sandbox --numbers >numbers
	while read -r digits wanted_status wanted_end; do
		grep -q "^$digits	" numbers
		# Only silence is not waited for long.
		limit=10
		[ "$wanted_end" != 28 ] || limit=0.5
		for to in "+1202555$digits" "44770090$digits"; do
			try "$to" '' "$limit"
			[ "$status $ended" = "$wanted_status $wanted_end" ] || {
				echo "$to: $status $ended"
				return 1
			}
		done
	done <<-'END'
		0160 000 52
		0161 000 28
		0162 200 18
		0163 200 0
		0164 200 0
		0165 200 0
		0166 502 0
		0167 504 0
		0169 307 0
		0170 000 1
		0171 000 52
		0173 503 0
		0174 429 0
	END
	grep -qx $'Retry-After: 2\r' headers
	try +12025550173
	jq -e '.error.code == 2 and .error.is_transient' answer
	[ "$(jq -r '.to[-4:] + " " + .answer' log | uniq | xargs)" = \
		"0160 cut 0161 silence 0162 half 0163 garbage 0164 empty 0165 huge 0167 http 504 0170 noise" ]
	[ "$(grep -c '^01[67]' numbers)" = "15" ]
	stop
	start --accept-all
	try +12025550160
	[ "$status" = 200 ]
}

@test "faults: a message that cannot be logged meets no fault" {
	printf '%s\n' '{"answer":"cut"}' >script
	start --script script --log /dev/full
	try +12025550100
	is_error 500 131000
}

@test "faults: one bad answer disturbs no other" {
	start_script '{"to":"*01","answer":"silence"}' \
		'{"to":"*02","answer":"cut"}' '{"to":"*03","answer":"half"}' \
		'{"to":"*04","answer":"huge","latency":"20ms"}' \
		'{"to":"*05","answer":"noise"}'
	# On a connection that it kept, curl would send a second time.
	for n in $(seq 300); do
		# Only silence is not waited for long.
		printf 'next\nurl = "%s"\noutput = "/dev/null"\nmax-time = %d\n' \
			"$base/v25.0/$phone/messages" \
			"$((n % 10 == 1 ? 1 : 20))"
		printf 'header = "Authorization: Bearer sandbox-token"\n'
		printf 'header = "Content-Type: application/json"\n'
		printf 'header = "Connection: close"\n'
		printf 'data = "%s"\n' "$(text "+1202555000$((n % 10))" | sed 's/"/\\"/g')"
		printf 'write-out = "%%{http_code} %%{exitcode}\\n"\n'
	done | tail -n +2 >urls
	curl -sS -Z --parallel-immediate --parallel-max 60 -K urls >codes 2>/dev/null || true
	[ "$(sort codes | uniq -c | sort -rn | head -n 1 | xargs)" = "180 200 0" ]
	[ "$(jq -r .answer log | sort | uniq -c | xargs)" = \
		"30 cut 30 half 30 huge 30 noise 150 sent 30 silence" ]
}

@test "faults: it ends while clients wait for an answer that never comes" {
	start_script '{"answer":"silence"}'
	SECONDS=0
	try +12025550100 '' 60 &
	client=$!
	for _ in $(seq 1000); do
		[ -s log ] && break
		sleep 0.02
	done
	stop
	[ "$ended" = 0 ]
	# The client waits for 60 seconds, and has not: it did not come to that.
	wait "$client"
	[ "$SECONDS" -lt 50 ]
}
