#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# How the credentials are kept, and with which key.

load helper
load auth

# --- the file ---------------------------------------------------------------

@test "file: one flipped bit anywhere is noticed" {
	store
	cp "$file" before
	local size at text
	size=$(stat -c %s before)
	for ((at = 0; at < size; at += ${CSR_EXHAUSTIVE:-11})); do
		flip "$at" $((at % 8)) before >"$file"
		cp "$file" flipped
		run -78 --separate-stderr csr-auth status
		[[ $stderr == *"$CSR_HOME/whatsapp_credentials.json: is "* ]]
		[[ $stderr == *"csr-auth login"* ]]
		cmp flipped "$file"
	done
	# Each bit of the first and the last bytes.
	for at in {0..9} $(seq $((size - 16)) $((size - 1))); do
		for bit in {0..7}; do
			flip "$at" "$bit" before >"$file"
			run -78 csr-auth status
		done
	done
	cp before "$file"
	opens
}

# The file with one bit turned: flip BYTE BIT FILE
flip() {
	local byte
	byte=$(od -An -tu1 -j "$1" -N 1 "$3")
	printf -v byte '\\%03o' $((byte ^ 1 << $2))
	head -c "$1" "$3"
	printf "$byte"
	tail -c +"$(($1 + 2))" "$3"
}

@test "file: cut short at any place" {
	store
	cp "$file" before
	local size
	size=$(stat -c %s before)
	for len in 0 1 2 17 100 500 $((size - 20)) $((size - 2)) $((size - 1)); do
		head -c "$len" before >"$file"
		run -78 --separate-stderr csr-auth status
		[[ $stderr == *"is cut short, $len bytes are left"*"csr-auth login"* ]] ||
			[[ $len == $((size - 1)) && $stderr == *"is damaged"* ]]
		[ "$(stat -c %s "$file")" = "$len" ]
	done
}

@test "file: of a later version" {
	store
	sed -i 's/^{"v":1,/{"v":2,/' "$file"
	cp "$file" before
	run -78 --separate-stderr csr-auth status
	[[ $stderr == *"is of a later version (2)"*"the programs of that release"* ]]
	run -78 csr-auth rekey
	unchanged
}

@test "file: changed on purpose, with its checksum made anew" {
	store
	local text
	text=$(sed 's/106540352242922/106540352242923/' "$file")
	seal_crc "$text" >"$file"
	cp "$file" before
	# The ids can be read without the key, but not be used.
	run -0 csr-auth status
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"was changed by somebody after it was written"* ]]
	unchanged
	# A cost that would keep the machine busy is not even tried.
	csr-auth login -q --stdin --no-test --new-passphrase-fd 3 \
		< <(input) 3<<<"correct horse"
	text=$(sed 's/"memory":268435456/"memory":9007199254740991/' "$file")
	seal_crc "$text" >"$file"
	run -78 --separate-stderr csr-auth rekey --passphrase-fd 3 3<<<"correct horse"
	[[ $stderr == *"is damaged (passes or memory)"* ]]
}

# The text with the checksum that it should have.
seal_crc() {
	python3 -c 'import sys
text = sys.argv[1].rsplit("\",\"crc\"", 1)[0].encode()
crc = 0xffffffff
for byte in text:
    crc ^= byte
    for _ in range(8):
        crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
sys.stdout.write("%s\",\"crc\":\"%08x\"}\n" % (text.decode(), crc ^ 0xffffffff))' "$1"
}

@test "file: one that others can read or exchange is refused" {
	store
	chmod 644 "$file"
	run -77 --separate-stderr csr-auth status
	[[ $stderr == *"mode is 0644, want 0600"*"chmod 600 $CSR_HOME/whatsapp_credentials.json" ]]
	# The command that it names mends it.
	eval "${stderr##*: }"
	csr-auth status
	chmod 770 home
	run -77 --separate-stderr csr-auth status
	[[ $stderr == *"others can write to it"*"chmod go-w $CSR_HOME" ]]
	eval "${stderr##*: }"
	csr-auth status
	chmod 640 state/CSC-Reach/key
	run -77 --separate-stderr csr-auth rekey
	[[ $stderr == *"chmod 600 $XDG_STATE_HOME/CSC-Reach/key" ]]
	chmod 600 state/CSC-Reach/key
	ln "$file" other
	run -77 --separate-stderr csr-auth status
	[[ $stderr == *"has a second name"* ]]
	rm other
	mv "$file" real
	ln -s ../real "$file"
	run -77 --separate-stderr csr-auth status
	[[ $stderr == *"is a symbolic link"* ]]
	rm "$file"
	mkfifo "$file"
	run -77 --separate-stderr csr-auth status
	[[ $stderr == *"is not a regular file"* ]]
}

@test "file: links and directories that others could change" {
	mkdir -m 777 open
	mkdir -m 700 open/real
	ln -s open/real home
	run -77 --separate-stderr csr-auth login --stdin --no-test < <(input)
	[[ $stderr == *"open: others can write to it"* ]]
	rm home
	# A link that leads through such a directory to one that is none.
	mkdir -m 700 good
	ln -s "$PWD/good" open/middle
	ln -s "$PWD/open/middle" home
	run -77 --separate-stderr csr-auth login --stdin --no-test < <(input)
	[[ $stderr == *"open: others can write to it"* ]]
	rm home
	ln -s loop home
	ln -s home loop
	run -74 csr-auth login --stdin --no-test < <(input)
	rm home
	ln -s good home
	store
	opens
	rm home
	cd open
	CSR_HOME=relative run -77 --separate-stderr \
		csr-auth login --stdin --no-test < <(input)
	cd ..
	chmod 755 open
	mkdir "o'brien x"
	export CSR_HOME="$PWD/o'brien x/home"
	store
	chmod 644 "$CSR_HOME/whatsapp_credentials.json"
	run -77 --separate-stderr csr-auth status
	eval "${stderr##*: }"
	run -0 csr-auth status
}

@test "file: logout leaves nothing behind" {
	store
	cp "$file" "$file.new"
	echo '{}' >home/account.json
	csr-auth logout -q --yes
	[ -z "$(find home -name 'whatsapp_credentials.json*' -o -name account.json)" ]
	# Even if the first login never came to its end.
	store
	mv "$file" "$file.new"
	csr-auth logout -q --yes
	[ -z "$(find home -name 'whatsapp_credentials.json*')" ]
	store
	mv "$file" real
	ln -s ../real "$file"
	run -77 --separate-stderr csr-auth logout --yes
	[[ $stderr == *"remove it and what it leads to"* ]]
}

@test "file: a token in the wrong place is not shown" {
	run -65 --separate-stderr csr-auth login --stdin --no-test \
		<<<'{"access_token":"1","phone_number_id":"EAAGcanarycanary"}'
	[[ $stderr == *"is not a number, it has 16 characters"* ]]
	[[ $stderr != *canary* ]]
	run -64 --separate-stderr csr-auth login --token=EAAGcanarycanary
	[[ $stderr != *canary* ]]
	run -64 --separate-stderr csr-auth EAAGcanarycanary
	[[ $stderr != *canarycanary* ]]
}

@test "file: with a profile each advice names it" {
	run -78 --separate-stderr csr-auth test --profile shop
	[[ $stderr == *"csr-auth login --profile shop" ]]
	CSR_PROFILE=shop run -78 --separate-stderr csr-auth test
	[[ $stderr == *"csr-auth login --profile shop" ]]
	run -78 --separate-stderr csr-send-wa --profile shop </dev/null
	[[ $stderr == *"csr-auth login --profile shop" ]]
	run -78 csr-auth status --profile shop
	[[ $output == *"none: csr-auth login --profile shop"* ]]
}

# --- keys -------------------------------------------------------------------

@test "keys: a passphrase from a descriptor, and a wrong one" {
	store --new-passphrase-fd 3 3<<<"correct horse"
	cp "$file" before
	run -1 grep -r "correct horse" home
	[ ! -e state ]
	run -78 --separate-stderr csr-auth rekey --passphrase-fd 3 3<<<"wrong horse"
	[[ $stderr == *"the passphrase is wrong"*"csr-auth login"* ]]
	unchanged
	run -78 --separate-stderr csr-auth rekey --passphrase-fd 3 3<<<""
	[[ $stderr == *"--passphrase-fd: there is no passphrase"* ]]
	run -64 --separate-stderr csr-auth rekey --passphrase-fd 9 9<&-
	[[ $stderr == *"--passphrase-fd: descriptor 9 is not open"* ]]
	run -65 --separate-stderr csr-auth rekey --passphrase-fd 3 \
		--new-passphrase-fd 4 3<<<"correct horse" 4<<<short
	[[ $stderr == *"must have 8 bytes at least"* ]]
	run -78 --separate-stderr setsid csr-auth rekey
	[[ $stderr == *"credentials.passphrase_command"*"--passphrase-fd"* ]]
	unchanged
	opens --passphrase-fd 3 --new-passphrase-fd 4 3<<<"correct horse" 4<<<"other horse"
	run -78 csr-auth rekey --passphrase-fd 3 --key-file 3<<<"correct horse"
	opens --passphrase-fd 3 --key-file 3<<<"other horse"
	opens
}

@test "keys: a passphrase from a command" {
	export CSR_PASSPHRASE_COMMAND="sed -n '1 p' \"$PWD/my store\""
	printf 'correct horse\nsecond line\n' >"my store"
	store
	[ "$(jq -r .key "$file")" = passphrase ]
	cp "$file" before
	fails() {
		run -78 --separate-stderr csr-auth rekey --new-passphrase-fd 3 \
			3<<<"the new one"
		[[ $stderr == *"credentials.passphrase_command: $1"* ]]
		unchanged
	}
	CSR_PASSPHRASE_COMMAND="no-such-program x" fails "no-such-program: No such file"
	CSR_PASSPHRASE_COMMAND="sh -c 'echo seen >&2; exit 3'" fails \
		"sh ended with status 3"
	[[ $stderr == *seen* ]]
	CSR_PASSPHRASE_COMMAND="true" fails "true wrote nothing"
	CSR_PASSPHRASE_COMMAND="echo 'open" fails "is no command"
	CSR_PASSPHRASE_COMMAND="yes" fails "yes gave no answer within"
	run -0 --separate-stderr csr-auth rekey --new-passphrase-fd 3 \
		3<<<"the new one"
	[[ $stderr == *"put it where credentials.passphrase_command takes it from"* ]]
	# It is run without a shell, and has no secret in its environment.
	echo "the new one" >"my store"
	export CSR_ACCESS_TOKEN=$token
	CSR_PASSPHRASE_COMMAND="sh -c 'env >seen; cat my*store'" opens --key-file
	run -1 grep canary seen
}

@test "keys: the key file is lost, damaged, or another one" {
	store
	cp "$file" before
	local key=state/CSC-Reach/key
	cp "$key" kept
	rm "$key"
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"$key: the key file is not there"*"csr-auth login"* ]]
	# A key that is not the one is none.
	(CSR_HOME=$PWD/elsewhere store)
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"has no key called"* ]]
	sed 's/^csr-key-1/csr-key-2/' kept >"$key"
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"$key:1: is no key"* ]]
	head -c 60 kept >"$key"
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"$key:1: is no key"* ]]
	sed 's/=$/!/' kept >"$key"
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"is damaged"* ]]
	# Of the same name, with other bytes.
	sed 's/\(.*\) .*=$/\1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=/' \
		kept >"$key"
	run -78 --separate-stderr csr-auth rekey
	[[ $stderr == *"encrypted with another key of the same name"* ]]
	unchanged
	cp kept "$key"
	opens
}

@test "keys: two at once do not lose each other's" {
	local n
	for n in {1..8}; do
		input "100$n" | csr-auth login -q --stdin --no-test \
			--profile "p$n" &
	done
	wait
	[ "$(wc -l <state/CSC-Reach/key)" = 1 ]
	for n in {1..8}; do
		csr-auth rekey -q --profile "p$n" &
	done
	wait
	[ "$(wc -l <state/CSC-Reach/key)" = 9 ]
	for n in {1..8}; do
		csr-auth rekey -q --profile "p$n"
	done
}

@test "keys: a command is no shell's, is not waited for for ever, and inherits nothing" {
	store --new-passphrase-fd 3 3<<<"correct horse"
	CSR_PASSPHRASE_COMMAND='echo correct horse | cat' run -78 \
		--separate-stderr csr-auth rekey
	[[ $stderr == *"without a shell, where | means nothing"*"sh -c '...'"* ]]
	CSR_PASSPHRASE_COMMAND="sh -c 'ls -l /proc/self/fd >fds; echo correct horse'" \
		run -0 csr-auth rekey --new-passphrase-fd 8 8<<<"correct house"
	run -1 grep ' 8 -> ' fds
	# It has ended its output, and goes on for a while.
	CSR_PASSPHRASE_COMMAND="sh -c 'echo correct house; exec >&-; sleep 0.2'" \
		run -0 csr-auth rekey --new-passphrase-fd 8 8<<<"correct mouse"
	# It has ended, and left somebody behind who holds its output open.
	CSR_PASSPHRASE_COMMAND="sh -c 'sleep 20 & echo correct mouse; echo \$! >left'" \
		run -0 timeout 15 csr-auth rekey --new-passphrase-fd 8 8<<<"correct noise"
	kill "$(<left)"
}

@test "keys: somebody logs in or out while a new passphrase is awaited" {
	export CSR_PASSPHRASE_COMMAND="sh -c 'touch asked; echo correct horse'"
	mkfifo pipe
	# What is done when the file was read, and the pipe not yet.
	for meanwhile in "login -q --stdin --no-test --key-file" "logout -q --yes"; do
		store
		rm -f asked
		csr-auth rekey --new-passphrase-fd 5 5<pipe 2>said &
		local pid=$! status=0
		exec 7>pipe
		until [ -e asked ]; do sleep 0.01; done
		# Split into words on purpose.
		# shellcheck disable=SC2086
		input 999 | csr-auth $meanwhile
		cp "$file" before 2>/dev/null || rm -f before
		echo "another horse" >&7
		exec 7>&-
		wait "$pid" || status=$?
		[ "$status" = 75 ]
		grep -q "somebody has logged in or out meanwhile" said
		[ ! -e before ] || unchanged
		[ -e before ] || [ ! -e "$file" ]
	done
}

@test "keys: there is no place for the key file" {
	run -78 --separate-stderr env -u HOME -u XDG_STATE_HOME \
		csr-auth login --stdin --no-test < <(input)
	[[ $stderr == *"set HOME, or XDG_STATE_HOME"* ]]
	[ ! -e "$file" ]
	[ ! -e CSC-Reach ]
}

@test "keys: who had a passphrase does not get a key file without a word" {
	store --new-passphrase-fd 3 3<<<"correct horse"
	run -78 --separate-stderr setsid csr-auth login --stdin --no-test < <(input)
	[[ $stderr == *"--new-passphrase-fd"* ]]
	store --new-passphrase-fd 3 3<<<"correct horse"
	[ "$(jq -r .key "$file")" = passphrase ]
	# Nor one whose file cannot be used.
	for mend in "chmod 644 $file" "sed -i s/nonce/monce/ $file"; do
		eval "$mend"
		run -78 setsid csr-auth login --stdin --no-test < <(input)
	done
	rm "$file"
	store --key-file
	[ "$(jq -r .key "$file")" = file ]
}
