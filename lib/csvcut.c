/* SPDX-License-Identifier: MIT */
#include "csvcut.h"

#include <stdlib.h>
#include <string.h>

#include "plain.h"
#include "xalloc.h"

enum { BLOCK = CSVIN_PADDING }; /* bytes: one for each bit of a mark */

#ifdef __SSE2__
static inline void
look_at_16(struct csv_cut *cut, const char *at, unsigned shift)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i delimiter = _mm_set1_epi8(cut->delimiter);
	__m128i quote =
		_mm_set1_epi8(cut->quote != 0 ? cut->quote : cut->delimiter);
	__m128i mark =
		_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter),
				     _mm_cmpeq_epi8(bytes, quote)),
			_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
				_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))));

	cut->marks |= (uint64_t)_mm_movemask_epi8(mark) << shift;
	cut->special |= plain_find_special(at) << shift;
}

static inline void
look(struct csv_cut *cut)
{
	cut->marks = cut->special = 0;
	for (unsigned shift = 0; shift < BLOCK; shift += PLAIN_STEP)
		look_at_16(cut, cut->block + shift, shift);
	cut->special &= ~cut->marks;
}
#else
static inline void
look(struct csv_cut *cut)
{
	cut->marks = cut->special = 0;
	for (unsigned bit = 0; bit < BLOCK; bit++) {
		char byte = cut->block[bit];

		if (byte == cut->delimiter || byte == '\n' || byte == '\r' ||
			(byte == cut->quote && byte != 0))
			cut->marks |= UINT64_C(1) << bit;
		else if (!plain_table[(unsigned char)byte])
			cut->special |= UINT64_C(1) << bit;
	}
}
#endif

/* The bits of a block that stand before at. */
static inline uint64_t
bits_before(const struct csv_cut *cut, const char *at)
{
	size_t bits = (size_t)(at - cut->block);

	return bits < BLOCK ? (UINT64_C(1) << bits) - 1 : UINT64_MAX;
}

/* The next mark, or end; *special gathers what has been passed. */
static inline const char *
next_mark(struct csv_cut *cut, const char *end, uint64_t *special)
{
	const char *at;

	while (cut->marks == 0) {
		if (end - cut->block <= BLOCK)
			return end;
		*special |= cut->special;
		cut->block += BLOCK;
		look(cut);
	}
	at = cut->block + __builtin_ctzll(cut->marks);
	cut->marks &= cut->marks - 1;
	return at < end ? at : end;
}

/* What find_close() learns of the row. */
struct quoted {
	unsigned long lines;
	uint64_t special;
	bool is_doubled;
};

/* The quote that closes the cell which begins at start, or end. */
static const char *
find_close(struct csv_cut *cut, const char *start, const char *end,
	struct quoted *quoted)
{
	const char *at;

	for (;;) {
		at = next_mark(cut, end, &quoted->special);
		if (at == end)
			return end;
		if (*at == cut->quote) {
			if (at + 1 == end || at[1] != cut->quote)
				return at;
			next_mark(cut, end, &quoted->special);
			quoted->is_doubled = true;
			continue;
		}
		quoted->special |= !plain_table[(unsigned char)*at];
		quoted->lines +=
			*at == '\r' ||
			(*at == '\n' && (at == start || at[-1] != '\r'));
		if (quoted->lines > 1 && at - start > CSVIN_LINES_MAX)
			return end;
	}
}

/* Copy the cell to *at, each pair of quotes as one. */
static void
undouble(const struct csv_cut *cut, struct csv_cell *cell, char **at)
{
	const char *from = cell->text, *end = from + cell->len, *quote;
	char *start = *at;
	size_t len;

	while ((quote = memchr(from, cut->quote, (size_t)(end - from))) !=
		NULL) {
		len = (size_t)(quote + 1 - from);
		memcpy(*at, from, len);
		*at += len;
		from = quote + 2;
	}
	memcpy(*at, from, (size_t)(end - from));
	*at += end - from;
	*cell = (struct csv_cell){.text = start, .len = (size_t)(*at - start)};
}

static void
undouble_cells(struct csv_cut *cut, const char *text, size_t len, size_t count)
{
	char *at;

	cut->text.max = SIZE_MAX;
	at = buf_reserve(&cut->text, len + CSVIN_PADDING);
	for (size_t i = 0; i < count; i++) {
		struct csv_cell *cell = &cut->cells[i];

		if (cell->text > text && cell->text[-1] == cut->quote &&
			memchr(cell->text, cut->quote, cell->len) != NULL)
			undouble(cut, cell, &at);
	}
}

static inline void
add_cell(struct csv_cut *cut, size_t count, const char *start, const char *end)
{
	if (count == cut->room) {
		cut->room = cut->room > 0 ? cut->room * 2 : 32;
		cut->cells = xreallocarray(cut->cells, cut->room,
			sizeof(*cut->cells));
	}
	cut->cells[count] =
		(struct csv_cell){.text = start, .len = (size_t)(end - start)};
}

/* Behind the line end at `at`; NULL when it may be half a "\r\n". */
static inline const char *
behind(const char *at, const char *end, bool is_all)
{
	if (at == end || *at == '\n')
		return at + (at < end);
	if (at + 1 == end)
		return is_all ? end : NULL;
	return at + 1 + (at[1] == '\n');
}

static void
begin(struct csv_cut *cut, const char *text)
{
	if (cut->place != text) {
		cut->block = text;
		look(cut);
	}
	cut->place = NULL;
}

/* The row ends at next: what comes behind stays known. */
static void
end_row(struct csv_cut *cut, const char *next)
{
	uint64_t done = bits_before(cut, next);

	/* Half of a "\r\n" may be in the next block. */
	cut->place = next - cut->block <= BLOCK ? next : NULL;
	cut->marks &= ~done;
	cut->special &= ~done;
}

enum csv_cut_found
csv_cut(struct csv_cut *cut, const char *text, const char *end, bool is_all,
	struct csv_row *row, unsigned long *lines)
{
	struct quoted seen = {.lines = 1};
	const char *start = text, *at, *close;
	size_t count = 0;

	begin(cut, text);
	for (;; start = at + 1) {
		at = next_mark(cut, end, &seen.special);
		close = at;
		if (at < end && *at == cut->quote && cut->quote != 0) {
			if (at != start)
				return CSV_CUT_HARD;
			close = find_close(cut, ++start, end, &seen);
			if (close == end)
				return CSV_CUT_OPEN;
			at = next_mark(cut, end, &seen.special);
			if (at != close + 1)
				return CSV_CUT_HARD;
		}
		add_cell(cut, count++, start, close);
		if (at == end || *at != cut->delimiter)
			break;
	}
	if (at == end && !is_all)
		return CSV_CUT_OPEN;
	seen.special |= cut->special & bits_before(cut, at);
	at = behind(at, end, is_all);
	if (at == NULL)
		return CSV_CUT_OPEN;
	end_row(cut, at);
	*lines = seen.lines;
	*row = (struct csv_row){.cells = cut->cells,
		.count = count,
		.raw = text,
		.raw_len = (size_t)(at - text),
		.is_plain = seen.special == 0 && !seen.is_doubled};
	if (row->raw_len > CSVIN_ROW_MAX ||
		(seen.lines > 1 && row->raw_len > CSVIN_LINES_MAX))
		return CSV_CUT_HARD;
	if (seen.is_doubled)
		undouble_cells(cut, text, row->raw_len, count);
	return CSV_CUT_ROW;
}

void
csv_cut_release(struct csv_cut *cut)
{
	free(cut->cells);
	buf_release(&cut->text);
}

size_t
csv_line(const char *text, size_t len, bool is_all, bool *is_whole)
{
	const char *newline = memchr(text, '\n', len);
	size_t line_len = newline != NULL ? (size_t)(newline - text) + 1 : len;
	const char *bare = memchr(text, '\r', line_len);

	*is_whole = newline != NULL || is_all;
	if (bare == NULL || bare + 1 == newline)
		return line_len;
	if (bare + 1 == text + len && !is_all) {
		*is_whole = false;
		return line_len - 1;
	}
	*is_whole = true;
	return (size_t)(bare - text) + 1;
}
