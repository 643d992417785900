/* SPDX-License-Identifier: MIT */
#ifndef SAFENAME_H
#define SAFENAME_H

#include <stddef.h>

/*
 * safename: names of files for things whose own names may be anything:
 * "../x", of 300 bytes, or the same as another's but for capitals.
 *
 * A name that is 1 to 64 letters, digits, dots, underscores and hyphens, and
 * begins with a letter, a digit or an underscore, stays.  Any other becomes
 * what is left of it, a hyphen and eight digits that are made of the whole: so
 * the same one has the same file on every machine and in every run, whatever
 * else is there.
 */
enum { SAFENAME_SIZE = 65 };

struct safenames; /* those that are taken */

struct safenames *safenames_new(void);
void safenames_free(struct safenames *names);

/*
 * Take the name for text.  If another has it already, capitals counting as
 * small letters, the digits are made of text and content.
 */
void safenames_take(struct safenames *names, const char *text, size_t len,
	const void *content, size_t content_len, char name[SAFENAME_SIZE]);

#endif
