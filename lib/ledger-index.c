/* SPDX-License-Identifier: MIT */
#include "ledger-index.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "xalloc.h"

enum {
	BLOCK_SIZE = 4096, /* entries */
	TABLE_SIZE_MIN = 1024,
};

void
ledger_index_release(struct ledger_index *index)
{
	for (size_t number = 0; number < index->block_count; number++)
		free(index->blocks[number]);
	free(index->blocks);
	free(index->table);
	*index = (struct ledger_index){0};
}

struct ledger_item *
ledger_index_at(const struct ledger_index *index, size_t number)
{
	return &index->blocks[number / BLOCK_SIZE][number % BLOCK_SIZE];
}

/* Keys are hashes, but those that somebody wrote by hand are not. */
static size_t
hash(const unsigned char key[LEDGER_KEY_SIZE])
{
	uint64_t low, high;

	memcpy(&low, key, sizeof(low));
	memcpy(&high, key + sizeof(low), sizeof(high));
	low = (low ^ high >> 29) * UINT64_C(0x9E3779B97F4A7C15) ^ high;
	low = (low ^ low >> 32) * UINT64_C(0xBF58476D1CE4E5B9);
	return (size_t)(low ^ low >> 31);
}

/* Where the key's number is, or would be. */
static uint32_t *
place(const struct ledger_index *index,
	const unsigned char key[LEDGER_KEY_SIZE])
{
	size_t mask = index->table_size - 1, at = hash(key) & mask;
	const struct ledger_item *item;

	for (; index->table[at] != 0; at = (at + 1) & mask) {
		item = ledger_index_at(index, index->table[at] - 1);
		if (memcmp(item->key, key, LEDGER_KEY_SIZE) == 0)
			break;
	}
	return &index->table[at];
}

struct ledger_item *
ledger_index_find(const struct ledger_index *index,
	const unsigned char key[LEDGER_KEY_SIZE])
{
	uint32_t number;

	if (index->count == 0)
		return NULL;
	number = *place(index, key);
	return number != 0 ? ledger_index_at(index, number - 1) : NULL;
}

static void
grow_table(struct ledger_index *index)
{
	size_t size = index->table_size * 2;

	if (size == 0)
		size = TABLE_SIZE_MIN;
	free(index->table);
	index->table = xcalloc(size, sizeof(*index->table));
	index->table_size = size;
	for (size_t number = 0; number < index->count; number++)
		*place(index, ledger_index_at(index, number)->key) =
			(uint32_t)number + 1;
}

struct ledger_item *
ledger_index_add(struct ledger_index *index,
	const unsigned char key[LEDGER_KEY_SIZE])
{
	struct ledger_item *item = ledger_index_find(index, key);

	if (item != NULL)
		return item;
	if (index->count + 1 > index->table_size / 4 * 3)
		grow_table(index);
	if (index->count == index->block_count * BLOCK_SIZE) {
		index->blocks = xreallocarray(index->blocks,
			index->block_count + 1, sizeof(struct ledger_item *));
		index->blocks[index->block_count++] =
			xcalloc(BLOCK_SIZE, sizeof(struct ledger_item));
	}
	*place(index, key) = (uint32_t)index->count + 1;
	item = ledger_index_at(index, index->count++);
	memcpy(item->key, key, LEDGER_KEY_SIZE);
	return item;
}
