/* SPDX-License-Identifier: MIT */
#include "ledger-list.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "campaign.h"
#include "clock.h"
#include "jsonwriter.h"
#include "ledger-file.h"
#include "ledger-scan.h"
#include "xalloc.h"

/* The campaign that the file is of, to be freed, or NULL. */
static char *
campaign_of(const char *file_name)
{
	static const char *const ends[] = {".ndjson", ".mark"};
	size_t len = strlen(file_name), end_len;

	for (int at = 0; at < 2; at++) {
		end_len = strlen(ends[at]);
		if (len > end_len &&
			strcmp(file_name + len - end_len, ends[at]) == 0 &&
			campaign_is_name(file_name, len - end_len))
			return xstrndup(file_name, len - end_len);
	}
	return NULL;
}

static int
compare(const void *one, const void *other)
{
	return strcmp(*(char *const *)one, *(char *const *)other);
}

/* A ledger and its mark are one campaign. */
static void
sort(struct ledger_names *names)
{
	size_t kept = 0;

	if (names->count > 0)
		qsort(names->list, names->count, sizeof(*names->list), compare);
	for (size_t at = 0; at < names->count; at++) {
		if (kept > 0 &&
			strcmp(names->list[kept - 1], names->list[at]) == 0)
			free(names->list[at]);
		else
			names->list[kept++] = names->list[at];
	}
	names->count = kept;
}

int
ledger_names_read(struct ledger_names *names, const char *directory,
	struct fault *why)
{
	const struct dirent *file;
	struct buf path;
	DIR *stream;
	char *name;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/ledger", directory);
	stream = opendir(buf_string(&path));
	if (stream == NULL && errno != ENOENT) {
		fault_errno(why, EX_NOINPUT, "%s", buf_string(&path));
		buf_release(&path);
		return -1;
	}
	buf_release(&path);
	if (stream == NULL)
		return 0;
	while ((file = readdir(stream)) != NULL) {
		name = campaign_of(file->d_name);
		if (name == NULL)
			continue;
		names->list = xreallocarray(names->list, names->count + 1,
			sizeof(*names->list));
		names->list[names->count++] = name;
	}
	closedir(stream);
	sort(names);
	return 0;
}

void
ledger_names_release(struct ledger_names *names)
{
	for (size_t at = 0; at < names->count; at++)
		free(names->list[at]);
	free(names->list);
	*names = (struct ledger_names){0};
}

static void
add_time(struct json_writer *json, const char *name, int64_t time_ms)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_ms, text);
	json_name(json, name);
	json_string(json, text);
}

int
ledger_list_add(struct buf *out, const struct ledger *ledger, const char *key,
	struct fault *why)
{
	struct json_writer json = {.out = out};
	struct ledger_event event;

	if (ledger_last(ledger, key, &event, why) != 0)
		return -1;
	json_open(&json, '{');
	json_name(&json, "key");
	json_string(&json, key);
	json_name(&json, "campaign");
	json_string(&json, ledger_campaign(ledger));
	json_name(&json, "state");
	json_string(&json, ledger_state_word(event.state));
	json_name(&json, "attempt");
	json_integer(&json, event.attempt);
	add_time(&json, "at", event.at_ms);
	if (event.id[0] != '\0') {
		json_name(&json, "id");
		json_string(&json, event.id);
	}
	if (event.code != 0) {
		json_name(&json, "code");
		json_integer(&json, event.code);
	}
	if (event.why[0] != '\0') {
		json_name(&json, "why");
		json_string(&json, event.why);
	}
	if (event.until_ms != 0)
		add_time(&json, "until", event.until_ms);
	return 0;
}

struct events {
	struct buf *out;
	const char *key;
	bool wants_comma;
};

static void
add_event(void *context, const struct ledger_line *line, int64_t at,
	const char *text, size_t len)
{
	struct events *events = context;

	(void)at;
	if (line->k == NULL || strcmp(line->k, events->key) != 0)
		return;
	if (events->wants_comma)
		buf_add_byte(events->out, ',');
	events->wants_comma = true;
	buf_add(events->out, text, text[len - 1] == '\n' ? len - 1 : len);
}

int
ledger_list_add_events(struct buf *out, const char *directory,
	const char *campaign, const char *key, struct fault *why)
{
	struct events events = {.out = out, .key = key};
	struct ledger_index index = {0};
	struct ledger_scan scan = {.campaign = campaign,
		.index = &index,
		.handler = add_event,
		.context = &events};
	struct ledger_file file;
	int result;

	result = ledger_file_init(&file, directory, campaign, why);
	if (result == 0)
		result = ledger_file_open(&file, false, why);
	if (result == 0)
		result = ledger_scan_run(&scan, file.fd, file.path, why);
	ledger_scan_release(&scan);
	ledger_index_release(&index);
	ledger_file_close(&file);
	return result;
}
