#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-doctor: credentials, and what was sent.
# Each of these breaks a sound installation, lets csr-doctor find it, and,
# where the mend is a command, runs that as it is printed.

load doctor

@test "csr-doctor: credentials in the clear" {
	sound
	rm home/whatsapp_credentials.json
	jq -n --arg token "$token" '{access_token: $token,
		phone_number_id: "106540352242922", business_account_id: "",
		created_at: "2025-08-01T10:00:00"}' >home/whatsapp_credentials.json
	chmod 600 home/whatsapp_credentials.json
	finds credentials failure "with the token in the clear"
	[[ $output != *"$token"* ]]
	HOME=$BATS_TEST_TMPDIR mends credentials
	[[ $(<home/whatsapp_credentials.json) != *"$token"* ]]
}

@test "csr-doctor: credentials in the clear that others can read" {
	sound
	jq -n --arg token "$token" '{access_token: $token,
		phone_number_id: "106540352242922"}' >home/whatsapp_credentials.json
	chmod 644 home/whatsapp_credentials.json
	finds credentials failure "mode is 0644, want 0600"
	finds credentials failure "with the token in the clear"
	finds "plain tokens" ok "none lies in another file of"
	mend_says credentials "after this, revoke it, make a new one"
	mend_says credentials '$ csr-auth migrate'
	HOME=$BATS_TEST_TMPDIR mends credentials
	[[ $(<home/whatsapp_credentials.json) != *"$token"* ]]
}

@test "csr-doctor: credentials that others can read, or have" {
	sound
	file=home/whatsapp_credentials.json
	chmod 644 "$file"
	finds credentials failure "mode is 0644, want 0600"
	[ "$(jq '[.[] | select(.check == "credentials")] | length' \
		<<<"$output")" = 1 ]
	mend_says credentials "after this, revoke it, make a new one"
	mends credentials
	chmod 400 "$file"
	finds credentials failure "mode is 0400, want 0600"
	[ "$(commands credentials)" = "chmod 600 $PWD/$file" ]
	run -0 mend_says credentials '$ chmod 600'
	run -1 mend_says credentials revoke
	chmod 600 "$file"
	ln "$file" other
	finds credentials failure "has a second name"
	mends credentials
	mv "$file" elsewhere
	ln -s ../elsewhere "$file"
	finds credentials failure "is not a regular file"
}

@test "csr-doctor: credentials that are damaged, or not there" {
	sound
	file=home/whatsapp_credentials.json
	cp "$file" good
	printf '!' | dd of="$file" bs=1 seek=40 conv=notrunc status=none
	finds credentials failure "$file"
	mend_says credentials '$ csr-auth login'
	head -c 100 good >"$file"
	finds credentials failure "$file"
	rm "$file"
	finds credentials failure ""
	mend_says credentials '$ csr-auth login'
	CSR_ACCESS_TOKEN=$token CSR_PHONE_NUMBER_ID=1 \
		finds credentials ok "CSR_ACCESS_TOKEN"
}

@test "csr-doctor: a token of the environment before the stored one" {
	sound
	export CSR_ACCESS_TOKEN=$token
	finds credentials warning "CSR_ACCESS_TOKEN goes before"
	mends credentials
}

@test "csr-doctor: a key file that others can read, or that is gone" {
	sound
	chmod 640 state/CSC-Reach/key
	finds credentials failure "CSC-Reach/key: mode is 0640, want 0600"
	mends credentials
	chmod 777 state
	finds credentials failure "state: others can write to it"
	mends credentials
	mv state/CSC-Reach/key .
	finds credentials failure "CSC-Reach/key: No such file"
	mend_says credentials '$ csr-auth login'
}

@test "csr-doctor: a passphrase that comes from nowhere" {
	sound
	csr-auth rekey -q --new-passphrase-fd 5 5<<<"correct horse"
	run -78 --separate-stderr setsid -w csr-doctor --offline --json
	[ "$(jq -r '.[] | select(.check == "credentials") | .state' <<<"$output")" = failure ]
	mend_says credentials "write passphrase_command: below credentials: in it"
	finds credentials ok "encrypted with a passphrase" --passphrase-fd 5 \
		5<<<"correct horse"
	finds credentials failure "passphrase" --passphrase-fd 5 5<<<"wrong horse"
	printf 'credentials:\n  passphrase_command: "echo correct horse"\n' \
		>>home/config.yaml
	finds credentials ok "encrypted with a passphrase"
	sed -i 's/echo/false/' home/config.yaml
	finds credentials failure "passphrase_command"
	mend_says credentials '$ false correct horse'
	mend_says credentials "it is run without a shell"
}

@test "csr-doctor: a command line is shown as it stands in the file" {
	sound
	csr-auth rekey -q --new-passphrase-fd 5 5<<<"correct horse"
	printf 'credentials:\n  passphrase_command: %s\n' \
		"echo 'it is' \$HOME \\\"x" >>home/config.yaml
	finds credentials failure "passphrase"
	mend_says credentials "\$ echo 'it is' \$HOME \\\"x"
}

@test "csr-doctor: what was not searched for tokens is said" {
	sound
	echo x >home/long.txt
	truncate -s 65M home/long.txt
	finds "plain tokens" skipped "long.txt: is longer than 64 MiB"
	echo "$token" >home/short.txt
	finds "plain tokens" skipped "long.txt: is longer than 64 MiB"
	finds "plain tokens" warning "short.txt"
	rm home/*.txt
	(cd home && seq -f note%g 1100 | xargs touch)
	finds "plain tokens" skipped "home: has more than 1000 files"
	rm home/note*
	finds "plain tokens" ok ""
	mkdir -m 0 home/logs
	without_override finds "plain tokens" skipped "home/logs: Permission denied"
	chmod 700 home/logs
	echo "$token" >home/logs/a
	touch home/logs/b
	chmod 0 home/logs/b
	without_override finds "plain tokens" skipped "home/logs/b: Permission denied"
	finds "plain tokens" warning "home/logs/a holds a token"
}

@test "csr-doctor: secrets that lie about" {
	sound
	mkdir -m 700 home/logs
	finds "plain tokens" ok ""
	cp home/config.yaml "home/note 1.txt"
	head -c 65500 /dev/zero >>"home/note 1.txt"
	echo "token $token" >>"home/note 1.txt"
	finds "plain tokens" warning "note 1.txt holds a token in the clear"
	mend_says "plain tokens" "take it out of line 3 by hand"
	EDITOR="sed -i 3d" mends "plain tokens"
	echo '{"access_token": "x"}' >home/whatsapp_credentials.json.bak
	finds "plain tokens" warning "whatsapp_credentials.json.bak"
	mends "plain tokens"
	echo "EAAB$(printf '%080d' 0)" >home/logs/app.log
	finds "plain tokens" warning "logs/app.log"
	EDITOR="sed -i 1d" mends "plain tokens"
	# The environment, which the programs that are started inherit.
	export SSLKEYLOGFILE=$PWD/keys
	finds environment warning "SSLKEYLOGFILE is set"
	mends environment
	[ -z "${SSLKEYLOGFILE+set}" ]
	export CSR_APP_SECRET=x SOME_TOKEN=$token
	finds environment warning "SOME_TOKEN holds what looks like a token"
	finds environment warning "CSR_APP_SECRET holds a secret"
	[[ $output != *"$token"* ]]
	mends environment
}

@test "csr-doctor: which proxy, and not its password" {
	sound
	https_proxy=http://user:hunter2@proxy.example:3128 \
		finds proxy ok "https_proxy leads through http://proxy.example:3128"
	[[ $output != *hunter2* ]]
	unset https_proxy
	finds proxy ok "none is set"
}

@test "csr-doctor: a quota file that makes no sense" {
	sound
	echo '{"date": 1}' >home/whatsapp_usage.json
	chmod 600 home/whatsapp_usage.json
	finds quota failure "whatsapp_usage.json: date is missing or makes no sense"
	finds hold skipped "the quota file cannot be used"
	mends quota
	[ -f home/whatsapp_usage.json.damaged ]
	echo '{"date": "2026-11-25", "daily_count": 1}' >home/whatsapp_usage.json
	chmod 644 home/whatsapp_usage.json
	finds quota failure "mode is 0644, want 0600"
	mends quota
}

@test "csr-doctor: pipes and links in place of files are not waited for" {
	sound
	mkdir -m 700 home/ledger home/logs
	rm home/whatsapp_credentials.json home/config.yaml
	for file in config.yaml whatsapp_usage.json suppressed.ndjson \
		whatsapp_credentials.json ledger/x.ndjson user_config.json \
		logs/csr.log note.txt; do
		mkfifo -m 600 "home/$file"
	done
	run -78 --separate-stderr timeout 10 csr-doctor --offline --json
	for check in configuration quota ledgers opt-outs; do
		jq -e --arg check "$check" 'any(.[]; .check == $check
			and .state == "failure")' <<<"$output"
	done
	find home -type p -delete
	run -78 --separate-stderr timeout 10 csr-doctor --offline --json
	for file in config.yaml whatsapp_usage.json suppressed.ndjson \
		whatsapp_credentials.json ledger/x.ndjson logs/csr.log; do
		ln -s "$file" "home/$file"
	done
	run -78 --separate-stderr timeout 10 csr-doctor --offline --json
	jq -e 'map(select(.state == "failure")) | length >= 4' <<<"$output"
}

@test "csr-doctor: names that would drive a terminal" {
	sound
	echo "$token" >$'home/\e[2J\n\302\233x'
	run -1 --separate-stderr offline -q
	[[ $output != *$'\e'* && $output != *$'\302\233'* ]]
	EDITOR="rm" mends "plain tokens"
	[ "$(find home -name '*x')" = "" ]
	export CSR_HOME=$BATS_TEST_TMPDIR/$'\377home\n'
	sound
	chmod 750 "$CSR_HOME"
	run -1 --separate-stderr offline --json
	jq -e . <<<"$output"
	mends directory
}

@test "csr-doctor: a hold that stands" {
	sound
	csr-quota pause -q --reason "the wrong list"
	finds hold warning "the wrong list"
	mends hold
	jq -n '{v: 1, date: "9999-11-25", daily_count: 1, hold: {until: null,
		at: "2026-11-25T09:12:00.000Z", status: 77, code: 190,
		by: "csr-send-wa", reason: "the token has expired",
		hint: "make a new one"}}' >home/whatsapp_usage.json
	finds hold warning "the token has expired"
	mend_says hold "make a new one; then csr-quota resume, and run again"
	mend_says hold '$ csr-auth test'
	# One that ends by itself, and one that has.
	sed -i 's/"until": null/"until": "9999-11-25T10:00:00.000Z"/; s/77/75/' \
		home/whatsapp_usage.json
	finds hold warning "paused until 9999-11-25T10:00:00.000Z"
	mend_says hold "run again after 9999-11-25T10:00:00.000Z"
	[ -z "$(commands hold)" ]
	sed -i 's/9999-11-25T10/2001-11-25T10/' home/whatsapp_usage.json
	finds hold ok "not paused"
}

@test "csr-doctor: ledgers that others can read, that are damaged, in doubt" {
	sound
	hello
	csr-sandbox -- env CSR_HOME="$CSR_HOME" bash -c '
		csr-render -q hello.json <<<"{\"name\":\"Ana\",\"phone\":\"+12025550161\"}" |
		csr-throttle -q | csr-send-wa -q --timeout 300ms' >/dev/null || true
	grep -q '"s":"in_doubt"' home/ledger/hello.ndjson
	finds ledgers warning "hello: 1 are in doubt"
	commands ledgers >mend
	key=$(eval "$(<mend)" | jq -r .key)
	csr-ledger resolve "$key" accepted --yes
	finds ledgers ok "1 is whole"
	chmod 644 home/ledger/hello.ndjson
	finds ledgers failure "mode is 0644"
	mends ledgers
	chmod 755 home/ledger
	finds ledgers warning "mode is 0755"
	mends ledgers
	sed -i 's/accepted/accepteb/' home/ledger/hello.ndjson
	finds ledgers failure "hello"
	commands ledgers >mend
	run -78 --separate-stderr eval "$(<mend)"
	[[ $output == "hello: damaged: "* ]]
	rm home/ledger/hello.ndjson
	finds ledgers failure "missing beside its mark"
}

@test "csr-doctor: a list of opt-outs that cannot be used" {
	sound
	printf '{"to":"+12025550101","scope":"all"}\n{"scope":"all"}\n' \
		>home/suppressed.ndjson
	chmod 644 home/suppressed.ndjson
	finds opt-outs failure "mode is 0644"
	eval "$(commands opt-outs)"
	finds opt-outs failure "suppressed.ndjson:2: is not an object"
	[ "$(eval "$(commands opt-outs)")" = '{"scope":"all"}' ]
	sed -i '2s/.*/{"to":"Ana"}/' home/suppressed.ndjson
	finds opt-outs failure "suppressed.ndjson:2: is not an object with a recipient"
	sed -i '2s/.*/{"to":"ana@example.com"}/' home/suppressed.ndjson
	finds opt-outs ok "suppressed.ndjson has 2 lines"
	sed -i 2d home/suppressed.ndjson
	finds opt-outs ok "suppressed.ndjson has 1 line"
}

@test "csr-doctor: a log that cannot be written" {
	sound
	printf 'log:\n  file: true\n' >>home/config.yaml
	finds log ok "can be written"
	echo x >home/logs
	finds log failure "is not a directory"
	mends log
	mkdir -m 700 home/logs
	mkdir home/logs/csr.log
	finds log failure "csr.log: is not a regular file"
	mends log
}

# The events of so many keys, as make-ledger takes them.
events() {
	seq "$1" | awk '{ key = sprintf("%032x", $1)
		print "intent", key, 1
		print "accepted", key, "wamid.HBgLMTIwMjU1NTAxMDA" $1
		if ($1 % 1000 == 0) print "sync" }'
}

@test "csr-doctor: however much was sent, it is quick" {
	sound
	make=$(dirname "$(command -v csr-doctor)")/tests/unit/make-ledger
	events 120000 | "$make" home long
	events 10 | "$make" home short
	yes '{"to":"+12025550100","scope":"all"}' | head -n 1000000 \
		>home/suppressed.ndjson
	chmod 600 home/suppressed.ndjson
	start=$(date +%s%N)
	offline --json >out || true
	[ $((($(date +%s%N) - start) / 1000000)) -lt 5000 ]
	jq -e 'any(.[]; .check == "ledgers" and .state == "ok"
		and (.text | startswith("2 are there, with 1 so long")))' out
	jq -e 'any(.[]; .check == "opt-outs" and .state == "ok")' out
	truncate -s -1000 home/ledger/long.ndjson
	finds ledgers failure "long.ndjson: damaged: it is shorter"
	printf '%s' x >>home/ledger/short.ndjson
	sed -i 's/accepted/accepteb/' home/ledger/short.ndjson
	finds ledgers failure "short.ndjson: damaged"
}
