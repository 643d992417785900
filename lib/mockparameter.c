/* SPDX-License-Identifier: MIT */
#include "mockparameter.h"

#include <string.h>

#include "mockmedia.h"
#include "mockrule.h"

enum {
	STRING = MOCKRULE_STRING,
	NUMBER = MOCKRULE_NUMBER,
	ARRAY = MOCKRULE_ARRAY,
	OBJECT = MOCKRULE_OBJECT,
	REQUIRED = MOCKRULE_REQUIRED,
	BLANKS_MOST = 4, /* consecutive spaces in a text */
};

static const struct mockrule list_rules[] = {
	{"parameters", ARRAY, 0},
	{"parameters.*", OBJECT, 0},
	{"parameters.*.type", STRING | REQUIRED, 0},
	{"parameters.*.parameter_name", STRING, 0},
	{0},
};

static const struct mockrule location_rules[] = {
	{"latitude", STRING | NUMBER | REQUIRED, 0},
	{"longitude", STRING | NUMBER | REQUIRED, 0},
	{"name", STRING, 0},
	{"address", STRING, 0},
	{0},
};

static const struct mockrule currency_rules[] = {
	{"fallback_value", STRING | REQUIRED, 0},
	{"code", STRING | REQUIRED, 3},
	{"amount_1000", NUMBER | REQUIRED, 0},
	{0},
};

static const struct mockrule date_time_rules[] = {
	{"fallback_value", STRING | REQUIRED, 0},
	{0},
};

static const struct mockrule offer_rules[] = {
	{"expiration_time_ms", NUMBER | REQUIRED, 0},
	{0},
};

/* One line, and no wide gaps: Meta refuses the message otherwise. */
static int
check_text(const struct mockdoc *doc, const char *path, struct mockerror *error)
{
	const char *text = mockdoc_string(doc, path);
	size_t blanks = 0;

	for (; *text != '\0'; text++) {
		blanks = *text == ' ' ? blanks + 1 : 0;
		if (blanks > BLANKS_MOST || strchr("\n\r\t", *text) != NULL)
			return mockerror_set(error, MOCKERROR_TEXT,
				"Param text cannot have new-line/tab characters"
				" or more than 4 consecutive spaces");
	}
	return 0;
}

static int
check_currency(const struct mockdoc *doc, const char *path,
	struct mockerror *error)
{
	return mockrule_check(doc, path, currency_rules, error);
}

static int
check_date_time(const struct mockdoc *doc, const char *path,
	struct mockerror *error)
{
	return mockrule_check(doc, path, date_time_rules, error);
}

static int
check_location(const struct mockdoc *doc, const char *path,
	struct mockerror *error)
{
	return mockrule_check(doc, path, location_rules, error);
}

/* Seconds, a frequent mistake, would be a day in 1970. */
static int
check_offer(const struct mockdoc *doc, const char *path,
	struct mockerror *error)
{
	char member[MOCKRULE_PATH_SIZE];
	double expiration_ms = 0;

	if (mockrule_check(doc, path, offer_rules, error) != 0)
		return -1;
	mockrule_join(member, path, "expiration_time_ms");
	mockdoc_number(doc, member, &expiration_ms);
	if (expiration_ms < 1e11)
		return mockerror_set(error, MOCKERROR_VALUE,
			"Param %s must be milliseconds since 1970", member);
	return 0;
}

static const struct parameter {
	const char *type; /* and the name of the member with the value */
	unsigned places;
	unsigned kind;
	size_t most;
	int (*check)(const struct mockdoc *doc, const char *path,
		struct mockerror *error); /* or NULL */
} parameters[] = {
	{"text", MOCKPARAMETER_HEADER | MOCKPARAMETER_BODY | MOCKPARAMETER_URL,
		STRING, 32768, check_text},
	{"currency", MOCKPARAMETER_HEADER | MOCKPARAMETER_BODY, OBJECT, 0,
		check_currency},
	{"date_time", MOCKPARAMETER_HEADER | MOCKPARAMETER_BODY, OBJECT, 0,
		check_date_time},
	{"image", MOCKPARAMETER_HEADER, OBJECT, 0, mockmedia_check_image},
	{"video", MOCKPARAMETER_HEADER, OBJECT, 0, mockmedia_check_image},
	{"gif", MOCKPARAMETER_HEADER, OBJECT, 0, mockmedia_check_image},
	{"document", MOCKPARAMETER_HEADER, OBJECT, 0, mockmedia_check_document},
	{"location", MOCKPARAMETER_HEADER, OBJECT, 0, check_location},
	{"payload", MOCKPARAMETER_QUICK_REPLY, STRING, 256, NULL},
	{"coupon_code", MOCKPARAMETER_COPY_CODE, STRING, 15, NULL},
	{"action", MOCKPARAMETER_FLOW_OR_CATALOG, OBJECT, 0, NULL},
	{"limited_time_offer", MOCKPARAMETER_OFFER, OBJECT, 0, check_offer},
};

static const struct parameter *
find_parameter(const char *type, unsigned place)
{
	for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters); i++)
		if (parameters[i].places & place &&
			strcmp(parameters[i].type, type) == 0)
			return &parameters[i];
	return NULL;
}

static int
check_parameter(const struct mockdoc *doc, const char *base, unsigned place,
	struct mockerror *error)
{
	const struct parameter *parameter;
	struct mockrule value[2] = {{0}};
	char path[MOCKRULE_PATH_SIZE];
	const char *type;

	mockrule_join(path, base, "type");
	type = mockdoc_string(doc, path);
	parameter = find_parameter(type, place);
	if (parameter == NULL)
		return mockerror_set(error, MOCKERROR_FORMAT,
			"Param %s: a parameter of type \"%.32s\" cannot stand"
			" there",
			path, type);
	value[0].path = parameter->type;
	value[0].kinds = parameter->kind | REQUIRED;
	value[0].most = parameter->most;
	if (mockrule_check(doc, base, value, error) != 0)
		return -1;
	mockrule_join(path, base, parameter->type);
	return parameter->check != NULL ? parameter->check(doc, path, error)
					: 0;
}

bool
mockparameter_is_name(const char *name)
{
	return *name != '\0' &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] ==
		       '\0';
}

/* Parameters have names, all of them, or none has. */
static int
check_names(const struct mockdoc *doc, const char *parameters_path,
	struct mockerror *error)
{
	char item[MOCKRULE_PATH_SIZE], path[MOCKRULE_PATH_SIZE];
	size_t count = mockdoc_count(doc, parameters_path), named = 0;
	const char *name;

	for (size_t i = 0; i < count; i++) {
		mockrule_join_index(item, parameters_path, i);
		mockrule_join(path, item, "parameter_name");
		name = mockdoc_string(doc, path);
		named += name != NULL;
		if (name != NULL && !mockparameter_is_name(name))
			return mockerror_set(error, MOCKERROR_VALUE,
				"Param %s must be of a-z, 0-9 and _", path);
	}
	if (named > 0 && named < count)
		return mockerror_set(error, MOCKERROR_FORMAT,
			"Param %s: some have a parameter_name and some have"
			" none",
			parameters_path);
	return 0;
}

int
mockparameter_check(const struct mockdoc *doc, const char *base, unsigned place,
	struct mockerror *error)
{
	char path[MOCKRULE_PATH_SIZE], item[MOCKRULE_PATH_SIZE];
	size_t count;

	if (mockrule_check(doc, base, list_rules, error) != 0)
		return -1;
	mockrule_join(path, base, "parameters");
	count = mockdoc_count(doc, path);
	for (size_t i = 0; i < count; i++) {
		mockrule_join_index(item, path, i);
		if (check_parameter(doc, item, place, error) != 0)
			return -1;
	}
	return check_names(doc, path, error);
}

int
mockparameter_check_one(const struct mockdoc *doc, const char *base,
	unsigned place, struct mockerror *error)
{
	static const struct mockrule one[] = {
		{"parameters", ARRAY | REQUIRED, 1},
		{0},
	};

	if (mockrule_check(doc, base, one, error) != 0)
		return -1;
	return mockparameter_check(doc, base, place, error);
}
