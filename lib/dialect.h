/* SPDX-License-Identifier: MIT */
#ifndef DIALECT_H
#define DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * dialect: how a list separates its cells, found from its beginning.
 *
 * The delimiter.  Comma, semicolon, tab and pipe are weighed by parsing the
 * sample with each.  One is in question if it gives the first row two cells
 * at least (when none does: if it gives most rows the same number of them)
 * and most rows as many, or names of columns in the first; and stays so if it
 * does no worse than the best by a tenth of the rows.  Commas that all stand
 * between digits or before a blank are not in question beside another.  Of
 * those left the one wins that finds the most names of columns in the first
 * row, then the most cells that are an e-mail address or a phone number, then
 * more rows of the same length.  Tabs and pipes hardly stand in text, so in a
 * tie they win before semicolons and commas; between others a tie is not
 * certain, and semicolons, then commas, are taken.  A first line "sep=;"
 * settles it.  In a list of one column it is one that does not occur.
 *
 * The quote is ", or ' where that stands round cells in half of the rows at
 * least, nowhere against the rules, and " round none.
 *
 * The first row names the columns if no cell of it is a phone number or an
 * e-mail address, and: a cell is known as a column's name; or no cell is a
 * number or a date, and below one of its words the column holds mostly phone
 * numbers, e-mail addresses, numbers or dates.  A row of words alone that
 * differs in nothing from those below names them too, but this is not
 * certain; with an empty cell it does not.
 *
 * Above the names a report has a title, or several lines.  When the first row
 * has no known name, and one of the next DIALECT_TITLES_MAX has two at least,
 * it is that one that names the columns: found, but not taken by itself.
 */

enum { DIALECT_TITLES_MAX = 10 };

struct dialect {
	char delimiter;         /* 0: not known; dialect_find() sets one */
	char quote;             /* 0: none */
	size_t columns;         /* in the first row, or in most; 0: no row */
	bool has_header;        /* the first row names the columns */
	size_t skip;            /* physical lines before the first row: sep= */
	char rival;             /* a delimiter that would do as well, or 0 */
	bool is_header_certain; /* false: it could be either */
	size_t titles;          /* physical lines above the names, or 0 */
};

/* What the operator has set, which stays. */
struct dialect_told {
	bool delimiter, quote, header, skip;
};

/*
 * Is the text, with blanks round it or not, what a column is called?  The
 * whole of it, that is, not a part.
 */
typedef bool dialect_is_name(const char *text, size_t len);

/*
 * Find what *told does not say.  text is UTF-8, as far as it could be decoded;
 * is_all: it is the whole list, so the last row is complete.  is_name may be
 * NULL.
 */
void dialect_find(struct dialect *dialect, const struct dialect_told *told,
	dialect_is_name *is_name, const char *text, size_t len, bool is_all);

/*
 * "separated by semicolons, the first row names the columns", "one column, no
 * row names the columns": for stderr.
 */
void dialect_describe(const struct dialect *dialect, struct buf *out);

/*
 * What is not certain, with the option that settles it ("semicolons or commas
 * may separate the cells; taken are semicolons, --delimiter settles it"), of
 * what *told does not say.  Adds nothing when all is certain.
 */
void dialect_doubt(const struct dialect *dialect,
	const struct dialect_told *told, struct buf *out);

/*
 * The character an option's argument stands for: itself, or comma, semicolon,
 * tab, pipe, space (delimiters), double, single (quotes), none (0), "\t".
 * -1 when it is none that could be: a letter, a digit, more than one byte.
 */
int dialect_character(const char *argument);

#endif
