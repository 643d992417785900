/* SPDX-License-Identifier: MIT */
#include "mockmedia.h"

#include <string.h>

#include "mockrule.h"

enum { CAPTION_MOST = 1024 };

static const struct mockrule image_rules[] = {
	{"id", MOCKRULE_STRING, 0},
	{"link", MOCKRULE_STRING, 0},
	{"caption", MOCKRULE_STRING, CAPTION_MOST},
	{"filename", MOCKRULE_NONE, 0},
	{0},
};

static const struct mockrule document_rules[] = {
	{"id", MOCKRULE_STRING, 0},
	{"link", MOCKRULE_STRING, 0},
	{"caption", MOCKRULE_STRING, CAPTION_MOST},
	{"filename", MOCKRULE_STRING, 0},
	{0},
};

static const struct mockrule audio_rules[] = {
	{"id", MOCKRULE_STRING, 0},
	{"link", MOCKRULE_STRING, 0},
	{"voice", MOCKRULE_BOOLEAN, 0},
	{"caption", MOCKRULE_NONE, 0},
	{0},
};

static const struct mockrule sticker_rules[] = {
	{"id", MOCKRULE_STRING, 0},
	{"link", MOCKRULE_STRING, 0},
	{"caption", MOCKRULE_NONE, 0},
	{0},
};

static int
check(const struct mockdoc *doc, const char *base, const struct mockrule *rules,
	struct mockerror *error)
{
	char path[MOCKRULE_PATH_SIZE];
	const char *id, *link;

	if (mockrule_check(doc, base, rules, error) != 0)
		return -1;
	mockrule_join(path, base, "id");
	id = mockdoc_string(doc, path);
	mockrule_join(path, base, "link");
	link = mockdoc_string(doc, path);
	if (id != NULL && link != NULL)
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"Param %s must have id or link, not both", base);
	if ((id == NULL || *id == '\0') && (link == NULL || *link == '\0'))
		return mockerror_set(error, MOCKERROR_MISSING,
			"Param %s must have id or link", base);
	if (link != NULL && strncmp(link, "https://", 8) != 0 &&
		strncmp(link, "http://", 7) != 0)
		return mockerror_set(error, MOCKERROR_VALUE,
			"Param %s must be an http or https URL", path);
	return 0;
}

int
mockmedia_check_image(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	return check(doc, base, image_rules, error);
}

int
mockmedia_check_document(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	return check(doc, base, document_rules, error);
}

int
mockmedia_check_audio(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	return check(doc, base, audio_rules, error);
}

int
mockmedia_check_sticker(const struct mockdoc *doc, const char *base,
	struct mockerror *error)
{
	return check(doc, base, sticker_rules, error);
}
