/* SPDX-License-Identifier: MIT */
#include "buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { SMALLEST = 256 };

void
buf_init(struct buf *buf, size_t max)
{
	*buf = (struct buf){.max = max};
}

void
buf_release(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){.max = buf->max};
}

void
buf_clear(struct buf *buf)
{
	buf->len = 0;
	buf->full = false;
}

/* One byte more than asked for, so that buf_string always has its place. */
static void
grow(struct buf *buf, size_t need)
{
	size_t room = buf->room > 0 ? buf->room : SMALLEST;

	while (room <= need)
		room = room < SIZE_MAX / 2 ? room * 2 : SIZE_MAX;
	/* One byte above max, for buf_string; buf_add relies on it. */
	if (room > buf->max && buf->max < SIZE_MAX)
		room = buf->max + 1;
	buf->data = xrealloc(buf->data, room);
	buf->room = room;
}

char *
buf_reserve(struct buf *buf, size_t len)
{
	if (len > buf->max - buf->len) {
		buf->full = true;
		return NULL;
	}
	if (buf->room <= buf->len + len)
		grow(buf, buf->len + len);
	return buf->data + buf->len;
}

void
buf_add_arguments(struct buf *buf, const char *format, va_list arguments)
{
	va_list again;
	char *end;
	int len;

	va_copy(again, arguments);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	end = buf_reserve(buf, (size_t)len);
	if (end == NULL)
		return;
	vsnprintf(end, (size_t)len + 1, format, arguments);
	buf->len += (size_t)len;
}

void
buf_add_format(struct buf *buf, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buf_add_arguments(buf, format, arguments);
	va_end(arguments);
}

void
buf_add_number(struct buf *buf, int64_t number)
{
	char digits[24], *at = digits + sizeof(digits);
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (number < 0)
		*--at = '-';
	buf_add(buf, at, (size_t)(digits + sizeof(digits) - at));
}

void
buf_drop(struct buf *buf, size_t len)
{
	buf->len -= len;
	if (buf->len > 0)
		memmove(buf->data, buf->data + len, buf->len);
}

const char *
buf_string(struct buf *buf)
{
	if (buf->room <= buf->len)
		grow(buf, buf->len);
	buf->data[buf->len] = '\0';
	return buf->data;
}
