/* SPDX-License-Identifier: MIT */
#include "dialect.h"

#include <ctype.h>
#include <string.h>

static const struct {
	char byte;
	const char *singular, *plural;
} names[] = {
	{',', "comma", "commas"},
	{';', "semicolon", "semicolons"},
	{'\t', "tab", "tabs"},
	{'|', "pipe", "pipes"},
	{' ', "space", "spaces"},
	{'"', "double", "double quotes"},
	{'\'', "single", "single quotes"},
	{0, "none", "nothing"},
};

enum { NAMES = sizeof(names) / sizeof(*names) };

static void
add_name(struct buf *out, char byte)
{
	for (size_t i = 0; i < NAMES; i++)
		if (names[i].byte == byte) {
			buf_add_text(out, names[i].plural);
			return;
		}
	buf_add_format(out, "\"%c\"", byte);
}

void
dialect_describe(const struct dialect *dialect, struct buf *out)
{
	if (dialect->columns == 1) {
		buf_add_text(out, "one column");
	} else {
		buf_add_text(out, "separated by ");
		add_name(out, dialect->delimiter);
	}
	if (dialect->quote != '"') {
		buf_add_text(out, ", quoted with ");
		add_name(out, dialect->quote);
	}
	buf_add_text(out, dialect->has_header
				  ? ", the first row names the columns"
				  : ", no row names the columns");
}

void
dialect_doubt(const struct dialect *dialect, const struct dialect_told *told,
	struct buf *out)
{
	if (dialect->rival != 0 && !told->delimiter) {
		add_name(out, dialect->delimiter);
		buf_add_text(out, " or ");
		add_name(out, dialect->rival);
		buf_add_text(out, " may separate the cells; taken are ");
		add_name(out, dialect->delimiter);
		buf_add_text(out, ", --delimiter settles it");
	}
	if (dialect->is_header_certain || told->header)
		return;
	if (out->len > 0)
		buf_add_text(out, "; ");
	buf_add_text(out, dialect->has_header
				  ? "the first row may be no names of columns;"
				    " taken as such, --no-header settles it"
				  : "the first row may name the columns; taken"
				    " as data, --header settles it");
}

int
dialect_character(const char *argument)
{
	for (size_t i = 0; i < NAMES; i++)
		if (strcmp(argument, names[i].singular) == 0)
			return (unsigned char)names[i].byte;
	if (strcmp(argument, "\\t") == 0)
		return '\t';
	if (argument[0] == '\0' || argument[1] != '\0')
		return -1;
	return *argument == '\t' || *argument == ' ' ||
			       ispunct((unsigned char)*argument)
		       ? (unsigned char)*argument
		       : -1;
}
