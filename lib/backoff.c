/* SPDX-License-Identifier: MIT */
#include "backoff.h"

#include <stddef.h>
#include <unistd.h>

#ifdef __APPLE__
#include <sys/random.h>
#endif

#include "clock.h"

enum { PAIR_STEPS = 4 };

void
backoff_init(struct backoff *backoff, int64_t first_ms)
{
	backoff->first_ms = first_ms;
	/* Two programs started in one moment must differ. */
	if (getentropy(&backoff->seed, sizeof(backoff->seed)) != 0)
		backoff->seed = (uint64_t)clock_now_ms() ^ (uint64_t)getpid()
								   << 32;
}

/* SplitMix64: any seed will do. */
static uint64_t
next_random(struct backoff *backoff)
{
	uint64_t mixed = backoff->seed += UINT64_C(0x9E3779B97F4A7C15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
	return mixed ^ mixed >> 31;
}

int64_t
backoff_wait(struct backoff *backoff, int retry)
{
	int64_t longest_ms = backoff->first_ms;

	for (; retry > 1 && longest_ms < BACKOFF_CEILING_MS; retry--)
		longest_ms *= 2;
	if (longest_ms > BACKOFF_CEILING_MS)
		longest_ms = BACKOFF_CEILING_MS;
	return (int64_t)(next_random(backoff) % (uint64_t)(longest_ms + 1));
}

int64_t
backoff_pair_wait(const struct backoff *backoff, int retry)
{
	int64_t wait_ms = backoff->first_ms;

	for (int step = 1; step < retry && step <= PAIR_STEPS; step++)
		wait_ms *= 4;
	return wait_ms;
}
