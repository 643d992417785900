/* SPDX-License-Identifier: MIT */
#include "shellword.h"

#include <stdbool.h>
#include <string.h>

#include "utf8.h"

/* Not the tilde, nor a hyphen in front, though a path of ours has neither. */
static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			    "/._-+,:@%";

static bool
is_shown(const char *text)
{
	size_t len = strlen(text), step;

	for (; len > 0; text += step, len -= step) {
		unsigned char byte = (unsigned char)*text;

		step = utf8_sequence(text, len);
		if (step == 0 || byte < 0x20 || byte == 0x7F)
			return false;
		/* U+0080 to U+009F are control characters, too. */
		if (byte == 0xC2 && (unsigned char)text[1] < 0xA0)
			return false;
	}
	return true;
}

static void
add_escaped(struct buf *out, const char *text)
{
	buf_add_text(out, "$'");
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		/* Three digits, so that none that follows is taken for one. */
		if (byte < 0x20 || byte >= 0x7F)
			buf_add_format(out, "\\%03o", byte);
		else if (byte == '\'' || byte == '\\')
			buf_add_format(out, "\\%c", byte);
		else
			buf_add_byte(out, *text);
	}
	buf_add_byte(out, '\'');
}

void
shellword_add(struct buf *out, const char *text)
{
	size_t len;

	if (*text != '\0' && text[strspn(text, plain)] == '\0') {
		buf_add_text(out, text);
		return;
	}
	if (!is_shown(text)) {
		add_escaped(out, text);
		return;
	}
	buf_add_byte(out, '\'');
	for (; *text != '\0'; text += len) {
		len = strcspn(text, "'");
		buf_add(out, text, len);
		/* A quote cannot stand within quotes. */
		if (text[len] == '\'') {
			buf_add_text(out, "'\\''");
			len++;
		}
	}
	buf_add_byte(out, '\'');
}
