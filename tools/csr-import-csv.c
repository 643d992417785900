/* SPDX-License-Identifier: MIT */
/* csr-import: lists in CSV. */
#include "csr-import.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "csvin.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "stop.h"
#include "utf8.h"
#include "visible.h"
#include "xalloc.h"

/* What stands before the cell of each column, and behind the last. */
struct piece {
	const char *text;
	size_t len;
};

struct csv {
	struct import *import;
	struct csvin *csvin;
	struct piece *pieces; /* one more than there are columns */
	struct buf text;      /* of the pieces */
	size_t phone, email;  /* COLUMNS_NONE: there is none */
};

/* {"name":" and ","company":" and so on; the quotes are those of the cells. */
static void
set_pieces(struct csv *csv)
{
	const struct columns *columns = &csv->import->list.columns;
	size_t *ends = xcalloc(columns->count + 1, sizeof(*ends));
	size_t start = 0;

	for (size_t i = 0; i < columns->count; i++) {
		buf_add_text(&csv->text, i > 0 ? "\"," : "{");
		buf_add(&csv->text, columns->list[i].key.data,
			columns->list[i].key.len);
		buf_add_byte(&csv->text, '"');
		ends[i] = csv->text.len;
	}
	buf_add_text(&csv->text, "\",");
	ends[columns->count] = csv->text.len;
	csv->pieces = xcalloc(columns->count + 1, sizeof(*csv->pieces));
	for (size_t i = 0; i <= columns->count; i++) {
		csv->pieces[i] =
			(struct piece){csv->text.data + start, ends[i] - start};
		start = ends[i];
	}
	free(ends);
	csv->phone = columns->fields[COLUMN_PHONE];
	csv->email = columns->fields[COLUMN_EMAIL];
}

static struct column_text
cell_at(const struct csv_row *row, size_t index)
{
	if (index >= row->count)
		return (struct column_text){"", 0};
	return (struct column_text){row->cells[index].text,
		row->cells[index].len};
}

/* The cells of all columns in the list's own room. */
static struct column_text *
spread_cells(const struct list *list, const struct csv_row *row)
{
	unsigned ignored = 0;

	for (size_t i = 0; i < list->columns.count; i++) {
		list->cells[i] = cell_at(row, i);
		import_mend(&list->cells[i], true, &ignored);
	}
	return list->cells;
}

/* The member that is made of first and last name. */
static void
write_name(const struct list *list, const struct csv_row *row, struct buf *out)
{
	struct buf name;

	buf_init(&name, SIZE_MAX);
	columns_add_name(&list->columns, spread_cells(list, row),
		list->columns.count, &name);
	buf_add_text(out, "\"name\":\"");
	json_escape_lossy(out, name.data, name.len);
	buf_add_text(out, "\",");
	buf_release(&name);
}

/* How a row ends. */
struct ending {
	bool is_undecodable;
	enum damage damage; /* of the phone */
	unsigned warnings;
};

/* As many bytes as the cells can take, with the names of their columns. */
static size_t
cells_room(const struct csv *csv, const struct csv_row *row)
{
	return csv->text.len + row->raw_len * JSON_ESCAPED_MAX +
	       JSON_ESCAPE_PADDING;
}

static void
write_cells(const struct csv *csv, const struct csv_row *row,
	struct ending *ending, struct buf *out)
{
	const struct piece *piece = csv->pieces;
	size_t count = csv->import->list.columns.count;
	char *start = buf_reserve(out, cells_room(csv, row)), *at = start;
	enum damage damage;
	struct column_text cell;

	for (size_t index = 0; index < count; index++, piece++) {
		memcpy(at, piece->text, piece->len);
		at += piece->len;
		if (index >= row->count)
			continue;
		cell = cell_at(row, index);
		if (damage_is_possible(cell.text, cell.len)) {
			damage = import_mend(&cell, index == csv->phone,
				&ending->warnings);
			if (damage != DAMAGE_NONE)
				ending->damage = damage;
		}
		at = json_escape_padded(at, cell.text, cell.len);
		ending->is_undecodable = at == NULL;
		if (at == NULL)
			return;
	}
	memcpy(at, piece->text, piece->len);
	out->len += (size_t)(at + piece->len - start);
}

static void
write_row(struct csv *csv, const struct csv_row *row)
{
	struct import *import = csv->import;
	struct import_row place = {row->line, row->raw, row->raw_len};
	struct buf *out = output_text(&import->output);
	size_t before = out->len;
	struct ending ending = {0};

	write_cells(csv, row, &ending, out);
	if (import->list.columns.makes_name && !ending.is_undecodable)
		write_name(&import->list, row, out);
	if (import->list.is_guessed && !utf8_is_ascii(row->raw, row->raw_len))
		ending.warnings |= WARNING_ENCODING;
	if (!ending.is_undecodable && import->list.preview == NULL) {
		import_end_record(import, &place, before, ending.warnings,
			ending.damage);
		return;
	}
	out->len = before;
	if (ending.is_undecodable) {
		import_undecodable_row(import, &place);
		return;
	}
	spread_cells(&import->list, row);
	import_preview_row(import, row->line, ending.damage);
}

/* Do the cells from index `from` on say anything? */
static bool
has_content(const struct csv_row *row, size_t from)
{
	for (; from < row->count; from++)
		if (columns_trim(cell_at(row, from)).len > 0)
			return true;
	return false;
}

static bool
is_here(const struct csv *csv, const struct csv_row *row)
{
	struct column_text phone = cell_at(row, csv->phone);
	struct column_text email = cell_at(row, csv->email);

	return import_is_here(csv->import,
		&(struct shard_row){.phone = phone.text,
			.phone_len = phone.len,
			.email = email.text,
			.email_len = email.len,
			.row = row->raw,
			.row_len = row->raw_len});
}

static void
import_row(struct csv *csv, const struct csv_row *row)
{
	static const struct record_error nul_byte = {.stage = "import",
		.code = "nul_byte",
		.title = "the row contains a NUL byte",
		.hint = "export the list again as UTF-8"};
	static const struct record_error too_many = {.stage = "import",
		.code = "too_many_cells",
		.title = "the row has more cells than there are columns",
		.hint = "put cells that contain the separator in quotes"};
	static const struct record_error too_few_names = {.stage = "import",
		.code = "too_many_cells",
		.title = "the row has more cells than --columns has names",
		.hint = "name all columns, those that no template needs too"};
	struct import_row place = {row->line, row->raw, row->raw_len};

	if (row->broken == NULL && !has_content(row, 0))
		csv->import->blank_rows++;
	else if (!is_here(csv, row))
		return;
	else if (row->broken != NULL)
		import_bad_row(csv->import, &place,
			&(struct record_error){.stage = "import",
				.code = "bad_csv",
				.title = row->broken,
				.hint = "close the quote, or double it where it"
					" is part of the text"});
	else if (!row->is_plain && memchr(row->raw, '\0', row->raw_len) != NULL)
		import_bad_row(csv->import, &place, &nul_byte);
	else if (row->count > csv->import->list.columns.count &&
		 has_content(row, csv->import->list.columns.count))
		import_bad_row(csv->import, &place,
			csv->import->options.is_bare ? &too_few_names
						     : &too_many);
	else
		write_row(csv, row);
}

/* Can the first row be read as the operator, or nobody, says? */
static bool
is_first_row_good(const struct list *list, bool is_bare)
{
	return list->dialect.has_header != is_bare && list->dialect.titles == 0;
}

/* The first row is neither names for sure nor data. */
static int
refuse_first_row(const struct import *import, const struct csv_row *row,
	struct fault *why)
{
	struct buf text;
	size_t len = row->raw_len;

	while (len > 0 && memchr("\r\n", row->raw[len - 1], 2) != NULL)
		len--;
	buf_init(&text, 200);
	visible_add(&text, row->raw, len < 100 ? len : 100);
	if (import->list.dialect.titles > 0)
		fault_set(why, EX_DATAERR,
			"%s:%lu: the first row, %s, is a title: line %zu names"
			" the columns; say --skip %zu, or --header or"
			" --no-header if it does not",
			import->list.source, row->line, buf_string(&text),
			import->list.dialect.titles + 1,
			import->list.dialect.titles);
	else if (import->options.is_bare)
		fault_set(why, EX_DATAERR,
			"%s:%lu: the first row, %s, looks like the names of"
			" columns; leave it out with --skip, or say"
			" --no-header if it is a contact",
			import->list.source, row->line, buf_string(&text));
	else
		fault_set(why, EX_DATAERR,
			"%s:%lu: the first row, %s, does not look like the"
			" names of columns; if it is a contact, say --no-header"
			" --columns NAME,..., else --header",
			import->list.source, row->line, buf_string(&text));
	buf_release(&text);
	return -1;
}

/* The names that the operator gives, or numbers. */
static int
name_columns(struct csv *csv, size_t count, struct fault *why)
{
	const struct import_options *options = &csv->import->options;
	struct column_text *names;
	struct buf text;
	int result;

	if (options->columns != NULL)
		count = options->column_count;
	names = xcalloc(count, sizeof(*names));
	buf_init(&text, SIZE_MAX);
	for (size_t i = 0; i < count && options->columns == NULL; i++) {
		names[i].text = NULL;
		names[i].len = text.len;
		buf_add_format(&text, "column_%zu", i + 1);
		names[i].len = text.len - names[i].len;
	}
	for (size_t i = 0, start = 0; i < count; i++) {
		if (options->columns != NULL)
			names[i] = (struct column_text){options->columns[i],
				strlen(options->columns[i])};
		else
			names[i].text = text.data + start;
		start += names[i].len;
	}
	result = import_set_columns(csv->import, names, count, why);
	buf_release(&text);
	free(names);
	return result;
}

static int
read_first_row(struct csv *csv, const struct csv_row *row, struct fault *why)
{
	struct list *list = &csv->import->list;
	struct column_text *names;
	unsigned ignored = 0;
	int result;

	if (row->broken != NULL && csv->import->options.is_bare) {
		import_row(csv, row);
		return 0;
	}
	if (row->broken != NULL)
		return fault_set(why, EX_DATAERR, "%s:%lu: %s", list->source,
			row->line, row->broken);
	if (!is_first_row_good(list, csv->import->options.is_bare))
		return refuse_first_row(csv->import, row, why);
	if (csv->import->options.is_bare) {
		result = name_columns(csv, row->count, why);
	} else {
		names = xcalloc(row->count, sizeof(*names));
		for (size_t i = 0; i < row->count; i++) {
			names[i] = cell_at(row, i);
			import_mend(&names[i], false, &ignored);
		}
		result =
			import_set_columns(csv->import, names, row->count, why);
		free(names);
	}
	if (result != 0)
		return -1;
	set_pieces(csv);
	if (csv->import->options.is_bare)
		import_row(csv, row);
	return 0;
}

static int
import_rows(struct csv *csv, struct fault *why)
{
	struct import *import = csv->import;
	enum csvin_found found;
	struct csv_row row;
	int result = 0;

	while (result == 0 && !import_is_over(import) &&
		(found = csvin_take(csv->csvin, &row)) != CSVIN_END) {
		if (found == CSVIN_NONE) {
			result = import_wait(import, why);
			if (result == 0)
				return 0;
			result = result < 0 ? -1 : csvin_fill(csv->csvin, why);
		} else if (import->list.has_columns) {
			import_row(csv, &row);
			result = output_added(&import->output, why);
		} else if (row.broken == NULL && !has_content(&row, 0)) {
			import->blank_rows++;
		} else {
			result = read_first_row(csv, &row, why);
		}
	}
	if (result == 0 && !import->list.has_columns)
		return fault_set(why, EX_DATAERR,
			"%s: is empty; its first row must name the columns",
			import->list.source);
	return result;
}

int
import_csv(struct import *import, struct fault *why)
{
	struct csv csv = {.import = import,
		.phone = COLUMNS_NONE,
		.email = COLUMNS_NONE};
	int result;

	buf_init(&csv.text, SIZE_MAX);
	csv.csvin = csvin_open(import->list.textin, &import->list.dialect);
	result = import_rows(&csv, why);
	import->blank_rows += csvin_empty_lines(csv.csvin);
	csvin_close(csv.csvin);
	free(csv.pieces);
	buf_release(&csv.text);
	return result;
}
