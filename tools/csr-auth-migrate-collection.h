/* SPDX-License-Identifier: MIT */
#ifndef CSR_AUTH_MIGRATE_COLLECTION_H
#define CSR_AUTH_MIGRATE_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "csr-auth-migrate.h"
#include "fault.h"
#include "safename.h"

/*
 * collection: templates or column presets that csr-auth migrate has found in
 * one file after the other.
 */

/*
 * Things of a run, damaged ones among them: more than anybody has made by
 * hand.  A file that holds tens of thousands is none that the application
 * wrote, and would fill the disk.
 */
enum { COLLECTION_MOST = 1000 };

/* One that was found, under the id it had. */
struct item {
	char *id;
	struct buf body; /* but for the id: to tell whether two are the same */
};

/* To be zeroed, but for migration and names. */
struct collection {
	struct migration *migration;
	struct safenames *names; /* the collection's from then on */
	struct item *items;
	size_t count;
	size_t damaged;
	const char *path; /* of the present file */
	char *stem;       /* its name, for a template that has none */
	bool is_copy;     /* it holds copies, older ones among them */
	bool is_full;     /* and that was told */
};

/* EX_DATAERR skips the file; another fault ends the whole. */
typedef int collection_reader(struct collection *collection,
	const struct buf *text, struct fault *why);

/* Read a file, or all whose names end so but for some; both end with NULL. */
int collection_read_one(struct collection *collection, const char *directory,
	const char *name, collection_reader *read, struct fault *why);
int collection_read_all(struct collection *collection, const char *directory,
	const char *const *endings, const char *const *others,
	collection_reader *read, struct fault *why);

/* Is there no place for one more?  The first time it is told. */
bool collection_is_full(struct collection *collection);

/* 0: a new one; 1: seen already; 2: another with that id was. */
int collection_look_up(const struct collection *collection, const char *id,
	const struct buf *body);

/* body is taken over. */
void collection_remember(struct collection *collection, const char *id,
	struct buf *body);

void collection_forget(struct collection *collection);

#endif
