/* SPDX-License-Identifier: MIT */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/*
 * tap: what a test program in C says, in the Test Anything Protocol.
 *
 *	ok(count == 3, "%s: three rows", name);
 *	ok_bytes(text, len, "a,b", 3, "%s: the cells", name);
 *	return tap_end();
 *
 * The plan comes last, so that nobody counts by hand and a program that
 * dies on the way is seen to have died.
 */
static int tap_count, tap_failures;

static inline bool __attribute__((format(printf, 2, 3)))
ok(bool condition, const char *format, ...)
{
	va_list arguments;

	printf("%sok %d - ", condition ? "" : "not ", ++tap_count);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	tap_failures += !condition;
	return condition;
}

/* A remark of one line about bytes that may be anything. */
static inline void
tap_show(const char *what, const char *bytes, size_t len)
{
	printf("# %s %zu bytes: ", what, len);
	for (size_t place = 0; place < len && place < 400; place++)
		if (bytes[place] >= ' ' && bytes[place] <= '~')
			printf("%c", bytes[place]);
		else
			printf("<%02X>", (unsigned char)bytes[place]);
	printf("%s\n", len > 400 ? "..." : "");
}

static inline bool __attribute__((format(printf, 5, 6)))
ok_bytes(const char *got, size_t got_len, const char *want, size_t want_len,
	const char *format, ...)
{
	char name[256];
	va_list arguments;
	bool is_same;

	va_start(arguments, format);
	vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	is_same = got_len == want_len &&
		  (got_len == 0 || memcmp(got, want, got_len) == 0);
	ok(is_same, "%s", name);
	if (!is_same) {
		tap_show("got", got, got_len);
		tap_show("want", want, want_len);
	}
	return is_same;
}

/* Print the plan; the status for main() to return. */
static inline int
tap_end(void)
{
	printf("1..%d\n", tap_count);
	return fflush(stdout) == 0 && tap_failures == 0 ? 0 : 1;
}

#endif
