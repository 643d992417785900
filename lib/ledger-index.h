/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_INDEX_H
#define LEDGER_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * ledger-index: what is kept in memory of each key of a ledger.
 *
 * Entries of 32 bytes in blocks that never move, and a hash table of their
 * numbers, which is made anew without the old one when it is full.  Together
 * that is 43 bytes an entry at most, also while it grows; a block that is
 * not full takes no memory for what was not touched.
 */

enum { LEDGER_KEY_SIZE = 16 };

struct ledger_item {
	unsigned char key[LEDGER_KEY_SIZE];
	uint64_t behind : 48; /* 1 + where its last line begins; 0: none yet */
	uint64_t state : 8;   /* enum ledger_state, never LEDGER_CLAIMED */
	uint64_t is_claimed : 8;
	uint32_t attempt;
	uint32_t content;
};

/* All members are private but count.  Zeroed, it is empty. */
struct ledger_index {
	struct ledger_item **blocks;
	uint32_t *table; /* number of the entry + 1; 0: free */
	size_t count, block_count, table_size;
};

void ledger_index_release(struct ledger_index *index);

/* NULL when there is none.  Entries stay where they are until release. */
struct ledger_item *ledger_index_find(const struct ledger_index *index,
	const unsigned char key[LEDGER_KEY_SIZE]);

/* The key's entry, made (zeroed but for its key) if need be. */
struct ledger_item *ledger_index_add(struct ledger_index *index,
	const unsigned char key[LEDGER_KEY_SIZE]);

/* In the order in which they were made, from 0 on. */
struct ledger_item *
ledger_index_at(const struct ledger_index *index, size_t number);

#endif
