/* SPDX-License-Identifier: MIT */
#include "phonetext.h"

#include <string.h>

#include "ascii.h"
#include "phonesign.h"

enum {
	DIGITS_LEAST = 7,
	DIGITS_MOST = 15,
	SIGNS_MOST = 64,
	EXTENSION_MOST = 7, /* digits */
	LOCAL_LEAST = 5,    /* digits of a number of its own */
	AREA_MOST = 5,      /* digits of an area code, without 0 */
	COUNTRY_MOST = 3,   /* digits of a country's code */
};

/* The signs of a cell, blanks run together and none at the ends. */
struct signs {
	char text[SIGNS_MOST + 1]; /* NUL at the end */
	size_t len;
	size_t digits, letters, oddities; /* in all of the cell */
};

static bool
is_letter(char sign)
{
	return (sign >= 'a' && sign <= 'z') || sign == '?';
}

static bool
is_among(char sign, const char *list)
{
	return sign != '\0' && strchr(list, sign) != NULL;
}

static void
put_sign(struct signs *signs, char sign)
{
	char last = signs->len > 0 ? signs->text[signs->len - 1] : ' ';

	if (sign == '\0')
		return;
	if (ascii_is_digit(sign)) {
		signs->digits++;
		if (signs->len < SIGNS_MOST)
			signs->text[signs->len++] = sign;
		return;
	}
	signs->letters += is_letter(sign);
	signs->oddities += !is_letter(sign) && !is_among(sign, " \n+./()");
	if ((is_among(sign, " \n") && is_among(last, " \n")) ||
		(sign == ' ' && last == '('))
		return;
	if (sign == ')' && last == ' ' && signs->len > 0)
		signs->text[signs->len - 1] = sign;
	else if (signs->len < SIGNS_MOST)
		signs->text[signs->len++] = sign;
}

static void
cut(struct signs *signs, size_t len, const char *list)
{
	while (len > 0 && is_among(signs->text[len - 1], list))
		len--;
	signs->len = len;
	signs->text[len] = '\0';
}

static size_t
count_digits(const char *from, const char *to)
{
	size_t count = 0;

	for (; from < to; from++)
		count += ascii_is_digit(*from);
	return count;
}

/* What lies between two parts that must not be glued together? */
static enum phone_verdict
verdict_of_parts(const struct signs *signs, size_t before, size_t behind,
	size_t least)
{
	const char *end = signs->text + signs->len;

	if (count_digits(signs->text, signs->text + before) >= least &&
		count_digits(signs->text + behind, end) >= least)
		return PHONE_SEVERAL;
	return PHONE_NOT_DIGITS;
}

/* 5.5E+12: only digits with one mark among them, e, and an exponent. */
static bool
is_scientific(const struct signs *signs)
{
	const char *at = signs->text;
	size_t len;

	at += strspn(at, "+ ");
	len = strspn(at, "0123456789.,");
	if (len == 0 || at[len] != 'e')
		return false;
	at += len + 1;
	at += strspn(at, "+ ");
	len = strspn(at, "0123456789");
	return len >= 1 && len <= 3 && at[len] == '\0';
}

/*
 * The only mark, with nothing but noughts behind it: any number of them when
 * there is no other separator, else one or two.
 */
static bool
is_decimal(const struct signs *signs)
{
	const char *at = signs->text;
	size_t before = strcspn(at, ".,"), behind;

	if (before == signs->len || count_digits(at, at + before) == 0)
		return false;
	behind = strspn(at + before + 1, "0");
	if (behind == 0 || at[before + 1 + behind] != '\0')
		return false;
	at += *at == '+';
	return behind <= 2 || is_among(at[strspn(at, "0123456789")], ".,");
}

static bool
is_extension_word(const char *word, size_t len)
{
	static const char *const words[] = {"ext", "extn", "extension",
		"extensao", "x", "ramal", "rml", "int", "interno", "anexo",
		"dob"};

	for (size_t at = 0; at < sizeof(words) / sizeof(*words); at++)
		if (strlen(words[at]) == len &&
			memcmp(word, words[at], len) == 0)
			return true;
	return false;
}

/* Cut an extension off the end; was there one? */
static bool
cut_extension(struct signs *signs)
{
	const char *text = signs->text;
	size_t end = signs->len, first, word;

	while (end > 0 && is_among(text[end - 1], " #)"))
		end--;
	for (first = end; first > 0 && ascii_is_digit(text[first - 1]);)
		first--;
	if (end == first || end - first > EXTENSION_MOST)
		return false;
	while (first > 0 && is_among(text[first - 1], " .:="))
		first--;
	word = first;
	if (word > 0 && text[word - 1] == '#')
		word--;
	else
		while (word > 0 && is_letter(text[word - 1]))
			word--;
	if (word == first || count_digits(text, text + word) == 0 ||
		(text[word] != '#' &&
			!is_extension_word(text + word, first - word)))
		return false;
	cut(signs, word, " .,;:(/");
	return true;
}

static enum phone_verdict
verdict_of_letters(const struct signs *signs)
{
	size_t first = 0, last = signs->len;

	while (first < last && !is_letter(signs->text[first]))
		first++;
	while (last > first && !is_letter(signs->text[last - 1]))
		last--;
	if (first == last) /* it was an extension */
		return PHONE_GOOD;
	return verdict_of_parts(signs, first, last, DIGITS_LEAST) ==
			       PHONE_SEVERAL
		       ? PHONE_SEVERAL
		       : PHONE_LETTERS;
}

/*
 * A slash behind an area code, "030/123456", or between short groups,
 * "01/23/45/67/89", is a separator.  "3333-4444/45" is two numbers.
 */
static enum phone_verdict
verdict_of_slashes(const struct signs *signs)
{
	const char *text = signs->text, *slash = strchr(text, '/');
	size_t before, most = COUNTRY_MOST + AREA_MOST, len;

	if (slash == NULL)
		return PHONE_GOOD;
	if (strchr(slash + 1, '/') != NULL) {
		for (text += *text == '+'; *text != '\0'; text += len + 1) {
			len = strspn(text, "0123456789");
			if (len > 4 || !(text[len] == '/' || text[len] == '\0'))
				return PHONE_SEVERAL;
			if (text[len] == '\0')
				break;
		}
		return PHONE_GOOD;
	}
	before = count_digits(text, slash);
	text += strspn(text, " (");
	if (strncmp(text, "00", 2) == 0)
		most += 2;
	else if (*text == '0')
		most = 1 + AREA_MOST;
	else if (*text != '+')
		most = AREA_MOST - 1;
	if (strstr(signs->text, "(0)") != NULL)
		most++;
	len = count_digits(slash, signs->text + signs->len);
	return before > most || (before > AREA_MOST && len < LOCAL_LEAST)
		       ? PHONE_SEVERAL
		       : PHONE_GOOD;
}

/* Are the separators where they can stand in one number? */
static enum phone_verdict
verdict_of_marks(const struct signs *signs)
{
	const char *text = signs->text;
	size_t at, plus = strspn(text, " (");

	for (at = 0; at < signs->len; at++) {
		if (ascii_is_digit(text[at]))
			continue;
		if (is_among(text[at], ",;|&\n") ||
			(text[at] == '+' && at > plus))
			return verdict_of_parts(signs, at, at, LOCAL_LEAST);
		if (!is_among(text[at], " +./()"))
			return PHONE_NOT_DIGITS;
		/* As in "3333-4444 (11)". */
		if (text[at] == '(' &&
			count_digits(text, text + at) > LOCAL_LEAST &&
			count_digits(text + at, text + signs->len) > 0)
			return verdict_of_parts(signs, at, at, LOCAL_LEAST);
	}
	return verdict_of_slashes(signs);
}

static enum phone_verdict
verdict_of(struct signs *signs, bool *had_extension)
{
	enum phone_verdict verdict;

	if (signs->digits == 0)
		return signs->letters + signs->oddities > 0 ? PHONE_NOT_DIGITS
							    : PHONE_EMPTY;
	if (signs->len == SIGNS_MOST)
		return signs->letters > 0    ? PHONE_LETTERS
		       : signs->oddities > 0 ? PHONE_NOT_DIGITS
					     : PHONE_TOO_LONG;
	if (is_scientific(signs))
		return PHONE_SCIENTIFIC;
	if (is_decimal(signs))
		return PHONE_DECIMAL;
	*had_extension = cut_extension(signs);
	verdict = signs->letters > 0 ? verdict_of_letters(signs) : PHONE_GOOD;
	return verdict == PHONE_GOOD ? verdict_of_marks(signs) : verdict;
}

static enum phone_verdict
collect(const struct signs *signs, struct phonetext *out)
{
	const char *sign = signs->text;
	size_t used = 0;

	if (count_digits(sign, sign + signs->len) > PHONETEXT_DIGITS)
		return PHONE_TOO_LONG;
	out->is_international = strchr(sign, '+') != NULL;
	if (out->is_international)
		out->digits[used++] = '+';
	for (; *sign != '\0'; sign++) {
		if (!ascii_is_digit(*sign))
			continue;
		if (*sign == '0' && sign > signs->text && sign[-1] == '(' &&
			sign[1] == ')')
			out->trunk_zero = (int)used;
		out->digits[used++] = *sign;
	}
	out->digits[used] = '\0';
	if (strncmp(out->digits, "00", 2) != 0)
		return PHONE_GOOD;
	out->is_international = out->is_double_zero = true;
	out->digits[0] = '+';
	memmove(out->digits + 1, out->digits + 2, used - 1);
	/* One of these two noughts is not meant by "(0)". */
	out->trunk_zero = out->trunk_zero > 1 ? out->trunk_zero - 1 : -1;
	return PHONE_GOOD;
}

/* A minus, and nothing but a number behind it: a hyphen has more to part. */
static bool
is_negative(const char *text, size_t len)
{
	static const char minus[] = "\u2212";
	size_t at = 0;

	while (at < len && is_among(text[at], " \t\r\n"))
		at++;
	if (len - at > strlen(minus) &&
		memcmp(text + at, minus, strlen(minus)) == 0)
		at += strlen(minus);
	else if (at < len && text[at] == '-')
		at++;
	else
		return false;
	while (at < len &&
		(ascii_is_digit(text[at]) || is_among(text[at], ".,")))
		at++;
	while (at < len && is_among(text[at], " \t\r\n"))
		at++;
	return at == len;
}

/* As most lists have them: "+" or not, digits, nothing else. */
static bool
is_plain(const char *text, size_t len)
{
	size_t at = len > 1 && *text == '+';

	if (len == 0 || len > PHONETEXT_DIGITS)
		return false;
	while (at < len && ascii_is_digit(text[at]))
		at++;
	return at == len;
}

void
phonetext_read(const char *text, size_t len, struct phonetext *out)
{
	struct signs signs = {.len = 0};
	size_t step;

	*out = (struct phonetext){.trunk_zero = -1};
	if (is_plain(text, len)) {
		memcpy(signs.text, text, len);
		signs.text[len] = '\0';
		signs.len = len;
		out->verdict = collect(&signs, out);
		return;
	}
	for (size_t at = 0; at < len; at += step)
		put_sign(&signs, phonesign_next(text + at, len - at, &step));
	cut(&signs, signs.len, " \n");
	out->verdict = signs.digits > 0 && is_negative(text, len)
			       ? PHONE_NEGATIVE
			       : verdict_of(&signs, &out->had_extension);
	if (out->verdict == PHONE_GOOD)
		out->verdict = collect(&signs, out);
}

void
phonetext_assume_international(struct phonetext *text)
{
	if (text->is_international)
		return;
	text->is_international = true;
	memmove(text->digits + 1, text->digits, PHONETEXT_DIGITS);
	text->digits[0] = '+';
	if (text->trunk_zero >= 0)
		text->trunk_zero++;
}

enum phone_verdict
phonetext_e164(const struct phonetext *text, char number[PHONE_SIZE])
{
	size_t len = strlen(text->digits);

	if (text->verdict != PHONE_GOOD)
		return text->verdict;
	if (!text->is_international)
		return PHONE_NO_COUNTRY;
	if (text->digits[1] == '0')
		return PHONE_BAD_COUNTRY;
	if (text->trunk_zero >= 0)
		return PHONE_TRUNK_ZERO;
	if (len < 1 + DIGITS_LEAST)
		return PHONE_TOO_SHORT;
	if (len > 1 + DIGITS_MOST)
		return PHONE_TOO_LONG;
	memcpy(number, text->digits, len + 1);
	return PHONE_GOOD;
}
