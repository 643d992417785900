/* SPDX-License-Identifier: MIT */
/* csr-send-wa: send WhatsApp messages through the Cloud API. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "access.h"
#include "cloudapi.h"
#include "dryrun.h"
#include "explain.h"
#include "filter.h"
#include "http.h"
#include "msg.h"
#include "options.h"
#include "pace.h"
#include "program.h"
#include "quota.h"
#include "sender.h"
#include "setup.h"
#include "stop.h"

enum {
	KEY_BACKOFF = OPTIONS_LONG,
	KEY_CONCURRENCY,
	KEY_CONNECTIONS,
	KEY_DOUBT_LIMIT,
	KEY_PAIR_INTERVAL,
	KEY_PROGRESS,
	KEY_RETRIES,
	KEY_TOTAL,
	KEY_TIMEOUT,
	KEY_CA_FILE,
	KEY_API_VERSION,
	KEY_PASSPHRASE_FD,
	KEY_PROFILE,
	KEY_EXPLAIN_ERROR
};

static const struct option_row rows[] =
	{{'n', "dry-run", NULL, "send nothing; add each request to its record"},
		PACE_ROWS, PACE_WAIT_ROW,
		{KEY_CONCURRENCY, "concurrency", "N",
			"requests under way at most (default 32)"},
		{KEY_CONNECTIONS, "connections", "N",
			"connections at most (default: enough for those)"},
		{KEY_RETRIES, "retries", "N",
			"try N times more what was not taken (default 5)"},
		{KEY_BACKOFF, "backoff", "TIME",
			"most to wait before the first retry (default 1s)"},
		{KEY_PAIR_INTERVAL, "pair-interval", "TIME",
			"between two messages to one person (default 6s)"},
		{KEY_DOUBT_LIMIT, "doubt-limit", "on|off",
			"stop when many answers are lost (default on)"},
		{KEY_PROGRESS, "progress", NULL,
			"show how far it is, on a terminal"},
		{KEY_TOTAL, "total", "N", "records expected, for the progress"},
		{KEY_TIMEOUT, "timeout", "TIME",
			"how long to wait (default 30s or as configured)"},
		{KEY_CA_FILE, "ca-file", "FILE",
			"trust the certificate authorities in FILE"},
		{KEY_API_VERSION, "api-version", "vN.N",
			"Graph API (default v25.0 or as configured)"},
		{KEY_PASSPHRASE_FD, "passphrase-fd", "N",
			"read the passphrase from descriptor N"},
		{KEY_PROFILE, "profile", "NAME",
			"use the files of this profile"},
		{KEY_EXPLAIN_ERROR, "explain-error", "CODE",
			"say what an error of the API is, and exit"},
		{0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Send the message of each record and say what the API made of it.",
	rows};

enum {
	CONCURRENCY_DEFAULT = 32,
	CONCURRENCY_MOST = 10000,
	RETRIES_DEFAULT = 5,
	RETRIES_MOST = 1000,
	BACKOFF_DEFAULT_MS = 1000,
	PAIR_INTERVAL_DEFAULT_MS = 6000, /* Meta's pair limit */
	PIPE_SIZE = 4096,
	TIMEOUT_MOST_MS = 3600 * 1000, /* libcurl takes no more than 24 days */
};

struct send {
	bool is_dry_run;
	const char *profile;
	struct pace pace;
	struct sender_options sender;
	struct setup setup;
	struct access access;
	struct buf url, place; /* of the messages; of the number */
};

static void
set_version(struct send *send, const char *text)
{
	unsigned int major, minor;
	int used = 0;

	if (sscanf(text, "v%3u.%3u%n", &major, &minor, &used) != 2 ||
		text[used] != '\0')
		options_fail("--api-version: \"%s\" is not like v25.0", text);
	send->access.version = text;
}

static bool
is_on(const struct options *options, const char *name)
{
	const char *word = options_argument(options);

	if (strcmp(word, "on") != 0 && strcmp(word, "off") != 0)
		options_fail("--%s: \"%s\" is neither on nor off", name, word);
	return strcmp(word, "on") == 0;
}

/* How what is sent is sent. */
static void
set_sending(struct send *send, const struct options *options, int key)
{
	struct sender_options *sender = &send->sender;

	switch (key) {
	case KEY_RETRIES:
		sender->retries = (int)options_number(options, 0, RETRIES_MOST);
		break;
	case KEY_BACKOFF:
		sender->backoff_ms = options_duration(options);
		break;
	case KEY_PAIR_INTERVAL:
		sender->pair_ms = options_duration(options);
		break;
	case KEY_DOUBT_LIMIT:
		sender->ignores_doubts = !is_on(options, "doubt-limit");
		break;
	case KEY_PROGRESS:
		sender->wants_progress = true;
		break;
	case KEY_TOTAL:
		sender->total = options_number(options, 1, INT64_MAX);
		break;
	default:
		pace_option(options, key, &send->pace);
		break;
	}
}

static void
set_option(struct send *send, const struct options *options, int key)
{
	switch (key) {
	case 'n':
		send->is_dry_run = true;
		break;
	case KEY_CONCURRENCY:
		send->access.http.concurrency =
			(int)options_number(options, 1, CONCURRENCY_MOST);
		break;
	case KEY_CONNECTIONS:
		send->access.http.connections =
			(int)options_number(options, 1, CONCURRENCY_MOST);
		break;
	case KEY_TIMEOUT:
		send->access.http.timeout_ms = options_duration(options);
		if (send->access.http.timeout_ms < 1 ||
			send->access.http.timeout_ms > TIMEOUT_MOST_MS)
			options_fail("--timeout: take 1ms to 1h");
		break;
	case KEY_CA_FILE:
		send->access.http.ca_file = options_argument(options);
		break;
	case KEY_API_VERSION:
		set_version(send, options_argument(options));
		break;
	case KEY_PASSPHRASE_FD:
		send->access.passphrase_fd = options_descriptor(options);
		break;
	case KEY_PROFILE:
		send->profile = options_argument(options);
		break;
	case KEY_EXPLAIN_ERROR:
		exit(explain_print(options_argument(options)));
	default:
		set_sending(send, options, key);
		break;
	}
}

static void
parse_options(struct send *send, struct filter_options *filter, int argc,
	char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	int key;

	while ((key = options_next(options)) != OPTIONS_END)
		set_option(send, options, key);
	filter->files = options_operands(options, &filter->file_count);
	options_close(options);
}

static int
set_up(struct send *send, struct fault *why)
{
	struct access *access = &send->access;

	if (setup_open(&send->setup, send->profile, SETUP_MAKE, why) != 0 ||
		access_find(access, &send->setup, why) != 0)
		return -1;
	pace_fill(&send->pace, &send->setup.config);
	cloudapi_messages_url(&send->url, access->base, access->version,
		access->credentials.phone_number_id);
	buf_string(&send->url);
	buf_add_format(&send->place, "%s/%s", access->base,
		access->credentials.phone_number_id);
	return 0;
}

/* A dry run needs neither a token nor a place for files. */
static int
set_up_dry(struct send *send, struct fault *why)
{
	struct access *access = &send->access;
	const char *id;
	enum cred_form form;
	struct fault none;

	if (setup_open(&send->setup, send->profile, SETUP_LOOK, why) != 0 ||
		access_find_server(access, &send->setup, why) != 0)
		return -1;
	access_take_ids(access);
	cred_look(&access->credentials, send->setup.directory, &form, &none);
	id = access->credentials.phone_number_id;
	cloudapi_messages_url(&send->url, access->base, access->version,
		id != NULL ? id : "PHONE_NUMBER_ID");
	return 0;
}

/* What csr-throttle has let through must not wait in the pipe. */
static void
keep_pipe_small(void)
{
#ifdef F_SETPIPE_SZ
	fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
#endif
}

static int
close_filter(struct filter *filter, const char *campaign)
{
	char text[512];
	size_t used;

	tally_describe(filter_tally(filter), "pending", text, sizeof(text));
	used = strlen(text);
	if (*campaign != '\0')
		snprintf(text + used, sizeof(text) - used, " (campaign %s)",
			campaign);
	return filter_close(filter, text);
}

static int
run(struct send *send, const struct filter_options *options)
{
	char campaign[SENDER_CAMPAIGN_SIZE];
	struct filter *filter = NULL;
	struct quota *quota = NULL;
	struct http *http = NULL;
	struct fault why;
	int status;

	send->sender.url = send->url.data;
	send->sender.place = buf_string(&send->place);
	send->sender.directory = send->setup.directory;
	send->sender.profile = send->setup.profile;
	send->sender.per_day = send->pace.limits.per_day;
	send->sender.max_wait_ms = send->pace.max_wait_ms;
	keep_pipe_small();
	if (stop_catch(&why) == 0)
		quota = quota_open(send->setup.directory, &send->pace.limits,
			&why);
	if (quota != NULL)
		http = http_open(&send->access.http,
			send->access.credentials.token, &why);
	if (http != NULL) {
		filter = filter_open(options);
		sender_run(&send->sender, filter, http, quota, campaign);
		http_close(http);
		if (quota_close(quota, &why) != 0)
			filter_fail(filter, &why);
		return close_filter(filter, campaign);
	}
	status = msg_fault(&why);
	quota_close(quota, &why);
	return status;
}

int
main(int argc, char *argv[])
{
	struct filter_options options = {.stage = "send", .label = "pending"};
	struct send send = {.pace = PACE_DEFAULT,
		.sender = {.retries = RETRIES_DEFAULT,
			.backoff_ms = BACKOFF_DEFAULT_MS,
			.pair_ms = PAIR_INTERVAL_DEFAULT_MS}};
	struct fault why;
	int status;

	buf_init(&send.url, 64 * 1024);
	buf_init(&send.place, 64 * 1024);
	access_init(&send.access);
	send.access.http.concurrency = CONCURRENCY_DEFAULT;
	program_hide();
	status = access_take_token(&send.access, &why);
	program_init(argv[0]);
	program_raise_descriptors();
	parse_options(&send, &options, argc, argv);
	if (status == 0)
		status = send.is_dry_run ? set_up_dry(&send, &why)
					 : set_up(&send, &why);
	if (status != 0) {
		setup_complete(&send.setup, &why);
		status = msg_fault(&why);
	} else if (send.is_dry_run)
		status = dryrun_run(send.url.data, send.url.len, &options);
	else
		status = run(&send, &options);
	access_release(&send.access);
	buf_release(&send.url);
	buf_release(&send.place);
	setup_close(&send.setup);
	return status;
}
