/* SPDX-License-Identifier: MIT */
#include "listener.h"

#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

void
listener_init(struct listener *listener, const struct address *address)
{
	*listener = (struct listener){.fd = -1,
		.reserved_fd = -1,
		.address = *address};
}

/* A socket with that address, or -1 with errno. */
static int
open_bound(const struct address *address)
{
	const struct sockaddr *where =
		(const struct sockaddr *)&address->socket;
	int on = 1, fd;

	fd = socket(address->socket.ss_family, SOCK_STREAM, 0);
	if (fd < 0)
		return -1;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	/* A port whose last connections are still ending can be had. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, where, address->len) == 0)
		return fd;
	close(fd);
	return -1;
}

static int
listen_on(struct listener *listener)
{
	struct address *address = &listener->address;

	listener->fd = open_bound(address);
	if (listener->fd < 0)
		return -1;
	address->len = sizeof(address->socket);
	if (getsockname(listener->fd, (struct sockaddr *)&address->socket,
		    &address->len) != 0)
		return -1;
	/* Before listening: beside a socket that listens it is refused.
	 * Where it is refused anyhow, nothing holds the port. */
	if (listener->reserved_fd < 0)
		listener->reserved_fd = open_bound(address);
	return listen(listener->fd, BACKLOG);
}

int
listener_listen(struct listener *listener, struct fault *why)
{
	char text[ADDRESS_TEXT_SIZE];

	if (listen_on(listener) == 0)
		return 0;
	address_format(&listener->address, text);
	fault_errno(why, EX_OSERR,
		"%s: cannot be listened on; take another port, or 0 for any",
		text);
	listener_refuse(listener);
	return -1;
}

void
listener_refuse(struct listener *listener)
{
	if (listener->fd >= 0)
		close(listener->fd);
	listener->fd = -1;
}

void
listener_close(struct listener *listener)
{
	listener_refuse(listener);
	if (listener->reserved_fd >= 0)
		close(listener->reserved_fd);
	listener->reserved_fd = -1;
}
