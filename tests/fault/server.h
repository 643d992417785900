/* SPDX-License-Identifier: MIT */
#ifndef SERVER_H
#define SERVER_H

#include "fault.h"
#include "stage.h"

/*
 * server: csr-sandbox, for the time of one round.
 *
 * It runs a command that waits for the harness, so that it ends with the
 * harness, whatever that dies of.
 */
struct server {
	struct stage stage;
	int hold; /* closed: it ends; -1: not open */
};

struct server_plan {
	const char *log, *script, *latency, *errors;
	const char *seed; /* of the script's chances */
};

/* Also sets CSR_API_BASE.  -1 with EX_OSERR. */
int server_start(struct server *server, const struct server_plan *plan,
	struct fault *why);

/* -1 when it ended badly; all it took is in its log by then. */
int server_stop(struct server *server, struct fault *why);

#endif
