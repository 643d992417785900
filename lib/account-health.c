/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "account-parts.h"
#include "apierror.h"

static const char check[] = "health";

enum { ITEMS_MAX = 20 }; /* entities, and errors or remarks of each */

static const char *
entity_name(const char *type)
{
	static const struct {
		const char *type, *name;
	} names[] = {{"PHONE_NUMBER", "the number"},
		{"WABA", "the business account"}, {"BUSINESS", "the business"},
		{"APP", "the app"}, {"MESSAGE_TEMPLATE", "a template"}};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcasecmp(names[i].type, type) == 0)
			return names[i].name;
	return *type != '\0' ? type : "something";
}

/* One error of a blocked entity, which stands at path. */
static void
tell_error(struct look *look, const struct doc *doc, const char *path,
	const char *entity)
{
	char place[128], text[LOOK_TEXT_SIZE], mend[LOOK_TEXT_SIZE];
	const struct apierror *row;
	double code = 0;

	snprintf(place, sizeof(place), "%s.error_code", path);
	if (!doc_number(doc, place, &code) || !(code > 0 && code < 1e15))
		code = 0;
	row = apierror_find((int64_t)code, 400, false);
	snprintf(place, sizeof(place), "%s.error_description", path);
	if (!look_string(look, doc, place, text))
		strcpy(text, code > 0 ? row->title : "no reason is given");
	snprintf(place, sizeof(place), "%s.possible_solution", path);
	if (!look_string(look, doc, place, mend))
		snprintf(mend, sizeof(mend), "%s",
			code > 0 ? row->hint
				 : "see what WhatsApp Manager asks for");
	findings_fail(look->findings, EX_NOPERM, check, mend,
		"%s is blocked: %s (%" PRId64 ")", entity, text, (int64_t)code);
}

static void
tell_blocked(struct look *look, const struct doc *doc, const char *path,
	const char *entity)
{
	char place[96];
	size_t count;

	snprintf(place, sizeof(place), "%s.errors", path);
	count = doc_count(doc, place);
	for (size_t i = 0; i < count && i < ITEMS_MAX; i++) {
		snprintf(place, sizeof(place), "%s.errors.%zu", path, i);
		tell_error(look, doc, place, entity);
	}
	if (count == 0)
		findings_fail(look->findings, EX_NOPERM, check,
			"see what WhatsApp Manager asks for",
			"%s is blocked, and the API does not say why", entity);
}

static void
tell_limited(struct look *look, const struct doc *doc, const char *path,
	const char *entity)
{
	char place[96], text[LOOK_TEXT_SIZE];
	bool has_reason = false;

	for (size_t i = 0; i < ITEMS_MAX; i++) {
		snprintf(place, sizeof(place), "%s.additional_info.%zu", path,
			i);
		if (!look_string(look, doc, place, text))
			break;
		has_reason = true;
		findings_add(look->findings, FINDING_WARNING, check,
			"see in WhatsApp Manager what lifts the limit",
			"%s is limited: %s", entity, text);
	}
	if (!has_reason)
		findings_add(look->findings, FINDING_WARNING, check,
			"see in WhatsApp Manager what lifts the limit",
			"%s is limited, and the API does not say why", entity);
}

static bool
tell_entity(struct look *look, const struct doc *doc, size_t index)
{
	char path[64], place[96], type[LOOK_TEXT_SIZE], state[LOOK_TEXT_SIZE];

	snprintf(path, sizeof(path), "health_status.entities.%zu", index);
	snprintf(place, sizeof(place), "%s.entity_type", path);
	look_string(look, doc, place, type);
	snprintf(place, sizeof(place), "%s.can_send_message", path);
	look_string(look, doc, place, state);
	if (strcasecmp(state, "BLOCKED") == 0)
		tell_blocked(look, doc, path, entity_name(type));
	else if (strcasecmp(state, "LIMITED") == 0)
		tell_limited(look, doc, path, entity_name(type));
	else
		return false;
	return true;
}

static void
tell_overall(struct look *look, const char *state)
{
	if (strcasecmp(state, "BLOCKED") == 0)
		findings_fail(look->findings, EX_NOPERM, check,
			"see what WhatsApp Manager asks for",
			"no message can be sent, and the API does not say why");
	else if (strcasecmp(state, "LIMITED") == 0)
		findings_add(look->findings, FINDING_WARNING, check,
			"see in WhatsApp Manager what lifts the limit",
			"sending is limited, and the API does not say why");
	else
		findings_add(look->findings, FINDING_WARNING, check,
			"see in WhatsApp Manager what it means",
			"is %s, which is not known here", state);
}

void
look_read_health(struct look *look, const struct doc *doc)
{
	char state[LOOK_TEXT_SIZE];
	bool is_told = false;
	size_t count;

	if (!look_string(look, doc, "health_status.can_send_message", state))
		return;
	look->has_health = true;
	if (strcasecmp(state, "AVAILABLE") == 0)
		look->account->can_send = ACCOUNT_YES;
	else if (strcasecmp(state, "BLOCKED") == 0)
		look->account->can_send = ACCOUNT_NO;
	count = doc_count(doc, "health_status.entities");
	for (size_t i = 0; i < count && i < ITEMS_MAX; i++)
		is_told |= tell_entity(look, doc, i);
	if (!is_told && look->account->can_send == ACCOUNT_YES)
		findings_add(look->findings, FINDING_OK, check, NULL,
			look->account->number[0] != '\0'
				? "messages can be sent"
				: "nothing keeps the account from sending");
	else if (!is_told)
		tell_overall(look, state);
}
