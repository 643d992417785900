/* SPDX-License-Identifier: MIT */
#ifndef OLDSEQUENCE_H
#define OLDSEQUENCE_H

#include <stdbool.h>

#include "buf.h"
#include "doc.h"

/*
 * oldsequence: the messages into which the desktop application split a
 * template of several.
 */

/* Is the template a sequence? */
bool oldsequence_is_one(const struct doc *doc);

/*
 * Add them to out as a JSON array of strings: those that it had stored, or
 * else the parts of content, split as it did.  False when it is not certain
 * what it would have sent; out is then as it was.
 */
bool oldsequence_write(const struct doc *doc, struct buf *out);

#endif
