/* SPDX-License-Identifier: MIT */
#include "mockmessage.h"

#include <ctype.h>
#include <string.h>

#include "mockinteractive.h"
#include "mockmedia.h"
#include "mockrule.h"
#include "mocktemplate.h"

enum {
	STRING = MOCKRULE_STRING,
	NUMBER = MOCKRULE_NUMBER,
	BOOLEAN = MOCKRULE_BOOLEAN,
	ARRAY = MOCKRULE_ARRAY,
	OBJECT = MOCKRULE_OBJECT,
	REQUIRED = MOCKRULE_REQUIRED,
	DIGITS_LEAST = 7,
	DIGITS_MOST = 15, /* E.164 */
	USER_ID_MOST = 128,
};

/* An unknown member fails the whole send, so the list must be complete. */
static const struct mockrule envelope[] = {
	{"messaging_product", STRING | REQUIRED, 0},
	{"recipient_type", STRING, 0},
	{"to", STRING, 0},
	{"recipient", STRING, 0},
	{"type", STRING | REQUIRED, 0},
	{"biz_opaque_callback_data", STRING, 512},
	{"recipient_identity_key_hash", STRING, 0},
	{"messaging_account_id", STRING, 0},
	{"context", OBJECT, 0},
	{"context.message_id", STRING | REQUIRED, 0},
	{0},
};

static const struct mockrule text_rules[] = {
	{"body", STRING | REQUIRED, 4096},
	{"preview_url", BOOLEAN, 0},
	{0},
};

static const struct mockrule location_rules[] = {
	{"latitude", STRING | NUMBER | REQUIRED, 0},
	{"longitude", STRING | NUMBER | REQUIRED, 0},
	{"name", STRING, 0},
	{"address", STRING, 0},
	{0},
};

static const struct mockrule reaction_rules[] = {
	{"message_id", STRING | REQUIRED, 0},
	{"emoji", STRING | REQUIRED | MOCKRULE_EMPTY_IS_FINE, 0},
	{0},
};

static const struct mockrule contacts_rules[] = {
	{"", ARRAY | REQUIRED, 257},
	{"*", OBJECT, 0},
	{"*.name", OBJECT | REQUIRED, 0},
	{"*.name.formatted_name", STRING | REQUIRED, 0},
	{"*.phones", ARRAY, 0},
	{"*.phones.*", OBJECT, 0},
	{"*.phones.*.phone", STRING, 0},
	{"*.emails", ARRAY, 0},
	{"*.emails.*", OBJECT, 0},
	{0},
};

/* A name has one part at least besides formatted_name. */
static int
check_contacts(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	char item[MOCKRULE_PATH_SIZE], name[MOCKRULE_PATH_SIZE];

	for (size_t i = 0; i < mockdoc_count(doc, base); i++) {
		mockrule_join_index(item, base, i);
		mockrule_join(name, item, "name");
		if (mockdoc_count(doc, name) < 2)
			return mockerror_set(error, MOCKERROR_MISSING,
				"Param %s wants one part of the name besides"
				" formatted_name",
				name);
	}
	return 0;
}

static const struct type {
	const char *name; /* of the type and of its member */
	unsigned kind;
	const struct mockrule *rules;
	int (*check)(const struct mockdoc *doc, const char *base,
		struct mockerror *error); /* or NULL */
} types[] = {
	{"text", OBJECT, text_rules, NULL},
	{"template", OBJECT, NULL, mocktemplate_check},
	{"image", OBJECT, NULL, mockmedia_check_image},
	{"video", OBJECT, NULL, mockmedia_check_image},
	{"document", OBJECT, NULL, mockmedia_check_document},
	{"audio", OBJECT, NULL, mockmedia_check_audio},
	{"sticker", OBJECT, NULL, mockmedia_check_sticker},
	{"location", OBJECT, location_rules, NULL},
	{"contacts", ARRAY, contacts_rules, check_contacts},
	{"reaction", OBJECT, reaction_rules, NULL},
	{"interactive", OBJECT, NULL, mockinteractive_check},
};

static const struct type *
find_type(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

static bool
is_envelope_member(const char *name)
{
	for (const struct mockrule *rule = envelope; rule->path != NULL; rule++)
		if (strcmp(rule->path, name) == 0)
			return strchr(name, '.') == NULL;
	return false;
}

/* Exactly one member carries content, and it is called as the type says. */
static int
check_members(const struct mockdoc *doc, const char *type,
	struct mockerror *error)
{
	size_t count = mockdoc_count(doc, "");
	const char *name;

	for (size_t i = 0; i < count; i++) {
		name = mockdoc_name(doc, "", i);
		if (name == NULL ||
			(strcmp(name, type) != 0 && !is_envelope_member(name)))
			return mockerror_set(error, MOCKERROR_PARAMETER,
				"Unexpected key \"%.64s\" on a message of type"
				" %.32s",
				name != NULL ? name : "", type);
	}
	return 0;
}

static bool
is_number(const char *text)
{
	size_t len;

	text += *text == '+';
	len = strspn(text, "0123456789");
	return text[len] == '\0' && *text != '0' && len >= DIGITS_LEAST &&
	       len <= DIGITS_MOST;
}

/* US.13491208655302741918, or US.ENT.11815799212886844830 */
static bool
is_user_id(const char *text)
{
	size_t len = 0;

	if (!isupper((unsigned char)text[0]) ||
		!isupper((unsigned char)text[1]) || text[2] != '.')
		return false;
	text += 3;
	if (strncmp(text, "ENT.", 4) == 0)
		text += 4;
	while (isalnum((unsigned char)text[len]))
		len++;
	return text[len] == '\0' && len >= 1 && len <= USER_ID_MOST;
}

/* When both are given, `to` is the one that counts. */
static int
check_recipient(const struct mockdoc *doc, struct mockmessage *message,
	struct mockerror *error)
{
	static const char *const individual[] = {"individual", NULL};

	if (mockdoc_kind(doc, "recipient_type") != MOCKDOC_MISSING &&
		mockrule_word(doc, "recipient_type", individual, error) != 0)
		return -1;
	message->to = mockdoc_string(doc, "to");
	message->is_user_id = message->to == NULL;
	if (message->is_user_id)
		message->to = mockdoc_string(doc, "recipient");
	if (message->to == NULL)
		return mockerror_set(error, MOCKERROR_MISSING,
			"The parameter to is required");
	if (message->is_user_id && !is_user_id(message->to))
		return mockerror_set(error, MOCKERROR_VALUE,
			"Param recipient is not a business-scoped user id");
	if (!message->is_user_id && !is_number(message->to))
		return mockerror_set(error, MOCKERROR_VALUE,
			"Param to is not a phone number with its country code:"
			" + and 7 to 15 digits");
	return 0;
}

static int
check_content(const struct mockdoc *doc, const struct type *type,
	struct mockerror *error)
{
	const struct mockrule is_there[] =
		{{type->name, type->kind | REQUIRED | MOCKRULE_EMPTY_IS_FINE,
			 0},
			{0}};

	if (mockrule_check(doc, "", is_there, error) != 0)
		return -1;
	if (type->rules != NULL &&
		mockrule_check(doc, type->name, type->rules, error) != 0)
		return -1;
	return type->check != NULL ? type->check(doc, type->name, error) : 0;
}

int
mockmessage_check(const struct mockdoc *doc, struct mockmessage *message,
	struct mockerror *error)
{
	static const char *const products[] = {"whatsapp", NULL};
	const struct type *type;

	if (mockdoc_kind(doc, "") != MOCKDOC_OBJECT)
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"The body must be a JSON object");
	if (mockrule_check(doc, "", envelope, error) != 0 ||
		mockrule_word(doc, "messaging_product", products, error) != 0)
		return -1;
	message->type = mockdoc_string(doc, "type");
	message->callback = mockdoc_string(doc, "biz_opaque_callback_data");
	type = find_type(message->type);
	if (type == NULL)
		return mockerror_set(error, MOCKERROR_TYPE,
			"Message type \"%.64s\" is not supported",
			message->type);
	if (check_members(doc, message->type, error) != 0 ||
		check_recipient(doc, message, error) != 0)
		return -1;
	return check_content(doc, type, error);
}
