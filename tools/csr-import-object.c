/* SPDX-License-Identifier: MIT */
#include "csr-import-json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jsonstring.h"
#include "jsonwriter.h"
#include "msg.h"
#include "utf8.h"
#include "xalloc.h"

void
json_init(struct json *json)
{
	buf_init(&json->text, SIZE_MAX);
}

void
json_release(struct json *json)
{
	names_release(&json->names);
	names_release(&json->members);
	free(json->cells);
	buf_release(&json->text);
}

void
json_set_columns(struct json *json)
{
	const struct columns *columns = &json->import->list.columns;

	for (size_t i = 0; i < columns->count; i++)
		names_add(&json->members, columns->list[i].member,
			strlen(columns->list[i].member));
	json->cells = xcalloc(columns->count, sizeof(*json->cells));
}

int
json_member_name(const struct json_member *member, struct buf *out)
{
	struct json_value string = {.text = member->name - 1,
		.len = member->name_len + 2,
		.type = JSON_STRING,
		.is_escaped = member->name_is_escaped};

	if (!member->name_is_escaped) {
		buf_add(out, member->name, member->name_len);
		return 0;
	}
	return json_unescape(out, &string);
}

bool
json_has_content(const struct json_members *members)
{
	for (size_t i = 0; i < members->count; i++) {
		const struct json_value *value = &members->list[i].value;

		if (value->type == JSON_STRING &&
			columns_trim((struct column_text){value->text + 1,
					     value->len - 2})
					.len == 0)
			continue;
		if (value->type != JSON_NULL)
			return true;
	}
	return false;
}

/* A value of several lines on one: no string holds a line end. */
static void
add_value(struct buf *out, const struct json_value *value)
{
	const char *at = value->text, *end = json_value_end(value);
	bool is_in_string = false;

	if (value->type < JSON_ARRAY ||
		(memchr(at, '\n', value->len) == NULL &&
			memchr(at, '\r', value->len) == NULL)) {
		buf_add(out, at, value->len);
		return;
	}
	for (; at < end; at++) {
		if (*at == '\\') {
			buf_add_byte(out, *at++);
		} else if (*at == '"') {
			is_in_string = !is_in_string;
		} else if (!is_in_string && memchr(" \t\r\n", *at, 4) != NULL) {
			continue;
		}
		buf_add_byte(out, *at);
	}
}

/*
 * A value with its damage looked at.  What a string or number says stands in
 * it as in a cell.
 */
static enum damage
add_mended(struct buf *out, const struct json_value *value, bool is_phone,
	unsigned *warnings)
{
	bool is_string = value->type == JSON_STRING;
	struct column_text cell = {value->text + is_string,
		value->len - 2 * is_string};
	enum damage damage;

	if (value->type != JSON_STRING && value->type != JSON_NUMBER) {
		add_value(out, value);
		return DAMAGE_NONE;
	}
	damage = import_mend(&cell, is_phone, warnings);
	if (is_string)
		buf_add_byte(out, '"');
	buf_add(out, cell.text, cell.len);
	if (is_string)
		buf_add_byte(out, '"');
	return damage;
}

/* How an object ends. */
struct ending {
	bool has_twins;
	enum damage damage;
	unsigned warnings;
};

/*
 * One that was not among those of the sample.  It keeps its name, unless that
 * is reserved, or now another member's of the same object.
 */
static void
add_late_member(struct json *json, const struct json_member *member,
	struct ending *ending, struct buf *out)
{
	struct json_writer writer = {.out = out};
	size_t index;

	buf_clear(&json->text);
	if (json_member_name(member, &json->text) == 0 && json->text.len == 3 &&
		memcmp(json->text.data, "csr", 3) == 0) {
		json_name(&writer, "csr_");
		if (!json->has_warned)
			msg_warn("%s: \"csr_\" is what the member \"csr\" is"
				 " called",
				json->import->list.source);
		json->has_warned = true;
	} else {
		buf_add(out, member->name - 1, member->name_len + 2);
		buf_add_byte(out, ':');
	}
	index = names_find(&json->members, buf_string(&json->text),
		json->text.len);
	if (index != NAMES_NONE) {
		json->cells[index].claimed = json->number;
		if (json->cells[index].seen == json->number)
			ending->has_twins = true;
	}
	add_mended(out, &member->value, false, &ending->warnings);
}

static void
add_column(struct json *json, size_t index, const struct json_value *value,
	struct ending *ending, struct buf *out)
{
	const struct columns *columns = &json->import->list.columns;
	struct json_cell *cell = &json->cells[index];
	enum damage damage;

	cell->seen = json->number;
	cell->value = value;
	if (cell->claimed == json->number)
		ending->has_twins = true;
	buf_add(out, columns->list[index].key.data,
		columns->list[index].key.len);
	damage = add_mended(out, value, index == columns->fields[COLUMN_PHONE],
		&ending->warnings);
	if (damage != DAMAGE_NONE)
		ending->damage = damage;
}

static size_t
find_column(struct json *json, size_t guess, const struct json_member *member)
{
	if (!member->name_is_escaped)
		return names_find_near(&json->names, guess, member->name,
			member->name_len);
	buf_clear(&json->text);
	if (json_member_name(member, &json->text) != 0)
		return NAMES_NONE;
	return names_find(&json->names, buf_string(&json->text),
		json->text.len);
}

/* The text of a column in this object; what says none is empty. */
static struct column_text
cell_text(const struct json *json, size_t index, struct buf *out)
{
	size_t start = out->len;

	if (index != COLUMNS_NONE && json->cells[index].seen == json->number &&
		record_value_text(json->cells[index].value, out) != 0)
		out->len = start;
	return (struct column_text){NULL, out->len - start};
}

static bool
has_late_name(const struct json *json, const struct json_members *members)
{
	const struct json_member *member = json_find(members, "name", 4);

	return member != NULL &&
	       names_find(&json->names, "name", 4) == NAMES_NONE;
}

/* The cells of all columns as text, in the list's own room. */
static void
spread_cells(struct json *json)
{
	struct list *list = &json->import->list;
	const char *at;

	buf_clear(&json->text);
	for (size_t i = 0; i < list->columns.count; i++)
		list->cells[i] = cell_text(json, i, &json->text);
	at = buf_string(&json->text);
	for (size_t i = 0; i < list->columns.count; i++) {
		list->cells[i].text = at;
		at += list->cells[i].len;
	}
}

/* The member that is made of first and last name. */
static void
add_name(struct json *json, struct buf *out)
{
	const struct list *list = &json->import->list;
	struct json_writer writer = {.out = out};
	struct buf name;

	spread_cells(json);
	buf_init(&name, SIZE_MAX);
	columns_add_name(&list->columns, list->cells, list->columns.count,
		&name);
	json_name(&writer, "name");
	json_text(&writer, buf_string(&name), name.len);
	buf_release(&name);
	buf_add_byte(out, ',');
}

static struct ending
add_members(struct json *json, const struct json_members *members,
	struct buf *out)
{
	struct ending ending = {0};
	size_t guess = 0;

	json->number++;
	buf_add_byte(out, '{');
	for (size_t i = 0; i < members->count; i++) {
		const struct json_member *member = &members->list[i];
		size_t index = find_column(json, guess, member);

		if (index == NAMES_NONE) {
			add_late_member(json, member, &ending, out);
		} else {
			add_column(json, index, &member->value, &ending, out);
			guess = index + 1;
		}
		buf_add_byte(out, ',');
	}
	if (json->import->list.columns.makes_name &&
		!has_late_name(json, members))
		add_name(json, out);
	return ending;
}

static bool
is_here(struct json *json, const struct import_row *row)
{
	const struct columns *columns = &json->import->list.columns;
	struct column_text phone, email;
	const char *text;

	if (json->import->options.shard.count <= 1)
		return true;
	buf_clear(&json->text);
	phone = cell_text(json, columns->fields[COLUMN_PHONE], &json->text);
	email = cell_text(json, columns->fields[COLUMN_EMAIL], &json->text);
	text = buf_string(&json->text);
	return import_is_here(json->import, &(struct shard_row){.phone = text,
						    .phone_len = phone.len,
						    .email = text + phone.len,
						    .email_len = email.len,
						    .row = row->raw,
						    .row_len = row->raw_len});
}

void
json_import_object(struct json *json, const struct import_row *row,
	const struct json_members *members)
{
	static const struct record_error twins = {.stage = "import",
		.code = "two_members",
		.title = "two members would be called the same",
		.hint = "give one of them another name with --map"};
	struct import *import = json->import;
	struct list *list = &import->list;
	struct buf *out = output_text(&import->output);
	size_t before = out->len;
	struct ending ending = add_members(json, members, out);

	if (list->is_guessed && !utf8_is_ascii(row->raw, row->raw_len))
		ending.warnings |= WARNING_ENCODING;
	if (!is_here(json, row)) {
		out->len = before;
	} else if (ending.has_twins) {
		out->len = before;
		import_bad_row(import, row, &twins);
	} else if (list->preview != NULL) {
		out->len = before;
		spread_cells(json);
		import_preview_row(import, row->line, ending.damage);
	} else {
		import_end_record(import, row, before, ending.warnings,
			ending.damage);
	}
}
