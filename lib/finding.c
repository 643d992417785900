/* SPDX-License-Identifier: MIT */
#include "finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "jsonwriter.h"
#include "utf8.h"
#include "visible.h"
#include "xalloc.h"

enum {
	TEXT_MAX_BYTES = 4096,
	WIDTH = 80,
	CHECK_COLUMN = 9,
	TEXT_COLUMN = 26,
};

struct findings {
	struct finding *list;
	size_t count, room;
	void (*on_add)(const struct finding *finding, void *context);
	void *context;
};

struct findings *
findings_new(void (*on_add)(const struct finding *finding, void *context),
	void *context)
{
	struct findings *findings = xcalloc(1, sizeof(*findings));

	findings->on_add = on_add;
	findings->context = context;
	return findings;
}

void
findings_free(struct findings *findings)
{
	if (findings == NULL)
		return;
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->list[i].text);
		free(findings->list[i].mend);
	}
	free(findings->list);
	free(findings);
}

static void
add(struct findings *findings, const struct finding *finding,
	const char *format, va_list arguments)
{
	char text[TEXT_MAX_BYTES];
	struct finding *new;

	if (findings->count == findings->room) {
		findings->room = findings->room * 2 + 16;
		findings->list = xreallocarray(findings->list, findings->room,
			sizeof(*findings->list));
	}
	new = &findings->list[findings->count++];
	*new = *finding;
	vsnprintf(text, sizeof(text), format, arguments);
	new->text = xstrdup(text);
	if (finding->mend != NULL)
		new->mend = xstrdup(finding->mend);
	if (findings->on_add != NULL)
		findings->on_add(new, findings->context);
}

void
findings_add(struct findings *findings, enum finding_state state,
	const char *check, const char *mend, const char *format, ...)
{
	struct finding finding = {.state = state,
		.check = check,
		.mend = (char *)mend,
		.status = state == FINDING_FAILURE ? EX_CONFIG : EX_OK};
	va_list arguments;

	va_start(arguments, format);
	add(findings, &finding, format, arguments);
	va_end(arguments);
}

void
findings_fail(struct findings *findings, int status, const char *check,
	const char *mend, const char *format, ...)
{
	struct finding finding = {.state = FINDING_FAILURE,
		.check = check,
		.mend = (char *)mend,
		.status = status};
	va_list arguments;

	va_start(arguments, format);
	add(findings, &finding, format, arguments);
	va_end(arguments);
}

size_t
findings_count(const struct findings *findings, enum finding_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++)
		count += findings->list[i].state == state;
	return count;
}

const struct finding *
findings_at(const struct findings *findings, size_t index)
{
	return index < findings->count ? &findings->list[index] : NULL;
}

const char *
finding_word(enum finding_state state)
{
	static const char *const words[] = {
		[FINDING_OK] = "ok",
		[FINDING_WARNING] = "warning",
		[FINDING_FAILURE] = "failure",
		[FINDING_SKIPPED] = "skipped",
	};

	return words[state];
}

/* Characters, not bytes; wide ones count once. */
static size_t
count_columns(const char *text, size_t len)
{
	size_t columns = 0;

	for (size_t i = 0; i < len; i++)
		columns += !utf8_is_continuation((unsigned char)text[i]);
	return columns;
}

/*
 * Add words from the column on where the line stands, and the line's end;
 * further lines are indented.  A word that is too long for a line, such as a
 * path, stays whole.
 */
static void
add_wrapped(struct buf *out, const char *text, size_t column, size_t indent)
{
	bool is_first = true; /* of the line */
	size_t begin, width, len;

	for (text += strspn(text, " "); *text != '\0';
		text += strspn(text, " ")) {
		len = strcspn(text, " ");
		begin = out->len;
		if (!is_first)
			buf_add_byte(out, ' ');
		visible_add(out, text, len);
		width = count_columns(out->data + begin, out->len - begin);
		if (!is_first && column + width > WIDTH) {
			out->len = begin;
			buf_add_format(out, "\n%*s", (int)indent, "");
			visible_add(out, text, len);
			column = indent;
			width--;
		}
		column += width;
		is_first = false;
		text += len;
	}
	buf_add_byte(out, '\n');
}

void
finding_write_text(const struct finding *finding, struct buf *out)
{
	size_t len = strlen(finding->check);
	int width = TEXT_COLUMN - CHECK_COLUMN - 1;

	buf_add_format(out, "%-*s%-*s ", CHECK_COLUMN,
		finding_word(finding->state), width, finding->check);
	add_wrapped(out, finding->text,
		len > (size_t)width ? CHECK_COLUMN + len + 1 : TEXT_COLUMN,
		TEXT_COLUMN);
	if (finding->mend == NULL)
		return;
	buf_add_format(out, "%*s", CHECK_COLUMN, "");
	add_wrapped(out, finding->mend, CHECK_COLUMN, CHECK_COLUMN);
}

void
findings_write_json(const struct findings *findings, struct buf *out)
{
	struct json_writer json = {.out = out};

	json_open(&json, '[');
	for (size_t i = 0; i < findings->count; i++) {
		json_open(&json, '{');
		json_name(&json, "check");
		json_string(&json, findings->list[i].check);
		json_name(&json, "state");
		json_string(&json, finding_word(findings->list[i].state));
		json_name(&json, "text");
		json_string(&json, findings->list[i].text);
		json_name(&json, "mend");
		json_string(&json, findings->list[i].mend);
		json_close(&json, '}');
	}
	json_close(&json, ']');
}
