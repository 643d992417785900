/* SPDX-License-Identifier: MIT */
#include "config-unknown.h"

#include <stdint.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "config.h"

enum { NAME_MAX_BYTES = 60 };

/* The part of a row's name before the dot. */
static size_t
section_len(const struct config_row *row)
{
	return strcspn(row->name, ".");
}

static bool
is_in_section(const struct config_row *row, const char *section, size_t len)
{
	return section_len(row) == len && strncmp(row->name, section, len) == 0;
}

bool
config_is_section(const char *name, size_t len)
{
	const struct config_row *row;

	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++)
		if (is_in_section(row, name, len))
			return true;
	return false;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * How many letters must be put in, taken out or replaced to make one text of
 * the other (Levenshtein); SIZE_MAX of one that is too long.
 */
static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[NAME_MAX_BYTES + 1], corner, above;

	if (a_len > NAME_MAX_BYTES || b_len > NAME_MAX_BYTES)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			above = row[j];
			row[j] = least(least(above, row[j - 1]) + 1,
				corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return row[b_len];
}

/* Near enough to have been meant: the start of the other, or a slip or two. */
static size_t
slips(const char *written, size_t written_len, const char *known,
	size_t known_len)
{
	size_t shorter = least(written_len, known_len), count;

	if (shorter >= 3 && strncmp(written, known, shorter) == 0)
		return 1;
	count = distance(written, written_len, known, known_len);
	return count <= 1 + known_len / 4 ? count : SIZE_MAX;
}

/* The row of that section whose name is nearest, or NULL. */
static const struct config_row *
nearest(const char *section, size_t len, const char *name)
{
	const struct config_row *row, *best = NULL;
	size_t count, best_count = SIZE_MAX;

	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		if (!is_in_section(row, section, len))
			continue;
		count = slips(name, strlen(name), row->name + len + 1,
			strlen(row->name + len + 1));
		if (count < best_count) {
			best = row;
			best_count = count;
		}
	}
	return best;
}

static void
add_settings(struct buf *text, const char *section, size_t len)
{
	const struct config_row *row;
	const char *before = "";

	buf_add_format(text, "%.*s has ", (int)len, section);
	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		if (!is_in_section(row, section, len))
			continue;
		buf_add_format(text, "%s%s", before, row->name + len + 1);
		before = ", ";
	}
}

/* The row that the section of a name may have been meant to be of, or NULL. */
static const struct config_row *
nearest_section(const char *name)
{
	size_t len = strcspn(name, "."), count, best_count = SIZE_MAX;
	const struct config_row *row, *best = NULL;

	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		count = slips(name, len, row->name, section_len(row));
		if (count < best_count) {
			best = row;
			best_count = count;
		}
	}
	return best;
}

/* The row whose name in its section is this, or NULL. */
static const struct config_row *
row_of_setting(const char *setting)
{
	const struct config_row *row;

	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++)
		if (strcmp(row->name + section_len(row) + 1, setting) == 0)
			return row;
	return NULL;
}

/* What a section that is none may have been meant to be, or a setting's. */
static void
add_sections(struct buf *text, const char *name)
{
	const char *dot = strrchr(name, '.'), *before = "";
	const struct config_row *row, *above = NULL;
	const struct config_row *home =
		row_of_setting(dot != NULL ? dot + 1 : name);
	const struct config_row *meant = nearest_section(name);

	if (meant != NULL)
		buf_add_format(text, "did you mean %.*s? ",
			(int)section_len(meant), meant->name);
	else if (home != NULL)
		buf_add_format(text, "it belongs into the section %.*s; ",
			(int)section_len(home), home->name);
	buf_add_text(text, "the sections are ");
	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		if (above == NULL ||
			!is_in_section(row, above->name, section_len(above)))
			buf_add_format(text, "%s%.*s", before,
				(int)section_len(row), row->name);
		above = row;
		before = ", ";
	}
}

int
config_refuse_unknown(const char *name, size_t line, const char *file,
	struct fault *why)
{
	size_t len = strcspn(name, ".");
	const struct config_row *meant;
	struct buf text;

	buf_init(&text, SIZE_MAX);
	if (name[len] == '.' && config_is_section(name, len)) {
		meant = nearest(name, len, name + len + 1);
		if (meant != NULL)
			buf_add_format(&text, "did you mean %s? ",
				meant->name + len + 1);
		add_settings(&text, name, len);
	} else {
		add_sections(&text, name);
	}
	fault_set(why, EX_CONFIG, "%s:%zu: %.60s: is not known; %s", file, line,
		name, buf_string(&text));
	buf_release(&text);
	return -1;
}
