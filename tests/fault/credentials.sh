#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Does a kill at any moment of login or rekey leave the old credentials or the
# new ones?  README.md says what is looked at.
set -u
export LC_ALL=C

rounds=100 seed=1 bin=. passphrases=10 control='' each=false every=1

usage() {
	cat <<-'EOT'
		usage: credentials.sh [options]
		  --rounds N         rounds to play (100)
		  --seed S           of the first round; the next has S+1 (1)
		  --bin DIR          where csr-auth is (.)
		  --passphrases P    percent of keys that are a passphrase (10)
		  --each-call        kill before each system call in turn instead
		  --every N          before each Nth of them only, and before all from
		                     the first that names the new file on (1)
		  --control remove   a login that is not safe: must be found
		  --control leak     one that leaves the token behind: must be found;
		                     either ends with the first round that finds it
	EOT
}

fail_usage() {
	echo "credentials.sh: $1" >&2
	usage >&2
	exit 64
}

while [ $# -gt 0 ]; do
	case $1 in
	--help) usage && exit 0 ;;
	--each-call) each=true && shift && continue ;;
	--rounds | --seed | --bin | --passphrases | --every | --control) ;;
	*) fail_usage "$1: is no option" ;;
	esac
	[ $# -ge 2 ] || fail_usage "$1: wants a value"
	declare "${1#--}=$2"
	shift 2
done
for number in "$rounds" "$seed" "$passphrases" "$every"; do
	[[ $number =~ ^[0-9]{1,9}$ ]] || fail_usage "$number: is no number"
done
[ "$every" -gt 0 ] || fail_usage "--every wants a number from 1"
case $control in
"" | remove | leak) ;;
*) fail_usage "$control: is no control" ;;
esac
[ -x "$bin/csr-auth" ] || fail_usage "$bin: has no csr-auth"
bin=$(cd "$bin" && pwd)

work=$(mktemp -d "${TMPDIR:-/tmp}/csr-credentials-XXXXXX") || exit 73
unset "${!CSR_@}"
export HOME=$work CSR_HOME=$work/home XDG_STATE_HOME=$work/state TZ=UTC
file=$CSR_HOME/whatsapp_credentials.json
auth=$bin/csr-auth
victim=$auth
kills=0 old=0 new=0 neither=0 leaks=0 beside=0 played=0
tracing='' # by what a program that may be killed is started
declare -A usual_us # how long a kind of call takes

# What never comes: a time to wait for without another process.
mkfifo "$work/never"
exec 7<>"$work/never"

# Functions that give back a value put it into REPLY: a subshell would have
# random numbers of its own.
random() {
	REPLY=$(((RANDOM << 15 | RANDOM) % $1)) # of 30 bits
}

random_key() {
	random 100
	if [ "$REPLY" -lt "$passphrases" ]; then
		REPLY=passphrase
	else
		REPLY='file'
	fi
}

now_us() {
	REPLY=${EPOCHREALTIME/./}
}

# A step is COMMAND OLD-KEY OLD-NUMBER NEW-KEY NEW-NUMBER: login or rekey, with
# a key that is file or passphrase.  Tokens, ids and passphrases are made of
# the numbers.
id_of() {
	REPLY=$((100000000 + $1))
}

write_input() {
	id_of "$5"
	printf '{"access_token":"EAAcanary%09dcanary","phone_number_id":"%d"}\n' \
		"$5" "$REPLY" >"$work/input"
	printf 'passphrase %09d\n' "$3" >"$work/old"
	printf 'passphrase %09d\n' "$5" >"$work/new"
}

# In a process of its own: become PROGRAM STEP
become() {
	local options=(-q) tracer
	read -ra tracer <<<"${strace-}"
	# Leaks cannot be looked for under strace.
	[ -n "${strace-}" ] &&
		export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
	[ "$2" = login ] && options+=(--stdin --no-test)
	[ "$2.$3" = rekey.passphrase ] && options+=(--passphrase-fd 8)
	if [ "$5" = passphrase ]; then
		options+=(--passphrase --new-passphrase-fd 9)
	else
		options+=(--key-file)
	fi
	exec "${tracer[@]}" "$1" "$2" "${options[@]}" 7>&- \
		<"$work/input" 8<"$work/old" 9<"$work/new" >"$work/said" 2>&1
}

finish() {
	write_input "$@"
	(become "$auth" "$@")
}

# One that may be killed, for its process is the shell's.
begin() {
	write_input "$@"
	strace=$tracing become "$victim" "$@" &
}

# The shortest of three calls, in which the kill comes.
measure() {
	local kind=$1.$2.$4 start least=0
	[ -n "${usual_us[$kind]-}" ] && return
	for _ in 1 2 3; do
		restore
		now_us
		start=$REPLY
		begin "$@"
		wait $! || return
		now_us
		REPLY=$((REPLY - start))
		[ "$least" = 0 ] || [ "$REPLY" -lt "$least" ] && least=$REPLY
	done
	restore
	usual_us[$kind]=$least
}

save() {
	# A passphrase needs none.
	[ -d "$XDG_STATE_HOME" ] || mkdir -m 700 "$XDG_STATE_HOME"
	rm -rf "$work/before"
	mkdir "$work/before"
	cp -a "$CSR_HOME" "$XDG_STATE_HOME" "$work/before/"
}

restore() {
	rm -rf "$CSR_HOME" "$XDG_STATE_HOME"
	cp -a "$work/before/." "$work/"
}

# --- what must hold ----------------------------------------------------------

complain() {
	echo "round $seed, $step, killed ${after:-not at all}: $1"
	[ -d "$work/kept.$seed" ] && return
	mkdir "$work/kept.$seed"
	cp -a "$CSR_HOME" "$XDG_STATE_HOME" "$work/said" "$work/kept.$seed/"
}

# opens KEY NUMBER: in a copy, since it is encrypted anew to see.
opens() {
	local copy=$work/copy options=()
	rm -rf "$copy"
	mkdir "$copy"
	cp -a "$CSR_HOME" "$XDG_STATE_HOME" "$copy/" || return
	printf 'passphrase %09d\n' "$2" >"$work/old"
	[ "$1" = passphrase ] && options=(--passphrase-fd 8)
	CSR_HOME=$copy/home XDG_STATE_HOME=$copy/state "$auth" rekey -q \
		--key-file "${options[@]}" 8<"$work/old" >"$work/said" 2>&1
}

# shows KEY ID: what status says of it.
shows() {
	local word=$1
	[ "$word" = file ] && word="key file"
	"$auth" status --json 2>"$work/said" | jq -e --arg key "$word" \
		--arg id "$2" '.phone_number_id == $id and .stored == $key' \
		>"$work/status"
}

# The file is the old one to the last bit, or another that opens as new.
verify() {
	local command=$1 old_key=$2 old_number=$3 new_key=$4 new_number=$5
	local key=$new_key number=$new_number is_old=false
	if cmp -s "$file" "$work/before/home/whatsapp_credentials.json"; then
		is_old=true key=$old_key number=$old_number
	fi
	if [ "$command" = rekey ] || $is_old; then
		id_of "$old_number"
	else
		id_of "$new_number"
	fi
	if ! shows "$key" "$REPLY" || ! opens "$key" "$number"; then
		neither=$((neither + 1))
		complain "neither the old nor the new: $(tail -n 1 "$work/said")"
		return 1
	fi
	if $is_old; then
		old=$((old + 1))
	else
		new=$((new + 1))
	fi
}

# Nothing has a token or a passphrase in it, and all is closed to others.
check_files() {
	local found
	found=$(cd "$work" && {
		grep -rl -e canary -e passphrase\ 0 home state
		find home state -perm /077
		find home state -type f ! -path state/CSC-Reach/key \
			! -path 'state/CSC-Reach/*.lock' \
			! -path 'state/CSC-Reach/key.new' \
			! -name 'whatsapp_credentials.*'
	} | sort -u | xargs)
	[ -z "$found" ] && return
	leaks=$((leaks + 1))
	complain "is open, has a secret, or should not be there: $found"
	return 1
}

# It does not even work undisturbed.
give_up() {
	neither=$((neither + 1))
	complain "$1: $(tail -n 1 "$work/said")"
	rm -rf "$CSR_HOME" "$XDG_STATE_HOME"
}

judge() {
	[ -e "$file.new" ] && beside=$((beside + 1))
	if ! check_files || ! verify "$@"; then
		rm -rf "$CSR_HOME" "$XDG_STATE_HOME"
	fi
}

# --- a round -----------------------------------------------------------------

# The kill comes at any time, and half of them late, when files are written.
kill_in_time() {
	local usual=$1 time
	random 2
	if [ "$REPLY" = 0 ]; then
		random $((usual * 11 / 10))
		time=$REPLY
	else
		random $((usual / 2))
		time=$((usual * 6 / 10 + REPLY))
	fi
	after="after $time us"
	begin "${@:2}"
	printf -v REPLY '%d.%06d' $((time / 1000000)) \
		$((time % 1000000))
	read -r -t "$REPLY" -u 7
	kill -KILL $! 2>/dev/null
	wait $! 2>/dev/null
	[ $? = 137 ] && kills=$((kills + 1))
}

round() {
	local old_key command new_key base=$((seed * 2 % 100000000))
	RANDOM=$((seed % 32768))
	random_key
	old_key=$REPLY
	random_key
	new_key=$REPLY
	random 2
	command=login
	[ "$REPLY" = 1 ] && command=rekey
	step="$command ($old_key, then $new_key)" after=''
	# Whatever the last round left: a login works.
	if ! finish login "$old_key" "$base" "$old_key" "$base"; then
		give_up "the next login"
		return
	fi
	set -- "$command" "$old_key" "$base" "$new_key" $((base + 1))
	save
	if ! measure "$@"; then
		give_up "without a kill"
		return
	fi
	kill_in_time "${usual_us[$command.$old_key.$new_key]}" "$@"
	judge "$@"
}

# The kill comes before each system call in turn that has to do with files,
# which is every state of them that a kill can leave.  strace(1) counts the
# calls of each name by themselves.
each_call() {
	local name rest call=0 is_late=false
	local -A times
	set -- "$1" file 0 file 1
	finish login file 0 file 0
	tracing="strace -qq -s 4096 -o $work/calls -e trace=file,desc,process"
	save
	begin "$@"
	wait $! || fail_usage "--each-call wants a strace(1) that works"
	while IFS='(' read -r name rest; do
		[[ $name =~ ^[a-z0-9_]+$ ]] || continue
		call=$((call + 1))
		times[$name]=$((${times[$name]-0} + 1))
		[[ $rest == *whatsapp_credentials.json.new* ]] && is_late=true
		$is_late || [ $((call % every)) = 0 ] || continue
		played=$((played + 1))
		step=$1 seed=$1.$call after="before $name"
		if ! finish login file 0 file 0; then
			give_up "the next login"
			continue
		fi
		save
		tracing="strace -qq -o /dev/null -e inject=$name"
		tracing+=":signal=KILL:when=${times[$name]}"
		begin "$@"
		wait $! 2>/dev/null
		[ $? = 137 ] && kills=$((kills + 1))
		judge "$@"
	done <"$work/calls"
}

# --- controls ----------------------------------------------------------------

# A program that is not safe in the way that is looked for.
make_control() {
	victim=$work/victim
	{
		echo '#!/bin/sh'
		case $control in
		remove) echo "mv '$file' '$file.new'; sleep 0.05" &&
			echo "mv '$file.new' '$file'" ;;
		leak) echo "cp '$work/input' '$CSR_HOME/input'; sleep 0.05" ;;
		esac
		echo "exec '$auth' \"\$@\""
	} >"$victim"
	chmod 700 "$victim"
}

[ -n "$control" ] && make_control
if $each; then
	each_call login
	each_call rekey
else
	for (( ; played < rounds; played++, seed++)); do
		[ -n "$control" ] && [ $((neither + leaks)) -gt 0 ] && break
		round
	done
fi
status=0
if [ "$neither" = 0 ] && [ "$leaks" = 0 ]; then
	rm -rf "$work"
else
	echo "what was found is in $work"
	status=1
fi
echo "$played rounds, $kills kills, old $old, new $new, neither $neither," \
	"leaks $leaks, half written $beside"
exit $status
