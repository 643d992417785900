/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

#include "number.h"
#include "utf8.h"
#include "xalloc.h"

enum { TEXT_MAX_BYTES = 1000 };

static size_t
index_of(const struct config_row *row)
{
	return (size_t)(row - config_row_at(0));
}

static void *
member_of(struct config *config, const struct config_row *row)
{
	return (char *)config + row->offset;
}

static const void *
look_at(const struct config *config, const struct config_row *row)
{
	return (const char *)config + row->offset;
}

void
config_init(struct config *config)
{
	const struct config_row *row;
	struct fault why;
	int result;

	*config = (struct config){0};
	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		if (row->fallback == NULL)
			continue;
		result = config_set(config, row, row->fallback, CONFIG_DEFAULT,
			row->name, &why);
		assert(result == 0);
		(void)result;
	}
}

void
config_release(struct config *config)
{
	const struct config_row *row;
	char **text;

	for (size_t i = 0; (row = config_row_at(i)) != NULL; i++) {
		if (row->kind != CONFIG_TEXT)
			continue;
		text = member_of(config, row);
		free(*text);
		*text = NULL;
	}
	free(config->ignored);
	config->ignored = NULL;
}

/* What would break a line, a message or a command. */
static const char *
refuse_any(const char *text)
{
	size_t len = strlen(text);

	if (len == 0)
		return "is empty; give it a value, or take the line away";
	if (len > TEXT_MAX_BYTES)
		return "has more than 1000 bytes";
	if (!utf8_is_valid(text, len))
		return "is not UTF-8";
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7F)
			return "has a line break or another control character;"
			       " write it in one line";
	return NULL;
}

/* Digits, and a point with digits if wanted: no sign, no exponent. */
static bool
parse_number(const char *text, double *number)
{
	size_t whole = strspn(text, "0123456789"), rest = 0;

	if (text[whole] == '.')
		rest = 1 + strspn(text + whole + 1, "0123456789");
	if (whole == 0 || rest == 1 || text[whole + rest] != '\0')
		return false;
	*number = strtod(text, NULL);
	return true;
}

static bool
parse_boolean(const char *text, bool *value)
{
	/* YAML 1.1, which other programs still read such a file as. */
	static const char *const words[] = {"false", "true", "no", "yes", "off",
		"on"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasecmp(words[i], text) == 0) {
			*value = i % 2 == 1;
			return true;
		}
	return false;
}

/* Whether the text is what the row allows; then it is the row's value. */
static bool
take(struct config *config, const struct config_row *row, const char *text)
{
	void *member = member_of(config, row);
	double number;

	switch (row->kind) {
	case CONFIG_TEXT:
		free(*(char **)member);
		*(char **)member = xstrdup(text);
		return true;
	case CONFIG_WHOLE:
		return number_parse(text, (int64_t)row->least,
			(int64_t)row->most, member);
	case CONFIG_NUMBER:
		if (!parse_number(text, &number) || number < row->least ||
			number > row->most)
			return false;
		*(double *)member = number;
		return true;
	case CONFIG_BOOLEAN:
		return parse_boolean(text, member);
	case CONFIG_WORD:
		for (int i = 0; row->words[i] != NULL; i++)
			if (strcasecmp(row->words[i], text) == 0) {
				*(enum config_level *)member =
					(enum config_level)i;
				return true;
			}
		return false;
	}
	return false;
}

int
config_set(struct config *config, const struct config_row *row,
	const char *text, enum config_source source, const char *where,
	struct fault *why)
{
	const char *refusal = refuse_any(text);

	if (refusal == NULL && row->refuse != NULL)
		refusal = row->refuse(text);
	if (refusal != NULL)
		return fault_set(why, EX_CONFIG, "%s: %s", where, refusal);
	if (!take(config, row, text))
		return fault_set(why, EX_CONFIG, "%s: \"%.16s\" is not %s",
			where, text, row->allowed);
	config->sources[index_of(row)] = source;
	return 0;
}

enum config_source
config_source(const struct config *config, const struct config_row *row)
{
	return config->sources[index_of(row)];
}

char *
config_text(const struct config *config, const struct config_row *row)
{
	const void *member = look_at(config, row);
	const char *text = NULL;
	char number[32];

	switch (row->kind) {
	case CONFIG_TEXT:
		text = *(char *const *)member;
		break;
	case CONFIG_WHOLE:
		snprintf(number, sizeof(number), "%" PRId64,
			*(const int64_t *)member);
		text = number;
		break;
	case CONFIG_NUMBER:
		snprintf(number, sizeof(number), "%.15g",
			*(const double *)member);
		text = number;
		break;
	case CONFIG_BOOLEAN:
		text = *(const bool *)member ? "true" : "false";
		break;
	case CONFIG_WORD:
		text = row->words[*(const enum config_level *)member];
		break;
	}
	return text != NULL ? xstrdup(text) : NULL;
}
