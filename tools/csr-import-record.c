/* SPDX-License-Identifier: MIT */
#include "csr-import.h"

#include <string.h>
#include <strings.h>

#include "jsonwriter.h"
#include "lines.h"
#include "status.h"

void
import_bad_row(struct import *import, const struct import_row *row,
	const struct record_error *error)
{
	struct line line = {.text = row->raw,
		.len = row->raw_len,
		.number = row->line};

	if (import->list.preview != NULL) {
		preview_bad_row(import->list.preview, row->line, error->title);
		import->list.preview_left--;
		return;
	}
	while (line.len > 0 && memchr("\r\n", line.text[line.len - 1], 2))
		line.len--;
	record_write_bad_line(output_text(&import->output), &line,
		import->list.source, error);
	import->tally.settled[STATUS_INVALID]++;
}

void
import_undecodable_row(struct import *import, const struct import_row *row)
{
	static const struct record_error not_utf8 = {.stage = "import",
		.code = "not_utf8",
		.title = "the row is not UTF-8",
		.hint = "give the encoding of the list, for example with"
			" --encoding WINDOWS-1252"};
	static const struct record_error not_decodable = {.stage = "import",
		.code = "not_decodable",
		.title = "the row is not in the encoding of the list",
		.hint = "give another one with --encoding, or export the list"
			" as UTF-8"};
	bool is_utf8 =
		strcasecmp(textin_encoding(import->list.textin), "UTF-8") == 0;

	import_bad_row(import, row, is_utf8 ? &not_utf8 : &not_decodable);
}

void
import_preview_row(struct import *import, unsigned long line,
	enum damage damage)
{
	struct list *list = &import->list;

	if (damage != DAMAGE_NONE)
		preview_bad_row(list->preview, line, damage_title(damage));
	else
		preview_row(list->preview, line, list->cells,
			list->columns.count);
	list->preview_left--;
}

bool
import_is_here(struct import *import, const struct shard_row *row)
{
	if (shard_has(&import->options.shard, row))
		return true;
	import->other_rows++;
	return false;
}

static void
add_warnings(struct buf *out, unsigned warnings)
{
	const char *const words[] = {"encoding_guessed",
		damage_word(DAMAGE_SCIENTIFIC),
		damage_word(DAMAGE_DECIMAL_TAIL),
		damage_word(DAMAGE_APOSTROPHE)};
	const char *before = ",\"warnings\":[\"";

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!(warnings & 1U << i))
			continue;
		buf_add_text(out, before);
		buf_add_text(out, words[i]);
		before = "\",\"";
	}
	buf_add_text(out, "\"]");
}

static void
add_error(struct buf *out, enum damage damage)
{
	struct json_writer json = {.out = out};

	buf_add_text(out, ",\"error\":");
	json_open(&json, '{');
	json_name(&json, "stage");
	json_string(&json, "import");
	json_name(&json, "code");
	json_string(&json, damage_word(damage));
	json_name(&json, "title");
	json_string(&json, damage_title(damage));
	json_name(&json, "hint");
	json_string(&json, damage_hint(damage));
	json_close(&json, '}');
}

void
import_end_record(struct import *import, const struct import_row *row,
	size_t before, unsigned warnings, enum damage damage)
{
	static const struct record_error too_long = {.stage = "import",
		.code = "too_long",
		.title = "the record would be longer than 1 MiB",
		.hint = "take columns away that no template needs"};
	enum status status =
		damage == DAMAGE_NONE ? STATUS_PENDING : STATUS_INVALID;
	struct buf *out = output_text(&import->output);

	buf_add(out, import->list.csr.data, import->list.csr.len);
	buf_add_number(out, (int64_t)row->line);
	buf_add_text(out, ",\"status\":\"");
	buf_add_text(out, status_word(status));
	buf_add_byte(out, '"');
	if (warnings != 0)
		add_warnings(out, warnings);
	if (damage != DAMAGE_NONE)
		add_error(out, damage);
	buf_add(out, "}}\n", 3);
	if (out->len - before > LINE_LENGTH_MAX) {
		out->len = before;
		import_bad_row(import, row, &too_long);
		return;
	}
	import->tally.settled[status]++;
}

enum damage
import_mend(struct column_text *cell, bool is_phone, unsigned *warnings)
{
	enum damage damage = damage_find(cell->text, cell->len);

	if (damage == DAMAGE_APOSTROPHE) {
		const char *apostrophe = memchr(cell->text, '\'', cell->len);

		*warnings |= WARNING_APOSTROPHE;
		cell->len -= (size_t)(apostrophe + 1 - cell->text);
		cell->text = apostrophe + 1;
		damage = damage_find(cell->text, cell->len);
		if (damage == DAMAGE_APOSTROPHE)
			damage = DAMAGE_NONE;
	}
	if (damage == DAMAGE_NONE || is_phone)
		return damage;
	*warnings |= damage == DAMAGE_SCIENTIFIC ? WARNING_SCIENTIFIC
						 : WARNING_DECIMAL;
	return DAMAGE_NONE;
}
