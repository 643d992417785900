#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What config.yaml sets, and what goes before it; config-file.bats has what is
# wrong with it, and tests/unit/test-setup.c the order for each setting.

load config

page=$BATS_TEST_DIRNAME/../man/csr-config.5

# How a program shows a setting.
shown() {
	case $1 in
	whatsapp.api_version) csr-send-wa --dry-run "${@:2}" <one |
		jq -r .csr.request.url | cut -d / -f 4 ;;
	whatsapp.base_url) csr-send-wa --dry-run "${@:2}" <one |
		jq -r .csr.request.url | cut -d / -f 1-3 ;;
	whatsapp.rate_limit_per_minute)
		csr-quota show --json "${@:2}" | jq -r .rate ;;
	whatsapp.daily_message_limit)
		csr-quota show --json "${@:2}" | jq -r .per_day ;;
	whatsapp.timezone)
		csr-quota show --json | jq -r .resets | cut -d T -f 2 ;;
	esac
}

# A record as csr-throttle lets it through.
granted() {
	jq -cn --arg at "$(date -u +%FT%T.000Z)" '{csr: {campaign: "c",
		to: "+12025550101", granted: $at,
		message: {type: "text", text: {body: "Hello"}}}}'
}

# Setting, variable, default, then pairs of what is written and what is shown:
# in the file, in the environment, in the option.
table='
whatsapp.api_version CSR_API_VERSION v25.0 v24.0=v24.0 v23.0=v23.0 --api-version v22.0=v22.0
whatsapp.base_url CSR_API_BASE https://graph.facebook.com https://file.example=https://file.example https://env.example:81=https://env.example:81
whatsapp.rate_limit_per_minute CSR_RATE_LIMIT_PER_MINUTE 20/min 30=30/min 0.5=30/h --rate 5/s=5/s
whatsapp.daily_message_limit CSR_DAILY_MESSAGE_LIMIT 1000 250=250 0=0 --per-day 7=7
whatsapp.timezone CSR_TIMEZONE 00:00:00.000Z America/Recife=03:00:00.000Z Asia/Kolkata=18:30:00.000Z'

@test "config: an option, the environment, the file, the default" {
	granted >one
	rows=0
	while read -r setting variable default file environment option given; do
		[ -n "$setting" ] || continue
		rm -f home/config.yaml
		[ "$(shown "$setting")" = "$default" ]
		settings "${setting%.*}:\n  ${setting#*.}: ${file%%=*}\n"
		[ "$(shown "$setting")" = "${file#*=}" ]
		export "$variable=${environment%%=*}"
		[ "$(shown "$setting")" = "${environment#*=}" ]
		if [ -n "$option" ]; then
			[ "$(shown "$setting" "$option" "${given%%=*}")" = "${given#*=}" ]
		fi
		export "$variable="
		[ "$(shown "$setting")" = "${file#*=}" ]
		unset "$variable"
		rows=$((rows + 1))
	done <<<"$table"
	[ "$rows" = 5 ]
	# None at all is a number, too.
	[ "$(shown whatsapp.daily_message_limit --per-day 0)" = 0 ]
}

@test "config: csr-throttle keeps to it" {
	printf '{"n":%d}\n' 1 2 3 >in
	settings 'whatsapp: {rate_limit_per_minute: 60000, daily_message_limit: 2}'
	run -75 --separate-stderr timeout 30 csr-throttle in
	[[ $stderr == *"the daily limit of 2 is reached"* ]]
	[ "$(statuses <<<"$output")" = "2 pending 1 deferred" ]
	CSR_DAILY_MESSAGE_LIMIT=5 run -0 timeout 30 csr-throttle -q in
	run -0 timeout 30 csr-throttle -q --per-day 10 in
	# Sixty a minute are one a second.
	settings 'whatsapp: {rate_limit_per_minute: 60}'
	run -124 timeout 1.5 csr-throttle -q in
	# These have no second to wait for, and a minute would be too long.
	settings 'whatsapp: {rate_limit_per_minute: 1}'
	CSR_RATE_LIMIT_PER_MINUTE=6000 run -0 timeout 30 csr-throttle -q in
	run -0 timeout 30 csr-throttle -q --rate 100/s in
}

@test "config: csr-send-wa keeps to it" {
	granted | jq -c 'del(.csr.granted)' >in
	settings 'whatsapp: {daily_message_limit: 0}'
	run -75 --separate-stderr csr-sandbox -- env CSR_HOME="$CSR_HOME" \
		csr-send-wa in
	[[ $stderr == *"the daily limit of 0 is reached"* ]]
	run -0 --separate-stderr csr-sandbox --log log -- \
		env CSR_HOME="$CSR_HOME" CSR_DAILY_MESSAGE_LIMIT=1 \
		CSR_API_VERSION=v24.0 csr-send-wa in
	[ "$(jq -r .csr.status <<<"$output")" = accepted ]
}

@test "config: how long csr-send-wa waits for an answer" {
	granted >in
	settings 'whatsapp: {timeout_seconds: 1}'
	waits() {
		rm -rf home/ledger
		csr-sandbox --latency 1500ms -- env CSR_HOME="$CSR_HOME" \
			"$@" in | jq -r .csr.status
	}
	[ "$(waits csr-send-wa -q)" = in_doubt ]
	[ "$(waits env CSR_TIMEOUT_SECONDS=20 csr-send-wa -q)" = accepted ]
	settings 'whatsapp: {timeout_seconds: 20}'
	[ "$(waits csr-send-wa -q)" = accepted ]
	[ "$(waits csr-send-wa -q --timeout 500ms)" = in_doubt ]
}

@test "config: the zone is for what is typed and shown, too" {
	settings 'whatsapp: {timezone: America/Recife}'
	export TZ=CET-1
	run -0 --separate-stderr csr-quota pause --until "9998-12-31 22:00"
	[[ $stderr == *"paused until 9999-01-01T01:00:00.000Z"* ]]
	run -75 csr-quota show
	[[ $output == *"hold    until 9998-12-31 22:00 -03,"* ]]
	csr-quota resume -q
	CSR_TIMEZONE=Asia/Kolkata csr-quota pause -q --until "9998-12-31 22:00"
	[ "$(csr-quota show --json | jq -r .hold.until)" = 9998-12-31T16:30:00.000Z ]
	csr-quota resume -q
	rm home/config.yaml
	csr-quota pause -q --until "9998-12-31 22:00"
	[ "$(csr-quota show --json | jq -r .hold.until)" = 9998-12-31T21:00:00.000Z ]
}

@test "config: every program of a profile stops at a mistake, before it reads" {
	settings 'log: {level: loud}'
	echo '{"a":1}' >in
	export CSR_ACCESS_TOKEN=x CSR_PHONE_NUMBER_ID=1
	for line in csr-throttle csr-send-wa "csr-send-wa --dry-run" \
		csr-validate "csr-quota show" "csr-quota pause" "csr-quota resume" \
		"csr-ledger list" "csr-ledger check"; do
		# shellcheck disable=SC2086
		run -78 --separate-stderr bash -c "$line; status=\$?; wc -l >left; exit \$status" <in
		[ -z "$output" ]
		[[ $stderr == "${line%% *}: $CSR_HOME/config.yaml:1: log.level: "* ]]
		[ "$(<left)" = 1 ]
	done
	[ "$(ls home)" = config.yaml ]
	CSR_TIMEOUT_SECONDS=0 run -78 --separate-stderr csr-throttle --profile x <in
	[ "$stderr" = 'csr-throttle: CSR_TIMEOUT_SECONDS: "0" is not a whole number from 1 to 3600' ]
	# Those that belong to none have nothing to do with it.
	csr-report -q in >/dev/null
	csr-sandbox -- true
}

@test "config: a profile has its own, and nothing of another's" {
	settings 'whatsapp: {daily_message_limit: 5}'
	mkdir -p -m 700 home/profiles/shop
	[ "$(csr-quota show --json | jq .per_day)" = 5 ]
	[ "$(csr-quota show --json --profile shop | jq .per_day)" = 1000 ]
	echo 'whatsapp: {daily_message_limit: 7}' >home/profiles/shop/config.yaml
	[ "$(csr-quota show --json --profile shop | jq .per_day)" = 7 ]
	[ "$(CSR_PROFILE=shop csr-quota show --json | jq .per_day)" = 7 ]
	[ "$(csr-quota show --json | jq .per_day)" = 5 ]
	export CSR_DAILY_MESSAGE_LIMIT=9
	[ "$(csr-quota show --json --profile shop | jq .per_day)" = 9 ]
	# A mistake in one is none of the other's.
	settings 'x'
	run -0 csr-quota show --profile shop
}

@test "config: the desktop application's file is taken as it is" {
	settings ''
	cp "$BATS_TEST_DIRNAME/data/desktop-config.yaml" home/config.yaml
	granted >one
	cp home/config.yaml before
	[ "$(shown whatsapp.api_version)" = v25.0 ]
	run -0 --separate-stderr csr-quota show --json
	[ "$(jq -r '"\(.per_day) \(.rate)"' <<<"$output")" = "900 20/min" ]
	[ -z "$stderr" ]
	run -0 --separate-stderr csr-quota show -v
	[ "$stderr" = "csr-quota: $CSR_HOME/config.yaml: of the desktop application, and of no use here: app, email.batch_size, email.outlook_profile, email.signature_include, logging, quotas, templates, ui, whatsapp.api_version, whatsapp.auto_save_credentials, whatsapp.delay_between_messages, whatsapp.enabled" ]
	cmp before home/config.yaml
	[ "$(ls home)" = config.yaml ]
}

@test "config: its older sample, with a token" {
	settings 'whatsapp:
  api_key: EAAGsecret
  phone_number_id: "106540352242922"
  webhook_url: https://hook.example/x
  api_version: v17.0
  base_url: https://graph.facebook.com
'
	granted >one
	[ "$(shown whatsapp.api_version)" = v25.0 ]
	[ "$(shown whatsapp.base_url)" = https://graph.facebook.com ]
	run -0 --separate-stderr csr-quota show -vv
	[[ $stderr == *": whatsapp.api_key, whatsapp.phone_number_id, whatsapp.webhook_url, whatsapp.api_version" ]]
	[[ $stderr != *EAAG* ]]
	# Whoever asks for an old version gets it.
	[ "$(CSR_API_VERSION=v18.0 shown whatsapp.api_version)" = v18.0 ]
	[ "$(shown whatsapp.api_version --api-version v17.0)" = v17.0 ]
}

@test "config: the page says what the table says" {
	"$(dirname "$(command -v csr-quota)")/tests/config-page" <"$page" >new
	diff "$page" new || {
		echo "make -s config-page puts it right"
		return 1
	}
	[ "$(grep -c '^\.It Ev CSR_' new)" = 14 ]
	[ "$(grep -c '^\.It Sy [a-z]*\.' new)" = 14 ]
}

@test "config: what the page says is ignored is ignored" {
	sed -n '/^\.Ss The desktop/,/^\.Sh/s/^\.Sy \([a-z_.]*\).*/\1/p' "$page" |
		sed '/^rate_limit/d; /^daily/d; /^timeout/d; /^whatsapp$/d
			/^api_version$/d' >names
	[ "$(wc -l <names)" = 14 ]
	while read -r name; do
		if [[ $name == *.* ]]; then
			settings "${name%.*}:\n  ${name#*.}: x\n"
		else
			settings "$name:\n  x: y\n"
		fi
		run -0 --separate-stderr csr-quota show -v
		[[ $stderr == *"of no use here: $name" ]]
	done <names
}

@test "config: the example of the page is good" {
	sed -n '/^\.Bd/,/^\.Ed/{/^\.[BE]d/d;p}' "$page" |
		sed '/^log:/q' >example
	settings ''
	cp example home/config.yaml
	run -0 --separate-stderr csr-quota show --json -v
	[ "$(jq -r '"\(.per_day) \(.rate)"' <<<"$output")" = "250 1/s" ]
	[ -z "$stderr" ]
}
