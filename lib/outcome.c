/* SPDX-License-Identifier: MIT */
#include "outcome.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <sysexits.h>

#include "apierror.h"
#include "clock.h"
#include "jsonwriter.h"

enum { CODE_NOT_SENT = -1000, CODE_NO_ANSWER = -1001 };

/* What each class of error makes of the record, and of the run. */
static const struct {
	enum status status;
	int exit_status;
	bool stops_run, is_watched;
} classes[] = {
	[APIERROR_RETRY] = {STATUS_DEFERRED, EX_TEMPFAIL, false, true},
	[APIERROR_PAUSE_ALL] = {STATUS_DEFERRED, EX_TEMPFAIL, false, true},
	[APIERROR_PAUSE_PERSON] = {STATUS_DEFERRED, EX_TEMPFAIL, false, false},
	[APIERROR_LATER] = {STATUS_DEFERRED, EX_TEMPFAIL, false, false},
	[APIERROR_SUPPRESS] = {STATUS_SUPPRESSED, 1, false, false},
	[APIERROR_PERSON] = {STATUS_FAILED, 1, false, false},
	[APIERROR_MESSAGE] = {STATUS_FAILED, 1, false, true},
	[APIERROR_TEMPLATE] = {STATUS_DEFERRED, EX_TEMPFAIL, true, false},
	[APIERROR_CREDENTIALS] = {STATUS_DEFERRED, EX_NOPERM, true, false},
	[APIERROR_ACCOUNT] = {STATUS_DEFERRED, EX_TEMPFAIL, true, false},
};

static void
write_result(struct buf *out, const struct cloudapi_answer *said, int64_t ms)
{
	struct json_writer json = {.out = out};
	char now[CLOCK_TEXT_SIZE];

	clock_format(clock_now_ms(), now);
	json_open(&json, '{');
	json_name(&json, "id");
	json_text(&json, said->id.data, said->id.len);
	if (said->wa_id.len > 0) {
		json_name(&json, "wa_id");
		json_text(&json, said->wa_id.data, said->wa_id.len);
	}
	if (said->held.len > 0) { /* for quality, or paused */
		json_name(&json, "message_status");
		json_text(&json, said->held.data, said->held.len);
	}
	json_name(&json, "at");
	json_string(&json, now);
	json_name(&json, "attempts");
	json_integer(&json, 1);
	json_name(&json, "ms");
	json_integer(&json, ms);
	json_close(&json, '}');
}

static void
accept(struct record *record, const struct http_answer *answer,
	const struct cloudapi_answer *said)
{
	struct buf result;

	buf_init(&result, SIZE_MAX);
	write_result(&result, said, answer->ms);
	record_set_status(record, STATUS_ACCEPTED);
	record_csr_remove(record, "error"); /* of an earlier run */
	record_csr_set_raw(record, "result", result.data, result.len);
	buf_release(&result);
}

static void
refuse(struct outcome *outcome, struct record *record,
	const struct http_answer *answer, struct cloudapi_answer *said)
{
	const struct apierror *row =
		apierror_find(said->code, answer->status, said->is_transient);

	*outcome =
		(struct outcome){.exit_status = classes[row->class].exit_status,
			.stops_run = classes[row->class].stops_run,
			.is_watched = classes[row->class].is_watched,
			.code = said->code,
			.hint = row->hint};
	snprintf(outcome->title, sizeof(outcome->title), "%s (%" PRId64 ")",
		row->title, said->code);
	record_stop(record, classes[row->class].status,
		&(struct record_error){.stage = "send",
			.number = said->code,
			.title = row->title,
			.detail = buf_string(&said->detail),
			.hint = row->hint,
			.http = answer->status,
			.trace = buf_string(&said->trace)});
}

static void
not_sent(struct outcome *outcome, struct record *record,
	const struct http_answer *answer)
{
	*outcome = (struct outcome){.exit_status = EX_TEMPFAIL,
		.is_watched = true,
		.is_not_sent = true,
		.code = CODE_NOT_SENT,
		.hint = "check the network"};
	if (answer->is_untrusted) {
		outcome->exit_status = EX_UNAVAILABLE;
		outcome->stops_run = true;
		outcome->hint = "check the clock, the proxy and --ca-file";
	}
	snprintf(outcome->title, sizeof(outcome->title),
		"the API was not reached: %s", answer->error);
	record_stop(record, STATUS_DEFERRED,
		&(struct record_error){.stage = "send",
			.code = "not_sent",
			.title = "the API was not reached",
			.detail = answer->error,
			.hint = outcome->hint});
}

static void
doubt(struct outcome *outcome, struct record *record,
	const struct http_answer *answer)
{
	*outcome = (struct outcome){.exit_status = 1,
		.is_watched = true,
		.code = CODE_NO_ANSWER,
		.hint = "find out why answers are lost"};
	snprintf(outcome->title, sizeof(outcome->title),
		"the request left, no clear answer came");
	record_stop(record, STATUS_IN_DOUBT,
		&(struct record_error){.stage = "send",
			.code = "no_answer",
			.title = outcome->title,
			.detail = answer->error,
			.hint = "ask the person, or look in WhatsApp Manager,"
				" before you send it again",
			.http = answer->status});
}

void
outcome_settle(struct outcome *outcome, struct record *record,
	const struct http_answer *answer, struct cloudapi_answer *scratch)
{
	*outcome = (struct outcome){0};
	if (answer->result == HTTP_NOT_SENT) {
		not_sent(outcome, record, answer);
		return;
	}
	if (answer->result == HTTP_UNCLEAR) {
		doubt(outcome, record, answer);
		return;
	}
	cloudapi_read_answer(scratch, answer->status, answer->body,
		answer->len);
	if (scratch->verdict == CLOUDAPI_ACCEPTED)
		accept(record, answer, scratch);
	else if (scratch->verdict == CLOUDAPI_REFUSED)
		refuse(outcome, record, answer, scratch);
	else
		doubt(outcome, record, answer);
}
