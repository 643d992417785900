/* SPDX-License-Identifier: MIT */
#ifndef CSVOUT_H
#define CSVOUT_H

#include <stddef.h>

#include "buf.h"

/*
 * csvout: rows of CSV (RFC 4180), a cell at a time, with "\n" behind each row.
 *
 *	csvout_cell(&out, name, name_len);
 *	csvout_cell(&out, phone, phone_len);
 *	csvout_end(&out);
 *
 * A cell that a spreadsheet would take for a formula gets an apostrophe before
 * it: one that begins with = + - @, a tab or a CR (OWASP, CSV injection).
 */

/* The cell is quoted when need be, also for readers of other separators. */
void csvout_cell(struct buf *out, const char *text, size_t len);

/* End a row that has a cell at least. */
void csvout_end(struct buf *out);

#endif
