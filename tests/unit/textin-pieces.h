/* SPDX-License-Identifier: MIT */
#ifndef TEXTIN_PIECES_H
#define TEXTIN_PIECES_H

#include <stddef.h>

#include "textin.h"

/*
 * textin-pieces: stands for lib/textin.c where a test wants to say in what
 * pieces a text arrives; the text itself comes as it is.
 *
 * The first piece is of first bytes, then come pieces of rest bytes; 0: as
 * many as there is room for.  A text that is NULL cannot be read.  The text is
 * the caller's; textin_close() ends it.
 */
struct textin *
textin_pieces(const char *text, size_t len, size_t first, size_t rest);

#endif
