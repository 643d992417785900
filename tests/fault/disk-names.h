/* SPDX-License-Identifier: MIT */
#ifndef DISK_NAMES_H
#define DISK_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "chance.h"
#include "trace.h"

/*
 * disk_names: the durable names of a directory, and the changes of names
 * that were not synced.  Files belong to somebody else.
 */
struct disk_file;

struct disk_name {
	char *name;
	struct disk_file *file;
};

struct disk_name_change {
	uint64_t number; /* among all changes of the disk */
	enum trace_kind kind;
	char *name;
	char *other;            /* of a rename; else NULL */
	struct disk_file *file; /* of a new name, old or made; else NULL */
};

/* Starts out zeroed. */
struct disk_names {
	struct disk_name *list; /* durable */
	size_t count;
	struct disk_name_change *changes; /* pending, in their order */
	size_t change_count;
};

void disk_names_release(struct disk_names *names);

/* The name is durable, and the file's. */
void disk_names_set(struct disk_names *names, const char *name,
	struct disk_file *file);

void disk_names_make(struct disk_names *names, uint64_t number,
	const char *name, struct disk_file *file);
void disk_names_rename(struct disk_names *names, uint64_t number,
	const char *name, const char *other);
void
disk_names_unlink(struct disk_names *names, uint64_t number, const char *name);

/* A sync that began when so many changes were made has ended. */
void disk_names_sync(struct disk_names *names, uint64_t number);

/* Each pending change has happened or not. */
void disk_names_cut(struct disk_names *names, struct chance *chance);

/* A copy with what is pending done, to be released; the files are the same. */
struct disk_names disk_names_see(const struct disk_names *names);

#endif
