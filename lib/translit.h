/* SPDX-License-Identifier: MIT */
#ifndef TRANSLIT_H
#define TRANSLIT_H

#include <stddef.h>

#include "buf.h"

/*
 * translit: the names of columns in plain letters, for comparing them and for
 * templates, which call "Razão Social" razao_social.
 *
 * Letters of Latin-1 and Latin Extended-A lose their accents (ç is c, ß is
 * ss), combining marks (U+0300 to U+036F) and what has no width (U+00AD,
 * U+200B to U+200D, U+FEFF) go, º is o and ª is a, and a space that does not
 * break is a space.  All else stays as it is.  Text that is not UTF-8 is let
 * through byte by byte.
 */

/* Add the text in plain letters, upper and lower case as they are. */
void translit_add(struct buf *out, const char *text, size_t len);

/*
 * Add the name by which a template may call the column: in plain lower-case
 * letters, "_" for each run of what is none of a-z, 0-9 and _, none at the
 * ends, col_ before a digit, and unnamed_column when nothing is left.
 */
void translit_add_alias(struct buf *out, const char *name, size_t len);

/*
 * The same as the desktop application made it, without taking accents off
 * first: raz_o_social.
 */
void translit_add_old_alias(struct buf *out, const char *name, size_t len);

#endif
