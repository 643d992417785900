/* SPDX-License-Identifier: MIT */
#include "mockscript-rule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "mockdoc.h"
#include "number.h"
#include "xalloc.h"

enum {
	COUNT_MOST = 1000000000,
	CODE_MOST = 2147483647,
	HTTP_LEAST = 300,
	HTTP_MOST = 599,
};

/* What a line says, before it is put together. */
struct draft {
	struct mockscript_rule *rule;
	int64_t error, http, subcode, transient, taken; /* -1: not said */
	int64_t answer, latency_ms, spread_ms, refuse_ms;
	const char *retry_after;
	char retry_seconds[MOCKFAULT_RETRY_AFTER_SIZE];
};

enum kind { TEXT, COUNT, DURATION, YES_NO, WORD, FRACTION, SECONDS };

enum { IS_CONDITION = 1, IS_DEED = 2, IS_GLOBAL = 4, NEEDS_DEED = 8 };

#define IN_DRAFT(member) offsetof(struct draft, member), false
#define IN_RULE(member) offsetof(struct mockscript_rule, member), true

static const struct member {
	const char *name;
	enum kind kind;
	unsigned part;
	size_t offset;
	bool is_in_rule;
	int64_t least, most; /* of a COUNT */
} members[] = {
	{"to", TEXT, IS_CONDITION, IN_RULE(to), 0, 0},
	{"first", COUNT, IS_CONDITION, IN_RULE(first), 1, COUNT_MOST},
	{"after", COUNT, IS_CONDITION, IN_RULE(after), 0, COUNT_MOST},
	{"every", COUNT, IS_CONDITION, IN_RULE(every), 1, COUNT_MOST},
	{"chance", FRACTION, IS_CONDITION, IN_RULE(chance), 0, 1},
	{"attempt", COUNT, IS_CONDITION, IN_RULE(attempt), 0, COUNT_MOST},
	{"error", COUNT, IS_DEED, IN_DRAFT(error), 0, CODE_MOST},
	{"http", COUNT, IS_DEED, IN_DRAFT(http), HTTP_LEAST, HTTP_MOST},
	{"subcode", COUNT, NEEDS_DEED, IN_DRAFT(subcode), 0, CODE_MOST},
	{"transient", YES_NO, NEEDS_DEED, IN_DRAFT(transient), 0, 0},
	{"retry_after", SECONDS, NEEDS_DEED, IN_DRAFT(retry_after), 0, 0},
	{"answer", WORD, IS_DEED, IN_DRAFT(answer), 0, 0},
	{"taken", YES_NO, NEEDS_DEED, IN_DRAFT(taken), 0, 0},
	{"latency", DURATION, IS_DEED, IN_DRAFT(latency_ms), 0, 0},
	{"spread", DURATION, IS_DEED, IN_DRAFT(spread_ms), 0, 0},
	{"refuse", DURATION, IS_DEED, IN_DRAFT(refuse_ms), 0, 0},
	{"idle_close", DURATION, IS_GLOBAL, IN_RULE(idle_close_ms), 0, 0},
	{"token_expires_after", COUNT, IS_GLOBAL, IN_RULE(expires_after), 0,
		COUNT_MOST},
};

static const struct word {
	const char *name;
	enum mockfault_answer answer;
} words[] = {
	{"cut", MOCKFAULT_CUT},
	{"silence", MOCKFAULT_SILENCE},
	{"half", MOCKFAULT_HALF},
	{"noise", MOCKFAULT_NOISE},
	{"garbage", MOCKFAULT_GARBAGE},
	{"empty", MOCKFAULT_EMPTY},
	{"huge", MOCKFAULT_HUGE},
	{"redirect", MOCKFAULT_REDIRECT},
};

static const size_t member_count = sizeof(members) / sizeof(*members);
static const size_t word_count = sizeof(words) / sizeof(*words);

static const struct member *
find_member(const char *name, struct fault *why)
{
	char list[256] = "";
	size_t used = 0;

	for (size_t i = 0; i < member_count; i++) {
		if (name != NULL && strcmp(members[i].name, name) == 0)
			return &members[i];
		used += (size_t)snprintf(list + used, sizeof(list) - used,
			"%s%s", used > 0 ? ", " : "", members[i].name);
	}
	fault_set(why, EX_DATAERR,
		"\"%.64s\" is no member of a rule; there are"
		" %s",
		name != NULL ? name : "", list);
	return NULL;
}

static void *
place_of(struct draft *draft, const struct member *member)
{
	char *base = member->is_in_rule ? (char *)draft->rule : (char *)draft;

	return base + member->offset;
}

static int
refuse_value(const struct member *member, const char *wanted, struct fault *why)
{
	return fault_set(why, EX_DATAERR, "\"%s\" must be %s", member->name,
		wanted);
}

static int
read_count(const struct mockdoc *doc, const struct member *member, int64_t *out,
	struct fault *why)
{
	char wanted[96];
	double number;

	if (mockdoc_number(doc, member->name, &number) &&
		number >= (double)member->least &&
		number <= (double)member->most && floor(number) == number) {
		*out = (int64_t)number;
		return 0;
	}
	snprintf(wanted, sizeof(wanted), "a whole number from %lld to %lld",
		(long long)member->least, (long long)member->most);
	return refuse_value(member, wanted, why);
}

static int
read_fraction(const struct mockdoc *doc, const struct member *member,
	double *out, struct fault *why)
{
	double number;

	if (!mockdoc_number(doc, member->name, &number) || !(number >= 0) ||
		number > 1)
		return refuse_value(member, "a number from 0 to 1", why);
	*out = number;
	return 0;
}

static int
read_duration(const struct mockdoc *doc, const struct member *member,
	int64_t *out, struct fault *why)
{
	const char *text = mockdoc_string(doc, member->name);

	if (text == NULL || !number_parse_duration(text, out) || *out < 0 ||
		(member->part == IS_GLOBAL && *out == 0))
		return refuse_value(member,
			"a time in a string: \"200ms\", \"3s\", \"1m\"", why);
	return 0;
}

static int
read_yes_no(const struct mockdoc *doc, const struct member *member,
	int64_t *out, struct fault *why)
{
	if (mockdoc_kind(doc, member->name) != MOCKDOC_BOOLEAN)
		return refuse_value(member, "true or false", why);
	*out = mockdoc_is_true(doc, member->name);
	return 0;
}

static int
read_word(const struct mockdoc *doc, const struct member *member, int64_t *out,
	struct fault *why)
{
	const char *text = mockdoc_string(doc, member->name);
	char list[128] = "one of ";
	size_t used = strlen(list);

	for (size_t i = 0; i < word_count; i++) {
		if (text != NULL && strcmp(words[i].name, text) == 0) {
			*out = words[i].answer;
			return 0;
		}
		used += (size_t)snprintf(list + used, sizeof(list) - used,
			"%s\"%s\"", i > 0 ? ", " : "", words[i].name);
	}
	return refuse_value(member, list, why);
}

/* +12025550123, 12025550123, US.1234, or * and how one of these ends. */
static int
read_recipient(const struct mockdoc *doc, const struct member *member,
	char **out, struct fault *why)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz.0123456789";
	const char *text = mockdoc_string(doc, member->name);
	const char *rest = text;

	if (text != NULL && strchr("+*", *text) != NULL && *text != '\0')
		rest++;
	if (text == NULL || *rest == '\0' ||
		rest[strspn(rest, allowed)] != '\0')
		return refuse_value(member,
			"a recipient, \"+12025550123\", or how it ends,"
			" \"*0123\"",
			why);
	free(*out);
	*out = xstrdup(text);
	return 0;
}

/* A number is seconds; a string goes out as it stands, a date for instance. */
static int
read_seconds(const struct mockdoc *doc, const struct member *member,
	struct draft *draft, struct fault *why)
{
	double seconds;
	const char *text = mockdoc_string(doc, member->name);

	if (mockdoc_number(doc, member->name, &seconds) && seconds >= 0 &&
		seconds <= COUNT_MOST && floor(seconds) == seconds) {
		snprintf(draft->retry_seconds, sizeof(draft->retry_seconds),
			"%.0f", seconds);
		text = draft->retry_seconds;
	}
	if (text == NULL || *text == '\0' ||
		strlen(text) >= MOCKFAULT_RETRY_AFTER_SIZE ||
		strpbrk(text, "\r\n") != NULL)
		return refuse_value(member,
			"whole seconds, or the header's text in a string", why);
	draft->retry_after = text;
	return 0;
}

static int
read_member(struct draft *draft, const struct mockdoc *doc,
	const struct member *member, struct fault *why)
{
	void *place = place_of(draft, member);

	switch (member->kind) {
	case TEXT:
		return read_recipient(doc, member, place, why);
	case COUNT:
		return read_count(doc, member, place, why);
	case DURATION:
		return read_duration(doc, member, place, why);
	case YES_NO:
		return read_yes_no(doc, member, place, why);
	case WORD:
		return read_word(doc, member, place, why);
	case FRACTION:
		return read_fraction(doc, member, place, why);
	case SECONDS:
		return read_seconds(doc, member, draft, why);
	}
	return -1;
}

/* The members go together, and the rule does something. */
static int
check_draft(const struct draft *draft, unsigned parts, struct fault *why)
{
	if (parts & IS_GLOBAL && parts & ~(unsigned)IS_GLOBAL)
		return fault_set(why, EX_DATAERR,
			"idle_close and token_expires_after are about the"
			" server: put them into a line of their own");
	if (!(parts & (IS_GLOBAL | IS_DEED)))
		return fault_set(why, EX_DATAERR,
			"a rule must do something: error, http, answer,"
			" latency, spread or refuse");
	if (draft->error < 0 && (draft->subcode >= 0 || draft->transient >= 0))
		return fault_set(why, EX_DATAERR,
			"subcode and transient go with error");
	if (draft->retry_after != NULL && draft->error < 0 && draft->http < 0)
		return fault_set(why, EX_DATAERR,
			"retry_after goes with error or http");
	if (draft->taken >= 0 && draft->error < 0 && draft->http < 0 &&
		draft->answer < 0)
		return fault_set(why, EX_DATAERR,
			"taken goes with error, http or answer");
	if (draft->answer == MOCKFAULT_REDIRECT && draft->error >= 0)
		return fault_set(why, EX_DATAERR,
			"a redirect has no error: take one of the two");
	return 0;
}

static void
put_together(const struct draft *draft)
{
	struct mockfault *fault = &draft->rule->fault;

	if (draft->answer >= 0)
		fault->answer = (enum mockfault_answer)draft->answer;
	/* What an error or a proxy refuses was not taken, unless said. */
	fault->is_taken = draft->error < 0 && draft->http < 0 &&
			  fault->answer != MOCKFAULT_REDIRECT;
	if (draft->taken >= 0)
		fault->is_taken = draft->taken != 0;
	if (draft->error >= 0)
		fault->error = mockerror_of_code((int)draft->error);
	if (draft->subcode >= 0)
		fault->error.subcode = (int)draft->subcode;
	if (draft->transient >= 0)
		fault->is_transient = draft->transient ? MOCKERROR_TRANSIENT
						       : MOCKERROR_LASTING;
	if (draft->http >= 0)
		fault->http = (unsigned)draft->http;
	if (draft->retry_after != NULL)
		snprintf(fault->retry_after, sizeof(fault->retry_after), "%s",
			draft->retry_after);
	fault->has_latency = draft->latency_ms >= 0;
	fault->latency_ms = draft->latency_ms;
	fault->spread_ms = draft->spread_ms > 0 ? draft->spread_ms : 0;
	fault->refuse_ms = draft->refuse_ms > 0 ? draft->refuse_ms : 0;
}

static int
read_members(struct draft *draft, const struct mockdoc *doc, struct fault *why)
{
	const struct member *member;
	unsigned parts = 0;

	if (mockdoc_kind(doc, "") != MOCKDOC_OBJECT)
		return fault_set(why, EX_DATAERR,
			"a rule is a JSON object: {\"to\": \"*0123\","
			" \"error\": 131026}");
	for (size_t i = 0; i < mockdoc_count(doc, ""); i++) {
		member = find_member(mockdoc_name(doc, "", i), why);
		if (member == NULL || read_member(draft, doc, member, why) != 0)
			return -1;
		parts |= member->part;
	}
	if (check_draft(draft, parts, why) != 0)
		return -1;
	put_together(draft);
	return 0;
}

int
mockscript_rule_parse(struct mockscript_rule *rule, const char *text,
	size_t len, struct fault *why)
{
	struct draft draft = {.rule = rule,
		.error = -1,
		.http = -1,
		.subcode = -1,
		.transient = -1,
		.taken = -1,
		.answer = -1,
		.latency_ms = -1,
		.spread_ms = -1,
		.refuse_ms = -1};
	struct fault where;
	struct mockdoc *doc;
	int result;

	*rule = (struct mockscript_rule){.attempt = -1,
		.first = -1,
		.every = 1,
		.chance = 1,
		.idle_close_ms = -1,
		.expires_after = -1};
	doc = mockdoc_parse(text, len, &where);
	if (doc == NULL)
		return fault_set(why, EX_DATAERR, "not JSON: %s", where.text);
	result = read_members(&draft, doc, why);
	mockdoc_free(doc);
	return result;
}

void
mockscript_rule_release(struct mockscript_rule *rule)
{
	free(rule->to);
	rule->to = NULL;
}

bool
mockscript_rule_is_global(const struct mockscript_rule *rule)
{
	return rule->idle_close_ms >= 0 || rule->expires_after >= 0;
}
