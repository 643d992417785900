#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-doctor: what works in no program, though each file looks well; and that
# what it prints mends what it was printed for.

load doctor

@test "csr-doctor: locks and files that belong to somebody else" {
	needs_root
	sound
	csr-quota pause -q
	csr-quota resume -q
	mkdir -m 700 -p home/ledger home/logs
	for file in whatsapp_credentials.lock whatsapp_usage.lock config.lock \
		account.lock account.json logs/csr.lock ledger/a.lock \
		ledger/a.ndjson.new ledger/a.mark ../state/CSC-Reach/key.lock; do
		touch "home/$file"
		chmod 600 "home/$file"
		finds files ok ""
		chown 12345 "home/$file"
		finds files failure "$(basename "$file"): belongs to another user"
		mends files
		[ "$(stat -c %u "home/$file")" = 0 ]
	done
	# One command for all.
	chown 12345 home/*.lock home/ledger/a.lock
	finds files failure "more are like it"
	[ "$(commands files | wc -l)" = 1 ]
	mends files
}

@test "csr-doctor: locks that are links or directories, or closed" {
	sound
	mkdir -m 700 home/ledger
	for file in whatsapp_usage.lock account.lock ledger/a.lock; do
		rm -f "home/$file"
		ln -s nowhere "home/$file"
		finds files failure "$file: is a symbolic link"
		mends files
		mkdir "home/$file"
		finds files failure "$file: is not a regular file"
		mends files
		touch "home/$file"
		chmod 400 "home/$file"
		finds files failure "$file: its mode does not let it"
		mends files
	done
	for file in whatsapp_usage.json.new account.json.new config.yaml.new \
		whatsapp_credentials.json.new ledger/a.mark.new account.json; do
		mkdir "home/$file"
		finds files failure "$file: is not a regular file"
		mends files
	done
	# What is removed first may be anything else.
	ln -s nowhere home/account.json.new
	finds files ok ""
	rm -r home/ledger
	mkdir -m 700 elsewhere
	ln -s ../elsewhere home/ledger
	finds files failure "home/ledger: is a symbolic link"
}

# With the directory on a file system that is then made read-only.
read_only() {
	unshare -rm true 2>/dev/null || skip "cannot mount anything here"
	run --separate-stderr unshare -rm bash -c 'mount --bind "$1" "$1" &&
		mount -o remount,ro,bind "$1" && csr-doctor --offline --json' - "$1"
	jq -e --arg check "$2" 'any(.[]; .check == $check
		and .state == "failure" and (.mend | contains("$ df "))
		and (.text | contains("file system that can only be read")))' \
		<<<"$output"
}

@test "csr-doctor: file systems that can only be read" {
	sound
	read_only "$PWD/home" "file system"
	read_only "$PWD/state" credentials
	mkdir -m 700 home/logs
	printf 'log:\n  file: true\n' >>home/config.yaml
	read_only "$PWD/home/logs" log
	rm -r home
	CSR_HOME=$PWD/state/new read_only "$PWD/state" "file system"
}

@test "csr-doctor: a directory that cannot be made" {
	mkdir -m 500 closed
	CSR_HOME=$PWD/closed/home without_override \
		finds "file system" failure "cannot be made in"
}

@test "csr-doctor: what lies in a directory through a link" {
	mkdir -m 700 open
	CSR_HOME=$PWD/open/home sound
	ln -s open/home home
	finds directory ok ""
	chmod 777 open
	finds directory failure "open: others can write to it and exchange what is in it"
	run -77 --separate-stderr csr-auth test
	[[ $stderr == *"open: others can write to it and exchange what is in it"* ]]
	mends directory
	# One and the same directory is told of once.
	rm home
	mv open/home .
	mkdir -m 777 above
	mv home above
	CSR_HOME=$PWD/above/home finds directory failure "above: others can write"
	[ "$(jq '[.[] | select(.check == "directory")] | length' <<<"$output")" = 1 ]
	cd above
	CSR_HOME=home finds directory failure "above: others can write"
	CSR_HOME=./home finds directory failure "above: others can write"
}

@test "csr-doctor: a directory that is a link to nothing" {
	ln -s nowhere home
	finds directory failure "home: is a symbolic link that leads to nothing"
	mends directory
	sound
	ln -s nowhere home/logs
	printf 'log:\n  file: true\n' >>home/config.yaml
	finds log failure "logs: is a symbolic link that leads to nothing"
	mends log
}

@test "csr-doctor: the other programs do not get its descriptors" {
	sound
	csr-auth rekey -q --new-passphrase-fd 5 5<<<"correct horse"
	mkdir bin
	cat >bin/csr-report <<-EOF
	#!/bin/sh
	ls -l /proc/self/fd >"$PWD/descriptors"
	exec "$(command -v csr-report)" "\$@"
	EOF
	chmod +x bin/csr-report
	echo "correct horse" >passphrase
	PATH=$PWD/bin:$PATH finds credentials ok "a passphrase" \
		--passphrase-fd 7 7<passphrase
	[ -s descriptors ]
	! grep passphrase descriptors || false
	run -64 csr-doctor --passphrase-fd 9
}

@test "csr-doctor: a key that is damaged" {
	sound
	key=state/CSC-Reach/key
	echo x >"$key"
	finds credentials failure "key:1: is no key"
	mend_says credentials '$ mv'
	mend_says credentials '$ csr-auth login'
	commands credentials >mend
	[ "$(wc -l <mend)" = 2 ]
	csr-auth() {
		jq -n --arg token "$token" '{access_token: $token,
			phone_number_id: "1"}' |
			command csr-auth "$@" -q --stdin --no-test
	}
	run -78 csr-auth login
	mends credentials
	[ "$(<"$key.damaged")" = x ]
}

@test "csr-doctor: a key that one cannot come to" {
	sound
	chmod 0 state/CSC-Reach
	without_override finds credentials failure "CSC-Reach/key: Permission denied"
	[[ $output != *"lost"* ]]
	mend_says credentials "\$ chmod u+rwX $PWD/state/CSC-Reach"
	eval "$(jq -r '.[] | select(.check == "credentials") | .mend' \
		<<<"$output" | sed 's/^\$ //')"
	finds credentials ok ""
	needs_root
	chown 12345 state/CSC-Reach
	without_override finds credentials failure "CSC-Reach/key: Permission denied"
	mend_says credentials "\$ ls -ld $PWD/state/CSC-Reach"
}

@test "csr-doctor: a configuration that one may not read" {
	sound
	chmod 0 home/config.yaml
	without_override finds configuration failure "Permission denied"
	mend_says configuration "\$ chmod u+rwX $PWD/home/config.yaml"
}

@test "csr-doctor: a key beside what it opens" {
	sound
	export XDG_STATE_HOME=$CSR_HOME
	mv state/CSC-Reach home
	finds credentials warning "the key lies in the directory with what it opens"
	[ "$status" = 1 ]
}

@test "csr-doctor: ids and tokens of the environment that are none" {
	sound
	export CSR_PHONE_NUMBER_ID=abc
	finds credentials failure ""
	mends credentials
	export CSR_BUSINESS_ACCOUNT_ID=a/b
	finds credentials failure ""
	mends credentials
	export CSR_ACCESS_TOKEN="a b"
	finds credentials failure ""
	mends credentials
	[ -z "${CSR_PHONE_NUMBER_ID+x}${CSR_BUSINESS_ACCOUNT_ID+x}${CSR_ACCESS_TOKEN+x}" ]
	rm home/whatsapp_credentials.json
	export CSR_ACCESS_TOKEN=$token
	finds credentials failure ""
	mend_says credentials "set CSR_PHONE_NUMBER_ID, too"
	CSR_PHONE_NUMBER_ID=1 finds credentials ok ""
}

@test "csr-doctor: what is stored, beside what the environment has" {
	sound
	export CSR_ACCESS_TOKEN=$token CSR_PHONE_NUMBER_ID=1
	head -c 100 home/whatsapp_credentials.json >cut
	cp cut home/whatsapp_credentials.json
	finds credentials warning "nothing reads it while CSR_ACCESS_TOKEN"
	[ "$status" = 1 ]
	unset CSR_PHONE_NUMBER_ID
	finds credentials failure ""
}

@test "csr-doctor: a stored token and the address of the environment" {
	sound
	export CSR_API_BASE=https://api.example
	finds credentials failure "not sent to an address of the environment"
	mends credentials
	[ -z "${CSR_API_BASE+x}" ]
}

@test "csr-doctor: ports that do not exist" {
	sound
	for port in 99999 0 65536 8x 100000000000 4294967739; do
		CSR_API_BASE=https://api.example:$port \
			finds configuration failure "its port must be a number from 1 to 65535"
	done
	for base in https://api.example:65535 https://api.example:1/ \
		'https://[2001:db8::1]:443' 'https://[2001:db8::1]'; do
		CSR_API_BASE=$base finds configuration ok ""
	done
	CSR_API_BASE='https://[2001:db8::1]:99999' \
		finds configuration failure "its port must be a number from 1 to 65535"
	export CSR_API_BASE=https://api.example:0
	mends configuration
	unset CSR_API_BASE
	printf '  base_url: https://h.example:99999\n' >>home/config.yaml
	finds configuration failure "config.yaml:"
	mend_says configuration "csr-config(5) has all"
}

@test "csr-doctor: versions that nobody knows" {
	sound
	for version in v99.0 v25.1; do
		CSR_API_VERSION=$version finds "API version" warning \
			"$version is not known to this release"
		[ "$status" = 1 ]
	done
	export CSR_API_VERSION=v99.0
	mends "API version"
}

@test "csr-doctor: time zones that this system does not know" {
	[ -e /usr/share/zoneinfo/America/Recife ] || skip "no tzdata"
	sound
	for zone in America/Recife :America/Recife UTC UTC0 EST5EDT '<-03>3' \
		/usr/share/zoneinfo/America/Recife ''; do
		TZ=$zone finds environment ok ""
	done
	for zone in mars Mars/Phobos '<x' ../../etc/passwd /nowhere '<>3'; do
		TZ=$zone finds environment warning "a zone that this system does not know"
		[ "$status" = 1 ]
	done
	export TZ=Mars/Phobos
	mends environment
}

@test "csr-doctor: lines that say of nobody that they opted out" {
	sound
	good='{"to":"+12025550101","scope":"marketing"}'
	for bad in '{"to":null}' '{"to":5}' '{"to":""}' '{"to":["x"]}' \
		'{"to":"+12025550101","scope":"none"}' \
		'{"to":"+12025550101","scope":null}' '"to"' ''; do
		printf '%s\n%s\n%s\n' "$good" "$bad" "$good" \
			>home/suppressed.ndjson
		chmod 600 home/suppressed.ndjson
		finds opt-outs failure "suppressed.ndjson:2: is not"
	done
	printf '%s\n{"to":"+12025550101"}\n' "$good" >home/suppressed.ndjson
	finds opt-outs ok ""
}

@test "csr-doctor: nothing that is wanted is removed for a token in it" {
	sound
	mkdir -m 700 home/logs
	for file in config.yaml suppressed.ndjson whatsapp_usage.json \
		account.json user_config.json logs/csr.log key.txt; do
		cp "home/$file" kept 2>/dev/null || : >kept
		printf '# 1\n# 2\n# %s\n' "$token" >"home/$file"
		chmod 600 "home/$file"
		finds "plain tokens" warning "$file holds a token"
		mend_says "plain tokens" "take it out of line 3 by hand"
		! commands "plain tokens" | grep '^rm' || false
		EDITOR="sed -i 3d" mends "plain tokens"
		[ "$(<"home/$file")" = $'# 1\n# 2' ]
		if [ -s kept ]; then mv kept "home/$file"; else rm "home/$file"; fi
	done
	for file in config.yaml.old a.bak copy.json; do
		echo "$token" >"home/$file"
		finds "plain tokens" warning "$file holds a token"
		mends "plain tokens"
		[ ! -e "home/$file" ]
	done
	# The line is counted over the blocks of a long file.
	{ yes "a line" | head -n 50000; echo "$token"; } >home/long.txt
	finds "plain tokens" warning "long.txt"
	mend_says "plain tokens" "line 50001 by hand"
}
