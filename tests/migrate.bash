# SPDX-License-Identifier: MIT
# What the desktop application left, for the tests of csr-auth migrate, in a
# home directory of each test's own.  All values are made up.
# shellcheck shell=bash

token=EAAmadeupTokenOfATest0123456789

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	umask 022
	export TZ LC_ALL=C.UTF-8 HOME=$BATS_TEST_TMPDIR/user
	at_noon
	unset CSR_HOME CSR_PROFILE CSR_API_BASE CSR_ACCESS_TOKEN \
		CSR_PHONE_NUMBER_ID XDG_STATE_HOME
	config=$HOME/.config/CSC-Reach
	data=$HOME/.local/share/CSC-Reach
	if [ "$(uname)" = Darwin ]; then
		config=$HOME/Library/Preferences/CSC-Reach
		data="$HOME/Library/Application Support/CSC-Reach"
	fi
	presets=$HOME/.csc-reach/csv_presets
	maps=$HOME/.csc-reach/mapping_templates
	mkdir -p "$config" "$data/templates" "$data/exports" "$presets" "$maps"
}

credentials() {
	cat >"$config/whatsapp_credentials.json" <<-EOF
		{
		  "access_token": "${1:-$token}",
		  "phone_number_id": "100000000000001",
		  "business_account_id": "",
		  "created_at": "2025-08-01T10:00:00.123456"
		}
	EOF
	chmod 600 "$config/whatsapp_credentials.json"
}

usage() {
	printf '{\n  "date": "%s",\n  "daily_count": %s,\n  "last_updated": "2025-08-01T10:00:00"\n}' \
		"$1" "$2" >"$config/whatsapp_usage.json"
}

# As PyYAML wrote it; more lines of the section whatsapp may follow.
old_config() {
	cat "$BATS_TEST_DIRNAME/data/desktop-config.yaml" >"$config/config.yaml"
	printf '%s' "$@" >>"$config/config.yaml"
}

template() {
	jq -n --arg id "$1" --arg text "$2" '{id: $id, name: "Aviso",
		channels: ["whatsapp"], subject: "", content: "",
		whatsapp_content: $text, language: "pt",
		variables: ["name", "company"],
		created_at: "2025-08-01T10:00:00",
		updated_at: "2025-08-01T10:00:00"}'
}

# One of everything; all of it fit for use.
everything() {
	credentials
	usage "$(date +%F)" 37
	old_config
	echo '{"app": {"language": "pt"}, "whatsapp": {"rate_limit_per_minute": 12}}' \
		>"$config/user_config.json"
	template aviso_1 'Olá {name}, da {company}' \
		>"$data/templates/aviso_1.json"
	template exported 'Oi {name}' | jq '{template: ., metadata: {},
		export_info: {version: "1.0"}}' >"$data/exports/one.json"
	jq -n '{preset_name: "clientes", description: "os de sempre",
		column_mapping: {Nome: "name", Celular: "phone"},
		custom_fields: [], encoding: "utf-8", delimiter: ",",
		has_header: true, skip_rows: 0}' >"$presets/clientes.json"
}

# All files with their bytes and times, but for those that locks are made of.
picture() {
	find "${@:-$HOME}" -type f ! -name '*.lock' -exec cksum {} + | sort
	find "${@:-$HOME}" -printf '%p %T@ %m %y\n' | sort
}

# What a run leaves, without what differs from one run to another.
result() {
	(
		cd "$config" || exit
		find . -type f ! -name '*.lock' | sort
		find . -type f ! -name '*.lock' ! -name 'whatsapp_*' -exec \
			cksum {} + | sort
		jq -c '[.date, .daily_count]' whatsapp_usage.json
		jq -r 'has("access_token")' whatsapp_credentials.json
	)
}

# The token that is stored is ours: a copy of it in the clear is taken out.
assert_stored() {
	jq -n --arg token "$token" '{whatsapp: {api_key: $token}}' \
		>"$config/user_config.json"
	run -0 --separate-stderr csr-auth migrate
	[ "$(jq -c . "$config/user_config.json")" = '{"whatsapp":{}}' ]
}

# A line with "!" before it never fails a test.
absent() {
	if grep "$@"; then
		return 1
	fi
}

# A text that csr-render makes with a template.
rendered_text() {
	record +12025550100 | csr-render -q "$config/templates/$1.json" |
		jq -r '.csr.message.text.body // .csr.error.code'
}
