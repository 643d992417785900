/* SPDX-License-Identifier: MIT */
#ifndef JSON_COMPARE_H
#define JSON_COMPARE_H

#include <stdbool.h>

#include "buf.h"
#include "json-corpus.h"
#include "json.h"

/*
 * json-compare: what the scanner and libjq make of one text.  libjq is asked
 * directly, not through doc, which asks the scanner first.
 *
 *	struct comparison with;
 *
 *	comparison_init(&with);
 *	buf_add_text(&with.text, "{\"a\":1}");
 *	if (comparison_make(&with, &is_accepted, &error) != JSON_SAME)
 *		...
 *	comparison_release(&with);
 */
struct comparison {
	struct buf text; /* the caller's, to fill */
	/* Private: */
	struct buf plain;
	struct json_members members, inner;
};

void comparison_init(struct comparison *with);
void comparison_release(struct comparison *with);

/*
 * How the two differ on with->text: in the verdict, or else in the members
 * of the object and of its csr, names and values, of which the last counts.
 * *is_accepted is the scanner's verdict, *error why it is false.  The
 * scanner sees a copy with nothing behind it, so that a sanitizer notices
 * when it reads on.
 */
enum json_deviation comparison_make(struct comparison *with, bool *is_accepted,
	struct json_error *error);

#endif
