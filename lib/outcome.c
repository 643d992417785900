/* SPDX-License-Identifier: MIT */
#include "outcome.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <sysexits.h>

#include "apierror.h"
#include "clock.h"
#include "jsonwriter.h"

enum {
	CODE_NOT_SENT = -1000, /* no code of the API's is negative */
	CODE_NO_ANSWER = -1001,
	DAY_MS = 24 * 3600 * 1000,
};

/* What each class of error makes of the record, the ledger and the run. */
static const struct {
	enum outcome_kind kind;
	enum status status;
	enum ledger_state state;
	int exit_status;
	bool is_watched;
} classes[] = {
	[APIERROR_RETRY] = {OUTCOME_RETRY, STATUS_DEFERRED, LEDGER_NOT_SENT,
		EX_TEMPFAIL, true},
	[APIERROR_PAUSE_ALL] = {OUTCOME_PAUSE_ALL, STATUS_DEFERRED,
		LEDGER_NOT_SENT, EX_TEMPFAIL, true},
	[APIERROR_PAUSE_PERSON] = {OUTCOME_PAUSE_PERSON, STATUS_DEFERRED,
		LEDGER_NOT_SENT, EX_TEMPFAIL, false},
	[APIERROR_LATER] = {OUTCOME_LATER, STATUS_DEFERRED, LEDGER_NOT_SENT,
		EX_TEMPFAIL, false},
	[APIERROR_SUPPRESS] = {OUTCOME_REFUSED, STATUS_SUPPRESSED,
		LEDGER_FAILED, 1, false},
	[APIERROR_PERSON] = {OUTCOME_REFUSED, STATUS_FAILED, LEDGER_FAILED, 1,
		false},
	[APIERROR_MESSAGE] = {OUTCOME_REFUSED, STATUS_FAILED, LEDGER_FAILED, 1,
		true},
	[APIERROR_TEMPLATE] = {OUTCOME_STOP, STATUS_DEFERRED, LEDGER_NOT_SENT,
		EX_TEMPFAIL, false},
	[APIERROR_CREDENTIALS] = {OUTCOME_STOP_HOLD, STATUS_DEFERRED,
		LEDGER_NOT_SENT, EX_NOPERM, false},
	[APIERROR_ACCOUNT] = {OUTCOME_STOP_HOLD, STATUS_DEFERRED,
		LEDGER_NOT_SENT, EX_TEMPFAIL, false},
};

static void
write_result(struct buf *out, const struct cloudapi_answer *said, int64_t ms,
	unsigned int attempt)
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
	json_integer(&json, attempt);
	json_name(&json, "ms");
	json_integer(&json, ms);
	json_close(&json, '}');
}

static void
accept(struct outcome *outcome, struct record *record,
	const struct http_answer *answer, unsigned int attempt,
	struct cloudapi_answer *said)
{
	struct buf result;

	outcome->kind = OUTCOME_ACCEPTED;
	outcome->end.state = LEDGER_ACCEPTED;
	outcome->end.id = buf_string(&said->id);
	buf_init(&result, SIZE_MAX);
	write_result(&result, said, answer->ms, attempt);
	record_set_status(record, STATUS_ACCEPTED);
	record_csr_remove(record, "error"); /* of an earlier run */
	record_csr_set_raw(record, "result", result.data, result.len);
	buf_release(&result);
}

/* 131050 is about marketing alone; who is blocked gets nothing at all. */
static const char *
scope_of(const struct apierror *row)
{
	if (row->class != APIERROR_SUPPRESS)
		return NULL;
	return row->first == 131050 ? "marketing" : "all";
}

/* When the API says until when, that; else a day, as Meta asks. */
static const char *
hint_for(struct outcome *outcome, const struct apierror *row,
	const struct http_answer *answer, char *text, size_t size)
{
	char until[CLOCK_TEXT_SIZE];

	if (outcome->kind != OUTCOME_LATER)
		return row->hint;
	outcome->end.until_ms =
		clock_now_ms() +
		(answer->retry_after_ms > 0 ? answer->retry_after_ms : DAY_MS);
	clock_format(outcome->end.until_ms, until);
	snprintf(text, size, "run again after %s; it is not tried before",
		until);
	return text;
}

static void
refuse(struct outcome *outcome, struct record *record,
	const struct http_answer *answer, struct cloudapi_answer *said)
{
	const struct apierror *row =
		apierror_find(said->code, answer->status, said->is_transient);
	char hint[160];

	outcome->kind = classes[row->class].kind;
	outcome->exit_status = classes[row->class].exit_status;
	outcome->is_watched = classes[row->class].is_watched;
	outcome->code = said->code;
	outcome->hint = row->hint;
	outcome->retries_max = row->retries_max > 0 ? row->retries_max : -1;
	outcome->fails_when_spent = row->fails_when_spent;
	outcome->wait_ms = (int64_t)row->pause_s * 1000;
	if (answer->retry_after_ms > outcome->wait_ms)
		outcome->wait_ms = answer->retry_after_ms;
	outcome->end.state = classes[row->class].state;
	outcome->end.code = said->code;
	outcome->suppress_scope = scope_of(row);
	snprintf(outcome->title, sizeof(outcome->title), "%s (%" PRId64 ")",
		row->title, said->code);
	record_stop(record, classes[row->class].status,
		&(struct record_error){.stage = "send",
			.number = said->code,
			.title = row->title,
			.detail = buf_string(&said->detail),
			.hint = hint_for(outcome, row, answer, hint,
				sizeof(hint)),
			.http = answer->status,
			.trace = buf_string(&said->trace)});
}

static void
not_sent(struct outcome *outcome, struct record *record,
	const struct http_answer *answer)
{
	outcome->kind = OUTCOME_UNREACHED;
	outcome->exit_status = EX_TEMPFAIL;
	outcome->code = CODE_NOT_SENT;
	outcome->hint = "check the network";
	outcome->end.state = LEDGER_NOT_SENT;
	outcome->end.why = "not_sent";
	if (answer->is_untrusted) {
		outcome->kind = OUTCOME_STOP;
		outcome->exit_status = EX_UNAVAILABLE;
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
	outcome->kind = OUTCOME_DOUBT;
	outcome->exit_status = 1;
	outcome->is_watched = true;
	outcome->code = CODE_NO_ANSWER;
	outcome->hint = "find out why answers are lost";
	outcome->end.state = LEDGER_IN_DOUBT;
	outcome->end.why = "no_answer";
	outcome->is_redirected = answer->result == HTTP_ANSWERED &&
				 answer->status >= 300 && answer->status < 400;
	if (outcome->is_redirected) {
		outcome->hint = "check CSR_API_BASE, and a proxy on the way";
		snprintf(outcome->title, sizeof(outcome->title),
			"the answer is a redirection (HTTP %d), which is not"
			" followed",
			answer->status);
	} else {
		snprintf(outcome->title, sizeof(outcome->title),
			"the request left, no clear answer came");
	}
	record_stop(record, STATUS_IN_DOUBT,
		&(struct record_error){.stage = "send",
			.code = "no_answer",
			.title = outcome->title,
			.detail = answer->error,
			.hint = "ask the person, or look in WhatsApp Manager;"
				" then csr-ledger resolve",
			.http = answer->status});
}

void
outcome_settle(struct outcome *outcome, struct record *record,
	const struct http_answer *answer, unsigned int attempt,
	struct cloudapi_answer *scratch)
{
	*outcome = (struct outcome){.retries_max = -1};
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
		accept(outcome, record, answer, attempt, scratch);
	else if (scratch->verdict == CLOUDAPI_REFUSED)
		refuse(outcome, record, answer, scratch);
	else
		doubt(outcome, record, answer);
}
