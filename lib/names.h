/* SPDX-License-Identifier: MIT */
#ifndef NAMES_H
#define NAMES_H

#include <stddef.h>

/*
 * names: different names in the order in which they came, which are found
 * again by what they are.
 */
struct name {
	const char *text; /* NUL-terminated, but may hold NUL, too */
	size_t len;
	unsigned long hash; /* private */
};

/* Zeroed: empty.  Of its members list and count are for others to read. */
struct names {
	struct name *list;
	size_t count;
	size_t room;
	size_t *places; /* number in the list + 1, or 0 */
	size_t place_count;
};

#define NAMES_NONE ((size_t)-1)

/* Its number in the list, or NAMES_NONE. */
size_t names_find(const struct names *names, const char *text, size_t len);

/*
 * The same, when it will most probably be the one with the number guess: in
 * objects of one kind the members come in the same order.
 */
size_t names_find_near(const struct names *names, size_t guess,
	const char *text, size_t len);

/* Add a copy of it; its number, also when it was there. */
size_t names_add(struct names *names, const char *text, size_t len);

void names_release(struct names *names);

#endif
