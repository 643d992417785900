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
size_t utf8_sequence(const char *text, size_t len);

/* Is all of it well formed? */
bool utf8_is_valid(const char *text, size_t len);

/* Write code (a Unicode scalar value) to out; how many bytes it took. */
size_t utf8_encode(char out[4], uint32_t code);

#endif
