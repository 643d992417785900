/* SPDX-License-Identifier: MIT */
#include "record-model.h"

#include <jv.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "json.h"
#include "xalloc.h"

static void
apply(struct record *record, const struct change *change)
{
	const char *name = change->name, *value = change->value;

	switch (change->kind) {
	case CHANGE_NONE:
		break;
	case CHANGE_MEMBER:
		record_set_text(record, name, value, strlen(value));
		break;
	case CHANGE_CSR_TEXT:
		record_csr_set_text(record, name, value, strlen(value));
		break;
	case CHANGE_CSR_RAW:
		record_csr_set_raw(record, name, value, strlen(value));
		break;
	case CHANGE_CSR_INTEGER:
		record_csr_set_integer(record, name, atoll(value));
		break;
	case CHANGE_CSR_TIME:
		record_csr_set_time(record, name,
			clock_parse(value, strlen(value)));
		break;
	case CHANGE_STATUS:
		record_set_status(record, status_parse(value, strlen(value)));
		break;
	case CHANGE_WARNING:
		record_warn(record, value);
		break;
	case CHANGE_CSR_REMOVE:
		record_csr_remove(record, name);
		break;
	}
}

void
change_record(struct record *record, const struct change *changes)
{
	for (; changes->kind != CHANGE_NONE; changes++)
		apply(record, changes);
}

static jv
add_warning(jv csr, const char *word)
{
	jv warnings = jv_object_get(jv_copy(csr), jv_string("warnings"));

	if (jv_get_kind(warnings) != JV_KIND_ARRAY) {
		jv_free(warnings);
		warnings = jv_array();
	}
	warnings = jv_array_append(warnings, jv_string(word));
	return jv_object_set(csr, jv_string("warnings"), warnings);
}

static void
expect(jv *root, jv *csr, const struct change *change)
{
	jv value;

	switch (change->kind) {
	case CHANGE_NONE:
		return;
	case CHANGE_MEMBER:
		*root = jv_object_set(*root, jv_string(change->name),
			jv_string(change->value));
		return;
	case CHANGE_WARNING:
		*csr = add_warning(*csr, change->value);
		return;
	case CHANGE_CSR_REMOVE:
		*csr = jv_object_delete(*csr, jv_string(change->name));
		return;
	case CHANGE_CSR_RAW:
	case CHANGE_CSR_INTEGER:
		value = jv_parse(change->value);
		break;
	default:
		value = jv_string(change->value);
	}
	*csr = jv_object_set(*csr,
		jv_string(change->kind == CHANGE_STATUS ? "status"
							: change->name),
		value);
}

/* Taking away what is not there is no change. */
static bool
is_change(const struct change *changes, jv csr)
{
	for (; changes->kind != CHANGE_NONE; changes++)
		if (changes->kind != CHANGE_CSR_REMOVE ||
			jv_object_has(jv_copy(csr), jv_string(changes->name)))
			return true;
	return false;
}

/* The object that the line must have become, and whether it has changed. */
static jv
expected(const char *line, size_t len, const struct change *changes,
	bool *is_changed)
{
	char *text = xstrndup(line, len);
	jv root = jv_parse_sized(text, (int)len);
	jv csr;

	free(text);
	*is_changed = changes->kind != CHANGE_NONE;
	if (!jv_is_valid(root))
		return root;
	csr = jv_object_get(jv_copy(root), jv_string("csr"));
	if (!jv_is_valid(csr)) {
		jv_free(csr);
		csr = jv_object();
	}
	*is_changed =
		jv_get_kind(csr) == JV_KIND_OBJECT && is_change(changes, csr);
	if (!*is_changed) {
		jv_free(csr);
		return root;
	}
	for (; changes->kind != CHANGE_NONE; changes++)
		expect(&root, &csr, changes);
	if (!jv_object_has(jv_copy(csr), jv_string("v")))
		csr = jv_object_set(csr, jv_string("v"), jv_number(1));
	return jv_object_set(root, jv_string("csr"), csr);
}

/* NULL, or what is wrong with the line as such. */
static const char *
judge(const char *text, size_t len, struct json_members *members)
{
	struct json_error error;
	size_t count = 0;

	if (json_scan_object(text, len, members, NULL, NULL, &error) != 0)
		return "the scanner refuses what was written";
	for (size_t index = 0; index < members->count; index++)
		count += json_name_is(&members->list[index], "csr", 3);
	if (count != 1)
		return "csr is not there once";
	if (!json_name_is(&members->list[members->count - 1], "csr", 3))
		return "csr is not last";
	return NULL;
}

bool
model_agrees(const char *line, size_t line_len, const struct change *changes,
	const struct buf *written, const char **wrong)
{
	struct json_members members = {0};
	char *text = xstrndup(written->data, written->len);
	bool is_changed;
	jv ours, theirs;

	theirs = expected(line, line_len, changes, &is_changed);
	*wrong = NULL;
	if (written->len == 0 || text[written->len - 1] != '\n' ||
		memchr(text, '\n', written->len - 1) != NULL)
		*wrong = "no newline at the end, or another one";
	else if (is_changed)
		*wrong = judge(text, written->len - 1, &members);
	ours = jv_parse_sized(text, (int)written->len);
	/* What libjq did not read before, it need not read now. */
	if (*wrong == NULL && jv_is_valid(theirs) && !jv_is_valid(ours))
		*wrong = "libjq refuses what was written";
	if (*wrong == NULL && jv_is_valid(theirs) &&
		!jv_equal(jv_copy(ours), jv_copy(theirs)))
		*wrong = "libjq reads something else in it";
	jv_free(ours);
	jv_free(theirs);
	free(text);
	json_members_release(&members);
	return *wrong == NULL;
}
