/* SPDX-License-Identifier: MIT */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>

/*
 * words: a command line taken apart as the shell would, without its
 * expansions: blanks part words, '...' and "..." and \ keep them together.
 *
 * What would mean something to a shell there ($, `, |, &, ;, <, >, (, ), *, ?,
 * and ~ at the beginning of a word) is refused unless it is quoted, so that
 * nobody takes it for what it is not.
 *
 * NULL when that stands there (*strange is the character), a quote is not
 * closed or there is no word (*strange is NUL); else a list that ends with
 * NULL, for words_free().
 */
char **words_split(const char *line, char *strange);
void words_free(char **words); /* NULL is fine */

#endif
