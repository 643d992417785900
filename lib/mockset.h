/* SPDX-License-Identifier: MIT */
#ifndef MOCKSET_H
#define MOCKSET_H

#include <stdbool.h>
#include <stddef.h>

#include "json.h"

/*
 * mockset: members that a script wants other than csr-sandbox would answer
 * them.  They go out as they were written.
 */
struct mockset {
	char *text; /* into which the members point */
	struct json_members members;
};

/*
 * The object called name inside the JSON object at text, copied; NULL when
 * that is none.
 */
struct mockset *mockset_new(const char *text, size_t len, const char *name);
void mockset_free(struct mockset *set); /* NULL is fine */

/* The last member called so, or NULL.  set may be NULL. */
const struct json_member *
mockset_find(const struct mockset *set, const char *name, size_t len);

/* Does no later member have this one's name?  Else that one counts. */
bool mockset_counts(const struct mockset *set, size_t index);

#endif
