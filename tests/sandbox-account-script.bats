#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Scripts about what csr-sandbox says of the token, the number and the account.

load sandbox

@test "account script: members of a script that do not go together" {
	while IFS='|' read -r line wanted; do
		printf '%s\n' "$line" >script
		run -65 --separate-stderr csr-sandbox --script script -- touch ran
		[[ $stderr == "csr-sandbox: script:1: "*"$wanted"* ]] || {
			echo "$line: $stderr"
			return 1
		}
	done <<-'END'
		{"request":"fone","error":1}|"request" must be one of "messages", "phone", "token", "account", "numbers", "webhooks", "all"
		{"request":["phone"],"error":1}|"request" must be one of
		{"request":"templates","error":1}|"request" must be one of
		{"request":"phone"}|a rule must do something: error, http, answer, set,
		{"request":"phone","to":"*1","error":1}|to, attempt and taken are about messages
		{"request":"all","attempt":1,"error":1}|to, attempt and taken are about messages
		{"request":"token","taken":true,"error":1}|to, attempt and taken are about messages
		{"request":"phone","set":[]}|"set" must be an object
		{"request":"phone","set":null}|"set" must be an object
		{"request":"phone","set":"status"}|"set" must be an object
		{"set":{"status":"BANNED"}}|set goes with one request: phone, token,
		{"request":"messages","set":{}}|set goes with one request
		{"request":"all","set":{}}|set goes with one request
		{"request":"phone","set":{},"error":1}|take two lines
		{"request":"phone","set":{},"http":502}|take two lines
		{"request":"phone","set":{"a":1,}}|not JSON
		{"clock":"10"}|"clock" must be a time in a string: "10m", "-10m"
		{"clock":10}|"clock" must be a time in a string
		{"clock":"--1m"}|"clock" must be a time in a string
		{"clock":"-"}|"clock" must be a time in a string
		{"clock":""}|"clock" must be a time in a string
		{"clock":"1m","error":1}|into a line of their own
		{"clock":"1m","request":"phone"}|into a line of their own
	END
	[ ! -e ran ]
}

@test "account script: a rule is for the request it names, and no other" {
	start_script '{"request":"phone","error":1}' \
		'{"request":"token","error":2}' \
		'{"request":"account","error":3}' \
		'{"request":"numbers","error":4}' \
		'{"request":"webhooks","error":10}' \
		'{"request":"messages","error":17}'
	while read -r path code; do
		ask "/v25.0/$path"
		[ "$(jq .error.code answer)" = "$code" ]
	done <<-END
		$phone 1
		debug_token?input_token=x 2
		$account 3
		$account/phone_numbers 4
		$account/subscribed_apps 10
	END
	post "$(text +12025550100)"
	is_error 429 17
	[ ! -s log ]
}

@test "account script: a rule without a request is for messages" {
	start_script '{"error":1}'
	ask_token
	has .data.is_valid
	post "$(text +12025550100)"
	is_error 400 1
}

@test "account script: an error for all of them" {
	start_script '{"request":"all","error":190,"subcode":463}'
	for path in "$phone" "debug_token?input_token=sandbox-token" "$account" \
		"$account/phone_numbers?fields=colour" "$account/subscribed_apps"; do
		ask "/v25.0/$path"
		is_error 401 190
		jq -e '.error.error_subcode == 463 and .error.fbtrace_id' answer
		grep -q '^WWW-Authenticate: OAuth' headers
	done
	post "$(text +12025550100)"
	is_error 401 190
	[ ! -s log ]
	# What is wrong by itself asks no rule.
	ask /v25.0/4712
	is_error 400 100
}

@test "account script: an error of any code, with its status, subcode, transient" {
	start_script \
		'{"request":"phone","first":1,"error":100,"subcode":33}' \
		'{"request":"phone","first":1,"error":200}' \
		'{"request":"phone","first":1,"error":80008,"retry_after":3}' \
		'{"request":"phone","first":1,"error":2,"transient":true,"http":500}' \
		'{"request":"phone","first":1,"error":4711}'
	ask "/v25.0/$phone"
	is_error 400 100
	jq -e '.error.error_subcode == 33 and .error.type == "GraphMethodException"' answer
	ask "/v25.0/$phone"
	is_error 403 200
	ask "/v25.0/$phone"
	is_error 429 80008
	grep -qx $'Retry-After: 3\r' headers
	ask "/v25.0/$phone"
	is_error 500 2
	jq -e .error.is_transient answer
	ask "/v25.0/$phone"
	is_error 400 4711
	ask "/v25.0/$phone"
	has .id
}

@test "account script: the words of a subcode" {
	start_script '{"request":"token","first":1,"error":190,"subcode":460}' \
		'{"request":"token","first":1,"error":190,"subcode":467}' \
		'{"request":"token","first":1,"error":190,"subcode":492}' \
		'{"request":"token","error":190}'
	while read -r subcode words; do
		ask_token
		is_error 401 190
		[ "$(jq .error.error_subcode answer)" = "$subcode" ]
		[[ $(jq -r .error.message answer) == *"$words"* ]]
	done <<-'END'
		460 changed their password
		467 Cannot parse access token
		492 Session has expired
		463 Session has expired
	END
}

@test "account script: counted apart from messages" {
	start_script '{"request":"phone","after":1,"every":2,"first":2,"error":4}' \
		'{"request":"all","after":9,"first":1,"error":3}'
	for _ in 1 2 3 4 5 6 7; do
		ask "/v25.0/$phone"
		jq -r '.error.code // "-"' answer
		post "$(text +12025550100)"
		jq -r '.error.code // "-"' answer
	done | xargs >got
	[ "$(cat got)" = "- - - - 4 - - - 4 - - 3 - -" ]
}

@test "account script: what befalls answers" {
	start_script '{"request":"phone","first":1,"answer":"cut"}' \
		'{"request":"phone","first":1,"answer":"half"}' \
		'{"request":"phone","first":1,"answer":"silence"}' \
		'{"request":"phone","first":1,"answer":"noise"}' \
		'{"request":"phone","first":1,"answer":"garbage"}' \
		'{"request":"phone","first":1,"answer":"empty"}' \
		'{"request":"phone","first":1,"answer":"huge"}' \
		'{"request":"phone","first":1,"answer":"redirect"}' \
		'{"request":"phone","first":1,"http":502}' \
		'{"request":"token","latency":"200ms"}' \
		'{"request":"account","refuse":"500ms"}'
	for wanted in '000 52' '200 18' '000 28' '000 1' '200 0' '200 0' '200 0' \
		'307 0' '502 0' '200 0'; do
		# Only silence is not waited for long.
		limit=10
		[ "$wanted" != '000 28' ] || limit=0.5
		ask "/v25.0/$phone" "$limit"
		[ "$status $ended" = "$wanted" ] || {
			echo "wanted $wanted, got $status $ended"
			return 1
		}
	done
	has .id
	began=$(date +%s%N)
	ask_token
	[ $((($(date +%s%N) - began) / 1000000)) -ge 200 ]
	has .data.is_valid
	ask "/v25.0/$account"
	has .id
	ask_token
	[ "$ended" = 7 ]
}

@test "account script: members of the number are others" {
	start_script '{"request":"phone","set":{"status":"BANNED","quality_rating":"RED","id":"1","throughput":null,"colour":{"a":[1.50,"\u00e9"]},"verified_name":"A","verified_name":"B","\u0061ge":1,"colour2":null}}'
	ask "/v25.0/$phone?fields=status,throughput,name_status"
	[ "$(jq -cS . answer)" = \
		'{"id":"1","name_status":"APPROVED","status":"BANNED"}' ]
	ask "/v25.0/$phone"
	has '.quality_rating == "RED" and .verified_name == "B" and .id == "1"
		and .colour == {a: [1.5, "é"]} and .age == 1
		and (has("throughput", "status", "colour2") | not)'
	grep -q '"colour":{"a":\[1.50,"\\u00e9"\]}' answer
	[ "$(grep -o verified_name answer | wc -l)" = 1 ]
	ask "/v25.0/$phone?fields=colour,age"
	has 'keys == ["age", "colour", "id"]'
	ask "/v25.0/$phone?fields=colour,size"
	is_error 400 100
	# The list of numbers is another request.
	ask "/v25.0/$account/phone_numbers"
	has '.data[0].quality_rating == "GREEN"'
}

@test "account script: members of the token are others" {
	start_script \
		'{"request":"token","set":{"expires_at":1763000000,"scopes":["whatsapp_business_messaging"],"granular_scopes":null}}'
	ask_token
	has '.data | .expires_at == 1763000000 and .is_valid
		and .scopes == ["whatsapp_business_messaging"]
		and (has("granular_scopes") | not)'
	has 'keys == ["data"]'
	ask "/v25.0/debug_token?input_token=x"
	has '.data | .expires_at == 1763000000 and .is_valid == false'
}

@test "account script: members of the account, its numbers and webhooks are others" {
	start_script '{"request":"account","set":{"account_review_status":"REJECTED"}}' \
		'{"request":"numbers","first":1,"set":{"data":[]}}' \
		'{"request":"numbers","set":{"paging":{"next":"https://example/"}}}' \
		'{"request":"webhooks","set":{"data":[]}}'
	ask "/v25.0/$account?fields=account_review_status"
	has '.account_review_status == "REJECTED"'
	ask "/v25.0/$account/phone_numbers"
	has '.data == [] and .paging'
	ask "/v25.0/$account/phone_numbers?fields=status"
	has '.data[0].status and .paging == {next: "https://example/"}'
	ask "/v25.0/$account/subscribed_apps"
	[ "$(cat answer)" = '{"data":[]}' ]
}

# How many seconds the header Date is ahead.
date_ahead() {
	echo $(($(date -d "$(tr -d '\r' <headers |
		sed -n 's/^Date: //p')" +%s) - $(date +%s)))
}

@test "account script: the clock of the server is off" {
	for offset in 10m:600 -10m:-600 300d:25920000 -9000d:-777600000 0s:0; do
		start_script "{\"clock\":\"${offset%:*}\"}"
		ask "/v25.0/$phone"
		ahead=$(date_ahead)
		[ "$ahead" -ge $((${offset#*:} - 2)) ]
		[ "$ahead" -le $((${offset#*:} + 1)) ]
		post "$(text +12025550100)"
		[ "$status" = 200 ]
		stop
	done
	# The log has the right time.
	tail -n 1 log | jq -e '(now - (.at | sub("\\..*"; "Z") | fromdate)) < 60'
}

@test "account script: the token expires for these, too" {
	start_script '{"token_expires_after":0}'
	for path in "debug_token?input_token=sandbox-token" "$account" \
		"$account/phone_numbers" "$account/subscribed_apps"; do
		ask "/v25.0/$path"
		is_error 401 190
		[ "$(jq .error.error_subcode answer)" = 463 ]
	done
}
