/* SPDX-License-Identifier: MIT */
#include "percent.h"

#include <stdbool.h>

int
percent_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	byte |= 0x20;
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

void
percent_decode(char *text)
{
	char *out = text;
	int high, low;

	for (; *text != '\0'; text++) {
		high = *text == '%' ? percent_digit(text[1]) : -1;
		low = high >= 0 ? percent_digit(text[2]) : -1;
		if (low >= 0 && high + low > 0) {
			*out++ = (char)(high << 4 | low);
			text += 2;
		} else {
			*out++ = *text;
		}
	}
	*out = '\0';
}

/* RFC 3986, section 2.3 */
static bool
is_unreserved(char byte)
{
	char letter = (char)(byte | 0x20);

	return (letter >= 'a' && letter <= 'z') ||
	       (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' ||
	       byte == '_' || byte == '~';
}

void
percent_encode(struct buf *out, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char byte;

	for (; *text != '\0'; text++) {
		byte = (unsigned char)*text;
		if (is_unreserved(*text)) {
			buf_add_byte(out, *text);
			continue;
		}
		buf_add_byte(out, '%');
		buf_add_byte(out, digits[byte >> 4]);
		buf_add_byte(out, digits[byte & 15]);
	}
}
