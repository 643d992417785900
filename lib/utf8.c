/* SPDX-License-Identifier: MIT */
#include "utf8.h"

#include <string.h>

bool
utf8_is_valid(const char *text, size_t len)
{
	size_t step;

	while (len > 0) {
		step = utf8_sequence(text, len);
		if (step == 0)
			return false;
		text += step;
		len -= step;
	}
	return true;
}

/* All bytes are looked at, so that the compiler can take many at once. */
bool
utf8_is_ascii(const char *text, size_t len)
{
	unsigned char all = 0;

	for (size_t at = 0; at < len; at++)
		all |= (unsigned char)text[at];
	return all < 0x80;
}

size_t
utf8_encode(char out[4], uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

bool
utf8_is_harmful(const char *text, size_t len)
{
	const unsigned char *byte = (const unsigned char *)text;

	if (len == 1)
		return byte[0] < 0x20 || byte[0] == 0x7F;
	if (len == 2)
		return byte[0] == 0xC2 && byte[1] < 0xA0;
	if (len != 3 || byte[0] != 0xE2)
		return false;
	/* U+202A to U+202E, U+2066 to U+2069 */
	return (byte[1] == 0x80 && byte[2] >= 0xAA && byte[2] <= 0xAE) ||
	       (byte[1] == 0x81 && byte[2] >= 0xA6 && byte[2] <= 0xA9);
}

void
utf8_make_harmless(char *text, size_t len)
{
	size_t step;

	while (len > 0) {
		step = utf8_sequence(text, len);
		if (step == 0)
			*text = '?';
		else if (utf8_is_harmful(text, step))
			memset(text, ' ', step);
		step += step == 0;
		text += step;
		len -= step;
	}
}
