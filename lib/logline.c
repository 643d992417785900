/* SPDX-License-Identifier: MIT */
#include "logline.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "jsonstring.h"
#include "jsonwriter.h"
#include "utf8.h"

enum { DIGITS_MIN = 8 }; /* of a telephone number with its country code */

/* "+5511*****4321"; five stars whatever the length, which tells no more. */
static void
mask(char piece[16], const char *digits, size_t count)
{
	size_t shown = count < 13 ? count / 2 : 8;
	size_t behind = shown / 2;
	size_t before = shown - behind;

	snprintf(piece, 16, "+%.*s*****%.*s", (int)before, digits, (int)behind,
		digits + count - behind);
}

/* Controls that JSON lets pass, and that would drive a terminal. */
static bool
is_late_control(const char *text, size_t len)
{
	const unsigned char *byte = (const unsigned char *)text;

	return (len == 1 && byte[0] == 0x7F) ||
	       (len == 2 && byte[0] == 0xC2 && byte[1] < 0xA0);
}

/* Add what stands at text; how much of the text that was. */
static size_t
add_piece(struct buf *line, const char *text, const char *end)
{
	size_t digits = *text == '+' ? strspn(text + 1, "0123456789") : 0;
	size_t len = utf8_sequence(text, (size_t)(end - text));
	char piece[16];

	if (digits >= DIGITS_MIN) {
		mask(piece, text + 1, digits);
		buf_add_text(line, piece);
		return digits + 1;
	}
	if (len == 0)
		len = 1;
	if (is_late_control(text, len))
		buf_add_format(line, "\\u%04x", (unsigned char)text[len - 1]);
	else
		json_escape_lossy(line, text, len);
	return len;
}

static void
add_text(struct buf *line, const char *text)
{
	static const char more[] = "...", tail[] = "\"}\n";
	const size_t room = LOGLINE_BYTES - (sizeof(more) + sizeof(tail) - 2);
	const char *end = text + strlen(text);
	size_t fits;

	while (text < end) {
		fits = line->len;
		text += add_piece(line, text, end);
		if (line->len > room) {
			line->len = fits;
			buf_add_text(line, more);
			break;
		}
	}
	buf_add_text(line, tail);
}

void
logline_write(struct buf *line, const char *program, const char *level,
	const char *text)
{
	struct json_writer json = {.out = line};
	char at[CLOCK_TEXT_SIZE];

	clock_format(clock_now_ms(), at);
	json_open(&json, '{');
	json_name(&json, "at");
	json_string(&json, at);
	json_name(&json, "program");
	json_string(&json, program);
	json_name(&json, "pid");
	json_integer(&json, getpid());
	json_name(&json, "level");
	json_string(&json, level);
	json_name(&json, "text");
	buf_add_byte(line, '"');
	add_text(line, text);
}
