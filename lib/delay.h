/* SPDX-License-Identifier: MIT */
#ifndef DELAY_H
#define DELAY_H

#include <stdint.h>

#include "fault.h"

/*
 * delay: things that go on after a while, without anybody waiting for them.
 *
 * A thread of its own keeps them in the order in which they are due and
 * calls `done` for each.  The caller puts a struct delay_item into the thing
 * that waits; it must stay until `done` was called for it.
 */
struct delay;

struct delay_item {
	struct delay_item *next; /* delay's own */
	int64_t due_ms;
};

/* NULL with EX_OSERR. */
struct delay *
delay_open(void (*done)(struct delay_item *item), struct fault *why);

/*
 * Call done(item) after wait_ms, from the other thread.  After delay_stop()
 * it is called at once, from this one.
 */
void delay_add(struct delay *delay, struct delay_item *item, int64_t wait_ms);

/* Nothing waits any longer: on return, `done` was called for what was left. */
void delay_stop(struct delay *delay);

/* delay_stop(), and free; nobody may add any more.  NULL is fine. */
void delay_close(struct delay *delay);

#endif
