/* SPDX-License-Identifier: MIT */
/* The sandbox reads JSON as libjq does, and nothing it should not. */
#include "mockdoc.h"

#include <stdio.h>
#include <string.h>

#include "doc.h"
#include "json-corpus.h"
#include "tap.h"

enum { PATH_SIZE = 4096 };

/* libjq reads it differently, or not at all. */
static bool
is_exception(const char *group)
{
	for (size_t i = 0; i < json_exception_count; i++)
		if (strcmp(json_exceptions[i].group, group) == 0)
			return true;
	return false;
}

static bool
same_text(const char *one, const char *other)
{
	return one == NULL || other == NULL ? one == other
					    : strcmp(one, other) == 0;
}

static bool
same_here(const struct mockdoc *mine, const struct doc *theirs,
	const char *path)
{
	size_t count = mockdoc_count(mine, path);
	size_t wanted_count = doc_count(theirs, path);
	double number = 0, wanted = 0;

	/* libjq keeps one of two members with the same name. */
	if (mockdoc_kind(mine, path) == MOCKDOC_OBJECT && count > wanted_count)
		count = wanted_count;
	/* Both lists of kinds are in the same order. */
	return (int)mockdoc_kind(mine, path) == (int)doc_kind(theirs, path) &&
	       count == wanted_count &&
	       same_text(mockdoc_string(mine, path),
		       doc_string(theirs, path)) &&
	       mockdoc_number(mine, path, &number) ==
		       doc_number(theirs, path, &wanted) &&
	       memcmp(&number, &wanted, sizeof(number)) == 0;
}

/* Also all that is inside and that a path can reach. */
static bool
same_below(const struct mockdoc *mine, const struct doc *theirs, char *path)
{
	bool is_array = mockdoc_kind(mine, path) == MOCKDOC_ARRAY;
	size_t len = strlen(path), count = mockdoc_count(mine, path);
	const char *dot = len > 0 ? "." : "";
	bool is_same = same_here(mine, theirs, path);

	for (size_t i = 0; i < count && is_same; i++) {
		const char *name = is_array ? "" : mockdoc_name(mine, path, i);

		if (name == NULL || strchr(name, '.') != NULL ||
			(!is_array && *name == '\0') ||
			len + strlen(name) + 32 > PATH_SIZE)
			continue;
		if (is_array)
			snprintf(path + len, PATH_SIZE - len, "%s%zu", dot, i);
		else
			snprintf(path + len, PATH_SIZE - len, "%s%s", dot,
				name);
		is_same = same_below(mine, theirs, path);
		path[len] = '\0';
	}
	return is_same;
}

/* What it writes is the same document, on one line. */
static bool
writes_same(const struct mockdoc *mine, const struct doc *theirs)
{
	struct buf written, again, wanted;
	struct fault why;
	struct doc *doc;
	bool is_same;

	buf_init(&written, SIZE_MAX);
	buf_init(&again, SIZE_MAX);
	buf_init(&wanted, SIZE_MAX);
	mockdoc_write(mine, &written);
	doc = doc_parse(written.data, written.len, &why);
	is_same =
		doc != NULL && memchr(written.data, '\n', written.len) == NULL;
	if (is_same) {
		doc_write(doc, "", &again);
		doc_write(theirs, "", &wanted);
		is_same = again.len == wanted.len &&
			  memcmp(again.data, wanted.data, again.len) == 0;
	}
	doc_free(doc);
	buf_release(&written);
	buf_release(&again);
	buf_release(&wanted);
	return is_same;
}

static bool
reads_same(const struct buf *text)
{
	char path[PATH_SIZE] = "";
	struct fault why, why_theirs;
	struct mockdoc *mine = mockdoc_parse(text->data, text->len, &why);
	struct doc *theirs = doc_parse(text->data, text->len, &why_theirs);
	bool is_same = (mine == NULL) == (theirs == NULL);

	if (is_same && mine != NULL)
		is_same = same_below(mine, theirs, path) &&
			  writes_same(mine, theirs);
	else if (is_same)
		is_same = strcmp(why.text, why_theirs.text) == 0;
	mockdoc_free(mine);
	doc_free(theirs);
	return is_same;
}

/* Only to be survived: what libjq makes something else of. */
static bool
is_survived(const struct json_group *group, const struct buf *text)
{
	struct fault why;
	struct mockdoc *doc = mockdoc_parse(text->data, text->len, &why);
	bool was_accepted = doc != NULL;
	struct buf out;

	buf_init(&out, SIZE_MAX);
	if (doc != NULL)
		mockdoc_write(doc, &out);
	buf_release(&out);
	mockdoc_free(doc);
	return was_accepted == group->is_accepted;
}

static void
test_group(const struct json_group *group)
{
	struct buf text, exact;
	bool is_same = true;
	size_t index = 0;

	buf_init(&text, SIZE_MAX);
	for (; is_same && json_group_text(group, index, &text); index++) {
		/* Its end is where the memory ends. */
		buf_init(&exact, SIZE_MAX);
		buf_add(&exact, text.data, text.len);
		is_same = is_exception(group->name) ? is_survived(group, &exact)
						    : reads_same(&exact);
		buf_release(&exact);
	}
	ok(is_same, "%s: %zu texts", group->name, index);
	if (!is_same)
		tap_show("differs:", text.data, text.len);
	buf_release(&text);
}

static void
test_what_is_no_text(void)
{
	static const char text[] =
		"{\"a\":\"x\\u0000y\",\"b\":\"\\ud800\",\"c\":\"\","
		"\"d\":1,\"d\":\"last\",\"\\u0000\":2,\"e\":[true,false]}";
	struct fault why;
	struct mockdoc *doc = mockdoc_parse(text, sizeof(text) - 1, &why);

	ok(doc != NULL, "a document with strings that are no text");
	ok(mockdoc_kind(doc, "a") == MOCKDOC_STRING &&
			mockdoc_string(doc, "a") == NULL,
		"one with a NUL");
	ok(mockdoc_string(doc, "b") == NULL, "half a surrogate pair");
	ok(same_text(mockdoc_string(doc, "c"), ""), "an empty one is one");
	ok(same_text(mockdoc_string(doc, "d"), "last"), "the last one counts");
	ok(mockdoc_name(doc, "", 5) == NULL, "a name that is no text");
	ok(mockdoc_is_true(doc, "e.0") && !mockdoc_is_true(doc, "e.1") &&
			!mockdoc_is_true(doc, "c"),
		"true");
	ok(same_text(mockdoc_name(doc, "", 0), "a") &&
			mockdoc_name(doc, "", 8) == NULL,
		"names from the front again, and none behind the last");
	mockdoc_free(doc);
}

int
main(void)
{
	for (size_t i = 0; i < json_group_count; i++)
		test_group(&json_groups[i]);
	test_what_is_no_text();
	return tap_end();
}
