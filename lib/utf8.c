/* SPDX-License-Identifier: MIT */
#include "utf8.h"

static bool
is_continuation(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

size_t
utf8_sequence(const char *text, size_t len)
{
	const unsigned char *byte = (const unsigned char *)text;

	if (byte[0] < 0x80)
		return 1;
	if (byte[0] < 0xC2 || byte[0] > 0xF4 || len < 2 ||
		!is_continuation(byte[1]))
		return 0;
	if (byte[0] < 0xE0)
		return 2;
	if (len < 3 || !is_continuation(byte[2]))
		return 0;
	if (byte[0] < 0xF0) {
		if (byte[0] == 0xE0 && byte[1] < 0xA0) /* overlong */
			return 0;
		if (byte[0] == 0xED && byte[1] > 0x9F) /* a surrogate */
			return 0;
		return 3;
	}
	if (len < 4 || !is_continuation(byte[3]))
		return 0;
	if (byte[0] == 0xF0 && byte[1] < 0x90) /* overlong */
		return 0;
	if (byte[0] == 0xF4 && byte[1] > 0x8F) /* above U+10FFFF */
		return 0;
	return 4;
}

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
