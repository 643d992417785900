/* SPDX-License-Identifier: MIT */
#ifndef HTTP_POLL_H
#define HTTP_POLL_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"

/*
 * http-poll: waiting for libcurl and for others at once; a part of http.
 *
 * libcurl says which sockets it waits for and when it wants to be woken, and
 * is called for nothing else: what is under way and silent costs nothing.
 */
struct http_poll {
	void *multi; /* libcurl's CURLM */
	/* First the caller's descriptors, then libcurl's sockets. */
	struct pollfd *fds;
	size_t count, room;
	int64_t timer_ms; /* clock_span_ms() at which to call; -1: never */
};

enum { HTTP_POLL_CALLERS = 8 }; /* descriptors of the caller's at most */

/* Takes multi's callbacks for sockets and timer; multi stays the caller's. */
void http_poll_init(struct http_poll *poll, void *multi);
void http_poll_release(struct http_poll *poll); /* a zeroed one is fine */

/* As http_wait(). */
int http_poll_wait(struct http_poll *poll, const int *fds, bool *ready,
	size_t count, int64_t timeout_ms, struct fault *why);

#endif
