/* SPDX-License-Identifier: MIT */
/*
 * fuzz-json: of any bytes jsonin makes the same objects in whatever pieces
 * they come, on lines that rise; a good one is an object to the scanner, too,
 * and all of a text that is one is found.
 */
#include <string.h>

#include "../unit/textin-pieces.h"
#include "buf.h"
#include "fuzz.h"
#include "jsonin.h"

static void
check_object(const struct jsonin_object *object)
{
	struct json_members members = {0};
	struct json_error error;

	HOLD(json_scan_object(object->text, object->len, &members, NULL, NULL,
		     &error) == 0);
	HOLD(members.count == object->members->count);
	for (size_t i = 0; i < members.count; i++) {
		HOLD(members.list[i].name == object->members->list[i].name);
		HOLD(members.list[i].value.len ==
			object->members->list[i].value.len);
	}
	json_members_release(&members);
}

static void
read_objects(struct buf *seen, const char *text, size_t len, size_t piece)
{
	struct textin *textin = textin_pieces(text, len, piece, piece);
	struct jsonin *jsonin = jsonin_open(textin, "list");
	struct jsonin_object object;
	unsigned long line = 1;
	enum jsonin_found found;
	struct fault why;

	while ((found = jsonin_take(jsonin, &object, &why)) != JSONIN_END) {
		if (found == JSONIN_FAULT) {
			buf_add_text(seen, why.text);
			break;
		}
		if (found == JSONIN_NONE) {
			HOLD(jsonin_fill(jsonin, &why) == 0);
			continue;
		}
		HOLD(object.line >= line);
		line = object.line;
		if (object.broken == JSONIN_GOOD)
			check_object(&object);
		buf_add_format(seen, "%lu %d %zu:", line, object.broken,
			object.len);
		buf_add(seen, object.text, object.len);
	}
	jsonin_close(jsonin);
	textin_close(textin);
}

/* An array that is one has as many objects as it has elements. */
static void
check_array(const char *text, size_t len)
{
	struct jsonin *jsonin = jsonin_open_text(text, len, true);
	struct jsonin_object object;
	enum jsonin_found found;
	struct json_error error;
	struct fault why;

	if (jsonin_is_likely(text, len) && *text == '[' &&
		json_scan(text, len, &error) == 0) {
		while ((found = jsonin_take(jsonin, &object, &why)) ==
			JSONIN_OBJECT)
			HOLD(object.broken == JSONIN_GOOD ||
				object.broken == JSONIN_NOT_OBJECT);
		HOLD(found == JSONIN_END);
	}
	jsonin_close(jsonin);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *text = (const char *)data;
	uint32_t choice = fuzz_choice(data, len);
	struct buf whole, pieces;

	buf_init(&whole, SIZE_MAX);
	buf_init(&pieces, SIZE_MAX);
	read_objects(&whole, text, len, 0);
	for (size_t piece = 1; piece < 300; piece = piece * 3 + choice % 3) {
		buf_clear(&pieces);
		read_objects(&pieces, text, len, piece);
		HOLD(pieces.len == whole.len);
		HOLD(whole.len == 0 ||
			memcmp(pieces.data, whole.data, whole.len) == 0);
	}
	check_array(text, len);
	buf_release(&whole);
	buf_release(&pieces);
	return 0;
}
