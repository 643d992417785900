/* SPDX-License-Identifier: MIT */
/* The table of settings, and config.yaml as it is changed by programs. */
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "config.h"
#include "tap.h"
#include "tempdir.h"
#include "xalloc.h"

enum { MADE_FILES = 400 };

static char *directory, *path;
static struct fault why;

static void
write_file(const char *text, size_t len)
{
	FILE *file = fopen(path, "w");

	if (file == NULL || fwrite(text, 1, len, file) != len ||
		fclose(file) != 0)
		printf("Bail out! %s: %s\n", path, strerror(errno));
	chmod(path, 0600);
}

static void
read_file(struct buf *text)
{
	FILE *file = fopen(path, "r");
	int byte;

	buf_clear(text);
	while (file != NULL && (byte = getc(file)) != EOF)
		buf_add_byte(text, (char)byte);
	if (file != NULL)
		fclose(file);
}

static bool
is_set_to(const struct config *config, const char *name, const char *want)
{
	char *text = config_text(config, config_find(name));
	bool is_so = text != NULL && strcmp(text, want) == 0;

	free(text);
	return is_so;
}

static int
set(struct config *config, const struct config_row *row, const char *text)
{
	why = (struct fault){0};
	return config_set(config, row, text, CONFIG_ENVIRONMENT, "HERE", &why);
}

static void
test_row(const struct config_row *row)
{
	bool has_range =
		row->kind == CONFIG_WHOLE || row->kind == CONFIG_NUMBER;
	char least[32], most[32], text[64];
	struct config config;

	config_init(&config);
	ok(config_find(row->name) == row && strlen(row->help) > 5 &&
			row->help[strlen(row->help) - 1] != '.' &&
			strncmp(row->variable, "CSR_", 4) == 0,
		"%s: has a name, help and a variable", row->name);
	ok(row->fallback == NULL ||
			is_set_to(&config, row->name, row->fallback),
		"%s: the default holds, as it is written", row->name);
	ok(config_source(&config, row) == CONFIG_DEFAULT, "%s: its source",
		row->name);
	ok(set(&config, row, "") == -1 && set(&config, row, "a\nb") == -1 &&
			set(&config, row, "\xFF") == -1 &&
			strncmp(why.text, "HERE: ", 6) == 0,
		"%s: nothing, two lines and no UTF-8 are refused", row->name);
	if (has_range) {
		snprintf(least, sizeof(least), "%g", row->least);
		snprintf(most, sizeof(most), "%.0f", row->most);
		ok(strstr(row->allowed, least) && strstr(row->allowed, most),
			"%s: what is allowed is said", row->name);
		ok(set(&config, row, least) == 0 &&
				set(&config, row, most) == 0,
			"%s: the ends of the range are", row->name);
		snprintf(text, sizeof(text), "%g", row->least / 10 - 0.001);
		ok(set(&config, row, text) == -1, "%s: %s is not", row->name,
			text);
		snprintf(text, sizeof(text), "%.0f", row->most + 1);
		ok(set(&config, row, text) == -1, "%s: %s is not", row->name,
			text);
	}
	config_release(&config);
}

static void
test_values(void)
{
	static const struct {
		const char *name;
		const char *good[8], *bad[18];
	} cases[] = {{"whatsapp.api_version", {"v25.0", "v3.12"},
			     {"25.0", "v25", "v25.0 ", "v25.", "v.0", "v25.0/x",
				     "v-1.0", "v 1.0", "V25.0"}},
		{"whatsapp.base_url",
			{"https://graph.facebook.com", "https://a.example:8443",
				"http://127.0.0.1:80", "http://[::1]:8080"},
			{"http://a.example", "http://localhost", "ftp://a",
				"graph.facebook.com", "https://a/v1",
				"https://u:p@a.example", "https://"}},
		{"whatsapp.rate_limit_per_minute",
			{"20", "0.01", "0.5", "60000", "59999.99"},
			{"0", "-1", "1e3", "0x10", "nan", "inf", ".5", "5.",
				"1.2.3", "20/min", " 20", "60000.1", "1_000"}},
		{"whatsapp.daily_message_limit", {"0", "250", "1000000000"},
			{"2.5", "-1", "1e3", "99999999999999999999", "many"}},
		{"whatsapp.default_country", {"BR", "NO"},
			{"br", "BRA", "B", "B1", "\xC3\x89S"}},
		{"whatsapp.timezone", {"America/Recife", "UTC"},
			{"America", "Mars/Olympus", "../../../etc/passwd",
				"/usr/share/zoneinfo/UTC", "zone.tab", ":UTC",
				"UTC/", "America/../UTC"}},
		{"email.smtp_url",
			{"smtp://127.0.0.1:25", "smtps://smtp.example.com:465",
				"smtp://mail.example", "smtp://[::1]:25/"},
			{"https://a", "smtp:a", "smtp://", "smtps://:465",
				"smtp://u:p@a.example", "smtp://a/b",
				"mail.example", "smtp://a:port",
				"smtp://a:", "smtp://a:0", "smtp://a:65536",
				"smtp://a:251234", "smtp://a%2eexample",
				"smtp://a\\b", "smtp://[::1", "smtp://[::1]x",
				"smtp://a?x"}},
		{"email.from",
			{"news@acme.example", "ACME <news@acme.example>"},
			{"ACME", "ACME <news@acme.example", "@", "<>",
				"a@b@c"}},
		{"log.file", {"true", "false", "yes", "NO", "On", "off"},
			{"1", "0", "maybe", "y"}},
		{"log.level", {"warn", "info", "DEBUG"},
			{"warning", "inf", "1"}},
		{"credentials.passphrase_command",
			{"secret-tool lookup csr key", "true",
				"pass 'a b' | x"},
			{"a\tb"}}};
	struct config config;

	config_init(&config);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct config_row *row = config_find(cases[i].name);
		const char *const *text;

		for (text = cases[i].good; *text != NULL; text++)
			ok(set(&config, row, *text) == 0 &&
					config_source(&config, row) ==
						CONFIG_ENVIRONMENT,
				"%s: %s is fine %s", row->name, *text,
				why.text);
		for (text = cases[i].bad; *text != NULL; text++)
			ok(set(&config, row, *text) == -1 &&
					why.status == EX_CONFIG,
				"%s: %s is not", row->name, *text);
	}
	config_release(&config);
}

static int
store(const char *name, const char *text)
{
	const struct config_change change = {config_find(name), text};

	why = (struct fault){0};
	return config_store(directory, &change, 1, &why);
}

#define RATE "whatsapp.rate_limit_per_minute"

static void
test_store(void)
{
	static const struct {
		const char *before, *name, *text, *after;
	} cases[] = {{"", RATE, "5",
			     "# Settings of CSC-Reach; csr-config(5) says which"
			     " there are.\nwhatsapp:\n  rate_limit_per_minute: "
			     "5\n"},
		{"# mine\nwhatsapp:\n  # as agreed\n  rate_limit_per_minute:"
		 " 20 # a minute\n  api_version: v25.0\n",
			RATE, "7.5",
			"# mine\nwhatsapp:\n  # as agreed\n"
			"  rate_limit_per_minute: 7.5 # a minute\n"
			"  api_version: v25.0\n"},
		{"whatsapp:\n    api_version: v25.0 # so\n\n# end\n", RATE, "5",
			"whatsapp:\n    api_version: v25.0 # so\n"
			"    rate_limit_per_minute: 5\n\n# end\n"},
		{"whatsapp:\n  api_version: v25.0", RATE, "5",
			"whatsapp:\n  api_version: v25.0\n"
			"  rate_limit_per_minute: 5\n"},
		{"whatsapp:\r\n  api_version: v25.0\r\n# c\r\n", RATE, "5",
			"whatsapp:\r\n  api_version: v25.0\r\n"
			"  rate_limit_per_minute: 5\r\n# c\r\n"},
		{"log:\n  file: true", RATE, "5",
			"log:\n  file: true\nwhatsapp:\n"
			"  rate_limit_per_minute: 5\n"},
		{"whatsapp: # ours\n  # nothing yet\nlog: {file: true}\n", RATE,
			"5",
			"whatsapp: # ours\n  rate_limit_per_minute: 5\n"
			"  # nothing yet\nlog: {file: true}\n"},
		{"whatsapp: ~\n", RATE, "5",
			"whatsapp: \n  rate_limit_per_minute: 5\n"},
		{"whatsapp: {}\n", RATE, "5",
			"whatsapp: {rate_limit_per_minute: 5}\n"},
		{"log: {file: true} # l\n", "log.level", "debug",
			"log: {file: true, level: debug} # l\n"},
		{"log: {\n  file: true\n}\n", "log.level", "debug",
			"log: {\n  file: true, level: debug\n}\n"},
		{"{\"log\": {\"file\": true}}\n", "log.file", "false",
			"{\"log\": {\"file\": false}}\n"},
		{"log:\n  level: 'info' # q\n", "log.level", "warn",
			"log:\n  level: warn # q\n"},
		{"log:\n  level:\n    \"info\"\n  file: true\n", "log.level",
			"warn", "log:\n  level:\n    warn\n  file: true\n"},
		{"email:\n  password_command: >-\n    pass\n    show\n# c\n",
			"email.password_command", "true",
			"email:\n  password_command: 'true'\n# c\n"},
		{"email:\n  username: |-\n    me\n\n# c\n",
			"email.password_command", "pass show it's",
			"email:\n  username: |-\n    me\n"
			"  password_command: 'pass show it''s'\n\n# c\n"},
		{"# \xC3\xA9\xE2\x82\xAC\nwhatsapp:\n  timezone: UTC # "
		 "\xC3\xA9\n",
			"whatsapp.default_country", "NO",
			"# \xC3\xA9\xE2\x82\xAC\nwhatsapp:\n"
			"  timezone: UTC # \xC3\xA9\n  default_country: "
			"'NO'\n"},
		{"\xEF\xBB\xBFlog:\n  file: true\n", "log.file", "false",
			"\xEF\xBB\xBFlog:\n  file: false\n"},
		{"whatsapp:\n  enabled: false\n  api_version: v18.0\nui:\n"
		 "  list: [1]\n",
			"whatsapp.api_version", "v25.0",
			"whatsapp:\n  enabled: false\n  api_version: v25.0\n"
			"ui:\n  list: [1]\n"}};
	struct buf text;

	buf_init(&text, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unlink(path);
		if (*cases[i].before != '\0')
			write_file(cases[i].before, strlen(cases[i].before));
		ok(store(cases[i].name, cases[i].text) == 0, "store %zu %s", i,
			why.text);
		read_file(&text);
		ok_bytes(text.data, text.len, cases[i].after,
			strlen(cases[i].after), "store %zu: the text", i);
		ok(store(cases[i].name, cases[i].text) == 0, "store %zu again",
			i);
		read_file(&text);
		ok_bytes(text.data, text.len, cases[i].after,
			strlen(cases[i].after), "store %zu: is the same", i);
	}
	buf_release(&text);
}

/* What cannot be changed stays as it is, to the byte. */
static void
test_not_stored(void)
{
	static const struct {
		const char *before, *name, *text, *want;
		mode_t mode;
		int status;
	} cases[] = {{"log:\n  level: info\n", "log.level", "loud",
			     "log.level: \"loud\" is not warn, info or debug",
			     0600, EX_CONFIG},
		{"log:\n  level: loud\n", "log.file", "true",
			":2: log.level: \"loud\" is not", 0600, EX_CONFIG},
		{"log: [", "log.file", "true", "config.yaml:1: ", 0600,
			EX_CONFIG},
		{"{ui: {a: b}}\n", "log.file", "true",
			"no program can write this", 0600, EX_CONFIG},
		{"log: # l\n  level: info\n...\n", RATE, "5",
			"no program can write this", 0600, EX_CONFIG},
		/* Would be read as the desktop application's, and ignored. */
		{"whatsapp:\n  timezone: UTC\n", "whatsapp.api_version",
			"v18.0", "no program can write this", 0600, EX_CONFIG},
		{"log:\n  level: info\n", "log.file", "true", "chmod go-w ",
			0620, EX_NOPERM}};
	struct buf text;

	buf_init(&text, SIZE_MAX);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		write_file(cases[i].before, strlen(cases[i].before));
		chmod(path, cases[i].mode);
		ok(store(cases[i].name, cases[i].text) == -1 &&
				why.status == cases[i].status &&
				strstr(why.text, cases[i].want) != NULL,
			"not stored %zu: %s", i, why.text);
		read_file(&text);
		ok_bytes(text.data, text.len, cases[i].before,
			strlen(cases[i].before), "not stored %zu: the text", i);
	}
	buf_release(&text);
}

/* The same each time: xorshift, Marsaglia 2003. */
static uint32_t
chance(uint32_t most)
{
	static uint32_t state = 88172645;

	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % most;
}

static const struct config_row *
any_row(void)
{
	return config_row_at(chance(14));
}

static const char *
any_value(const struct config_row *row)
{
	static const char *const texts[] = {"x", "a b", "it's", "# no", "true",
		"a: b", "\xC3\xA9", "[x]", "*x", "&x", "!x", "-", "~", "a\\b",
		"\"q\"", "{", "null", "'", "%x", "@x", "a #b", "?"};
	struct config config;
	const char *text;
	bool is_good;

	if (row->fallback != NULL)
		return row->fallback;
	config_init(&config);
	do {
		text = texts[chance(sizeof(texts) / sizeof(*texts))];
		if (row == config_find("whatsapp.default_country"))
			text = chance(2) != 0 ? "NO" : "BR";
		else if (row == config_find("whatsapp.timezone"))
			text = "UTC";
		else if (row == config_find("email.smtp_url"))
			text = "smtp://a.example";
		else if (row == config_find("email.from"))
			text = "A # <a@b.example>";
		is_good = set(&config, row, text) == 0;
	} while (!is_good);
	config_release(&config);
	return text;
}

/* A file made of pieces, each of which is on lines of its own. */
static void
make_file(struct buf *text)
{
	static const char *const pieces[][4] =
		{{"# a comment\n", "\n", "#  rate_limit_per_minute: 3\n", ""},
			{"whatsapp:\n  timeout_seconds: 9 # x\n",
				"whatsapp: {timeout_seconds: 9}\n",
				"whatsapp:\n",
				"whatsapp:\n  enabled: true\n  # y\n"
				"  api_version: v18.0\n"},
			{"ui:\n  - a\n  - b: c\n", "ui: {a: [1, 2]}\n",
				"app:\n  language: pt\n", "templates: {}\n"},
			{"email:\n      username: \"\xC3\xA9\"\n", "email: ~\n",
				"email: {username: a, batch_size: 50}\n",
				"email:\n  signature_include: false\n"},
			{"log:\n  level: warn\n  # l\n", "log: {file: yes}\n",
				"", "log: {}\n"},
			{"# the end\n", "# no line break at the end", "\n\n",
				""}};

	buf_clear(text);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++)
		buf_add_text(text, pieces[i][chance(4)]);
}

/* Is each line of a, but those with a colon, in b, in the same order? */
static bool
has_other_lines(const char *a, const char *b)
{
	char line[128];
	const char *end;

	for (; *a != '\0'; a = *end != '\0' ? end + 1 : end) {
		end = a + strcspn(a, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)(end - a), a);
		if (strchr(line, ':') != NULL && *line != '#')
			continue;
		b = strstr(b, line);
		if (b == NULL)
			return false;
		b += strlen(line);
	}
	return true;
}

static void
test_made_files(void)
{
	int refused = 0, bad = 0;
	struct buf before, after;

	buf_init(&before, SIZE_MAX);
	buf_init(&after, SIZE_MAX);
	for (int i = 0; i < MADE_FILES; i++) {
		struct config_change changes[3];
		struct config config;

		for (int n = 0; n < 3; n++) {
			changes[n].row = any_row();
			changes[n].text = any_value(changes[n].row);
		}
		make_file(&before);
		write_file(before.data, before.len);
		why = (struct fault){0};
		if (config_store(directory, changes, 3, &why) != 0) {
			tap_show(why.text, before.data, before.len);
			refused++;
			continue;
		}
		read_file(&after);
		config_init(&config);
		if (config_read(&config, directory, &why) != 0 ||
			!is_set_to(&config, changes[2].row->name,
				changes[2].text) ||
			!has_other_lines(buf_string(&before),
				buf_string(&after))) {
			bad++;
			tap_show("before", before.data, before.len);
			tap_show("after", after.data, after.len);
		}
		config_release(&config);
	}
	ok(refused == 0, "%d made files can be changed", MADE_FILES);
	ok(bad == 0, "and keep what else was in them");
	buf_release(&before);
	buf_release(&after);
}

/* Each of several programs changes something else at the same time. */
static void
test_at_once(void)
{
	static const char *const names[] = {"whatsapp.api_version", RATE,
		"whatsapp.daily_message_limit", "whatsapp.timeout_seconds",
		"log.file", "log.level"};
	enum { COUNT = sizeof(names) / sizeof(*names) };
	struct config config;
	int status, failed = 0;

	unlink(path);
	fflush(stdout);
	for (int i = 0; i < COUNT; i++)
		if (fork() == 0)
			_exit(store(names[i], config_find(names[i])->fallback));
	for (int i = 0; i < COUNT; i++)
		failed += wait(&status) < 0 || status != 0;
	config_init(&config);
	ok(failed == 0 && config_read(&config, directory, &why) == 0,
		"several at once");
	for (int i = 0; i < COUNT; i++)
		ok(config_source(&config, config_find(names[i])) == CONFIG_FILE,
			"%s is there", names[i]);
	config_release(&config);
}

static void
test_link(void)
{
	struct stat is;
	struct buf text;
	char *real;

	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s/real.yaml", directory);
	real = xstrdup(buf_string(&text));
	unlink(path);
	ok(symlink(real, path) == 0, "a link");
	write_file("log:\n  level: info\n", 19);
	ok(store("log.level", "warn") == 0 && lstat(path, &is) == 0 &&
			S_ISLNK(is.st_mode),
		"the link stays %s", why.text);
	read_file(&text);
	ok_bytes(text.data, text.len, "log:\n  level: warn\n", 19,
		"and its file is changed");
	ok(lstat(real, &is) == 0 && (is.st_mode & 0777) == 0600,
		"which nobody else can read");
	buf_release(&text);
	free(real);
}

int
main(void)
{
	const struct config_row *row;
	struct buf text;

	directory = tempdir_make("/tmp", "csr-test-config", &why);
	if (directory == NULL) {
		printf("Bail out! %s\n", why.text);
		return 1;
	}
	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s/config.yaml", directory);
	path = xstrdup(buf_string(&text));
	buf_release(&text);
	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++)
		test_row(row);
	test_values();
	test_store();
	test_not_stored();
	test_made_files();
	test_at_once();
	test_link();
	tempdir_remove(directory, &why);
	free(directory);
	free(path);
	return tap_end();
}
