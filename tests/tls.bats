#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# csr-send-wa over TLS and HTTP/2: nghttpx stands before the sandbox.

load helper
load tls

SANDBOX_OPTIONS='--latency 100ms'

many() {
	seq "$1" | jq -c --arg at "$(date -u +%FT%T.000Z)" '{csr: {campaign: "c",
		to: "+1202555\(. + 10000)77", granted: $at,
		message: {type: "text", text: {body: "Hello"}}}}'
}

@test "tls: a certificate that does not verify stops the run" {
	many 5 >in
	run -69 --separate-stderr behind_tls 'csr-send-wa in'
	[ "$(statuses <<<"$output")" = "5 deferred" ]
	[[ $stderr == *"check the clock, the proxy and --ca-file"* ]]
	[ ! -s sandbox.log ]
}

@test "tls: a private authority, by option and by environment" {
	many 3 >in
	run -0 behind_tls 'csr-send-wa -q --ca-file cert.pem in'
	[ "$(statuses <<<"$output")" = "3 accepted" ]
	rm -rf home
	run -0 behind_tls 'CURL_CA_BUNDLE=cert.pem csr-send-wa -q in'
	rm -rf home
	run -0 behind_tls 'SSL_CERT_FILE=cert.pem csr-send-wa -q in'
	rm -rf home
	run -69 behind_tls 'csr-send-wa -q --ca-file /dev/null in'
}

@test "tls: HTTP/2 carries many requests over few connections" {
	many 500 >in
	run -0 behind_tls 'csr-send-wa -q --concurrency 200 --ca-file cert.pem in >out &
		pid=$!
		most=0
		while kill -0 $pid 2>/dev/null; do
			now=$(ls -l /proc/$pid/fd 2>/dev/null | grep -c socket:)
			[ "$now" -le "$most" ] || most=$now
			sleep 0.02
		done
		echo "$most" >most
		wait $pid'
	[ "$(statuses <out)" = "500 accepted" ]
	[ "$(jq -r .to sandbox.log | sort -u | wc -l)" = 500 ]
	[ "$(wc -l <sandbox.log)" = 500 ]
	[ "$(cat most)" -ge 1 ]
	[ "$(cat most)" -le 4 ]
}

@test "tls: answers that are lost on the way of HTTP/2 double nobody" {
	many 300 >in
	cat >rules <<-'EOF'
		{"every":40,"answer":"cut"}
		{"every":50,"answer":"half"}
		{"every":60,"answer":"silence"}
		{"every":30,"error":131016,"http":503}
	EOF
	run -1 --separate-stderr behind_tls 'csr-send-wa -q --rate 10000/s \
		--concurrency 100 --timeout 5s --backoff 20ms --doubt-limit off \
		--ca-file cert.pem in'
	lost=$(grep -cE '"answer":"(cut|half|silence)"' sandbox.log)
	[ "$lost" -ge 10 ]
	[ "$(grep -c '"status":"in_doubt"' <<<"$output")" = "$lost" ]
	[ "$(grep -c '"status":"accepted"' <<<"$output")" = $((300 - lost)) ]
	[ "$(wc -l <sandbox.log)" = 300 ]
	: >rules
	run -1 --separate-stderr behind_tls \
		'csr-send-wa -q --ca-file cert.pem in'
	[ "$(wc -l <sandbox.log)" = 300 ]
	[ "$(jq -r .to sandbox.log | sort -u | wc -l)" = 300 ]
}

@test "tls: a server that ends its connections after some requests" {
	many 400 >in
	export NGHTTPX_OPTIONS=--frontend-max-requests=60
	run --separate-stderr behind_tls 'csr-send-wa -q --rate 10000/s \
		--concurrency 50 --doubt-limit off --ca-file cert.pem in'
	# Those of which libcurl cannot tell that nobody took them up are in
	# doubt; none is doubled, and none is lost.
	[ "$(jq -r .to sandbox.log | sort | uniq -d | wc -l)" = 0 ]
	accepted=$(grep -c '"status":"accepted"' <<<"$output")
	[ "$accepted" -ge 380 ]
	[ $((accepted + $(grep -c '"status":"in_doubt"' <<<"$output"))) = 400 ]
}
