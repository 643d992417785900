# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The terminal that other tests put a program on.

load helper

# A program that asks for a name and a secret as a good one does: the echo is
# off before the question is there.
asker() {
	cat >asker <<-'EOF'
		printf 'Name: '
		IFS= read -r name
		stty -echo
		printf 'Secret: '
		IFS= read -r secret
		stty echo
		printf '\nHello %s, %s bytes.\n' "$name" "${#secret}"
	EOF
}

@test "terminal: a person answers" {
	asker
	cat >script <<-'EOF'
		# Blank lines and these are nothing.

		wait Name:
		shown
		type Ana Lúcia
		wait Secret:
		hidden
		type  ten bytes
		wait Hello
		shown
	EOF
	run -0 --separate-stderr terminal script -- sh asker
	[ "$output" = $'Name: Ana Lúcia\r\nSecret: \r\nHello Ana Lúcia, 10 bytes.\r' ]
	[ -z "$stderr" ]
}

@test "terminal: it is the program's own, and its three streams" {
	run -0 terminal - -- sh -c 'tty; test -t 0 && test -t 1 && test -t 2 &&
		echo to the terminal >/dev/tty; stty size; ps -o stat= -p $$' </dev/null
	[[ ${lines[0]} == /dev/* ]]
	[ "${lines[1]}" = $'to the terminal\r' ]
	[ "${lines[2]}" = $'24 80\r' ]
	[[ ${lines[3]} == *s* ]]
}

@test "terminal: streams go elsewhere" {
	echo input >in
	echo 'type yes' >script
	run -0 terminal --stdin in --stdout out --stderr err script -- sh -c \
		'cat; echo wrong >&2; read answer </dev/tty; echo "$answer" >/dev/tty'
	[ "$(<out)" = input ]
	[ "$(<err)" = wrong ]
	[ "$output" = $'yes\r\nyes\r' ]
	run -71 terminal --stdin nowhere script -- cat
	[[ $output == *"nowhere: No such file"* ]]
}

@test "terminal: the status is the program's" {
	run -7 terminal - -- sh -c 'exit 7' </dev/null
	run -143 terminal - -- sh -c 'kill -TERM $$' </dev/null
	run -127 terminal - -- no-such-program </dev/null
	[[ $output == *"no-such-program: No such file"* ]]
}

@test "terminal: keys" {
	run -130 terminal - -- sh -c 'echo ready; exec sleep 100' <<-'EOF'
		wait ready
		key ^C
	EOF
	run -0 terminal - -- cat <<-'EOF'
		type line
		wait line
		wait line
		key ^d
	EOF
	# A shell has what runs in the background ignore this signal.
	printf 'wait ready\nkey ^C\n' >script
	terminal script -- sh -c 'echo ready; exec sleep 100' >out 2>&1 3>&- &
	status=0
	wait $! || status=$?
	[ "$status" = 130 ]
}

@test "terminal: the line breaks" {
	printf 'wait ready\nclose\n' >script
	run -129 terminal script -- sh -c 'echo ready; exec sleep 100'
	run -3 terminal script -- sh -c 'trap "exit 3" HUP; echo ready;
		while :; do sleep 0.1; done'
}

@test "terminal: a wait begins behind the last" {
	run -99 --separate-stderr terminal --wait 1s - -- \
		sh -c 'echo once; read answer' <<-'EOF'
			wait once
			wait once
		EOF
	[ "${stderr_lines[0]}" = 'terminal: -:2: wait once: "once" did not appear in time' ]
}

@test "terminal: what fails says why, and what the screen shows" {
	run -99 --separate-stderr terminal --wait 1s - -- \
		sh -c 'echo $$ >pid; printf "first\n\033[1mWho?\n"; sleep 100' <<-'EOF'
			wait first
			wait Name:
		EOF
	[ "$stderr" = 'terminal: -:2: wait Name:: "Name:" did not appear in time
terminal: the screen shows:

\x1b[1mWho?' ]
	[[ $output == first* ]]
	run ! kill -0 "$(<pid)"

	run -99 --separate-stderr terminal - -- echo hello <<<"wait bye"
	[[ $stderr == *'the program ended and "bye" did not appear'* ]]
	run -99 --separate-stderr terminal - -- sh -c 'stty -echo; echo a; cat' \
		<<<$'wait a\nshown'
	[[ $stderr == *"-:2: shown : what is typed now is hidden"* ]]
	run -99 --separate-stderr terminal - -- sh -c 'echo a; cat' \
		<<<$'wait a\nhidden'
	[[ $stderr == *"-:2: hidden : what is typed now is shown"* ]]
}

@test "terminal: it never hangs" {
	SECONDS=0
	run -99 --separate-stderr terminal --limit 300ms - -- sleep 100 </dev/null
	[[ $stderr == *"the script is done, and the program still runs"* ]]
	# One that lets go of the terminal, and hears no signal but the last.
	run -99 terminal --limit 300ms - -- sh -c 'trap "" HUP INT TERM
		echo ready; exec </dev/null >/dev/null 2>&1; sleep 100' \
		<<<$'wait ready\nclose'
	# One that does not read: the terminal is full at some time.
	printf 'type %04000d\n' {1..20} >script
	run -99 terminal --wait 300ms script -- sh -c 'stty raw -echo; sleep 100'
	# One that shows without end.
	run -99 terminal --wait 300ms - -- yes <<<"wait no"
	[ "$SECONDS" -lt 50 ]
}

@test "terminal: a script that makes no sense" {
	local step
	for step in "wiat x" wait "wait " "hidden x" $'close\nwait x' " wait x"; do
		run -99 --separate-stderr terminal - -- touch ran <<<"$step"
		[[ $stderr == "terminal: -:"* ]]
		[ ! -e ran ]
	done
	run -99 terminal - -- cat <<<"key C"
	run -66 terminal nowhere -- touch ran
	run -64 terminal
	run -64 terminal script
	run -64 terminal --limit soon script -- cat
	run -64 terminal --no-such-option script -- cat
}
