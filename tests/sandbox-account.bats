#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-sandbox asked about the token, the phone number and the account.

load sandbox

@test "account: what the token is" {
	start
	ask_token
	has '.data | .is_valid and .type == "SYSTEM_USER"
		and .expires_at == 0 and .data_access_expires_at == 0
		and (.app_id | test("^[0-9]+$")) and (.user_id | test("^[0-9]+$"))
		and (.issued_at | type) == "number" and (has("error") | not)'
	has '.data.scopes | index("whatsapp_business_messaging")
		and index("whatsapp_business_management")'
	has --arg account "$account" '.data.granular_scopes | length == 2
		and all(.target_ids == [$account])'
	# As Meta wants it: its query is decoded.
	ask "/v25.0/debug_token?input_token=%73andbox%2dtoken"
	has .data.is_valid
}

@test "account: what another token is" {
	start
	for token in other sandbox-toke sandbox-tokenn SANDBOX-TOKEN \
		%00sandbox-token sandbox-token%00 sandbox+token %73andbox%2 \
		"$(printf 'x%.0s' $(seq 10000))"; do
		ask "/v25.0/debug_token?input_token=$token"
		has '.data.is_valid == false and .data.error.code == 190
			and .data.error.message and .data.scopes == []'
	done
	for query in '' '?' '?input_token' '?input_token=' '?inputtoken=x' \
		'?Input_Token=sandbox-token' '?fields=input_token'; do
		ask "/v25.0/debug_token$query"
		is_error 400 100
		[ "$(jq -r .error.message answer)" = \
			"(#100) The parameter input_token is required" ]
	done
	# The first of two counts.
	ask "/v25.0/debug_token?input_token=x&input_token=sandbox-token"
	has '.data.is_valid == false'
}

@test "account: the node, with and without fields" {
	start
	ask "/v25.0/$account"
	has --arg id "$account" '.id == $id and .name and .currency and .timezone_id'
	fields=id,name,currency,timezone_id,country,account_review_status
	fields+=,business_verification_status,ownership_type,health_status
	fields+=,marketing_messages_onboarding_status
	fields+=,disable_marketing_messages_on_cloud_api
	ask "/v25.0/$account?fields=$fields"
	has --arg fields "$fields" '(keys) == ($fields | split(",") | sort)
		and .account_review_status == "APPROVED"'
	ask "/v25.0/$account?fields=name%2Ccountry"
	has 'keys == ["country", "id", "name"]'
	ask "/v25.0/$account?fields=name,display_phone_number"
	is_error 400 100
	[ "$(jq -r .error.message answer)" = "(#100) Tried accessing nonexisting\
 field (display_phone_number) on node type (WhatsAppBusinessAccount)" ]
}

@test "account: health of the number and of the account" {
	start
	ask "/v25.0/$phone?fields=health_status"
	has --arg phone "$phone" --arg account "$account" '.health_status
		| .can_send_message == "AVAILABLE"
		and (.entities | map(.entity_type)) ==
			["PHONE_NUMBER", "WABA", "BUSINESS", "APP"]
		and .entities[0].id == $phone and .entities[1].id == $account
		and (.entities | all(.can_send_message == "AVAILABLE"))'
	ask "/v25.0/$account?fields=health_status"
	has '.health_status.entities | map(.entity_type) == ["WABA", "BUSINESS", "APP"]'
}

@test "account: all fields of the number" {
	start
	fields=id,display_phone_number,verified_name,quality_rating
	fields+=,code_verification_status,name_status,status,platform_type
	fields+=,account_mode,throughput,whatsapp_business_manager_messaging_limit
	fields+=,health_status,is_official_business_account,is_on_biz_app
	ask "/v25.0/$phone?fields=$fields"
	has --arg fields "$fields" '(keys) == ($fields | split(",") | sort)
		and .status == "CONNECTED" and .throughput.level == "STANDARD"'
}

@test "account: its numbers" {
	start
	ask "/v25.0/$account/phone_numbers"
	has --arg id "$phone" '(.data | length) == 1 and .data[0].id == $id
		and .data[0].display_phone_number == "+1 202-555-0101"
		and .paging.cursors.after and (.paging | has("next") | not)'
	after=$(jq -r .paging.cursors.after answer)
	ask "/v25.0/$account/phone_numbers?fields=status&limit=1"
	has '.data[0] | keys == ["id", "status"]'
	ask "/v25.0/$account/phone_numbers?fields=status&after=$after"
	has '.data == [] and (has("paging") | not)'
	ask "/v25.0/$account/phone_numbers?fields=status,currency"
	is_error 400 100
}

@test "account: the app that gets its webhooks" {
	start
	ask "/v25.0/$account/subscribed_apps"
	has '(.data | length) == 1
		and (.data[0].whatsapp_business_api_data.id | test("^[0-9]+$"))'
	app=$(jq -r '.data[0].whatsapp_business_api_data.id' answer)
	ask_token
	[ "$(jq -r .data.app_id answer)" = "$app" ]
}

@test "account: another id of the account" {
	export CSR_BUSINESS_ACCOUNT_ID=4712
	start
	ask /v25.0/4712
	has '.id == "4712"'
	ask_token
	has '.data.granular_scopes[0].target_ids == ["4712"]'
	ask "/v25.0/$account"
	is_error 400 100
	[ "$(jq .error.error_subcode answer)" = 33 ]
}

@test "account: the number in place of its id, and ids changed about" {
	start
	ask "/v25.0/12025550101?fields=status"
	is_error 400 100
	[ "$(jq .error.error_subcode answer)" = 33 ]
	ask "/v25.0/$account?fields=verified_name"
	is_error 400 100
	[ "$(jq .error.error_subcode answer)" = null ]
	ask "/v25.0/$phone?fields=currency"
	is_error 400 100
	ask "/v25.0/$phone/phone_numbers"
	is_error 400 100
	[[ $(jq -r .error.message answer) == *"(phone_numbers) on node type (WhatsAppBusinessPhoneNumber)" ]]
	post "$(text +12025550100)" "$base/v25.0/$account/messages"
	is_error 400 100
	[ "$(jq .error.error_subcode answer)" = 33 ]
}

@test "account: what is not there" {
	start
	for path in "$account/message_templates" "$account/phone_numbers/$phone" \
		"$account/phone_numbers/" "$account/" debug_token/ \
		debug_token/messages "debug_tokens/x"; do
		ask "/v25.0/$path"
		is_error 404 2500
	done
	for method in POST PUT DELETE PATCH OPTIONS; do
		for path in debug_token "$account" "$account/phone_numbers" \
			"$account/subscribed_apps"; do
			status=$(curl -sS -o answer -w '%{http_code}' -X "$method" \
				-H 'Authorization: Bearer sandbox-token' "$base/v25.0/$path")
			is_error 400 100
			[ "$(jq .error.error_subcode answer)" = 33 ]
		done
	done
	ask /v25.0/debug_tokens
	is_error 400 100
}

@test "account: each call wants the token in its header" {
	start
	for path in "debug_token?input_token=sandbox-token" "$phone" "$account" \
		"$account/phone_numbers" "$account/subscribed_apps"; do
		glue='?'
		[[ $path != *\?* ]] || glue='&'
		for query in '' "${glue}access_token=sandbox-token"; do
			status=$(curl -sS -D headers -o answer -w '%{http_code}' \
				"$base/v25.0/$path$query")
			is_error 401 104
			grep -q '^facebook-api-version: v25.0' headers
		done
		status=$(curl -sS -o answer -w '%{http_code}' \
			-H 'Authorization: Bearer x' "$base/v25.0/$path")
		is_error 401 190
	done
}

@test "account: every answer has the date and the version that serves" {
	start
	for path in "/v25.0/$phone" "/v25.0/$account?fields=x" /v25.0/1 / \
		"/v25.0/debug_token?input_token=x"; do
		began=$(date +%s)
		ask "$path"
		date -d "$(tr -d '\r' <headers | sed -n 's/^Date: //p')" +%s >at
		[ "$(cat at)" -ge "$began" ]
		[ "$(cat at)" -le "$(date +%s)" ]
		grep -q '^facebook-api-version: v2[0-9]\.0' headers
	done
	while read -r asked served; do
		ask "/$asked/$phone"
		[ "$status" = 200 ]
		grep -qx "facebook-api-version: $served"$'\r' headers
	done <<-'END'
		v2.0 v21.0
		v16.0 v21.0
		v20.0 v21.0
		v21.0 v21.0
		v22.0 v22.0
		v26.0 v26.0
		v99.0 v99.0
		v020.0 v21.0
		v999999999999.0 v999999999999.0
	END
	post "$(text +12025550100)" "$base/v19.0/$phone/messages"
	[ "$status" = 200 ]
}

@test "account: hostile queries" {
	start
	long=$(printf 'x%.0s' $(seq 10000))
	commas=$(printf ',%.0s' $(seq 10000))
	for path in "$phone" "$account" "$account/phone_numbers"; do
		for empty in '' , ,, %2C "$commas"; do
			ask "/v25.0/$path?fields=$empty"
			has '(.data[0] // .) | keys == ["id"]'
		done
		for wrong in id%00 %00 '*' 'id;status' 'id%20' 'ID' "$long" \
			'id{x}' '%ff%fe' 'id,%22}' '.'; do
			ask "/v25.0/$path?fields=$wrong"
			is_error 400 100
			[ "$(wc -c <answer)" -lt 500 ]
		done
	done
	ask "/v25.0/$phone?fields=$(printf 'status,%.0s' $(seq 1400))"
	has 'keys == ["id", "status"]'
	ask "/v25.0/%31${phone#1}?%66ields=st%61tus"
	has 'keys == ["id", "status"]'
	ask "/v25.0/$phone?a=1&b=2&c=3&d=4&=&&e=5&fields=status"
	[ "$status" = 200 ]
	ask "/v25.0/$phone?$(printf 'a=%s&' $(seq 3000))"
	[ "$status" = 200 ]
	ask "/v25.0/$phone?fields=$long$long$long$long"
	[ "$status" = 431 ]
	ask_token
	has .data.is_valid
}

@test "account: the token that is asked about is told to nobody" {
	start -vv --log log
	ask "/v25.0/debug_token?input_token=sandbox-token"
	ask "/v25.0/debug_token?input_token=another-token"
	run -1 grep -e another -e sandbox-token answer headers log
	stop
	grep -q '^csr-sandbox: GET /v25.0/debug_token 200$' said
	run -1 grep -e another -e sandbox-token said
}
