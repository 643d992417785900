/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_MADE_H
#define LEDGER_MADE_H

#include <stdbool.h>
#include <stddef.h>

#include "identity.h"

/*
 * ledger-made: ledgers to be tested, made the way a sender makes them, in a
 * process of its own.
 */

enum { MADE_BATCH = 10 }; /* intents that share a sync */

/* A new directory, to be removed with made_remove(). */
char *made_directory(void);
void made_remove(char *directory);

/* The key of message number. */
void made_key(int number, char key[IDENTITY_KEY_SIZE]);

enum made_end {
	MADE_CLOSED, /* with ledger_close() */
	MADE_KILLED, /* without */
};

/*
 * Send the messages from first on, count of them, in the campaign "made":
 * every tenth fails, every ninth is not sent, of every batch the last stays
 * under way.  Dies when that does not go.
 */
void made_run(const char *directory, int first, int count, enum made_end end);

/* A file of the directory's ledger/, whole, to be freed; and back. */
char *made_read(const char *directory, const char *name, size_t *len);
void made_write(const char *directory, const char *name, const char *bytes,
	size_t len);

#endif
