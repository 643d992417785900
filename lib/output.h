/* SPDX-License-Identifier: MIT */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "fault.h"

/*
 * output: what goes to standard output, in blocks.
 *
 * A write for each line costs ten times a write for each block, so bytes
 * are collected and go out once OUTPUT_BLOCK of them are there.  Whoever is
 * about to wait (for input, for a time) calls output_flush() first, so that
 * the program behind the pipe has everything there is.
 *
 * After a write has failed nothing more is written and every call fails;
 * output_text() then holds the lines that were not wholly written.
 */

enum { OUTPUT_BLOCK = 16 * 1024 };

struct output {
	int fd;           /* the caller's */
	const char *name; /* for messages; must outlive output */
	struct buf text;
	bool is_broken;
};

void output_init(struct output *output, int fd, const char *name);
void output_release(struct output *output); /* what is unwritten is lost */

/* Where to add the next bytes; then output_added(). */
struct buf *output_text(struct output *output);

/* Write if a block is full.  0, or -1 with EX_IOERR. */
int output_added(struct output *output, struct fault *why);

/* Write everything.  0, or -1 with EX_IOERR. */
int output_flush(struct output *output, struct fault *why);

/* Write everything and learn what the system kept back: a full disk. */
int output_finish(struct output *output, struct fault *why);

#endif
