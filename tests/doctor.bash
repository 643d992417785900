# SPDX-License-Identifier: MIT
# What the tests of csr-doctor without a network share.
# shellcheck shell=bash

load helper

# What is stored is no real token, but looks like one.
token=EAAtest$(printf '%060d' 0)

# The directory, a configuration for a version whose end is not announced,
# and credentials with a key file.
sound() {
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	mkdir -m 700 -p "$CSR_HOME"
	printf 'whatsapp:\n  api_version: v26.0\n' >"$CSR_HOME/config.yaml"
	jq -n --arg token "$token" \
		'{access_token: $token, phone_number_id: "106540352242922"}' |
		csr-auth login -q --stdin --no-test
}

offline() {
	csr-doctor --offline "$@"
}

# The check has a finding of this state that has the text in it.
finds() {
	run --separate-stderr offline --json "${@:4}"
	jq -e --arg check "$1" --arg state "$2" --arg text "$3" 'any(.[];
		.check == $check and .state == $state
		and (.text | contains($text)))' <<<"$output" >/dev/null || {
		jq -r '.[] | "\(.state) \(.check): \(.text)"' <<<"$output"
		echo "$stderr"
		return 1
	}
	case $2 in
	failure) [ "$status" = 78 ] ;;
	warning) [ "$status" = 1 ] || [ "$status" = 78 ] ;;
	ok) [ "$(jq -c --arg check "$1" '[.[] | select(.check == $check)
		| .state] | unique' <<<"$output")" = '["ok"]' ] ;;
	esac
}

# The commands that are printed below a check which is not ok.
commands() {
	offline 2>/dev/null | awk -v check="$1" '
		/^[a-z]/ { is_it = index(substr($0, 10), check " ") == 1 }
		is_it && /^         \$ / { print substr($0, 12) }'
}

# Run them, and see that the check is content.
mends() {
	commands "$1" >mend
	[ -s mend ]
	eval "$(<mend)"
	finds "$1" ok ""
}

# What the mend of a check says.
mend_says() {
	jq -r --arg check "$1" '.[] | select(.check == $check) | .mend' \
		<<<"$output" | grep -qF -- "$2"
}

# Even root may then read only what its mode allows.
without_override() {
	offline() {
		local run=()
		[ "$(id -u)" != 0 ] || run=(setpriv
			"--bounding-set=-dac_override,-dac_read_search")
		"${run[@]}" csr-doctor --offline "$@"
	}
	"$@"
	offline() { csr-doctor --offline "$@"; }
}

# What follows needs somebody else to give files to.
needs_root() {
	[ "$(id -u)" = 0 ] || skip "needs root to give a file away"
	sudo() { "$@"; }
}
