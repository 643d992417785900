/* SPDX-License-Identifier: MIT */
#include "mockscript-rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "mockdoc.h"
#include "mockroute.h"
#include "mockscript-value.h"

enum {
	COUNT_MOST = 1000000000,
	CODE_MOST = 2147483647,
	HTTP_LEAST = 300,
	HTTP_MOST = 599,
};

/* What a line says, before it is put together. */
struct draft {
	struct mockscript_rule *rule;
	const char *line;
	size_t len;
	int64_t calls; /* bits, as in the rule; -1 here and below: not said */
	int64_t error, http, subcode, transient, taken;
	int64_t answer, latency_ms, spread_ms, refuse_ms;
	char retry_after[MOCKFAULT_RETRY_AFTER_SIZE]; /* "": not said */
};

enum kind {
	RECIPIENT,
	COUNT,
	DURATION, /* at least so many milliseconds */
	SHIFT,
	YES_NO,
	CALL,
	ANSWER,
	FRACTION,
	RETRY_AFTER,
	SET
};

enum {
	IS_CONDITION = 1,
	IS_DEED = 2,
	IS_GLOBAL = 4,
	NEEDS_DEED = 8,
	IS_OF_MESSAGES = 16 /* besides one of the others */
};

#define IN_DRAFT(member) offsetof(struct draft, member), false
#define IN_RULE(member) offsetof(struct mockscript_rule, member), true
#define OF_MESSAGES(part) ((part) | IS_OF_MESSAGES)

static const struct member {
	const char *name;
	enum kind kind;
	unsigned part;
	size_t offset;
	bool is_in_rule;
	int64_t least, most; /* of a COUNT */
} members[] = {
	{"request", CALL, IS_CONDITION, IN_DRAFT(calls), 0, 0},
	{"to", RECIPIENT, OF_MESSAGES(IS_CONDITION), IN_RULE(to), 0, 0},
	{"first", COUNT, IS_CONDITION, IN_RULE(first), 1, COUNT_MOST},
	{"after", COUNT, IS_CONDITION, IN_RULE(after), 0, COUNT_MOST},
	{"every", COUNT, IS_CONDITION, IN_RULE(every), 1, COUNT_MOST},
	{"chance", FRACTION, IS_CONDITION, IN_RULE(chance), 0, 1},
	{"attempt", COUNT, OF_MESSAGES(IS_CONDITION), IN_RULE(attempt), 0,
		COUNT_MOST},
	{"error", COUNT, IS_DEED, IN_DRAFT(error), 0, CODE_MOST},
	{"http", COUNT, IS_DEED, IN_DRAFT(http), HTTP_LEAST, HTTP_MOST},
	{"subcode", COUNT, NEEDS_DEED, IN_DRAFT(subcode), 0, CODE_MOST},
	{"transient", YES_NO, NEEDS_DEED, IN_DRAFT(transient), 0, 0},
	{"retry_after", RETRY_AFTER, NEEDS_DEED, IN_DRAFT(retry_after), 0, 0},
	{"answer", ANSWER, IS_DEED, IN_DRAFT(answer), 0, 0},
	{"taken", YES_NO, OF_MESSAGES(NEEDS_DEED), IN_DRAFT(taken), 0, 0},
	{"set", SET, IS_DEED, IN_RULE(fault.set), 0, 0},
	{"latency", DURATION, IS_DEED, IN_DRAFT(latency_ms), 0, 0},
	{"spread", DURATION, IS_DEED, IN_DRAFT(spread_ms), 0, 0},
	{"refuse", DURATION, IS_DEED, IN_DRAFT(refuse_ms), 0, 0},
	{"idle_close", DURATION, IS_GLOBAL, IN_RULE(idle_close_ms), 1, 0},
	{"token_expires_after", COUNT, IS_GLOBAL, IN_RULE(expires_after), 0,
		COUNT_MOST},
	{"clock", SHIFT, IS_GLOBAL, IN_RULE(clock_ms), 0, 0},
};

static const size_t member_count = sizeof(members) / sizeof(*members);

#define BIT(call) (INT64_C(1) << (call))

static const struct mockscript_word calls[] = {
	{"messages", BIT(MOCKROUTE_MESSAGES)},
	{"phone", BIT(MOCKROUTE_PHONE)},
	{"token", BIT(MOCKROUTE_TOKEN)},
	{"account", BIT(MOCKROUTE_ACCOUNT)},
	{"numbers", BIT(MOCKROUTE_NUMBERS)},
	{"webhooks", BIT(MOCKROUTE_WEBHOOKS)},
	{"all", BIT(MOCKROUTE_CALLS) - 1},
	{0},
};

static const struct mockscript_word answers[] = {
	{"cut", MOCKFAULT_CUT},
	{"silence", MOCKFAULT_SILENCE},
	{"half", MOCKFAULT_HALF},
	{"noise", MOCKFAULT_NOISE},
	{"garbage", MOCKFAULT_GARBAGE},
	{"empty", MOCKFAULT_EMPTY},
	{"huge", MOCKFAULT_HUGE},
	{"redirect", MOCKFAULT_REDIRECT},
	{0},
};

static const struct member *
find_member(const char *name, struct fault *why)
{
	char list[320] = "";
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
read_set(const struct draft *draft, const struct member *member,
	struct mockset **out, struct fault *why)
{
	mockset_free(*out);
	*out = mockset_new(draft->line, draft->len, member->name);
	if (*out == NULL)
		return fault_set(why, EX_DATAERR,
			"\"%s\" must be an object: {\"status\": \"BANNED\"}",
			member->name);
	return 0;
}

static int
read_member(struct draft *draft, const struct mockdoc *doc,
	const struct member *member, struct fault *why)
{
	void *place = place_of(draft, member);
	const char *name = member->name;

	switch (member->kind) {
	case RECIPIENT:
		return mockscript_value_recipient(doc, name, place, why);
	case COUNT:
		return mockscript_value_count(doc, name, member->least,
			member->most, place, why);
	case DURATION:
		return mockscript_value_duration(doc, name, member->least,
			place, why);
	case SHIFT:
		return mockscript_value_shift(doc, name, place, why);
	case YES_NO:
		return mockscript_value_yes_no(doc, name, place, why);
	case CALL:
		return mockscript_value_word(doc, name, calls, place, why);
	case ANSWER:
		return mockscript_value_word(doc, name, answers, place, why);
	case FRACTION:
		return mockscript_value_fraction(doc, name, place, why);
	case RETRY_AFTER:
		return mockscript_value_retry_after(doc, name, place, why);
	case SET:
		return read_set(draft, member, place, why);
	}
	return -1;
}

/* Do the members go with the calls that it is for? */
static int
check_calls(const struct draft *draft, unsigned parts, struct fault *why)
{
	const int64_t messages = BIT(MOCKROUTE_MESSAGES);
	bool is_of_messages = draft->calls < 0 || draft->calls == messages;

	if (parts & IS_OF_MESSAGES && !is_of_messages)
		return fault_set(why, EX_DATAERR,
			"to, attempt and taken are about messages: leave out"
			" request, or take two lines");
	if (draft->rule->fault.set == NULL)
		return 0;
	/* One bit, and not that of the messages. */
	if (is_of_messages || (draft->calls & (draft->calls - 1)) != 0)
		return fault_set(why, EX_DATAERR,
			"set goes with one request: phone, token, account,"
			" numbers or webhooks");
	if (draft->error >= 0 || draft->http >= 0)
		return fault_set(why, EX_DATAERR,
			"set changes an answer that error and http replace:"
			" take two lines");
	return 0;
}

/* The members go together, and the rule does something. */
static int
check_draft(const struct draft *draft, unsigned parts, struct fault *why)
{
	if (parts & IS_GLOBAL && parts & ~(unsigned)IS_GLOBAL)
		return fault_set(why, EX_DATAERR,
			"idle_close, token_expires_after and clock are about"
			" the server: put them into a line of their own");
	if (!(parts & (IS_GLOBAL | IS_DEED)))
		return fault_set(why, EX_DATAERR,
			"a rule must do something: error, http, answer, set,"
			" latency, spread or refuse");
	if (draft->error < 0 && (draft->subcode >= 0 || draft->transient >= 0))
		return fault_set(why, EX_DATAERR,
			"subcode and transient go with error");
	if (*draft->retry_after != '\0' && draft->error < 0 && draft->http < 0)
		return fault_set(why, EX_DATAERR,
			"retry_after goes with error or http");
	if (draft->taken >= 0 && draft->error < 0 && draft->http < 0 &&
		draft->answer < 0)
		return fault_set(why, EX_DATAERR,
			"taken goes with error, http or answer");
	if (draft->answer == MOCKFAULT_REDIRECT && draft->error >= 0)
		return fault_set(why, EX_DATAERR,
			"a redirect has no error: take one of the two");
	return check_calls(draft, parts, why);
}

static void
put_together(const struct draft *draft)
{
	struct mockfault *fault = &draft->rule->fault;

	if (draft->calls >= 0)
		draft->rule->calls = (unsigned)draft->calls;
	if (draft->answer >= 0)
		fault->answer = (enum mockfault_answer)draft->answer;
	/* What an error or a proxy refuses was not taken, unless said. */
	fault->is_taken = draft->error < 0 && draft->http < 0 &&
			  fault->answer != MOCKFAULT_REDIRECT;
	if (draft->taken >= 0)
		fault->is_taken = draft->taken != 0;
	if (draft->error >= 0)
		fault->error = mockerror_of_code((int)draft->error,
			draft->subcode > 0 ? (int)draft->subcode : 0);
	if (draft->subcode >= 0)
		fault->error.subcode = (int)draft->subcode;
	if (draft->transient >= 0)
		fault->is_transient = draft->transient ? MOCKERROR_TRANSIENT
						       : MOCKERROR_LASTING;
	if (draft->http >= 0)
		fault->http = (unsigned)draft->http;
	memcpy(fault->retry_after, draft->retry_after,
		sizeof(fault->retry_after));
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
	draft->rule->is_global = (parts & IS_GLOBAL) != 0;
	put_together(draft);
	return 0;
}

int
mockscript_rule_parse(struct mockscript_rule *rule, const char *text,
	size_t len, struct fault *why)
{
	struct draft draft = {.rule = rule,
		.line = text,
		.len = len,
		.calls = -1,
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

	*rule = (struct mockscript_rule){.calls = BIT(MOCKROUTE_MESSAGES),
		.attempt = -1,
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
	mockset_free(rule->fault.set);
	rule->fault.set = NULL;
}
