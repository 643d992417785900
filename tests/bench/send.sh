#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# send.sh: what sending costs, beside others that do the same work.
#
#	tests/bench/send.sh [--quick] BUILD_DIR
#
# Everything goes to 127.0.0.1 over TLS and HTTP/2, and each answer comes
# after 200 ms.  First csr-throttle and csr-send-wa work at 1000 messages a
# second for a minute, against csr-sandbox behind nghttpx; its log says when
# each message arrived.  Then csr-send-wa and its peers send as fast as they
# can, against nginx, in turn, round by round, and the median of the rounds
# counts.  The senders in Python read and write the same records; curl and
# h2load get bodies that are ready.  What is sent is durable on the file
# system of BUILD_DIR.
#
# $ROUNDS is 3.  With --quick it is 1, and there are fewer messages.  Exits 1
# when a goal is missed; a peer or server that is not installed is skipped.
#
# Some functions are called by trap and by serve alone.
# shellcheck disable=SC2317
set -euo pipefail

rounds=${ROUNDS:-3}
paced_s=60
messages=60000
slow_messages=20000 # of them, for curl and aiohttp
in_flight=3000
streams=100 # for each connection
aiohttp_in_flight=600 # a connection each; with more it only starts later
curl_in_flight=300    # it refuses more
if [ "${1-}" = --quick ]; then
	rounds=1
	paced_s=40
	messages=30000
	slow_messages=10000
	shift
fi
if [ $# -ne 1 ]; then
	echo "usage: send.sh [--quick] BUILD_DIR" >&2
	exit 64
fi
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
# The home of nginx is not in everybody's path.
PATH=$PATH:/usr/sbin:/usr/local/sbin

work=$(mktemp -d "$bin/bench-send.XXXXXX")
servers=()
stop_last() {
	kill "${servers[-1]}" 2>/dev/null || true
	wait "${servers[-1]}" 2>/dev/null || true
	unset 'servers[-1]'
}
stop_all() {
	while [ ${#servers[@]} -gt 0 ]; do
		stop_last
	done
}
clean_up() {
	stop_all
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work"

export CSR_ACCESS_TOKEN=bench CSR_PHONE_NUMBER_ID=106540352242922
unset CSR_PROFILE CSR_API_BASE CURL_CA_BUNDLE SSL_CERT_FILE https_proxy \
	HTTPS_PROXY

have() {
	command -v "$1" >/dev/null
}

fail() {
	echo "send.sh: $*" >&2
	exit 69
}

csr() { # PROGRAM [ARGUMENT]...
	local program=$1
	shift
	"$bin/csr-$program" --quiet "$@"
}

# Servers on one core and clients on another, when there are two.
find_cores() {
	local cores

	on_server=()
	on_client=()
	have taskset || return 0
	cores=$(taskset -cp $$ | sed 's/.*: //')
	if [ "${cores%%[,-]*}" != "${cores##*[,-]}" ]; then
		on_server=(taskset -c "${cores%%[,-]*}")
		on_client=(taskset -c "${cores##*[,-]}")
	fi
}

# The Python that has a module; a version manager's stand-in for it would be
# measured, too.
python_with() { # MODULE
	local python

	for python in python3 /usr/bin/python3; do
		"$python" -c "import sys, $1; print(sys.executable)" \
			2>/dev/null && return
	done
	return 0
}

prepare() {
	local program

	for program in render throttle send-wa sandbox; do
		if [ ! -x "$bin/csr-$program" ]; then
			echo "send.sh: $bin/csr-$program: is not built: make" >&2
			exit 66
		fi
	done
	for program in curl jq openssl; do
		have "$program" || fail "$program is missing: install it"
	done
	ulimit -n 8192 2>/dev/null || ulimit -n "$(ulimit -Hn)"
	find_cores
	"${CC:-cc}" -std=gnu11 -O2 -o measure "$here/measure.c"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=127.0.0.1 \
		-addext subjectAltName=IP:127.0.0.1 2>/dev/null
	cat >template.json <<-'END'
	{"id": "bench", "channels": ["whatsapp"],
	 "whatsapp_content": "Hello {name}, your order is packed and waits for you at the counter from nine in the morning until six. Bring this message with you, or tell us when somebody else is to fetch it. Reply STOP to unsubscribe."}
	END
	awk -v count="$((paced_s * 1000 + messages))" 'BEGIN {
		for (i = 0; i < count; i++)
			printf "{\"name\":\"P%d\",\"phone\":\"+1202555%06d77\"}\n",
				i, i
	}' | csr render template.json >rendered
	pycurl=$(python_with pycurl)
	aiohttp=$(python_with aiohttp)
}

# Let FUNCTION PORT become a server, on a port that turns out to be free.
serve() { # FUNCTION
	local function=$1

	for _ in {1..9}; do
		port=$((20000 + RANDOM % 20000))
		"$function" "$port" >server.log 2>&1 &
		servers+=($!)
		for _ in {1..50}; do
			curl -s --cacert cert.pem -o /dev/null \
				"https://127.0.0.1:$port/" && return
			kill -0 "${servers[-1]}" 2>/dev/null || break
			sleep 0.1
		done
		stop_last
	done
	cat server.log >&2
	fail "$function cannot be started"
}

# --- at a pace --------------------------------------------------------------

# The words in single quotes are for nghttpx.
# shellcheck disable=SC2016
nghttpx_before_sandbox() { # PORT
	exec "${on_server[@]}" nghttpx -f "127.0.0.1,$1" -b "127.0.0.1,$sandbox" \
		--workers=1 --no-ocsp --accesslog-file="$work/requests" \
		--accesslog-format='$remote_port $alpn $request' key.pem cert.pem
}

start_sandbox() {
	"${on_server[@]}" "$bin/csr-sandbox" --latency 200ms --log arrived \
		>listening &
	servers+=($!)
	for _ in {1..50}; do
		[ -s listening ] && break
		sleep 0.1
	done
	sandbox=$(sed -n 's/.*http:.*:\([0-9]*\)$/\1/p' listening)
	[ -n "$sandbox" ] || fail "csr-sandbox cannot be started"
}

# How late each message arrived, in ms; behind them, messages a second.
lateness() {
	jq -r 'def ms: (.[0:19] + "Z" | fromdate) * 1000 +
			(.[20:23] | tonumber);
		if .csr then [.csr.result.id, "left", (.csr.granted | ms)]
		else [.id, "arrived", (.at | ms)] end | @tsv' sent arrived |
		LC_ALL=C sort | awk '
		$2 == "arrived" { at = $3; if (at > last) last = at }
		$2 == "left" {
			print at - $3
			if (first == 0 || $3 < first)
				first = $3
		}
		END { print NR / 2 * 1000 / (last - first) >"rate" }' | sort -n
}

paced() {
	local count=$((paced_s * 1000)) costs

	start_sandbox
	serve nghttpx_before_sandbox
	costs=$(head -n "$count" rendered |
		CSR_HOME=$work/paced csr throttle --rate 1000/s --burst 10 \
			--per-day 1000000000 |
		CSR_API_BASE=https://127.0.0.1:$port CSR_HOME=$work/paced \
			"${on_client[@]}" ./measure -i - -o sent \
			"$bin/csr-send-wa" -q --concurrency 400 \
			--ca-file cert.pem)
	[ "$(wc -l <arrived)" = "$count" ] ||
		fail "not every message arrived at the sandbox"
	grep ' POST ' requests | cut -d ' ' -f 1,2 | sort -u >connections
	grep -vq ' h2$' connections && fail "not all went over HTTP/2"
	lateness >late
	echo "$costs" | awk -v s="$paced_s" \
		-v late="$(sed -n "$((count * 99 / 100))p" late)" \
		'{ print 1, "paced", $1 / s * 100, late, $3 }' >paced-times
	echo "1 paced-flow $(wc -l <connections) $(<rate) 0" >>paced-times
	cat >paced-goals <<-END
	1000/s for $paced_s s: messages/s|rate|paced-flow||1|>=|990|
	1000/s for $paced_s s: CPU, % of a core|cpu|paced||1|<=|12|
	1000/s for $paced_s s: late, ms, 99th percentile|late|paced||1|<=|20|
	1000/s for $paced_s s: connections|cpu|paced-flow||1|<=|4|
	1000/s for $paced_s s: peak MiB|peak|paced||1|<=|32|
	END
	stop_all
}

# --- as fast as it goes -----------------------------------------------------

find_modules() {
	local directory

	for directory in /usr/lib/nginx/modules /usr/lib64/nginx/modules \
		/usr/share/nginx/modules; do
		[ -e "$directory/ngx_http_lua_module.so" ] || continue
		modules=$directory
		return
	done
	return 1
}

nginx_alone() { # PORT
	sed "s|@PORT@|$1|; s|@MODULES@|$modules|" "$here/nginx.conf" >nginx.conf
	exec "${on_server[@]}" nginx -p "$work" -c nginx.conf -e nginx.log
}

take() { # NAME MESSAGES [MEASURE'S OPTION]... COMMAND [ARGUMENT]...
	local name=$1 count=$2 costs
	shift 2
	costs=$("${on_client[@]}" ./measure -o out "$@" 2>errors) || {
		cat errors >&2
		fail "$name ended with an error"
	}
	echo "$costs" | awk -v name="$round $name" -v count="$count" \
		'{ print name, $1 * 1e6 / count, count / $2, $3 }' >>fast-times
}

# Each message was answered with an id of its own.
check_ids() { # NAME MESSAGES
	[ "$(grep -o 'wamid\.[0-9a-f]*' out | sort -u | wc -l)" = "$2" ] ||
		fail "$1: not every message was accepted"
}

# Grants are good for a day, and a ledger for a campaign that was not sent.
ours() {
	export CSR_HOME=$work/home-$round

	tail -n "$messages" rendered |
		csr throttle --rate 1000000/s --per-day 1000000000 >granted
	CSR_API_BASE=${url%/v*} take ours "$messages" -i granted \
		"$bin/csr-send-wa" -q --concurrency "$in_flight" \
		--ca-file cert.pem
	check_ids csr-send-wa "$messages"
}

with_h2load() {
	take h2load "$messages" h2load -n "$messages" -t 1 \
		-c $((in_flight / streams)) -m "$streams" -d body.json \
		-H 'Content-Type: application/json' \
		-H 'Authorization: Bearer bench' "$url"
	grep -q "^status codes: $messages 2xx" out ||
		fail "h2load: not every message was accepted"
}

# Where more wait than there are streams, curl opens a connection for each.
with_curl() {
	take curl "$slow_messages" curl -q -Z --parallel-max "$curl_in_flight" \
		-K curl.conf
	check_ids curl "$slow_messages"
}

with_pycurl() {
	take pycurl "$messages" -i granted "$pycurl" "$here/send-pycurl.py" \
		"$url" cert.pem "$in_flight"
	check_ids pycurl "$messages"
}

with_aiohttp() {
	head -n "$slow_messages" granted >some
	take aiohttp "$slow_messages" -i some "$aiohttp" \
		"$here/send-aiohttp.py" "$url" cert.pem "$aiohttp_in_flight"
	check_ids aiohttp "$slow_messages"
}

# The bodies that csr-send-wa would post, for those that cannot make them.
make_bodies() {
	tail -n "$slow_messages" rendered | csr send-wa --dry-run |
		jq -c .csr.request.body >bodies
	head -n 1 bodies | tr -d '\n' >body.json
	awk -v url="$url" '{
		gsub(/[\\"]/, "\\\\&")
		if (NR > 1)
			print "next"
		printf "url = \"%s\"\nsilent\nfail\nhttp2\n", url
		printf "cacert = cert.pem\ndata = \"%s\"\n", $0
		print "header = \"Content-Type: application/json\""
		print "header = \"Authorization: Bearer bench\""
	}' bodies >curl.conf
}

peer_goals() { # PEER PACKAGE CPU-GOAL SPEED-GOAL, each goal with its <=
	cat <<-END
	CPU us a message: csr-send-wa / $1|cpu|ours|$1|1|$3|$2
	messages/s: csr-send-wa / $1|rate|ours|$1|1|$4|$2
	peak MiB: csr-send-wa / $1|peak|ours|$1|1|-||$2
	END
}

fast() {
	serve nginx_alone
	url=https://127.0.0.1:$port/v25.0/$CSR_PHONE_NUMBER_ID/messages
	make_bodies
	for ((round = 1; round <= rounds; round++)); do
		ours
		have h2load && with_h2load
		with_curl
		[ -z "$pycurl" ] || with_pycurl
		[ -z "$aiohttp" ] || with_aiohttp
	done
	{
		echo "unpaced: messages/s|rate|ours||1|>=|8000|"
		echo "unpaced: CPU us a message|cpu|ours||1|<=|80|"
		peer_goals aiohttp python3-aiohttp '<=|0.30' '>=|1'
		peer_goals pycurl python3-pycurl '<=|1' '>=|1'
		peer_goals curl curl '<=|1' '>=|1'
		peer_goals h2load nghttp2-client '-|' '-|'
	} >fast-goals
}

# ---------------------------------------------------------------------------

status=0
prepare
if have nghttpx; then
	paced
	echo "csr-throttle | csr-send-wa, over HTTP/2 and TLS to csr-sandbox," \
		"on $(stat -f -c %T . 2>/dev/null)"
	awk -f "$here/table.awk" paced-goals paced-times || status=1
else
	echo "the paced run is skipped: nghttpx is missing (package nghttp2-proxy)"
fi
if have nginx && find_modules; then
	fast
	echo "$messages messages, $in_flight in flight, to nginx" \
		"($slow_messages from aiohttp, $aiohttp_in_flight in flight," \
		"and curl, $curl_in_flight); medians, rounds: $rounds"
	awk -f "$here/table.awk" fast-goals fast-times || status=1
else
	echo "the unpaced run is skipped: nginx or its module for Lua is" \
		"missing (packages nginx, libnginx-mod-http-lua)"
fi
exit $status
