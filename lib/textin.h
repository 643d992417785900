/* SPDX-License-Identifier: MIT */
#ifndef TEXTIN_H
#define TEXTIN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "encoding.h"
#include "fault.h"

/*
 * textin: the text of a list as UTF-8, whatever it was encoded in.
 *
 *	textin = textin_open(fd, path, NULL, why);
 *	textin_sample(textin, &text, &len, &is_all, why);
 *	... look at the text, then take it from its beginning:
 *	while (!textin_is_at_end(textin))
 *		got = textin_read(textin, at, room, why);
 *	textin_close(textin);
 *
 * What the bytes are is found once, from the first of them, as encoding.h
 * says.  A byte order mark is dropped.  From then on bytes are decoded as they
 * come; UTF-8 is handed on as it is, so what is not well formed in it is for
 * the reader to find.
 *
 * What cannot be decoded does not end the reading: it becomes TEXTIN_BAD, which
 * no UTF-8 contains, so that whoever checks the row sees it and knows the row.
 * All else that has been decoded is well-formed UTF-8.
 */

enum {
	TEXTIN_SAMPLE = 64 * 1024, /* bytes looked at before deciding */
	TEXTIN_SILENCE_MS = 1000,  /* decide with fewer when no more come */
	TEXTIN_PATIENCE_MS = 5000, /* and when they come this slowly */
	TEXTIN_ROOM_MIN = 16,
	TEXTIN_BAD = 0xFF
};

struct textin;

/*
 * fd and path (NULL: standard input) are the caller's and outlive it.
 * encoding is a name that iconv knows, or NULL to find it.  NULL with EX_USAGE
 * when it is not known.
 */
struct textin *
textin_open(int fd, const char *path, const char *encoding, struct fault *why);
void textin_close(struct textin *textin); /* NULL is fine */

/*
 * The beginning of the text, decoded: waits until TEXTIN_SAMPLE bytes are
 * there, or the end, or no more come, or a signal did (stop_signal()).  Good
 * until textin_read().  *is_all: the whole text is in it.  0, or -1:
 * EX_IOERR; EX_DATAERR when it is no text but a workbook, an archive or the
 * like, with the command that makes a list of it.
 */
int textin_sample(struct textin *textin, const char **text, size_t *len,
	bool *is_all, struct fault *why);

/*
 * Read once, waiting if there is nothing, into at most room (TEXTIN_ROOM_MIN
 * at least) bytes at `at`.  A character may be cut there and go on with the
 * next read.  The number of bytes, which is 0 at the end, but also when a
 * signal came first or only part of a character did: textin_is_at_end() tells.
 * -1 as textin_sample(), which it calls if nobody has.
 */
ssize_t
textin_read(struct textin *textin, char *at, size_t room, struct fault *why);

/* Has all of it been handed on? */
bool textin_is_at_end(const struct textin *textin);

/* Can textin_read() give something, or the end, without reading from fd? */
bool textin_has_more(const struct textin *textin);

/* "UTF-8", "WINDOWS-1252"...; after the first sample or read. */
const char *textin_encoding(const struct textin *textin);
enum encoding_reason textin_reason(const struct textin *textin);

#endif
