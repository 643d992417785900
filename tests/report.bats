#!/usr/bin/env bats
# SPDX-License-Identifier: MIT

load helper

# N records: STATUS [CODE TITLE]
some() {
	seq "$1" | jq -c --arg s "$2" --arg c "${3:-}" --arg t "${4:-}" '{csr:
		({status: $s} + if $c == "" then {} else
		{error: {code: ($c | tonumber? // $c), title: $t}} end)}'
}

mixed() {
	some 3 accepted
	some 2 invalid bad_phone "the phone is too short"
	some 1 invalid bad_phone "the phone is empty"
	some 2 failed 131026 "the message cannot be delivered"
	some 1 failed 131047 "the person has not written within 24 hours"
	some 1 in_doubt no_answer "no clear answer came"
	some 1 whatever
	echo '{"a":1}'
	echo 'no record'
}

@test "csr-report: the table" {
	run -0 --separate-stderr csr-report < <(mixed)
	[ -z "$stderr" ]
	diff - <(printf '%s\n' "$output") <<-'EOF'
	input               13
	pending              1
	invalid              4
	                     2  the phone is too short
	                     1  the phone is empty
	                     1  the line is not a record
	accepted             3
	failed               3
	      131026         2  the message cannot be delivered
	      131047         1  the person has not written within 24 hours
	in doubt             1
	                     1  no clear answer came
	other                1
	EOF
}

@test "csr-report: the numbers add up to the input" {
	run -0 csr-report --json < <(mixed)
	jq -e '.input == 13 and .input == ([.status[]] | add)' <<<"$output"
	jq -e '.status == {pending: 1, invalid: 4, accepted: 3, failed: 3,
		in_doubt: 1, other: 1}' <<<"$output"
	jq -e '.reasons[] | select(.code == 131026) | .count == 2 and
		.status == "failed"' <<<"$output"
}

@test "csr-report: time and speed come from the results" {
	for second in 10 12 14 20; do
		echo '{"csr":{"status":"accepted","result":{"id":"x","at":"2026-11-22T10:00:'$second'.000Z","ms":1000}}}'
	done >in
	run -0 csr-report in
	[[ $output == *"time              11.0 s"* ]]
	[[ $output == *"speed              0.4 messages/s"* ]]
	run -0 csr-report --json in
	jq -e '.seconds == 11 and .messages_per_second == 0.4 and
		.first == "2026-11-22T10:00:09.000Z" and
		.last == "2026-11-22T10:00:20.000Z"' <<<"$output"
}

@test "csr-report: --fail-on" {
	mixed >in
	run -0 csr-report --fail-on duplicate,deferred in
	run -1 csr-report --fail-on failed in
	run -1 csr-report --fail-on duplicate,in_doubt in
	for bad in x "" failed, failed,x; do
		run -64 csr-report --fail-on "$bad" in
	done
}

@test "csr-report: nothing came" {
	run -0 csr-report </dev/null
	[ "$output" = "input                0" ]
}

@test "csr-report: reasons that somebody makes up are bounded" {
	seq 2000 | jq -c '{csr: {status: "failed", error: {code: ., title: "x\(.)"}}}' >in
	run -0 csr-report in
	[[ $output == *"1500  records with other reasons"* ]]
	[ "${#lines[@]}" = 503 ]
}

@test "csr-report: errors of odd shapes" {
	for error in null 1 '"x"' '[]' '{}' '{"code":[],"title":{}}' \
		'{"code":"\ud800"}' '{"title":"\u001b[31m\nx"}'; do
		run -0 csr-report <<<'{"csr":{"status":"failed","error":'"$error"'}}'
		[[ $output == *"failed               1"* ]]
		[[ $output != *$'\e'* ]]
	done
}

@test "csr-report: times that nobody can have taken" {
	for ms in -9223372036854775808 9223372036854775807 -1 1e300 '"x"'; do
		echo '{"csr":{"status":"accepted","result":{"at":"2026-11-22T10:00:10.000Z","ms":'$ms'}}}'
	done >in
	run -0 csr-report in
	[[ $output == *"time               0.0 s"* ]]
}

@test "csr-report: several files, a missing one, a full disk, usage" {
	some 1 accepted >one
	some 2 failed >two
	run -0 csr-report one two
	[[ ${lines[0]} == "input                3" ]]
	assert_refuses_missing_files csr-report
	run -74 --separate-stderr bash -c 'csr-report one >/dev/full'
	[[ $stderr == *"No space left"* ]]
	run -74 bash -c 'csr-report one >&-'
	run -74 bash -c 'csr-report <&-'
	assert_helps csr-report
	assert_refuses_unknown_options csr-report
}
