/* SPDX-License-Identifier: MIT */
#include "percent.h"

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
