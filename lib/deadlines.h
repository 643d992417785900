/* SPDX-License-Identifier: MIT */
#ifndef DEADLINES_H
#define DEADLINES_H

#include <stddef.h>
#include <stdint.h>

/*
 * deadlines: which of many things is due next.
 *
 * The caller puts a struct deadline, zeroed, into each thing that has to be
 * woken at some time; it must stay until it was taken or dropped.  Times are
 * those of clock_span_ms().  Setting, dropping and taking cost the logarithm
 * of how many there are.
 */
struct deadline {
	int64_t due_ms;
	size_t place; /* in the heap, from 1; 0: it is not in it */
};

/* A zeroed one is empty. */
struct deadlines {
	struct deadline **heap; /* from 1 on */
	size_t count;
	size_t room;
};

/* The deadlines that are still in it are left alone. */
void deadlines_release(struct deadlines *deadlines);

/* Put it in, or move it when it is in already. */
void deadlines_set(struct deadlines *deadlines, struct deadline *deadline,
	int64_t due_ms);

/* Take it out, if it is in. */
void deadlines_drop(struct deadlines *deadlines, struct deadline *deadline);

/* Take out one that is due, or NULL. */
struct deadline *deadlines_take(struct deadlines *deadlines, int64_t now_ms);

/* How long to wait for the next: 0 or more, -1 when there is none. */
int deadlines_wait_ms(const struct deadlines *deadlines, int64_t now_ms);

#endif
