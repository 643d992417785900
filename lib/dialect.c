/* SPDX-License-Identifier: MIT */
#include "dialect-parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cellkind.h"
#include "xalloc.h"

/* A row this long may be cut off by the sample's end; a longer one is not. */
enum { CUT_MAX = 4 * 1024 };

static bool
has_content(const struct csv_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (cell_kind(row->cells[i].text, row->cells[i].len) !=
			CELL_EMPTY)
			return true;
	return false;
}

bool
dialect_row(const struct dialect_sample *sample, struct csv_cut *cut,
	const char **at, struct csv_row *row)
{
	enum csv_cut_found found;
	unsigned long lines;
	bool is_whole;
	size_t left;

	while (*at < sample->end) {
		left = (size_t)(sample->end - *at);
		if (**at == '\n' || **at == '\r') {
			++*at;
			continue;
		}
		found = csv_cut(cut, *at, sample->end, sample->is_all, row,
			&lines);
		if (found == CSV_CUT_ROW) {
			*at += row->raw_len;
			if (has_content(row))
				return true;
			continue;
		}
		if (found == CSV_CUT_OPEN && !sample->is_all &&
			(left < CUT_MAX || sample->stops_at_open))
			return false;
		*at += csv_line(*at, left, sample->is_all, &is_whole);
		if (!is_whole)
			return false;
	}
	return false;
}

static bool
is_line_end(char byte)
{
	return byte == '\n' || byte == '\r';
}

/* Could it part cells? */
static bool
is_delimiter(char byte)
{
	return byte == '\t' || byte == ' ' ||
	       (ispunct((unsigned char)byte) && byte != '"' && byte != '\'');
}

/* The delimiter of a first line "sep=;", in quotes or not; or 0. */
static char
told_by_sep(const char *text, size_t len)
{
	size_t quote = len > 0 && *text == '"';
	size_t used = quote + 5 + quote;

	if (len < used || strncasecmp(text + quote, "sep=", 4) != 0 ||
		(quote != 0 && text[used - 1] != '"') ||
		(len > used && !is_line_end(text[used])))
		return 0;
	return is_delimiter(text[quote + 4]) ? text[quote + 4] : 0;
}

/* The place behind so many lines. */
static const char *
behind_lines(const char *text, const char *end, size_t lines)
{
	bool is_whole;

	for (; lines > 0 && text < end; lines--)
		text += csv_line(text, (size_t)(end - text), true, &is_whole);
	return text;
}

/* Is its first row cut off?  Then what there is of it has to do. */
static bool
is_one_line(const struct dialect_sample *sample)
{
	size_t len = (size_t)(sample->end - sample->text);

	return memchr(sample->text, '\n', len) == NULL &&
	       memchr(sample->text, '\r', len) == NULL;
}

static bool
is_boundary(char byte, char delimiter)
{
	if (is_line_end(byte))
		return true;
	if (delimiter != 0)
		return byte == delimiter;
	return byte == ',' || byte == ';' || byte == '\t' || byte == '|';
}

/*
 * The end of the cell in single quotes at text, behind its last quote; end
 * and *is_open when that is not there, NULL when something else comes behind
 * it.
 */
static const char *
single_quoted(const char *text, const char *end, char delimiter, bool *is_open)
{
	for (text++; text < end; text++) {
		if (*text != '\'')
			continue;
		if (text + 1 == end || is_boundary(text[1], delimiter))
			return text + 1;
		if (text[1] != '\'')
			return NULL;
		text++;
	}
	*is_open = true;
	return end;
}

/*
 * ' when it stands round cells of half of the rows and breaks no rule, and "
 * round none; " in all other cases.  One that nobody closes is an apostrophe
 * ("'t Hooft"), or, where the sample ends within the list, no evidence.
 */
static char
find_quote(const char *text, const char *end, char delimiter, bool is_all)
{
	size_t rows = 0, quoted_rows = 0;
	bool is_quoted = false, is_open = false;

	while (text < end) {
		if (*text == '"')
			return '"';
		if (*text == '\'') {
			is_quoted = true;
			text = single_quoted(text, end, delimiter, &is_open);
			if (text == NULL || (is_open && is_all))
				return '"';
			if (is_open)
				break;
		}
		while (text < end && !is_boundary(*text, delimiter))
			text++;
		if (text == end || is_line_end(*text)) {
			rows++;
			quoted_rows += is_quoted;
			is_quoted = false;
			while (text < end && is_line_end(*text))
				text++;
		} else {
			text++;
		}
	}
	return quoted_rows > 0 && quoted_rows * 2 >= rows ? '\'' : '"';
}

void
dialect_find(struct dialect *dialect, const struct dialect_told *told,
	dialect_is_name *is_name, const char *text, size_t len, bool is_all)
{
	char sep = told_by_sep(text, len);
	char *copy = xmalloc(len + CSVIN_PADDING);
	struct dialect_sample sample = {.is_name = is_name};
	bool is_delimiter_told = told->delimiter || sep != 0;

	memcpy(copy, text, len);
	memset(copy + len, 0, CSVIN_PADDING);
	if (!told->delimiter)
		dialect->delimiter = sep;
	if (!told->skip)
		dialect->skip = sep != 0;
	sample.end = copy + len;
	sample.text = behind_lines(copy, sample.end, dialect->skip);
	sample.is_all = is_all || is_one_line(&sample);
	if (!told->quote)
		dialect->quote = find_quote(sample.text, sample.end,
			is_delimiter_told ? dialect->delimiter : 0, is_all);
	/* What parts cells cannot stand round them. */
	if (!told->quote && dialect->quote == dialect->delimiter)
		dialect->quote = 0;
	sample.quote = dialect->quote;
	dialect->rival = 0;
	dialect->columns = 0;
	dialect->titles = 0;
	if (is_delimiter_told)
		dialect_count_columns(dialect, &sample);
	else
		dialect_find_delimiter(dialect, &sample);
	if (told->header)
		dialect->is_header_certain = true;
	else
		dialect_find_header(dialect, &sample);
	free(copy);
}
