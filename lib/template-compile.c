/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "cloudapi.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "template-pieces.h"
#include "xalloc.h"

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
	piece->alias = alias_new(piece->text, piece->len);
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
	for (size_t i = 0; i < doc_count(doc, "whatsapp"); i++) {
		const char *name = doc_name(doc, "whatsapp", i);

		if (name != NULL && cloudapi_is_ours(name))
			return fault_set(why, EX_DATAERR,
				"whatsapp.%s: take it out; it is written for"
				" each record",
				name);
	}
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

static bool
is_whatsapp(const struct doc *doc, const char *path)
{
	const char *channel = doc_string(doc, path);

	return channel != NULL && strcmp(channel, "whatsapp") == 0;
}

/* Old files say "channel":"whatsapp", newer ones "channels":["whatsapp"]. */
static bool
is_for_whatsapp(const struct doc *doc)
{
	char path[32];

	if (doc_kind(doc, "channels") == DOC_MISSING &&
		doc_kind(doc, "channel") == DOC_MISSING)
		return true;
	for (size_t i = 0; i < doc_count(doc, "channels"); i++) {
		snprintf(path, sizeof(path), "channels.%zu", i);
		if (is_whatsapp(doc, path))
			return true;
	}
	return is_whatsapp(doc, "channel");
}

int
template_compile(struct template *template, const struct doc *doc,
	struct fault *why)
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
