/* SPDX-License-Identifier: MIT */
#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "disk-file.h"
#include "disk-names.h"
#include "slurp.h"
#include "tempdir.h"
#include "xalloc.h"

/* A sync that has begun: what was changed before it. */
struct ticket {
	uint64_t id, number;
};

struct disk {
	struct disk_file **files; /* all there ever were */
	size_t file_count;
	struct disk_names names;
	uint64_t inode;  /* of the directory; 0: there is none */
	uint64_t number; /* of the last change */
	bool is_durable; /* the directory's own name */
	struct ticket *tickets;
	size_t ticket_count;
};

static struct disk_file *
add_file(struct disk *disk, uint64_t inode)
{
	struct disk_file *file = xmalloc(sizeof(*file));

	disk_file_init(file, inode);
	disk->files = xreallocarray(disk->files, disk->file_count + 1,
		sizeof(*disk->files));
	disk->files[disk->file_count++] = file;
	return file;
}

/* The last with that number: a file system uses them again. */
static struct disk_file *
find_file(const struct disk *disk, uint64_t inode)
{
	for (size_t i = disk->file_count; i > 0; i--)
		if (disk->files[i - 1]->inode == inode)
			return disk->files[i - 1];
	return NULL;
}

static int
read_file(struct disk *disk, const char *directory, const char *name,
	struct fault *why)
{
	struct disk_file *file;
	struct stat about;
	struct buf path;
	int result;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/%s", directory, name);
	result = stat(buf_string(&path), &about);
	if (result == 0) {
		file = add_file(disk, about.st_ino);
		result = slurp(path.data, &file->bytes, why);
		disk_names_set(&disk->names, name, file);
	} else {
		fault_errno(why, EX_IOERR, "%s", path.data);
	}
	buf_release(&path);
	return result;
}

struct disk *
disk_open(const char *directory, struct fault *why)
{
	struct disk *disk = xcalloc(1, sizeof(*disk));
	DIR *list = opendir(directory);
	struct dirent *item;
	struct stat about;
	int result = 0;

	if (list == NULL && errno == ENOENT)
		return disk;
	if (list == NULL || fstat(dirfd(list), &about) != 0) {
		fault_errno(why, EX_IOERR, "%s", directory);
		result = -1;
	} else {
		disk->inode = about.st_ino;
		disk->is_durable = true;
	}
	while (result == 0 && (item = readdir(list)) != NULL)
		if (item->d_name[0] != '.')
			result = read_file(disk, directory, item->d_name, why);
	if (list != NULL)
		closedir(list);
	if (result == 0)
		return disk;
	disk_close(disk);
	return NULL;
}

void
disk_close(struct disk *disk)
{
	if (disk == NULL)
		return;
	for (size_t i = 0; i < disk->file_count; i++) {
		disk_file_release(disk->files[i]);
		free(disk->files[i]);
	}
	free(disk->files);
	disk_names_release(&disk->names);
	free(disk->tickets);
	free(disk);
}

static void
begin_sync(struct disk *disk, uint64_t id)
{
	disk->tickets = xreallocarray(disk->tickets, disk->ticket_count + 1,
		sizeof(*disk->tickets));
	disk->tickets[disk->ticket_count++] =
		(struct ticket){.id = id, .number = disk->number};
}

static void
end_sync(struct disk *disk, const struct trace_entry *entry)
{
	struct disk_file *file = find_file(disk, entry->inode);
	size_t i = disk->ticket_count;

	while (i > 0 && disk->tickets[i - 1].id != entry->ticket)
		i--;
	if (i == 0)
		return;
	if (entry->inode == disk->inode)
		disk_names_sync(&disk->names, disk->tickets[i - 1].number);
	else if (file != NULL)
		disk_file_sync(file, disk->tickets[i - 1].number);
	else
		disk->is_durable = true;
}

static void
make(struct disk *disk, const char *name, uint64_t inode)
{
	if (name[0] == '\0')
		disk->inode = inode;
	else
		disk_names_make(&disk->names, disk->number, name,
			add_file(disk, inode));
}

/* name and data are strings here. */
static int
take(struct disk *disk, const struct trace_entry *entry, const char *name,
	const char *data, struct fault *why)
{
	struct disk_file *file;

	if (entry->kind == TRACE_SYNC_BEGIN) {
		begin_sync(disk, entry->ticket);
		return 0;
	}
	if (entry->kind == TRACE_SYNC_END) {
		end_sync(disk, entry);
		return 0;
	}
	disk->number++;
	if (entry->kind == TRACE_MAKE)
		make(disk, name, entry->inode);
	else if (entry->kind == TRACE_RENAME)
		disk_names_rename(&disk->names, disk->number, name, data);
	else if (entry->kind == TRACE_UNLINK)
		disk_names_unlink(&disk->names, disk->number, name);
	else if ((file = find_file(disk, entry->inode)) != NULL)
		disk_file_change(file, disk->number, entry, data);
	else
		return fault_set(why, EX_DATAERR,
			"the trace has a file of which nobody knows the name");
	return 0;
}

/*
 * The entry at a place of the trace, and its length.  0 when there is a
 * whole one, 1 when there is none.
 */
static int
entry_at(const struct buf *all, size_t at, struct trace_entry *entry,
	size_t *len, struct fault *why)
{
	if (all->len - at < sizeof(*entry))
		return 1;
	memcpy(entry, all->data + at, sizeof(*entry));
	if (entry->magic != TRACE_MAGIC)
		return fault_set(why, EX_DATAERR,
			"no entry of the trace begins at its byte %zu", at);
	*len = sizeof(*entry) + entry->name_len + entry->data_len;
	return all->len - at < *len;
}

int
disk_replay(struct disk *disk, const char *trace, struct fault *why)
{
	struct trace_entry entry;
	size_t at = 0, len = 0;
	struct buf all, name, data;
	int result = 0;

	buf_init(&all, SIZE_MAX);
	buf_init(&name, SIZE_MAX);
	buf_init(&data, SIZE_MAX);
	if (access(trace, F_OK) == 0)
		result = slurp(trace, &all, why);
	while (result == 0 &&
		(result = entry_at(&all, at, &entry, &len, why)) == 0) {
		const char *names = all.data + at + sizeof(entry);

		buf_clear(&name);
		buf_add(&name, names, entry.name_len);
		buf_clear(&data);
		buf_add(&data, names + entry.name_len, entry.data_len);
		result = take(disk, &entry, buf_string(&name),
			buf_string(&data), why);
		at += len;
	}
	buf_release(&data);
	buf_release(&name);
	buf_release(&all);
	return result < 0 ? -1 : 0;
}

void
disk_cut(struct disk *disk, struct chance *chance)
{
	for (size_t i = 0; i < disk->file_count; i++)
		disk_file_cut(disk->files[i], chance);
	disk_names_cut(&disk->names, chance);
	/* If its name is lost, so is all that is in it. */
	if (!disk->is_durable && chance_is(chance, 50))
		disk->inode = 0;
}

static int
compare_name(const struct disk_name *entry, const char *directory,
	struct fault *why)
{
	struct buf path, real, seen;
	int result;

	buf_init(&path, SIZE_MAX);
	buf_init(&real, SIZE_MAX);
	buf_init(&seen, SIZE_MAX);
	buf_add_format(&path, "%s/%s", directory, entry->name);
	result = slurp(buf_string(&path), &real, why);
	disk_file_see(entry->file, &seen);
	if (result == 0 && (real.len != seen.len ||
				   (seen.len > 0 && memcmp(real.data, seen.data,
							    seen.len) != 0)))
		result = fault_set(why, EX_DATAERR,
			"%s is not what the trace makes of it: powercut.so"
			" missed a change",
			path.data);
	buf_release(&seen);
	buf_release(&real);
	buf_release(&path);
	return result;
}

int
disk_compare(const struct disk *disk, const char *directory, struct fault *why)
{
	struct disk_names seen = disk_names_see(&disk->names);
	struct disk *real = disk_open(directory, why);
	int result = real == NULL ? -1 : 0;

	if (result == 0 &&
		(real->inode != disk->inode || real->names.count != seen.count))
		result = fault_set(why, EX_DATAERR,
			"%s: other files than the trace makes: powercut.so"
			" missed a change",
			directory);
	for (size_t i = 0; result == 0 && i < seen.count; i++)
		result = compare_name(&seen.list[i], directory, why);
	disk_close(real);
	disk_names_release(&seen);
	return result;
}

int
disk_write(const struct disk *disk, const char *directory, struct fault *why)
{
	struct buf path;
	int result = 0;

	if (access(directory, F_OK) == 0 && tempdir_remove(directory, why) != 0)
		return -1;
	if (disk->inode == 0)
		return 0;
	if (mkdir(directory, 0700) != 0)
		return fault_errno(why, EX_IOERR, "%s", directory);
	buf_init(&path, SIZE_MAX);
	for (size_t i = 0; result == 0 && i < disk->names.count; i++) {
		const struct disk_name *entry = &disk->names.list[i];

		buf_clear(&path);
		buf_add_format(&path, "%s/%s", directory, entry->name);
		result = spit(buf_string(&path), entry->file->bytes.data,
			entry->file->bytes.len, why);
	}
	buf_release(&path);
	return result;
}
