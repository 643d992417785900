/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_LINE_H
#define LEDGER_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "identity.h"
#include "json.h"
#include "ledger-index.h"

/*
 * ledger-line: one line of a ledger, as it is written and read.
 *
 * A JSON object whose members stand in the order of the struct below.  The
 * last one is the CRC-32C of all bytes before the comma that it follows.
 */

enum {
	LEDGER_VERSION = 1,
	LEDGER_LINE_MAX = 1024, /* bytes, with the newline */
};

/* What happened; the member s. */
enum ledger_word {
	LEDGER_WORD_LEDGER, /* the file begins */
	LEDGER_WORD_RUN,    /* a program begins to write */
	LEDGER_WORD_INTENT,
	LEDGER_WORD_ACCEPTED,
	LEDGER_WORD_FAILED,
	LEDGER_WORD_NOT_SENT,
	LEDGER_WORD_IN_DOUBT,
	LEDGER_WORD_RESEND, /* a person wants it sent again */
	LEDGER_WORD_END,    /* it has finished writing */
	LEDGER_WORD_COUNT
};

/* Texts that a line does not have are NULL, numbers 0. */
struct ledger_line {
	int64_t n;          /* the line's number, from 1 */
	int64_t d;          /* the last line known to be durable then */
	int64_t t_ms;       /* when; only for writing */
	const char *time;   /* the same as text; only for reading */
	enum ledger_word s; /* what */

	int64_t v;            /* of LEDGER: the version */
	const char *campaign; /* likewise */

	const char *run; /* of RUN: a name for it, made by chance */
	int64_t pid;
	const char *boot;    /* which start of the machine */
	const char *version; /* of the program */
	int64_t torn, bytes; /* the bad bytes that it found from there on */

	const char *k;  /* which message */
	int64_t a;      /* which attempt */
	const char *h;  /* of INTENT: the content's hash */
	const char *id; /* the provider's */
	int64_t code;
	const char *why;
	int64_t until_ms; /* not to be tried before; only for writing */
	const char *until;
	const char *user, *reason; /* who decided */

	uint32_t crc;
};

/*
 * Add the line, its CRC and its newline to out.  What makes it too long (the
 * provider's id, a reason) is left out.  Returns the CRC.
 */
uint32_t ledger_line_add(struct buf *out, const struct ledger_line *line);

/* Scratch memory for reading; zeroed at first. */
struct ledger_reader {
	struct json_members members;
	char text[LEDGER_LINE_MAX]; /* what the texts of a line point into */
};

void ledger_reader_release(struct ledger_reader *reader);

enum ledger_line_verdict {
	LEDGER_LINE_GOOD,
	LEDGER_LINE_BAD,  /* these bytes were not written so */
	LEDGER_LINE_LATER /* they were, by programs of a later version */
};

/*
 * Read the line text, without its newline.  The texts in *line are good until
 * the next call.
 */
enum ledger_line_verdict ledger_line_read(struct ledger_reader *reader,
	const char *text, size_t len, struct ledger_line *line);

/* The key of 32 hexadecimal digits as bytes; false when it is none. */
bool ledger_key_parse(const char *text, unsigned char key[LEDGER_KEY_SIZE]);
void ledger_key_format(const unsigned char key[LEDGER_KEY_SIZE],
	char text[IDENTITY_KEY_SIZE]);

/* The key of those who asked to be forgotten: 32 zeros. */
bool ledger_key_is_forgotten(const unsigned char key[LEDGER_KEY_SIZE]);

#endif
