#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What csr-doctor finds at the other end: csr-sandbox, spoilt by its scripts.

load helper
load tls

setup_file() {
	# A name with a label that is too long is looked up nowhere.
	export NOWHERE="https://$(printf 'x%.0s' {1..64}).example"
}

# A configuration for a version whose end is not announced, and an empty
# script.
sound() {
	mkdir -m 700 -p "$CSR_HOME"
	printf 'whatsapp:\n  api_version: v26.0\n' >"$CSR_HOME/config.yaml"
	touch rules
}

# Run a command line beside the sandbox.
beside() {
	csr-sandbox --script rules -- env CSR_HOME="$CSR_HOME" bash -c "$1"
}

# nghttpx with nobody behind it, which answers for itself; $front is its pid
# and $port where it is.
start_front() {
	command -v nghttpx >/dev/null || skip "nghttpx is not there"
	for _ in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 20000))
		nghttpx --conf=/dev/null -f "127.0.0.1,$port;no-tls" \
			-b 127.0.0.1,1 --workers=1 >nghttpx.log 2>&1 3>&- &
		front=$!
		for _ in {1..50}; do
			curl -s -o answer "http://127.0.0.1:$port/" && return
			kill -0 "$front" 2>/dev/null || break
			sleep 0.1
		done
	done
	return 1
}

# The findings are in found; the status is that of csr-doctor.
look() {
	run --separate-stderr beside "${1-}csr-doctor --json"
	printf '%s\n' "$output" >found
	[[ $output$stderr != *sandbox-token* ]]
}

# A check has a finding of this state that has the text in it, and the mend.
finds() {
	jq -e --arg check "$1" --arg state "$2" --arg text "$3" \
		--arg mend "${4-}" 'any(.[]; .check == $check
		and .state == $state and (.text | contains($text))
		and (.mend // "" | contains($mend)))' found >/dev/null || {
		jq -r '.[] | "\(.state) \(.check): \(.text)\n\t\(.mend)"' found
		return 1
	}
}

# How many findings there are of a state.
count() {
	jq --arg state "$1" '[.[] | select(.state == $state)] | length' found
}

@test "csr-doctor: a sound installation and a sound account" {
	sound
	look
	[ "$status" = 0 ]
	[ "$(count ok)" -ge 30 ]
	[ "$(count warning) $(count failure) $(count skipped)" = "0 0 0" ]
	[[ $stderr == *" ok, 0 warnings, 0 failures" ]]
	finds credentials ok "that of CSR_ACCESS_TOKEN"
	run -0 --separate-stderr beside "csr-doctor -q"
	[ -z "$output$stderr" ]
	[ "$(find home -type f)" = home/config.yaml ]
}

@test "csr-doctor: who reads the JSON finds all names in the manual" {
	command -v mandoc >/dev/null || skip "mandoc is not there"
	sound
	look
	mandoc -T ascii "$BATS_TEST_DIRNAME/../man/csr-doctor.1" | col -bx |
		tr -s ' \n' ' ' >page
	jq -r '.[].check' found | sort -u >names
	[ "$(wc -l <names)" -ge 35 ]
	while read -r name; do
		grep -q " ${name}[ ,.]" page || { echo "$name"; return 1; }
	done <names
}

# The failure is one, and what comes behind it is skipped because of it.
fails_once_at() {
	[ "$status" = 78 ]
	finds "$1" failure "$2"
	[ "$(count failure)" = 1 ]
	for check in "${@:4}"; do
		finds "$check" skipped "$3"
	done
}

@test "csr-doctor: a name that has no address" {
	sound
	look "CSR_API_BASE=$NOWHERE "
	fails_once_at "name lookup" "" "the name lookup failed" connection TLS \
		API clock account limits
	finds "name lookup" failure "" "\$ getent hosts xxx"
	finds "API version" ok ""
}

@test "csr-doctor: a proxy that is not there" {
	sound
	look "CSR_API_BASE=https://api.example https_proxy=http://127.0.0.1:1 "
	fails_once_at connection "" "the connection failed" TLS API clock \
		account limits
	finds "name lookup" ok "is left to the proxy"
	finds connection failure "through https_proxy=http://127.0.0.1:1: " \
		"\$ unset https_proxy"
	finds proxy ok "https_proxy leads through http://127.0.0.1:1"
}

@test "csr-doctor: a proxy that has no address, or does not let through" {
	sound
	look "CSR_API_BASE=https://api.example HTTPS_PROXY=http://u:pw@${NOWHERE#https://}:1 "
	fails_once_at "name lookup" "through HTTPS_PROXY=http://xxx" \
		"the name lookup failed" connection TLS API clock
	finds "name lookup" failure "" "\$ unset HTTPS_PROXY"
	[[ $(<found) != *pw@* ]]
	start_front
	look "CSR_API_BASE=https://api.example https_proxy=https://127.0.0.1:$port "
	finds TLS failure "through https_proxy=https://127.0.0.1:" \
		"\$ unset https_proxy"
	look "CSR_API_BASE=https://api.example ALL_PROXY=http://127.0.0.1:$port "
	kill "$front"
	[ "$status" = 78 ]
	[ "$(count failure)" = 1 ]
	jq -e 'any(.[]; .state == "failure" and (.text |
		contains("through ALL_PROXY=http://127.0.0.1:"))
		and (.mend | contains("$ unset ALL_PROXY")))' found
	# Where one goes without, it is not to blame.
	for list in 127.0.0.1 '*' 'api.example, 127.0.0.1'; do
		look "CSR_API_BASE=https://127.0.0.1:1 https_proxy=http://127.0.0.1:2 no_proxy='$list' "
		finds connection failure "" "firewall"
	done
}

@test "csr-doctor: nobody listens there" {
	sound
	look "CSR_API_BASE=https://127.0.0.1:1 "
	fails_once_at connection "" "the connection failed" TLS clock API \
		account limits
	finds "name lookup" ok "127.0.0.1 is an address"
	finds connection failure "" "https_proxy"
}

@test "csr-doctor: somebody listens, and never answers" {
	sound
	echo '  timeout_seconds: 1' >>home/config.yaml
	csr-sandbox >listening 3>&- &
	pid=$!
	for _ in {1..100}; do
		[ -s listening ] && break
		sleep 0.05
	done
	kill -STOP "$pid"
	look "CSR_API_BASE=$(sed 's/listening on //' listening) "
	kill -CONT "$pid"
	kill "$pid"
	fails_once_at API "" "no answer came" clock account limits
	finds connection ok "connected to 127.0.0.1"
}

@test "csr-doctor: no TLS at the other end" {
	sound
	start_front
	look "CSR_API_BASE=https://127.0.0.1:$port "
	kill "$front"
	fails_once_at TLS "" "TLS failed" API clock account limits
	finds connection ok "connected"
	finds TLS failure "" "\$ openssl s_client -connect 127.0.0.1:$port <"
}

@test "csr-doctor: a certificate that does not verify" {
	command -v nghttpx || skip "nghttpx is not there"
	sound
	run --separate-stderr behind_tls 'csr-doctor --json >untrusted
		code=$?
		csr-doctor --json --ca-file cert.pem >trusted
		CURL_CA_BUNDLE=/dev/null csr-doctor --json >with_bundle
		SSL_CERT_FILE=/dev/null csr-doctor --json >with_file
		CURL_CA_BUNDLE=cert.pem csr-doctor --json \
			--ca-file /dev/null >with_option
		exit $code'
	mv untrusted found
	fails_once_at TLS "" "TLS failed" API clock account limits
	finds TLS failure "" "--ca-file"
	mv trusted found
	finds TLS ok "TLSv1.3, and the certificate is that of 127.0.0.1"
	[ "$(count failure)" = 0 ]
	mv with_bundle found
	finds TLS failure "" "CURL_CA_BUNDLE names, which now is /dev/null"
	mv with_file found
	finds TLS failure "" "SSL_CERT_FILE names, which now is /dev/null"
	mv with_option found
	finds TLS failure "" "--ca-file names, which now is /dev/null"
}

@test "csr-doctor: an answer that is not the API's" {
	sound
	start_front
	look "CSR_API_BASE=http://127.0.0.1:$port "
	kill "$front"
	finds API warning "and not as the API does" "no proxy answers"
}

@test "csr-doctor: a clock that is wrong" {
	sound
	echo '{"clock": "-40s"}' >rules
	look
	[ "$status" = 1 ]
	finds clock warning "s ahead of the server's" '$ sudo timedatectl set-ntp true'
	echo '{"clock": "10m"}' >rules
	look
	[ "$status" = 78 ]
	finds clock failure "s behind the server's"
	echo '{"clock": "5s"}' >rules
	look
	finds clock ok "agrees with the server's"
}

@test "csr-doctor: another version answers" {
	sound
	sed -i 's/v26.0/v19.0/' home/config.yaml
	look
	finds API warning "v19.0 was asked for, and v21.0 answers"
	finds "API version" failure "v19.0 has ended"
	finds API warning "" \
		'write "api_version: v21.0" in place of the api_version'
	sed -i 's/v19.0/v21.0/' home/config.yaml
	look
	finds API ok "v21.0 answers"
}

# A server that says it is of this version; $port is where it is.
version_server() {
	cat >version.py <<-'PYTHON'
	import http.server, sys
	class Answer(http.server.BaseHTTPRequestHandler):
	    def do_GET(self):
	        self.send_response(400)
	        self.send_header("facebook-api-version", sys.argv[1])
	        self.send_header("content-length", "2")
	        self.end_headers()
	        self.wfile.write(b"{}")
	    def log_message(self, *rest):
	        pass
	server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
	print(server.server_address[1], flush=True)
	server.serve_forever()
	PYTHON
	: >version.port
	python3 version.py "$1" >version.port 2>version.err 3>&- &
	server=$!
	until_so test -s version.port
	port=$(<version.port)
}

@test "csr-doctor: what a server sends stands in no advice" {
	command -v python3 || skip "python3 is not there"
	sound
	for sent in '$(reboot)' 'v1;id' 'v26.0 x' 'x'; do
		version_server "$sent"
		look "CSR_API_BASE=http://127.0.0.1:$port "
		kill "$server"
		finds API warning "and not as the API does"
		jq -e --arg sent "$sent" \
			'all(.[]; .mend // "" | contains("\($sent)\"") | not)' found
	done
	# One that has ended is not advised; one that nobody knows is as asked.
	for case in "v19.0 v25.0" "v27.0 v27.0"; do
		version_server "${case% *}"
		look "CSR_API_BASE=http://127.0.0.1:$port "
		kill "$server"
		finds API warning "v26.0 was asked for, and ${case% *} answers" \
			"api_version: ${case#* }"
	done
}

@test "csr-doctor: a token that has expired, or may not send" {
	sound
	echo '{"request": "token", "set": {"is_valid": false,
		"expires_at": 1700000000}}' | tr -d '\n' >rules
	look
	[ "$status" = 78 ]
	finds token failure "expired on 2023-11-14" "make a token for a system user"
	echo '{"request": "token", "set": {"scopes": []}}' >rules
	look
	[ "$status" = 78 ]
	finds permissions failure "cannot send"
	echo '{"request": "all", "error": 190, "subcode": 463}' >rules
	look
	[ "$status" = 78 ]
	finds token failure ""
	finds limits skipped "does not say"
}

# Store what the sandbox takes, with an end so many seconds from now.
store_token() {
	jq -cn --argjson until "$(($(date +%s) + $1))" \
		'{request: "token", set: {expires_at: $until}}' >rules
	beside 'printf "{\"access_token\":\"%s\",\"phone_number_id\":\"%s\"}" \
		"$CSR_ACCESS_TOKEN" "$CSR_PHONE_NUMBER_ID" |
		csr-auth login -q --stdin' 2>said || cat said
	run --separate-stderr csr-doctor --offline --json
	printf '%s\n' "$output" >found
}

@test "csr-doctor: the end of a stored token is known without a network" {
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	sound
	store_token $((3 * 86400))
	finds credentials warning "the token expires on" '$ csr-auth login'
	store_token $((6 * 86400))
	finds credentials warning "the token expires on"
	store_token $((10 * 86400))
	finds credentials ok ""
	store_token -60
	finds credentials failure "the token has expired on"
	store_token $((90 * 86400))
	finds credentials ok "encrypted with the key file"
}

@test "csr-doctor: a number that cannot send, or is badly thought of" {
	sound
	echo '{"request": "phone", "set": {"status": "BANNED"}}' >rules
	look
	[ "$status" = 78 ]
	finds "phone number" failure "is banned" "appeal"
	echo '{"request": "phone", "set": {"quality_rating": "YELLOW"}}' >rules
	look
	[ "$status" = 1 ]
	finds quality warning "medium" "write less often"
}

@test "csr-doctor: nobody gets the webhooks" {
	sound
	echo '{"request": "webhooks", "set": {"data": []}}' >rules
	look
	[ "$status" = 1 ]
	finds webhooks warning "no app is subscribed" "subscribe the app"
}

@test "csr-doctor: limits above those of the account" {
	sound
	cat >>home/config.yaml <<-'EOF'
	  # Too much.
	  rate_limit_per_minute: 6000
	  daily_message_limit: 5000
	EOF
	look
	[ "$status" = 1 ]
	finds limits warning "rate_limit_per_minute is 6000"
	finds limits warning "daily_message_limit is 5000"
	finds limits warning "" 'write "rate_limit_per_minute: 4800" in place'
	finds limits warning "" 'write "daily_message_limit: 2000" in place'
	sed -i 's/6000/4800/; s/5000/2000/' home/config.yaml
	look
	finds limits ok "4800 a minute and 2000 a day"
	# And in a file that does not have them yet.
	echo '{"request": "phone", "set":
		{"whatsapp_business_manager_messaging_limit": "TIER_250"}}' |
		tr -d '\n' >rules
	sed -i /daily/d home/config.yaml
	look
	finds limits warning "daily_message_limit is 1000" \
		'write "daily_message_limit: 250" into the section whatsapp'
	# What holds without a configuration can be too much, too.
	rm -r home
	look
	finds limits warning "daily_message_limit is 1000" \
		"make $CSR_HOME/config.yaml with two lines"
	[ ! -e home ]
}

@test "csr-doctor: a hold that the test shows to be over" {
	sound
	jq -n '{v: 1, date: "9999-11-25", daily_count: 1, hold: {until: null,
		at: "2026-11-25T09:12:00.000Z", status: 77, code: 190,
		by: "csr-send-wa", reason: "the token has expired (190)",
		hint: "make a new one"}}' >home/whatsapp_usage.json
	chmod 600 home/whatsapp_usage.json
	look
	finds hold warning "the token has expired (190)"
	jq -r '.[] | select(.check == "hold") | .mend' found |
		sed -n 's/^\$ //p' >mend
	beside "$(<mend)"
	look
	finds hold ok ""
}

@test "csr-doctor: e-mail that cannot be sent" {
	sound
	printf 'email:\n  smtp_url: smtp://127.0.0.1:1\n  from: a@shop.example\n' \
		>>home/config.yaml
	look
	[ "$status" = 78 ]
	finds e-mail failure "smtp://127.0.0.1:1" "look at host and port"
	run --separate-stderr csr-doctor --offline --json
	printf '%s\n' "$output" >found
	finds e-mail skipped "it needs the network"
	printf '  username: a\n  password_command: "false"\n' >>home/config.yaml
	look
	finds e-mail failure "email.password_command"
}

# A mail server that lets "ana" in with "hunter2"; $port is where it is.
mail_server() {
	cat >mail.py <<-'PYTHON'
	import base64, socketserver
	class Mail(socketserver.StreamRequestHandler):
	    def say(self, text):
	        self.wfile.write((text + "\r\n").encode())
	    def handle(self):
	        self.say("220 mail.example")
	        for line in self.rfile:
	            word = line.split()[0].upper()
	            if word == b"EHLO":
	                self.say("250-mail.example")
	                self.say("250 AUTH PLAIN")
	            elif word == b"AUTH":
	                plain = line.split()[2:] or [self.more()]
	                is_good = base64.b64decode(plain[0]) == \
	                    b"\0ana\0hunter2"
	                self.say("235 yes" if is_good else "535 5.7.8 no")
	            elif word == b"QUIT":
	                return self.say("221 bye")
	            else:
	                self.say("250 ok")
	    def more(self):
	        self.say("334 ")
	        return self.rfile.readline().strip()
	server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)
	print(server.server_address[1], flush=True)
	server.serve_forever()
	PYTHON
	python3 mail.py >mail.port 2>mail.err 3>&- &
	mail=$!
	until_so test -s mail.port
	port=$(<mail.port)
}

@test "csr-doctor: e-mail that can be sent, and a wrong password" {
	command -v python3 || skip "python3 is not there"
	sound
	mail_server
	cat >>home/config.yaml <<-EOF
	email:
	  smtp_url: smtp://127.0.0.1:$port
	  from: ana@shop.example
	  username: ana
	  password_command: "echo hunter2"
	EOF
	look
	[ "$status" = 0 ]
	finds e-mail ok "smtp://127.0.0.1:$port answers, and takes the login"
	sed -i 's/hunter2/hunter3/' home/config.yaml
	look
	kill "$mail"
	[ "$status" = 78 ]
	finds e-mail failure "does not take the login" \
		"what email.password_command writes"
	[[ $(<found) != *hunter* ]]
}

@test "csr-doctor: e-mail of which half of the login is set" {
	command -v python3 || skip "python3 is not there"
	sound
	mail_server
	printf 'email:\n  smtp_url: smtp://127.0.0.1:%s\n' "$port" \
		>>home/config.yaml
	look
	[ "$status" = 0 ]
	finds e-mail ok "answers; no login is set, and none was tried"
	echo '  username: ana' >>home/config.yaml
	look
	[ "$status" = 1 ]
	finds e-mail warning "no login was tried: email.username is set" \
		"password_command: COMMAND"
	sed -i 's/username: .*/password_command: "echo hunter2"/' \
		home/config.yaml
	look
	kill "$mail"
	[ "$status" = 1 ]
	finds e-mail warning "no login was tried: email.password_command is set"
}
