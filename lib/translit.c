/* SPDX-License-Identifier: MIT */
#include "translit.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "ascii.h"
#include "utf8.h"

enum { PLAIN_FIRST = 0xA0, PLAIN_END = 0x180 };

/*
 * U+00A0 to U+017F in plain letters, two places each; "-": it stays.
 */
/* clang-format off */
static const char plain[] =
	"- - - - - - - - - - a - - - - - " /* U+00A0 */
	"- - - - - - - - - - o - - - - - " /* U+00B0 */
	"A A A A A A AEC E E E E I I I I " /* U+00C0 */
	"D N O O O O O - O U U U U Y Thss" /* U+00D0 */
	"a a a a a a aec e e e e i i i i " /* U+00E0 */
	"d n o o o o o - o u u u u y thy " /* U+00F0 */
	"A a A a A a C c C c C c C c D d " /* U+0100 */
	"D d E e E e E e E e E e G g G g " /* U+0110 */
	"G g G g H h H h I i I i I i I i " /* U+0120 */
	"I i IJijJ j K k k L l L l L l L " /* U+0130 */
	"l L l N n N n N n n N n O o O o " /* U+0140 */
	"O o OEoeR r R r R r S s S s S s " /* U+0150 */
	"S s T t T t T t U u U u U u U u " /* U+0160 */
	"U u U u W w Y y Y Z z Z z Z z s " /* U+0170 */;
/* clang-format on */

/* What has no plain letters but no width, or is a space. */
static const char *
in_ascii(unsigned code)
{
	if ((code >= 0x300 && code <= 0x36F) || code == 0xAD ||
		(code >= 0x200B && code <= 0x200D) || code == 0xFEFF)
		return "";
	return code == 0xA0 || code == 0x2007 || code == 0x202F ? " " : NULL;
}

/* Add the character at text, of step bytes and not ASCII. */
static void
add_plain(struct buf *out, const char *text, size_t step)
{
	const unsigned char *byte = (const unsigned char *)text;
	const char *letters;
	unsigned code = 0;

	if (step == 2)
		code = (unsigned)(byte[0] & 0x1F) << 6 | (byte[1] & 0x3F);
	else if (step == 3)
		code = (unsigned)(byte[0] & 0xF) << 12 |
		       (unsigned)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3F);
	letters = in_ascii(code);
	if (letters != NULL) {
		buf_add_text(out, letters);
		return;
	}
	if (code >= PLAIN_FIRST && code < PLAIN_END) {
		letters = plain + (size_t)2 * (code - PLAIN_FIRST);
		if (*letters != '-') {
			buf_add(out, letters, letters[1] == ' ' ? 1 : 2);
			return;
		}
	}
	buf_add(out, text, step);
}

void
translit_add(struct buf *out, const char *text, size_t len)
{
	size_t step;

	while (len > 0) {
		step = utf8_sequence(text, len);
		if (step > 1)
			add_plain(out, text, step);
		else
			buf_add_byte(out, *text);
		step += step == 0;
		text += step;
		len -= step;
	}
}

/* The byte in a name for a template, or "_". */
static char
in_alias(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	return (byte >= 'a' && byte <= 'z') || ascii_is_digit(byte) ? byte
								    : '_';
}

/* name is of plain letters where they count as such. */
static void
add_alias(struct buf *out, const char *name, size_t len)
{
	bool is_empty = true, wants_mark = false;

	for (size_t i = 0; i < len; i++) {
		char byte = in_alias(name[i]);

		if (byte == '_') {
			wants_mark = !is_empty;
			continue;
		}
		if (is_empty && ascii_is_digit(byte))
			buf_add_text(out, "col_");
		if (wants_mark)
			buf_add_byte(out, '_');
		buf_add_byte(out, byte);
		is_empty = wants_mark = false;
	}
	if (is_empty)
		buf_add_text(out, "unnamed_column");
}

void
translit_add_alias(struct buf *out, const char *name, size_t len)
{
	struct buf letters;

	buf_init(&letters, SIZE_MAX);
	translit_add(&letters, name, len);
	add_alias(out, letters.data, letters.len);
	buf_release(&letters);
}

void
translit_add_old_alias(struct buf *out, const char *name, size_t len)
{
	add_alias(out, name, len);
}
