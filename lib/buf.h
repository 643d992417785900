/* SPDX-License-Identifier: MIT */
#ifndef BUF_H
#define BUF_H

#include <stdbool.h>
#include <stddef.h>

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

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_format(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

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

#endif
