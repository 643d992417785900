/* SPDX-License-Identifier: MIT */
#include "disk-file.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { SECTOR = 512 };

void
disk_file_init(struct disk_file *file, uint64_t inode)
{
	*file = (struct disk_file){.inode = inode};
	buf_init(&file->bytes, SIZE_MAX);
}

void
disk_file_release(struct disk_file *file)
{
	for (size_t i = 0; i < file->count; i++)
		free(file->changes[i].data);
	free(file->changes);
	buf_release(&file->bytes);
}

void
disk_file_change(struct disk_file *file, uint64_t number,
	const struct trace_entry *entry, const void *data)
{
	struct disk_change *change;

	file->changes = xreallocarray(file->changes, file->count + 1,
		sizeof(*file->changes));
	change = &file->changes[file->count++];
	*change = (struct disk_change){.number = number,
		.kind = entry->kind,
		.offset = entry->offset,
		.len = entry->data_len};
	change->data = xmalloc(change->len + 1);
	memcpy(change->data, data, change->len);
}

/* What a file had not yet reads as zeros. */
static void
lengthen(struct buf *bytes, size_t len)
{
	size_t missing = len > bytes->len ? len - bytes->len : 0;

	if (missing == 0)
		return;
	memset(buf_reserve(bytes, missing), 0, missing);
	bytes->len += missing;
}

static void
put(struct buf *bytes, size_t offset, const char *data, size_t len)
{
	if (len == 0)
		return;
	lengthen(bytes, offset + len);
	memcpy(bytes->data + offset, data, len);
}

static void
apply(struct buf *bytes, const struct disk_change *change)
{
	if (change->kind == TRACE_WRITE) {
		put(bytes, change->offset, change->data, change->len);
		return;
	}
	lengthen(bytes, change->offset);
	bytes->len = change->offset;
}

void
disk_file_sync(struct disk_file *file, uint64_t number)
{
	size_t kept = 0;

	for (size_t i = 0; i < file->count; i++) {
		if (file->changes[i].number > number) {
			file->changes[kept++] = file->changes[i];
			continue;
		}
		apply(&file->bytes, &file->changes[i]);
		free(file->changes[i].data);
	}
	file->count = kept;
}

/* Each sector of the file is written at once or not at all. */
static void
tear(struct buf *bytes, const struct disk_change *change, struct chance *chance)
{
	size_t done = 0, len;

	while (done < change->len) {
		len = SECTOR - (change->offset + done) % SECTOR;
		if (len > change->len - done)
			len = change->len - done;
		if (chance_is(chance, 50))
			put(bytes, change->offset + done, change->data + done,
				len);
		done += len;
	}
}

static void
cut_change(struct buf *bytes, const struct disk_change *change,
	struct chance *chance)
{
	uint64_t fate = chance_below(chance, 100);

	if (change->kind != TRACE_WRITE) {
		if (fate < 50)
			apply(bytes, change);
	} else if (fate < 45) {
		apply(bytes, change);
	} else if (fate < 60) {
		tear(bytes, change, chance);
	} else if (fate < 75) {
		put(bytes, change->offset, change->data,
			chance_below(chance, change->len + 1));
	} else if (fate < 85) {
		/* The length was on its way already, the data was not. */
		lengthen(bytes, change->offset + change->len);
	}
}

void
disk_file_cut(struct disk_file *file, struct chance *chance)
{
	for (size_t i = 0; i < file->count; i++) {
		cut_change(&file->bytes, &file->changes[i], chance);
		free(file->changes[i].data);
	}
	file->count = 0;
}

void
disk_file_see(const struct disk_file *file, struct buf *out)
{
	struct buf seen;

	buf_init(&seen, SIZE_MAX);
	buf_add(&seen, file->bytes.data, file->bytes.len);
	for (size_t i = 0; i < file->count; i++)
		apply(&seen, &file->changes[i]);
	buf_add(out, seen.data, seen.len);
	buf_release(&seen);
}
