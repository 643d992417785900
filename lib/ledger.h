/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_H
#define LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "identity.h"

/*
 * ledger: what was sent in a campaign, so that nobody is sent it twice.
 *
 * A file of lines of JSON for each campaign, ledger/CAMPAIGN.ndjson in the
 * profile's directory, to which lines are only ever added.  What must be on
 * the disk before a request may leave is its intent: whoever finds one that
 * has no end knows that the message may have been sent.  csr-ledger(1) has
 * the format; doc/design/0004 says why it is so.
 *
 * A sender writes a line for each thing that happens, and lets many share
 * one sync:
 *
 *	ledger = ledger_open(directory, "welcome", &warning, &why);
 *	if (ledger_find(ledger, key).state == LEDGER_NONE)
 *		ledger_intend(ledger, key, 1, content);
 *	ledger_write(ledger, &why);
 *	ledger_sync_begin(ledger);
 *	ledger_sync(ledger, &why);       may run in another thread
 *	ledger_sync_end(ledger);         only now may the request leave
 *	...
 *	ledger_settle(ledger, key, &(struct ledger_end){...});
 *	ledger_write(ledger, &why);      and so on
 *	ledger_close(ledger, &why);
 *
 * After a write or a sync has failed nobody knows what is on the disk: every
 * later call fails with the same fault, and nothing is ever tried again.
 *
 * Keys are those of identity.h, hexadecimal and NUL-terminated.
 */
struct ledger;

enum ledger_state {
	LEDGER_NONE,     /* nothing is known of this key */
	LEDGER_CLAIMED,  /* ledger_claim(): this run is dealing with it */
	LEDGER_INTENT,   /* it may be under way; no end was written */
	LEDGER_ACCEPTED, /* the provider has it */
	LEDGER_FAILED,   /* refused for good */
	LEDGER_NOT_SENT, /* certainly not taken, for a reason that can pass */
	LEDGER_IN_DOUBT, /* it may have been sent, and nobody knows */
};

/* "accepted", "in_doubt": what stands in the file and in --state. */
const char *ledger_state_word(enum ledger_state state);

/* What is kept in memory of a key: at most 64 bytes with all overhead. */
struct ledger_entry {
	enum ledger_state state;
	unsigned int attempt; /* of the last intent, from 1; 0: none */
	uint32_t content;     /* of the last intent: ledger_content_head() */
};

/* The first 8 of the 16 digits of a content's hash, as a number. */
uint32_t ledger_content_head(const char *content);

/*
 * Open the campaign's ledger to write to it, made if need be, and hold it
 * alone until ledger_close().  Reads all of it; each intent without an end is
 * then in doubt, and is written down as such, durably.
 * NULL with
 *	EX_TEMPFAIL   another process has it; the text says which, since when
 *	EX_CONFIG     the file is damaged, of a later version, shorter than its
 *	              mark, missing beside it, or on a file system of the
 *	              network; the text names csr-ledger check
 *	EX_CANTCREAT, EX_IOERR, EX_NOPERM
 * A torn tail, which was never synced, is no damage: warning says so then,
 * and is "" otherwise.
 */
struct ledger *ledger_open(const char *directory, const char *campaign,
	struct fault *warning, struct fault *why);

/*
 * The same to read only, without the lock; NULL with EX_NOINPUT when there is
 * none.  Intents without an end are LEDGER_INTENT while a sender holds the
 * ledger, LEDGER_IN_DOUBT otherwise.
 */
struct ledger *ledger_read(const char *directory, const char *campaign,
	struct fault *warning, struct fault *why);

/*
 * Sync what is not yet synced, replace the mark, give the ledger back and
 * free it.  NULL is fine.  0, or -1 with EX_IOERR; freed in any case.
 */
int ledger_close(struct ledger *ledger, struct fault *why);

/*
 * Read only, and what can be read of a damaged one too: then *why says what is
 * wrong and is_damaged is set.  For programs that show, never for one that
 * sends.
 */
struct ledger *ledger_salvage(const char *directory, const char *campaign,
	bool *is_damaged, struct fault *warning, struct fault *why);

const char *ledger_campaign(const struct ledger *ledger);

/* 32 hexadecimal digits in lower case, and not all of them 0? */
bool ledger_is_key(const char *text);

struct ledger_entry ledger_find(const struct ledger *ledger, const char *key);

/*
 * This run is dealing with the key: a second record with it is a duplicate
 * though nothing is written yet.  ledger_find() says LEDGER_CLAIMED (or
 * LEDGER_INTENT while one is open) until ledger_release(), which goes back to
 * what the file says, or until it is settled as accepted, failed or in doubt;
 * what was not sent stays claimed, since this run may try it again.
 */
void ledger_claim(struct ledger *ledger, const char *key);
void ledger_release(struct ledger *ledger, const char *key);

/*
 * A request is to leave: add its intent.  content is the hash of what it says
 * (16 hexadecimal digits).  The request must wait for the next sync that
 * begins after ledger_write().
 *
 * What was accepted, is under way or in doubt must not be intended, nor with
 * an attempt that is not higher than the last.  When the disk has no room for
 * it, and for the ends of all that are under way, the key stays as it was and
 * ledger_write() says so.
 */
void ledger_intend(struct ledger *ledger, const char *key, unsigned int attempt,
	const char *content);

/* How an attempt ended.  Texts may be NULL; none holds more than words. */
struct ledger_end {
	enum ledger_state state;   /* ACCEPTED, FAILED, NOT_SENT or IN_DOUBT */
	const char *id;            /* the provider's, when accepted */
	int64_t code;              /* the API's error code; 0: none */
	const char *why;           /* a word of ours: "no_answer" */
	int64_t until_ms;          /* NOT_SENT: not to be tried before; or 0 */
	const char *user, *reason; /* of a person who decided */
};

/*
 * End the attempt that is under way.  NOT_SENT with a user is the wish of a
 * person that what is in doubt, or has failed, be sent again; other decisions
 * settle what is in doubt.  Nothing happens when the intent was refused for
 * want of room.
 */
void ledger_settle(struct ledger *ledger, const char *key,
	const struct ledger_end *end);

/*
 * Hand the added lines to the system.  0, or -1 with EX_IOERR.
 *
 * When that is because the disk had no room for an intent, all other lines are
 * written; those intents that ledger_find() shows as LEDGER_INTENT are among
 * them and can be settled.  No intent is taken any more, but what is under way
 * can be settled, written and synced.
 */
int ledger_write(struct ledger *ledger, struct fault *why);

/* Has a write or a sync failed, so that nobody knows what is on the disk? */
bool ledger_is_lost(const struct ledger *ledger);

/* Is there something written that no finished sync covers? */
bool ledger_is_dirty(const struct ledger *ledger);

/*
 * Sync all that was written before ledger_sync_begin(), twice (a disk that
 * vanishes has been seen to lie once), and at most once a second replace the
 * mark.  Only ledger_sync() may run in another thread, beside every function
 * but those of this paragraph and ledger_close().  ledger_sync_end() is for
 * when it returned 0.
 */
void ledger_sync_begin(struct ledger *ledger);
int ledger_sync(struct ledger *ledger, struct fault *why);
void ledger_sync_end(struct ledger *ledger);

/* The last that the file says of a key.  The caller owns it. */
struct ledger_event {
	enum ledger_state state;
	unsigned int attempt;
	int64_t at_ms;
	int64_t code;     /* 0: none */
	int64_t until_ms; /* 0: none */
	char id[512];     /* "" when there is none */
	char why[32];     /* likewise */
};

/*
 * Read what the last line about the key says.  0, or -1 with EX_IOERR or, for
 * LEDGER_NONE, EX_NOINPUT.  Nothing in *event is to be freed.
 */
int ledger_last(const struct ledger *ledger, const char *key,
	struct ledger_event *event, struct fault *why);

/* How many keys are known, and which: in the order in which they came. */
size_t ledger_key_count(const struct ledger *ledger);
void ledger_key(const struct ledger *ledger, size_t number,
	char key[IDENTITY_KEY_SIZE]);

#endif
