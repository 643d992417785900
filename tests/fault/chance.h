/* SPDX-License-Identifier: MIT */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * chance: numbers that look random and follow from the seed alone, so that
 * what went wrong once can be done again (xorshift64*, Vigna 2016).
 */
struct chance {
	uint64_t state;
};

static inline uint64_t
chance_next(struct chance *chance)
{
	chance->state ^= chance->state >> 12;
	chance->state ^= chance->state << 25;
	chance->state ^= chance->state >> 27;
	return chance->state * UINT64_C(2685821657736338717);
}

/* Seeds that are neighbours must not begin alike; splitmix64 sees to it. */
static inline void
chance_init(struct chance *chance, uint64_t seed)
{
	uint64_t mix = seed + UINT64_C(0x9e3779b97f4a7c15);

	mix = (mix ^ (mix >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	mix = (mix ^ (mix >> 27)) * UINT64_C(0x94d049bb133111eb);
	chance->state = (mix ^ (mix >> 31)) | 1;
}

/* From 0 to count - 1; count is at least 1. */
static inline uint64_t
chance_below(struct chance *chance, uint64_t count)
{
	return (chance_next(chance) >> 11) % count;
}

static inline bool
chance_is(struct chance *chance, unsigned int percent)
{
	return chance_below(chance, 100) < percent;
}

#endif
