/* SPDX-License-Identifier: MIT */

/* The table of errors: complete, in order, and of use to who reads it. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apierror.h"
#include "tap.h"

/* What is written down in a row holds whatever the answer's status was. */
static bool
is_in_class(int code, const char *word)
{
	static const int statuses[] = {400, 401, 403, 404, 429, 500, 503};
	bool is_same = true;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		for (int transient = 0; transient < 2; transient++) {
			const struct apierror *row = apierror_find(code,
				statuses[i], transient == 1);

			if (row->first < 0 ||
				strcmp(apierror_class_word(row->class), word))
				is_same = false;
		}
	return is_same;
}

/* Each line of the list has a row; every code of a row is in the list. */
static void
test_list(void)
{
	const char *srcdir = getenv("srcdir");
	char path[4096], line[256], word[32];
	int first, last, listed = 0, in_table = 0;
	const struct apierror *row;
	FILE *list;

	snprintf(path, sizeof(path), "%s/tests/data/meta-errors.tsv",
		srcdir != NULL ? srcdir : ".");
	list = fopen(path, "r");
	if (!ok(list != NULL, "%s is there", path))
		return;
	while (fgets(line, sizeof(line), list) != NULL) {
		if (*line == '#')
			continue;
		if (sscanf(line, "%d-%d %*s %*s %31s", &first, &last, word) !=
			3) {
			sscanf(line, "%d %*s %*s %31s", &first, word);
			last = first;
		}
		ok(is_in_class(first, word) && is_in_class(last, word),
			"%d to %d: %s", first, last, word);
		listed += last - first + 1;
	}
	fclose(list);
	for (size_t i = 0; (row = apierror_at(i)) != NULL; i++)
		in_table += row->last - row->first + 1;
	ok(listed == in_table, "%d codes are listed, %d in the table", listed,
		in_table);
}

/* "TITLE (CODE): nothing more is sent; HINT, then run again" must read well. */
static bool
is_clause(const char *text, size_t most)
{
	size_t len = strlen(text);

	return len > 0 && len <= most &&
	       isalnum((unsigned char)text[len - 1]) &&
	       strstr(text, "run again") == NULL && strchr(text, '\t') == NULL;
}

static void
test_rows(void)
{
	const struct apierror *row;
	int before = -1;

	for (size_t i = 0; (row = apierror_at(i)) != NULL; i++) {
		ok(row->first > before && row->last >= row->first,
			"%d: is behind %d", row->first, before);
		ok(is_clause(row->title, 100), "%d: title", row->first);
		ok(is_clause(row->hint, 150), "%d: hint", row->first);
		ok(row->pause_s >= 0 && row->retries_max >= 0 &&
				(row->class != APIERROR_PAUSE_ALL ||
					row->pause_s > 0),
			"%d: pause and retries", row->first);
		before = row->last;
	}
}

static void
test_limits(void)
{
	const struct apierror *row = apierror_find(1, 400, false);

	ok(row->retries_max == 1 && row->fails_when_spent,
		"1: two tries, then it is the message");
	row = apierror_find(131000, 500, false);
	ok(row->retries_max == 2 && !row->fails_when_spent,
		"131000: three tries, then another time");
	ok(apierror_find(131016, 503, false)->retries_max == 0,
		"131016: as often as one likes");
	ok(apierror_find(131057, 500, false)->pause_s == 60, "131057: 60 s");
	ok(apierror_find(134101, 400, false)->pause_s == 600, "134101: 10 min");
	ok(apierror_find(80007, 400, false)->pause_s >= 300, "80007: 5 min");
	ok(apierror_find(131049, 400, false)->pause_s == 86400,
		"131049: a day");
}

static void
test_unknown(void)
{
	static const int64_t codes[] = {-1, 5, 300, 132010, 133011, 142000,
		INT64_MAX, INT64_MIN, 4294967296 + 190};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		const struct apierror *lasting =
			apierror_find(codes[i], 400, false);

		ok(lasting->first < 0 && lasting->class == APIERROR_MESSAGE,
			"unknown %zu: the message", i);
		ok(is_clause(lasting->hint, 150), "unknown %zu: hint", i);
		ok(apierror_find(codes[i], 499, false) == lasting,
			"unknown %zu: up to 499", i);
		ok(apierror_find(codes[i], 500, false)->class == APIERROR_RETRY,
			"unknown %zu: again with 500", i);
		ok(apierror_find(codes[i], 400, true)->class == APIERROR_RETRY,
			"unknown %zu: again when transient", i);
	}
}

static void
test_words(void)
{
	for (int i = 0; i < APIERROR_CLASSES; i++)
		for (int j = 0; j < i; j++)
			ok(strcmp(apierror_class_word(i),
				   apierror_class_word(j)) != 0,
				"class %d is not class %d", i, j);
}

int
main(void)
{
	test_list();
	test_rows();
	test_limits();
	test_unknown();
	test_words();
	return tap_end();
}
