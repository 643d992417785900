/* SPDX-License-Identifier: MIT */
/* For each setting: the default, the file before it, the environment first. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "setup.h"
#include "tap.h"
#include "tempdir.h"

/* Two values of each setting that are not its default, as they are written. */
static const struct {
	const char *name, *file, *environment;
} rows[] = {{"whatsapp.api_version", "v24.0", "v23.0"},
	{"whatsapp.base_url", "https://file.example", "http://127.0.0.1:8080"},
	{"whatsapp.rate_limit_per_minute", "30", "0.5"},
	{"whatsapp.daily_message_limit", "250", "0"},
	{"whatsapp.timeout_seconds", "60", "1"},
	{"whatsapp.default_country", "BR", "NO"},
	{"whatsapp.timezone", "America/Recife", "Asia/Kolkata"},
	{"email.smtp_url", "smtps://file.example:465", "smtp://127.0.0.1:25"},
	{"email.from", "ACME <news@acme.example>", "a@b.example"},
	{"email.username", "file", "environment"},
	{"email.password_command", "pass show smtp", "true"},
	{"credentials.passphrase_command", "pass show csr", "echo 'x'"},
	{"log.file", "true", "false"}, {"log.level", "debug", "warn"}};

enum { ROW_COUNT = sizeof(rows) / sizeof(*rows) };

static char *directory;
static struct fault why;

static void
write_settings(const char *below, const char *only)
{
	struct buf path;
	FILE *file;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s%s/config.yaml", directory, below);
	file = fopen(buf_string(&path), "w");
	if (file == NULL) {
		printf("Bail out! %s: %s\n", path.data, strerror(errno));
		exit(1);
	}
	for (int i = 0; i < ROW_COUNT; i++) {
		const char *setting = strchr(rows[i].name, '.') + 1;
		int len = (int)(setting - rows[i].name - 1);

		if (only != NULL && strcmp(only, rows[i].name) != 0)
			continue;
		if (i == 0 || only != NULL ||
			strncmp(rows[i].name, rows[i - 1].name,
				(size_t)len + 1) != 0)
			fprintf(file, "%.*s:\n", len, rows[i].name);
		fprintf(file, "  %s: %s\n", setting, rows[i].file);
	}
	fclose(file);
	chmod(path.data, 0600);
	buf_release(&path);
}

static const char *
variable(int i)
{
	return config_find(rows[i].name)->variable;
}

static void
check(const struct setup *setup, int i, const char *want,
	enum config_source source, const char *what)
{
	const struct config_row *row = config_find(rows[i].name);
	char *text = config_text(&setup->config, row);

	ok((text == NULL) == (want == NULL) &&
			(text == NULL || strcmp(text, want) == 0) &&
			config_source(&setup->config, row) == source,
		"%s: %s: %s", row->name, what, text != NULL ? text : "none");
	free(text);
}

static bool
open_setup(struct setup *setup, const char *profile)
{
	return ok(setup_open(setup, profile, SETUP_LOOK, &why) == 0,
		"it opens %s", why.text);
}

/* Each by itself, so that no row is taken for another. */
static void
test_each(int i)
{
	struct setup setup;

	write_settings("", rows[i].name);
	if (open_setup(&setup, NULL))
		for (int at = 0; at < ROW_COUNT; at++)
			check(&setup, at,
				at == i ? rows[at].file
					: config_find(rows[at].name)->fallback,
				at == i ? CONFIG_FILE : CONFIG_DEFAULT, "file");
	setup_close(&setup);
	setenv(variable(i), rows[i].environment, 1);
	if (open_setup(&setup, NULL))
		check(&setup, i, rows[i].environment, CONFIG_ENVIRONMENT,
			"environment over file");
	setup_close(&setup);
	setenv(variable(i), "", 1);
	if (open_setup(&setup, NULL))
		check(&setup, i, rows[i].file, CONFIG_FILE,
			"an empty variable is none");
	setup_close(&setup);
	setenv(variable(i), "\n", 1);
	ok(setup_open(&setup, NULL, SETUP_LOOK, &why) == -1 &&
			why.status == EX_CONFIG &&
			strncmp(why.text, variable(i), strlen(variable(i))) ==
				0,
		"%s: a mistake there is named", variable(i));
	setup_close(&setup);
	unsetenv(variable(i));
}

static void
test_all(void)
{
	struct setup setup;

	write_settings("", NULL);
	if (open_setup(&setup, NULL))
		for (int i = 0; i < ROW_COUNT; i++)
			check(&setup, i, rows[i].file, CONFIG_FILE, "all");
	setup_close(&setup);
}

/* What one profile sets is never another's. */
static void
test_profiles(void)
{
	struct buf path;
	struct setup setup;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/profiles", directory);
	mkdir(buf_string(&path), 0700);
	buf_add_text(&path, "/shop");
	mkdir(buf_string(&path), 0700);
	buf_release(&path);
	write_settings("", NULL);
	if (open_setup(&setup, "shop"))
		for (int i = 0; i < ROW_COUNT; i++)
			check(&setup, i, config_find(rows[i].name)->fallback,
				CONFIG_DEFAULT, "profile");
	setup_close(&setup);
	write_settings("/profiles/shop", rows[2].name);
	if (open_setup(&setup, "shop"))
		check(&setup, 2, rows[2].file, CONFIG_FILE, "profile");
	setup_close(&setup);
	setenv("CSR_PROFILE", "shop", 1);
	if (open_setup(&setup, NULL))
		check(&setup, 0, config_find(rows[0].name)->fallback,
			CONFIG_DEFAULT, "profile of the environment");
	setup_close(&setup);
	unsetenv("CSR_PROFILE");
	ok(setup_open(&setup, "../x", SETUP_LOOK, &why) == -1 &&
			why.status == EX_USAGE,
		"a name that no profile can have");
	setup_close(&setup);
}

/* Hours from UTC to the zone that holds, at a time without summer time. */
static double
zone_hours(void)
{
	const time_t moment = 1764028800; /* 2025-11-25T00:00:00Z */
	struct tm parts;

	localtime_r(&moment, &parts);
	return (double)parts.tm_gmtoff / 3600;
}

static void
test_zone(void)
{
	struct setup setup;

	setenv("TZ", "CET-1", 1);
	write_settings("", rows[0].name);
	open_setup(&setup, NULL);
	ok(zone_hours() == 1, "the system's zone, when nothing is set");
	setup_close(&setup);
	write_settings("", "whatsapp.timezone");
	open_setup(&setup, NULL);
	ok(zone_hours() == -3, "the file's");
	setup_close(&setup);
	setenv("CSR_TIMEZONE", "Asia/Kolkata", 1);
	open_setup(&setup, NULL);
	ok(zone_hours() == 5.5, "the environment's");
	setup_close(&setup);
	unsetenv("CSR_TIMEZONE");
}

int
main(void)
{
	const struct config_row *row;

	directory = tempdir_make("/tmp", "csr-test-setup", &why);
	if (directory == NULL) {
		printf("Bail out! %s\n", why.text);
		return 1;
	}
	setenv("CSR_HOME", directory, 1);
	unsetenv("CSR_PROFILE");
	for (int i = 0; (row = config_row_at((size_t)i)) != NULL; i++) {
		unsetenv(row->variable);
		ok(i < ROW_COUNT && strcmp(rows[i].name, row->name) == 0,
			"%s is tested", row->name);
	}
	for (int i = 0; i < ROW_COUNT; i++)
		test_each(i);
	test_all();
	test_profiles();
	test_zone();
	tempdir_remove(directory, &why);
	free(directory);
	return tap_end();
}
