/* SPDX-License-Identifier: MIT */
#ifndef LINE_H
#define LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"
#include "stage.h"

/*
 * line: csr-throttle | csr-send-wa | csr-report, run once, and perhaps killed.
 *
 * What csr-send-wa writes goes through the harness, which keeps a copy.
 */
enum line_stage { LINE_THROTTLE, LINE_SEND, LINE_REPORT, LINE_STAGES };

struct line_plan {
	const char *messages;    /* a file of records */
	const char *output;      /* where what csr-send-wa wrote is kept */
	const char *report;      /* and what csr-report did */
	const char *errors;      /* standard error of all, appended */
	const char *concurrency; /* of csr-send-wa */
	const char *preload;     /* a library, or NULL */

	int64_t kill_ms;      /* when to kill; -1: not at all */
	bool is_from_output;  /* from the first output, not from the start */
	unsigned int victims; /* bits, 1 << LINE_SEND; all: at once */
};

struct line_result {
	int status[LINE_STAGES]; /* as a shell says it */
	bool is_killed;          /* one died of it, at least */
	bool is_sender_killed;
};

enum { LINE_ALL = (1 << LINE_STAGES) - 1 };

/* -1 when it cannot be run, or hangs (EX_SOFTWARE). */
int line_run(const struct line_plan *plan, struct line_result *result,
	struct fault *why);

#endif
