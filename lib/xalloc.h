/* SPDX-License-Identifier: MIT */
#ifndef XALLOC_H
#define XALLOC_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * xalloc: memory, or the end of the program.
 *
 * Nobody up the stack can do anything about exhausted memory, so these
 * write one line to standard error and exit with EX_OSERR (71).  What they
 * return is freed with free(3).
 */

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size); /* zeroed; checks the product */
void *xrealloc(void *old, size_t size);
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len); /* adds the final NUL */

/* For those who were refused memory elsewhere. */
void xalloc_give_up(void);

#ifdef __cplusplus
}
#endif

#endif
