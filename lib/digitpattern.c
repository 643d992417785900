/* SPDX-License-Identifier: MIT */
#include "digitpattern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "digitpattern-parse.h"
#include "xalloc.h"

enum {
	STATES_MAX = 50 * 1000,
	STEP_UNKNOWN = -2,
	TABLE_LEAST = 256,
	NODES_MAX = 500 * 1000
};

/*
 * A node of the automaton that the expressions are first made to, which can
 * be in many nodes at once: it reads one of some digits, or goes on to two
 * others without reading, or accepts.
 */
struct node {
	enum { NODE_READ, NODE_SPLIT, NODE_ACCEPT } kind;
	unsigned int digits; /* NODE_READ: a bit for each */
	int label;           /* NODE_ACCEPT */
	int next, other;
};

/* A set of nodes, and how many digits led to it. */
struct state {
	size_t first; /* its place in members */
	int count, depth;
	int next[10];
	unsigned char note;
};

struct digitpattern {
	struct node *nodes;
	int node_count, node_room;
	int *starts; /* of each expression */
	int start_count;

	struct state *states; /* the first two are NOWHERE and START */
	int state_count, state_room;
	int *members;
	size_t member_count, member_room;
	int *table; /* states by their hash; 0: free */
	int table_size;

	int *set; /* that is being made */
	int set_count;
	unsigned int *seen, round; /* of each node: the round it is in set */
};

struct digitpattern *
digitpattern_new(void)
{
	return xcalloc(1, sizeof(struct digitpattern));
}

void
digitpattern_free(struct digitpattern *pattern)
{
	if (pattern == NULL)
		return;
	free(pattern->nodes);
	free(pattern->starts);
	free(pattern->states);
	free(pattern->members);
	free(pattern->table);
	free(pattern->set);
	free(pattern->seen);
	free(pattern);
}

static int
add_node(struct digitpattern *pattern, struct node node)
{
	if (pattern->node_count == pattern->node_room) {
		pattern->node_room =
			pattern->node_room > 0 ? pattern->node_room * 2 : 256;
		pattern->nodes = xreallocarray(pattern->nodes,
			(size_t)pattern->node_room, sizeof(node));
	}
	pattern->nodes[pattern->node_count] = node;
	return pattern->node_count++;
}

static int
build(struct digitpattern *pattern, const struct digitterm *term, int next);

static int
build_repeat(struct digitpattern *pattern, const struct digitterm *term,
	int next)
{
	int at = next, loop;

	if (term->most == DIGITTERM_ANY) {
		loop = add_node(pattern,
			(struct node){.kind = NODE_SPLIT, .other = next});
		pattern->nodes[loop].next = build(pattern, term->first, loop);
		at = loop;
	} else {
		for (int i = term->least; i < term->most; i++)
			at = add_node(pattern,
				(struct node){.kind = NODE_SPLIT,
					.next = build(pattern, term->first, at),
					.other = next});
	}
	for (int i = 0; i < term->least; i++)
		at = build(pattern, term->first, at);
	return at;
}

/* The node at which the term begins, when next is what comes behind it. */
static int
build(struct digitpattern *pattern, const struct digitterm *term, int next)
{
	if (pattern->node_count > NODES_MAX)
		return next; /* digitpattern_add() refuses it */
	switch (term->kind) {
	case DIGITTERM_DIGITS:
		return add_node(pattern, (struct node){.kind = NODE_READ,
						 .digits = term->digits,
						 .next = next});
	case DIGITTERM_SEQUENCE:
		if (term->second != NULL)
			next = build(pattern, term->second, next);
		return term->first != NULL ? build(pattern, term->first, next)
					   : next;
	case DIGITTERM_EITHER:
		return add_node(pattern,
			(struct node){.kind = NODE_SPLIT,
				.next = build(pattern, term->first, next),
				.other = build(pattern, term->second, next)});
	case DIGITTERM_REPEAT:
		return build_repeat(pattern, term, next);
	}
	return next;
}

bool
digitpattern_add(struct digitpattern *pattern, const char *expression,
	int label)
{
	struct digitterm *term = digitterm_parse(expression);
	int end;

	if (term == NULL)
		return false;
	end = add_node(pattern,
		(struct node){.kind = NODE_ACCEPT, .label = label});
	pattern->starts = xreallocarray(pattern->starts,
		(size_t)pattern->start_count + 1, sizeof(*pattern->starts));
	pattern->starts[pattern->start_count++] = build(pattern, term, end);
	digitterm_free(term);
	return pattern->node_count <= NODES_MAX;
}

/* Put a node into the set, and all it leads to without a digit. */
static void
enter(struct digitpattern *pattern, int at)
{
	const struct node *node;

	while (pattern->seen[at] != pattern->round) {
		pattern->seen[at] = pattern->round;
		node = &pattern->nodes[at];
		if (node->kind != NODE_SPLIT) {
			pattern->set[pattern->set_count++] = at;
			return;
		}
		enter(pattern, node->other);
		at = node->next;
	}
}

static int
compare_nodes(const void *one, const void *other)
{
	return *(const int *)one - *(const int *)other;
}

static uint32_t
hash_set(const int *set, int count, int depth)
{
	uint32_t hash = 2166136261u ^ (uint32_t)depth;

	for (int i = 0; i < count; i++)
		hash = (hash ^ (uint32_t)set[i]) * 16777619u;
	return hash;
}

/* Where in the table the state stands, or would. */
static int
table_place(const struct digitpattern *pattern, const int *set, int count,
	int depth)
{
	uint32_t mask = (uint32_t)pattern->table_size - 1;
	uint32_t place = hash_set(set, count, depth) & mask;
	const struct state *state;

	for (; pattern->table[place] != 0; place = (place + 1) & mask) {
		state = &pattern->states[pattern->table[place]];
		if (state->depth == depth && state->count == count &&
			memcmp(pattern->members + state->first, set,
				(size_t)count * sizeof(*set)) == 0)
			break;
	}
	return (int)place;
}

static void
grow_table(struct digitpattern *pattern)
{
	const struct state *state;

	pattern->table_size =
		pattern->table_size > 0 ? pattern->table_size * 2 : TABLE_LEAST;
	free(pattern->table);
	pattern->table =
		xcalloc((size_t)pattern->table_size, sizeof(*pattern->table));
	for (int i = 1; i < pattern->state_count; i++) {
		state = &pattern->states[i];
		pattern->table[table_place(pattern,
			pattern->members + state->first, state->count,
			state->depth)] = i;
	}
}

static int
add_state(struct digitpattern *pattern, int depth)
{
	struct state state = {.first = pattern->member_count,
		.count = pattern->set_count,
		.depth = depth};

	for (int digit = 0; digit < 10; digit++)
		state.next[digit] = STEP_UNKNOWN;
	while (pattern->member_room - pattern->member_count <
		(size_t)state.count) {
		pattern->member_room = pattern->member_room > 0
					       ? pattern->member_room * 2
					       : 1024;
		pattern->members = xreallocarray(pattern->members,
			pattern->member_room, sizeof(*pattern->members));
	}
	if (state.count > 0)
		memcpy(pattern->members + pattern->member_count, pattern->set,
			(size_t)state.count * sizeof(*pattern->set));
	pattern->member_count += (size_t)state.count;
	if (pattern->state_count == pattern->state_room) {
		pattern->state_room =
			pattern->state_room > 0 ? pattern->state_room * 2 : 64;
		pattern->states = xreallocarray(pattern->states,
			(size_t)pattern->state_room, sizeof(state));
	}
	pattern->states[pattern->state_count] = state;
	return pattern->state_count++;
}

/* The state of the set that was made. */
static int
find_state(struct digitpattern *pattern, int depth)
{
	int place;

	if (pattern->set_count == 0)
		return DIGITPATTERN_NOWHERE;
	qsort(pattern->set, (size_t)pattern->set_count, sizeof(*pattern->set),
		compare_nodes);
	if (pattern->state_count * 2 >= pattern->table_size)
		grow_table(pattern);
	place = table_place(pattern, pattern->set, pattern->set_count, depth);
	if (pattern->table[place] == 0) {
		if (pattern->state_count == STATES_MAX)
			return DIGITPATTERN_FULL;
		pattern->table[place] = add_state(pattern, depth);
	}
	return pattern->table[place];
}

static void
start(struct digitpattern *pattern)
{
	size_t count = (size_t)pattern->node_count;

	pattern->set = xcalloc(count + 1, sizeof(*pattern->set));
	pattern->seen = xcalloc(count + 1, sizeof(*pattern->seen));
	add_state(pattern, 0); /* NOWHERE */
	pattern->round = 1;
	for (int i = 0; i < pattern->start_count; i++)
		enter(pattern, pattern->starts[i]);
	if (find_state(pattern, 0) == DIGITPATTERN_NOWHERE)
		add_state(pattern, 0); /* without expressions, too */
}

static int
make_step(struct digitpattern *pattern, int from, int digit)
{
	const struct state *state = &pattern->states[from];
	const struct node *node;

	pattern->set_count = 0;
	pattern->round++;
	for (int i = 0; i < state->count; i++) {
		node = &pattern->nodes[pattern->members[state->first +
							(size_t)i]];
		if (node->kind == NODE_READ && (node->digits >> digit & 1))
			enter(pattern, node->next);
	}
	return find_state(pattern, state->depth + 1);
}

int
digitpattern_step(struct digitpattern *pattern, int state, char digit)
{
	int next, number = digit - '0';

	if (pattern->states == NULL)
		start(pattern);
	if (state <= DIGITPATTERN_NOWHERE)
		return state;
	next = pattern->states[state].next[number];
	if (next == STEP_UNKNOWN) {
		next = make_step(pattern, state, number);
		if (next != DIGITPATTERN_FULL)
			pattern->states[state].next[number] = next;
	}
	return next;
}

bool
digitpattern_accepts(const struct digitpattern *pattern, int state, int label)
{
	const struct state *reached = &pattern->states[state];
	const struct node *node;

	for (int i = 0; i < reached->count; i++) {
		node = &pattern->nodes[pattern->members[reached->first +
							(size_t)i]];
		if (node->kind == NODE_ACCEPT && node->label == label)
			return true;
	}
	return false;
}

unsigned char *
digitpattern_note(struct digitpattern *pattern, int state)
{
	return &pattern->states[state].note;
}
