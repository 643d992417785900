/* SPDX-License-Identifier: MIT */
#include "phonesign.h"

#include <stdint.h>

#include "utf8.h"

/* The digit 0 of each script (Unicode 14, category Nd); 1 to 9 follow. */
static const uint32_t noughts[] = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6,
	0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
	0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
	0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0,
	0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0,
	0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730,
	0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50,
	0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950,
	0x1FBF0};

/*
 * Ranges, in order.  What overrides the direction (U+202E) is not among them:
 * its digits are seen in another order than they are stored in.
 */
static const struct {
	uint32_t first, last;
	char sign;
} others[] = {
	{0xA0, 0xA0, ' '},     /* no-break space */
	{0xAD, 0xAD, '\0'},    /* soft hyphen */
	{0xB7, 0xB7, '.'},     /* middle dot */
	{0xE0, 0xE3, 'a'},     /* extensão */
	{0xF3, 0xF3, 'o'},     /* extensión */
	{0x0431, 0x0431, 'b'}, /* доб. */
	{0x0434, 0x0434, 'd'},
	{0x043E, 0x043E, 'o'},
	{0x061C, 0x061C, '\0'}, /* Arabic letter mark */
	{0x1680, 0x1680, ' '},
	{0x180E, 0x180E, '\0'},
	{0x2000, 0x200A, ' '},
	{0x200B, 0x200F, '\0'}, /* zero width, left to right */
	{0x2010, 0x2015, ' '},  /* hyphens and dashes */
	{0x2028, 0x2029, '\n'},
	{0x202A, 0x202D, '\0'},
	{0x202F, 0x202F, ' '},
	{0x2044, 0x2044, '/'},
	{0x2053, 0x2053, ' '}, /* swung dash */
	{0x205F, 0x205F, ' '},
	{0x2060, 0x2064, '\0'},
	{0x2066, 0x2069, '\0'},
	{0x2212, 0x2212, ' '}, /* minus */
	{0x2215, 0x2215, '/'},
	{0x223C, 0x223C, ' '},
	{0x3000, 0x3000, ' '},
	{0x3001, 0x3001, ','},
	{0x30FC, 0x30FC, ' '}, /* prolonged sound mark, used as a hyphen */
	{0xFE00, 0xFE0F, '\0'},
	{0xFE58, 0xFE58, ' '},
	{0xFE63, 0xFE63, ' '},
	{0xFEFF, 0xFEFF, '\0'}, /* a byte order mark on its way */
	{0xFF5E, 0xFF5E, ' '},
};

static uint32_t
decode(const char *text, size_t len)
{
	static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	uint32_t code = (unsigned char)text[0] & masks[len];

	for (size_t at = 1; at < len; at++)
		code = code << 6 | ((unsigned char)text[at] & 0x3F);
	return code;
}

static char
sign_of_ascii(char byte)
{
	switch (byte) {
	case '\t':
	case ' ':
	case '-':
	case '~':
		return ' ';
	case '\r':
	case '\v':
	case '\f':
		return '\n';
	case '[':
		return '(';
	case ']':
		return ')';
	}
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte | 0x20);
	/* These two have a meaning of their own here. */
	if (byte == '?' || (byte < ' ' && byte != '\n') || byte == 0x7F)
		return '!';
	return byte;
}

/* Symbols and pictures; all else above ASCII that is not known is letters. */
static bool
is_symbol(uint32_t code)
{
	return code < 0xAA || (code >= 0x2000 && code < 0x2C00) ||
	       (code >= 0x1F000 && code < 0x20000) || code >= 0xE0000;
}

static char
sign_of(uint32_t code)
{
	/* Full-width forms are ASCII, moved. */
	if (code >= 0xFF01 && code <= 0xFF5D)
		return sign_of_ascii((char)(code - 0xFF01 + '!'));
	for (size_t at = 0; at < sizeof(others) / sizeof(*others); at++)
		if (code >= others[at].first && code <= others[at].last)
			return others[at].sign;
	for (size_t at = 0; at < sizeof(noughts) / sizeof(*noughts); at++)
		if (code >= noughts[at] && code < noughts[at] + 10)
			return (char)('0' + (code - noughts[at]));
	return is_symbol(code) ? '!' : '?';
}

char
phonesign_next(const char *text, size_t len, size_t *step)
{
	*step = 1;
	if ((unsigned char)*text < 0x80)
		return sign_of_ascii(*text);
	*step = utf8_sequence(text, len);
	if (*step == 0) {
		*step = 1;
		return '!';
	}
	return sign_of(decode(text, *step));
}
