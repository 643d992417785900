/* SPDX-License-Identifier: MIT */
#include "alias.h"

#include <stdint.h>
#include <stdlib.h>

#include "jsonstring.h"
#include "translit.h"
#include "xalloc.h"

enum { SEEN_MAX = 1024 }; /* members of a record that are remembered */

/* The name, as written, of the member at a place of the last records. */
struct seen {
	struct buf name;
	bool is_known, is_meant;
};

struct alias {
	struct buf name;
	struct seen *seen;
	size_t seen_count;
	struct buf plain, scratch; /* of the present member */
};

static bool
is_same(const struct buf *text, const struct buf *other)
{
	return text->len == other->len &&
	       (text->len == 0 ||
		       memcmp(text->data, other->data, text->len) == 0);
}

struct alias *
alias_new(const char *name, size_t len)
{
	struct alias *alias = xcalloc(1, sizeof(*alias));

	buf_init(&alias->name, SIZE_MAX);
	buf_init(&alias->plain, SIZE_MAX);
	buf_init(&alias->scratch, SIZE_MAX);
	buf_add(&alias->name, name, len);
	translit_add_old_alias(&alias->plain, name, len);
	if (is_same(&alias->plain, &alias->name))
		return alias;
	alias_free(alias);
	return NULL;
}

void
alias_free(struct alias *alias)
{
	if (alias == NULL)
		return;
	for (size_t i = 0; i < alias->seen_count; i++)
		buf_release(&alias->seen[i].name);
	free(alias->seen);
	buf_release(&alias->name);
	buf_release(&alias->plain);
	buf_release(&alias->scratch);
	free(alias);
}

/* The name without escapes; one that is no text has no alias. */
static int
unescape(const struct json_member *member, struct buf *out)
{
	struct json_value quoted = {.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING,
		.is_escaped = member->name_is_escaped};

	buf_clear(out);
	return json_unescape(out, &quoted);
}

static bool
is_meant(struct alias *alias, const struct json_member *member)
{
	struct buf *name = &alias->scratch;

	if (unescape(member, name) != 0)
		return false;
	buf_clear(&alias->plain);
	translit_add_alias(&alias->plain, name->data, name->len);
	if (is_same(&alias->plain, &alias->name))
		return true;
	buf_clear(&alias->plain);
	translit_add_old_alias(&alias->plain, name->data, name->len);
	return is_same(&alias->plain, &alias->name);
}

/* The same, from memory if possible. */
static bool
is_meant_at(struct alias *alias, size_t place, const struct json_member *member)
{
	struct seen *seen = &alias->seen[place];

	if (seen->is_known && seen->name.len == member->name_len &&
		(member->name_len == 0 || memcmp(seen->name.data, member->name,
						  member->name_len) == 0))
		return seen->is_meant;
	buf_clear(&seen->name);
	buf_add(&seen->name, member->name, member->name_len);
	seen->is_known = true;
	seen->is_meant = is_meant(alias, member);
	return seen->is_meant;
}

static void
make_places(struct alias *alias, size_t count)
{
	if (count > SEEN_MAX)
		count = SEEN_MAX;
	if (alias->seen_count >= count)
		return;
	alias->seen = xreallocarray(alias->seen, count, sizeof(*alias->seen));
	for (size_t i = alias->seen_count; i < count; i++) {
		alias->seen[i] = (struct seen){0};
		buf_init(&alias->seen[i].name, SIZE_MAX);
	}
	alias->seen_count = count;
}

/* Are they called the same?  Then the later one counts. */
static bool
is_again(struct alias *alias, const struct json_member *member,
	const struct json_member *before)
{
	return unescape(before, &alias->scratch) == 0 &&
	       json_name_is(member, alias->scratch.data, alias->scratch.len);
}

const struct json_member *
alias_find(struct alias *alias, const struct json_members *members,
	const struct json_member **other)
{
	const struct json_member *found = NULL;

	*other = NULL;
	make_places(alias, members->count);
	for (size_t i = 0; i < members->count; i++) {
		const struct json_member *member = &members->list[i];

		if (i < alias->seen_count ? !is_meant_at(alias, i, member)
					  : !is_meant(alias, member))
			continue;
		if (found != NULL && !is_again(alias, member, found))
			*other = member;
		else
			found = member;
	}
	return found;
}
