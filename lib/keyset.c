/* SPDX-License-Identifier: MIT */
#include "keyset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* A hash of all zeros marks a free place; one that is real loses a bit. */
struct key {
	uint64_t high, low;
};

struct keyset {
	struct key *places;
	size_t room; /* a power of two */
	size_t count;
};

enum { ROOM_FIRST = 1024 };

struct keyset *
keyset_new(void)
{
	struct keyset *set = xmalloc(sizeof(*set));

	*set = (struct keyset){.room = ROOM_FIRST};
	set->places = xcalloc(set->room, sizeof(*set->places));
	return set;
}

void
keyset_free(struct keyset *set)
{
	if (set == NULL)
		return;
	free(set->places);
	free(set);
}

static struct key *
find_place(const struct keyset *set, struct key key)
{
	size_t place = key.low & (set->room - 1);

	while ((set->places[place].high | set->places[place].low) != 0 &&
		(set->places[place].high != key.high ||
			set->places[place].low != key.low))
		place = (place + 1) & (set->room - 1);
	return &set->places[place];
}

static void
grow(struct keyset *set)
{
	struct keyset larger = {.room = set->room * 2, .count = set->count};

	larger.places = xcalloc(larger.room, sizeof(*larger.places));
	for (size_t place = 0; place < set->room; place++)
		if ((set->places[place].high | set->places[place].low) != 0)
			*find_place(&larger, set->places[place]) =
				set->places[place];
	free(set->places);
	*set = larger;
}

bool
keyset_add(struct keyset *set, const void *text, size_t len)
{
	unsigned char hash[HASH_SIZE];
	struct key key, *place;

	secret_hash(hash, text, len);
	memcpy(&key, hash, sizeof(key));
	if ((key.high | key.low) == 0)
		key.low = 1;
	place = find_place(set, key);
	if ((place->high | place->low) != 0)
		return false;
	*place = key;
	set->count++;
	if (set->count * 4 > set->room * 3)
		grow(set);
	return true;
}
