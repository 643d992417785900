/* SPDX-License-Identifier: MIT */
#ifndef EDITS_H
#define EDITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "json.h"

/*
 * edits: changes to the members of one object, which are made when it is
 * written.
 *
 *	buf_add_number(edits_begin(&edits, "line"), 17);
 *	edits_end(&edits);
 *	...
 *	is_any = edits_write(&edits, out, object, &members, NULL);
 *	edits_write_new(&edits, out, is_any);
 *
 * Names are literals of ours: they must live as long as the edits, and
 * nothing in them is escaped.  A zeroed struct is ready after edits_clear().
 */

struct edit {
	const char *name;
	size_t name_len;
	size_t start;   /* in edits.values: ,"name":value */
	size_t at, len; /* of the value there; no length: take it away */
	bool is_done;   /* used while writing */
};

/* All members are private but for count. */
struct edits {
	struct edit *list;
	size_t count, room;
	uint32_t lengths;  /* of the names, a bit each: most differ */
	struct edit *open; /* between begin and end */
	struct buf values;
};

void edits_clear(struct edits *edits); /* keeps the memory */
void edits_release(struct edits *edits);

/*
 * Change or add the member called name: its new value is what is added to the
 * buffer until edits_end().  Nothing added: the member is taken away.
 */
static inline struct buf *edits_begin(struct edits *edits, const char *name);
void edits_end(struct edits *edits);

/* The same for a name of name_len bytes. */
struct buf *
edits_begin_named(struct edits *edits, const char *name, size_t name_len);

/*
 * Write the members of an object as they stand in its text, from the opening
 * brace to the end of the last of them, with the edits in.  Those called
 * without (NULL: none) are left out wherever they are.  Returns whether any
 * member was written.  Once; then edits_write_new().
 */
bool edits_write(struct edits *edits, struct buf *out, const char *object,
	const struct json_members *members, const char *without);

/* Write what edits_write() did not find. */
void edits_write_new(struct edits *edits, struct buf *out, bool wants_comma);

/* Inline, so that the length of a literal is known when it is compiled. */
static inline struct buf *
edits_begin(struct edits *edits, const char *name)
{
	return edits_begin_named(edits, name, strlen(name));
}

#endif
