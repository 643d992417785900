#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-auth test against csr-sandbox, which a script spoils.

load helper

number=106540352242922
account=102290129340398
usage_file=whatsapp_usage.json

# Run csr-auth test with these lines as the sandbox's script; what it finds is
# in "seen", its status in $status, what it says in "said".
try() {
	printf '%s\n' "$@" >script
	status=0
	csr-sandbox --script script -- env CSR_HOME="$CSR_HOME" \
		csr-auth test --json >seen 2>said || status=$?
	[ ! -s said ]
}

# There is a finding: found STATUS STATE CHECK TEXT [MEND]
found() {
	[ "$status" = "$1" ] && jq -e --arg state "$2" --arg check "$3" \
		--arg text "$4" --arg mend "${5-}" '.findings | any(
			.state == $state and .check == $check
			and (.text | contains($text))
			and (.mend // "" | contains($mend)))' seen >/dev/null || {
		echo "wanted $*, got $status: $(cat script seen)"
		return 1
	}
}

# What --explain-error says of a code: title "of the error" and hint.
explain() {
	csr-send-wa --explain-error "$1" >explained
	title=$(sed -n '1s/^[0-9]*: //p' explained)
	hint=$(sed -n 's/^To do:  //p' explained)
	[ -n "$title" ] && [ -n "$hint" ]
}

# The exit status for a class of errors.
status_of() {
	case $1 in
	retry) echo 69 ;;
	pause-all | pause-person | later) echo 75 ;;
	*) echo 77 ;;
	esac
}

# Each code of the table and its class; of a range the first.
errors() {
	sed '/^#/d; s/^\([0-9]*\)-[0-9]*/\1/' \
		"$BATS_TEST_DIRNAME/data/meta-errors.tsv" | cut -f 1,4
}

# A hold with this code, set by csr-send-wa; then jq's EDIT of it.
write_hold() {
	mkdir -p -m 700 home
	jq -cn --argjson code "$1" '{date: (now | todate[:10]), daily_count: 7,
		hold: {until: null, at: "2026-11-22T10:00:00.000Z",
			status: 77, code: $code, by: "csr-send-wa",
			reason: "refused (\($code))", hint: "mend it"}}' |
		jq -c "${2-.}" >"home/$usage_file"
}

@test "csr-auth test: all is well" {
	mkdir -m 700 home
	run -0 --separate-stderr csr-sandbox -- env CSR_HOME="$CSR_HOME" csr-auth test
	[ -z "$stderr" ]
	[[ $output != *warning* && $output != *failure* && $output != *skipped* ]]
	grep -qx 'ok       phone number     +1 202-555-0101, CSC-Reach Sandbox, connected' <<<"$output"
	[ "$(stat -c %a home/account.json)" = 600 ]
	jq -e '.people_per_day == 2000 and .messages_per_second == 80
		and .number == "+1 202-555-0101" and .token_expires_at == "never"
		and .quality == "GREEN" and .api_version == "v25.0"' \
		home/account.json
	try ''
	found 0 ok token "valid, never expires"
	found 0 ok permissions "whatsapp_business_messaging"
	found 0 ok webhooks "they go to"
	found 0 ok hold "sending is not paused"
	jq -e 'keys == ["account", "findings", "hold"] and .hold == null
		and .account.can_send and (.findings | length) > 12' seen
}

@test "csr-auth test: makes no directory" {
	run -0 csr-sandbox -- env CSR_HOME="$CSR_HOME" csr-auth test -q
	[ ! -e home ]
}

@test "csr-auth test: each error of the number has its cause and its cure" {
	count=0
	while read -r code class; do
		try "{\"request\":\"phone\",\"error\":$code,\"subcode\":0}"
		explain "$code"
		case $code in
		0 | 104 | 190) found 77 failure token "$title ($code" "$hint" ;;
		1 | 100) found "$(status_of "$class")" failure "phone number" \
			"($code" "whatsapp.api_version" ;;
		*) found "$(status_of "$class")" failure "phone number" \
			"$title ($code" "$hint" ;;
		esac
		count=$((count + 1))
	done < <(errors)
	[ "$count" -gt 60 ]
}

@test "csr-auth test: errors of the account, too" {
	while read -r code class; do
		case $class in
		credentials | account | retry | pause-all) ;;
		*) continue ;;
		esac
		try "{\"request\":\"account\",\"error\":$code,\"subcode\":0}"
		explain "$code"
		case $code in
		0 | 104 | 190) found 77 failure token "$title ($code" "$hint" ;;
		1 | 33 | 803) found "$(status_of "$class")" failure \
			"business account" "($code" "" ;;
		*) found "$(status_of "$class")" failure "business account" \
			"$title ($code" "$hint" ;;
		esac
	done < <(errors)
}

@test "csr-auth test: a token that may not look into itself can still send" {
	for code in 3 10 100 200 131005; do
		try "{\"request\":\"token\",\"error\":$code,\"subcode\":0}"
		found 0 skipped token "may not look into itself: "
		found 0 ok "phone number" "connected"
	done
	for code in 0 104 190; do
		try "{\"request\":\"token\",\"error\":$code,\"subcode\":0}"
		explain "$code"
		found 77 failure token "$title ($code" "$hint"
		found 77 skipped "phone number" "the token is refused"
	done
	try '{"request":"token","error":2}'
	found 69 failure token "down or overloaded"
	try '{"request":"token","error":80007}'
	found 75 failure token "calls the API too often"
}

@test "csr-auth test: subcodes say why a token is refused" {
	while IFS='|' read -r subcode text mend; do
		try "{\"request\":\"phone\",\"error\":190,\"subcode\":$subcode}"
		found 77 failure token "$text (190, subcode $subcode)" "$mend"
	done <<-'END'
		458|has removed the app|system user
		459|must log in to Facebook|log in there
		460|has changed their password|system user
		463|the token has expired|make a new token
		464|has no confirmed account|system user
		467|it was revoked, its user logged out, or it was not copied whole|copy it again
		492|the session that the token belongs to is over|system user
	END
	try '{"request":"phone","error":100,"subcode":33}'
	found 77 failure "phone number" "(100, subcode 33)" "not the number"
}

@test "csr-auth test: what the token is and may do" {
	soon=$(($(date +%s) + 3 * 86400 + 60))
	later=$(($(date +%s) + 90 * 86400))
	while IFS='|' read -r set wanted state check text mend; do
		try "{\"request\":\"token\",\"set\":$set}"
		found "$wanted" "$state" "$check" "$text" "$mend"
	done <<-END
		{"expires_at":$soon}|1|warning|token|expires on $(date -u -d "@$soon" +%F)|never expires
		{"expires_at":$soon}|1|warning|token|in 3 days|CSR_ACCESS_TOKEN
		{"expires_at":$later}|0|ok|token|valid, expires on $(date -u -d "@$later" +%F)|
		{"type":"USER"}|1|warning|token|dies within hours|system user
		{"type":"APP"}|77|failure|token|cannot send messages|system user
		{"is_valid":false}|77|failure|token|no longer valid|system user
		{"is_valid":false,"expires_at":1000000000}|77|failure|token|has expired on 2001-09-09|system user
		{"is_valid":false,"error":{"code":190,"subcode":460,"message":"m"}}|77|failure|token|password (190, subcode 460): m|system user
		{"scopes":["whatsapp_business_management"]}|77|failure|permissions|lacks whatsapp_business_messaging|make a new token
		{"scopes":["whatsapp_business_messaging"]}|1|warning|permissions|without whatsapp_business_management|make a new token
		{"scopes":[]}|77|failure|permissions|lacks whatsapp_business_messaging|make a new token
		{"granular_scopes":[{"scope":"whatsapp_business_messaging","target_ids":["1"]}]}|77|failure|permissions|not for the business account $account|assign
		{"app_id":"4711"}|1|warning|webhooks|the token is of the app 4711|wrong app
	END
}

@test "csr-auth test: what the number is" {
	while IFS='|' read -r set wanted state check text mend; do
		try "{\"request\":\"phone\",\"set\":$set}"
		found "$wanted" "$state" "$check" "$text" "$mend"
	done <<-'END'
		{"status":"DISCONNECTED"}|77|failure|phone number|is disconnected|register
		{"status":"PENDING"}|77|failure|phone number|not registered|verify
		{"status":"UNVERIFIED"}|77|failure|phone number|never verified|code
		{"status":"FLAGGED"}|1|warning|phone number|flagged for low quality|agreed
		{"status":"RESTRICTED"}|77|failure|phone number|is restricted|WhatsApp Manager
		{"status":"RATE_LIMITED"}|75|failure|phone number|may not send for a while|wait
		{"status":"BANNED"}|77|failure|phone number|is banned|appeal
		{"status":"MIGRATED"}|77|failure|phone number|has moved|ids
		{"status":"NEW_ONE"}|77|failure|phone number|is NEW_ONE|WhatsApp Manager
		{"quality_rating":"YELLOW"}|1|warning|quality|medium|agreed
		{"quality_rating":"RED"}|1|warning|quality|low|stop marketing
		{"quality_rating":"NA"}|0|ok|quality|not rated yet|
		{"name_status":"PENDING_REVIEW"}|1|warning|display name|still being reviewed|wait
		{"name_status":"DECLINED"}|1|warning|display name|declined|another name
		{"name_status":"EXPIRED"}|1|warning|display name|expired|register
		{"name_status":"NONE"}|1|warning|display name|none|ask for a name
		{"code_verification_status":"EXPIRED"}|0|ok|verification|does no harm|
		{"platform_type":"ON_PREMISE"}|77|failure|platform|On-Premises|migrate
		{"platform_type":"NOT_APPLICABLE"}|77|failure|platform|no API|register
		{"account_mode":"SANDBOX"}|1|warning|account mode|test number|recipients
		{"is_on_biz_app":true}|0|ok|throughput|20 messages a second|
		{"throughput":{"level":"HIGH"}}|0|ok|throughput|1000 messages a second|
		{"whatsapp_business_manager_messaging_limit":"TIER_UNLIMITED"}|0|ok|messaging limit|any number|
		{"whatsapp_business_manager_messaging_limit":"TIER_250"}|0|ok|messaging limit|250 people a day|
		{"health_status":{"can_send_message":"LIMITED","entities":[{"entity_type":"PHONE_NUMBER","can_send_message":"LIMITED","additional_info":["Your display name has not been approved"]}]}}|1|warning|health|the number is limited: Your display name|lifts
		{"health_status":{"can_send_message":"BLOCKED","entities":[{"entity_type":"WABA","can_send_message":"BLOCKED","errors":[{"error_code":141006,"error_description":"Payment issue","possible_solution":"Add a card"}]}]}}|77|failure|health|the business account is blocked: Payment issue (141006)|Add a card
	END
}

@test "csr-auth test: what the account is" {
	while IFS='|' read -r request set wanted state check text mend; do
		try "{\"request\":\"$request\",\"set\":$set}"
		found "$wanted" "$state" "$check" "$text" "$mend"
	done <<-'END'
		account|{"account_review_status":"PENDING"}|1|warning|account review|pending|wait
		account|{"account_review_status":"REJECTED"}|77|failure|account review|rejected|appeal
		account|{"account_review_status":"LIMIT_REACHED"}|1|warning|account review|LIMIT_REACHED|WhatsApp Manager
		account|{"business_verification_status":"not_verified"}|0|ok|business|not verified|
		account|{"business_verification_status":"failed"}|1|warning|business|failed|Security Centre
		account|{"disable_marketing_messages_on_cloud_api":true}|1|warning|marketing|131063|switch them on
		numbers|{"data":[{"id":"1","display_phone_number":"+1 202-555-0199"}]}|1|warning|business account|none of this account's: 1 (+1 202-555-0199)|account
		webhooks|{"data":[]}|1|warning|webhooks|no receipts and no opt-outs arrive|subscribed_apps
	END
}

# Run with the sandbox as it is, but with other variables.
try_with() {
	status=0
	csr-sandbox -- env "$@" CSR_HOME="$CSR_HOME" csr-auth test --json \
		>seen 2>said || status=$?
	[ ! -s said ]
}

@test "csr-auth test: ids that are none" {
	echo >script
	for wrong in 12025550101 2025550101; do
		try_with CSR_PHONE_NUMBER_ID="$wrong"
		found 77 failure "phone number" \
			"the number itself is set as the phone number id" \
			"the id of this number is $number"
	done
	try_with CSR_PHONE_NUMBER_ID=$account
	found 77 failure "phone number" \
		"the id of a business account is set as the phone number id" \
		"the ids of its numbers are $number (+1 202-555-0101)"
	try_with CSR_PHONE_NUMBER_ID=106540352240000
	found 77 failure "phone number" "is not known" \
		"which are $number (+1 202-555-0101)"
	try_with CSR_BUSINESS_ACCOUNT_ID=$number
	found 77 failure "business account" "the id of the phone number is set"
	try_with CSR_BUSINESS_ACCOUNT_ID=102290129340000
	found 77 failure permissions "not for the business account 102290129340000"
	try_with -u CSR_BUSINESS_ACCOUNT_ID
	found 0 skipped "business account" "no business account id is set" \
		CSR_BUSINESS_ACCOUNT_ID
}

@test "csr-auth test: a wrong token, which nobody is shown" {
	run -77 --separate-stderr csr-sandbox -- \
		env CSR_ACCESS_TOKEN=EAAGwrongwrongwrong csr-auth test -vv
	[[ $output == *"failure  token "* && $output == *"CSR_ACCESS_TOKEN"* ]]
	[[ $output$stderr != *EAAGwrong* ]]
	# Nor one that a server repeats.
	try '{"request":"phone","set":{"verified_name":"I am sandbox-token"}}'
	found 0 ok "phone number" "I am [token], connected"
	run -1 grep -q sandbox-token seen
	# Nor what could drive a terminal.
	printf '%s\n' '{"request":"phone","set":{"verified_name":"a\u001b[2J\u009b1m\nb"}}' >script
	run -0 csr-sandbox --script script -- env CSR_HOME="$CSR_HOME" csr-auth test
	[[ $output == *"a [2J 1m b, connected"* && $output != *$'\e'* ]]
}

@test "csr-auth test: servers that cannot be asked, or are another" {
	export CSR_ACCESS_TOKEN=t CSR_PHONE_NUMBER_ID=$number
	echo >script
	status=0
	CSR_API_BASE=http://127.0.0.1:1 csr-auth test --json >seen || status=$?
	found 69 failure server "http://127.0.0.1:1 takes no connection" firewall
	found 69 skipped "phone number" "the server could not be asked"
	while IFS='|' read -r rule text mend; do
		try "{\"request\":\"token\",$rule}"
		found 69 failure server "$text" "$mend"
	done <<-'END'
		"http":502|answers, but not with the API: HTTP status 502|metastatus.com
		"answer":"garbage"|answers, but not with the API: HTTP status 200|proxy
		"answer":"empty"|answers, but not with the API: HTTP status 200|proxy
		"answer":"redirect"|sends elsewhere: HTTP status 307|whatsapp.base_url
		"answer":"cut"|breaks the connection off|try again
		"answer":"half"|breaks the connection off|try again
		"answer":"noise"|breaks the connection off|try again
	END
}

@test "csr-auth test: fields that the API does not know" {
	printf '%s\n' '{"request":"phone","first":1,"error":100}' >script
	run -0 csr-sandbox --script script -- env CSR_HOME="$CSR_HOME" csr-auth test
	[[ $output == *"not know all fields"*"whatsapp.api_version"* ]]
	[[ $output == *"+1 202-555-0101, CSC-Reach Sandbox"* ]]
}

@test "csr-auth test: ends a hold that is seen to be over" {
	for code in 0 3 10 33 104 190 200 803 131005 131031 131042 133010 141002; do
		write_hold "$code"
		try ''
		found 0 ok hold "csr-send-wa had paused it, and that is over: refused ($code)"
		jq -e '.hold == null' seen
		jq -e '.hold == null and .daily_count == 7' "home/$usage_file"
	done
}

@test "csr-auth test: leaves a hold that it cannot see to be over" {
	kept() {
		found "$1" warning hold "sending is paused: " \
			"mend it; then csr-quota resume, and run again"
		jq -e '.hold.code == '"$2" seen
		jq -e '.hold.code == '"$2" "home/$usage_file"
	}
	for code in 368 131030 131048 131064; do
		write_hold "$code"
		try ''
		kept 1 "$code"
	done
	write_hold 190
	try '{"request":"phone","error":131031}'
	kept 77 190
	try '{"request":"token","error":190}'
	kept 77 190
	write_hold 10
	try '{"request":"token","set":{"scopes":[]}}'
	kept 77 10
	try '{"request":"token","error":200}'
	kept 1 10
	write_hold 131031
	try '{"request":"phone","set":{"status":"FLAGGED"}}'
	kept 1 131031
	try '{"request":"phone","set":{"health_status":null}}'
	kept 1 131031
}

@test "csr-auth test: leaves holds that are set by hand, or end by themselves" {
	mkdir -m 700 home
	csr-quota pause -q --reason lunch
	try ''
	found 1 warning hold "sending is paused: lunch" "csr-quota resume"
	csr-quota resume -q
	csr-quota pause -q --for 1h
	try ''
	found 1 warning hold "sending is paused until" "run again after"
	csr-quota resume -q
	try ''
	found 0 ok hold "not paused"
	echo '{"date":' >"home/$usage_file"
	try ''
	found 78 failure hold "$usage_file" csr-quota
}

@test "csr-auth test: a profile keeps its own" {
	mkdir -m 700 home home/profiles home/profiles/shop
	write_hold 131048
	mv "home/$usage_file" home/profiles/shop
	run -1 csr-sandbox -- env CSR_HOME="$CSR_HOME" csr-auth test --profile shop
	[[ $output == *"csr-quota resume --profile shop"* ]]
	[ -e home/profiles/shop/account.json ]
	[ ! -e home/account.json ]
	run -0 csr-sandbox -- env CSR_HOME="$CSR_HOME" csr-auth test
}

@test "csr-auth test: nothing is set up" {
	run -78 --separate-stderr csr-auth test
	[[ $stderr == *"csr-auth login"* ]]
	[ -z "$output" ]
	mkdir -m 700 home
	run -78 --separate-stderr csr-auth test --json
	[ -z "$output" ]
}

@test "csr-auth test: notices a full disk" {
	for json in '' --json; do
		# shellcheck disable=SC2086 # none, or one
		run -74 --separate-stderr csr-sandbox -- \
			bash -c 'csr-auth test $1 >/dev/full' - $json
		[[ $stderr == *"No space left on device"* ]]
	done
}
