/* SPDX-License-Identifier: MIT */
#ifndef ASCII_H
#define ASCII_H

#include <stdbool.h>

/* ascii: what a byte is, whatever the locale. */

static inline bool
ascii_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* What JSON calls white space. */
static inline bool
ascii_is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

#endif
