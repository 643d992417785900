# SPDX-License-Identifier: MIT
# What the tests that go over TLS share: nghttpx stands before the sandbox.
# shellcheck shell=bash disable=SC2119,SC2120

# A certificate for a name in cert.pem and its key in key.pem; what follows
# goes to openssl.  make_certificate [DNS:NAME|IP:ADDRESS [OPTION...]]
make_certificate() {
	local name=${1-IP:127.0.0.1}
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem \
		-out cert.pem -days 2 -subj "/CN=${name#*:}" \
		-addext "subjectAltName=$name" "${@:2}" 2>openssl.err
	openssl x509 -in cert.pem -noout -pubkey >public.pem
}

# Start nghttpx on a free port before the sandbox, and run a command line with
# CSR_API_BASE pointing there.  Unless the test has made a certificate, one for
# 127.0.0.1 is in cert.pem.  NGHTTPX_OPTIONS and SANDBOX_OPTIONS are words.
behind_tls() {
	[ -e cert.pem ] || make_certificate
	cat >front <<-'EOT'
	back=127.0.0.1,${CSR_API_BASE##*:}
	# Only ours has this key, whatever its certificate says.
	is_up() {
		curl -sk --pinnedpubkey public.pem -o /dev/null \
			"https://127.0.0.1:$port/"
	}
	for try in 1 2 3 4 5 6 7 8 9; do
		port=$((20000 + RANDOM % 20000))
		nghttpx --conf=/dev/null -f "127.0.0.1,$port" -b "$back" --workers=1 \
			$NGHTTPX_OPTIONS key.pem cert.pem >nghttpx.log 2>&1 &
		front=$!
		for wait in {1..50}; do
			is_up && break 2
			kill -0 "$front" 2>/dev/null || break
			sleep 0.1
		done
		kill "$front" 2>/dev/null
	done
	is_up || exit 99
	export CSR_API_BASE=https://127.0.0.1:$port
	bash -c "$1"
	status=$?
	kill "$front"
	exit "$status"
	EOT
	touch rules
	# Split into words on purpose.
	# shellcheck disable=SC2086
	csr-sandbox ${SANDBOX_OPTIONS-} --log sandbox.log --script rules -- \
		env CSR_HOME="$CSR_HOME" bash front "$1"
}

# The stored token goes only to an address of the file.
at_its_address() {
	mkdir -p -m 700 "$CSR_HOME"
	[ -e "$CSR_HOME/config.yaml" ] ||
		(umask 077; echo whatsapp: >"$CSR_HOME/config.yaml")
	sed -i "/base_url/d; s|^whatsapp:|&\n  base_url: $CSR_API_BASE|" \
		"$CSR_HOME/config.yaml"
}
export -f at_its_address

# Run a command line before a sandbox that wants the token of the test, which
# no environment holds: at_home COMMAND
at_home() {
	local bin
	bin=$(dirname "$(command -v csr-auth)")/tests
	CSR_ACCESS_TOKEN=$token behind_tls "at_its_address
		unset CSR_ACCESS_TOKEN CSR_PHONE_NUMBER_ID \
			CSR_BUSINESS_ACCOUNT_ID CSR_API_BASE
		export SSL_CERT_FILE=$PWD/cert.pem PATH=$bin:\$PATH; $1"
}
