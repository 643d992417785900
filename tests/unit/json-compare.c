/* SPDX-License-Identifier: MIT */
#include "json-compare.h"

#include <jv.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jsonstring.h"
#include "xalloc.h"

/*
 * For the leak sanitizer, which asks by this name: libjq 1.6 loses a string
 * that stands where it refuses one, as in ["a""b"].
 */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libjq";
}

void
comparison_init(struct comparison *with)
{
	*with = (struct comparison){0};
	buf_init(&with->text, SIZE_MAX);
	buf_init(&with->plain, SIZE_MAX);
}

void
comparison_release(struct comparison *with)
{
	buf_release(&with->text);
	buf_release(&with->plain);
	json_members_release(&with->members);
	json_members_release(&with->inner);
}

/* Until 1.8.2 libjq wants a NUL behind the text, for its message. */
static jv
ask_libjq(struct buf *text)
{
	return jv_parse_sized(buf_string(text), (int)text->len);
}

/* A copy without one byte to spare, so that reading on is seen. */
static char *
exact_copy(const struct buf *text)
{
	char *copy = xmalloc(text->len);

	if (text->len > 0)
		memcpy(copy, text->data, text->len);
	return copy;
}

static bool
is_same_number(const struct json_value *value, double theirs)
{
	char *text = xstrndup(value->text, value->len);
	double ours = strtod(text, NULL);

	free(text);
	if (fabs(ours) > 1.79e308 || fabs(theirs) > 1.79e308)
		return ours / 2 > 8e307 ? theirs / 2 > 8e307
					: theirs / 2 < -8e307;
	/* libjq 1.7 rounds twice, to 17 digits and then to a double. */
	return fabs(ours - theirs) <= fabs(ours) * 1e-15 + 1e-320;
}

static enum json_deviation
compare_string(struct comparison *with, const struct json_value *value,
	jv theirs)
{
	bool is_text;

	buf_clear(&with->plain);
	is_text = json_unescape(&with->plain, value) == 0;
	if (is_text != json_is_text(value))
		return JSON_OTHER_VALUE;
	if (!is_text)
		return JSON_CHANGED_BY_LIBJQ;
	return jv_equal(jv_copy(theirs),
		       jv_string_sized(with->plain.len > 0 ? with->plain.data
							   : "",
			       (int)with->plain.len))
		       ? JSON_SAME
		       : JSON_OTHER_VALUE;
}

static enum json_deviation
compare_value(struct comparison *with, const struct json_value *value,
	jv theirs)
{
	static const jv_kind kinds[] = {[JSON_NULL] = JV_KIND_NULL,
		[JSON_FALSE] = JV_KIND_FALSE,
		[JSON_TRUE] = JV_KIND_TRUE,
		[JSON_NUMBER] = JV_KIND_NUMBER,
		[JSON_STRING] = JV_KIND_STRING,
		[JSON_ARRAY] = JV_KIND_ARRAY,
		[JSON_OBJECT] = JV_KIND_OBJECT};
	char *text;
	bool is_same;

	if (jv_get_kind(theirs) != kinds[value->type])
		return JSON_OTHER_VALUE;
	if (value->type == JSON_STRING)
		return compare_string(with, value, theirs);
	if (value->type == JSON_NUMBER)
		return is_same_number(value, jv_number_value(theirs))
			       ? JSON_SAME
			       : JSON_OTHER_VALUE;
	text = xstrndup(value->text, value->len);
	is_same = jv_equal(jv_parse_sized(text, (int)value->len),
		jv_copy(theirs));
	free(text);
	return is_same ? JSON_SAME : JSON_OTHER_VALUE;
}

/* One member, or JSON_SAME when a later one has its name. */
static enum json_deviation
compare_member(struct comparison *with, const struct json_members *members,
	const struct json_member *member, jv object, int *distinct)
{
	struct json_value name = {.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING};
	enum json_deviation deviation;
	jv theirs;

	buf_clear(&with->plain);
	if (json_unescape(&with->plain, &name) != 0)
		return JSON_CHANGED_BY_LIBJQ;
	buf_string(&with->plain);
	if (json_find(members, with->plain.data, with->plain.len) != member)
		return JSON_SAME;
	++*distinct;
	theirs = jv_object_get(jv_copy(object),
		jv_string_sized(with->plain.data, (int)with->plain.len));
	deviation = jv_is_valid(theirs)
			    ? compare_value(with, &member->value, theirs)
			    : JSON_OTHER_VALUE;
	jv_free(theirs);
	return deviation;
}

static enum json_deviation
compare_members(struct comparison *with, const struct json_members *members,
	jv object)
{
	enum json_deviation deviation;
	int distinct = 0;

	for (size_t index = 0; index < members->count; index++) {
		deviation = compare_member(with, members, &members->list[index],
			object, &distinct);
		if (deviation != JSON_SAME)
			return deviation;
	}
	return distinct == jv_object_length(jv_copy(object)) ? JSON_SAME
							     : JSON_OTHER_VALUE;
}

/* The members of an object that was scanned, and those of its csr. */
static enum json_deviation
compare_object(struct comparison *with, jv root)
{
	enum json_deviation deviation;
	jv csr;

	deviation = compare_members(with, &with->members, root);
	if (deviation != JSON_SAME)
		return deviation;
	csr = jv_object_get(jv_copy(root), jv_string("csr"));
	if (jv_get_kind(csr) == JV_KIND_OBJECT)
		deviation = compare_members(with, &with->inner, csr);
	else if (with->inner.count > 0)
		deviation = JSON_OTHER_VALUE;
	jv_free(csr);
	return deviation;
}

/* A value that is none is compared as the member of an object. */
static enum json_deviation
compare_scalar(struct comparison *with, const char *text, size_t len, jv root)
{
	struct json_error error;
	enum json_deviation deviation;
	struct buf wrapped;
	jv object;

	buf_init(&wrapped, SIZE_MAX);
	buf_add_text(&wrapped, "{\"a\":");
	buf_add(&wrapped, text, len);
	buf_add_byte(&wrapped, '}');
	object = jv_object_set(jv_object(), jv_string("a"), jv_copy(root));
	if (json_scan_object(wrapped.data, wrapped.len, &with->members, NULL,
		    NULL, &error) != 0)
		deviation = JSON_OTHER_VALUE;
	else
		deviation = compare_members(with, &with->members, object);
	jv_free(object);
	buf_release(&wrapped);
	return deviation;
}

enum json_deviation
comparison_make(struct comparison *with, bool *is_accepted,
	struct json_error *error)
{
	char *copy = exact_copy(&with->text);
	size_t len = with->text.len;
	enum json_deviation deviation = JSON_SAME;
	struct json_error object_error;
	jv root = ask_libjq(&with->text);
	bool is_object;

	*is_accepted = json_scan(copy, len, error) == 0;
	is_object = json_scan_object(copy, len, &with->members, "csr",
			    &with->inner, &object_error) == 0;
	if (*is_accepted && !jv_is_valid(root))
		deviation = JSON_REFUSED_BY_LIBJQ;
	else if (!*is_accepted && jv_is_valid(root))
		deviation = JSON_ACCEPTED_BY_LIBJQ;
	else if (is_object)
		deviation = compare_object(with, root);
	else if (*is_accepted && jv_get_kind(root) == JV_KIND_OBJECT)
		deviation = JSON_OTHER_VALUE;
	else if (*is_accepted && jv_get_kind(root) != JV_KIND_ARRAY)
		deviation = compare_scalar(with, copy, len, root);
	if (is_object && !*is_accepted)
		deviation = JSON_OTHER_VALUE;
	if (!*is_accepted && (error->at > len || error->what == NULL))
		deviation = JSON_OTHER_VALUE;
	jv_free(root);
	free(copy);
	return deviation;
}
