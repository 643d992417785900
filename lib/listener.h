/* SPDX-License-Identifier: MIT */
#ifndef LISTENER_H
#define LISTENER_H

#include "address.h"
#include "fault.h"

/*
 * listener: a socket that listens, and that can refuse for a while without
 * losing its port to somebody else.
 */
struct listener {
	int fd; /* -1: it refuses; accept(2) on it never waits */
	struct address address; /* with the port, once it listened */
	int reserved_fd;        /* holds the port while fd does not */
};

/* Port 0 lets the kernel choose, once. */
void listener_init(struct listener *listener, const struct address *address);
void listener_close(struct listener *listener);

/* -1 with EX_OSERR; it may be tried again. */
int listener_listen(struct listener *listener, struct fault *why);

/* The kernel answers for us that nobody listens. */
void listener_refuse(struct listener *listener);

#endif
