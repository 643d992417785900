/* SPDX-License-Identifier: MIT */
#include "csr-auth-migrate-collection.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "xalloc.h"

void
collection_forget(struct collection *collection)
{
	for (size_t i = 0; i < collection->count; i++) {
		free(collection->items[i].id);
		buf_release(&collection->items[i].body);
	}
	free(collection->items);
	safenames_free(collection->names);
	free(collection->stem);
}

static char *
stem_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL ? xstrndup(name, (size_t)(dot - name))
			   : xstrdup(name);
}

bool
collection_is_full(struct collection *collection)
{
	if (!collection->is_full &&
		collection->count + collection->damaged >= COLLECTION_MOST) {
		collection->is_full = true;
		migration_left(collection->migration,
			"%s: there are more than %d, which is the most that is"
			" taken over: the rest, from here on, was left; put"
			" those that you want into another home directory, and"
			" name it with --from",
			collection->path, COLLECTION_MOST);
	}
	return collection->is_full;
}

int
collection_read_one(struct collection *collection, const char *directory,
	const char *name, collection_reader *read, struct fault *why)
{
	struct fault trouble;
	struct buf text;
	int found, result = 0;
	char *path;

	if (collection->is_full)
		return 0;
	path = oldfile_path(directory, name);
	found = oldfile_read(path, &text, NULL, &trouble);
	collection->path = path;
	free(collection->stem);
	collection->stem = stem_of(name);
	if (found > 0)
		result = read(collection, &text, &trouble);
	if (found < 0 || (result != 0 && trouble.status == EX_DATAERR)) {
		result = 0;
		if (!collection_is_full(collection))
			migration_damaged(collection->migration,
				"%s; it was skipped", trouble.text);
		collection->damaged++;
	}
	if (result != 0)
		*why = trouble;
	buf_release(&text);
	free(path);
	return result;
}

static bool
is_one_of(const char *name, const char *const *names)
{
	for (; names != NULL && *names != NULL; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

int
collection_read_all(struct collection *collection, const char *directory,
	const char *const *endings, const char *const *others,
	collection_reader *read, struct fault *why)
{
	struct oldlist list;
	int result = oldlist_read(&list, directory, endings, why);

	for (size_t i = 0; result == 0 && i < list.count; i++)
		if (!is_one_of(list.names[i], others))
			result = collection_read_one(collection, directory,
				list.names[i], read, why);
	oldlist_release(&list);
	return result;
}

int
collection_look_up(const struct collection *collection, const char *id,
	const struct buf *body)
{
	int result = 0;

	for (size_t i = 0; i < collection->count; i++) {
		const struct item *item = &collection->items[i];

		if (strcmp(item->id, id) != 0)
			continue;
		if (item->body.len == body->len &&
			memcmp(item->body.data, body->data, body->len) == 0)
			return 1;
		result = 2;
	}
	return result;
}

void
collection_remember(struct collection *collection, const char *id,
	struct buf *body)
{
	collection->items = xreallocarray(collection->items,
		collection->count + 1, sizeof(*collection->items));
	collection->items[collection->count++] =
		(struct item){.id = xstrdup(id), .body = *body};
	*body = (struct buf){0};
}
