/* SPDX-License-Identifier: MIT */
#include "csvout.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

static bool
is_formula(const char *text, size_t len)
{
	return len > 0 && memchr("=+-@\t\r", *text, 6) != NULL;
}

static bool
needs_quotes(const char *text, size_t len)
{
	if (len == 0)
		return false;
	if (*text == ' ' || text[len - 1] == ' ')
		return true;
	for (size_t at = 0; at < len; at++)
		if (memchr("\",;|\t\r\n", text[at], 7) != NULL)
			return true;
	return false;
}

void
csvout_cell(struct buf *out, const char *text, size_t len)
{
	bool is_quoted = needs_quotes(text, len);
	const char *quote;

	if (is_quoted)
		buf_add_byte(out, '"');
	if (is_formula(text, len))
		buf_add_byte(out, '\'');
	while (len > 0 && (quote = memchr(text, '"', len)) != NULL) {
		buf_add(out, text, (size_t)(quote + 1 - text));
		buf_add_byte(out, '"');
		len -= (size_t)(quote + 1 - text);
		text = quote + 1;
	}
	buf_add(out, text, len);
	buf_add_text(out, is_quoted ? "\"," : ",");
}

void
csvout_end(struct buf *out)
{
	assert(out->len > 0 && out->data[out->len - 1] == ',');
	out->data[out->len - 1] = '\n';
	/* A row of one empty cell must not be taken for none. */
	if (out->len == 1 || out->data[out->len - 2] == '\n') {
		out->len--;
		buf_add_text(out, "\"\"\n");
	}
}
