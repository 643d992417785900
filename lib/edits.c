/* SPDX-License-Identifier: MIT */
#include "edits.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

void
edits_clear(struct edits *edits)
{
	edits->count = 0;
	edits->lengths = 0;
	edits->values.max = SIZE_MAX;
	buf_clear(&edits->values);
}

void
edits_release(struct edits *edits)
{
	free(edits->list);
	buf_release(&edits->values);
	*edits = (struct edits){0};
}

static uint32_t
length_bit(size_t name_len)
{
	return UINT32_C(1) << (name_len & 31);
}

static struct edit *
find(struct edits *edits, const char *name, size_t name_len)
{
	if ((edits->lengths & length_bit(name_len)) == 0)
		return NULL;
	for (size_t index = 0; index < edits->count; index++)
		if (edits->list[index].name_len == name_len &&
			memcmp(edits->list[index].name, name, name_len) == 0)
			return &edits->list[index];
	return NULL;
}

/* The edit of a member of the object; sees through escapes in its name. */
static struct edit *
find_of(struct edits *edits, const struct json_member *member)
{
	if (!member->name_is_escaped)
		return find(edits, member->name, member->name_len);
	for (size_t index = 0; index < edits->count; index++)
		if (json_name_is(member, edits->list[index].name,
			    edits->list[index].name_len))
			return &edits->list[index];
	return NULL;
}

static struct edit *
append(struct edits *edits, size_t name_len)
{
	if (edits->count == edits->room) {
		edits->room = edits->room > 0 ? edits->room * 2 : 8;
		edits->list = xreallocarray(edits->list, edits->room,
			sizeof(*edits->list));
	}
	edits->lengths |= length_bit(name_len);
	return &edits->list[edits->count++];
}

struct buf *
edits_begin_named(struct edits *edits, const char *name, size_t name_len)
{
	struct edit *edit = find(edits, name, name_len);

	if (edit == NULL)
		edit = append(edits, name_len);
	*edit = (struct edit){.name = name,
		.name_len = name_len,
		.start = edits->values.len};
	/* As it will stand behind another member. */
	buf_add(&edits->values, ",\"", 2);
	buf_add(&edits->values, name, name_len);
	buf_add(&edits->values, "\":", 2);
	edit->at = edits->values.len;
	edits->open = edit;
	return &edits->values;
}

void
edits_end(struct edits *edits)
{
	edits->open->len = edits->values.len - edits->open->at;
}

bool
edits_write(struct edits *edits, struct buf *out, const char *object,
	const struct json_members *members, const char *without)
{
	const char *from = object, *to = object + 1; /* not yet written */
	size_t without_len = without != NULL ? strlen(without) : 0;
	bool in_gap = false, is_any = false;

	for (size_t index = 0; index < members->count; index++) {
		const struct json_member *member = &members->list[index];
		struct edit *edit = NULL;

		if (edits->count > 0)
			edit = find_of(edits, member);
		if ((without != NULL &&
			    json_name_is(member, without, without_len)) ||
			(edit != NULL && edit->len == 0)) {
			if (!in_gap)
				buf_add(out, from, (size_t)(to - from));
			in_gap = true;
			continue;
		}
		if (in_gap) {
			if (is_any)
				buf_add_byte(out, ',');
			from = member->name - 1;
			in_gap = false;
		}
		if (edit != NULL) {
			buf_add(out, from, (size_t)(member->value.text - from));
			buf_add(out, edits->values.data + edit->at, edit->len);
			edit->is_done = true;
			from = json_value_end(&member->value);
		}
		to = json_value_end(&member->value);
		is_any = true;
	}
	if (!in_gap)
		buf_add(out, from, (size_t)(to - from));
	return is_any;
}

void
edits_write_new(struct edits *edits, struct buf *out, bool wants_comma)
{
	size_t start;

	for (size_t index = 0; index < edits->count; index++) {
		struct edit *edit = &edits->list[index];

		if (edit->is_done || edit->len == 0)
			continue;
		start = edit->start + (wants_comma ? 0 : 1);
		buf_add(out, edits->values.data + start,
			edit->at + edit->len - start);
		wants_comma = true;
	}
}
