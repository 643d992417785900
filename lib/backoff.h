/* SPDX-License-Identifier: MIT */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <stdint.h>

/*
 * backoff: how long to wait before something is tried again.
 *
 * The longest wait doubles each time, up to a ceiling, and the wait is any
 * time up to it ("full jitter"): those who failed together do not come back
 * together.
 */
struct backoff {
	int64_t first_ms; /* the longest first wait */
	uint64_t seed;    /* private; backoff_init() */
};

enum { BACKOFF_CEILING_MS = 60 * 1000 };

void backoff_init(struct backoff *backoff, int64_t first_ms);

/* Before the try'th retry, from 1. */
int64_t backoff_wait(struct backoff *backoff, int retry);

/*
 * For the pair limit, of which Meta asks 4^x seconds: four times as long each
 * time, without jitter, 256 times the first wait at most.
 */
int64_t backoff_pair_wait(const struct backoff *backoff, int retry);

#endif
