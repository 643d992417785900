/* SPDX-License-Identifier: MIT */
#ifndef SHARD_H
#define SHARD_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "fault.h"

/*
 * shard: which of several machines a row of a list is for.
 *
 * Each machine reads the whole list and keeps its own part of the rows.  The
 * recipient decides, so all rows of one person are on one machine:
 *
 *	- the last SHARD_DIGITS digits of the phone, which a number has in all
 *	  its forms, with and without country, area and the extra digits of
 *	  Brazil, Mexico and Argentina.  Extensions do not count.  A WhatsApp
 *	  user id counts as it is;
 *	- without a phone, the e-mail address in lower case;
 *	- without either, the row's first SHARD_ROW_MAX bytes.
 *
 * The part is BLAKE2b of that, so it is the same on every machine.
 */

enum {
	SHARD_DIGITS = 6, /* the shortest numbers within most countries */
	SHARD_ROW_MAX = 4096,
	SHARD_COUNT_MAX = 100000
};

/* Zeroed: there are no shards, and every row is here. */
struct shard {
	unsigned long number; /* from 1 */
	unsigned long count;
	struct buf key; /* reused from row to row */
};

/* "2/4".  -1 with EX_USAGE; *shard is to be released in any case. */
int shard_parse(struct shard *shard, const char *text, struct fault *why);
void shard_release(struct shard *shard);

/* A text that is not there has the length 0; its pointer may be NULL. */
struct shard_row {
	const char *phone, *email, *row;
	size_t phone_len, email_len, row_len;
};

/* Is the row for this machine? */
bool shard_has(struct shard *shard, const struct shard_row *row);

#endif
