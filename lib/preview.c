/* SPDX-License-Identifier: MIT */
#include "preview.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "textwidth.h"
#include "xalloc.h"

enum {
	WIDTH_DEFAULT = 80,
	WIDTH_LEAST = 20,
	CELL_MAX = 24, /* columns of the terminal; the line's is shorter */
	HEAD_LINE = 4, /* "line" */
	GAP = 2        /* between two columns */
};

/* Text as it is shown, already cut. */
struct cell {
	char *text;
	size_t width;
};

struct row {
	struct cell line;
	struct cell *cells; /* as many as there are members; NULL: bad */
	char *bad;          /* why it becomes no record, or NULL */
};

struct preview {
	const struct columns *columns;
	size_t width;
	size_t count; /* members of a record */
	struct row *rows;
	size_t row_count;
};

size_t
preview_width(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return WIDTH_DEFAULT;
	return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
}

/* Cut the text so that it fits, with "…" for what is left out. */
static struct cell
make_cell(const char *text, size_t len, size_t width)
{
	struct buf shown;
	struct cell cell;

	buf_init(&shown, SIZE_MAX);
	cell.width = textwidth_add_cut(&shown, text, len, width);
	cell.text = xstrdup(buf_string(&shown));
	buf_release(&shown);
	return cell;
}

struct preview *
preview_new(const struct columns *columns, size_t width)
{
	struct preview *preview = xcalloc(1, sizeof(*preview));

	preview->columns = columns;
	preview->width = width < WIDTH_LEAST ? WIDTH_LEAST : width;
	preview->count = columns->count + columns->makes_name;
	return preview;
}

void
preview_free(struct preview *preview)
{
	if (preview == NULL)
		return;
	for (size_t i = 0; i < preview->row_count; i++) {
		struct row *row = &preview->rows[i];

		for (size_t j = 0; row->cells != NULL && j < preview->count;
			j++)
			free(row->cells[j].text);
		free(row->cells);
		free(row->bad);
		free(row->line.text);
	}
	free(preview->rows);
	free(preview);
}

static struct row *
add_row(struct preview *preview, unsigned long line)
{
	struct row *row;
	struct buf number;

	preview->rows = xreallocarray(preview->rows, preview->row_count + 1,
		sizeof(*preview->rows));
	row = &preview->rows[preview->row_count++];
	*row = (struct row){0};
	buf_init(&number, SIZE_MAX);
	buf_add_format(&number, "%lu", line);
	row->line = make_cell(number.data, number.len, CELL_MAX);
	buf_release(&number);
	return row;
}

void
preview_row(struct preview *preview, unsigned long line,
	const struct column_text *cells, size_t count)
{
	struct row *row = add_row(preview, line);
	struct buf name;

	row->cells = xcalloc(preview->count, sizeof(*row->cells));
	for (size_t i = 0; i < preview->columns->count; i++)
		row->cells[i] = make_cell(i < count ? cells[i].text : "",
			i < count ? cells[i].len : 0, CELL_MAX);
	if (!preview->columns->makes_name)
		return;
	buf_init(&name, SIZE_MAX);
	columns_add_name(preview->columns, cells, count, &name);
	row->cells[preview->columns->count] =
		make_cell(name.data, name.len, CELL_MAX);
	buf_release(&name);
}

void
preview_bad_row(struct preview *preview, unsigned long line, const char *why)
{
	struct row *row = add_row(preview, line);

	row->bad = xstrdup(why);
}

/* The name of the member of this index. */
static const char *
member(const struct preview *preview, size_t index)
{
	return index < preview->columns->count
		       ? preview->columns->list[index].member
		       : columnwords_member(COLUMN_NAME);
}

static void
add_blanks(struct buf *out, size_t count)
{
	while (count-- > 0)
		buf_add_byte(out, ' ');
}

/* Add a cell and the blanks behind it. */
static void
add_cell(struct buf *out, const struct cell *cell, size_t width)
{
	buf_add_text(out, cell->text);
	add_blanks(out, width - cell->width);
}

static void
add_text_cell(struct buf *out, const char *text, size_t width)
{
	struct cell cell = make_cell(text, strlen(text), width);

	add_cell(out, &cell, width);
	free(cell.text);
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t
cut_width(const char *text, size_t most)
{
	size_t width = textwidth(text, strlen(text));

	return width < most ? width : most;
}

/* Which column becomes which member. */
static void
write_mapping(const struct preview *preview, struct buf *out)
{
	const struct columns *columns = preview->columns;
	size_t most = (preview->width - 4) / 2, width = 0;

	for (size_t i = 0; i < columns->count; i++)
		width = larger(width, cut_width(columns->list[i].name, most));
	for (size_t i = 0; i < columns->count; i++) {
		add_text_cell(out, columns->list[i].name, width);
		buf_add_text(out, " -> ");
		textwidth_add_cut(out, columns->list[i].member,
			strlen(columns->list[i].member), most);
		buf_add_byte(out, '\n');
	}
	if (!columns->makes_name)
		return;
	buf_add_text(out, "first_name");
	if (columns->fields[COLUMN_LAST_NAME] != COLUMNS_NONE)
		buf_add_text(out, " and last_name");
	buf_add_text(out, " make name\n");
}

static size_t
line_width(const struct preview *preview)
{
	size_t width = HEAD_LINE;

	for (size_t i = 0; i < preview->row_count; i++)
		width = larger(width, preview->rows[i].line.width);
	return width;
}

static size_t
member_width(const struct preview *preview, size_t index)
{
	size_t width = cut_width(member(preview, index), CELL_MAX);

	for (size_t i = 0; i < preview->row_count; i++)
		if (preview->rows[i].cells != NULL)
			width = larger(width,
				preview->rows[i].cells[index].width);
	return width;
}

/* The members from `from` on that stand beside each other: up to which. */
static size_t
fit(const struct preview *preview, const size_t *widths, size_t from,
	size_t used)
{
	size_t to = from;

	while (to < preview->count) {
		used += GAP + widths[to];
		if (used > preview->width && to > from)
			break;
		to++;
	}
	return to;
}

/* No line ends in blanks. */
static void
end_line(struct buf *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->len--;
	buf_add_byte(out, '\n');
}

/* Some members of all rows: those from `from` to before `to`. */
struct block {
	const struct preview *preview;
	const size_t *widths; /* of each member */
	size_t line_width, from, to;
};

static void
write_row(const struct block *block, const struct row *row, struct buf *out)
{
	add_cell(out, &row->line, block->line_width);
	add_blanks(out, GAP);
	if (row->bad != NULL && block->from == 0)
		textwidth_add_cut(out, row->bad, strlen(row->bad),
			block->preview->width - block->line_width - GAP);
	for (size_t i = block->from; row->bad == NULL && i < block->to; i++) {
		add_cell(out, &row->cells[i], block->widths[i]);
		add_blanks(out, GAP);
	}
	end_line(out);
}

static void
write_block(const struct block *block, struct buf *out)
{
	const struct preview *preview = block->preview;

	buf_add_byte(out, '\n');
	add_text_cell(out, "line", block->line_width);
	for (size_t i = block->from; i < block->to; i++) {
		add_blanks(out, GAP);
		add_text_cell(out, member(preview, i), block->widths[i]);
	}
	end_line(out);
	for (size_t i = 0; i < preview->row_count; i++)
		write_row(block, &preview->rows[i], out);
}

void
preview_write(const struct preview *preview, struct buf *out)
{
	size_t *widths = xcalloc(preview->count, sizeof(*widths));
	struct block block = {.preview = preview,
		.widths = widths,
		.line_width = line_width(preview)};

	for (size_t i = 0; i < preview->count; i++)
		widths[i] = member_width(preview, i);
	write_mapping(preview, out);
	for (; block.from < preview->count; block.from = block.to) {
		block.to = fit(preview, widths, block.from, block.line_width);
		write_block(&block, out);
	}
	free(widths);
}
