/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { PLACES_FIRST = 64 };

/* FNV-1a. */
static unsigned long
hash_of(const char *text, size_t len)
{
	unsigned long hash = 0x811C9DC5;

	for (size_t at = 0; at < len; at++)
		hash = ((hash ^ (unsigned char)text[at]) * 0x01000193) &
		       0xFFFFFFFF;
	return hash;
}

static bool
is_it(const struct name *name, const char *text, size_t len)
{
	return name->len == len && memcmp(name->text, text, len) == 0;
}

/* Where it stands in places, or where it would. */
static size_t
find_place(const struct names *names, unsigned long hash, const char *text,
	size_t len)
{
	size_t place = hash & (names->place_count - 1);

	while (names->places[place] > 0) {
		const struct name *name =
			&names->list[names->places[place] - 1];

		if (name->hash == hash && is_it(name, text, len))
			break;
		place = (place + 1) & (names->place_count - 1);
	}
	return place;
}

size_t
names_find(const struct names *names, const char *text, size_t len)
{
	size_t place;

	if (names->count == 0)
		return NAMES_NONE;
	place = find_place(names, hash_of(text, len), text, len);
	return names->places[place] > 0 ? names->places[place] - 1 : NAMES_NONE;
}

size_t
names_find_near(const struct names *names, size_t guess, const char *text,
	size_t len)
{
	if (guess < names->count && is_it(&names->list[guess], text, len))
		return guess;
	return names_find(names, text, len);
}

static void
grow(struct names *names)
{
	free(names->places);
	names->place_count =
		names->place_count > 0 ? names->place_count * 2 : PLACES_FIRST;
	names->places = xcalloc(names->place_count, sizeof(*names->places));
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];

		names->places[find_place(names, name->hash, name->text,
			name->len)] = i + 1;
	}
}

size_t
names_add(struct names *names, const char *text, size_t len)
{
	unsigned long hash = hash_of(text, len);
	char *copy;
	size_t place;

	if (names->count * 2 >= names->place_count)
		grow(names);
	place = find_place(names, hash, text, len);
	if (names->places[place] > 0)
		return names->places[place] - 1;
	if (names->count == names->room) {
		names->room = names->room > 0 ? names->room * 2 : 16;
		names->list = xreallocarray(names->list, names->room,
			sizeof(*names->list));
	}
	copy = xmalloc(len + 1);
	memcpy(copy, text, len);
	copy[len] = '\0';
	names->list[names->count] =
		(struct name){.text = copy, .len = len, .hash = hash};
	names->places[place] = ++names->count;
	return names->count - 1;
}

void
names_release(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free((char *)names->list[i].text);
	free(names->list);
	free(names->places);
	*names = (struct names){0};
}
