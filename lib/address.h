/* SPDX-License-Identifier: MIT */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * address: where a server listens, written 127.0.0.1:8080 or [::1]:8080.
 *
 * Literal addresses only: a name may mean another machine tomorrow.  Port 0
 * lets the kernel choose a free one.
 */

enum { ADDRESS_TEXT_SIZE = sizeof("[]:65535") + 46 };

struct address {
	struct sockaddr_storage socket;
	socklen_t len; /* of what is used of it */
};

/* False when the text is not ADDRESS:PORT; *out is then left alone. */
bool address_parse(const char *text, struct address *out);

/* 127.0.0.0/8 or ::1: nobody outside this machine can reach it. */
bool address_is_loopback(const struct address *address);

/* As address_parse() reads it, and as it stands in an URL. */
void
address_format(const struct address *address, char text[ADDRESS_TEXT_SIZE]);

#endif
