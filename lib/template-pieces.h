/* SPDX-License-Identifier: MIT */
#ifndef TEMPLATE_PIECES_H
#define TEMPLATE_PIECES_H

#include <stddef.h>

#include "alias.h"
#include "buf.h"
#include "doc.h"
#include "fault.h"

/*
 * template-pieces: what a template is once it is compiled, and the way there.
 * For template.c alone.
 */

/*
 * A message is a row of these.  BODY_START and BODY_END stand round the text
 * of a text message, which the API limits in length.
 */
enum piece_kind {
	PIECE_LITERAL,
	PIECE_VALUE,
	PIECE_BODY_START,
	PIECE_BODY_END
};

struct piece {
	enum piece_kind kind;
	char *text; /* literal JSON, or the name of the column */
	size_t len;
	char *fallback; /* the inside of a JSON string, or NULL */
	size_t fallback_len;
	struct alias *alias; /* of a column; NULL: its name can be none */
};

struct template
{
	char *id;
	struct piece *pieces;
	size_t count;
	struct buf literal; /* while compiling: not yet a piece */
};

/*
 * Make the pieces of the template that a document holds.  -1 with EX_DATAERR;
 * template_close() releases what there is.
 */
int template_compile(struct template *template, const struct doc *doc,
	struct fault *why);

#endif
