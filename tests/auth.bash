# SPDX-License-Identifier: MIT
# What the tests of csr-auth share.
# shellcheck shell=bash disable=SC2034

token=EAAGcanary0123456789canary
file=home/whatsapp_credentials.json

# Credentials as csr-auth login --stdin takes them: input [ID]
input() {
	jq -cn --arg token "$token" --arg id "${1-106540352242922}" \
		'{access_token: $token, phone_number_id: $id,
		business_account_id: "102290129340398"}'
}

store() {
	input | csr-auth login -q --stdin --no-test "$@"
}

# Only the owner of the token gets this far: the ids are read without it.
opens() {
	csr-auth rekey -q "$@"
}

# Nothing but $1 differs in how the file looks after a call that failed.
unchanged() {
	cmp before "$file"
}
