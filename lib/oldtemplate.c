/* SPDX-License-Identifier: MIT */
#include "oldtemplate.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "json.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "oldsequence.h"
#include "yaml.h"

/* What is looked for, while a file is read. */
struct search {
	const char *name; /* of the file, for messages */
	oldtemplate_visitor *visit;
	void *context;
	struct fault *why;
};

static bool
is_template(const struct doc *doc)
{
	static const char *const members[] = {"whatsapp_content", "content",
		"whatsapp", "whatsapp_messages", "message_sequence"};

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (doc_kind(doc, members[i]) != DOC_MISSING)
			return true;
	return false;
}

/* One template; place is the name under which it stands, or NULL. */
static int
visit_one(const struct search *search, const char *text, size_t len,
	const char *place)
{
	struct oldtemplate found = {.id = place};
	struct fault where;
	struct doc *doc = doc_parse(text, len, &where);
	const char *id = doc != NULL ? doc_string(doc, "id") : NULL;
	int result;

	if (id != NULL && *id != '\0')
		found.id = id;
	if (doc != NULL && is_template(doc))
		found.doc = doc;
	result = search->visit(&found, search->context, search->why);
	doc_free(doc);
	return result;
}

static int
visit_member(const struct search *search, const struct json_member *member)
{
	struct json_value name = {.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING,
		.is_escaped = member->name_is_escaped};
	struct buf place;
	int result;

	buf_init(&place, SIZE_MAX);
	if (json_unescape(&place, &name) != 0) {
		buf_clear(&place);
		buf_add(&place, member->name, member->name_len);
	}
	result = visit_one(search, member->value.text, member->value.len,
		buf_string(&place));
	buf_release(&place);
	return result;
}

static int
visit_items(const struct search *search, const struct json_value *array)
{
	struct fault where;
	struct doc *doc = doc_parse(array->text, array->len, &where);
	struct buf item;
	char path[32];
	int result = 0;

	if (doc == NULL)
		return fault_set(search->why, EX_DATAERR, "%s: %s",
			search->name, where.text);
	buf_init(&item, SIZE_MAX);
	for (size_t i = 0; result == 0 && i < doc_count(doc, ""); i++) {
		snprintf(path, sizeof(path), "%zu", i);
		buf_clear(&item);
		doc_write(doc, path, &item);
		result = visit_one(search, item.data, item.len, NULL);
	}
	buf_release(&item);
	doc_free(doc);
	return result;
}

static int
visit_list(const struct search *search, const struct json_value *list,
	const struct json_members *members)
{
	int result = 0;

	if (list->type == JSON_ARRAY)
		return visit_items(search, list);
	if (list->type != JSON_OBJECT)
		return fault_set(search->why, EX_DATAERR,
			"%s: templates is neither an object nor an array",
			search->name);
	for (size_t i = 0; result == 0 && i < members->count; i++)
		result = visit_member(search, &members->list[i]);
	return result;
}

int
oldtemplate_each(const char *text, size_t len, const char *name,
	oldtemplate_visitor *visit, void *context, struct fault *why)
{
	struct search search = {name, visit, context, why};
	struct json_members members = {0}, inner = {0};
	const struct json_member *wrapped, *list;
	struct json_error error;
	int result;

	if (json_scan_object(text, len, &members, "templates", &inner,
		    &error) != 0) {
		result = fault_set(why, EX_DATAERR, "%s: byte %zu: %s", name,
			error.at + 1, error.what);
	} else {
		list = json_find(&members, "templates", strlen("templates"));
		wrapped = json_find(&members, "template", strlen("template"));
		if (list != NULL)
			result = visit_list(&search, &list->value, &inner);
		else if (wrapped != NULL)
			result = visit_one(&search, wrapped->value.text,
				wrapped->value.len, NULL);
		else
			result = visit_one(&search, text, len, NULL);
	}
	json_members_release(&members);
	json_members_release(&inner);
	return result;
}

/* The scalars at the top become the members of an object. */
static int
take_scalar(const struct yaml_entry *entry, void *context, struct fault *why)
{
	struct json_writer *json = context;

	(void)why;
	if (strchr(entry->path, '.') != NULL || entry->text == NULL)
		return 0;
	json_string(json, entry->path);
	buf_add_byte(json->out, ':');
	json->wants_comma = false;
	json_string(json, entry->text);
	return 0;
}

int
oldtemplate_each_yaml(const char *text, size_t len, const char *name,
	oldtemplate_visitor *visit, void *context, struct fault *why)
{
	struct search search = {name, visit, context, why};
	struct json_writer json;
	struct buf object;
	int result;

	buf_init(&object, SIZE_MAX);
	json = (struct json_writer){.out = &object};
	json_open(&json, '{');
	result = yaml_parse(text, len, name, take_scalar, &json, why);
	json_close(&json, '}');
	if (result == 0)
		result = visit_one(&search, object.data, object.len, NULL);
	else
		why->status = EX_DATAERR;
	buf_release(&object);
	return result;
}
