/* SPDX-License-Identifier: MIT */
#include "disk-names.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

void
disk_names_release(struct disk_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->list[i].name);
	for (size_t i = 0; i < names->change_count; i++) {
		free(names->changes[i].name);
		free(names->changes[i].other);
	}
	free(names->list);
	free(names->changes);
}

static struct disk_name *
find(struct disk_names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->list[i].name, name) == 0)
			return &names->list[i];
	return NULL;
}

void
disk_names_set(struct disk_names *names, const char *name,
	struct disk_file *file)
{
	struct disk_name *entry = find(names, name);

	if (entry == NULL) {
		names->list = xreallocarray(names->list, names->count + 1,
			sizeof(*names->list));
		entry = &names->list[names->count++];
		entry->name = xstrdup(name);
	}
	entry->file = file;
}

static void
remove_name(struct disk_names *names, const char *name)
{
	struct disk_name *entry = find(names, name);

	if (entry == NULL)
		return;
	free(entry->name);
	*entry = names->list[--names->count];
}

static void
add(struct disk_names *names, const struct disk_name_change *change)
{
	names->changes = xreallocarray(names->changes, names->change_count + 1,
		sizeof(*names->changes));
	names->changes[names->change_count++] = *change;
}

void
disk_names_make(struct disk_names *names, uint64_t number, const char *name,
	struct disk_file *file)
{
	add(names, &(struct disk_name_change){.number = number,
			   .kind = TRACE_MAKE,
			   .name = xstrdup(name),
			   .file = file});
}

/* What the name means to a program now. */
static struct disk_file *
seen_as(const struct disk_names *names, const char *name)
{
	struct disk_names seen = disk_names_see(names);
	struct disk_name *entry = find(&seen, name);
	struct disk_file *file = entry != NULL ? entry->file : NULL;

	disk_names_release(&seen);
	return file;
}

void
disk_names_rename(struct disk_names *names, uint64_t number, const char *name,
	const char *other)
{
	add(names, &(struct disk_name_change){.number = number,
			   .kind = TRACE_RENAME,
			   .name = xstrdup(name),
			   .other = xstrdup(other),
			   .file = seen_as(names, name)});
}

void
disk_names_unlink(struct disk_names *names, uint64_t number, const char *name)
{
	add(names, &(struct disk_name_change){.number = number,
			   .kind = TRACE_UNLINK,
			   .name = xstrdup(name)});
}

static void
apply(struct disk_names *names, const struct disk_name_change *change)
{
	if (change->kind != TRACE_MAKE)
		remove_name(names, change->name);
	if (change->file != NULL)
		disk_names_set(names,
			change->other != NULL ? change->other : change->name,
			change->file);
}

void
disk_names_sync(struct disk_names *names, uint64_t number)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->change_count; i++) {
		if (names->changes[i].number > number) {
			names->changes[kept++] = names->changes[i];
			continue;
		}
		apply(names, &names->changes[i]);
		free(names->changes[i].name);
		free(names->changes[i].other);
	}
	names->change_count = kept;
}

void
disk_names_cut(struct disk_names *names, struct chance *chance)
{
	for (size_t i = 0; i < names->change_count; i++) {
		if (chance_is(chance, 50))
			apply(names, &names->changes[i]);
		free(names->changes[i].name);
		free(names->changes[i].other);
	}
	names->change_count = 0;
}

struct disk_names
disk_names_see(const struct disk_names *names)
{
	struct disk_names seen = {0};

	for (size_t i = 0; i < names->count; i++)
		disk_names_set(&seen, names->list[i].name, names->list[i].file);
	for (size_t i = 0; i < names->change_count; i++)
		apply(&seen, &names->changes[i]);
	return seen;
}
