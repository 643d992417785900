/* SPDX-License-Identifier: MIT */
#ifndef REPORT_H
#define REPORT_H

#include "buf.h"
#include "record.h"
#include "status.h"

/*
 * report: what became of the records of a run: how many of each status, why
 * those that did not make it did not, and how fast it went.
 */
struct report;

struct report *report_new(void);
void report_free(struct report *report); /* NULL is fine */

/* Count a record of any status. */
void report_add(struct report *report, const struct record *record);

unsigned long report_count(const struct report *report, enum status status);

/* For people: lines of at most 80 columns. */
void report_write_text(const struct report *report, struct buf *out);

/* For programs: one object on one line; csr-report(1) lists its members. */
void report_write_json(const struct report *report, struct buf *out);

#endif
