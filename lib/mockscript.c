/* SPDX-License-Identifier: MIT */
#include "mockscript.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

#include "lines.h"
#include "mockscript-rule.h"
#include "xalloc.h"

struct mockscript {
	struct mockscript_rule *rules;
	size_t count, room;
	int64_t idle_ms;
	int64_t expires_after;
	int64_t clock_ms;
	uint64_t random_state;
};

void
mockscript_free(struct mockscript *script)
{
	if (script == NULL)
		return;
	for (size_t i = 0; i < script->count; i++)
		mockscript_rule_release(&script->rules[i]);
	free(script->rules);
	free(script);
}

static bool
is_skipped(const struct line *line)
{
	size_t blanks = 0;

	while (blanks < line->len && strchr(" \t\r", line->text[blanks]))
		blanks++;
	return blanks == line->len || line->text[blanks] == '#';
}

static int
add_rule(struct mockscript *script, const struct line *line, struct fault *why)
{
	struct mockscript_rule rule;

	if (mockscript_rule_parse(&rule, line->text, line->len, why) != 0) {
		mockscript_rule_release(&rule);
		return -1;
	}
	if (rule.idle_close_ms >= 0)
		script->idle_ms = rule.idle_close_ms;
	if (rule.expires_after >= 0)
		script->expires_after = rule.expires_after;
	if (rule.clock_ms != 0)
		script->clock_ms = rule.clock_ms;
	if (rule.is_global) {
		mockscript_rule_release(&rule);
		return 0;
	}
	if (script->count == script->room) {
		script->room = script->room > 0 ? script->room * 2 : 16;
		script->rules = xreallocarray(script->rules, script->room,
			sizeof(*script->rules));
	}
	script->rules[script->count++] = rule;
	return 0;
}

static int
read_rules(struct mockscript *script, struct lines *lines, struct fault *why)
{
	struct fault where;
	struct line line;
	enum lines_found found;

	while ((found = lines_take(lines, &line)) != LINES_END) {
		if (found == LINES_NONE && lines_fill(lines, why) != 0)
			return -1;
		if (found == LINES_TOO_LONG)
			return fault_set(why, EX_DATAERR,
				"%s:%lu: longer than %d bytes", lines->name,
				line.number, LINE_LENGTH_MAX);
		if (found != LINES_LINE || is_skipped(&line))
			continue;
		if (add_rule(script, &line, &where) != 0)
			return fault_set(why, EX_DATAERR, "%s:%lu: %s",
				lines->name, line.number, where.text);
	}
	return 0;
}

struct mockscript *
mockscript_read(const char *path, struct fault *why)
{
	struct mockscript *script;
	struct lines lines;
	int fd, result;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		fault_errno(why, EX_NOINPUT, "%s", path);
		return NULL;
	}
	script = xcalloc(1, sizeof(*script));
	script->expires_after = -1;
	if (getentropy(&script->random_state, sizeof(script->random_state)) !=
		0)
		abort(); /* it gives so few bytes always */
	lines_init(&lines, fd, path, LINE_LENGTH_MAX);
	result = read_rules(script, &lines, why);
	lines_release(&lines);
	close(fd);
	if (result == 0)
		return script;
	mockscript_free(script);
	return NULL;
}

void
mockscript_seed(struct mockscript *script, uint64_t seed)
{
	script->random_state = seed;
}

/* From 0 up to, but without, 1: SplitMix64 (Steele, Lea and Flood, 2014). */
static double
draw(struct mockscript *script)
{
	uint64_t mixed = script->random_state += UINT64_C(0x9E3779B97F4A7C15);

	mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
	mixed ^= mixed >> 31;
	return (double)(mixed >> 11) / 9007199254740992.0; /* 2^53 */
}

static bool
is_for(const struct mockscript_rule *rule, const char *to)
{
	size_t len;

	if (rule->to == NULL)
		return true;
	to += *to == '+';
	if (*rule->to != '*')
		return strcmp(rule->to + (*rule->to == '+'), to) == 0;
	len = strlen(rule->to + 1);
	return strlen(to) >= len &&
	       strcmp(to + strlen(to) - len, rule->to + 1) == 0;
}

/* The attempt in csr1:KEY:ATTEMPT, or -1. */
static int64_t
attempt_of(const char *callback)
{
	const char *colon;
	char *end;
	long attempt;

	if (callback == NULL || strncmp(callback, "csr1:", 5) != 0)
		return -1;
	colon = strrchr(callback, ':');
	errno = 0;
	attempt = strtol(colon + 1, &end, 10);
	return end > colon + 1 && *end == '\0' && errno == 0 && attempt >= 0
		       ? attempt
		       : -1;
}

/* Do its counters and its chance let it act?  Counts the request. */
static bool
acts(struct mockscript *script, struct mockscript_rule *rule)
{
	int64_t turn = ++rule->seen - rule->after;

	if (turn <= 0 || turn % rule->every != 0 ||
		(rule->first >= 0 && rule->done >= rule->first) ||
		(rule->chance < 1 && draw(script) >= rule->chance))
		return false;
	rule->done++;
	return true;
}

static bool
fits(const struct mockscript_rule *rule, enum mockroute_call call,
	const struct mockmessage *message)
{
	if ((rule->calls & 1U << call) == 0)
		return false;
	if (message == NULL)
		return true;
	return is_for(rule, message->to) &&
	       (rule->attempt < 0 ||
		       rule->attempt == attempt_of(message->callback));
}

const struct mockfault *
mockscript_find(struct mockscript *script, enum mockroute_call call,
	const struct mockmessage *message)
{
	for (size_t i = 0; i < script->count; i++) {
		struct mockscript_rule *rule = &script->rules[i];

		if (fits(rule, call, message) && acts(script, rule))
			return &rule->fault;
	}
	return NULL;
}

int64_t
mockscript_latency_ms(struct mockscript *script, const struct mockfault *fault,
	int64_t usual_ms)
{
	int64_t latency_ms = fault->has_latency ? fault->latency_ms : usual_ms;

	if (fault->spread_ms > 0)
		latency_ms += (int64_t)(draw(script) *
					(double)(fault->spread_ms + 1));
	return latency_ms;
}

int64_t
mockscript_idle_ms(const struct mockscript *script)
{
	return script->idle_ms;
}

int64_t
mockscript_clock_ms(const struct mockscript *script)
{
	return script->clock_ms;
}

int64_t
mockscript_expires_after(const struct mockscript *script)
{
	return script->expires_after;
}
