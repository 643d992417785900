#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-auth login at a terminal, with the API behind TLS.

load helper
load tls

token=EAAGcanary0123456789canary
file=home/whatsapp_credentials.json

# The answers of somebody who has everything at hand.
answers() {
	cat <<-EOF
		wait Phone number ID:
		shown
		type 106540352242922
		wait Business Account ID (Enter: none):
		type 102290129340398
		wait Access token (not shown):
		hidden
		type $token
	EOF
}

limits() {
	cat <<-'EOF'
		wait Messages a minute [20]:
		shown
		type 40
		wait Messages a day [1000]:
		type
	EOF
}

@test "login: from nothing to ready, and what was stored works" {
	{
		echo 'wait Nothing is stored before it was seen to work'
		answers
		echo 'wait connected: +1 202-555-0101, CSC-Reach Sandbox'
		limits
		echo 'wait ready: the token is stored, encrypted with'
	} >script
	run -0 at_home 'terminal script -- csr-auth login && csr-auth test'
	[[ $output != *canary* ]]
	[[ $output == *"asking "* ]]
	[[ $output == *"ok "*"phone number"* ]]
	run -0 csr-auth status
	[[ $output == *"+1 202-555-0101"*"CSC-Reach Sandbox"*"106540352242922"* ]]
	[[ $output == *"never"* ]]
	[[ $output == *"whatsapp.rate_limit_per_minute: 40 (config.yaml)"* ]]
	[[ $output != *daily_message_limit* ]]
	# And it is what csr-send-wa sends with.
	hello
	rendered 3 >messages
	run -0 at_home 'csr-throttle -q --rate 100/s messages | csr-send-wa -q | csr-report --json'
	[ "$(tail -n 1 <<<"$output" | jq .status.accepted)" = 3 ]
}

@test "login: what is refused is told, and can be changed" {
	{
		answers | sed "s/$token/EAAGcanarywrong/"
		echo 'wait Change something and try again? [Y/n]'
		echo 'type'
		echo 'wait Phone number ID [106540352242922]:'
		echo 'type no idea'
		echo 'wait That is no id'
		echo 'wait Phone number ID [106540352242922]:'
		echo 'type'
		echo 'wait Business Account ID [102290129340398]:'
		echo 'type'
		echo 'wait Access token (not shown) [as before]:'
		echo 'hidden'
		echo "type $token"
		limits
	} >script
	run -0 at_home 'terminal script -- csr-auth login'
	[[ $output == *"failure: token: "* ]]
	[[ $output != *canary* ]]
	run -0 csr-auth status
}

@test "login: what is refused is not stored, unless --no-test says so" {
	{
		answers | sed "s/$token/EAAGcanarywrong/"
		echo 'wait Change something and try again? [Y/n]'
		echo 'type n'
	} >script
	run -77 at_home 'terminal script -- csr-auth login'
	[[ $output == *"nothing was stored"* ]]
	[ ! -e "$file" ]
	echo '{"access_token":"EAAGcanarywrong","phone_number_id":"106540352242922"}' >in
	run -77 at_home 'csr-auth login --stdin <in'
	[[ $output != *canary* ]]
	[ ! -e "$file" ]
	run -0 at_home 'csr-auth login --stdin --no-test <in'
	[ -e "$file" ]
}

@test "login: the API cannot be reached" {
	echo '{"access_token":"EAAGcanary","phone_number_id":"1"}' >in
	CSR_API_BASE=https://127.0.0.1:1 at_its_address
	run -69 --separate-stderr csr-auth login --stdin <in
	[[ $stderr == *"nothing was stored"* ]]
	rm home/config.yaml
	CSR_API_BASE=https://127.0.0.1:1 run -78 --separate-stderr \
		csr-auth login --stdin <in
	[[ $stderr == *"not sent to an address of the environment"* ]]
	[ ! -e "$file" ]
	# A certificate of nobody we know.
	run -69 at_home 'SSL_CERT_FILE=/dev/null csr-auth login --stdin <in'
	[ ! -e "$file" ]
	# Over plain http nothing is even tried.
	CSR_API_BASE=http://127.0.0.1:1 run -78 --separate-stderr \
		csr-auth login --stdin <in
	[[ $stderr == *"never sent over plain http"* ]]
}

@test "login: with the token of the environment, even beside the sandbox" {
	cat >script <<-'EOF'
		wait Phone number ID [106540352242922]:
		type
		wait Business Account ID [102290129340398]:
		type
		wait the token is that of CSR_ACCESS_TOKEN
		wait Messages a minute
		type
		wait Messages a day
		type
	EOF
	export -f terminal
	run -0 csr-sandbox -- env CSR_HOME="$CSR_HOME" \
		bash -c 'terminal script -- csr-auth login'
	[ -e "$file" ]
	[ ! -e home/config.yaml ]
}

@test "login: who is there already is not replaced without a word" {
	echo '{"access_token":"EAAGold","phone_number_id":"42"}' |
		csr-auth login -q --stdin --no-test
	cp "$file" before
	printf '%s\n' 'wait is set up already' 'wait Replace it? [y/N]' \
		'type ' >script
	run -66 terminal script -- csr-auth login
	[[ $output == *"nothing was changed"* ]]
	cmp before "$file"
	echo broken >"$file"
	printf '%s\n' 'wait is damaged' 'wait Replace it? [y/N]' 'key ^D' >script
	run -66 terminal script -- csr-auth login
	[ "$(<"$file")" = broken ]
}

@test "login: interrupted where nothing is shown, the terminal is left as it was" {
	printf '%s\n' 'wait Phone number ID' 'type 42' \
		'wait Business' 'type' 'wait Access token' 'hidden' \
		'key ^C' 'wait ended with 130' 'shown' 'type' >script
	run -0 terminal script -- bash -c 'trap : INT
		csr-auth login; echo "ended with $?"; read -r'
	[ ! -e "$file" ]
	printf '%s\n' 'wait Phone number ID' 'type 42' 'wait Business' \
		'type' 'wait Access token' 'key ^D' >script
	run -66 terminal script -- csr-auth login
	[ ! -e "$file" ]
	printf '%s\n' 'wait Phone number ID' 'close' >script
	run terminal script -- csr-auth login
	[ "$status" -ne 0 ]
	[ ! -e "$file" ]
}

@test "login: a passphrase is asked for twice, and for each run" {
	{
		cat <<-'EOF'
			wait New passphrase for
			hidden
			type short
			wait It must have 8 bytes
			wait New passphrase for
			type correct horse
			wait The same again
			hidden
			type correct house
			wait They differ
			wait New passphrase for
			type correct horse
			wait The same again
			type correct horse
		EOF
		answers
		limits
		echo 'wait encrypted with your passphrase'
	} >script
	run -0 at_home 'terminal script -- csr-auth login --passphrase'
	[[ $output != *canary* && $output != *horse* ]]
	hello
	rendered 2 >messages
	# Standard input has the records, so it is the terminal that is asked.
	printf '%s\n' 'wait Passphrase for' 'hidden' 'type correct horse' >script
	run -0 at_home 'terminal --stdin messages --stdout sent script -- \
		csr-send-wa --rate 100/s'
	[ "$(statuses <sent)" = "2 accepted" ]
}

@test "login: a hold for the old token's sake is over" {
	hello
	rendered 1 >messages
	echo '{"error":190,"subcode":463}' >rules
	jq -n --arg token "$token" '{access_token: $token,
		phone_number_id: "106540352242922"}' |
		csr-auth login -q --stdin --no-test
	{
		printf '%s\n' 'wait Replace it' 'type y'
		answers
		limits
		echo 'wait sending goes on: csr-send-wa had paused it'
	} >script
	run -0 at_home 'csr-send-wa -q messages; csr-quota show && exit 1
		terminal script -- csr-auth login'
	run -0 csr-quota show
	# What another server says of another token proves nothing.
	run -0 at_home 'csr-send-wa -q messages; csr-quota show && exit 1; true'
	run -77 csr-quota show
	run -1 csr-sandbox -- env CSR_HOME="$CSR_HOME" csr-auth test -q
	run -77 csr-quota show
	csr-quota resume -q
	# One that was set by hand stays, and is told.
	csr-quota pause --reason "stocktaking"
	{
		printf '%s\n' 'wait Replace it' 'type y'
		answers
		limits | sed 's/\[20\]/[40]/'
	} >script
	run -0 at_home 'terminal script -- csr-auth login'
	[[ $output == *stocktaking*"csr-quota resume"* ]]
	run -75 csr-quota show
}

@test "login: what the options say is not asked, and not overruled" {
	{
		answers
		printf '%s\n' 'wait Messages a day' 'type 77'
	} >script
	run -0 at_home 'terminal script -- csr-auth login --rate 1/s'
	[[ $output != *"Messages a minute"* ]]
	run -0 csr-auth status --json
	[ "$(tail -n 1 <<<"$output" | jq -r '
		.settings["whatsapp.rate_limit_per_minute"].value,
		.settings["whatsapp.daily_message_limit"].value' | xargs)" = "60 77" ]
	run -64 --separate-stderr csr-auth login --rate 2000/s
	[[ $stderr == *"--rate: take "* ]]
	# The end of the input is as good as Enter where all was given.
	{
		printf '%s\n' 'wait Replace it' 'type y'
		answers
		printf '%s\n' 'wait Messages a minute [60]:' 'key ^D' \
			'wait Messages a day [77]:' 'key ^D' 'wait ready'
	} >script
	run -0 at_home 'terminal script -- csr-auth login'
}

@test "login: what is read goes before the environment" {
	echo '{"access_token":"EAAGother","phone_number_id":"4242"}' >in
	run -78 --separate-stderr csr-sandbox -- \
		env CSR_HOME="$CSR_HOME" csr-auth login --stdin <in
	[[ $stderr == *"never sent over plain http"* ]]
	echo '{"access_token":"sandbox-token","phone_number_id":106540352242922}' >in
	run -0 csr-sandbox -- \
		env CSR_HOME="$CSR_HOME" csr-auth login --stdin <in
	[ "$(jq -r .phone_number_id "$file")" = 106540352242922 ]
}
