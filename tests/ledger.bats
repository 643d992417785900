#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-ledger: what was sent, what a person found out, and what is damaged.

load helper

make_ledger() {
	mkdir -p "$CSR_HOME"
	"$(dirname "$(command -v csr-ledger)")/tests/unit/make-ledger" \
		"$CSR_HOME" "$@"
}

# A key for a number from 1 to 9.
key() {
	printf '%032x' "$1"
}

# In campaign welcome: 1 accepted, 2 failed, 3 not sent, 4 in doubt, and 5
# under way when its sender was killed.
welcome() {
	printf '%s\n' "intent $(key 1) 1" "intent $(key 2) 1" \
		"intent $(key 3) 1" "intent $(key 4) 1" "intent $(key 5) 1" \
		sync "accepted $(key 1) wamid.A" "failed $(key 2) 131026" \
		"not_sent $(key 3) 131049" "in_doubt $(key 4) no_answer" sync \
		"${1-kill}" | make_ledger welcome
}

ledger=home/ledger/welcome.ndjson

@test "ledger: it helps, and refuses what it does not know" {
	assert_helps csr-ledger
	assert_refuses_unknown_options csr-ledger
	run -64 csr-ledger
	[[ $output == *"list, show, resolve, forget or check"* ]]
	run -64 csr-ledger burn
	run -64 csr-ledger list this
	run -64 csr-ledger show
	run -64 csr-ledger show nokey
	run -64 csr-ledger resolve "$(key 1)"
	run -64 csr-ledger list --state sent
	run -64 csr-ledger list --campaign receipts
	run -64 csr-ledger list --campaign ../x
	hello
	run -64 csr-render --campaign Receipts hello.json </dev/null
	[[ $output == *'not "receipts"'* ]]
	run -0 csr-ledger list --profile receipts
}

@test "ledger: without any there is nothing to list, and all is well" {
	for command in list check; do
		run -0 --separate-stderr csr-ledger $command
		[ -z "$output" ]
		[ "$stderr" = "csr-ledger: no campaign was sent from $CSR_HOME yet" ]
		run -0 --separate-stderr csr-ledger -q $command
		[ -z "$output$stderr" ]
		run -66 csr-ledger $command --campaign welcome
	done
	[ ! -e "$CSR_HOME" ]
}

@test "ledger: list tells what became of each key" {
	welcome
	run -0 --separate-stderr csr-ledger list
	[ "$(jq -r .state <<<"$output" | xargs)" = \
		"accepted failed not_sent in_doubt in_doubt" ]
	[ "$(jq -c '[.key[-1:], .campaign, .attempt, .id, .code, .why]' \
		<<<"$output" | tr -d '\n')" = \
		'["1","welcome",1,"wamid.A",null,null]["2","welcome",1,null,131026,null]["3","welcome",1,null,131049,null]["4","welcome",1,null,null,"no_answer"]["5","welcome",1,null,null,"killed"]' ]
	[ "$(jq -r 'select(.code == 131049).until' <<<"$output")" = \
		2096-10-02T07:06:40.000Z ]
	jq -e 'select(.at | test("^20..-..-..T..:..:..\\....Z$") | not)' \
		<<<"$output" && false
	run -0 csr-ledger list --state failed --state in_doubt
	[ "${#lines[@]}" = 3 ]
	run -0 csr-ledger list --campaign welcome --state accepted
	[ "$(jq -r .id <<<"$output")" = wamid.A ]
}

@test "ledger: the file itself can be read with grep and jq" {
	welcome close
	[ "$(grep '"s":"in_doubt"' $ledger | jq -r .k | head -n 1)" = \
		"$(key 4)" ]
	jq -e . $ledger >/dev/null
	[ "$(stat -c %a $ledger home/ledger home/ledger/welcome.mark \
		home/ledger/welcome.lock | xargs)" = "600 700 600 600" ]
	[ "$(jq .len home/ledger/welcome.mark)" = "$(stat -c %s $ledger)" ]
}

@test "ledger: show gives every line about a key" {
	welcome
	run -0 --separate-stderr csr-ledger show "$(key 3)"
	[ "$(jq -r '.events[].s' <<<"$output" | xargs)" = "intent not_sent" ]
	[ "$(jq -r .state <<<"$output")" = not_sent ]
	run -1 --separate-stderr csr-ledger show "$(key 9)"
	[ -z "$output" ]
	[[ $stderr == *"no ledger knows this key"* ]]
}

@test "ledger: resolve settles what is in doubt, and says who did" {
	welcome
	run -0 csr-ledger resolve "$(key 4)" accepted --reason 'he "called"'
	[[ $output == *"$(key 4) of campaign welcome: accepted"* ]]
	run -0 csr-ledger resolve "$(key 5)" failed --campaign welcome
	run -0 --separate-stderr csr-ledger show "$(key 4)"
	[ "$(jq -r .state <<<"$output")" = accepted ]
	[ "$(jq -c '.events[-1] | [.s, .user, .reason]' <<<"$output")" = \
		"[\"accepted\",\"$(id -un)\",\"he \\\"called\\\"\"]" ]
	run -0 --separate-stderr csr-ledger check
	[ "$output" = "welcome: ok, 2 accepted, 2 failed, 1 not sent" ]
}

@test "ledger: what was accepted or not sent cannot be resolved" {
	welcome
	for number in 1 3; do
		for word in accepted failed resend; do
			run -64 csr-ledger resolve --yes "$(key $number)" $word
			[[ $output == *"only what is in_doubt"* ]]
		done
	done
	run -64 csr-ledger resolve --yes "$(key 2)" accepted
	run -1 csr-ledger resolve --yes "$(key 9)" accepted
	run -64 csr-ledger resolve "$(key 4)" maybe
	run -64 csr-ledger resolve "$(key 4)" failed \
		--reason "$(printf '%0201d' 0)"
}

@test "ledger: resend wants a yes, and then allows one attempt more" {
	welcome
	run -64 setsid -w csr-ledger resolve "$(key 4)" resend
	[[ $output == *"twice"*"--yes"* ]]
	run -0 csr-ledger resolve --yes "$(key 4)" resend
	run -0 csr-ledger resolve --yes "$(key 2)" resend
	run -0 --separate-stderr csr-ledger list --state not_sent
	[ "${#lines[@]}" = 3 ]
	printf '%s\n' "intent $(key 4) 2" sync "accepted $(key 4) wamid.B" |
		make_ledger welcome
	run -0 --separate-stderr csr-ledger show "$(key 4)"
	[ "$(jq -r '.events[].s' <<<"$output" | xargs)" = \
		"intent in_doubt resend intent accepted" ]
	[ "$(jq .attempt <<<"$output")" = 2 ]
}

@test "ledger: on a terminal resend asks, and takes nothing but yes" {
	local answer
	welcome
	for answer in no y YES yess "yes, no" ""; do
		printf 'wait twice (yes/no)\nshown\ntype %s\n' "$answer" >script
		run -1 terminal script -- csr-ledger resolve "$(key 4)" resend
		[[ $output == *"nothing was changed"* ]]
	done
	printf 'wait twice (yes/no)\nkey ^D\n' >script
	run -1 terminal script -- csr-ledger resolve "$(key 4)" resend
	[[ $output == *"nothing was changed"* ]]
	# It is the terminal that is asked, not the input.
	echo yes >in
	printf 'wait twice (yes/no)\ntype no\n' >script
	run -1 terminal --stdin in script -- csr-ledger resolve "$(key 4)" resend
	printf 'wait twice (yes/no)\ntype yes\n' >script
	run -0 terminal --stdin in script -- csr-ledger resolve "$(key 4)" resend
	[[ $output == *"the next run sends it again"* ]]
}

@test "ledger: while somebody sends, resolve and forget are told who" {
	mkfifo pipe
	make_ledger welcome <pipe &
	local job=$! pid
	exec 7>pipe
	printf '%s\n' "intent $(key 1) 1" sync >&7
	for _ in {1..600}; do
		grep -qs intent $ledger && break
		sleep 0.05
	done
	pid=$(jq .pid home/ledger/welcome.lock)
	kill -0 "$pid"
	run -0 --separate-stderr csr-ledger list
	[ "$(jq -r .state <<<"$output")" = intent ]
	[ -z "$stderr" ]
	run -0 csr-ledger check
	[ "$output" = "welcome: ok, 1 under way" ]
	run -75 csr-ledger resolve --yes "$(key 1)" failed
	run -75 csr-ledger forget --yes +12025550100
	[[ $output == *"by process $pid since 20"* ]]
	run -75 make_ledger welcome </dev/null
	[[ $output == *"campaign welcome is being sent by process $pid since 20"*"; wait for it to end, or stop it"* ]]
	exec 7>&-
	wait "$job"
	run -0 csr-ledger list
	[ "$(jq -r .state <<<"$output")" = in_doubt ]
}

@test "ledger: damage is told, and what can be read is shown" {
	welcome close
	local before
	sed -i '4s/intent/inteNt/' $ledger
	before=$(sha256sum home/ledger/*)
	run -78 --separate-stderr csr-ledger check
	[[ $output == "welcome: damaged: line 4 at byte "*"backup"* ]]
	[ "${#lines[@]}" = 1 ]
	run -78 --separate-stderr csr-ledger list
	[ "$(jq -r .key <<<"$output" | wc -l)" = 5 ]
	[[ $stderr == *"damaged: line 4"*"csr-ledger check --campaign welcome"* ]]
	run -78 --separate-stderr csr-ledger show "$(key 1)"
	[ "$(jq -r .id <<<"$output")" = wamid.A ]
	run -78 make_ledger welcome </dev/null
	run -78 csr-ledger resolve --yes "$(key 4)" failed
	run -78 csr-ledger forget --yes +12025550100
	[ "$(sha256sum home/ledger/* | grep -v lock)" = \
		"$(grep -v lock <<<"$before")" ]
}

@test "ledger: several bad lines are all named" {
	welcome close
	sed -i '4s/intent/inteNt/; 7s/intent/inteNt/' $ledger
	run -78 --separate-stderr csr-ledger check
	[[ $output == *"bad lines: 4, 7;"* ]]
}

@test "ledger: files that are not its own are refused" {
	welcome close
	cp -a home good
	again() {
		rm -rf home
		cp -a good home
	}
	refuses() {
		run "-$1" make_ledger welcome </dev/null
		[[ $output == *"$2"* ]]
	}

	rm home/ledger/welcome.mark
	refuses 78 "its mark is missing"
	run -78 csr-ledger check
	run -78 csr-ledger list
	[ "$(grep -c key <<<"$output")" -ge 5 ]
	again && rm $ledger
	refuses 78 "it is missing beside its mark"
	run -78 csr-ledger check
	run -78 csr-ledger list
	again && printf '{"v":1' >home/ledger/welcome.mark
	refuses 78 "its mark cannot be read"
	run -78 csr-ledger check
	again && truncate -s -1 $ledger
	refuses 78 "its end is missing"
	run -78 csr-ledger check
	again && : >$ledger
	refuses 78 "its end is missing"
	again && echo "intent $(key 9) 1" | make_ledger other
	cp home/ledger/other.ndjson $ledger
	refuses 78 "another campaign's ledger"
	again && cp -a $ledger copy && make_ledger welcome </dev/null
	cp -a copy $ledger
	refuses 78 "its end is missing"
	again && chmod 640 $ledger
	refuses 77 "chmod 600 it"
	again && mv $ledger file && ln -s ../../file $ledger
	refuses 77 "symbolic link"
	again && chmod 755 home/ledger
	refuses 77 "chmod 700 it"
	again && rm $ledger && mkdir $ledger
	refuses 74 "directory"
	again
	refuses 0 ""
}

@test "ledger: a later version is left to later programs" {
	welcome close
	python3 - $ledger <<-'EOF' || skip "python3 is not there"
		import sys
		def crc(data):
		    c = 0xffffffff
		    for b in data:
		        c ^= b
		        for _ in range(8):
		            c = c >> 1 ^ (0x82f63b78 if c & 1 else 0)
		    return c ^ 0xffffffff
		lines = open(sys.argv[1], "rb").read().split(b"\n")
		body = lines[0].split(b',"crc"')[0].replace(b'"v":1', b'"v":2')
		lines[0] = body + b',"crc":"%08x"}' % crc(body)
		open(sys.argv[1], "wb").write(b"\n".join(lines))
	EOF
	run -78 make_ledger welcome </dev/null
	[[ $output == *"of a later version"* ]]
	run -78 csr-ledger check
	[ "$output" = "welcome: is of a later version: use the programs of that release" ]
}

@test "ledger: a torn tail is a warning, and the next run goes on" {
	welcome
	printf '{"n":99,"d":' >>$ledger
	run -0 --separate-stderr csr-ledger check
	[[ $output == "welcome: ok, "* ]]
	[[ $stderr == *"line 12 at byte "*"is torn"* ]]
	run -0 --separate-stderr csr-ledger list
	[[ $stderr == *"12 bytes from byte"* ]]
	run -0 make_ledger welcome </dev/null
	[[ $output == *"were being written"* ]]
	run -0 --separate-stderr csr-ledger check
	[[ $output == "welcome: ok, "* ]]
	[ -z "$stderr" ]
	grep -aq '"torn":.*"bytes":13' $ledger
}

@test "ledger: a last line that lacks only its newline counts" {
	welcome
	truncate -s -1 $ledger
	run -0 --separate-stderr csr-ledger list
	[ "$(jq -r .why <<<"${lines[3]}")" = no_answer ]
	[ -z "$stderr" ]
	run -0 --separate-stderr make_ledger welcome </dev/null
	[ -z "$stderr" ]
	run -0 csr-ledger check
}

@test "ledger: a line that stands first though it should not is shown" {
	welcome close
	sed -i 1,2d $ledger
	run -78 --separate-stderr csr-ledger list
	[ "$(wc -l <<<"$output")" = 5 ]
	run -78 csr-ledger show "$(key 5)"
}

@test "ledger: a sender that was killed before it made its ledger" {
	welcome
	rm $ledger
	printf '{"v":1,"len":0,"n":0,"crc":"00000000"}\n' \
		>home/ledger/welcome.mark
	run -0 --separate-stderr csr-ledger list
	[ -z "$output$stderr" ]
	run -0 csr-ledger check
	[ "$output" = "welcome: ok, nothing was sent" ]
	run -1 csr-ledger forget --yes +12025550100
	printf '{"n":1' >$ledger
	chmod 600 $ledger
	run -0 --separate-stderr csr-ledger check
	[[ $stderr == *"is torn"* ]]
	welcome
	run -0 csr-ledger list
	[ "${#lines[@]}" = 5 ]
}

@test "ledger: nothing breaks on files of every kind" {
	mkdir -p home/ledger
	chmod 700 home/ledger
	: >home/ledger/a.ndjson
	head -c 100000 /dev/zero >home/ledger/b.ndjson
	head -c 100000 /dev/urandom >home/ledger/c.ndjson
	yes '{}' | head -n 100000 >home/ledger/d.ndjson
	printf '{"n":1,"crc":"00000000"}' >home/ledger/e.ndjson
	yes | head -n 1 >home/ledger/f.mark
	chmod 600 home/ledger/*
	run -78 --separate-stderr csr-ledger check
	[ "${#lines[@]}" = 6 ]
	[ "$(grep -ac ": damaged: " <<<"$output")" = 6 ]
	run -78 --separate-stderr csr-ledger list
	[ -z "$output" ]
}

@test "ledger: a full disk under its output is noticed" {
	welcome
	run -74 bash -c 'csr-ledger list >/dev/full'
	run -74 bash -c 'csr-ledger check >&-'
}

@test "ledger: a full disk under the ledger stops the sender" {
	mkdir -p -m 700 home/ledger
	for number in {1..100}; do
		echo "intent $(key "$number") 1"
	done >in
	echo sync >>in
	run -74 bash -c "ulimit -f 8; $(declare -f make_ledger)
		make_ledger welcome <in"
	[[ $output == *"File too large"* ]]
	run -0 make_ledger welcome </dev/null
	[[ $output == *"were being written"* ]]
}

# Messages to two people, of which one is forgotten.
two_people() {
	jq -cn '{name: "A", phone: "+12025550100"},
		{name: "B", phone: "+12025550101"}' >people
	hello
	csr-render -q hello.json <people >rendered
	one=$(jq -r .csr.key rendered | head -n 1)
	other=$(jq -r .csr.key rendered | tail -n 1)
	printf '%s\n' "intent $one 1" "intent $other 1" sync \
		"accepted $one wamid.ONE" "accepted $other wamid.OTHER" |
		make_ledger hello
	file=home/ledger/hello.ndjson
}

@test "ledger: forget leaves the lines and not the person" {
	two_people
	cp $file before
	run -64 setsid -w csr-ledger forget +12025550100
	[[ $output == *"out of your lists"*"--yes"* ]]
	run -0 csr-ledger forget --yes "+1 (202) 555-0100"
	[[ $output == *"2 lines forgotten"* ]]
	[ "$(wc -lc <before)" = "$(wc -lc <$file)" ]
	[ "$(jq .n before)" = "$(jq .n $file)" ]
	run -1 grep -e "$one" -e wamid.ONE -r home
	grep -q "$other.*wamid.OTHER" $file
	[ "$(grep -c '"k":"00000000000000000000000000000000"' $file)" = 2 ]
	run -0 csr-ledger check
	[ "$output" = "hello: ok, 1 accepted, 1 forgotten" ]
	run -1 csr-ledger forget --yes +12025550100
	[ ! -e $file.new ]
	echo "intent $one 1" | make_ledger hello
	run -0 csr-ledger check
}

# The key of a part of a message, as csr-records(5) computes it.
part_key() {
	printf '4:csr1,%d:%s,8:whatsapp,%d:%s,1:%d,%s' "${#1}" "$1" "${#2}" \
		"$2" "$3" "${4-}" | b2sum -l 128 | cut -d ' ' -f 1
}

@test "ledger: forget finds twins, parts and the values of --key" {
	hello
	jq -cn '{name: "A", phone: "+5511987654321", order: "7"}' >person
	csr-render -q --key order hello.json <person | jq -r .csr.key >keys
	part_key hello +551187654321 2 1:7, >>keys
	{
		sed 's/.*/intent & 1/' keys
		echo sync
	} | make_ledger hello
	run -1 csr-ledger forget --yes +5511987654321
	run -0 csr-ledger forget --yes --key 7 +551187654321
	[[ $output == *" lines forgotten"* ]]
	run -1 grep -f keys home/ledger/hello.ndjson
	run -64 csr-ledger forget --yes Ana
	run -66 csr-ledger forget --yes --campaign other +551187654321
	[ ! -e home/ledger/other.lock ]
}

@test "ledger: forget covers what is torn" {
	two_people
	printf '{"n":9,"k":"%s' "$one" >>$file
	run -0 csr-ledger forget --yes +12025550100
	run -1 grep "$one" $file
	run -0 --separate-stderr csr-ledger check
	[[ $stderr == *"is torn"* ]]
	run -0 make_ledger hello </dev/null
	run -0 --separate-stderr csr-ledger check
	[ -z "$stderr" ]
}

@test "ledger: forget that is killed leaves the old ledger or the new one" {
	two_people
	for number in {1..2000}; do
		printf '%s\n' "intent $(key "$number") 1" \
			"accepted $(key "$number") wamid.$number"
	done | make_ledger hello
	cp -a home good
	local old=0 new=0 seed=$RANDOM start=${EPOCHREALTIME/./} long delay
	echo "RANDOM=$seed"
	RANDOM=$seed
	csr-ledger forget -q --yes +12025550100
	long=$((${EPOCHREALTIME/./} - start))
	for round in {1..40}; do
		rm -rf home
		cp -a good home
		csr-ledger forget -q --yes +12025550100 &
		delay=$((RANDOM * long / 25000 + 1000000))
		sleep "0.${delay:1}"
		kill -KILL $! 2>/dev/null || true
		wait $! || true
		run -0 --separate-stderr csr-ledger check
		case $output in
		"hello: ok, 2002 accepted") old=$((old + 1)) ;;
		"hello: ok, 2001 accepted, 1 forgotten") new=$((new + 1)) ;;
		*) echo "$round: $output" && false ;;
		esac
		[ -z "$stderr" ]
	done
	echo "$old old, $new new"
	run -0 csr-ledger forget --yes +12025550101
	run -0 csr-ledger check
}

@test "ledger: options that say nothing to a command are refused" {
	for words in 'list --key x' 'list -y' 'check --state accepted' \
		'show 0123456789abcdef0123456789abcdef --reason x' \
		'forget +12025550100 --state in_doubt'; do
		# shellcheck disable=SC2086
		run -64 --separate-stderr csr-ledger $words
		[[ $stderr == *" is not for ${words%% *}"* ]]
	done
	run -64 --separate-stderr csr-ledger show
	[[ $stderr == *"show takes one KEY"* ]]
}
