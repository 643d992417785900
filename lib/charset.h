/* SPDX-License-Identifier: MIT */
#ifndef CHARSET_H
#define CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * charset: text in any encoding becomes UTF-8, piece by piece.  iconv(3)
 * stands behind it.
 *
 * A byte that cannot be decoded becomes CHARSET_BAD, which no UTF-8 contains,
 * and decoding goes on with the byte after it; of UTF-16 and UTF-32 that is a
 * whole unit of 2 or 4 bytes.  Everything else that comes out is well formed.
 */

enum {
	CHARSET_BAD = 0xFF,
	CHARSET_ROOM_MIN = 16 /* any character has room here */
};

struct charset;

/*
 * name is one that iconv knows, but without "//" and what may follow there,
 * since bytes that cannot be decoded must not go unseen.  NULL with EX_USAGE
 * when it is unknown.
 */
struct charset *charset_open(const char *name, struct fault *why);
void charset_close(struct charset *charset); /* NULL is fine */

/*
 * Decode the beginning of text into out, which has room for at least
 * CHARSET_ROOM_MIN bytes, and return how many bytes were put there.  *used of
 * text are done with; what is left is given again, with more behind it: it did
 * not fit, or it is the first part of a character.
 *
 * is_end: nothing comes behind text.  What is left then did not fit; called
 * until text is used up and it returns 0.
 */
size_t charset_decode(struct charset *charset, const char *text, size_t len,
	bool is_end, size_t *used, char *out, size_t room);

#endif
