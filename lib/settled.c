/* SPDX-License-Identifier: MIT */
#include "settled.h"

#include <inttypes.h>
#include <stdio.h>

#include "apierror.h"
#include "clock.h"
#include "jsonwriter.h"

/* The same members as a sender's, as far as the ledger has them. */
static void
set_result(struct record *record, const struct ledger_event *event)
{
	char at[CLOCK_TEXT_SIZE];
	struct json_writer json = {0};
	struct buf text;

	buf_init(&text, SIZE_MAX);
	json.out = &text;
	json_open(&json, '{');
	if (event->id[0] != '\0') {
		json_name(&json, "id");
		json_string(&json, event->id);
	}
	clock_format(event->at_ms, at);
	json_name(&json, "at");
	json_string(&json, at);
	json_close(&json, '}');
	record_csr_set_raw(record, "result", text.data, text.len);
	buf_release(&text);
}

static void
stop_accepted(struct record *record, const char *stage)
{
	record_stop(record, STATUS_DUPLICATE,
		&(struct record_error){.stage = stage,
			.code = "already_sent",
			.title = "already sent in this campaign",
			.hint = "to write to this person again, name another"
				" campaign: csr-render --campaign"});
}

static void
stop_failed(struct record *record, const char *stage, const char *key,
	const struct ledger_event *event)
{
	char title[80], hint[120];

	if (event->code != 0)
		snprintf(title, sizeof(title),
			"refused for good in this campaign (%" PRId64 ")",
			event->code);
	else
		snprintf(title, sizeof(title),
			"refused for good in this campaign");
	snprintf(hint, sizeof(hint),
		"once the reason is gone: csr-ledger resolve %s resend, and"
		" run again",
		key);
	record_stop(record, STATUS_DUPLICATE,
		&(struct record_error){.stage = stage,
			.code = "already_failed",
			.title = title,
			.hint = hint});
}

static void
stop_doubtful(struct record *record, const char *stage, const char *key)
{
	char hint[140];

	snprintf(hint, sizeof(hint),
		"find out whether it arrived, then csr-ledger resolve %s"
		" accepted, or resend",
		key);
	record_stop(record, STATUS_IN_DOUBT,
		&(struct record_error){.stage = stage,
			.code = "in_doubt",
			.title = "may have been sent before; no answer came",
			.hint = hint});
}

static void
stop_early(struct record *record, const char *stage, int64_t until_ms)
{
	char title[80], hint[64], until[CLOCK_TEXT_SIZE];

	clock_format(until_ms, until);
	snprintf(title, sizeof(title), "not to be tried again before %s",
		until);
	snprintf(hint, sizeof(hint), "run again after %s", until);
	record_stop(record, STATUS_DEFERRED,
		&(struct record_error){.stage = stage,
			.code = "not_yet",
			.title = title,
			.hint = hint});
}

/* The message was to blame, and is another now. */
static bool
is_mended(const struct ledger_event *event, bool is_changed)
{
	return is_changed && event->code != 0 &&
	       apierror_find(event->code, 0, false)->class == APIERROR_MESSAGE;
}

static enum settled
stop(struct record *record, const char *stage, const char *key,
	const struct ledger_event *event, bool is_changed)
{
	switch (event->state) {
	case LEDGER_ACCEPTED:
		stop_accepted(record, stage);
		if (is_changed)
			record_warn(record, "content_changed");
		break;
	case LEDGER_FAILED:
		if (is_mended(event, is_changed))
			return SETTLED_OPEN;
		stop_failed(record, stage, key, event);
		break;
	default:
		stop_doubtful(record, stage, key);
		break;
	}
	set_result(record, event);
	return SETTLED_STOPPED;
}

enum settled
settled_apply(struct record *record, const char *stage,
	const struct ledger *ledger, const char *key, const char *content,
	int64_t now_ms, struct fault *why)
{
	struct ledger_entry entry = ledger_find(ledger, key);
	struct ledger_event event;

	if (entry.state == LEDGER_NONE)
		return SETTLED_OPEN;
	if (entry.state == LEDGER_CLAIMED || entry.state == LEDGER_INTENT)
		return SETTLED_UNDER_WAY;
	if (ledger_last(ledger, key, &event, why) != 0)
		return SETTLED_FAULT;
	if (entry.state == LEDGER_NOT_SENT) {
		if (event.until_ms <= now_ms)
			return SETTLED_OPEN;
		stop_early(record, stage, event.until_ms);
		return SETTLED_STOPPED;
	}
	/* The index alone knows a doubt that nobody has written down yet. */
	event.state = entry.state;
	return stop(record, stage, key, &event,
		content != NULL &&
			entry.content != ledger_content_head(content));
}
