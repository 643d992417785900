/* SPDX-License-Identifier: MIT */
#include "mockrule.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void
mockrule_join(char path[MOCKRULE_PATH_SIZE], const char *base, const char *name)
{
	size_t base_len = strlen(base), name_len = strlen(name);

	assert(base_len + name_len + 2 <= MOCKRULE_PATH_SIZE);
	memmove(path, base, base_len);
	if (base_len > 0 && name_len > 0)
		path[base_len++] = '.';
	memcpy(path + base_len, name, name_len + 1);
}

void
mockrule_join_index(char path[MOCKRULE_PATH_SIZE], const char *base,
	size_t index)
{
	char name[sizeof("18446744073709551615")];

	snprintf(name, sizeof(name), "%zu", index);
	mockrule_join(path, base, name);
}

static unsigned
kind_flag(enum mockdoc_kind kind)
{
	static const unsigned flags[] = {
		[MOCKDOC_BOOLEAN] = MOCKRULE_BOOLEAN,
		[MOCKDOC_NUMBER] = MOCKRULE_NUMBER,
		[MOCKDOC_STRING] = MOCKRULE_STRING,
		[MOCKDOC_ARRAY] = MOCKRULE_ARRAY,
		[MOCKDOC_OBJECT] = MOCKRULE_OBJECT,
	};

	return flags[kind];
}

static int
wrong_kind(const char *path, unsigned kinds, struct mockerror *error)
{
	static const char *const names[] = {"a string", "a number", "a boolean",
		"an array", "an object"};
	char wanted[80] = "";
	size_t used = 0;

	for (unsigned bit = 0; bit < 5; bit++)
		if (kinds & 1U << bit)
			used += (size_t)snprintf(wanted + used,
				sizeof(wanted) - used, "%s%s",
				used > 0 ? " or " : "", names[bit]);
	if (used == 0)
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"Unexpected key %s", path);
	return mockerror_set(error, MOCKERROR_PARAMETER, "Param %s must be %s",
		path, wanted);
}

/* In UTF-16 code units, the stricter reading of "characters". */
static size_t
text_length(const char *text)
{
	size_t units = 0;

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		units += (byte & 0xC0) != 0x80;
		units += byte >= 0xF0;
	}
	return units;
}

static int
check_length(const struct mockdoc *doc, const char *path,
	const struct mockrule *rule, struct mockerror *error)
{
	bool is_string = mockdoc_kind(doc, path) == MOCKDOC_STRING;
	const char *text = is_string ? mockdoc_string(doc, path) : NULL;
	size_t len;

	if (is_string && text == NULL)
		return mockerror_set(error, MOCKERROR_VALUE,
			"Param %s holds a NUL character or half a surrogate"
			" pair",
			path);
	len = is_string ? text_length(text) : mockdoc_count(doc, path);
	if (len == 0 && rule->kinds & MOCKRULE_REQUIRED &&
		!(rule->kinds & MOCKRULE_EMPTY_IS_FINE))
		return mockerror_set(error, MOCKERROR_MISSING,
			"Param %s must not be empty", path);
	if (rule->most > 0 && len > rule->most)
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"Param %s must be at most %zu %s long, not %zu", path,
			rule->most, is_string ? "characters" : "items", len);
	return 0;
}

static bool
has_parent(const struct mockdoc *doc, const char *path)
{
	char parent[MOCKRULE_PATH_SIZE];
	const char *dot = strrchr(path, '.');

	if (dot == NULL)
		return true;
	memcpy(parent, path, (size_t)(dot - path));
	parent[dot - path] = '\0';
	return mockdoc_kind(doc, parent) != MOCKDOC_MISSING;
}

static int
check_value(const struct mockdoc *doc, const char *path,
	const struct mockrule *rule, struct mockerror *error)
{
	enum mockdoc_kind kind = mockdoc_kind(doc, path);

	if (kind == MOCKDOC_MISSING) {
		if (!(rule->kinds & MOCKRULE_REQUIRED) ||
			!has_parent(doc, path))
			return 0;
		return mockerror_set(error, MOCKERROR_MISSING,
			"The parameter %s is required", path);
	}
	if (!(kind_flag(kind) & rule->kinds))
		return wrong_kind(path, rule->kinds, error);
	if (kind == MOCKDOC_NUMBER || kind == MOCKDOC_BOOLEAN)
		return 0;
	return check_length(doc, path, rule, error);
}

/* Replace the first star by each index in turn; without one, check. */
static int
check_path(const struct mockdoc *doc, const char *path,
	const struct mockrule *rule, struct mockerror *error)
{
	char array[MOCKRULE_PATH_SIZE], item[MOCKRULE_PATH_SIZE];
	char whole[MOCKRULE_PATH_SIZE];
	const char *star = strstr(path, ".*");
	const char *rest;
	size_t count;
	int result = 0;

	if (star == NULL)
		return check_value(doc, path, rule, error);
	memcpy(array, path, (size_t)(star - path));
	array[star - path] = '\0';
	if (mockdoc_kind(doc, array) != MOCKDOC_ARRAY)
		return 0;
	rest = star + 2;
	count = mockdoc_count(doc, array);
	for (size_t i = 0; i < count && result == 0; i++) {
		mockrule_join_index(item, array, i);
		mockrule_join(whole, item, *rest == '.' ? rest + 1 : rest);
		result = check_path(doc, whole, rule, error);
	}
	return result;
}

int
mockrule_check(const struct mockdoc *doc, const char *base,
	const struct mockrule *rules, struct mockerror *error)
{
	char path[MOCKRULE_PATH_SIZE];

	for (; rules->path != NULL; rules++) {
		mockrule_join(path, base, rules->path);
		if (check_path(doc, path, rules, error) != 0)
			return -1;
	}
	return 0;
}

int
mockrule_word(const struct mockdoc *doc, const char *path,
	const char *const words[], struct mockerror *error)
{
	const char *text = mockdoc_string(doc, path);
	char list[192] = "";
	size_t used = 0;

	if (text == NULL)
		return mockerror_set(error, MOCKERROR_MISSING,
			"The parameter %s is required", path);
	for (int i = 0; words[i] != NULL; i++)
		if (strcasecmp(words[i], text) == 0)
			return i;
	for (int i = 0; words[i] != NULL && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
			"%s%s", i > 0 ? ", " : "", words[i]);
	return mockerror_set(error, MOCKERROR_VALUE,
		"Param %s must be one of {%s}", path, list);
}
