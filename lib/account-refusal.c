/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "account-parts.h"
#include "apierror.h"

static const char token_variable[] = "CSR_ACCESS_TOKEN";

struct words {
	int64_t code, subcode;
	const char *title, *hint;
};

/*
 * What the subcodes of 190 say more than it (Graph API, "Handling errors").
 * The one of 100 is in cloudapi.c, which makes 33 of it.
 */
static const struct words subcodes[] = {
	{190, 458, "the person whose token it is has removed the app",
		"make a token of a system user, which belongs to nobody, in"
		" Meta's business settings, and store it"},
	{190, 459, "the person whose token it is must log in to Facebook",
		"have them log in there; better, make a token of a system"
		" user in Meta's business settings, and store it"},
	{190, 460,
		"the token is invalid, for the person it belongs to has changed"
		" their password",
		"make a token of a system user, which has no password, in"
		" Meta's business settings, and store it"},
	{190, 463, "the token has expired",
		"make a new token for the system user in Meta's business"
		" settings, one that never expires, and store it"},
	{190, 464, "the person whose token it is has no confirmed account",
		"make a token of a system user in Meta's business settings, "
		"and store it"},
	{190, 467,
		"the token is invalid: it was revoked, its user logged out, or"
		" it was not copied whole",
		"copy it again, or make a new token for the system user in"
		" Meta's business settings, and store it"},
	{190, 492, "the session that the token belongs to is over",
		"make a token of a system user in Meta's business settings, "
		"and store it"},
};

/* Where the words of the table are about a message, and nothing was sent. */
static const struct words questions[] = {
	{1, 0, "the request was not understood, or the API had a fault",
		"see metastatus.com; when all is well there, compare"
		" whatsapp.api_version and the ids with WhatsApp Manager"},
	{100, 0, "the API does not take what it was asked",
		"read the detail, and compare whatsapp.api_version and the ids"
		" with WhatsApp Manager"},
};

static const struct words stranger = {-1, 0, "the API refused the question",
	"look the code up among the error codes at developers.facebook.com"};

static const struct words *
find_words(const struct words *words, size_t count, int64_t code,
	int64_t subcode)
{
	for (size_t i = 0; i < count; i++)
		if (words[i].code == code && words[i].subcode == subcode)
			return &words[i];
	return NULL;
}

/* A GET that is refused for its message, template or person is odd. */
static int
exit_status(const struct apierror *row)
{
	switch (row->class) {
	case APIERROR_RETRY:
		return EX_UNAVAILABLE;
	case APIERROR_PAUSE_ALL:
	case APIERROR_PAUSE_PERSON:
	case APIERROR_LATER:
		return EX_TEMPFAIL;
	default:
		return EX_NOPERM;
	}
}

static void
set_mend(struct refusal *refusal, const struct look *look,
	const struct apierror *row, const char *hint)
{
	if (row->class == APIERROR_CREDENTIALS && strstr(hint, "token") != NULL)
		look_mend(look, hint, token_variable, refusal->mend);
	else
		snprintf(refusal->mend, sizeof(refusal->mend), "%s", hint);
}

static void
set_text(struct refusal *refusal, const char *title, int64_t code,
	int64_t subcode, const char *detail)
{
	char codes[64];

	/* cloudapi.c makes 33 of 100 with this subcode. */
	if (code == 33 && subcode == 33)
		code = 100;
	if (subcode != 0)
		snprintf(codes, sizeof(codes), "%" PRId64 ", subcode %" PRId64,
			code, subcode);
	else
		snprintf(codes, sizeof(codes), "%" PRId64, code);
	snprintf(refusal->text, sizeof(refusal->text), "%s (%s)%s%s", title,
		codes, *detail != '\0' ? ": " : "", detail);
}

static void
explain(struct refusal *refusal, const struct look *look,
	const struct words *words, const struct apierror *row, int64_t code,
	int64_t subcode, const char *detail)
{
	char clean[LOOK_TEXT_SIZE];

	look_clean(look, detail, clean);
	refusal->status = exit_status(row);
	set_text(refusal, words != NULL ? words->title : row->title, code,
		subcode, clean);
	set_mend(refusal, look, row, words != NULL ? words->hint : row->hint);
}

void
refusal_explain(struct refusal *refusal, const struct look *look, int64_t code,
	int64_t subcode, const char *detail)
{
	const struct words *words = find_words(subcodes,
		sizeof(subcodes) / sizeof(*subcodes), code, subcode);

	explain(refusal, look, words, apierror_find(code, 400, false), code,
		subcode, detail);
}

void
refusal_of_answer(struct refusal *refusal, struct look *look)
{
	struct cloudapi_answer *answer = &look->answer;
	const struct apierror *row = apierror_find(answer->code,
		look->reply.status, answer->is_transient);
	const struct words *words =
		find_words(subcodes, sizeof(subcodes) / sizeof(*subcodes),
			answer->code, answer->subcode);

	if (words == NULL)
		words = find_words(questions,
			sizeof(questions) / sizeof(*questions), answer->code,
			0);
	if (words == NULL && row->first < 0 && row->class == APIERROR_MESSAGE)
		words = &stranger;
	explain(refusal, look, words, row, answer->code, answer->subcode,
		buf_string(&answer->detail));
}

bool
refusal_is_of_token(int64_t code)
{
	return code == 0 || code == 104 || code == 190;
}

bool
refusal_is_of_id(int64_t code)
{
	return code == 33 || code == 100 || code == 803;
}
