/* SPDX-License-Identifier: MIT */
#ifndef VISIBLE_H
#define VISIBLE_H

#include <stddef.h>

#include "buf.h"

/*
 * visible: a text from elsewhere, of a list, a server or a file, so that it
 * can be shown on a terminal without driving it.
 *
 * What could do that (the control characters of C0 and C1, what turns the
 * direction of writing, bytes that are not UTF-8) is shown byte by byte, as
 * \x1b and the like.
 */

/*
 * How many bytes at text, of which there are len > 0, are one character that
 * can be shown as it is; 0: its first byte cannot.
 */
size_t visible_length(const char *text, size_t len);

/* Add a text so that it can be shown. */
void visible_add(struct buf *out, const char *text, size_t len);

#endif
