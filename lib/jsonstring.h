/* SPDX-License-Identifier: MIT */
#ifndef JSONSTRING_H
#define JSONSTRING_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "json.h"
#include "plain.h"

/*
 * jsonstring: between a text and the string of JSON that stands for it
 * (RFC 8259, section 7).
 */

/*
 * Add the text a string stands for to out.  string is what the scanner
 * found, with its quotes.  -1 when it holds \u0000 or half a surrogate pair,
 * which no text can contain; out then holds what came before.
 */
int json_unescape(struct buf *out, const struct json_value *string);

/* Whether json_unescape() would succeed. */
bool json_is_text(const struct json_value *string);

/*
 * The length of a string in UTF-16 code units, as the WhatsApp API's limits
 * are counted here.  text is what is between the quotes, escapes as written.
 */
size_t json_utf16_length(const char *text, size_t len);

/*
 * Add text to out as the inside of a string: quote, backslash and control
 * characters escaped.  -1 at the first byte that is not UTF-8.
 */
int json_escape(struct buf *out, const char *text, size_t len);

/*
 * As json_escape(), for many short texts: writes to out, where there is room
 * for JSON_ESCAPED_MAX times len and JSON_ESCAPE_PADDING bytes, and reads up to
 * JSON_ESCAPE_PADDING bytes behind the text.  The end of what it wrote, or NULL
 * when the text is not UTF-8.
 */
enum { JSON_ESCAPED_MAX = 6, JSON_ESCAPE_PADDING = PLAIN_STEP };
char *json_escape_padded(char *out, const char *text, size_t len);

/* As json_escape(), but what is not UTF-8 becomes U+FFFD. */
void json_escape_lossy(struct buf *out, const char *text, size_t len);

#endif
