/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "jsonwriter.h"
#include "oldsequence.h"
#include "oldtemplate.h"

/* The file is for people, too: a member a line. */
struct page {
	struct json_writer json;
	struct buf *notes;
};

static void
begin_member(struct page *page, const char *name)
{
	buf_add_text(page->json.out, page->json.wants_comma ? ",\n  " : "\n  ");
	page->json.wants_comma = false;
	json_name(&page->json, name);
	buf_add_byte(page->json.out, ' ');
}

static void
write_value(struct page *page, const char *name, const struct buf *value)
{
	begin_member(page, name);
	json_raw(&page->json, value->data, value->len);
}

static void
copy(struct page *page, const struct doc *doc, const char *name)
{
	struct buf value;

	if (doc_kind(doc, name) == DOC_MISSING)
		return;
	buf_init(&value, SIZE_MAX);
	doc_write(doc, name, &value);
	write_value(page, name, &value);
	buf_release(&value);
}

static void
note(struct page *page, const char *clause)
{
	if (page->notes->len > 0)
		buf_add_text(page->notes, "; ");
	buf_add_text(page->notes, clause);
}

static bool
is_text(const struct doc *doc, const char *path)
{
	const char *text = doc_string(doc, path);

	return text != NULL && *text != '\0';
}

static bool
is_whatsapp(const struct doc *doc, const char *path)
{
	const char *channel = doc_string(doc, path);

	return channel != NULL && strcmp(channel, "whatsapp") == 0;
}

/*
 * What its code reads as the channels: an array, the older form's one word,
 * or e-mail when nothing is said.  A sequence can only be WhatsApp's.
 */
static void
write_channels(struct page *page, const struct doc *doc)
{
	const char *channel = doc_string(doc, "channel");

	if (doc_kind(doc, "channels") == DOC_ARRAY) {
		copy(page, doc, "channels");
		return;
	}
	if (channel == NULL)
		channel = doc_string(doc, "channels");
	begin_member(page, "channels");
	json_open(&page->json, '[');
	if (channel != NULL)
		json_string(&page->json, channel);
	else
		json_string(&page->json, oldtemplate_is_for_whatsapp(doc)
						 ? "whatsapp"
						 : "email");
	json_close(&page->json, ']');
}

bool
oldtemplate_is_for_whatsapp(const struct doc *doc)
{
	char path[32];

	if (is_whatsapp(doc, "channel") || is_whatsapp(doc, "channels"))
		return true;
	for (size_t i = 0; i < doc_count(doc, "channels"); i++) {
		snprintf(path, sizeof(path), "channels.%zu", i);
		if (is_whatsapp(doc, path))
			return true;
	}
	return doc_kind(doc, "channels") == DOC_MISSING &&
	       doc_kind(doc, "channel") == DOC_MISSING &&
	       (doc_kind(doc, "multi_message_mode") != DOC_MISSING ||
		       doc_kind(doc, "whatsapp") != DOC_MISSING ||
		       is_text(doc, "whatsapp_content"));
}

/* The application had values for these alone. */
static bool
was_filled_in(const char *name, size_t len)
{
	static const char *const names[] = {"name", "company", "phone",
		"email"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return true;
	return false;
}

/* Its placeholders: word characters between braces. */
static void
note_places(struct page *page, const char *text)
{
	const char *open = text;
	struct buf clause;
	size_t len;

	while (open != NULL && (open = strchr(open, '{')) != NULL) {
		len = strcspn(++open, "{} |\n");
		if (open[len] != '}' || len == 0 || len > 100 ||
			was_filled_in(open, len))
			continue;
		buf_init(&clause, 256);
		buf_add_format(&clause,
			"{%.*s} was sent as it stands and is now filled in"
			" from a column of that name",
			(int)len, open);
		note(page, buf_string(&clause));
		buf_release(&clause);
		return;
	}
}

/* The parts, or what they were made of; csr-render says what it takes. */
static void
write_sequence(struct page *page, const struct doc *doc)
{
	static const char *const members[] = {"content", "multi_message_mode",
		"split_strategy", "custom_split_delimiter",
		"message_delay_seconds", "max_messages_per_sequence",
		"message_sequence"};
	struct buf messages;

	buf_init(&messages, SIZE_MAX);
	if (oldsequence_write(doc, &messages)) {
		write_value(page, "whatsapp_messages", &messages);
		note(page, "the messages go out at the common pace, without a"
			   " pause of their own");
	} else {
		for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
			copy(page, doc, members[i]);
		note(page, "how it was split is not certain: make"
			   " whatsapp_messages of its content");
	}
	buf_release(&messages);
}

static void
write_message(struct page *page, const struct doc *doc)
{
	copy(page, doc, "subject");
	if (oldsequence_is_one(doc)) {
		write_sequence(page, doc);
		return;
	}
	copy(page, doc, "content");
	copy(page, doc, "whatsapp_content");
	copy(page, doc, "whatsapp");
	copy(page, doc, "whatsapp_messages");
	if (!oldtemplate_is_for_whatsapp(doc))
		return;
	note_places(page, doc_string(doc, is_text(doc, "whatsapp_content")
						  ? "whatsapp_content"
						  : "content"));
}

void
oldtemplate_write(const struct doc *doc, const char *id, struct buf *out,
	struct buf *notes)
{
	struct page page = {.json = {.out = out}, .notes = notes};

	json_open(&page.json, '{');
	begin_member(&page, "id");
	json_string(&page.json, id);
	copy(&page, doc, "name");
	copy(&page, doc, "description");
	write_channels(&page, doc);
	copy(&page, doc, "language");
	write_message(&page, doc);
	copy(&page, doc, "variables");
	buf_add_byte(out, '\n');
	json_close(&page.json, '}');
	buf_add_byte(out, '\n');
}
