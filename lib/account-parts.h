/* SPDX-License-Identifier: MIT */
#ifndef ACCOUNT_PARTS_H
#define ACCOUNT_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "access.h"
#include "account.h"
#include "buf.h"
#include "cloudapi.h"
#include "doc.h"
#include "fault.h"
#include "finding.h"
#include "http-get.h"

/* account-parts: what the files of account share, and nobody else. */

struct look {
	struct account *account;
	const struct access *access;
	struct findings *findings;
	int64_t now_ms;
	char app_id[64]; /* of the token's app, or "" */
	bool has_health; /* it was told of the number */

	/* Of asking; the parts that read an answer need none of it. */
	void (*progress)(const char *text);
	struct http_getter *getter;
	struct http_reply reply;       /* that came last */
	struct cloudapi_answer answer; /* its error, when it was refused */
	struct buf url;
	const char *lost; /* why nothing more is asked; NULL: go on */
};

/*
 * account-text: what a server says, made fit to be shown: in one line, without
 * control characters, cut to a sensible length, and with "[token]" for
 * whatever has a dozen bytes of the token in it.
 */
enum { LOOK_TEXT_SIZE = 256 };
void
look_clean(const struct look *look, const char *text, char out[LOOK_TEXT_SIZE]);

/* The string at this place; false, and "", when there is none. */
bool look_string(const struct look *look, const struct doc *doc,
	const char *path, char out[LOOK_TEXT_SIZE]);

/*
 * What to do, and where the outcome goes: "HINT: csr-auth login", or the
 * variable when the token comes from the environment.
 */
enum { LOOK_MEND_SIZE = 400 };
void look_mend(const struct look *look, const char *hint, const char *variable,
	char out[LOOK_MEND_SIZE]);

/* The boolean at this place. */
enum account_answer look_truth(const struct doc *doc, const char *path);

/*
 * account-refusal: an error of the API in words.  Its class decides about the
 * status: EX_NOPERM, EX_TEMPFAIL or EX_UNAVAILABLE.
 */
struct refusal {
	int status;
	char text[LOOK_TEXT_SIZE + 200]; /* title, codes, detail */
	char mend[LOOK_MEND_SIZE];
};

void refusal_explain(struct refusal *refusal, const struct look *look,
	int64_t code, int64_t subcode, const char *detail);

/* The same for the last answer, with its own words for a GET. */
void refusal_of_answer(struct refusal *refusal, struct look *look);

/* Is it that the token itself is no good? */
bool refusal_is_of_token(int64_t code);

/* Is it that the id names nothing, or nothing that the token may see? */
bool refusal_is_of_id(int64_t code);

/* account-ask: one question, and what came of it. */
enum look_result {
	LOOK_FINE,    /* *doc is the answer, an object */
	LOOK_REFUSED, /* look->answer has the error */
	LOOK_LOST,    /* no answer of the API came: a finding says so, and
			 look->lost is set */
	LOOK_FAULT    /* *why */
};

/*
 * GET /VERSION/ID/EDGE?QUERY, with the token added to it when is_for_token.
 * what ("phone number") is for the progress and for messages.  *doc is
 * to be freed, and NULL unless LOOK_FINE.
 */
enum look_result look_ask(struct look *look, const char *what, const char *id,
	const char *edge, const char *query, bool is_for_token,
	struct doc **doc, struct fault *why);

/* account-id: why a phone number id is refused, and which one is right. */
enum look_result look_ask_numbers(struct look *look, const char *what,
	const char *account, struct doc **doc, struct fault *why);

/*
 * Put better words into refusal when they can be found.  LOOK_LOST has added
 * its finding.
 */
enum look_result look_explain_id(struct look *look, const char *id,
	struct refusal *refusal, struct fault *why);

/* account-token: the answer of debug_token. */
void look_read_token(struct look *look, const struct doc *doc);

/* account-number: the answer of the phone number's node. */
void look_read_number(struct look *look, const struct doc *doc);

/* account-health: the member health_status of any node. */
void look_read_health(struct look *look, const struct doc *doc);

/* account-business: the business account's node and its webhooks. */
void look_read_business(struct look *look, const struct doc *doc);
void look_read_webhooks(struct look *look, const struct doc *doc);

/*
 * account-which: the numbers of a business account, as /phone_numbers lists
 * them, against the phone number id that is configured.
 */
enum which {
	WHICH_LISTED,  /* it is one of them */
	WHICH_NUMBER,  /* it is one of the numbers themselves; *right */
	WHICH_UNKNOWN, /* it is none of them */
	WHICH_UNCLEAR  /* it is none of those, but there are more */
};

/*
 * right gets the id to use instead, and list all of them: "106540352242922
 * (+1 202-555-0101)"; "" when there is none.
 */
enum which which_number(const struct look *look, const struct doc *doc,
	const char *id, char right[LOOK_TEXT_SIZE], char list[LOOK_TEXT_SIZE]);

#endif
