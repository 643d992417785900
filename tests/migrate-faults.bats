#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-auth migrate: killed, on a full disk, twice at once.
load helper
load migrate

# In one way or the other.
assert_token_is_there() {
	grep -q "$token" "$config"/* ||
		[ "$(jq -r .type "$config/whatsapp_credentials.json")" = csr-credentials ]
}

@test "migrate: killed anywhere, and run again, it comes to the same" {
	local call rounds=0 seed=$RANDOM when
	echo "RANDOM=$seed"
	RANDOM=$seed
	strace -V >/dev/null || skip "strace is missing"
	everything
	old_config "  phone_number_id: '100000000000001'" $'\n' \
		"  api_key: $token" $'\n'
	cp -a user start
	csr-auth migrate
	result >good
	for call in openat write fsync renameat mkdir fchmod; do
		for when in 1 2 3 5 8 13 21 34 $((RANDOM % 60 + 1)); do
			rm -rf user
			cp -a start user
			strace -f -qq -o /dev/null -e trace="$call" \
				-e inject="$call:signal=SIGKILL:when=$when" \
				csr-auth migrate >/dev/null 2>&1 && continue
			rounds=$((rounds + 1))
			assert_token_is_there
			csr-auth migrate >/dev/null 2>&1
			result >again
			diff good again
			absent -r "$token" user
		done
	done
	[ "$rounds" -ge 20 ]
}

@test "migrate: a disk that fails harms nothing old" {
	local when
	strace -V >/dev/null || skip "strace is missing"
	everything
	cp -a user start
	for when in {1..60}; do
		rm -rf user
		cp -a start user
		# Leaks cannot be looked for under strace.
		ASAN_OPTIONS=detect_leaks=0 run --separate-stderr strace -f \
			-qq -o /dev/null -e trace=fsync \
			-e inject="fsync:error=ENOSPC:when=$when+" \
			csr-auth migrate
		[ "$status" = 0 ] && break
		[ "$status" = 74 ]
		[[ $stderr == *"No space left on device"* ]]
		assert_token_is_there
		cmp start/.local/share/CSC-Reach/templates/aviso_1.json \
			"$data/templates/aviso_1.json"
		run -0 csr-auth migrate
		absent -r "$token" user
	done
	[ "$status" = 0 ]
	[ "$when" -gt 5 ]
}

# A page or two more on each round, until there is room for all.
@test "migrate: a full disk harms nothing old" {
	local pages
	everything
	cp -a user start
	mkdir disk
	unshare -m true 2>/dev/null || skip "only root can mount"
	export pages
	for pages in {12..60..2}; do
		run -0 unshare -m bash -c '
			mount -t tmpfs -o size=$((pages * 4096)) none disk ||
				exit 1
			cp -a start/. disk 2>/dev/null || exit 0
			HOME=$PWD/disk csr-auth migrate >out 2>&1
			[ $? = 0 ] && exit 0
			cmp start/.local/share/CSC-Reach/templates/aviso_1.json \
				disk/.local/share/CSC-Reach/templates/aviso_1.json
			grep -l "$0" disk/.config/CSC-Reach/whatsapp_credentials.json
			cp -a disk/. left' "$token"
		[ -d left ] || continue
		[[ $output == *whatsapp_credentials.json* ]]
		grep "No space left on device" out
		touch full
		HOME=$PWD/left csr-auth migrate
		absent -r "$token" left
		rm -r left
	done
	[ -e full ]
}

@test "migrate: a report that cannot be written is told" {
	everything
	run -74 bash -c 'csr-auth migrate >/dev/full'
	[[ $output == *"No space left on device"* ]]
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == *"nothing to do" ]]
}

@test "migrate: two at once" {
	everything
	csr-auth migrate >1 2>&1 &
	local first=$!
	csr-auth migrate >2 2>&1 || [ $? = 1 ]
	wait "$first" || [ $? = 1 ]
	absent -r "$token" user
	run -0 --separate-stderr csr-auth migrate
	[[ $stderr == *"nothing to do" ]]
	assert_stored
}
