/* SPDX-License-Identifier: MIT */
#ifndef TOKEN_H
#define TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * token: what an access token of Meta's looks like, to find one that lies
 * about.  Nothing depends on it: a token is whatever Meta calls one.
 */

/* No shorter one has been seen, and words do not get that long. */
enum { TOKEN_LENGTH_LEAST = 60 };

/* Does "EAA", followed by letters and digits for so long, stand in a text? */
bool token_is_in(const char *text, size_t len);

#endif
