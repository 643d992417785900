/* SPDX-License-Identifier: MIT */
#include "mocknode.h"

#include <stddef.h>
#include <string.h>

enum { FIELD_LENGTH_SHOWN = 64 };

static const struct mocknode_field *
find_field(const struct mocknode *node, const char *name, size_t len)
{
	for (const struct mocknode_field *field = node->fields;
		field->name != NULL; field++)
		if (strlen(field->name) == len &&
			memcmp(field->name, name, len) == 0)
			return field;
	return NULL;
}

/* Takes the next of them off *rest.  False when there is none. */
static bool
next_name(const char **rest, const char **name, size_t *len)
{
	*rest += strspn(*rest, ",");
	*name = *rest;
	*len = strcspn(*rest, ",");
	*rest += *len;
	return *len > 0;
}

int
mocknode_refuse(const char *type, const char *field, size_t len,
	struct mockerror *error)
{
	return mockerror_set(error, MOCKERROR_FIELD,
		"(#100) Tried accessing nonexisting field (%.*s) on node type"
		" (%s)",
		len < FIELD_LENGTH_SHOWN ? (int)len : FIELD_LENGTH_SHOWN, field,
		type);
}

int
mocknode_check(const struct mocknode *node, const struct mocknode_query *query,
	struct mockerror *error)
{
	const char *rest = query->fields, *name;
	size_t len;

	while (rest != NULL && next_name(&rest, &name, &len))
		if (find_field(node, name, len) == NULL &&
			mockset_find(query->set, name, len) == NULL)
			return mocknode_refuse(node->type, name, len, error);
	return 0;
}

static bool
is_asked_field(const struct mocknode_query *query,
	const struct mocknode_field *field)
{
	const char *rest = query->fields, *name;
	size_t len;

	if (field->comes == MOCKNODE_ALWAYS)
		return true;
	if (rest == NULL)
		return field->comes == MOCKNODE_UNASKED;
	while (next_name(&rest, &name, &len))
		if (strlen(field->name) == len &&
			memcmp(field->name, name, len) == 0)
			return true;
	return false;
}

static bool
is_asked_member(const struct mocknode_query *query,
	const struct json_member *member)
{
	const char *rest = query->fields, *name;
	size_t len;

	if (rest == NULL)
		return true;
	while (next_name(&rest, &name, &len))
		if (json_name_is(member, name, len))
			return true;
	return false;
}

/* The name with the value, as it was written. */
static void
write_member(const struct json_member *member, struct json_writer *json)
{
	const char *start = member->name - 1;

	if (member->value.type != JSON_NULL)
		json_raw(json, start,
			(size_t)(json_value_end(&member->value) - start));
}

static void
write_field(const struct mocknode_field *field, const void *context,
	struct json_writer *json)
{
	json_name(json, field->name);
	if (field->value != NULL)
		json_raw(json, field->value, strlen(field->value));
	else
		field->write(context, json);
}

static bool
is_of(const struct mocknode *node, const struct json_member *member)
{
	for (const struct mocknode_field *field = node->fields;
		field->name != NULL; field++)
		if (json_name_is(member, field->name, strlen(field->name)))
			return true;
	return false;
}

/* What the script has beyond the fields of the node. */
static void
write_more(const struct mocknode *node, const struct mocknode_query *query,
	struct json_writer *json)
{
	const struct json_members *members = &query->set->members;

	for (size_t i = 0; i < members->count; i++)
		if (mockset_counts(query->set, i) &&
			!is_of(node, &members->list[i]) &&
			is_asked_member(query, &members->list[i]))
			write_member(&members->list[i], json);
}

int
mocknode_write(const struct mocknode *node, const void *context,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error)
{
	const struct json_member *member;

	if (mocknode_check(node, query, error) != 0)
		return -1;
	json_open(json, '{');
	for (const struct mocknode_field *field = node->fields;
		field->name != NULL; field++) {
		if (!is_asked_field(query, field))
			continue;
		member = mockset_find(query->set, field->name,
			strlen(field->name));
		if (member != NULL)
			write_member(member, json);
		else
			write_field(field, context, json);
	}
	if (query->set != NULL)
		write_more(node, query, json);
	json_close(json, '}');
	return 0;
}
