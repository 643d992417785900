/* SPDX-License-Identifier: MIT */
#include "hold.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "utf8.h"

bool
hold_stands(const struct quota_hold *hold, int64_t now_ms)
{
	return hold->is_set && (hold->until_ms == 0 || now_ms < hold->until_ms);
}

bool
hold_is(const struct quota_hold *hold, const struct quota_hold *other)
{
	return hold->is_set == other->is_set && hold->at_ms == other->at_ms &&
	       hold->code == other->code && hold->until_ms == other->until_ms &&
	       strcmp(hold->by, other->by) == 0;
}

bool
hold_outlasts(const struct quota_hold *hold, const struct quota_hold *other)
{
	if (!other->is_set)
		return true;
	if (other->until_ms == 0)
		return false;
	return hold->until_ms == 0 || hold->until_ms > other->until_ms;
}

static bool
read_time(const struct doc *doc, const char *path, int64_t *time_ms)
{
	const char *text = doc_string(doc, path);

	*time_ms = text != NULL ? clock_parse(text, strlen(text)) : -1;
	return *time_ms > 0;
}

static bool
read_until(const struct doc *doc, const char *path, int64_t *time_ms)
{
	*time_ms = 0;
	return doc_kind(doc, path) == DOC_NULL || read_time(doc, path, time_ms);
}

static bool
read_whole(const struct doc *doc, const char *path, double least, double most,
	int64_t *number)
{
	double value;

	if (!doc_number(doc, path, &value) || value < least || value > most ||
		floor(value) != value)
		return false;
	*number = (int64_t)value;
	return true;
}

/* Cut between two characters. */
static bool
read_text(const struct doc *doc, const char *path, char *text, size_t size)
{
	const char *whole = doc_string(doc, path);
	size_t len = 0, step;

	if (whole == NULL)
		return false;
	while (whole[len] != '\0') {
		step = utf8_sequence(whole + len, strlen(whole + len));
		if (step == 0 || len + step >= size)
			break;
		len += step;
	}
	memcpy(text, whole, len);
	text[len] = '\0';
	return true;
}

const char *
hold_read(const struct doc *doc, struct quota_hold *hold)
{
	enum doc_kind kind = doc_kind(doc, "hold");
	int64_t status;

	*hold = (struct quota_hold){0};
	if (kind == DOC_MISSING || kind == DOC_NULL)
		return NULL;
	if (kind != DOC_OBJECT)
		return "hold";
	if (!read_until(doc, "hold.until", &hold->until_ms))
		return "hold.until";
	if (!read_time(doc, "hold.at", &hold->at_ms))
		return "hold.at";
	if (!read_whole(doc, "hold.status", EX__BASE, EX__MAX, &status))
		return "hold.status";
	if (doc_kind(doc, "hold.code") != DOC_MISSING &&
		!read_whole(doc, "hold.code", -9e15, 9e15, &hold->code))
		return "hold.code";
	if (!read_text(doc, "hold.by", hold->by, sizeof(hold->by)))
		return "hold.by";
	if (!read_text(doc, "hold.reason", hold->reason, sizeof(hold->reason)))
		return "hold.reason";
	if (doc_kind(doc, "hold.hint") != DOC_MISSING &&
		!read_text(doc, "hold.hint", hold->hint, sizeof(hold->hint)))
		return "hold.hint";
	if (doc_kind(doc, "hold.place") != DOC_MISSING &&
		!read_text(doc, "hold.place", hold->place, sizeof(hold->place)))
		return "hold.place";
	hold->status = (int)status;
	hold->is_set = true;
	return NULL;
}

static void
write_time(struct json_writer *json, int64_t time_ms)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_ms, text);
	json_string(json, text);
}

void
hold_write(const struct quota_hold *hold, struct json_writer *json)
{
	if (!hold->is_set) {
		json_string(json, NULL);
		return;
	}
	json_open(json, '{');
	json_name(json, "until");
	if (hold->until_ms == 0)
		json_string(json, NULL);
	else
		write_time(json, hold->until_ms);
	json_name(json, "at");
	write_time(json, hold->at_ms);
	json_name(json, "status");
	json_integer(json, hold->status);
	if (hold->code != 0) {
		json_name(json, "code");
		json_integer(json, hold->code);
	}
	json_name(json, "by");
	json_string(json, hold->by);
	json_name(json, "reason");
	json_string(json, hold->reason);
	if (hold->hint[0] != '\0') {
		json_name(json, "hint");
		json_string(json, hold->hint);
	}
	if (hold->place[0] != '\0') {
		json_name(json, "place");
		json_string(json, hold->place);
	}
	json_close(json, '}');
}

void
hold_title(const struct quota_hold *hold, char text[HOLD_TITLE_SIZE])
{
	char until[CLOCK_TEXT_SIZE];

	clock_format(hold->until_ms, until);
	if (hold->until_ms == 0)
		snprintf(text, HOLD_TITLE_SIZE, "sending is paused: %s",
			hold->reason);
	else
		snprintf(text, HOLD_TITLE_SIZE,
			"sending is paused until %s: %s", until, hold->reason);
}

void
hold_advice(const struct quota_hold *hold, const char *profile,
	char text[HOLD_ADVICE_SIZE])
{
	const char *hint = hold->hint;
	char until[CLOCK_TEXT_SIZE];

	clock_format(hold->until_ms, until);
	if (hold->until_ms != 0)
		snprintf(text, HOLD_ADVICE_SIZE, "%s%srun again after %s", hint,
			*hint != '\0' ? "; " : "", until);
	else
		snprintf(text, HOLD_ADVICE_SIZE,
			"%s%scsr-quota resume%s%s%s, and"
			" run again",
			hint, *hint != '\0' ? "; then " : "",
			profile != NULL ? " --profile " : "",
			profile != NULL ? profile : "",
			*hint != '\0' ? "" : " when that is over");
}
