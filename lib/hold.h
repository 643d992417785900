/* SPDX-License-Identifier: MIT */
#ifndef HOLD_H
#define HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "doc.h"
#include "jsonwriter.h"

/*
 * hold: what keeps every pipeline of a profile from sending.
 *
 * For a while, when the API asked for a slower pace, or until a person has
 * mended what will hit every message.  It is set and asked for with quota.h;
 * here is what it is, and how it is written down and told.
 */
struct quota_hold {
	bool is_set;
	int64_t until_ms; /* 0: until csr-quota resume */
	int64_t at_ms;    /* since when */
	int status;       /* to exit with: EX_TEMPFAIL or EX_NOPERM */
	int64_t code;     /* of the API's error; 0: none */
	char by[32];      /* the program that set it: "csr-send-wa" */
	char reason[200]; /* "the token has expired or is invalid (190)" */
	char hint[200];   /* what to do: "make a new system user token" */
	char place[200];  /* who said it of which number: "BASE/ID"; or "" */
};

/* Is it set, and its end not yet come? */
bool hold_stands(const struct quota_hold *hold, int64_t now_ms);

/* Does one that stands end later than another that stands, or is not set? */
bool
hold_outlasts(const struct quota_hold *hold, const struct quota_hold *other);

/* Is it that one? */
bool hold_is(const struct quota_hold *hold, const struct quota_hold *other);

/*
 * Read the member "hold" of a document; without one, none is set.  NULL, or
 * the path of the member that makes no sense.  Texts that are too long are
 * cut.
 */
const char *hold_read(const struct doc *doc, struct quota_hold *hold);

/* Write it as a value, null when it is not set. */
void hold_write(const struct quota_hold *hold, struct json_writer *json);

/*
 * For csr.error and for messages: "sending is paused until TIME: REASON", and
 * what to do: "run again after TIME" or "HINT; then csr-quota resume, and run
 * again".  profile is what --profile said, or NULL.
 */
enum { HOLD_TITLE_SIZE = 280, HOLD_ADVICE_SIZE = 360 };
void hold_title(const struct quota_hold *hold, char text[HOLD_TITLE_SIZE]);
void hold_advice(const struct quota_hold *hold, const char *profile,
	char text[HOLD_ADVICE_SIZE]);

#endif
