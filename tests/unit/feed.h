/* SPDX-License-Identifier: MIT */
#ifndef FEED_H
#define FEED_H

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * feed: input that arrives in pieces, as a reader of a pipe sees it.
 *
 *	feed_open(&feed, text, len, 1, 3);
 *	... read feed.fd, and whenever all that came is dealt with:
 *	feed_next(&feed);
 *	...
 *	feed_close(&feed);
 *
 * The first piece is of first bytes, then come pieces of rest bytes.  With
 * rest 0 all of it stands in a file from the start.
 */
struct feed {
	int fd; /* to read from */
	int in; /* -1 once all has been given */
	const char *text;
	size_t left, piece, rest;
};

static inline void
feed_open(struct feed *feed, const char *text, size_t len, size_t first,
	size_t rest)
{
	char path[] = "/tmp/feed.XXXXXX";
	int ends[2];

	*feed = (struct feed){.in = -1,
		.text = text,
		.left = len,
		.piece = first,
		.rest = rest};
	if (rest == 0) {
		feed->fd = mkstemp(path);
		if (feed->fd < 0 || unlink(path) != 0 ||
			write(feed->fd, text, len) != (ssize_t)len ||
			lseek(feed->fd, 0, SEEK_SET) != 0)
			abort();
		return;
	}
	/* A full pipe takes less than a piece; the next call goes on. */
	if (pipe(ends) != 0 || fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0)
		abort();
	feed->fd = ends[0];
	feed->in = ends[1];
}

/* Let the next piece arrive, or the end. */
static inline void
feed_next(struct feed *feed)
{
	size_t len = feed->piece < feed->left ? feed->piece : feed->left;
	ssize_t put;

	feed->piece = feed->rest;
	if (feed->in >= 0 && len > 0) {
		put = write(feed->in, feed->text, len);
		if (put <= 0)
			abort();
		feed->text += put;
		feed->left -= (size_t)put;
	} else if (feed->in >= 0) {
		close(feed->in);
		feed->in = -1;
	}
}

static inline void
feed_close(struct feed *feed)
{
	if (feed->in >= 0)
		close(feed->in);
	close(feed->fd);
}

#endif
