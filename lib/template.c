/* SPDX-License-Identifier: MIT */
#include "template.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doc.h"
#include "jsonstring.h"
#include "template-pieces.h"
#include "xalloc.h"

enum {
	FILE_SIZE_MAX = 4 * 1024 * 1024,
	TEXT_BODY_MAX = 4096, /* UTF-16 units; the API's limit for a text */
};

/* NULL is fine. */
static struct template *
compile(const struct doc *doc, struct fault *why)
{
	struct template *template;

	if (doc == NULL)
		return NULL;
	template = xcalloc(1, sizeof(*template));
	buf_init(&template->literal, SIZE_MAX);
	if (template_compile(template, doc, why) == 0)
		return template;
	template_close(template);
	return NULL;
}

struct template *
template_parse(const char *text, size_t len, struct fault *why)
{
	struct doc *doc = doc_parse(text, len, why);
	struct template *template = compile(doc, why);

	doc_free(doc);
	return template;
}

struct template *
template_open(const char *path, struct fault *why)
{
	struct doc *doc = doc_read(path, FILE_SIZE_MAX, why);
	struct template *template;
	struct fault where;

	if (doc == NULL)
		return NULL;
	template = compile(doc, &where);
	if (template == NULL)
		fault_set(why, where.status, "%s: %s", path, where.text);
	doc_free(doc);
	return template;
}

void
template_close(struct template *template)
{
	if (template == NULL)
		return;
	for (size_t i = 0; i < template->count; i++) {
		free(template->pieces[i].text);
		free(template->pieces[i].fallback);
		alias_free(template->pieces[i].alias);
	}
	free(template->pieces);
	free(template->id);
	buf_release(&template->literal);
	free(template);
}

const char *
template_id(const struct template *template)
{
	return template->id;
}

static bool
is_blank(const char *text, size_t len)
{
	while (len > 0 && *text == ' ')
		text++, len--;
	return len == 0;
}

static int
refuse(struct record_error *error, struct buf *text, const struct piece *piece,
	const char *code, const char *title, const char *hint)
{
	buf_clear(text);
	buf_add_byte(text, '{');
	buf_add(text, piece->text, piece->len);
	buf_add_byte(text, '}');
	*error = (struct record_error){.stage = "render",
		.code = code,
		.title = title,
		.detail = buf_string(text),
		.hint = hint};
	return -1;
}

static void
add_name(struct buf *text, const struct json_member *member)
{
	buf_add_byte(text, '"');
	buf_add(text, member->name, member->name_len);
	buf_add_byte(text, '"');
}

/* The value of the member that goes by the name; -1 when two do. */
static int
find_alias(const struct piece *piece, const struct record *record,
	const struct json_value **value, struct record_error *error,
	struct buf *text)
{
	const struct json_member *member, *other;

	member = alias_find(piece->alias, &record->members, &other);
	*value = member != NULL ? &member->value : NULL;
	if (other == NULL)
		return 0;
	refuse(error, text, piece, "ambiguous_name",
		"two members of the record go by the template's name",
		"write the name of one of them in the template as it is in the"
		" record");
	buf_add_text(text, ": ");
	add_name(text, member);
	buf_add_text(text, " and ");
	add_name(text, other);
	error->detail = buf_string(text);
	return -1;
}

/* The value's text goes into a string as it stands in the record. */
static int
render_value(const struct piece *piece, const struct record *record,
	struct buf *out, struct record_error *error, struct buf *text)
{
	const struct json_value *value =
		record_member(record, piece->text, piece->len);
	const char *inside = "";
	size_t len = 0;

	if (value == NULL && piece->alias != NULL &&
		find_alias(piece, record, &value, error, text) != 0)
		return -1;
	if (value != NULL && value->type >= JSON_ARRAY)
		return refuse(error, text, piece, "not_text",
			"the value is an array or an object",
			"make a column with its text, for example with jq");
	if (value != NULL && value->type == JSON_STRING) {
		inside = value->text + 1;
		len = value->len - 2;
		if (value->is_escaped && !json_is_text(value))
			return refuse(error, text, piece, "not_text",
				"the value holds \\u0000 or half a character",
				"mend the row and run again");
	} else if (value != NULL && value->type != JSON_NULL) {
		inside = value->text;
		len = value->len;
	}
	if (!is_blank(inside, len)) {
		buf_add(out, inside, len);
		return 0;
	}
	if (piece->fallback == NULL)
		return refuse(error, text, piece, "missing_value",
			"the record has no value for the template",
			"fill the column in, or write {column|fallback} in the"
			" template");
	buf_add(out, piece->fallback, piece->fallback_len);
	return 0;
}

static int
check_body(const char *body, size_t len, struct record_error *error)
{
	size_t units;

	/* A unit takes at least one byte: most bodies need no counting. */
	if (len > 0 && len <= TEXT_BODY_MAX)
		return 0;
	units = json_utf16_length(body, len);
	if (units > 0 && units <= TEXT_BODY_MAX)
		return 0;
	*error = (struct record_error){.stage = "render",
		.code = units == 0 ? "empty_text" : "text_too_long",
		.title = units == 0 ? "the message is empty"
				    : "the message is longer than 4096"
				      " characters",
		.hint = "shorten the values or the template"};
	return -1;
}

int
template_render(const struct template *template, const struct record *record,
	struct buf *out, struct record_error *error, struct buf *text)
{
	const struct piece *piece = template->pieces;
	size_t body = out->len;

	for (size_t i = 0; i < template->count; i++, piece++) {
		switch (piece->kind) {
		case PIECE_LITERAL:
			buf_add(out, piece->text, piece->len);
			break;
		case PIECE_VALUE:
			if (render_value(piece, record, out, error, text) != 0)
				return -1;
			break;
		case PIECE_BODY_START:
			body = out->len;
			break;
		case PIECE_BODY_END:
			if (check_body(out->data + body, out->len - body,
				    error) != 0)
				return -1;
			break;
		}
	}
	return 0;
}
