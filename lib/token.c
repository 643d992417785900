/* SPDX-License-Identifier: MIT */
#include "token.h"

#include <ctype.h>
#include <string.h>

bool
token_is_in(const char *text, size_t len)
{
	const char *end = text + len, *at = text, *stop;

	while ((at = memchr(at, 'E', (size_t)(end - at))) != NULL) {
		stop = at;
		while (stop < end && isalnum((unsigned char)*stop))
			stop++;
		if (stop - at >= TOKEN_LENGTH_LEAST &&
			memcmp(at, "EAA", 3) == 0)
			return true;
		at++;
	}
	return false;
}
