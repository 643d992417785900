/* SPDX-License-Identifier: MIT */
#include "mockinteractive.h"

#include <string.h>

#include "mockrule.h"

enum {
	STRING = MOCKRULE_STRING,
	ARRAY = MOCKRULE_ARRAY,
	OBJECT = MOCKRULE_OBJECT,
	REQUIRED = MOCKRULE_REQUIRED,
};

static const struct mockrule common_rules[] = {
	{"type", STRING | REQUIRED, 0},
	{"header", OBJECT, 0},
	{"header.type", STRING | REQUIRED, 0},
	{"header.text", STRING, 60},
	{"body", OBJECT, 0},
	{"body.text", STRING | REQUIRED, 1024},
	{"footer", OBJECT, 0},
	{"footer.text", STRING | REQUIRED, 60},
	{"action", OBJECT | REQUIRED, 0},
	{0},
};

static const struct mockrule button_rules[] = {
	{"body", OBJECT | REQUIRED, 0},
	{"action.buttons", ARRAY | REQUIRED, 3},
	{"action.buttons.*", OBJECT, 0},
	{"action.buttons.*.type", STRING | REQUIRED, 0},
	{"action.buttons.*.reply", OBJECT | REQUIRED, 0},
	{"action.buttons.*.reply.id", STRING | REQUIRED, 256},
	{"action.buttons.*.reply.title", STRING | REQUIRED, 20},
	{0},
};

static const struct mockrule list_rules[] = {
	{"body", OBJECT | REQUIRED, 0},
	{"action.button", STRING | REQUIRED, 20},
	{"action.sections", ARRAY | REQUIRED, 10},
	{"action.sections.*", OBJECT, 0},
	{"action.sections.*.title", STRING, 24},
	{"action.sections.*.rows", ARRAY | REQUIRED, 10},
	{"action.sections.*.rows.*", OBJECT, 0},
	{"action.sections.*.rows.*.id", STRING | REQUIRED, 200},
	{"action.sections.*.rows.*.title", STRING | REQUIRED, 24},
	{"action.sections.*.rows.*.description", STRING, 72},
	{0},
};

static const struct mockrule several_sections_rules[] = {
	{"action.sections.*.title", STRING | REQUIRED, 24},
	{0},
};

static const struct mockrule cta_url_rules[] = {
	{"body", OBJECT | REQUIRED, 0},
	{"action.name", STRING | REQUIRED, 0},
	{"action.parameters", OBJECT | REQUIRED, 0},
	{"action.parameters.display_text", STRING | REQUIRED, 20},
	{"action.parameters.url", STRING | REQUIRED, 2000},
	{0},
};

/* Neither the ids nor the titles of the buttons may repeat. */
static int
check_unique(const struct mockdoc *doc, const char *base, const char *member,
	struct mockerror *error)
{
	char buttons[MOCKRULE_PATH_SIZE], button[MOCKRULE_PATH_SIZE];
	char path[MOCKRULE_PATH_SIZE];
	const char *seen[3], *text;
	size_t count;

	mockrule_join(buttons, base, "action.buttons");
	count = mockdoc_count(doc, buttons); /* 3 at most, by the rule above */
	for (size_t i = 0; i < count; i++) {
		mockrule_join_index(button, buttons, i);
		mockrule_join(path, button, member);
		text = mockdoc_string(doc, path);
		for (size_t before = 0; before < i; before++)
			if (strcmp(seen[before], text) == 0)
				return mockerror_set(error, MOCKERROR_VALUE,
					"Param %s must differ from that of the"
					" other buttons",
					path);
		seen[i] = text;
	}
	return 0;
}

static int
check_buttons(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	if (mockrule_check(doc, base, button_rules, error) != 0 ||
		check_unique(doc, base, "reply.id", error) != 0)
		return -1;
	return check_unique(doc, base, "reply.title", error);
}

static int
check_list(const struct mockdoc *doc, const char *base, struct mockerror *error)
{
	char sections[MOCKRULE_PATH_SIZE];

	if (mockrule_check(doc, base, list_rules, error) != 0)
		return -1;
	mockrule_join(sections, base, "action.sections");
	if (mockdoc_count(doc, sections) < 2)
		return 0;
	return mockrule_check(doc, base, several_sections_rules, error);
}

static int
check_cta_url(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	return mockrule_check(doc, base, cta_url_rules, error);
}

static int
check_header(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	static const char *const header_types[] = {"text", "image", "video",
		"document", NULL};
	char path[MOCKRULE_PATH_SIZE];
	int type;

	mockrule_join(path, base, "header");
	if (mockdoc_kind(doc, path) == MOCKDOC_MISSING)
		return 0;
	mockrule_join(path, base, "header.type");
	type = mockrule_word(doc, path, header_types, error);
	if (type < 0)
		return -1;
	mockrule_join(path, base, "header");
	return mockrule_check(doc, path,
		(const struct mockrule[]){{header_types[type],
						  (type == 0 ? STRING
							     : OBJECT) |
							  REQUIRED,
						  0},
			{0}},
		error);
}

int
mockinteractive_check(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	static const char *const kinds[] = {"button", "list", "cta_url",
		"product", "product_list", "flow", "catalog_message",
		"call_permission_request", "location_request_message",
		"address_message", "request_contact_info", NULL};
	static int (*const checks[])(const struct mockdoc *, const char *,
		struct mockerror *) = {check_buttons, check_list,
		check_cta_url};
	char path[MOCKRULE_PATH_SIZE];
	int kind;

	if (mockrule_check(doc, base, common_rules, error) != 0)
		return -1;
	mockrule_join(path, base, "type");
	kind = mockrule_word(doc, path, kinds, error);
	if (kind < 0 || check_header(doc, base, error) != 0)
		return -1;
	if (kind >= (int)(sizeof(checks) / sizeof(*checks)))
		return 0;
	return checks[kind](doc, base, error);
}
