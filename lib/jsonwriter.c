/* SPDX-License-Identifier: MIT */
#include "jsonwriter.h"

#include <string.h>

#include "jsonstring.h"

static void
begin_value(struct json_writer *json)
{
	if (json->wants_comma)
		buf_add_byte(json->out, ',');
	json->wants_comma = true;
}

void
json_open(struct json_writer *json, char bracket)
{
	begin_value(json);
	buf_add_byte(json->out, bracket);
	json->wants_comma = false;
}

void
json_close(struct json_writer *json, char bracket)
{
	buf_add_byte(json->out, bracket);
	json->wants_comma = true;
}

void
json_name(struct json_writer *json, const char *name)
{
	begin_value(json);
	buf_add_byte(json->out, '"');
	buf_add_text(json->out, name);
	buf_add(json->out, "\":", 2);
	json->wants_comma = false;
}

void
json_text(struct json_writer *json, const char *text, size_t len)
{
	begin_value(json);
	buf_add_byte(json->out, '"');
	json_escape_lossy(json->out, text, len);
	buf_add_byte(json->out, '"');
}

void
json_string(struct json_writer *json, const char *text)
{
	if (text != NULL)
		json_text(json, text, strlen(text));
	else
		json_raw(json, "null", 4);
}

void
json_integer(struct json_writer *json, int64_t number)
{
	begin_value(json);
	buf_add_number(json->out, number);
}

void
json_raw(struct json_writer *json, const char *text, size_t len)
{
	begin_value(json);
	buf_add(json->out, text, len);
}
