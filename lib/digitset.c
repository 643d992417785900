/* SPDX-License-Identifier: MIT */
#include "digitset.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "digitpattern.h"
#include "xalloc.h"

enum { STATE_NOT_MADE, STATE_DEAD, STATE_START };

struct state {
	uint16_t next[10];
	uint16_t labels; /* of the patterns that match when it ends here */
	uint16_t members;
	uint32_t first; /* of its members in the pool */
	uint32_t hash;
};

struct digitset {
	/* All patterns' steps, and where each pattern begins. */
	struct digitstep *steps;
	size_t count, starts[DIGITSET_PATTERNS], patterns;
	/* A state is the set of digit steps that can come next. */
	struct state *states;
	size_t made, room;
	uint16_t *pool;
	size_t used, pool_room;
	/* The state being made. */
	uint16_t *work;
	size_t work_count;
	uint16_t labels;
	/* A step was seen in this round of making. */
	uint32_t *seen, round;
};

static void
begin_state(struct digitset *set)
{
	set->round++;
	set->work_count = 0;
	set->labels = 0;
}

/* Add what can come next when the step at is reached. */
static void
add(struct digitset *set, size_t at)
{
	const struct digitstep *step;

	for (;;) {
		if (set->seen[at] == set->round)
			return;
		set->seen[at] = set->round;
		step = &set->steps[at];
		if (step->kind == DIGITSTEP_DIGIT) {
			set->work[set->work_count++] = (uint16_t)at;
			return;
		}
		if (step->kind == DIGITSTEP_MATCH) {
			set->labels |= (uint16_t)(1u << step->group);
			return;
		}
		if (step->kind == DIGITSTEP_SPLIT)
			add(set, at + 1);
		if (step->kind == DIGITSTEP_SPLIT ||
			step->kind == DIGITSTEP_JUMP)
			at = step->other;
		else
			at++;
	}
}

static int
by_number(const void *one, const void *other)
{
	return *(const uint16_t *)one - *(const uint16_t *)other;
}

static uint32_t
hash_work(const struct digitset *set)
{
	uint32_t hash = set->labels;

	for (size_t i = 0; i < set->work_count; i++)
		hash = hash * 16777619u ^ set->work[i];
	return hash;
}

static bool
is_work(const struct digitset *set, const struct state *state)
{
	return state->labels == set->labels &&
	       state->members == set->work_count &&
	       memcmp(&set->pool[state->first], set->work,
		       set->work_count * sizeof(*set->work)) == 0;
}

static void
make_room(struct digitset *set)
{
	if (set->made == set->room) {
		set->room = set->room * 2 + 16;
		set->states = xreallocarray(set->states, set->room,
			sizeof(*set->states));
	}
	while (set->used + set->work_count > set->pool_room) {
		set->pool_room = set->pool_room * 2 + 64;
		set->pool = xreallocarray(set->pool, set->pool_room,
			sizeof(*set->pool));
	}
}

/* The number of the state that was put together. */
static size_t
finish_state(struct digitset *set)
{
	uint32_t hash;

	if (set->work_count == 0 && set->labels == 0)
		return STATE_DEAD;
	qsort(set->work, set->work_count, sizeof(*set->work), by_number);
	hash = hash_work(set);
	for (size_t i = STATE_START; i < set->made; i++)
		if (set->states[i].hash == hash &&
			is_work(set, &set->states[i]))
			return i;
	make_room(set);
	set->states[set->made] = (struct state){
		.labels = set->labels,
		.members = (uint16_t)set->work_count,
		.first = (uint32_t)set->used,
		.hash = hash,
	};
	memcpy(&set->pool[set->used], set->work,
		set->work_count * sizeof(*set->work));
	set->used += set->work_count;
	return set->made++;
}

static void
make_start(struct digitset *set)
{
	begin_state(set);
	for (size_t i = 0; i < set->patterns; i++)
		add(set, set->starts[i]);
	/* It has its place, even if it is dead. */
	make_room(set);
	set->made = STATE_START;
	set->used = 0;
	if (finish_state(set) == STATE_DEAD)
		set->states[set->made++] = (struct state){0};
}

/* Make the state that digit leads to. */
static size_t
step_from(struct digitset *set, size_t from, unsigned digit)
{
	const struct state *state = &set->states[from];
	size_t next;

	begin_state(set);
	for (size_t i = 0; i < state->members; i++) {
		size_t at = set->pool[state->first + i];

		if (set->steps[at].digits >> digit & 1)
			add(set, at + 1);
	}
	next = finish_state(set);
	set->states[from].next[digit] = (uint16_t)next;
	return next;
}

/* Forget all states but the start and one, and say where that one is now. */
static size_t
forget_others(struct digitset *set, size_t kept)
{
	struct state state = set->states[kept];
	uint16_t *members =
		xreallocarray(NULL, state.members + 1u, sizeof(*members));

	memcpy(members, &set->pool[state.first],
		state.members * sizeof(*members));
	make_start(set);
	memcpy(set->work, members, state.members * sizeof(*members));
	set->work_count = state.members;
	set->labels = state.labels;
	free(members);
	return finish_state(set);
}

unsigned
digitset_match(struct digitset *set, const char *digits, size_t len)
{
	size_t state = STATE_START, next;

	for (size_t i = 0; i < len; i++) {
		unsigned digit = (unsigned)(digits[i] - '0');

		next = set->states[state].next[digit];
		if (next == STATE_NOT_MADE) {
			if (set->made == DIGITSET_STATES)
				state = forget_others(set, state);
			next = step_from(set, state, digit);
		}
		if (next == STATE_DEAD)
			return 0;
		state = next;
	}
	return set->states[state].labels;
}

/* Append a pattern's steps.  False: it has a $, or they are too many. */
static bool
append(struct digitset *set, const struct digitpattern *pattern, size_t label)
{
	size_t base = set->count;

	if (base + pattern->count > UINT16_MAX)
		return false;
	set->count += pattern->count;
	set->steps = xreallocarray(set->steps, set->count, sizeof(*set->steps));
	set->starts[set->patterns++] = base;
	for (size_t i = 0; i < pattern->count; i++) {
		struct digitstep *step = &set->steps[base + i];

		*step = pattern->steps[i];
		step->other = (uint16_t)(step->other + base);
		if (step->kind == DIGITSTEP_END)
			return false;
		if (step->kind == DIGITSTEP_MATCH)
			step->group = (uint8_t)label;
	}
	return true;
}

struct digitset *
digitset_new(const char *const patterns[], size_t count)
{
	struct digitset *set = xcalloc(1, sizeof(*set));
	struct digitpattern *pattern;
	bool is_known = count <= DIGITSET_PATTERNS;

	for (size_t i = 0; i < count && is_known; i++) {
		if (patterns[i] == NULL || *patterns[i] == '\0')
			continue;
		pattern = digitpattern_new(patterns[i]);
		is_known = pattern != NULL && append(set, pattern, i);
		digitpattern_free(pattern);
	}
	if (!is_known) {
		digitset_free(set);
		return NULL;
	}
	set->work = xcalloc(set->count + 1, sizeof(*set->work));
	set->seen = xcalloc(set->count + 1, sizeof(*set->seen));
	make_start(set);
	return set;
}

void
digitset_free(struct digitset *set)
{
	if (set == NULL)
		return;
	free(set->steps);
	free(set->states);
	free(set->pool);
	free(set->work);
	free(set->seen);
	free(set);
}
