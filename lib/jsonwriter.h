/* SPDX-License-Identifier: MIT */
#ifndef JSONWRITER_H
#define JSONWRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * jsonwriter: writes JSON with its commas where they belong.
 *
 *	struct json_writer json = {.out = &text};
 *
 *	json_open(&json, '{');
 *	json_name(&json, "v");
 *	json_integer(&json, 1);
 *	json_close(&json, '}');
 *
 * Check text.full once, at the end.
 */
struct json_writer {
	struct buf *out;
	bool wants_comma; /* before the next value or name */
};

void json_open(struct json_writer *json, char bracket);
void json_close(struct json_writer *json, char bracket);
/* A literal of ours: nothing in it is escaped. */
void json_name(struct json_writer *json, const char *name);
void json_text(struct json_writer *json, const char *text, size_t len);
void json_string(struct json_writer *json, const char *text); /* NULL: null */
void json_integer(struct json_writer *json, int64_t number);
void json_raw(struct json_writer *json, const char *text, size_t len);

#endif
