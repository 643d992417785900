/* SPDX-License-Identifier: MIT */
#include "mockscript-value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "number.h"
#include "xalloc.h"

enum { RETRY_SECONDS_MOST = 1000000000 };

static int
refuse(const char *name, const char *wanted, struct fault *why)
{
	return fault_set(why, EX_DATAERR, "\"%s\" must be %s", name, wanted);
}

int
mockscript_value_count(const struct mockdoc *doc, const char *name,
	int64_t least, int64_t most, int64_t *out, struct fault *why)
{
	char wanted[96];
	double number;

	if (mockdoc_number(doc, name, &number) && number >= (double)least &&
		number <= (double)most && floor(number) == number) {
		*out = (int64_t)number;
		return 0;
	}
	snprintf(wanted, sizeof(wanted), "a whole number from %lld to %lld",
		(long long)least, (long long)most);
	return refuse(name, wanted, why);
}

int
mockscript_value_fraction(const struct mockdoc *doc, const char *name,
	double *out, struct fault *why)
{
	double number;

	if (!mockdoc_number(doc, name, &number) || !(number >= 0) || number > 1)
		return refuse(name, "a number from 0 to 1", why);
	*out = number;
	return 0;
}

int
mockscript_value_duration(const struct mockdoc *doc, const char *name,
	int64_t least_ms, int64_t *out_ms, struct fault *why)
{
	const char *text = mockdoc_string(doc, name);
	int64_t time_ms;

	if (text == NULL || !number_parse_duration(text, &time_ms) ||
		time_ms < least_ms)
		return refuse(name,
			"a time in a string: \"200ms\", \"3s\", \"1m\"", why);
	*out_ms = time_ms;
	return 0;
}

int
mockscript_value_shift(const struct mockdoc *doc, const char *name,
	int64_t *out_ms, struct fault *why)
{
	const char *text = mockdoc_string(doc, name);
	bool is_behind = text != NULL && *text == '-';
	int64_t time_ms;

	if (text == NULL ||
		!number_parse_duration(text + is_behind, &time_ms) ||
		time_ms < 0)
		return refuse(name, "a time in a string: \"10m\", \"-10m\"",
			why);
	*out_ms = is_behind ? -time_ms : time_ms;
	return 0;
}

int
mockscript_value_yes_no(const struct mockdoc *doc, const char *name,
	int64_t *out, struct fault *why)
{
	if (mockdoc_kind(doc, name) != MOCKDOC_BOOLEAN)
		return refuse(name, "true or false", why);
	*out = mockdoc_is_true(doc, name);
	return 0;
}

int
mockscript_value_word(const struct mockdoc *doc, const char *name,
	const struct mockscript_word *words, int64_t *out, struct fault *why)
{
	const char *text = mockdoc_string(doc, name);
	char list[128] = "one of ";
	size_t used = strlen(list);

	for (size_t i = 0; words[i].text != NULL; i++) {
		if (text != NULL && strcmp(words[i].text, text) == 0) {
			*out = words[i].value;
			return 0;
		}
		used += (size_t)snprintf(list + used, sizeof(list) - used,
			"%s\"%s\"", i > 0 ? ", " : "", words[i].text);
	}
	return refuse(name, list, why);
}

int
mockscript_value_recipient(const struct mockdoc *doc, const char *name,
	char **out, struct fault *why)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz.0123456789";
	const char *text = mockdoc_string(doc, name);
	const char *rest = text;

	if (text != NULL && strchr("+*", *text) != NULL && *text != '\0')
		rest++;
	if (text == NULL || *rest == '\0' ||
		rest[strspn(rest, allowed)] != '\0')
		return refuse(name,
			"a recipient, \"+12025550123\", or how it ends,"
			" \"*0123\"",
			why);
	free(*out);
	*out = xstrdup(text);
	return 0;
}

int
mockscript_value_retry_after(const struct mockdoc *doc, const char *name,
	char out[MOCKFAULT_RETRY_AFTER_SIZE], struct fault *why)
{
	char digits[MOCKFAULT_RETRY_AFTER_SIZE];
	const char *text = mockdoc_string(doc, name);
	double seconds;

	if (mockdoc_number(doc, name, &seconds) && seconds >= 0 &&
		seconds <= RETRY_SECONDS_MOST && floor(seconds) == seconds) {
		snprintf(digits, sizeof(digits), "%.0f", seconds);
		text = digits;
	}
	if (text == NULL || *text == '\0' ||
		strlen(text) >= MOCKFAULT_RETRY_AFTER_SIZE ||
		strpbrk(text, "\r\n") != NULL)
		return refuse(name,
			"whole seconds, or the header's text in a string", why);
	snprintf(out, MOCKFAULT_RETRY_AFTER_SIZE, "%s", text);
	return 0;
}
