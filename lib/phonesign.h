/* SPDX-License-Identifier: MIT */
#ifndef PHONESIGN_H
#define PHONESIGN_H

#include <stddef.h>

/*
 * phonesign: what stands in a telephone number, in one alphabet for all
 * scripts: digits, "+", a to z for letters of either case, a blank for blanks
 * and hyphens of every kind, "." "/" "(" ")" for their likes, and other signs
 * of ASCII as themselves.  '?' is a letter that is not in ASCII, and '!' all
 * else, also what is not UTF-8.
 */

/*
 * The sign at text, of len > 0 bytes, and in *step how many bytes it takes.
 * NUL: nothing to be seen, a soft hyphen or a mark for the direction.
 */
char phonesign_next(const char *text, size_t len, size_t *step);

#endif
