/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * fuzz: what a fuzzer's target offers, and how it says that something is
 * wrong.  libFuzzer calls it (./configure --enable-fuzzing), or driver.c.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Hold it to what must be true of any input. */
#define HOLD(claim) \
	do { \
		if (!(claim)) { \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, \
				#claim); \
			abort(); \
		} \
	} while (0)

/* Bits that depend on all of the input, for choosing among ways to read it. */
static inline uint32_t
fuzz_choice(const uint8_t *data, size_t len)
{
	uint32_t hash = 2166136261; /* FNV-1a */

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ data[i]) * 16777619;
	return hash ^ hash >> 15;
}

#endif
