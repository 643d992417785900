/* SPDX-License-Identifier: MIT */
#ifndef BUF_H
#define BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * buf: text that grows, up to a maximum it is told when made.
 *
 *	struct buf text;
 *
 *	buf_init(&text, 4096);
 *	buf_add_text(&text, "Hello ");
 *	buf_add(&text, name, name_len);
 *	if (text.full)
 *		return fault_set(why, EX_DATAERR, "the text is too long");
 *	buf_release(&text);
 *
 * What does not fit is not added and sets `full`, which stays set until
 * buf_clear(): a run of additions is checked once, at its end.
 */
struct buf {
	char *data; /* not NUL-terminated; NULL until something is added */
	size_t len;
	size_t room; /* bytes allocated */
	size_t max;  /* bytes that len never exceeds */
	bool full;   /* something did not fit */
};

void buf_init(struct buf *buf, size_t max);
void buf_release(struct buf *buf); /* a zeroed struct is fine */
void buf_clear(struct buf *buf);   /* empties, keeps the memory */

void buf_add_format(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buf_add_arguments(struct buf *buf, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
void buf_add_number(struct buf *buf, int64_t number); /* in decimal */

/*
 * Make room for len bytes more and return where they go, or NULL (and set
 * full).  The caller writes at most len bytes there and then adds what it
 * wrote to buf->len.
 */
char *buf_reserve(struct buf *buf, size_t len);

/* Take len bytes from the front away. */
void buf_drop(struct buf *buf, size_t len);

/* The text as a string: adds a NUL behind it that is not counted. */
const char *buf_string(struct buf *buf);

/* These are called for every piece of every record, hence here. */

static inline void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
	/* room never exceeds what max allows, so one comparison is enough. */
	char *end = len < buf->room - buf->len ? buf->data + buf->len
					       : buf_reserve(buf, len);

	if (end == NULL || len == 0)
		return;
	memcpy(end, bytes, len);
	buf->len += len;
}

static inline void
buf_add_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

static inline void
buf_add_byte(struct buf *buf, char byte)
{
	buf_add(buf, &byte, 1);
}

#endif
