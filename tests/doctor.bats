#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-doctor: programs, directories and settings.
# Each of these breaks a sound installation, lets csr-doctor find it, and,
# where the mend is a command, runs that as it is printed.

load doctor

@test "csr-doctor: options, usage, and a full disk" {
	assert_helps csr-doctor
	assert_refuses_unknown_options csr-doctor
	for line in x --passphrase-fd,x --passphrase-fd,-1 --profile,../x; do
		IFS=, read -ra words <<<"$line"
		run -64 --separate-stderr csr-doctor "${words[@]}"
		[ -z "$output" ]
	done
	run -74 --separate-stderr bash -c 'csr-doctor --offline >/dev/full'
	[[ $stderr == *"No space left on device"* ]]
	run -74 bash -c 'csr-doctor --offline --json >&-'
	run -78 env -u HOME -u CSR_HOME csr-doctor --offline
	[[ $output == *"HOME is not set"* ]]
}

@test "csr-doctor: a sound installation is sound, and is left alone" {
	sound
	find home state -type f -exec sha256sum {} + >before
	find home state | sort >names
	run -0 --separate-stderr offline
	[[ $stderr == "csr-doctor: "*" ok, 0 warnings, 0 failures, "*" skipped" ]]
	[[ $output == *"ok       directory"* && $output != *"$token"* ]]
	run -0 --separate-stderr offline -q
	[ -z "$stderr" ]
	# What was not looked at is all that is left to say.
	[ "$(cut -d ' ' -f 1 <<<"$output" | sort -u)" = skipped ]
	[[ $(csr-doctor --help) == *"-q, --quiet "*"only what is not fine"* ]]
	find home state | sort | cmp names -
	sha256sum --quiet -c before
}

@test "csr-doctor: before there is anything, it makes nothing" {
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	finds directory ok "is not there yet"
	finds credentials failure "" --profile shop
	mend_says credentials '$ csr-auth login --profile shop'
	[ ! -e home ]
	[ ! -e state ]
}

@test "csr-doctor: the JSON" {
	sound
	chmod 750 home
	run -1 --separate-stderr offline --json
	[ "${#lines[@]}" = 1 ]
	jq -e 'length >= 20 and all(.[];
		keys == ["check", "mend", "state", "text"]
		and (.state | IN("ok", "warning", "failure", "skipped"))
		and (.check | length > 0) and (.text | length > 0)
		and (.mend == null) == (.state == "ok"))' <<<"$output"
	[ "$(jq -r '.[] | select(.state == "warning") | .mend' <<<"$output")" = \
		"\$ chmod 700 $CSR_HOME" ]
}

@test "csr-doctor: each program is looked for, and each has a page" {
	sound
	mkdir bin
	for page in "$BATS_TEST_DIRNAME"/../man/*.1; do
		name=$(basename "$page" .1)
		[ "$name" != csr-doctor ] || continue
		ln -s "$(command -v "$name")" bin
	done
	others=${PATH#*:}
	PATH=$PWD/bin:/usr/bin:/bin run -0 "$(command -v csr-doctor)" --offline -q
	for name in $(ls bin); do
		mv "bin/$name" gone
		printf '#!/bin/sh\necho "%s (CSC-Reach) 1.9.9"\n' "$name" >"bin/$name"
		chmod +x "bin/$name"
		PATH=$PWD/bin:$PATH finds programs failure "bin/$name says that it is"
		rm "bin/$name"
		mv gone "bin/$name"
	done
}

@test "csr-doctor: programs that are missing, old or out of reach" {
	sound
	build=$(dirname "$(command -v csr-doctor)")
	mkdir bin old
	for name in "$build"/csr-*[a-z]; do
		[ ! -f "$name" ] || cp "$name" bin
	done
	saved=$PATH
	PATH=/usr/bin:/bin
	csr-doctor() { "$BATS_TEST_TMPDIR/bin/csr-doctor" "$@"; }
	finds programs warning "which is not in PATH"
	mends programs
	[[ $PATH == *"/bin:/usr/bin:/bin" ]]
	printf '#!/bin/sh\necho "csr-quota (CSC-Reach) 1.9.9"\n' >old/csr-quota
	chmod +x old/csr-quota
	PATH=$PWD/old:$PATH
	finds programs failure 'says that it is "csr-quota (CSC-Reach) 1.9.9"'
	mends programs
	rm bin/csr-ledger
	finds programs failure "csr-ledger is missing"
	mend_says programs "lies in $BATS_TEST_TMPDIR/bin"
	printf '#!/bin/sh\nexit 1\n' >bin/csr-ledger
	chmod +x bin/csr-ledger
	finds programs failure "bin/csr-ledger does not start"
	PATH=$saved
}

@test "csr-doctor: where it lies cannot be found out" {
	program=$(command -v csr-doctor)
	unshare -rm bash -c 'mount -t tmpfs none /proc && "$1" --version' \
		- "$program" >/dev/null 2>&1 ||
		skip "cannot mount anything, or a sanitizer wants /proc"
	sound
	# Nothing of ours is in PATH.
	run -78 --separate-stderr unshare -rm bash -c 'mount -t tmpfs none /proc &&
		PATH=/usr/bin:/bin "$1" --offline --json' - "$program"
	jq -e 'any(.[]; .check == "programs" and .state == "failure" and
		.text == "csr-quota is missing: it is not in PATH")' <<<"$output"
	mkdir old
	printf '#!/bin/sh\necho "csr-quota (CSC-Reach) 1.9.9"\n' >old/csr-quota
	chmod +x old/csr-quota
	run -78 --separate-stderr unshare -rm bash -c 'mount -t tmpfs none /proc &&
		PATH=$PWD/old:/usr/bin:/bin "$1" --offline --json' - "$program"
	jq -e 'any(.[]; .check == "programs" and (.text | contains("1.9.9"))
		and .mend == "install one release whole")' <<<"$output"
}

@test "csr-doctor: modes of the directory, and of those above it" {
	export CSR_HOME="$BATS_TEST_TMPDIR/it's \$(a) home/csr"
	mkdir -m 700 "$(dirname "$CSR_HOME")"
	sound
	chmod 755 "$CSR_HOME"
	finds directory warning "mode is 0755, want 0700"
	mends directory
	chmod 770 "$CSR_HOME"
	finds directory failure "mode is 0770, want 0700"
	mends directory
	chmod 777 "$(dirname "$CSR_HOME")"
	finds directory failure "others can write to it"
	finds configuration failure "others can write to it"
	finds credentials skipped "the configuration cannot be used"
	mends directory
	[ "$(stat -c %a "$CSR_HOME/..")" = 755 ]
	chmod 1777 "$(dirname "$CSR_HOME")"
	finds directory ok "is yours alone"
	mkdir -m 755 -p "$CSR_HOME/profiles"
	mkdir -m 755 "$CSR_HOME/profiles/shop"
	finds directory warning "profiles/shop: mode is 0755" --profile shop
}

@test "csr-doctor: a relative CSR_HOME, and a mend that is good anywhere" {
	sound
	chmod 750 home
	CSR_HOME=home run -1 offline -q
	[[ $output == *"\$ chmod 700 $BATS_TEST_TMPDIR/home"* ]]
}

@test "csr-doctor: something else where the directory should be" {
	echo x >home
	finds directory failure "is not a directory"
	mends directory
	[ "$(<home.old)" = x ]
}

@test "csr-doctor: a directory of somebody else" {
	[ "$(id -u)" = 0 ] || skip "needs root to give a file away"
	sound
	chown 12345 home
	finds directory failure "belongs to another user"
	sudo() { "$@"; }
	mends directory
	chown 12345 home/whatsapp_usage.json 2>/dev/null || touch home/whatsapp_usage.json
}

# A file system of a size and a number of files, for one command.
with_disk() {
	unshare -rm true 2>/dev/null || skip "cannot mount anything here"
	unshare -rm bash -c 'mount -t tmpfs -o "mode=700,$1" none home && shift &&
		"$@"' - "$@"
}

@test "csr-doctor: a disk that is full, or nearly" {
	mkdir -m 700 home
	for case in "size=50m warning" "size=5m failure"; do
		read -r size state <<<"$case"
		with_disk "$size" csr-doctor --offline --json >out || true
		[ "$(jq -r '.[] | select(.check == "disk") | .state' out)" = \
			"$state" ]
		jq -e '.[] | select(.check == "disk")
			| .mend | contains("$ df -h ")' out
	done
	with_disk size=500m,nr_inodes=500 csr-doctor --offline --json >out || true
	jq -e 'any(.[]; .check == "disk" and .state == "warning"
		and (.text | contains("files more")))' out
	with_disk size=500m csr-doctor --offline --json >out || true
	[ "$(jq -r '.[] | select(.check == "disk") | .state' out)" = ok ]
}

@test "csr-doctor: config.yaml that makes no sense" {
	sound
	echo '  rate_limit_per_minut: 20' >>home/config.yaml
	finds configuration failure "config.yaml:3"
	EDITOR="sed -i 3d" mends configuration
	chmod 666 home/config.yaml
	finds configuration failure "others can write to it"
	mends configuration
	rm home/config.yaml
	mkdir home/config.yaml
	finds configuration failure "is not a file"
	mends configuration
}

@test "csr-doctor: what needs the configuration is skipped without it" {
	sound
	echo 'x: {' >>home/config.yaml
	finds credentials skipped "the configuration cannot be used"
	finds "API version" skipped "the configuration cannot be used"
	finds ledgers ok ""
}

@test "csr-doctor: variables that make no sense" {
	sound
	export CSR_API_BASE=http://api.example
	finds configuration failure "CSR_API_BASE"
	mends configuration
}

@test "csr-doctor: -q says only what is not fine, but the JSON is whole" {
	sound
	chmod 750 home
	run -1 --separate-stderr offline -q
	[[ $output == "warning  directory "* && $output != *$'\nok '* ]]
	[ -z "$stderr" ]
	run -1 --separate-stderr offline -q --json
	jq -e 'any(.[]; .state == "ok")' <<<"$output"
}

@test "csr-doctor: a version of the API that has ended" {
	sound
	# Whatever the file looks like, no command is let loose on it.
	printf 'whatsapp: {api_version: v20.0} # ours\n' >home/config.yaml
	finds "API version" failure "v20.0 has ended on 2026-09-24"
	mend_says "API version" "in $CSR_HOME/config.yaml, in the section whatsapp,"
	mend_says "API version" 'write "api_version: v25.0" in place of the api_version that stands there'
	[ -z "$(commands "API version")" ]
	sed -i 's/v20.0/v25.0/' home/config.yaml
	finds "API version" ok "v25.0"
	export CSR_API_VERSION=v19.0
	finds "API version" failure "v19.0 has ended"
	mends "API version"
}

@test "csr-doctor: settings that only the desktop application knows" {
	sound
	sed -i 's/api_version: .*/api_version: v18.0/' home/config.yaml
	printf 'app:\n  theme: system\n' >>home/config.yaml
	finds "old files" warning "mean nothing here: whatsapp.api_version, app"
	HOME=$PWD/nobody mends "old files"
	printf 'whatsapp:\n  api_key: abc\n  timeout_seconds: 20\n' \
		>home/config.yaml
	finds "old files" warning "whatsapp.api_key holds a token in the clear"
	EDITOR="sed -i 2d" mends "old files"
	[ "$(<home/config.yaml)" = $'whatsapp:\n  timeout_seconds: 20' ]
}

@test "csr-doctor: the desktop application's own configuration" {
	sound
	echo '{"whatsapp": {"api_key": "x"}}' >home/user_config.json
	finds "old files" warning "holds a token in the clear"
	mends "old files"
	echo '{"whatsapp": {"rate_limit_per_minute": 7}}' >home/user_config.json
	finds "old files" warning "settings, which nothing here reads"
	HOME=$PWD/nobody mends "old files"
	grep -q 'rate_limit_per_minute: 7$' home/config.yaml
	echo '{"ui": {"zoom": 2}}' >home/user_config.json
	finds "old files" ok ""
	rm -r home
	mkdir -m 700 home
	echo '{"whatsapp": {"api_key": "x", "phone_number_id": "1"}}' \
		>home/user_config.json
	chmod 600 home/user_config.json
	finds "old files" warning "holds a token in the clear"
	HOME=$PWD/nobody mends "old files"
	finds credentials ok ""
}
