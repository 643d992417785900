/* SPDX-License-Identifier: MIT */
#include "mockfault.h"

#include <stdio.h>
#include <string.h>

enum {
	HUGE_BLANKS = 2 * 1024 * 1024,
	TEMPORARY_REDIRECT = 307,
};

static const struct row {
	int digits;
	const char *title;
	struct mockfault fault;
} rows[] = {
	{60, "taken, and the connection is cut before the answer",
		{.answer = MOCKFAULT_CUT, .is_taken = true}},
	{61, "taken, and there is never an answer",
		{.answer = MOCKFAULT_SILENCE, .is_taken = true}},
	{62, "taken, and the connection is cut in the middle of the answer",
		{.answer = MOCKFAULT_HALF, .is_taken = true}},
	{63, "taken, and the answer's body is not JSON",
		{.answer = MOCKFAULT_GARBAGE, .is_taken = true}},
	{64, "taken, and the answer has no body",
		{.answer = MOCKFAULT_EMPTY, .is_taken = true}},
	{65, "taken, and the answer's body is 2 MiB long",
		{.answer = MOCKFAULT_HUGE, .is_taken = true}},
	{66, "not taken; a proxy answers in HTML", {.http = 502}},
	{67, "taken, and a proxy answers in HTML",
		{.http = 504, .is_taken = true}},
	{69, "not taken; a redirect", {.answer = MOCKFAULT_REDIRECT}},
	{70, "taken, and the answer is not HTTP",
		{.answer = MOCKFAULT_NOISE, .is_taken = true}},
	{71, "not taken; the connection is cut", {.answer = MOCKFAULT_CUT}},
	{73, "Service temporarily unavailable, is_transient",
		{.error = {.http = 503,
			 .code = 2,
			 .title = "API Service",
			 .details = "Service temporarily unavailable",
			 .is_graph = true},
			.is_transient = MOCKERROR_TRANSIENT}},
	{74, "Rate limit hit, with Retry-After: 2",
		{.error = {.http = 429,
			 .code = 130429,
			 .title = "Rate limit hit",
			 .details = "Cloud API message throughput has been"
				    " reached."},
			.retry_after = "2"}},
};

bool
mockfault_is_harmless(const struct mockfault *fault)
{
	return fault->answer == MOCKFAULT_WHOLE && fault->error.title == NULL &&
	       fault->http == 0;
}

void
mockfault_name(const struct mockfault *fault, char name[MOCKFAULT_NAME_SIZE])
{
	static const char *const names[] = {
		[MOCKFAULT_WHOLE] = "sent",
		[MOCKFAULT_CUT] = "cut",
		[MOCKFAULT_SILENCE] = "silence",
		[MOCKFAULT_HALF] = "half",
		[MOCKFAULT_NOISE] = "noise",
		[MOCKFAULT_GARBAGE] = "garbage",
		[MOCKFAULT_EMPTY] = "empty",
		[MOCKFAULT_HUGE] = "huge",
		[MOCKFAULT_REDIRECT] = "redirect",
	};

	if (fault->answer != MOCKFAULT_WHOLE || mockfault_is_harmless(fault))
		snprintf(name, MOCKFAULT_NAME_SIZE, "%s", names[fault->answer]);
	else if (fault->error.title != NULL)
		snprintf(name, MOCKFAULT_NAME_SIZE, "error %d",
			fault->error.code);
	else
		snprintf(name, MOCKFAULT_NAME_SIZE, "http %u", fault->http);
}

const struct mockfault *
mockfault_of_digits(int digits, const char **title)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].digits == digits) {
			*title = rows[i].title;
			return &rows[i].fault;
		}
	return NULL;
}

/* As those before the API answer, who know nothing of JSON. */
static void
write_page(const struct mockfault *fault, struct httpanswer *answer)
{
	answer->header_count = 0;
	httpanswer_set_header(answer, "Content-Type", "text/html");
	buf_clear(&answer->body);
	buf_add_format(&answer->body,
		"<html>\n<head><title>%u</title></head>\n<body>\n"
		"<h1>%u</h1>\n<p>The upstream server did not answer.</p>\n"
		"</body>\n</html>\n",
		fault->http, fault->http);
}

static void
spoil(const struct mockfault *fault, const char *path,
	struct httpanswer *answer)
{
	static const char garbage[] = "{\"messages\":[{\"id\":\"\xff\x00\x01";

	switch (fault->answer) {
	case MOCKFAULT_WHOLE:
		break;
	case MOCKFAULT_CUT:
		answer->fate = HTTPANSWER_CUT;
		break;
	case MOCKFAULT_SILENCE:
		answer->fate = HTTPANSWER_SILENT;
		break;
	case MOCKFAULT_HALF:
		answer->fate = HTTPANSWER_HALF;
		break;
	case MOCKFAULT_NOISE:
		answer->fate = HTTPANSWER_BARE;
		/* fall through */
	case MOCKFAULT_GARBAGE:
		buf_clear(&answer->body);
		buf_add(&answer->body, garbage, sizeof(garbage) - 1);
		break;
	case MOCKFAULT_EMPTY:
		buf_clear(&answer->body);
		break;
	case MOCKFAULT_HUGE:
		answer->blanks = HUGE_BLANKS;
		break;
	case MOCKFAULT_REDIRECT:
		buf_clear(&answer->body);
		httpanswer_set_header(answer, "Location", "/elsewhere%s", path);
		break;
	}
}

void
mockfault_apply(const struct mockfault *fault, const char *path,
	struct httpanswer *answer)
{
	if (fault->http != 0 && fault->error.title == NULL &&
		fault->answer != MOCKFAULT_REDIRECT)
		write_page(fault, answer);
	if (fault->answer == MOCKFAULT_REDIRECT)
		answer->status = TEMPORARY_REDIRECT;
	if (fault->http != 0)
		answer->status = fault->http;
	spoil(fault, path, answer);
	if (*fault->retry_after != '\0')
		httpanswer_set_header(answer, "Retry-After", "%s",
			fault->retry_after);
}
