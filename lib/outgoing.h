/* SPDX-License-Identifier: MIT */
#ifndef OUTGOING_H
#define OUTGOING_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * outgoing: bytes that leave through a socket that never waits, and blanks
 * behind them.
 */
struct outgoing {
	struct buf bytes; /* add to it before outgoing_send() */
	size_t sent;
	uint64_t blanks;
};

void outgoing_init(struct outgoing *outgoing);
void outgoing_release(struct outgoing *outgoing);
void outgoing_clear(struct outgoing *outgoing); /* keeps the memory */

/* 1: all of it left, 0: the socket is full for now, -1: the peer is gone. */
int outgoing_send(struct outgoing *outgoing, int fd);

#endif
