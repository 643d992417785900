#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The programs together, on the example lists.

load helper

setup_file() {
	export EXAMPLES=$BATS_TEST_DIRNAME/../examples
}

# The whole line, TEMPLATE on LIST; what came out is in out.
send_list() {
	csr-sandbox --log sandbox.log -- bash -c '
	csr-import "$1" | csr-validate --dedupe | csr-render "$2" |
	csr-throttle --rate 1000/s | csr-send-wa >out' - "$1" "$2"
}

@test "the example list: every row is accounted for" {
	run send_list "$EXAMPLES/customers.csv" "$EXAMPLES/order_update.json"
	run -0 csr-report --json out
	jq -e '.input == 250 and ([.status[]] | add) == 250' <<<"$output"
	[ "$(jq -c .status <<<"$output")" = \
		'{"invalid":14,"duplicate":10,"accepted":217,"failed":9}' ]
	run -1 csr-report --fail-on failed out
}

@test "the example list: each message is what the template and the row say" {
	send_list "$EXAMPLES/customers.csv" "$EXAMPLES/order_update.json" || true
	# From the list itself, by way of jq and not of our renderer.
	csr-import -q "$EXAMPLES/customers.csv" | jq -c 'select(.csr.status ==
		"pending") | {(.phone | gsub("[^0-9+]"; "") | sub("^00"; "+")):
		[.name, .order_id]}' | jq -cs 'reverse | add' >wanted
	jq -c '{(.to): [.body.template.components[0].parameters[].text]}' \
		sandbox.log | jq -cs add >sent
	[ "$(jq length sent)" = 217 ]
	jq -e --slurpfile wanted wanted 'to_entries | all(.key as $to |
		.value == $wanted[0][$to])' sent
}

@test "the example list: a text template, with fallbacks and odd values" {
	send_list "$EXAMPLES/customers.csv" "$EXAMPLES/welcome.json" || true
	text=$(jq -r .whatsapp_content "$EXAMPLES/welcome.json")
	jq -c 'select(.csr.status == "accepted")' out |
		jq -r --arg text "$text" '. as $r | $text |
		reduce ("name", "order_id") as $n (.; split("{\($n)}") | join($r[$n])) |
		split("{company|your company}") |
		join(if $r.company == "" then "your company" else $r.company end) |
		@json' | sort >wanted
	jq -r '.body.text.body | @json' sandbox.log | sort >sent
	[ "$(wc -l <sent)" = 217 ]
	diff wanted sent
}

@test "the desktop application's list, mapped" {
	run -0 --separate-stderr csr-sandbox -- bash -c '
	csr-import -q --map name=Nome --map phone=Celular "$1" |
	csr-validate -q | csr-render -q "$2" | csr-throttle -q --rate 1000/s |
	csr-send-wa -q | csr-report --json' - "$EXAMPLES/contatos.csv" \
		"$EXAMPLES/aviso.json"
	[ "$(jq -c .status <<<"$output")" = '{"accepted":20}' ]
}

@test "a failure of the first stage reaches the report at the end" {
	printf 'name,phone\nAna,+12025550101\n"open\n' >list.csv
	send_list list.csv "$EXAMPLES/aviso.json"
	run -0 csr-report out
	[[ $output == *"a quote is not closed"* ]]
}

@test "what was deferred is sent by the next run, and nothing else" {
	hello
	printf 'name,phone\n' >list.csv
	seq 10 19 | sed 's/.*/P&,+120255501&/' >>list.csv
	csr-sandbox --accept-all --log sandbox.log -- bash -c '
	csr-import -q list.csv | csr-render -q hello.json |
	csr-throttle -q --rate 1000/s --per-day 6 | csr-send-wa -q >first
	jq -c "select(.csr.status == \"deferred\") | .csr.status = \"pending\"" first |
	csr-throttle -q --rate 1000/s --per-day 10 | csr-send-wa -q >second'
	[ "$(statuses <first)" = "6 accepted 4 deferred" ]
	[ "$(statuses <second)" = "4 accepted" ]
	[ "$(jq -r .to sandbox.log | sort | uniq -d)" = "" ]
	[ "$(jq -s 'map(select(.csr.status == "accepted" and .csr.error)) | length' \
		second)" = 0 ]
}

@test "an interruption: everybody is accounted for, and nobody twice" {
	hello
	{ echo name,phone && seq -f 'P,+1202555%04.0f77' 300; } >list.csv
	csr-import -q list.csv | csr-render -q hello.json >messages
	csr-sandbox --latency 200ms --log sandbox.log -- bash -c '
	setsid bash -c "csr-throttle --rate 100/s messages |
		csr-send-wa >sent-1" 2>err &
	group=$!
	while [ "$(wc -l <sandbox.log)" -lt 20 ]; do sleep 0.05; done
	kill -TERM -- "-$group"
	while pgrep -g "$group" >/dev/null; do sleep 0.05; done
	jq -r "select(.csr.status != \"deferred\") | .csr.key" sent-1 >settled
	grep -vFf settled messages | csr-throttle -q --rate 1000/s |
		csr-send-wa -q >sent-2'
	# Each of the 300 is in the first output, sent or deferred.
	[ "$(jq -r .csr.key sent-1 | sort -u | wc -l)" = 300 ]
	[ "$(jq -r .csr.status sent-1 | sort -u | xargs)" = "accepted deferred" ]
	[ "$(jq -r .to sandbox.log | sort -u | wc -l)" = 300 ]
	[ "$(wc -l <sandbox.log)" = 300 ]
}

# All programs of a pipeline have read what there is, and wait for more.
is_idle() {
	for _ in 1 2 3; do
		pgrep -g "$1" csr-report >/dev/null || return
		[ -z "$(pgrep -g "$1" -r R,D)" ] || return
		sleep 0.05
	done
}

@test "an interruption of the first programs: what they have read comes out" {
	hello
	{ echo name,phone && seq -f 'P,+1202555%04.0f77' 2000; } >list.csv
	mkfifo pipe
	setsid bash -c 'csr-import -q <pipe | csr-validate -q |
		csr-render -q hello.json | csr-report >report' &
	group=$!
	exec 7>pipe
	cat list.csv >&7
	until_so is_idle "$group"
	kill -TERM -- "-$group"
	while pgrep -g "$group" >/dev/null; do sleep 0.05; done
	exec 7>&-
	[ "$(head -n 1 report)" = "input             2000" ]
}

@test "the Makefile of the examples" {
	cp -r "$EXAMPLES" examples
	run -0 make -s -C examples check
	[[ $output == *"input              250"* ]]
	run -0 make -s -C examples sandbox LIST=contatos.csv TEMPLATE=aviso.json \
		IMPORT='--map name=Nome --map phone=Celular' CSR_HOME="$CSR_HOME"
	[[ $output == *"accepted            20"* ]]
	[ ! -e examples/sent ]
	run -0 make -s -C examples check LIST=contatos.csv TEMPLATE=aviso.json \
		VALIDATE='--require name,phone --rejects wrong.csv'
	[[ $output == *"pending             20"* ]]
	[ -s examples/wrong.csv ]
}

@test "the CI job of the examples" {
	cp -r "$EXAMPLES" examples
	sed -n '/run: >/,$p' examples/ci.yml | tail -n +2 | xargs -d '\n' >job
	run -0 bash -c "cd examples && $(<job)"
	[[ $output == *"pending             20"* ]]
	sed -i '1s/Celular/Telefone/' examples/contatos.csv
	run -2 bash -c "cd examples && $(<job)"
	[[ $output == *'no column "Celular"; there are "Nome"'* ]]
}
