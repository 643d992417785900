/* SPDX-License-Identifier: MIT */
#ifndef OPTOUTS_PARTS_H
#define OPTOUTS_PARTS_H

#include <stdint.h>

#include "buf.h"
#include "json.h"
#include "optouts.h"
#include "secret.h"

/*
 * optouts-parts: what the files of optouts share, and nobody else.
 */

struct optout {
	unsigned char hash[HASH_SIZE]; /* of the key */
	uint64_t is_marketing : 1;
	uint64_t list : 19; /* index */
	uint64_t at : 44;   /* bytes from the list's beginning */
};

enum { OPTOUT_LISTS_MOST = 1 << 19 };

struct optout_list {
	char *name;
	int fd;           /* to read a line again */
	bool is_seekable; /* else there is no again */
};

struct optouts {
	const struct recipient_rules *rules;
	bool forgives_marketing;
	struct optout *entries; /* in the order of their hashes once settled */
	size_t count, room;
	struct optout_list *lists;
	size_t list_count;
	struct json_members members; /* of the line under the eye */
	struct buf text;
};

/* One line taken apart. */
struct optout_line {
	char keys[2][RECIPIENT_KEY_SIZE]; /* a record may have two addresses */
	size_t lens[2];
	size_t count;
	bool is_marketing;
	bool has_members; /* optouts->members are its own */
};

/* The line's text is good and tells who is meant; NULL, or what is wrong. */
const char *optouts_parse(struct optouts *optouts, const char *text, size_t len,
	struct optout_line *line);

/* Add what a line has to say, for people, to detail. */
void optouts_describe(struct optouts *optouts, const struct optout_line *line,
	struct buf *detail);

#endif
