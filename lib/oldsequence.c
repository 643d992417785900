/* SPDX-License-Identifier: MIT */
#include "oldsequence.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "jsonwriter.h"

/* The blanks that Python and the application's pattern know, of ASCII. */
static const char blanks[] = " \t\n\v\f\r";

bool
oldsequence_is_one(const struct doc *doc)
{
	struct buf mode;
	bool is_on;

	buf_init(&mode, 64);
	doc_write(doc, "multi_message_mode", &mode);
	is_on = strcmp(buf_string(&mode), "true") == 0;
	buf_release(&mode);
	return is_on;
}

/* It was made when the template was stored, and is what it sent. */
static bool
write_stored(const struct doc *doc, struct buf *out)
{
	size_t count = doc_count(doc, "message_sequence");
	char path[64];

	if (doc_kind(doc, "message_sequence") != DOC_ARRAY || count == 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "message_sequence.%zu", i);
		if (doc_string(doc, path) == NULL)
			return false;
	}
	doc_write(doc, "message_sequence", out);
	return true;
}

static size_t
trim(const char **text, size_t len)
{
	while (len > 0 && strchr(blanks, **text) != NULL)
		(*text)++, len--;
	while (len > 0 && strchr(blanks, (*text)[len - 1]) != NULL)
		len--;
	return len;
}

/* The length of a line's end, blanks and another line's end; else 0. */
static size_t
empty_line(const char *text)
{
	size_t len = *text == '\n' ? 1 + strspn(text + 1, blanks) : 0;

	while (len > 1 && text[len - 1] != '\n')
		len--;
	return len > 1 ? len : 0;
}

static size_t
delimiter_at(const char *text, const char *delimiter)
{
	size_t len;

	if (delimiter == NULL)
		return empty_line(text);
	len = strlen(delimiter);
	return strncmp(text, delimiter, len) == 0 ? len : 0;
}

/* The parts that are not blank, without the blanks round them. */
static size_t
write_parts(const char *text, const char *delimiter, struct buf *out)
{
	struct json_writer json = {.out = out};
	size_t count = 0, len = 0, part_len, after;
	const char *part;

	json_open(&json, '[');
	for (;; text += len + after, len = 0) {
		while ((after = delimiter_at(text + len, delimiter)) == 0 &&
			text[len] != '\0')
			len++;
		part = text;
		part_len = trim(&part, len);
		if (part_len > 0) {
			json_text(&json, part, part_len);
			count++;
		}
		if (after == 0)
			break;
	}
	json_close(&json, ']');
	return count;
}

bool
oldsequence_write(const struct doc *doc, struct buf *out)
{
	const char *strategy = doc_string(doc, "split_strategy");
	const char *delimiter = doc_string(doc, "custom_split_delimiter");
	const char *content = doc_string(doc, "content");
	size_t before = out->len, count;
	double most = 10;

	if (write_stored(doc, out))
		return true;
	if (content == NULL || strategy == NULL)
		return false;
	if (strcmp(strategy, "paragraph") == 0)
		delimiter = NULL;
	else if (strcmp(strategy, "custom") != 0 || delimiter == NULL ||
		 *delimiter == '\0')
		return false;
	doc_number(doc, "max_messages_per_sequence", &most);
	count = write_parts(content, delimiter, out);
	if (count > 0 && (double)count <= most)
		return true;
	/* It would have cut the rest off. */
	out->len = before;
	return false;
}
