/* SPDX-License-Identifier: MIT */
#ifndef DISK_FILE_H
#define DISK_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "chance.h"
#include "trace.h"

/*
 * disk_file: one file's durable bytes, and the changes that were not synced.
 */
struct disk_change {
	uint64_t number; /* among all changes of the disk */
	enum trace_kind kind;
	uint64_t offset; /* or the length */
	char *data;
	size_t len;
};

struct disk_file {
	uint64_t inode;
	struct buf bytes;            /* durable */
	struct disk_change *changes; /* pending, in their order */
	size_t count;
};

void disk_file_init(struct disk_file *file, uint64_t inode);
void disk_file_release(struct disk_file *file);

/* data is copied. */
void disk_file_change(struct disk_file *file, uint64_t number,
	const struct trace_entry *entry, const void *data);

/* A sync that began when so many changes were made has ended. */
void disk_file_sync(struct disk_file *file, uint64_t number);

/* Each pending change is kept, torn or lost; none is pending any longer. */
void disk_file_cut(struct disk_file *file, struct chance *chance);

/* Add the bytes as a program sees them, pending or not, to out. */
void disk_file_see(const struct disk_file *file, struct buf *out);

#endif
