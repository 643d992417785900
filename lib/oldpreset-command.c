/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "oldpreset.h"
#include "shellword.h"
#include "visible.h"

static void
add_note(struct buf *notes, const char *clause)
{
	buf_add_format(notes, "%s%s", notes->len > 0 ? "; " : "", clause);
}

/* What cannot be shown cannot be copied from the screen. */
static bool
is_visible(const char *text)
{
	size_t len = strlen(text), step;

	for (; len > 0; text += step, len -= step) {
		step = visible_length(text, len);
		if (step == 0)
			return false;
	}
	return true;
}

static bool
can_be_shown(const struct oldpreset *preset)
{
	for (size_t i = 0; i < preset->count; i++)
		if (!is_visible(preset->pairs[i].field) ||
			!is_visible(preset->pairs[i].column))
			return false;
	return preset->encoding == NULL || is_visible(preset->encoding);
}

/* In UTF-8, of which ASCII is a part; a byte order mark is csr-import's. */
static bool
is_utf8(const char *encoding)
{
	static const char *const names[] = {"utf-8", "utf8", "utf-8-sig",
		"utf_8", "utf_8_sig", "ascii", "us-ascii"};

	if (encoding == NULL)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcasecmp(encoding, names[i]) == 0)
			return true;
	return false;
}

/* The first program of the line reads the list. */
static void
end_step(struct buf *out, bool *is_piped)
{
	buf_add_text(out, *is_piped ? " | " : " <LIST.csv | ");
	*is_piped = true;
}

/* What stands before csr-import in the line; whether anything does. */
static bool
add_conversion(const struct oldpreset *preset, struct buf *out,
	struct buf *notes)
{
	const char *delimiter = preset->delimiter;
	bool is_piped = false;

	if (!is_utf8(preset->encoding)) {
		buf_add_text(out, "iconv -f ");
		shellword_add(out, preset->encoding);
		buf_add_text(out, " -t UTF-8");
		end_step(out, &is_piped);
	}
	if (preset->skip_rows > 0) {
		buf_add_format(out, "tail -n +%lld",
			(long long)preset->skip_rows + 1);
		end_step(out, &is_piped);
	}
	if (delimiter == NULL || strcmp(delimiter, ",") == 0)
		return is_piped;
	if (strlen(delimiter) != 1 || strchr(";|:\t ", *delimiter) == NULL) {
		add_note(notes, "its separator is to be made a comma first");
		return is_piped;
	}
	buf_add_format(out, "tr '%s' ,",
		*delimiter == '\t' ? "\\t" : delimiter);
	end_step(out, &is_piped);
	add_note(notes,
		"tr is good enough when no cell holds a comma, a quote or the"
		" separator");
	return is_piped;
}

bool
oldpreset_command(const struct oldpreset *preset, struct buf *out,
	struct buf *notes)
{
	bool is_piped;

	if (!can_be_shown(preset))
		return false;
	is_piped = add_conversion(preset, out, notes);
	buf_add_text(out, "csr-import");
	for (size_t i = 0; i < preset->count; i++) {
		buf_add_text(out, " --map ");
		shellword_add(out, preset->pairs[i].field);
		buf_add_byte(out, '=');
		shellword_add(out, preset->pairs[i].column);
	}
	if (!is_piped)
		buf_add_text(out, " LIST.csv");
	return true;
}
