/* SPDX-License-Identifier: MIT */
#include "idn.h"

#include <idn2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"
#include "xalloc.h"

/* Not IDN2_USE_STD3_ASCII_RULES: libidn2 2.3.3 leaves what they forbid out of
 * the domain instead of refusing it. */
enum { FLAGS = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL };

/* The longest label in UTF-8 whose ASCII form could have 63 bytes. */
enum { LABEL_SIZE = 256 };

static const char too_long[] = "the domain is too long";
static const char no_form[] =
	"a part of the domain begins with xn-- and is nothing's ASCII form";
static const char bad_character[] =
	"a character that domains may not have stands behind the @";

static const char *
describe(int code)
{
	switch (code) {
	case IDN2_PUNYCODE_BAD_INPUT:
	case IDN2_PUNYCODE_OVERFLOW:
	case IDN2_INVALID_ALABEL:
	case IDN2_UALABEL_MISMATCH:
	case IDN2_ALABEL_ROUNDTRIP_FAILED:
		return no_form;
	case IDN2_PUNYCODE_BIG_OUTPUT:
	case IDN2_TOO_BIG_DOMAIN:
	case IDN2_TOO_BIG_LABEL:
		return "a part of the domain is longer than 63 bytes in its"
		       " ASCII form";
	case IDN2_2HYPHEN:
		return "a part of the domain has two hyphens where only xn--"
		       " may";
	case IDN2_HYPHEN_STARTEND:
		return "a part of the domain begins or ends with a hyphen";
	case IDN2_LEADING_COMBINING:
		return "a part of the domain begins with an accent without its"
		       " letter";
	case IDN2_BIDI:
		return "a part of the domain mixes writing from the left and"
		       " from the right";
	case IDN2_MALLOC:
		xrealloc(NULL, SIZE_MAX); /* says so and exits */
		break;
	}
	return bad_character;
}

static char
lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

/* In any case: RFC 5890, section 2.3.2.1. */
static bool
has_prefix(const char *label, size_t len)
{
	return len >= 4 && lower(label[0]) == 'x' && lower(label[1]) == 'n' &&
	       label[2] == '-' && label[3] == '-';
}

/* Letters, digits and hyphens; the mapping can make "a/c" of one character. */
static bool
is_ldh(const char *label)
{
	for (; *label != '\0'; label++)
		if (!(*label >= 'a' && *label <= 'z') &&
			!(*label >= '0' && *label <= '9') && *label != '-')
			return false;
	return true;
}

/* Ask libidn2 about one label; ascii is idn2_free()d by the caller. */
static const char *
look_up(const char *label, size_t len, char **ascii)
{
	uint8_t text[LABEL_SIZE], *found = NULL;
	int code;

	*ascii = NULL;
	if (len >= sizeof(text))
		return too_long;
	memcpy(text, label, len);
	text[len] = '\0';
	code = idn2_lookup_u8(text, &found, FLAGS);
	if (code != IDN2_OK)
		return describe(code);
	*ascii = (char *)found;
	return is_ldh(*ascii) ? NULL : bad_character;
}

static int
append(char *out, size_t size, const char *text, size_t len)
{
	size_t used = strlen(out);

	if (len >= size - used)
		return -1;
	memcpy(out + used, text, len);
	out[used + len] = '\0';
	return 0;
}

static int
append_lower(char *out, size_t size, const char *text, size_t len)
{
	size_t used = strlen(out);

	if (append(out, size, text, len) != 0)
		return -1;
	for (; out[used] != '\0'; used++)
		out[used] = lower(out[used]);
	return 0;
}

static const char *
append_label(char *out, size_t size, const char *label, size_t len)
{
	char *ascii = NULL, *again = NULL;
	const char *fault;
	int result;

	if (utf8_is_ascii(label, len) && !has_prefix(label, len))
		return append_lower(out, size, label, len) == 0 ? NULL
								: too_long;
	fault = look_up(label, len, &ascii);
	/* Wide letters can make an ASCII form that nobody has looked at. */
	if (fault == NULL && has_prefix(ascii, strlen(ascii))) {
		fault = look_up(ascii, strlen(ascii), &again);
		if (fault == NULL && strcmp(again, ascii) != 0)
			fault = no_form;
	}
	if (fault == NULL) {
		result = append(out, size, ascii, strlen(ascii));
		fault = result == 0 ? NULL : too_long;
	}
	idn2_free(again);
	idn2_free(ascii);
	return fault;
}

/* TR46 maps these to the full stop; the length of the one text begins with. */
static size_t
dot_length(const char *text, size_t len)
{
	static const char *const dots[] = {"\u3002", "\uFF0E", "\uFF61"};

	if (*text == '.')
		return 1;
	for (size_t i = 0; i < sizeof(dots) / sizeof(*dots); i++)
		if (len >= 3 && memcmp(text, dots[i], 3) == 0)
			return 3;
	return 0;
}

const char *
idn_to_ascii(const char *domain, size_t len, char *out, size_t size)
{
	const char *fault = NULL;
	size_t start = 0, at = 0, dot = 0;

	*out = '\0';
	while (fault == NULL && at <= len) {
		dot = at < len ? dot_length(domain + at, len - at) : 0;
		if (dot == 0 && at < len) {
			at++;
			continue;
		}
		fault = append_label(out, size, domain + start, at - start);
		if (fault == NULL && dot > 0 && append(out, size, ".", 1) != 0)
			fault = too_long;
		if (at == len)
			break;
		start = at += dot;
	}
	if (fault != NULL)
		*out = '\0';
	return fault;
}

/* U+0300 to U+036F, but for U+034F, which folding leaves out. */
static bool
is_accent(const char *text, size_t len)
{
	return len == 2 &&
	       (*text == '\xCC' || (*text == '\xCD' && text[1] != '\x8F' &&
					   (unsigned char)text[1] < 0xB0));
}

/* How many characters beyond ASCII, accents left out. */
static size_t
count_letters(const char *text, size_t len)
{
	size_t count = 0, step;

	for (; len > 0; text += step, len -= step) {
		step = utf8_sequence(text, len);
		step += step == 0;
		count += step > 1 && !is_accent(text, step);
	}
	return count;
}

/* The letters and digits at the start, with all that is beyond ASCII. */
static size_t
run_length(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len &&
		((unsigned char)text[at] >= 0x80 ||
			(lower(text[at]) >= 'a' && lower(text[at]) <= 'z') ||
			(text[at] >= '0' && text[at] <= '9')))
		at++;
	return at;
}

static int
append_folded(char *out, size_t size, const char *text, size_t len)
{
	char *ascii = NULL, *folded = NULL;
	int result = -1;

	/* A mapping such as that of U+00AA to a would make two people one. */
	if (!utf8_is_ascii(text, len) && look_up(text, len, &ascii) == NULL &&
		idn2_to_unicode_8z8z(ascii, &folded, 0) == IDN2_OK &&
		count_letters(folded, strlen(folded)) >=
			count_letters(text, len))
		result = append(out, size, folded, strlen(folded));
	else
		result = append_lower(out, size, text, len);
	idn2_free(folded);
	idn2_free(ascii);
	return result;
}

int
idn_fold(const char *text, size_t len, char *out, size_t size)
{
	size_t run;
	int result = 0;

	*out = '\0';
	while (len > 0 && result == 0) {
		run = run_length(text, len);
		if (run > 0)
			result = append_folded(out, size, text, run);
		else
			result = append(out, size, text, run = 1);
		text += run;
		len -= run;
	}
	return result;
}
