/* SPDX-License-Identifier: MIT */
#include "textin.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "charset.h"
#include "clock.h"
#include "filekind.h"
#include "stop.h"
#include "xalloc.h"

/* As many bytes as the longest mark has: fewer do not say what they are. */
enum { MARK_MAX = 4 };

static const char utf8[] = "UTF-8", utf8_mark[] = "\xEF\xBB\xBF";

/*
 * The sample is read into raw.  UTF-8 is handed on from there, and when that
 * is used up, read to where it shall go.  All else is decoded from raw: the
 * sample into head, what follows to where it shall go.
 */
struct textin {
	int fd;
	const char *path, *told;
	const char *encoding;
	enum encoding_reason reason;
	struct charset *charset; /* NULL: UTF-8 */
	char *raw;               /* TEXTIN_SAMPLE bytes */
	size_t start, end;       /* what has not been used of it */
	struct buf head;
	size_t head_start;
	bool is_sampled;
	bool is_ended;    /* fd has given its end */
	bool is_starved;  /* what is left in raw is part of a character */
	bool is_finished; /* all of it has been decoded */
};

struct textin *
textin_open(int fd, const char *path, const char *encoding, struct fault *why)
{
	struct charset *charset = NULL;
	struct textin *textin;

	if (encoding != NULL) {
		/* Which of UTF-16's two it is will be known from the text. */
		charset = charset_open(encoding_settle(encoding, "", 0), why);
		if (charset == NULL)
			return NULL;
		charset_close(charset);
	}
	textin = xcalloc(1, sizeof(*textin));
	textin->fd = fd;
	textin->path = path;
	textin->told = encoding;
	textin->encoding = utf8;
	textin->raw = xmalloc(TEXTIN_SAMPLE);
	buf_init(&textin->head, SIZE_MAX);
	return textin;
}

void
textin_close(struct textin *textin)
{
	if (textin == NULL)
		return;
	charset_close(textin->charset);
	buf_release(&textin->head);
	free(textin->raw);
	free(textin);
}

/* For messages. */
static const char *
name_of(const struct textin *textin)
{
	return textin->path != NULL ? textin->path : "standard input";
}

/* Read once; 0 when a signal came first, too. */
static ssize_t
read_once(struct textin *textin, char *at, size_t room, struct fault *why)
{
	ssize_t got = read(textin->fd, at, room);

	if (got < 0 && errno == EINTR)
		return 0;
	if (got < 0)
		return fault_errno(why, EX_IOERR, "%s", name_of(textin));
	textin->is_ended = got == 0;
	return got;
}

/*
 * Do more bytes come before it is time to decide with those there are?  A text
 * of which nothing is known yet may take its time to begin.
 */
static bool
wait_for_more(const struct textin *textin, int64_t begun_ms)
{
	int64_t now = clock_span_ms(), end = now + TEXTIN_SILENCE_MS;
	bool is_begun = textin->end >= MARK_MAX;

	if (end > begun_ms + TEXTIN_PATIENCE_MS)
		end = begun_ms + TEXTIN_PATIENCE_MS;
	while (stop_signal() == 0 && (!is_begun || now < end)) {
		if (stop_wait(textin->fd, is_begun ? end - now : -1))
			return true;
		now = clock_span_ms();
	}
	return false;
}

static int
fill_sample(struct textin *textin, struct fault *why)
{
	int64_t begun_ms = 0;
	ssize_t got;

	while (!textin->is_ended && textin->end < TEXTIN_SAMPLE) {
		if (!wait_for_more(textin, begun_ms))
			break;
		got = read_once(textin, textin->raw + textin->end,
			TEXTIN_SAMPLE - textin->end, why);
		if (got < 0)
			return -1;
		if (textin->end < MARK_MAX)
			begun_ms = clock_span_ms();
		textin->end += (size_t)got;
	}
	return 0;
}

/* Decode what is in raw; how many bytes that made. */
static size_t
decode(struct textin *textin, char *at, size_t room)
{
	size_t used, made;

	made = charset_decode(textin->charset, textin->raw + textin->start,
		textin->end - textin->start, textin->is_ended, &used, at, room);
	textin->start += used;
	/* There was room, so what is left waits for more. */
	textin->is_starved = room - made >= CHARSET_ROOM_MIN;
	textin->is_finished =
		textin->is_ended && made == 0 && textin->start == textin->end;
	return made;
}

static void
decode_sample(struct textin *textin)
{
	struct buf *head = &textin->head;
	size_t made;

	do {
		char *at = buf_reserve(head, TEXTIN_SAMPLE);

		made = decode(textin, at, TEXTIN_SAMPLE);
		head->len += made;
	} while (made > 0);
	if (head->len >= 3 && memcmp(head->data, utf8_mark, 3) == 0)
		textin->head_start = 3;
}

static int
decide(struct textin *textin, struct fault *why)
{
	const char *raw = textin->raw;

	if (filekind_check(raw, textin->end, textin->path, why) != 0)
		return -1;
	if (textin->told != NULL) {
		textin->reason = ENCODING_TOLD;
		textin->encoding =
			encoding_settle(textin->told, raw, textin->end);
	} else {
		textin->encoding = encoding_find(raw, textin->end,
			textin->is_ended, &textin->reason);
	}
	if (strcmp(textin->encoding, utf8) == 0) {
		if (textin->end >= 3 && memcmp(raw, utf8_mark, 3) == 0)
			textin->start = 3;
		return 0;
	}
	textin->charset = charset_open(textin->encoding, why);
	if (textin->charset == NULL && textin->told == NULL)
		return fault_set(why, EX_UNAVAILABLE,
			"%s: seems to be %s, which iconv does not know on this"
			" system; save the list as UTF-8",
			name_of(textin), textin->encoding);
	if (textin->charset == NULL)
		return -1;
	decode_sample(textin);
	return 0;
}

/* What has not been handed on of the sample, as text. */
static const char *
beginning(const struct textin *textin, size_t *len)
{
	if (textin->charset == NULL) {
		*len = textin->end - textin->start;
		return textin->raw + textin->start;
	}
	*len = textin->head.len - textin->head_start;
	return textin->head.data + textin->head_start;
}

int
textin_sample(struct textin *textin, const char **text, size_t *len,
	bool *is_all, struct fault *why)
{
	if (!textin->is_sampled) {
		if (fill_sample(textin, why) != 0 || decide(textin, why) != 0)
			return -1;
		textin->is_sampled = true;
		*text = beginning(textin, len);
		if (filekind_check_text(*text, *len, textin->path, why) != 0)
			return -1;
	}
	*text = beginning(textin, len);
	*is_all = textin->is_ended;
	return 0;
}

/* Decode what is there, or else read once and decode that. */
static ssize_t
read_decoded(struct textin *textin, char *at, size_t room, struct fault *why)
{
	ssize_t got;

	if (textin->is_ended ||
		(textin->start < textin->end && !textin->is_starved))
		return (ssize_t)decode(textin, at, room);
	textin->end -= textin->start;
	memmove(textin->raw, textin->raw + textin->start, textin->end);
	textin->start = 0;
	got = read_once(textin, textin->raw + textin->end,
		TEXTIN_SAMPLE - textin->end, why);
	if (got < 0)
		return -1;
	textin->end += (size_t)got;
	return (ssize_t)decode(textin, at, room);
}

ssize_t
textin_read(struct textin *textin, char *at, size_t room, struct fault *why)
{
	const char *text;
	size_t len;
	bool is_all;

	if (textin_sample(textin, &text, &len, &is_all, why) != 0)
		return -1;
	if (len == 0 && textin->charset != NULL)
		return read_decoded(textin, at, room, why);
	if (len == 0)
		return is_all ? 0 : read_once(textin, at, room, why);
	len = len < room ? len : room;
	memcpy(at, text, len);
	if (textin->charset != NULL)
		textin->head_start += len;
	else
		textin->start += len;
	return (ssize_t)len;
}

bool
textin_is_at_end(const struct textin *textin)
{
	if (textin->charset == NULL)
		return textin->is_ended && textin->start == textin->end;
	return textin->is_finished && textin->head_start == textin->head.len;
}

bool
textin_has_more(const struct textin *textin)
{
	if (textin->is_ended || textin->head_start < textin->head.len)
		return true;
	return textin->start < textin->end && !textin->is_starved;
}

const char *
textin_encoding(const struct textin *textin)
{
	return textin->encoding;
}

enum encoding_reason
textin_reason(const struct textin *textin)
{
	return textin->reason;
}
