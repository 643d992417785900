/* SPDX-License-Identifier: MIT */
#include "outgoing.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void
outgoing_init(struct outgoing *outgoing)
{
	*outgoing = (struct outgoing){0};
	buf_init(&outgoing->bytes, SIZE_MAX);
}

void
outgoing_release(struct outgoing *outgoing)
{
	buf_release(&outgoing->bytes);
}

void
outgoing_clear(struct outgoing *outgoing)
{
	buf_clear(&outgoing->bytes);
	outgoing->sent = 0;
	outgoing->blanks = 0;
}

/* As outgoing_send(), with how many of them left in *sent. */
static int
send_bytes(int fd, const char *bytes, size_t len, size_t *sent)
{
	ssize_t written;

	*sent = 0;
	while (*sent < len) {
		written = write(fd, bytes + *sent, len - *sent);
		if (written >= 0)
			*sent += (size_t)written;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			return 0;
		else if (errno != EINTR)
			return -1;
	}
	return 1;
}

static int
send_blanks(struct outgoing *outgoing, int fd)
{
	char block[16 * 1024];
	size_t len, sent;
	int result = 1;

	memset(block, ' ', sizeof(block));
	while (outgoing->blanks > 0 && result > 0) {
		len = outgoing->blanks < sizeof(block)
			      ? (size_t)outgoing->blanks
			      : sizeof(block);
		result = send_bytes(fd, block, len, &sent);
		outgoing->blanks -= sent;
	}
	return result;
}

int
outgoing_send(struct outgoing *outgoing, int fd)
{
	const struct buf *bytes = &outgoing->bytes;
	size_t sent;
	int result;

	result = send_bytes(fd, bytes->data + outgoing->sent,
		bytes->len - outgoing->sent, &sent);
	outgoing->sent += sent;
	return result > 0 && outgoing->blanks > 0 ? send_blanks(outgoing, fd)
						  : result;
}
