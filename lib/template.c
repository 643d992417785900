/* SPDX-License-Identifier: MIT */
#include "template.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "doc.h"
#include "json.h"
#include "xalloc.h"

enum {
	FILE_SIZE_MAX = 4 * 1024 * 1024,
	TEXT_BODY_MAX = 4096, /* UTF-16 units; the API's limit for a text */
};

/*
 * A message is a row of these.  BODY_START and BODY_END stand round the text
 * of a text message, which the API limits in length.
 */
enum piece_kind {
	PIECE_LITERAL,
	PIECE_VALUE,
	PIECE_BODY_START,
	PIECE_BODY_END
};

struct piece {
	enum piece_kind kind;
	char *text; /* literal JSON, or the name of the column */
	size_t len;
	char *fallback; /* the inside of a JSON string, or NULL */
	size_t fallback_len;
};

struct template
{
	char *id;
	struct piece *pieces;
	size_t count;
	struct buf literal; /* while compiling: not yet a piece */
};

static struct piece *
add_piece(struct template *template, enum piece_kind kind)
{
	struct piece *piece;

	template->pieces = xreallocarray(template->pieces, template->count + 1,
		sizeof(*template->pieces));
	piece = &template->pieces[template->count++];
	*piece = (struct piece){.kind = kind};
	return piece;
}

static void
end_literal(struct template *template)
{
	struct piece *piece;

	if (template->literal.len == 0)
		return;
	piece = add_piece(template, PIECE_LITERAL);
	piece->text = xstrndup(template->literal.data, template->literal.len);
	piece->len = template->literal.len;
	buf_clear(&template->literal);
}

static void
add_mark(struct template *template, enum piece_kind kind)
{
	end_literal(template);
	add_piece(template, kind);
}

/* The escaped text of a fallback. */
static void
set_fallback(struct piece *piece, const char *text, size_t len)
{
	struct buf escaped;

	buf_init(&escaped, SIZE_MAX);
	json_escape_lossy(&escaped, text, len);
	piece->fallback = xstrndup(buf_string(&escaped), escaped.len);
	piece->fallback_len = escaped.len;
	buf_release(&escaped);
}

/*
 * {name} or {name|fallback}, from the opening brace.  Returns how many bytes
 * it takes, or 0 with a fault.
 */
static size_t
compile_place(struct template *template, const char *text, const char *path,
	struct fault *why)
{
	size_t name_len = strcspn(text + 1, "|{}\n");
	const char *after = text + 1 + name_len;
	size_t fallback_len = *after == '|' ? strcspn(after + 1, "{}") : 0;
	const char *end = *after == '|' ? after + 1 + fallback_len : after;
	struct piece *piece;

	if (name_len == 0 || *end != '}') {
		fault_set(why, EX_DATAERR,
			"%s: \"%.20s\": a { must open {name} or"
			" {name|fallback}; write {{ for the character itself",
			path, text);
		return 0;
	}
	end_literal(template);
	piece = add_piece(template, PIECE_VALUE);
	piece->text = xstrndup(text + 1, name_len);
	piece->len = name_len;
	if (*after == '|')
		set_fallback(piece, after + 1, fallback_len);
	return (size_t)(end + 1 - text);
}

/* The inside of a string of the message. */
static int
compile_text(struct template *template, const char *text, const char *path,
	struct fault *why)
{
	size_t len;

	while (*text != '\0') {
		len = strcspn(text, "{}");
		json_escape_lossy(&template->literal, text, len);
		text += len;
		if (*text == '\0')
			break;
		if (*text == '}' || text[1] == '{') {
			buf_add_byte(&template->literal, *text);
			text += text[1] == *text ? 2 : 1;
			continue;
		}
		len = compile_place(template, text, path, why);
		if (len == 0)
			return -1;
		text += len;
	}
	return 0;
}

static int
compile_string(struct template *template, const char *text, const char *path,
	bool is_body, struct fault *why)
{
	buf_add_byte(&template->literal, '"');
	if (is_body)
		add_mark(template, PIECE_BODY_START);
	if (compile_text(template, text, path, why) != 0)
		return -1;
	if (is_body)
		add_mark(template, PIECE_BODY_END);
	buf_add_byte(&template->literal, '"');
	return 0;
}

static int compile_value(struct template *template, const struct doc *doc,
	const char *path, struct fault *why);

static int
compile_item(struct template *template, const struct doc *doc, const char *path,
	size_t index, struct fault *why)
{
	bool is_object = doc_kind(doc, path) == DOC_OBJECT;
	struct json_writer json = {.out = &template->literal};
	const char *name = is_object ? doc_name(doc, path, index) : NULL;
	struct buf item;
	int result;

	if (is_object && (name == NULL || strchr(name, '.') != NULL))
		return fault_set(why, EX_DATAERR,
			"%s: the name of member %zu is not one of the API's",
			path, index + 1);
	buf_init(&item, SIZE_MAX);
	if (is_object) {
		buf_add_format(&item, "%s.%s", path, name);
		json_string(&json, name);
		buf_add_byte(&template->literal, ':');
	} else {
		buf_add_format(&item, "%s.%zu", path, index);
	}
	result = compile_value(template, doc, buf_string(&item), why);
	buf_release(&item);
	return result;
}

/* Anything that the message may hold; path is also for messages. */
static int
compile_value(struct template *template, const struct doc *doc,
	const char *path, struct fault *why)
{
	enum doc_kind kind = doc_kind(doc, path);
	const char *text;

	if (kind == DOC_STRING) {
		text = doc_string(doc, path);
		if (text == NULL)
			return fault_set(why, EX_DATAERR,
				"%s: holds \\u0000, which no message can",
				path);
		return compile_string(template, text, path,
			strcmp(path, "whatsapp.text.body") == 0, why);
	}
	if (kind != DOC_OBJECT && kind != DOC_ARRAY) {
		doc_write(doc, path, &template->literal);
		return 0;
	}
	buf_add_byte(&template->literal, kind == DOC_OBJECT ? '{' : '[');
	for (size_t i = 0; i < doc_count(doc, path); i++) {
		if (i > 0)
			buf_add_byte(&template->literal, ',');
		if (compile_item(template, doc, path, i, why) != 0)
			return -1;
	}
	buf_add_byte(&template->literal, kind == DOC_OBJECT ? '}' : ']');
	return 0;
}

/* "whatsapp": a request as the API takes it. */
static int
compile_request(struct template *template, const struct doc *doc,
	struct fault *why)
{
	const char *type = doc_string(doc, "whatsapp.type");
	struct buf content;
	bool is_there;

	if (type == NULL)
		return fault_set(why, EX_DATAERR,
			"whatsapp.type: is missing; write \"text\" or"
			" \"template\"");
	buf_init(&content, SIZE_MAX);
	buf_add_format(&content, "whatsapp.%s", type);
	is_there = doc_kind(doc, buf_string(&content)) == DOC_OBJECT;
	buf_release(&content);
	if (!is_there)
		return fault_set(why, EX_DATAERR,
			"whatsapp.%s: is missing; the member named like the"
			" type holds the message",
			type);
	return compile_value(template, doc, "whatsapp", why);
}

/* The desktop application's way: one text. */
static int
compile_content(struct template *template, const struct doc *doc,
	struct fault *why)
{
	const char *path = "whatsapp_content";
	const char *text = doc_string(doc, path);

	if (text == NULL || *text == '\0') {
		path = "content";
		text = doc_string(doc, path);
	}
	if (text == NULL || *text == '\0')
		return fault_set(why, EX_DATAERR,
			"whatsapp_content: is missing; it is the text to send");
	buf_add_text(&template->literal,
		"{\"type\":\"text\",\"text\":{\"body\":");
	if (compile_string(template, text, path, true, why) != 0)
		return -1;
	buf_add_text(&template->literal, "}}");
	return 0;
}

/* Members that mean something here, or to the desktop application alone. */
static bool
is_known(const char *name)
{
	static const char *const known[] = {"id", "name", "channels", "channel",
		"whatsapp_content", "content", "subject", "whatsapp",
		"language", "variables", "description", "category",
		"category_id", "tags", "created_at", "updated_at",
		"usage_count", "current_version"};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i], name) == 0)
			return true;
	return false;
}

/* Old files say "channel":"whatsapp", newer ones "channels":["whatsapp"]. */
static bool
is_for_whatsapp(const struct doc *doc)
{
	static const char *const paths[] = {"channels.0", "channels.1",
		"channel"};
	const char *channel;

	if (doc_kind(doc, "channels") == DOC_MISSING &&
		doc_kind(doc, "channel") == DOC_MISSING)
		return true;
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		channel = doc_string(doc, paths[i]);
		if (channel != NULL && strcmp(channel, "whatsapp") == 0)
			return true;
	}
	return false;
}

static int
compile(struct template *template, const struct doc *doc, struct fault *why)
{
	const char *id = doc_string(doc, "id");
	int result;

	if (doc_kind(doc, "") != DOC_OBJECT)
		return fault_set(why, EX_DATAERR, "is not an object");
	for (size_t i = 0; i < doc_count(doc, ""); i++) {
		const char *name = doc_name(doc, "", i);

		if (name == NULL || !is_known(name))
			return fault_set(why, EX_DATAERR,
				"\"%s\": no such member of a template;"
				" csr-render(1) lists them",
				name != NULL ? name : "");
	}
	if (id == NULL || *id == '\0')
		return fault_set(why, EX_DATAERR,
			"id: is missing; it names the template");
	if (!is_for_whatsapp(doc))
		return fault_set(why, EX_DATAERR,
			"channels: whatsapp is not among them");
	template->id = xstrdup(id);
	if (doc_kind(doc, "whatsapp") != DOC_MISSING)
		result = compile_request(template, doc, why);
	else
		result = compile_content(template, doc, why);
	end_literal(template);
	return result;
}

struct template *
template_open(const char *path, struct fault *why)
{
	struct doc *doc = doc_read(path, FILE_SIZE_MAX, why);
	struct template *template;
	struct fault where;

	if (doc == NULL)
		return NULL;
	template = xcalloc(1, sizeof(*template));
	buf_init(&template->literal, SIZE_MAX);
	if (compile(template, doc, &where) != 0) {
		fault_set(why, where.status, "%s: %s", path, where.text);
		template_close(template);
		template = NULL;
	}
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

/* The value's text goes into a string as it stands in the record. */
static int
render_value(const struct piece *piece, const struct record *record,
	struct buf *out, struct record_error *error, struct buf *text)
{
	const struct json_value *value =
		record_member(record, piece->text, piece->len);
	const char *inside = "";
	size_t len = 0;

	if (value != NULL && value->type >= JSON_ARRAY)
		return refuse(error, text, piece, "not_text",
			"the value is an array or an object",
			"make a column with its text, for example with jq");
	if (value != NULL && value->type == JSON_STRING) {
		inside = value->text + 1;
		len = value->len - 2;
		if (memchr(inside, '\\', len) != NULL && !json_is_text(value))
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
