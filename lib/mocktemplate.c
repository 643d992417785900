/* SPDX-License-Identifier: MIT */
#include "mocktemplate.h"

#include <stdbool.h>
#include <string.h>

#include "mockparameter.h"
#include "mockrule.h"

enum {
	STRING = MOCKRULE_STRING,
	NUMBER = MOCKRULE_NUMBER,
	ARRAY = MOCKRULE_ARRAY,
	OBJECT = MOCKRULE_OBJECT,
	REQUIRED = MOCKRULE_REQUIRED,
	BUTTON_INDEX_MOST = 9,
};

static const struct mockrule template_rules[] = {
	{"name", STRING | REQUIRED, 512},
	{"language", OBJECT | REQUIRED, 0},
	{"language.code", STRING | REQUIRED, 0},
	{"language.policy", STRING, 0},
	{"components", ARRAY, 0},
	{"components.*", OBJECT, 0},
	{0},
};

static const struct mockrule component_rules[] = {
	{"type", STRING | REQUIRED, 0},
	{0},
};

static const struct mockrule button_rules[] = {
	{"sub_type", STRING | REQUIRED, 0},
	{"index", STRING | NUMBER | REQUIRED, 0},
	{"parameters", ARRAY, 1},
	{0},
};

static const struct mockrule carousel_rules[] = {
	{"cards", ARRAY | REQUIRED, 10},
	{"cards.*", OBJECT, 0},
	{"cards.*.card_index", STRING | NUMBER | REQUIRED, 0},
	{"cards.*.components", ARRAY | REQUIRED, 0},
	{"cards.*.components.*", OBJECT, 0},
	{0},
};

static int
check_header(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	return mockparameter_check_one(doc, base, MOCKPARAMETER_HEADER, error);
}

static int
check_body(const struct mockdoc *doc, const char *base, struct mockerror *error)
{
	return mockparameter_check(doc, base, MOCKPARAMETER_BODY, error);
}

static int
check_offer_component(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	return mockparameter_check_one(doc, base, MOCKPARAMETER_OFFER, error);
}

/* A digit, as a string or as a number: Meta's own examples have both. */
static int
check_index(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	char path[MOCKRULE_PATH_SIZE];
	const char *text;
	double number = -1;

	mockrule_join(path, base, "index");
	text = mockdoc_string(doc, path);
	if (text != NULL && strspn(text, "0123456789") == 1 && text[1] == '\0')
		number = text[0] - '0';
	else if (text == NULL)
		mockdoc_number(doc, path, &number);
	if (number < 0 || number > BUTTON_INDEX_MOST ||
		number != (double)(int)number)
		return mockerror_set(error, MOCKERROR_VALUE,
			"Param %s must be from 0 to %d", path,
			BUTTON_INDEX_MOST);
	return 0;
}

static int
check_button(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	static const char *const sub_types[] = {"quick_reply", "url",
		"copy_code", "flow", "catalog", NULL};
	static const struct {
		unsigned place;
		bool wants_parameter;
	} buttons[] = {{MOCKPARAMETER_QUICK_REPLY, false},
		{MOCKPARAMETER_URL, true}, {MOCKPARAMETER_COPY_CODE, true},
		{MOCKPARAMETER_FLOW_OR_CATALOG, false},
		{MOCKPARAMETER_FLOW_OR_CATALOG, false}};
	char path[MOCKRULE_PATH_SIZE];
	int sub_type;

	if (mockrule_check(doc, base, button_rules, error) != 0 ||
		check_index(doc, base, error) != 0)
		return -1;
	mockrule_join(path, base, "sub_type");
	sub_type = mockrule_word(doc, path, sub_types, error);
	if (sub_type < 0)
		return -1;
	if (buttons[sub_type].wants_parameter)
		return mockparameter_check_one(doc, base,
			buttons[sub_type].place, error);
	return mockparameter_check(doc, base, buttons[sub_type].place, error);
}

static int check_components(const struct mockdoc *doc, const char *base,
	bool is_card, struct mockerror *error);

static int
check_carousel(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	char cards[MOCKRULE_PATH_SIZE], card[MOCKRULE_PATH_SIZE];
	size_t count;

	if (mockrule_check(doc, base, carousel_rules, error) != 0)
		return -1;
	mockrule_join(cards, base, "cards");
	count = mockdoc_count(doc, cards);
	for (size_t i = 0; i < count; i++) {
		mockrule_join_index(card, cards, i);
		if (check_components(doc, card, true, error) != 0)
			return -1;
	}
	return 0;
}

static int
check_component(const struct mockdoc *doc, const char *base, bool is_card,
	struct mockerror *error)
{
	/* A card has no carousel in it, and no offer. */
	static const char *const types[] = {"header", "body", "button",
		"carousel", "limited_time_offer", NULL};
	static const char *const card_types[] = {"header", "body", "button",
		NULL};
	static int (*const checks[])(const struct mockdoc *, const char *,
		struct mockerror *) = {check_header, check_body, check_button,
		check_carousel, check_offer_component};
	char path[MOCKRULE_PATH_SIZE];
	int type;

	if (mockrule_check(doc, base, component_rules, error) != 0)
		return -1;
	mockrule_join(path, base, "type");
	type = mockrule_word(doc, path, is_card ? card_types : types, error);
	return type < 0 ? -1 : checks[type](doc, base, error);
}

static int
check_components(const struct mockdoc *doc, const char *base, bool is_card,
	struct mockerror *error)
{
	char components[MOCKRULE_PATH_SIZE], component[MOCKRULE_PATH_SIZE];
	size_t count;

	mockrule_join(components, base, "components");
	count = mockdoc_count(doc, components);
	for (size_t i = 0; i < count; i++) {
		mockrule_join_index(component, components, i);
		if (check_component(doc, component, is_card, error) != 0)
			return -1;
	}
	return 0;
}

int
mocktemplate_check(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	static const char *const policies[] = {"deterministic", NULL};
	char path[MOCKRULE_PATH_SIZE];
	const char *name;

	if (mockrule_check(doc, base, template_rules, error) != 0)
		return -1;
	mockrule_join(path, base, "name");
	name = mockdoc_string(doc, path);
	if (!mockparameter_is_name(name))
		return mockerror_set(error, MOCKERROR_VALUE,
			"Param %s must be of a-z, 0-9 and _", path);
	mockrule_join(path, base, "language.policy");
	if (mockdoc_kind(doc, path) != MOCKDOC_MISSING &&
		mockrule_word(doc, path, policies, error) < 0)
		return -1;
	return check_components(doc, base, false, error);
}
