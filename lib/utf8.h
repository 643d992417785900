/* SPDX-License-Identifier: MIT */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * utf8: well-formed UTF-8 as RFC 3629, section 4 has it: no overlong forms,
 * no surrogates, nothing above U+10FFFF.
 */

/*
 * The length of the well-formed sequence at text, which has len > 0 bytes:
 * 1 to 4, or 0 when there is none.
 */
static inline size_t utf8_sequence(const char *text, size_t len);

/* Is all of it well formed? */
bool utf8_is_valid(const char *text, size_t len);

/* Is there nothing in it but ASCII? */
bool utf8_is_ascii(const char *text, size_t len);

/* Write code (a Unicode scalar value) to out; how many bytes it took. */
size_t utf8_encode(char out[4], uint32_t code);

/*
 * Could the character, a well-formed sequence of len bytes, drive a terminal?
 * Control characters can, also those beyond ASCII (U+0080 to U+009F), and what
 * turns the direction of writing.
 */
bool utf8_is_harmful(const char *text, size_t len);

/*
 * Put blanks for what is harmful, and question marks for what is not well
 * formed.
 */
void utf8_make_harmless(char *text, size_t len);

static inline bool
utf8_is_continuation(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

static inline size_t
utf8_sequence(const char *text, size_t len)
{
	const unsigned char *byte = (const unsigned char *)text;

	if (byte[0] < 0x80)
		return 1;
	if (byte[0] < 0xC2 || byte[0] > 0xF4 || len < 2 ||
		!utf8_is_continuation(byte[1]))
		return 0;
	if (byte[0] < 0xE0)
		return 2;
	if (len < 3 || !utf8_is_continuation(byte[2]))
		return 0;
	if (byte[0] < 0xF0) {
		if (byte[0] == 0xE0 && byte[1] < 0xA0) /* overlong */
			return 0;
		if (byte[0] == 0xED && byte[1] > 0x9F) /* a surrogate */
			return 0;
		return 3;
	}
	if (len < 4 || !utf8_is_continuation(byte[3]))
		return 0;
	if (byte[0] == 0xF0 && byte[1] < 0x90) /* overlong */
		return 0;
	if (byte[0] == 0xF4 && byte[1] > 0x8F) /* above U+10FFFF */
		return 0;
	return 4;
}

#endif
