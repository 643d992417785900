#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-sandbox: the stand-in for the WhatsApp Cloud API, when all goes well.

load sandbox

@test "sandbox: says where it listens, takes a message, ends with 0" {
	start
	[[ $(cat listening) =~ ^listening\ on\ http://127\.0\.0\.1:[0-9]+$ ]]
	post "$(text +12025550100)"
	[ "$status" = 200 ]
	jq -e '.messaging_product == "whatsapp"
		and .contacts == [{"input":"+12025550100","wa_id":"12025550100"}]
		and (.messages | length == 1)
		and (.messages[0] | keys == ["id"])
		and (.messages[0].id | test("^wamid\\.HBg[A-Za-z0-9+/]+=*$"))' answer
	stop
	[ "$ended" = 0 ]
	[ ! -s said ]
}

@test "sandbox: a template is accepted with a status" {
	start
	post "$(template '')"
	[ "$status" = 200 ]
	[ "$(jq -r '.messages[0].message_status' answer)" = accepted ]
}

@test "sandbox: a user id instead of a number" {
	start
	post '{"messaging_product":"whatsapp","recipient":"US.13491208655302741918","type":"text","text":{"body":"Hi"}}'
	[ "$status" = 200 ]
	[ "$(jq -c .contacts answer)" = \
		'[{"input":"US.13491208655302741918","user_id":"US.13491208655302741918"}]' ]
}

@test "sandbox: no two messages have the same id" {
	start
	for _ in $(seq 20); do
		post "$(text +12025550100)"
		jq -r '.messages[0].id' answer
	done >ids
	[ "$(sort -u ids | wc -l)" = 20 ]
}

@test "sandbox: answers carry the headers of the API" {
	start
	curl -sS -D headers -o answer -H 'Authorization: Bearer sandbox-token' \
		"$base/v23.0/$phone"
	tr -d '\r' <headers >plain
	grep -qx 'facebook-api-version: v23.0' plain
	grep -q '^x-fb-trace-id: A' plain
	grep -qx 'Content-Type: application/json; charset=UTF-8' plain
	sed -n 's/^x-business-use-case-usage: //p' plain | jq -e 'keys | length == 1'
	curl -sS -D headers -o answer "$base/v23.0/$phone"
	[ "$(tr -d '\r' <headers | sed -n 's/^x-fb-trace-id: //p')" = \
		"$(jq -r .error.fbtrace_id answer)" ]
}

@test "sandbox: describes the phone number" {
	start
	get "$base/v25.0/$phone"
	[ "$status" = 200 ]
	jq -e ".id == \"$phone\" and .verified_name and .display_phone_number" answer
	get "$base/v25.0/$phone?fields=status,throughput,health_status"
	[ "$(jq -c 'keys' answer)" = '["health_status","id","status","throughput"]' ]
	[ "$(jq -r '.status' answer)" = CONNECTED ]
	get "$base/v25.0/$phone?fields=status,colour"
	is_error 400 100
	[[ $(jq -r .error.message answer) == *"(colour)"* ]]
}

@test "sandbox: wants its token" {
	start
	status=$(curl -sS -o answer -w '%{http_code}' "$base/v25.0/$phone")
	is_error 401 104
	for header in 'Bearer wrong' 'Bearer sandbox-toke' 'Bearer sandbox-tokenn' \
		'Bearer ' 'Basic c2FuZGJveC10b2tlbg==' 'sandbox-token'; do
		status=$(curl -sS -o answer -w '%{http_code}' \
			-H "Authorization: $header" "$base/v25.0/$phone")
		is_error 401 190
	done
}

@test "sandbox: takes its token and its ids from the environment, and tells nobody" {
	export CSR_ACCESS_TOKEN=EAAG-of-the-test CSR_PHONE_NUMBER_ID=4711
	phone=4711
	start -vv --log log
	post "$(text +12025550100)"
	[ "$status" = 200 ]
	tr '\0' '\n' <"/proc/$sandbox_pid/environ" >environment
	CSR_ACCESS_TOKEN=EAAG-another
	post "$(text +12025550100)"
	is_error 401 190
	stop
	[ -s environment ]
	run -1 grep EAAG environment log said listening answer
	grep -qx "csr-sandbox: POST /v25.0/4711/messages 200" said
}

@test "sandbox: what is not there" {
	start
	post "$(text +12025550100)" "$base/v25.0/15550783881/messages"
	is_error 400 100
	[ "$(jq .error.error_subcode answer)" = 33 ]
	get "$base/v25.0/$phone/messages"
	is_error 400 100
	post "$(text +12025550100)" "$base/v25.0/$phone"
	is_error 400 100
	status=$(curl -sS -o answer -w '%{http_code}' -X DELETE \
		-H 'Authorization: Bearer sandbox-token' "$base/v25.0/$phone")
	is_error 400 100
	for path in / /v25.0 "/25.0/$phone" "/v25/$phone" "/v25.0x/$phone" \
		"/$phone/messages" "/v25.0/$phone/messagez" \
		"/v25.0/$phone/messages/more" "/v25.0//messages" \
		"/v25.0/$(printf 'x%.0s' $(seq 5000))"; do
		post "$(text +12025550100)" "$base$path"
		is_error 404 2500
	done
}

@test "sandbox: a body that is none" {
	start
	post '{"messaging_product":'
	is_error 400 100
	[[ $(jq -r .error.error_data.details answer) == *"not JSON: byte "* ]]
	for body in '[]' '"text"' '' 'null' '{} {}' $'{"to":"\xff"}'; do
		post "$body"
		is_error 400 100
	done
	status=$(curl -sS -o answer -w '%{http_code}' \
		-H 'Authorization: Bearer sandbox-token' \
		-d "$(text +12025550100)" "$base/v25.0/$phone/messages")
	is_error 400 100
	[[ $(jq -r .error.error_data.details answer) == *"application/json"* ]]
}

@test "sandbox: a body of 1 MiB is read, a larger one refused" {
	start
	{
		text +12025550100
		head -c 1048576 /dev/zero | tr '\0' ' '
	} | head -c 1048576 >body
	post @body
	[ "$status" = 200 ]
	echo >>body
	post @body
	is_error 413 100
	head -c 33554432 /dev/zero >huge
	post @huge
	is_error 413 100
	status=$(curl -sS -o answer -w '%{http_code}' -T - \
		-X POST -H 'Authorization: Bearer sandbox-token' \
		-H 'Content-Type: application/json' \
		"$base/v25.0/$phone/messages" <huge)
	is_error 413 100
	post "$(text +12025550100)"
	[ "$status" = 200 ]
}

@test "sandbox: envelopes that are wrong" {
	start
	while IFS='|' read -r http code body; do
		post "$body"
		is_error "$http" "$code" || {
			echo "$body"
			return 1
		}
	done <<-'END'
		400|131008|{"to":"+12025550100","type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"signal","to":"+12025550100","type":"text","text":{"body":"x"}}
		400|131008|{"messaging_product":"whatsapp","type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"whatsapp","to":"12345","type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"whatsapp","to":"","type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"whatsapp","to":"+1202555010000000","type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"whatsapp","to":"+02025550100","type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"whatsapp","to":"+1 202 5550100","type":"text","text":{"body":"x"}}
		400|100|{"messaging_product":"whatsapp","to":12025550100,"type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"whatsapp","recipient":"49.123","type":"text","text":{"body":"x"}}
		400|131009|{"messaging_product":"whatsapp","recipient_type":"group","to":"+12025550100","type":"text","text":{"body":"x"}}
		400|131008|{"messaging_product":"whatsapp","to":"+12025550100","text":{"body":"x"}}
		400|131051|{"messaging_product":"whatsapp","to":"+12025550100","type":"fax","fax":{"body":"x"}}
		400|131008|{"messaging_product":"whatsapp","to":"+12025550100","type":"text"}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":"x"}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":["x"]}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","image":{"id":"1"}}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":"x"},"image":{"id":"1"}}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":"x"},"tpye":1}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":"x"},"context.message_id":"w"}
		400|131008|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":"x"},"context":{}}
		400|131008|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{}}
		400|131008|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":""}}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":1}}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":null}}
		400|131009|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":"a\u0000b"}}
		400|100|{"messaging_product":"whatsapp","to":"+12025550100","type":"text","text":{"body":"x","preview_url":"true"}}
	END
}

@test "sandbox: lengths are counted in UTF-16 units" {
	start
	long() { printf "$1%.0s" $(seq "$2"); }
	of_body() { message +12025550100 ",\"type\":\"text\",\"text\":{\"body\":\"$1\"}"; }
	post "$(of_body "$(long a 4096)")"
	[ "$status" = 200 ]
	post "$(of_body "$(long a 4097)")"
	is_error 400 100
	post "$(of_body "$(long é 4096)")"
	[ "$status" = 200 ]
	post "$(of_body "$(long 😀 2048)")"
	[ "$status" = 200 ]
	post "$(of_body "$(long 😀 2048)a")"
	is_error 400 100
	[[ $(jq -r .error.error_data.details answer) == *"at most 4096 characters"* ]]
	callback() { message +12025550100 ",\"type\":\"text\",\"text\":{\"body\":\"x\"},\"biz_opaque_callback_data\":\"$1\""; }
	post "$(callback "$(long c 512)")"
	[ "$status" = 200 ]
	post "$(callback "$(long c 513)")"
	is_error 400 100
}

@test "sandbox: every type that the API has" {
	start
	while IFS='|' read -r http code content; do
		post "$(message +12025550100 ",$content")"
		if [ "$http" = 200 ]; then
			[ "$status" = 200 ]
		else
			is_error "$http" "$code"
		fi || {
			echo "$content"
			cat answer
			return 1
		}
	done <<-'END'
		200||"recipient_type":"individual","type":"text","text":{"body":"x","preview_url":true},"context":{"message_id":"wamid.x"}
		200||"type":"image","image":{"id":"123","caption":"x"}
		200||"type":"video","video":{"link":"https://example.org/v.mp4"}
		200||"type":"document","document":{"id":"1","caption":"c","filename":"a.pdf"}
		200||"type":"audio","audio":{"id":"1","voice":true}
		200||"type":"sticker","sticker":{"id":"1"}
		400|131008|"type":"image","image":{}
		400|100|"type":"image","image":{"id":"1","link":"https://example.org/"}
		400|131009|"type":"image","image":{"link":"file:///etc/passwd"}
		400|100|"type":"audio","audio":{"id":"1","caption":"no"}
		200||"type":"location","location":{"latitude":"37.75","longitude":-122.42,"name":"x"}
		400|131008|"type":"location","location":{"latitude":"37.75"}
		200||"type":"reaction","reaction":{"message_id":"wamid.x","emoji":""}
		400|131008|"type":"reaction","reaction":{"emoji":"x"}
		200||"type":"contacts","contacts":[{"name":{"formatted_name":"A B","first_name":"A"},"phones":[{"phone":"+1"}]}]
		400|131008|"type":"contacts","contacts":[]
		400|131008|"type":"contacts","contacts":[{"name":{"formatted_name":"A B"}}]
		400|100|"type":"contacts","contacts":[1]
		400|100|"type":"contacts","contacts":{"name":{"formatted_name":"A B","first_name":"A"}}
		200||"type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":"A"}},{"type":"reply","reply":{"id":"b","title":"B"}}]}}
		400|131009|"type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":"A"}},{"type":"reply","reply":{"id":"a","title":"B"}}]}}
		400|100|"type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{"buttons":[{},{},{},{}]}}
		400|131008|"type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{"buttons":[{}]}}
		400|100|"type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":"123456789012345678901"}}]}}
		200||"type":"interactive","interactive":{"type":"list","header":{"type":"text","text":"h"},"body":{"text":"b"},"footer":{"text":"f"},"action":{"button":"Menu","sections":[{"rows":[{"id":"r","title":"t"}]}]}}
		400|131008|"type":"interactive","interactive":{"type":"list","body":{"text":"b"},"action":{"button":"Menu","sections":[{"rows":[{"id":"r","title":"t"}]},{"rows":[{"id":"s","title":"t"}]}]}}
		200||"type":"interactive","interactive":{"type":"cta_url","body":{"text":"b"},"action":{"name":"cta_url","parameters":{"display_text":"Open","url":"https://example.org"}}}
		400|131008|"type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{}}
		400|131009|"type":"interactive","interactive":{"type":"poll","body":{"text":"b"},"action":{"x":1}}
	END
}

@test "sandbox: templates" {
	start
	while IFS='|' read -r http code rest; do
		post "$(template ",$rest")"
		if [ "$http" = 200 ]; then
			[ "$status" = 200 ]
		else
			is_error "$http" "$code"
		fi || {
			echo "$rest"
			cat answer
			return 1
		}
	done <<-'END'
		200||"components":[]
		200||"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"A-17"}]}]
		200||"components":[{"type":"body","parameters":[{"type":"text","parameter_name":"first","text":"Ana"},{"type":"text","parameter_name":"order","text":"A-17"}]}]
		200||"components":[{"type":"body","parameters":[{"type":"text","text":"four    spaces"}]}]
		200||"components":[{"type":"body","parameters":[{"type":"currency","currency":{"fallback_value":"$1","code":"USD","amount_1000":1000}},{"type":"date_time","date_time":{"fallback_value":"today"}}]}]
		200||"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"4490"}}]},{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"STOP"}]},{"type":"button","sub_type":"url","index":1,"parameters":[{"type":"text","text":"A-17"}]}]
		200||"components":[{"type":"header","parameters":[{"type":"location","location":{"latitude":"1","longitude":"2"}}]}]
		200||"components":[{"type":"button","sub_type":"copy_code","index":"0","parameters":[{"type":"coupon_code","coupon_code":"SAVE20"}]}]
		200||"components":[{"type":"button","sub_type":"flow","index":"0","parameters":[{"type":"action","action":{"flow_token":"x"}}]},{"type":"button","sub_type":"CATALOG","index":"1"}]
		200||"components":[{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1698562800000}}]}]
		200||"components":[{"type":"carousel","cards":[{"card_index":0,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"1"}}]}]}]}]
		400|132018|"components":[{"type":"body","parameters":[{"type":"text","text":"two\nlines"}]}]
		400|132018|"components":[{"type":"body","parameters":[{"type":"text","text":"a\ttab"}]}]
		400|132018|"components":[{"type":"body","parameters":[{"type":"text","text":"five     spaces"}]}]
		400|132018|"components":[{"type":"carousel","cards":[{"card_index":0,"components":[{"type":"body","parameters":[{"type":"text","text":"a\nb"}]}]}]}]
		400|131008|"components":[{"type":"body","parameters":[{"type":"text","text":""}]}]
		400|131008|"components":[{"type":"body","parameters":[{"type":"text"}]}]
		400|132012|"components":[{"type":"body","parameters":[{"type":"image","image":{"id":"1"}}]}]
		400|132012|"components":[{"type":"body","parameters":[{"type":"text","parameter_name":"first","text":"Ana"},{"type":"text","text":"A-17"}]}]
		400|131009|"components":[{"type":"body","parameters":[{"type":"text","parameter_name":"First Name","text":"Ana"}]}]
		400|131008|"components":[{"type":"header"}]
		400|100|"components":[{"type":"header","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]
		400|131009|"components":[{"type":"footer","parameters":[]}]
		400|131008|"components":[{"parameters":[]}]
		400|100|"components":{"type":"body"}
		400|131008|"components":[{"type":"button","sub_type":"url","index":"0"}]
		400|131008|"components":[{"type":"button","index":"0","parameters":[]}]
		400|131008|"components":[{"type":"button","sub_type":"url","parameters":[{"type":"text","text":"x"}]}]
		400|131009|"components":[{"type":"button","sub_type":"url","index":"10","parameters":[{"type":"text","text":"x"}]}]
		400|131009|"components":[{"type":"button","sub_type":"url","index":0.5,"parameters":[{"type":"text","text":"x"}]}]
		400|131009|"components":[{"type":"button","sub_type":"dance","index":"0","parameters":[{"type":"text","text":"x"}]}]
		400|132012|"components":[{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"text","text":"x"}]}]
		400|100|"components":[{"type":"button","sub_type":"copy_code","index":"0","parameters":[{"type":"coupon_code","coupon_code":"1234567890123456"}]}]
		400|131009|"components":[{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1698562800}}]}]
		400|131009|"components":[{"type":"carousel","cards":[{"card_index":0,"components":[{"type":"carousel","cards":[]}]}]}]
		400|131009|"language":{"code":"en","policy":"fallback"}
		400|131008|"language":{}
		400|131009|"name":"Order-Update"
		400|131008|"name":""
	END
	post "$(template ',"components":[{"type":"body","parameters":[{"type":"text","text":"two\nlines"}]}]')"
	[ "$(jq -r .error.error_data.details answer)" = \
		"Param text cannot have new-line/tab characters or more than 4 consecutive spaces" ]
}

@test "sandbox: numbers that get an error" {
	start
	csr-sandbox --numbers >numbers
	[ "$(wc -l <numbers)" -ge 22 ]
	while IFS=$'\t' read -r digits http code title; do
		case $digits in
		016[0-79] | 017[0134]) continue ;; # faults have their own tests
		esac
		for to in "+1202555$digits" "44770090$digits"; do
			post "$(text "$to")"
			is_error "$http" "$code"
		done
		jq -e '.error | .message and .fbtrace_id and .type == "OAuthException"' answer
		if [ "$code" != 190 ]; then
			[ "$(jq -r .error.message answer)" = "(#$code) $title" ]
			jq -e '.error.error_data | .messaging_product == "whatsapp"
				and (.details | length > 0)' answer
		fi
	done <numbers
	post "$(text +12025550190)"
	[ "$(jq .error.error_subcode answer)" = 463 ]
	for to in +12025550100 +12025550127 +12025551126 +12025550226; do
		post "$(text "$to")"
		[ "$status" = 200 ]
	done
}

@test "sandbox: --accept-all takes them all the same" {
	start --accept-all
	post "$(text +12025550126)"
	[ "$status" = 200 ]
	post "$(text 126)"
	is_error 400 131009
}

@test "sandbox: --help fits a terminal" {
	run -0 csr-sandbox --help
	[ -z "$(awk 'length > 79' <<<"$output")" ]
}

@test "sandbox: the manual has the same table" {
	page=$BATS_TEST_DIRNAME/../man/csr-sandbox.1
	csr-sandbox --numbers |
		while IFS=$'\t' read -r digits http code title; do
			echo ".It Li $digits Ta $http Ta $code Ta $title"
		done >program
	grep '^\.It Li 01' "$page" >manual
	diff program manual
}

@test "sandbox: the manual's examples work" {
	awk '/^\.Bd/ { name = "example" ++n; next } /^\.Ed/ { name = "" }
		name { gsub(/\\e/, "\\"); print >name }' \
		"$BATS_TEST_DIRNAME/../man/csr-sandbox.1"
	# The other one wants more programs than this.
	run -0 --separate-stderr bash -e example1
	jq -e '.messages[0].id' <<<"$output"
	{
		echo "trap 'kill \$! 2>/dev/null || :' EXIT"
		cat example3
	} >guarded
	run -0 --separate-stderr bash -e guarded 3>&-
	[ "$(jq -r .status <<<"$output")" = CONNECTED ]
}

@test "sandbox: the log has a line for each message taken, and only for those" {
	start --log log
	post '{"messaging_product":"whatsapp","to":"+12025550100","type":"text",
		"text":{"body":"Olá\n😀"},"biz_opaque_callback_data":"csr1:k:1"}'
	[ "$status" = 200 ]
	id=$(jq -r '.messages[0].id' answer)
	post "$(text +12025550126)"
	post "$(text nobody)"
	post "$(text +12025550100)"
	[ "$(wc -l <log)" = 2 ]
	[ -n "$(find log -perm 600)" ]
	head -1 log | jq -e --arg id "$id" '.id == $id and .to == "+12025550100"
		and .type == "text" and .callback == "csr1:k:1"
		and .body.text.body == "Olá\n😀"
		and (.at | test("^20..-..-..T..:..:..\\....Z$"))'
	tail -1 log | jq -e 'has("callback") | not'
	stop
	start --log log
	post "$(text +12025550100)"
	[ "$(wc -l <log)" = 3 ]
}

@test "sandbox: a full disk takes nothing" {
	start --log /dev/full
	post "$(text +12025550100)"
	is_error 500 131000
	grep -q '^csr-sandbox: /dev/full: No space left on device; ' said
	get "$base/v25.0/$phone"
	[ "$status" = 200 ]
}

@test "sandbox: a log that cannot be made" {
	run -73 --separate-stderr csr-sandbox --log missing/log
	[[ $stderr == "csr-sandbox: missing/log: "* ]]
	[ -z "$output" ]
	run -73 --separate-stderr csr-sandbox --log missing/log -- touch ran
	[ ! -e ran ]
}

@test "sandbox: only this machine can reach it" {
	for address in 0.0.0.0:0 192.0.2.1:80 '[::]:0' '[2001:db8::1]:0' \
		'[::ffff:127.0.0.1]:0' 128.0.0.1:0; do
		run -64 --separate-stderr csr-sandbox --listen "$address"
		[[ $stderr == *"can be reached from other machines"* ]]
	done
	for address in localhost:0 127.0.0.1 127.0.0.1: 127.0.0.1:65536 \
		127.0.0.1:x ::1:0 '[::1]' '[127.0.0.1]:0' :0 '' 0; do
		run -64 --separate-stderr csr-sandbox --listen "$address"
		[[ $stderr == *"is not ADDRESS:PORT"* ]]
	done
}

@test "sandbox: other addresses of this machine" {
	start --listen 127.1.2.3:0
	[[ $base == http://127.1.2.3:* ]]
	post "$(text +12025550100)"
	[ "$status" = 200 ]
	stop
	grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null || skip "no IPv6 here"
	start --listen '[::1]:0'
	[[ $base == http://\[::1\]:* ]]
	post "$(text +12025550100)"
	[ "$status" = 200 ]
}

@test "sandbox: a port in use" {
	start
	run -71 --separate-stderr csr-sandbox --listen "${base#http://}"
	[[ $stderr == "csr-sandbox: ${base#http://}: "*"in use"* ]]
	[ -z "$output" ]
}

@test "sandbox: usage" {
	run -64 --separate-stderr csr-sandbox --token secret
	[[ $stderr == *"--token"* ]]
	run -64 --separate-stderr csr-sandbox --latency soon
	[[ $stderr == *"--latency"*"soon"* ]]
	run -0 --separate-stderr csr-sandbox --help
	[[ $output == *"--accept-all"* ]]
	run -0 --separate-stderr csr-sandbox --version
}

@test "sandbox: standard output that cannot be written" {
	run -74 --separate-stderr bash -c 'exec csr-sandbox >/dev/full'
	[[ $stderr == "csr-sandbox: standard output: "* ]]
	run -74 --separate-stderr bash -c 'exec csr-sandbox --numbers >/dev/full'
}

@test "sandbox: a thousand requests on one connection" {
	start --log log
	text +12025550100 >body
	for _ in $(seq 1000); do
		printf 'url = "%s"\n' "$base/v25.0/$phone/messages"
		printf 'output = "/dev/null"\n'
	done >urls
	curl -sS -K urls -w '%{http_code} %{num_connects}\n' \
		-H 'Authorization: Bearer sandbox-token' \
		-H 'Content-Type: application/json' --data-binary @body >codes
	[ "$(sort codes | uniq -c | xargs)" = "999 200 0 1 200 1" ]
	[ "$(wc -l <log)" = 1000 ]
	[ "$(jq -r .id log | sort -u | wc -l)" = 1000 ]
}

@test "sandbox: --latency holds one answer back and no other" {
	start --latency 400ms
	for _ in $(seq 40); do
		printf 'url = "%s"\noutput = "/dev/null"\n' "$base/v25.0/$phone"
	done >urls
	began=$(date +%s%N)
	curl -sS -Z --parallel-immediate --parallel-max 40 -K urls \
		-w '%{http_code} %{time_total}\n' \
		-H 'Authorization: Bearer sandbox-token' >codes
	took_ms=$((($(date +%s%N) - began) / 1000000))
	[ "$(grep -c '^200 ' codes)" = 40 ]
	[ "$(awk '$2 < 0.4' codes | wc -l)" = 0 ]
	[ "$took_ms" -lt 4000 ]
}

@test "sandbox: answers what is under way before it ends" {
	start --latency 1h --log log
	post "$(text +12025550100)" &
	client=$!
	for _ in $(seq 1000); do
		[ -s log ] && break
		sleep 0.02
	done
	stop
	[ "$ended" = 0 ]
	wait "$client"
	jq -e '.messages[0].id' answer
}

@test "sandbox: a client that never finishes does not keep it from ending" {
	start
	host=${base#http://}
	exec 4<>"/dev/tcp/${host%:*}/${host##*:}"
	printf 'POST /v25.0/%s/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{' \
		"$phone" >&4
	post "$(text +12025550100)"
	[ "$status" = 200 ]
	stop
	[ "$ended" = 0 ]
	exec 4<&-
}

@test "sandbox: survives what is not HTTP" {
	start
	host=${base#http://}
	for garbage in 'hello' '\0\0\0\0\r\n\r\n' 'GET\r\n\r\n' \
		'POST / HTTP/9.9\r\n\r\n' \
		'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n' \
		'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n' \
		'\x16\x03\x01\x02\x00\x01\x00\x01'; do
		exec 4<>"/dev/tcp/${host%:*}/${host##*:}"
		printf "$garbage" >&4 || true
		exec 4<&-
	done
	head -c 300000 /dev/urandom >noise
	exec 4<>"/dev/tcp/${host%:*}/${host##*:}"
	cat noise >&4 2>/dev/null || true
	exec 4<&-
	post "$(text +12025550100)"
	[ "$status" = 200 ]
}

@test "sandbox: runs a command with all it needs, and cleans up" {
	cat >client <<-'END'
		[ -n "$(find "$CSR_HOME" -perm 700)" ] || exit 1
		[ -z "$(ls -A "$CSR_HOME")" ] || exit 2
		mkdir -p "$CSR_HOME/a/b" && touch "$CSR_HOME/a/b/c" "$CSR_HOME/.d"
		ln -s "$PWD/kept" "$CSR_HOME/a/link"
		echo "$CSR_HOME" >home
		curl -sS -H "Authorization: Bearer $CSR_ACCESS_TOKEN" \
			"$CSR_API_BASE/v25.0/$CSR_PHONE_NUMBER_ID" |
			jq -r .id
		echo "$CSR_BUSINESS_ACCOUNT_ID" >&2
		cat
		exit 3
	END
	mkdir kept && touch kept/file
	run -3 --separate-stderr csr-sandbox -- sh client <<<"from stdin"
	[ "$output" = "$phone"$'\n'"from stdin" ]
	[ "$stderr" = 102290129340398 ]
	[[ $(cat home) == "$BATS_TEST_TMPDIR"/* ]]
	[ ! -e "$(cat home)" ]
	[ -e kept/file ]
}

@test "sandbox: the command's own options and status" {
	run -0 --separate-stderr csr-sandbox --accept-all -- echo --log x -v
	[ "$output" = "--log x -v" ]
	run -1 csr-sandbox -- false
	run -143 csr-sandbox -- sh -c 'kill -TERM $$'
	run -141 csr-sandbox -- sh -c 'kill -PIPE $$'
	run -127 --separate-stderr csr-sandbox -- no-such-command
	[[ $stderr == "csr-sandbox: no-such-command: there is no such command"* ]]
	touch plain
	run -126 --separate-stderr csr-sandbox -- ./plain
	[[ $stderr == "csr-sandbox: ./plain: cannot be run: Permission denied" ]]
	run -73 --separate-stderr env TMPDIR="$PWD/missing" csr-sandbox -- touch ran
	[[ $stderr == *"TMPDIR"* ]]
	[ ! -e ran ]
	[ -z "$(ls -d csr-sandbox.* 2>/dev/null)" ]
}

@test "sandbox: the command's port can be chosen" {
	start
	stop
	run -0 csr-sandbox --listen "${base#http://}" -- sh -c 'echo "$CSR_API_BASE"'
	[ "$output" = "$base" ]
}

@test "sandbox: a signal is handed on to the command" {
	cat >client <<-'END'
		trap 'echo got it >caught; exit 5' TERM HUP
		echo "$CSR_HOME" >home
		while :; do sleep 0.02; done
	END
	for signal in TERM HUP; do
		rm -f home caught
		csr-sandbox -- sh client 3>&- &
		sandbox_pid=$!
		for _ in $(seq 1000); do
			[ -s home ] && break
			sleep 0.02
		done
		ended=0
		kill -"$signal" "$sandbox_pid"
		wait "$sandbox_pid" || ended=$?
		sandbox_pid=
		[ "$ended" = 5 ]
		[ -e caught ]
		[ ! -e "$(cat home)" ]
	done
}

@test "sandbox: the command that a signal ends" {
	csr-sandbox -- sh -c 'echo "$CSR_HOME" >home; exec sleep 60' 3>&- &
	sandbox_pid=$!
	for _ in $(seq 1000); do
		[ -s home ] && break
		sleep 0.02
	done
	stop
	[ "$ended" = 143 ]
	[ ! -e "$(cat home)" ]
}
