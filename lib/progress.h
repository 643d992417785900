/* SPDX-License-Identifier: MIT */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * progress: a line on the terminal that says how far a run is, and is written
 * anew each half second.
 *
 * Nothing is shown unless standard error is a terminal.  Other messages of
 * the program stand above it.
 */
struct progress {
	bool is_on;
	int64_t total; /* records expected; 0: nobody knows */
	int64_t started_ms, shown_ms;
};

struct progress_counts {
	unsigned long accepted, failed, other; /* records that have left */
	size_t in_flight;
};

void progress_init(struct progress *progress, bool is_wanted, int64_t total);

/* Show the line if it is time. */
void
progress_show(struct progress *progress, const struct progress_counts *counts);

/* The line, without its end: what progress_show() writes after elapsed_ms. */
void progress_describe(const struct progress *progress,
	const struct progress_counts *counts, int64_t elapsed_ms, char *text,
	size_t size);

#endif
