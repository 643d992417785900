/* SPDX-License-Identifier: MIT */
#ifndef SHELLWORD_H
#define SHELLWORD_H

#include "buf.h"

/*
 * shellword: a text as one word of a command that a person pastes into a
 * shell: as it is if it means itself there, else within '...'; and within
 * $'...', with escapes (POSIX.1-2024), when there is something in it that a
 * terminal would not show: control characters, or bytes that are no UTF-8.
 */
void shellword_add(struct buf *out, const char *text);

#endif
