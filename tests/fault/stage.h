/* SPDX-License-Identifier: MIT */
#ifndef STAGE_H
#define STAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "fault.h"

/*
 * stage: one program of the line, or beside it.
 */
struct stage {
	pid_t pid; /* 0: never started */
	bool is_running;
	int status; /* as of waitpid(2), once it is not running */
};

struct stage_plan {
	char *const *argv;  /* the program is looked for in PATH */
	int input, output;  /* descriptors; -1: /dev/null */
	const char *errors; /* a file to append to; NULL: as ours */
	pid_t group;        /* 0: one of its own */
};

/* -1 with EX_OSERR. */
int stage_start(struct stage *stage, const struct stage_plan *plan,
	struct fault *why);

/* Has it ended?  Does not wait. */
bool stage_has_ended(struct stage *stage);

/* Wait; after so many milliseconds it is killed, and false returned. */
bool stage_wait(struct stage *stage, int64_t patience_ms);

/* SIGKILL, if it still runs. */
void stage_kill(struct stage *stage);

/* The status as a shell says it: 128 + the number of a signal. */
int stage_status(const struct stage *stage);

#endif
