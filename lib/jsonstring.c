/* SPDX-License-Identifier: MIT */
#include "jsonstring.h"

#include <string.h>

#include "plain.h"
#include "utf8.h"

static int
hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 0x20;
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	return -1;
}

static uint32_t
four_digits(const char *text)
{
	uint32_t code = 0;

	for (int digit = 0; digit < 4; digit++)
		code = code << 4 | (uint32_t)hex_digit(text[digit]);
	return code;
}

/*
 * The character of the escape at text (a backslash), and the length of the
 * escape in *len.  0 for \u0000 and for half a surrogate pair.
 */
static uint32_t
escaped_character(const char *text, const char *end, size_t *len)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	uint32_t code, low;

	*len = 2;
	if (text[1] != 'u')
		return (unsigned char)to[strchr(from, text[1]) - from];
	*len = 6;
	code = four_digits(text + 2);
	if (code < 0xD800 || code > 0xDFFF)
		return code;
	if (code > 0xDBFF || end - text < 12 || text[6] != '\\' ||
		text[7] != 'u')
		return 0;
	low = four_digits(text + 8);
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	*len = 12;
	return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

/* out may be NULL: then it only looks. */
static int
unescape(struct buf *out, const struct json_value *string)
{
	const char *at = string->text + 1;
	const char *end = string->text + string->len - 1;
	const char *plain_end;
	char bytes[4];
	uint32_t code;
	size_t len;

	for (;;) {
		plain_end = memchr(at, '\\', (size_t)(end - at));
		if (plain_end == NULL)
			plain_end = end;
		if (out != NULL)
			buf_add(out, at, (size_t)(plain_end - at));
		if (plain_end == end)
			return 0;
		code = escaped_character(plain_end, end, &len);
		if (code == 0)
			return -1;
		if (out != NULL)
			buf_add(out, bytes, utf8_encode(bytes, code));
		at = plain_end + len;
	}
}

int
json_unescape(struct buf *out, const struct json_value *string)
{
	return unescape(out, string);
}

bool
json_is_text(const struct json_value *string)
{
	return unescape(NULL, string) == 0;
}

size_t
json_utf16_length(const char *text, size_t len)
{
	const char *end = text + len;
	size_t units = 0;

	while (text < end) {
		unsigned char byte = (unsigned char)*text;

		units += byte >= 0xF0 ? 2 : 1;
		if (byte == '\\')
			text += text[1] == 'u' ? 6 : 2;
		else if (byte < 0x80)
			text += 1;
		else
			text += byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
	}
	return units;
}

/* Write the escape of an ASCII character; how many bytes it took. */
static size_t
write_escape(char out[JSON_ESCAPED_MAX], char byte)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	static const char hex[] = "0123456789abcdef";
	const char *place = memchr(from, byte, sizeof(from) - 1);

	out[0] = '\\';
	if (place != NULL) {
		out[1] = to[place - from];
		return 2;
	}
	memcpy(out + 1, "u00", 3);
	out[4] = hex[(unsigned char)byte >> 4];
	out[5] = hex[byte & 15];
	return 6;
}

/* How many bytes from the front can be written as they are. */
static size_t
unescaped_run(const char *text, size_t len)
{
	const char *at = text, *end = text + len;
	size_t step;

	for (;;) {
		at = plain_skip(at, end);
		if (at == end || (unsigned char)*at < 0x80)
			break;
		step = utf8_sequence(at, (size_t)(end - at));
		if (step == 0)
			break;
		at += step;
	}
	return (size_t)(at - text);
}

/* At a byte that is not UTF-8: give up, or put U+FFFD in its place. */
static int
escape(struct buf *out, const char *text, size_t len, bool is_lossy)
{
	const char *end = text + len;
	char bytes[JSON_ESCAPED_MAX];
	size_t run;

	for (;;) {
		run = unescaped_run(text, (size_t)(end - text));
		buf_add(out, text, run);
		text += run;
		if (text == end)
			return 0;
		if ((unsigned char)*text < 0x80)
			buf_add(out, bytes, write_escape(bytes, *text));
		else if (is_lossy)
			buf_add_text(out, "\xEF\xBF\xBD");
		else
			return -1;
		text++;
	}
}

int
json_escape(struct buf *out, const char *text, size_t len)
{
	return escape(out, text, len, false);
}

/* The characters at *text that are not plain, and perhaps one that is. */
static char *
escape_some(char *out, const char **text, const char *end)
{
	const char *at = *text;
	size_t step;

	do {
		if ((unsigned char)*at < 0x80) {
			if (plain_table[(unsigned char)*at])
				*out++ = *at;
			else
				out += write_escape(out, *at);
			at++;
			break;
		}
		step = utf8_sequence(at, (size_t)(end - at));
		if (step == 0)
			return NULL;
		memcpy(out, at, 4);
		out += step;
		at += step;
	} while (at < end);
	*text = at;
	return out;
}

char *
json_escape_padded(char *out, const char *text, size_t len)
{
	const char *end = text + len;
	uint64_t special;
	size_t step;

	while (text < end) {
		special = plain_find_special(text);
		memcpy(out, text, PLAIN_STEP);
		step = special != 0 ? plain_first_special(special) : PLAIN_STEP;
		if (step >= (size_t)(end - text))
			return out + (end - text);
		out += step;
		text += step;
		if (special != 0 &&
			(out = escape_some(out, &text, end)) == NULL)
			return NULL;
	}
	return out;
}

void
json_escape_lossy(struct buf *out, const char *text, size_t len)
{
	escape(out, text, len, true);
}
