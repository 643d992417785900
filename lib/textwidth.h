/* SPDX-License-Identifier: MIT */
#ifndef TEXTWIDTH_H
#define TEXTWIDTH_H

#include <stddef.h>

#include "buf.h"

/*
 * textwidth: how much room a text takes on a terminal, in columns of it.
 *
 * Text is shown as visible.h does, so that a control character takes four.
 * East Asian characters and emoji take two, combining marks and joiners none
 * (Unicode's East_Asian_Width and general categories, by the ranges in which
 * they nearly all lie).  The operator's locale has no say.
 */

size_t textwidth(const char *text, size_t len);

/*
 * Add the text as it is shown if it fits into width (at least 1), else what
 * fits with "…" behind it.  Returns the width of what was added.
 */
size_t
textwidth_add_cut(struct buf *out, const char *text, size_t len, size_t width);

#endif
