/* SPDX-License-Identifier: MIT */

/*
 * What libjq accepts the scanner accepts, what one refuses the other does,
 * and they read the same; but for the list in json-corpus.c.
 */
#include <jv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json-compare.h"
#include "json-corpus.h"
#include "json.h"
#include "jsonstring.h"
#include "tap.h"
#include "utf8.h"

enum { SHOWN_MAX = 5 }; /* of what is wrong in one test */

static const struct json_exception *
find_exception(const char *group)
{
	for (size_t index = 0; index < json_exception_count; index++)
		if (strcmp(json_exceptions[index].group, group) == 0)
			return &json_exceptions[index];
	return NULL;
}

static const char *
describe(enum json_deviation deviation)
{
	static const char *const texts[] = {[JSON_SAME] = "agree",
		[JSON_ACCEPTED_BY_LIBJQ] = "only libjq accepts",
		[JSON_REFUSED_BY_LIBJQ] = "only the scanner accepts",
		[JSON_CHANGED_BY_LIBJQ] = "libjq changes a string",
		[JSON_OTHER_VALUE] = "they read different values"};

	return texts[deviation];
}

/* How many texts the group has. */
static size_t
test_group(struct comparison *with, const struct json_group *group)
{
	const struct json_exception *exception = find_exception(group->name);
	enum json_deviation wanted =
		exception != NULL ? exception->deviation : JSON_SAME;
	bool may_agree = exception == NULL || exception->is_by_version;
	size_t count, wrong = 0, different = 0;
	struct json_error error;
	enum json_deviation deviation;
	bool is_accepted;

	for (count = 0; json_group_text(group, count, &with->text); count++) {
		deviation = comparison_make(with, &is_accepted, &error);
		different += deviation != JSON_SAME;
		if (is_accepted == group->is_accepted &&
			(deviation == wanted ||
				(deviation == JSON_SAME && may_agree)))
			continue;
		if (wrong++ >= SHOWN_MAX)
			continue;
		printf("# the scanner %s, %s\n",
			is_accepted ? "accepts" : error.what,
			describe(deviation));
		tap_show("text of", with->text.data, with->text.len);
	}
	ok(wrong == 0 && count > 0, "%s: %zu texts; %s: %zu", group->name,
		count, describe(wanted),
		wanted == JSON_SAME ? count : different);
	return count;
}

static void
test_groups(struct comparison *with)
{
	size_t count = 0, named;

	for (size_t index = 0; index < json_group_count; index++)
		count += test_group(with, &json_groups[index]);
	ok(count >= 300, "%zu texts were compared with libjq", count);
	for (size_t index = 0; index < json_exception_count; index++) {
		named = 0;
		for (size_t group = 0; group < json_group_count; group++)
			named += find_exception(json_groups[group].name) ==
				 &json_exceptions[index];
		ok(named == 1 && *json_exceptions[index].reason != '\0',
			"the exception \"%s\" is one of a group",
			json_exceptions[index].group);
	}
}

/* Half a pair of \u escapes: the one thing that only the scanner accepts. */
static bool
has_high_surrogate(const struct buf *text)
{
	const char *at = text->data, *end = at + text->len;
	unsigned int code, low;

	for (; end - at >= 6; at++) {
		if (*at != '\\')
			continue;
		if (sscanf(at, "\\u%4x", &code) != 1) {
			at++;
			continue;
		}
		at += 5;
		if (code < 0xD800 || code > 0xDBFF)
			continue;
		if (end - at < 7 || sscanf(at + 1, "\\u%4x", &low) != 1 ||
			low < 0xDC00 || low > 0xDFFF)
			return true;
		at += 6;
	}
	return false;
}

/* Is what stands around the place a number for libjq? */
static bool
is_loose_number(const struct buf *text, size_t at)
{
	static const char ends[] = " \t\r\n\"[,]{:}";
	size_t from = at, to = at;
	struct buf token;
	jv value;
	bool is_number;

	while (from > 0 && memchr(ends, text->data[from - 1], 11) == NULL)
		from--;
	while (to < text->len && memchr(ends, text->data[to], 11) == NULL)
		to++;
	buf_init(&token, SIZE_MAX);
	buf_add(&token, text->data + from, to - from);
	value = jv_parse_sized(buf_string(&token), (int)token.len);
	is_number = jv_get_kind(value) == JV_KIND_NUMBER;
	jv_free(value);
	buf_release(&token);
	return is_number;
}

/* Does a difference on a text that nobody wrote fall under the list? */
static bool
is_explained(const struct buf *text, enum json_deviation deviation,
	const struct json_error *error)
{
	if (deviation == JSON_SAME || deviation == JSON_CHANGED_BY_LIBJQ)
		return true;
	if (deviation == JSON_REFUSED_BY_LIBJQ)
		return has_high_surrogate(text);
	if (deviation != JSON_ACCEPTED_BY_LIBJQ)
		return false;
	return !utf8_is_valid(text->data, text->len) ||
	       memchr(text->data, '\0', text->len) != NULL ||
	       memchr(text->data, '\x1E', text->len) != NULL ||
	       memchr(text->data, '\x1F', text->len) != NULL ||
	       is_loose_number(text, error->at);
}

/* Change a byte: a bit of it, or to one that means something in JSON. */
static void
mutate(struct buf *text, unsigned short chance[3])
{
	static const char telling[] = "\"\\{}[]:,0123456789-+.eEutfnabd \n\x1F";
	size_t place = (size_t)nrand48(chance) % text->len;

	if (nrand48(chance) % 2 == 0)
		text->data[place] ^= (char)(1 << nrand48(chance) % 8);
	else
		text->data[place] = telling[(size_t)nrand48(chance) %
					    (sizeof(telling) - 1)];
}

/* Each sample in turn, with one byte changed or a few. */
static void
test_mutations(struct comparison *with)
{
	enum { ROUNDS = 20000 };
	unsigned short chance[3] = {1, 2, 3};
	size_t wrong = 0, accepted = 0;
	enum json_deviation deviation;
	const struct json_text *sample;
	struct json_error error;
	bool is_accepted;

	for (size_t round = 0; round < ROUNDS; round++) {
		sample = &json_samples[round % json_sample_count];
		buf_clear(&with->text);
		buf_add(&with->text, sample->text, sample->len);
		do
			mutate(&with->text, chance);
		while (nrand48(chance) % 2 == 0);
		deviation = comparison_make(with, &is_accepted, &error);
		accepted += is_accepted;
		if (is_explained(&with->text, deviation, &error) ||
			wrong++ >= SHOWN_MAX)
			continue;
		tap_show(describe(deviation), with->text.data, with->text.len);
	}
	ok(wrong == 0, "%d records with bytes changed at random", ROUNDS);
	ok(accepted > ROUNDS / 10 && accepted < ROUNDS * 9 / 10,
		"some of them are still JSON and some are not");
}

static bool
is_utf8_for_libjq(const char *text, size_t len)
{
	jv string = jv_string_sized(text, (int)len);
	bool is_same = jv_string_length_bytes(jv_copy(string)) == (int)len &&
		       memcmp(jv_string_value(string), text, len) == 0;

	jv_free(string);
	return is_same;
}

/* Every first byte and second byte, and the edges of the others. */
static void
test_utf8(void)
{
	static const char edges[] = {0x20, 0x7F, '\x80', '\xBF', '\xC0'};
	size_t wrong = 0;
	char text[4];

	for (int index = 0; index < 256 * 256 * 5 * 5; index++) {
		text[0] = (char)(index / 25 / 256);
		text[1] = (char)(index / 25);
		text[2] = edges[index / 5 % 5];
		text[3] = edges[index % 5];
		for (size_t len = 1; len <= sizeof(text); len++)
			wrong += utf8_is_valid(text, len) !=
				 is_utf8_for_libjq(text, len);
	}
	ok(wrong == 0, "UTF-8: libjq agrees on each pair of bytes");
}

static size_t
count_units(const char *text, size_t len)
{
	size_t units = 0;

	for (; len > 0; len--, text++) {
		units += ((unsigned char)*text & 0xC0) != 0x80;
		units += (unsigned char)*text >= 0xF0;
	}
	return units;
}

/* The text of with, as a string in JSON, is the text again. */
static bool
survives_escaping(struct comparison *with, struct buf *quoted)
{
	const struct buf *text = &with->text;
	struct json_value string = {.type = JSON_STRING};
	struct json_error error;
	bool is_utf8;

	buf_clear(quoted);
	buf_clear(&with->plain);
	buf_add_byte(quoted, '"');
	is_utf8 = json_escape(quoted, text->data, text->len) == 0;
	if (is_utf8 != utf8_is_valid(text->data, text->len))
		return false;
	if (!is_utf8)
		json_escape_lossy(quoted, text->data, text->len);
	buf_add_byte(quoted, '"');
	string.text = quoted->data;
	string.len = quoted->len;
	if (json_scan(quoted->data, quoted->len, &error) != 0)
		return false;
	if (!is_utf8 || memchr(text->data, '\0', text->len) != NULL)
		return true;
	buf_string(&with->plain);
	return json_unescape(&with->plain, &string) == 0 &&
	       with->plain.len == text->len &&
	       memcmp(with->plain.data, text->data, text->len) == 0 &&
	       json_utf16_length(quoted->data + 1, quoted->len - 2) ==
		       count_units(text->data, text->len);
}

static void
test_escaping(struct comparison *with)
{
	struct buf quoted;
	size_t wrong = 0;

	buf_init(&quoted, SIZE_MAX);
	for (size_t group = 0; group < json_group_count; group++)
		for (size_t index = 0; json_group_text(&json_groups[group],
			     index, &with->text);
			index++) {
			buf_string(&with->text);
			if (survives_escaping(with, &quoted) ||
				wrong++ >= SHOWN_MAX)
				continue;
			tap_show("text of", with->text.data, with->text.len);
		}
	ok(wrong == 0, "each text escaped and unescaped is the text again");
	buf_release(&quoted);
}

int
main(void)
{
	struct comparison with;

	comparison_init(&with);
	test_groups(&with);
	test_mutations(&with);
	test_utf8();
	test_escaping(&with);
	comparison_release(&with);
	return tap_end();
}
