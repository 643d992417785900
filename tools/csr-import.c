/* SPDX-License-Identifier: MIT */
/* csr-import: a contact list in CSV becomes records. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "columns.h"
#include "csvin.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "lines.h"
#include "msg.h"
#include "options.h"
#include "output.h"
#include "program.h"
#include "record.h"
#include "stop.h"
#include "tally.h"
#include "xalloc.h"

enum { KEY_STRICT = OPTIONS_LONG };

static const struct option_row rows[] =
	{{'m', "map", "FIELD=COLUMN", "call the column COLUMN FIELD"},
		{KEY_STRICT, "strict", NULL, "exit 1 when a row is invalid"},
		{0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Turn contact lists in CSV, whose first row names the columns, into"
	" records.",
	rows};

struct import {
	struct column_mapping *mappings;
	size_t mapping_count;
	bool is_strict;
	char **files;
	size_t file_count;

	struct output output;
	struct tally tally;
	unsigned long blank_rows;

	/* Of the present file: */
	int fd;
	const char *source;
	struct columns columns;
	struct buf csr; /* ,"csr":{"v":1,"source":...,"line": */
};

static void
add_mapping(struct import *import, char *text)
{
	char *equals = strchr(text, '=');

	if (equals == NULL || equals == text || equals[1] == '\0')
		options_fail("--map: \"%s\" is not FIELD=COLUMN, like"
			     " phone=Celular",
			text);
	*equals = '\0';
	if (strcmp(text, "csr") == 0)
		options_fail("--map: the name csr is reserved");
	import->mappings = xreallocarray(import->mappings,
		import->mapping_count + 1, sizeof(*import->mappings));
	import->mappings[import->mapping_count++] =
		(struct column_mapping){.field = text, .column = equals + 1};
}

static void
parse_options(struct import *import, int argc, char *argv[])
{
	static char standard_input[] = "-", *no_operands[] = {standard_input};
	struct options *options = options_open(&about, argc, argv);
	int key;

	while ((key = options_next(options)) != OPTIONS_END) {
		if (key == 'm')
			add_mapping(import, options_argument(options));
		else if (key == KEY_STRICT)
			import->is_strict = true;
	}
	import->files = options_operands(options, &import->file_count);
	if (import->file_count == 0) {
		import->files = no_operands;
		import->file_count = 1;
	}
	options_close(options);
}

/* The record of a row that cannot become one. */
static void
write_bad_row(struct import *import, const struct csv_row *row,
	const struct record_error *error)
{
	struct line line = {.text = row->raw,
		.len = row->raw_len,
		.number = row->line};

	while (line.len > 0 && memchr("\r\n", line.text[line.len - 1], 2))
		line.len--;
	record_write_bad_line(output_text(&import->output), &line,
		import->source, error);
	import->tally.settled[STATUS_INVALID]++;
}

/* -1 when a cell cannot be text. */
static int
write_cells(const struct columns *columns, const struct csv_row *row,
	struct buf *out)
{
	static const struct csv_cell empty = {.text = "", .len = 0};

	for (size_t i = 0; i < columns->count; i++) {
		const struct csv_cell *cell =
			i < row->count ? &row->cells[i] : &empty;

		buf_add_byte(out, i > 0 ? ',' : '{');
		buf_add(out, columns->keys[i].data, columns->keys[i].len);
		buf_add_byte(out, '"');
		if (json_escape(out, cell->text, cell->len) != 0)
			return -1;
		buf_add_byte(out, '"');
	}
	return 0;
}

static void
write_row(struct import *import, const struct csv_row *row)
{
	static const struct record_error not_utf8 = {.stage = "import",
		.code = "not_utf8",
		.title = "the row is not UTF-8",
		.hint = "convert the list, for example with iconv -f"
			" WINDOWS-1252 -t UTF-8"};
	static const struct record_error too_long = {.stage = "import",
		.code = "too_long",
		.title = "the record would be longer than 1 MiB",
		.hint = "take columns away that no template needs"};
	static const char end[] = ",\"status\":\"pending\"}}\n";
	struct buf *out = output_text(&import->output);
	size_t before = out->len;

	if (write_cells(&import->columns, row, out) != 0) {
		out->len = before;
		write_bad_row(import, row, &not_utf8);
		return;
	}
	buf_add(out, import->csr.data, import->csr.len);
	buf_add_number(out, (int64_t)row->line);
	buf_add(out, end, sizeof(end) - 1);
	if (out->len - before > LINE_LENGTH_MAX) {
		out->len = before;
		write_bad_row(import, row, &too_long);
		return;
	}
	import->tally.settled[STATUS_PENDING]++;
}

/* Do the cells from index `from` on say anything? */
static bool
has_content(const struct csv_row *row, size_t from)
{
	for (; from < row->count; from++)
		if (columns_trim(row->cells[from]).len > 0)
			return true;
	return false;
}

static void
import_row(struct import *import, const struct csv_row *row)
{
	static const struct record_error nul_byte = {.stage = "import",
		.code = "nul_byte",
		.title = "the row contains a NUL byte",
		.hint = "export the list again as UTF-8"};
	static const struct record_error too_many = {.stage = "import",
		.code = "too_many_cells",
		.title = "the row has more cells than the first one",
		.hint = "put cells that contain commas in quotes"};

	if (row->broken != NULL)
		write_bad_row(import, row,
			&(struct record_error){.stage = "import",
				.code = "bad_csv",
				.title = row->broken,
				.hint = "close the quote, or double it where it"
					" is part of the text"});
	else if (!has_content(row, 0))
		import->blank_rows++;
	else if (memchr(row->raw, '\0', row->raw_len) != NULL)
		write_bad_row(import, row, &nul_byte);
	else if (has_content(row, import->columns.count))
		write_bad_row(import, row, &too_many);
	else
		write_row(import, row);
}

static int
read_header(struct import *import, const struct csv_row *row, struct fault *why)
{
	struct json_writer json = {.out = &import->csr};

	if (row->broken != NULL)
		return fault_set(why, EX_DATAERR, "%s:%lu: %s", import->source,
			row->line, row->broken);
	if (columns_read(&import->columns, row, import->mappings,
		    import->mapping_count, import->source, why) != 0)
		return -1;
	for (size_t i = 0; i < import->columns.count; i++)
		if (import->columns.notes[i] != NULL)
			msg_warn("%s: %s", import->source,
				import->columns.notes[i]);
	buf_clear(&import->csr);
	buf_add_text(&import->csr, ",\"csr\":{\"v\":1,\"source\":");
	json_string(&json, import->source);
	buf_add_text(&import->csr, ",\"line\":");
	return 0;
}

/* Nothing is held back while there is nothing to read. */
static int
wait_and_fill(struct import *import, struct csvin *csvin, struct fault *why)
{
	if (!stop_wait(import->fd, 0)) {
		if (output_flush(&import->output, why) != 0)
			return -1;
		stop_wait(import->fd, -1);
	}
	/* What has been read is finished; no more is read. */
	return stop_signal() == 0 ? csvin_fill(csvin, why) : 0;
}

static int
import_rows(struct import *import, struct csvin *csvin, struct fault *why)
{
	enum csvin_found found;
	struct csv_row row;
	int result = 0;

	while (result == 0 && (found = csvin_take(csvin, &row)) != CSVIN_END) {
		if (found == CSVIN_NONE) {
			if (stop_signal() != 0)
				return 0;
			result = wait_and_fill(import, csvin, why);
		} else if (import->columns.count == 0 && row.broken == NULL &&
			   !has_content(&row, 0)) {
			import->blank_rows++;
		} else if (import->columns.count == 0) {
			result = read_header(import, &row, why);
		} else {
			import_row(import, &row);
			result = output_added(&import->output, why);
		}
	}
	if (result == 0 && import->columns.count == 0)
		return fault_set(why, EX_DATAERR,
			"%s: is empty; its first row must name the columns",
			import->source);
	return result;
}

static int
import_file(struct import *import, const char *path, struct fault *why)
{
	bool is_stdin = strcmp(path, "-") == 0;
	struct csvin *csvin;
	int result;

	import->source = path;
	import->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (import->fd < 0)
		return fault_errno(why, EX_NOINPUT, "%s", path);
	csvin = csvin_open(import->fd, is_stdin ? "standard input" : path);
	result = import_rows(import, csvin, why);
	csvin_close(csvin);
	columns_release(&import->columns);
	if (!is_stdin)
		close(import->fd);
	return result;
}

static int
import_files(struct import *import, struct fault *why)
{
	struct fault why_output;
	int result = 0;

	if (stop_catch(why) != 0)
		return -1;
	for (size_t i = 0;
		i < import->file_count && result == 0 && stop_signal() == 0;
		i++)
		result = import_file(import, import->files[i], why);
	/* What was read before a fault goes out all the same. */
	if (!import->output.is_broken &&
		output_finish(&import->output, &why_output) != 0 &&
		result == 0) {
		*why = why_output;
		return -1;
	}
	return result;
}

static int
summary(const struct import *import)
{
	char text[512];

	tally_describe(&import->tally, "imported", text, sizeof(text));
	if (import->blank_rows > 0)
		msg_info("%s; %lu blank rows skipped", text,
			import->blank_rows);
	else
		msg_info("%s", text);
	if (stop_signal() != 0)
		return 128 + stop_signal();
	return import->is_strict && import->tally.settled[STATUS_INVALID] > 0;
}

int
main(int argc, char *argv[])
{
	struct import import = {0};
	struct fault why;
	int status;

	program_init(argv[0]);
	parse_options(&import, argc, argv);
	buf_init(&import.csr, SIZE_MAX);
	output_init(&import.output, STDOUT_FILENO, "standard output");
	if (import_files(&import, &why) == 0)
		status = summary(&import);
	else
		status = msg_fault(&why);
	free(import.mappings);
	buf_release(&import.csr);
	output_release(&import.output);
	return status;
}
