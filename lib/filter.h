/* SPDX-License-Identifier: MIT */
#ifndef FILTER_H
#define FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "record.h"
#include "tally.h"

/*
 * filter: the life of a program that reads records and writes records.
 *
 * The loop is written once, here, so that these mean the same in every
 * program: a finished record (passed on byte for byte), a line that is no
 * record (passed on as invalid), the files named as operands, a live pipe
 * (nothing is held back while waiting), a full disk, a signal, the closing
 * line and the exit status.
 *
 *	filter = filter_open(&(struct filter_options){
 *		.stage = "validate", .label = "valid", ...});
 *	filter_run(filter, check, &checker);
 *	return filter_close(filter);
 *
 * A program with a loop of its own uses filter_take(), filter_fill() and
 * filter_put() instead of filter_run().
 */

struct filter;

/*
 * Sees a line that is about to be written, without its newline, whoever made
 * it.  -1 as for filter_handler, but the line is written all the same.
 */
typedef int filter_witness(const char *line, size_t len, enum status status,
	void *context, struct fault *why);

struct filter_options {
	const char *stage;   /* for csr.error.stage */
	const char *label;   /* a record that moves on, in the closing line */
	char *const *files;  /* operands; "-" is standard input */
	size_t file_count;   /* 0: standard input */
	bool is_strict;      /* exit 1 when a record was stopped here */
	bool wants_finished; /* hand over every record, not pending ones only */
	filter_witness *witness; /* or NULL */
	void *witness_context;
};

struct filter *filter_open(const struct filter_options *options);

/*
 * Settle one pending record by editing it; filter then writes it.  -1 when
 * the run cannot go on: this record and those that come leave as deferred with
 * the fault's text, and the program ends with the fault's status.
 */
typedef int
filter_handler(struct record *record, void *context, struct fault *why);

/*
 * Until the input ends.  After SIGINT or SIGTERM, or a fault, it goes on for
 * as long as filter_drain() finds something: records that were read are not
 * dropped.
 */
void filter_run(struct filter *filter, filter_handler *handler, void *context);

enum filter_found {
	FILTER_RECORD, /* *record is one, good until the next call */
	FILTER_NONE,   /* filter_fill() first */
	FILTER_END     /* no more, or the output is gone */
};

/* Never waits.  Deals with lines that are not for the handler. */
enum filter_found filter_take(struct filter *filter, struct record **record);

/* The descriptor to wait for before filter_fill(); -1 at the end. */
int filter_fd(const struct filter *filter);

/* Read once; waits when there is nothing. */
void filter_fill(struct filter *filter);

/*
 * For a run that is to end: read on if something comes within a second, so
 * that what the programs before have read is accounted for too.  Returns
 * whether it did.
 */
bool filter_drain(struct filter *filter);

/* Write a record that filter_take() gave, or any other, and count it. */
void filter_put(struct filter *filter, struct record *record);

/* Write out what is collected; to be called before waiting. */
void filter_flush(struct filter *filter);

/*
 * End with this status unless something worse happens; the first call
 * counts.  Nothing is printed.
 */
void filter_set_status(struct filter *filter, int status);

/* Say the fault and end with its status: for what stops a run. */
void filter_fail(struct filter *filter, const struct fault *why);

/* Is the output gone, or did something else end the run for good? */
bool filter_is_broken(const struct filter *filter);

/*
 * After the output broke: the next record that was not wholly written, or
 * false.
 */
bool filter_take_unwritten(struct filter *filter, struct record *record);

const struct tally *filter_tally(const struct filter *filter);

/*
 * Write out, say the closing line (or closing, unless NULL; "": none), free.
 * Returns the exit status.
 */
int filter_close(struct filter *filter, const char *closing);

#endif
