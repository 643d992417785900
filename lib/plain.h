/* SPDX-License-Identifier: MIT */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * plain: the bytes that stand for themselves in a JSON string: ASCII without
 * control characters, quote and backslash.  Most of all there is, so it is
 * here that a record's time goes.
 */

/* For each byte: may it stand in a string as it is, on its own? */
static const bool plain_table[256] =
	{[0x20] = 1, [0x21] = 1, [0x23 ... 0x5B] = 1, [0x5D ... 0x7F] = 1};

/*
 * Many bytes at once: plain_find_special() looks at PLAIN_STEP of them and
 * returns 0, or a mask in which plain_first_special() finds the first that is
 * not plain.
 */
#ifdef __SSE2__
enum { PLAIN_STEP = 16 };

static inline uint64_t
plain_find_special(const char *text)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
	/* Signed: what is not ASCII is below 0x20 as well. */
	__m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
	__m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	__m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));

	return (uint64_t)_mm_movemask_epi8(
		_mm_or_si128(low, _mm_or_si128(quote, backslash)));
}

static inline size_t
plain_first_special(uint64_t mask)
{
	return (size_t)__builtin_ctzll(mask);
}
#else
enum { PLAIN_STEP = 8 };

/*
 * The highest bit of each byte that is not plain.  One subtraction tests all
 * eight for being below a bound; its borrow can spoil only bytes above one
 * that is found, so the lowest is always right.
 */
static inline uint64_t
plain_find_special(const char *text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t tops = UINT64_C(0x8080808080808080);
	uint64_t word, quote, backslash;

	memcpy(&word, text, sizeof(word));
	quote = word ^ ones * '"';
	backslash = word ^ ones * '\\';
	return (word | (word - ones * 0x20) | (quote - ones) |
		       (backslash - ones)) &
	       tops;
}

/* Where the first byte is not the lowest, the caller finds it itself. */
static inline size_t
plain_first_special(uint64_t mask)
{
	const uint16_t order = 1;

	return *(const unsigned char *)&order == 1
		       ? (size_t)__builtin_ctzll(mask) / 8
		       : 0;
}
#endif

/* The first byte from at that is not plain, or end. */
static inline const char *
plain_skip(const char *at, const char *end)
{
	uint64_t special = 0;

	while (end - at >= PLAIN_STEP) {
		special = plain_find_special(at);
		if (special != 0)
			break;
		at += PLAIN_STEP;
	}
	if (special != 0)
		at += plain_first_special(special);
	while (at < end && plain_table[(unsigned char)*at])
		at++;
	return at;
}

#endif
