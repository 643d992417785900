/* SPDX-License-Identifier: MIT */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "columnwords.h"
#include "fault.h"

/*
 * columns: what the columns of a list are called in its records.
 *
 * In this order:
 *
 * 1. The operator says so (a mapping, from --map or a file).
 * 2. The words of the name say that it holds a field (columnwords.h), no
 *    mapping names that field, and no other column says so as clearly.  Two
 *    that do are an error: nothing is guessed.  So are a name, a phone or an
 *    e-mail address that are of two persons (columnwords_role()), unless a
 *    mapping names both.
 * 3. Its own name, without the blanks round it.  One that cannot be a
 *    member's (empty, there twice, or the reserved csr) is changed.
 *
 * When there is a column of first names and none of names, the member name
 * is made of it and the last name; both stay members, too.
 */

enum { COLUMNS_MAX = 10000 };

/* A name or a cell: not NUL-terminated. */
struct column_text {
	const char *text;
	size_t len;
};

/* Call the column `column` `field`. */
struct column_mapping {
	const char *field, *column;
};

enum column_origin {
	COLUMN_NAMED,  /* by its own name */
	COLUMN_MAPPED, /* by the operator */
	COLUMN_FOUND,  /* by its words */
	COLUMN_CHANGED /* its name could not stay */
};

struct column {
	char *name;     /* in the list, without the blanks round it */
	struct buf key; /* "member": ready to be written */
	char *member;   /* what it is called in the record */
	enum column_origin origin;
};

struct columns {
	struct column *list;
	size_t count;

	/* Of the column that holds each field, or COLUMNS_NONE. */
	size_t fields[COLUMN_FIELD_COUNT];
	/* Records get a member name, of the fields first_name and last_name
	 * (which may be COLUMNS_NONE): columns_add_name(). */
	bool makes_name;

	/* What the operator should know, each without the list's name, for
	 * msg_warn(). */
	char **notes;
	size_t note_count;
};

#define COLUMNS_NONE ((size_t)-1)

/*
 * Find out what the names of the columns, in their order, are called.  -1 with
 * EX_DATAERR: too many, a name is not UTF-8, a mapped column is not there or
 * there twice, two would be called the same, two could be the same field, or
 * two are of different persons (the fault shows them, and the option that
 * settles it).  The columns are to be released in any case.  source is for
 * messages.
 */
int columns_read(struct columns *columns, const struct column_text *names,
	size_t count, const struct column_mapping *mappings,
	size_t mapping_count, const char *source, struct fault *why);

void columns_release(struct columns *columns);

/*
 * Add `phone is "Celular", name is "Nome"`: the fields, but for those whose
 * column is called so already.  Nothing when there are none.
 */
void columns_describe(const struct columns *columns, struct buf *out);

/*
 * Add the text of the member name to out, made of a row's cells; when
 * makes_name.  The cells are text as it came, and so is what is added: not
 * escaped.  A cell that is not there is empty.
 */
void columns_add_name(const struct columns *columns,
	const struct column_text *cells, size_t count, struct buf *out);

/* The cell without blanks and line ends round it. */
struct column_text columns_trim(struct column_text cell);

#endif
