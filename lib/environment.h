/* SPDX-License-Identifier: MIT */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

/*
 * environment: the variables that csr(7) documents.
 *
 * Only programs call this; what they find they hand down as arguments.
 */

/* The value, or NULL when it is unset or empty.  Not to be freed. */
const char *environment_get(const char *name);

/* Overwrite and remove a variable, so that /proc shows nothing of it. */
void environment_remove(const char *name);

/* environment_remove() for every variable that holds a secret. */
void environment_wipe(void);

#endif
