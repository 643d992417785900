/* SPDX-License-Identifier: MIT */
#ifndef OPTOUTS_H
#define OPTOUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "fault.h"
#include "recipient.h"

/*
 * optouts: who must not be written to, from any number of lists.
 *
 *	optouts = optouts_new(&rules, is_transactional);
 *	if (optouts_read(optouts, path, "suppressed.ndjson", why) != 0) ...
 *	optouts_settle(optouts);
 *	if (optouts_find(optouts, key, key_len, &detail)) ...
 *
 * Keeps 24 bytes for each entry, at most 60 while lists are read: a hash, and
 * where the line stands, to be read again for its reason and time.
 *
 * Each line of a list is an entry of suppressed.ndjson (suppress.h), or a
 * record with phone or email, or the address itself; blank lines and those that
 * begin with # are none.
 */
struct optouts;

/*
 * rules, and the texts in it, must outlive it.  forgives_marketing: entries
 * whose scope is marketing are none.
 */
struct optouts *
optouts_new(const struct recipient_rules *rules, bool forgives_marketing);
void optouts_free(struct optouts *optouts); /* NULL is fine */

/*
 * Add a list; name stands for it in optouts_find().  -1 with EX_NOINPUT when
 * it cannot be opened, EX_IOERR, or EX_DATAERR when it is not clear who is
 * meant in a line, which the text names: better no run than one that forgets
 * somebody.
 */
int optouts_read(struct optouts *optouts, const char *path, const char *name,
	struct fault *why);

/* After the last list and before the first question. */
void optouts_settle(struct optouts *optouts);

/*
 * Is the recipient with this key (recipient.h) among them?  Then adds what is
 * known about it to detail: "suppressed.ndjson: user stopped marketing
 * messages (marketing), 2026-11-22T10:00:00.123Z".
 */
bool optouts_find(struct optouts *optouts, const char *key, size_t len,
	struct buf *detail);

#endif
