/* SPDX-License-Identifier: MIT */
/* csr-import: lists in JSON. */
#include "csr-import.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "csr-import-json.h"
#include "jsonin.h"
#include "jsonstring.h"
#include "msg.h"
#include "names.h"
#include "xalloc.h"

/*
 * The names of the members are found from the objects in the sample; those
 * that come later stay what they are.
 */
static void
add_names(struct names *names, const struct jsonin_object *object)
{
	struct buf text;

	buf_init(&text, SIZE_MAX);
	for (size_t i = 0; i < object->members->count; i++) {
		const struct json_member *member = &object->members->list[i];

		buf_clear(&text);
		if (json_member_name(member, &text) == 0)
			names_add(names, buf_string(&text), text.len);
	}
	buf_release(&text);
}

static int
set_columns(struct json *json, struct fault *why)
{
	const struct names *names = &json->names;
	struct column_text *texts = xcalloc(names->count, sizeof(*texts));
	int result;

	for (size_t i = 0; i < names->count; i++)
		texts[i] = (struct column_text){names->list[i].text,
			names->list[i].len};
	result = import_set_columns(json->import, texts, names->count, why);
	free(texts);
	if (result == 0)
		json_set_columns(json);
	return result;
}

/* Nothing happens when no object is wholly in the sample. */
static int
look_at_sample(struct json *json, struct fault *why)
{
	const struct list *list = &json->import->list;
	struct jsonin *jsonin =
		jsonin_open_text(list->sample, list->sample_len, list->is_all);
	struct jsonin_object object;
	struct fault ignored;

	while (jsonin_take(jsonin, &object, &ignored) == JSONIN_OBJECT)
		if (object.broken == JSONIN_GOOD)
			add_names(&json->names, &object);
	buf_add_text(&json->import->list.kind, jsonin_kind(jsonin));
	jsonin_close(jsonin);
	return json->names.count > 0 ? set_columns(json, why) : 0;
}

static void
refuse_object(struct import *import, const struct import_row *row,
	const struct jsonin_object *object)
{
	static const struct record_error errors[] = {
		[JSONIN_BAD_JSON] = {.code = "bad_json",
			.hint = "mend it, or export the list again"},
		[JSONIN_NOT_OBJECT] = {.code = "not_an_object",
			.title = "is no object",
			.hint = "a list holds an object for each contact, with"
				" members like name and phone"},
		[JSONIN_TOO_DEEP] = {.code = "bad_json",
			.title = "is nested deeper than 64",
			.hint = "take away what no template needs"},
		[JSONIN_TOO_LONG] = {.code = "too_long",
			.title = "is longer than 1 MiB",
			.hint = "take away what no template needs"}};
	struct record_error error = errors[object->broken];

	error.stage = "import";
	if (error.title == NULL)
		error.title = object->what;
	/* The scanner has no other word for what could not be decoded. */
	if (strcmp(error.title, "not UTF-8") == 0)
		import_undecodable_row(import, row);
	else
		import_bad_row(import, row, &error);
}

static int
import_object(struct json *json, const struct jsonin_object *object,
	struct fault *why)
{
	struct import *import = json->import;
	struct import_row row = {object->line, object->text, object->len};

	if (object->broken != JSONIN_GOOD) {
		if (import_is_here(import,
			    &(struct shard_row){.row = object->text,
				    .row_len = object->len}))
			refuse_object(import, &row, object);
		return 0;
	}
	if (!json_has_content(object->members)) {
		import->blank_rows++;
		return 0;
	}
	if (!import->list.has_columns) {
		add_names(&json->names, object);
		if (set_columns(json, why) != 0)
			return -1;
	}
	json_import_object(json, &row, object->members);
	return 0;
}

static int
import_objects(struct json *json, struct jsonin *jsonin, struct fault *why)
{
	struct import *import = json->import;
	enum jsonin_found found;
	struct jsonin_object object;
	int result = 0;

	while (result == 0 && !import_is_over(import) &&
		(found = jsonin_take(jsonin, &object, why)) != JSONIN_END) {
		if (found == JSONIN_FAULT) {
			result = -1;
		} else if (found == JSONIN_OBJECT) {
			result = import_object(json, &object, why);
			if (result == 0)
				result = output_added(&import->output, why);
		} else {
			result = import_wait(import, why);
			if (result == 0)
				return 0;
			result = result < 0 ? -1 : jsonin_fill(jsonin, why);
		}
	}
	return result;
}

int
import_json(struct import *import, struct fault *why)
{
	struct json json = {.import = import};
	struct jsonin *jsonin;
	int result;

	if (import->options.csv_option != NULL)
		return fault_set(why, EX_DATAERR,
			"%s: is JSON; --%s is for CSV: leave it out, or say"
			" --format csv if it is that after all",
			import->list.source, import->options.csv_option);
	json_init(&json);
	result = look_at_sample(&json, why);
	if (result == 0) {
		jsonin = jsonin_open(import->list.textin, import->list.source);
		result = import_objects(&json, jsonin, why);
		jsonin_close(jsonin);
	}
	json_release(&json);
	return result;
}
