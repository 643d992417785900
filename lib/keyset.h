/* SPDX-License-Identifier: MIT */
#ifndef KEYSET_H
#define KEYSET_H

#include <stdbool.h>
#include <stddef.h>

#include "secret.h"

/*
 * keyset: which of many texts have been seen.
 *
 * Keeps 128 bits of BLAKE2b for each and no text: between 22 and 43 bytes a
 * member, at most 64 while it grows.  With a thousand million members the
 * chance that any two are taken for one is below one in 10^20.
 */
struct keyset;

struct keyset *keyset_new(void);
void keyset_free(struct keyset *set); /* NULL is fine */

/* Whether the text was not in the set before. */
bool keyset_add(struct keyset *set, const void *text, size_t len);

#endif
