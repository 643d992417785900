#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What config.yaml may be, and how it is told what is wrong with it.

load config

@test "config: a file with nothing in it, or none, sets nothing" {
	run -0 --separate-stderr csr-quota show
	[ ! -e home ]
	for text in '' '\n\n' '# only\n# comments\n' '---\n' '---\n...\n' \
		'whatsapp:\n  # timezone: UTC\nlog:\n' 'whatsapp: {}' '{}' '~' \
		'\357\273\277# with a mark\n' 'log: ~\n'; do
		settings "$text"
		run -0 --separate-stderr csr-quota show -v
		[[ $output == *"of 1000"*"20/min"* ]]
		[ -z "$stderr" ]
	done
}

# What one mistake is told as, by a program.
mistake() {
	settings "$1"
	run -78 --separate-stderr csr-quota show
	[ -z "$output" ]
	[ "$stderr" = "csr-quota: $CSR_HOME/config.yaml:$2" ] || {
		echo "got $stderr"
		echo "want $2"
		return 1
	}
}

whatsapp_has="whatsapp has api_version, base_url, rate_limit_per_minute, daily_message_limit, timeout_seconds, default_country, timezone"
sections="the sections are whatsapp, email, credentials, log"

@test "config: mistakes are told with file, line, setting and what is allowed" {
	w='# c\nwhatsapp:\n  '
	mistake "${w}rate_limit_per_minute: fast\n" \
		'3: whatsapp.rate_limit_per_minute: "fast" is not a number from 0.01 to 60000'
	for bad in 0 -1 1e3 0x10 60001 20/min 1_000 nan .inf '"2 0"' 010.; do
		mistake "${w}rate_limit_per_minute: $bad\n" \
			"3: whatsapp.rate_limit_per_minute: \"${bad//\"/}\" is not a number from 0.01 to 60000"
	done
	mistake "${w}daily_message_limit: 2.5\n" \
		'3: whatsapp.daily_message_limit: "2.5" is not a whole number from 0 to 1000000000'
	mistake "${w}timeout_seconds: 3601\n" \
		'3: whatsapp.timeout_seconds: "3601" is not a whole number from 1 to 3600'
	mistake "${w}api_version: 25.0\n" \
		'3: whatsapp.api_version: is not v and two numbers, such as v25.0'
	mistake "${w}base_url: http://api.example\n" \
		'3: whatsapp.base_url: plain http would show the token to everybody on the way; it is for 127.0.0.1 and [::1] alone'
	mistake "${w}default_country: br\n" \
		'3: whatsapp.default_country: is not two capital letters, such as BR'
	mistake "${w}timezone: Mars/Olympus\n" \
		'3: whatsapp.timezone: this system knows no time zone of that name; take one such as America/Recife from /usr/share/zoneinfo, which the package tzdata brings'
	mistake "${w}timezone: ../../etc/passwd\n" \
		'3: whatsapp.timezone: is not the name of a time zone, such as America/Recife'
	mistake 'log:\n  file: maybe\n' '2: log.file: "maybe" is not true or false'
	mistake 'log: {level: loud}\n' '1: log.level: "loud" is not warn, info or debug'
	mistake 'email:\n  from: nobody\n' \
		'2: email.from: is not an address, such as news@acme.example or ACME <news@acme.example>'
	mistake 'email:\n  smtp_url: https://mail.example\n' \
		'2: email.smtp_url: must begin with smtp:// or smtps://'
	mistake 'credentials:\n  passphrase_command: |\n    a\n    b\n' \
		'2: credentials.passphrase_command: has a line break or another control character; write it in one line'
	# The wrong kind of thing.
	mistake "${w}timezone: [UTC]\n" \
		'3: whatsapp.timezone: is a list or a section; write one value'
	mistake "${w}timezone:\n    name: UTC\n" \
		"4: whatsapp.timezone.name: is not known; did you mean timezone? $whatsapp_has"
	mistake "${w}timezone:\n" \
		'3: whatsapp.timezone: has no value; give it one, or take the line away'
	mistake "${w}timezone: ''\n" \
		'3: whatsapp.timezone: is empty; give it a value, or take the line away'
	mistake 'log: true\n' \
		'1: log: is a section; write its settings below it, indented'
	mistake 'log:\n- file\n' \
		'1: log: is a section; write its settings below it, indented'
}

@test "config: a password in an address is not repeated" {
	for line in 'whatsapp: {base_url: "https://me:sesame@api.example"}' \
		'email: {smtp_url: "smtps://me:sesame@mail.example"}'; do
		settings "$line"
		run -78 --separate-stderr csr-quota show
		[[ $stderr != *sesame* ]]
		[[ $stderr == *config.yaml:1:* ]]
	done
	CSR_SMTP_URL=smtp://me:sesame@mail.example run -78 csr-quota show
	[[ $stderr != *sesame* ]]
}

@test "config: a name that is not known, and which was meant" {
	w='whatsapp:\n  '
	mistake "${w}rate_limit: 5\n" \
		"2: whatsapp.rate_limit: is not known; did you mean rate_limit_per_minute? $whatsapp_has"
	mistake "${w}daily_mesage_limit: 5\n" \
		"2: whatsapp.daily_mesage_limit: is not known; did you mean daily_message_limit? $whatsapp_has"
	mistake "${w}colour: red\n" "2: whatsapp.colour: is not known; $whatsapp_has"
	mistake 'log:\n  lvl: info\n' \
		'2: log.lvl: is not known; did you mean level? log has file, level'
	mistake 'whatsap:\n  timezone: UTC\n' \
		"2: whatsap.timezone: is not known; did you mean whatsapp? $sections"
	mistake 'timezone: UTC\n' \
		"1: timezone: is not known; it belongs into the section whatsapp; $sections"
	mistake 'x: {y: z}\n' "1: x.y: is not known; $sections"
	mistake 'x: []\n' "1: x: is not known; $sections"
	# A long one is cut, and cannot drive the terminal.
	settings "\"$(printf '%0999d' 0)\\\\e[2J\": 1\n"
	run -78 --separate-stderr csr-quota show
	[ "${#stderr}" -lt 400 ]
	settings '"\\e[2J": 1\n'
	run -78 --separate-stderr csr-quota show
	[[ $stderr == *':1: \x1b[2J: is not known; '* ]]
}

@test "config: what is no YAML, or more than is wanted" {
	mistake 'log:\n\tfile: true\n' '2: begins with a tab; indent with spaces'
	mistake 'log:\n  file: true\n  file: false\n' \
		'3: log.file stands on line 2 already; take one of the two away'
	mistake 'log: {file: true}\n\nlog: {level: info}\n' \
		'3: log stands on line 1 already; take one of the two away'
	mistake 'log.file: true\n' \
		'1: a name with a dot; write the part before it as a section, and the other in it'
	mistake 'log: &x {file: true}\n' \
		'1: an anchor or a tag, which mean nothing here'
	mistake 'log:\n  level: !!str info\n' \
		'2: an anchor or a tag, which mean nothing here; put a value that begins with & or ! between quotes'
	mistake 'log:\n  level: *x\n' \
		'2: an alias; write the value out, or put it between quotes if it begins with *'
	mistake 'log: {}\n---\nlog: {}\n' \
		'2: a second document begins; everything must be in one'
	mistake '- log\n' '1: a list; names with values are wanted here'
	mistake 'log:\n  file: true\n level: info\n' \
		'3: did not find expected key; look at this line and the one before it: each wants a name, a colon, a blank and a value, and those of a section the same indentation'
	mistake 'log: \377\n' '1: is not UTF-8; save it as UTF-8'
	mistake '# \000\n' '1: has a NUL byte; it is no text'
	mistake '\n#\033\n' '2: control characters are not allowed'
	mistake '\377\376l\000o\000' '1: is not UTF-8; save it as UTF-8'
}

@test "config: hostile files are refused at once, and take no memory" {
	settings ''
	file=$CSR_HOME/config.yaml
	limit=200000
	# The sanitizers want more than that to begin with.
	(ulimit -v $limit && csr-quota --version) || limit=unlimited
	refused() {
		run -78 --separate-stderr bash -c \
			"ulimit -v $limit; timeout 5 csr-quota show"
		[[ $stderr == *"$file"*"$1"* ]]
	}
	# Each line nine of the one before: a billion laughs.
	{
		echo 'a: &a [x, x, x, x, x, x, x, x, x]'
		for name in b c d e f g h i; do
			echo "$name: &$name [*a, *a, *a, *a, *a, *a, *a, *a, *a]"
		done
	} >"$file"
	refused "an anchor or a tag"
	yes 'ui: [[[[' | head -c 60000 >"$file"
	refused :
	printf 'ui: %060000d' 0 | tr 0 '[' >"$file"
	refused "more than 16 levels"
	{
		echo 'ui:'
		seq 1001 | sed 's/.*/  n&: x/'
	} >"$file"
	refused ":1001: has more than 1000 names"
	head -c 65537 /dev/zero | tr '\0' '#' >"$file"
	refused "more than 64 KiB"
	truncate -s 100G "$file"
	refused "more than 64 KiB"
	rm "$file"
	ln -s /dev/zero "$file"
	refused "is not a regular file"
	rm "$file"
	mkfifo "$file"
	refused "is not a regular file"
	rm "$file"
	mkdir "$file"
	refused "is not a regular file"
	rmdir "$file"
	ln -s config.yaml "$file"
	run -74 timeout 5 csr-quota show
	rm "$file"
	for _ in {1..50}; do
		head -c 3000 /dev/urandom >"$file"
		refused :
	done
}

@test "config: a file that others could write is not believed" {
	settings 'credentials: {passphrase_command: "touch run"}'
	for mode in 620 602 666 660; do
		chmod "$mode" home/config.yaml
		run -77 --separate-stderr csr-quota show
		[ "$stderr" = "csr-quota: $CSR_HOME/config.yaml: others can write it, and could name commands in it that you run; read it, and then: chmod go-w $CSR_HOME/config.yaml" ]
	done
	bash -c "${stderr##*then: }"
	run -0 csr-quota show
	# That others read it does no harm.
	chmod 644 home/config.yaml
	run -0 csr-quota show
	chmod 770 home
	run -77 --separate-stderr csr-quota show
	[[ $stderr == *"chmod go-w $CSR_HOME" ]]
	bash -c "${stderr##*it: }"
	run -0 csr-quota show
	# Of a link, what it leads to.
	mv home/config.yaml elsewhere
	ln -s "$PWD/elsewhere" home/config.yaml
	run -0 csr-quota show
	chmod 622 elsewhere
	run -77 csr-quota show
	rm elsewhere
	run -0 csr-quota show
}

@test "config: a file that belongs to somebody else is not believed" {
	[ "$(id -u)" = 0 ] || skip "only root can give a file away"
	settings 'log: {file: false}'
	chown 65534 home/config.yaml
	run -77 --separate-stderr csr-quota show
	[[ $stderr == *"config.yaml: belongs to somebody else"*"chown 0 $CSR_HOME/config.yaml" ]]
}
