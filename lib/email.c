/* SPDX-License-Identifier: MIT */
#include "email.h"

#include <stdbool.h>
#include <string.h>

#include "ascii.h"
#include "utf8.h"

enum { LABEL_MOST = 63 };

static bool
is_beyond_ascii(char byte)
{
	return (unsigned char)byte >= 0x80;
}

static bool
is_alphanumeric(char byte)
{
	return ascii_is_digit(byte) || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || is_beyond_ascii(byte);
}

/* RFC 5322, section 3.2.3: atext; RFC 6531, section 3.3 adds the rest. */
static bool
is_atext(char byte)
{
	return is_alphanumeric(byte) ||
	       (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", byte) != NULL);
}

/*
 * The blank that text, which has len bytes, begins with; 0: none.  What nobody
 * sees is one as well: the soft hyphen, marks of the direction of writing.
 */
static size_t
blank_length(const char *text, size_t len)
{
	static const char *const wide[] = {"\u00A0", "\u00AD", "\u1680",
		"\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005",
		"\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u200B",
		"\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u202D",
		"\u202E", "\u202F", "\u205F", "\u2060", "\u2066", "\u2067",
		"\u2068", "\u2069", "\u3000", "\uFEFF"};

	if (len == 0)
		return 0;
	if (!is_beyond_ascii(*text))
		return *text == ' ' || (*text >= '\t' && *text <= '\r');
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++) {
		size_t wide_len = strlen(wide[i]);

		if (wide_len <= len && memcmp(text, wide[i], wide_len) == 0)
			return wide_len;
	}
	return 0;
}

/* The same for the end of text. */
static size_t
last_blank_length(const char *text, size_t len)
{
	for (size_t size = 1; size <= 3 && size <= len; size++)
		if (blank_length(text + len - size, size) == size)
			return size;
	return 0;
}

void
email_trim(const char **text, size_t *len)
{
	size_t blank;

	while ((blank = blank_length(*text, *len)) > 0) {
		*text += blank;
		*len -= blank;
	}
	while ((blank = last_blank_length(*text, *len)) > 0)
		*len -= blank;
}

/* A plain blank between quotes is seen well enough. */
static const char *
unseen_fault(const char *text, size_t len, bool is_quoted)
{
	static const char replacement[] = "\uFFFD";

	for (size_t step; len > 0; text += step, len -= step) {
		step = utf8_sequence(text, len);
		if (*text > ' ' && *text < 0x7F) /* nearly all of them */
			continue;
		if (blank_length(text, len) > 0 && (!is_quoted || *text != ' '))
			return "a blank, or what nobody sees, is in it";
		if (step == 0 || utf8_is_harmful(text, step) ||
			(step == 3 && memcmp(text, replacement, 3) == 0))
			return "a character in it cannot be read";
	}
	return NULL;
}

const char *
email_unseen_fault(const char *text, size_t len)
{
	return unseen_fault(text, len, false);
}

static const char *
dot_string_fault(const char *text, size_t len)
{
	char before = '.';

	for (size_t at = 0; at < len; at++) {
		if (text[at] == '@')
			return "there is more than one @";
		if (text[at] == '<')
			return "a name stands before the address";
		if (text[at] == '.' && before == '.')
			return "a dot stands where none may before the @";
		if (text[at] != '.' && !is_atext(text[at]))
			return "a character stands before the @ that may not"
			       " stand there";
		before = text[at];
	}
	if (before == '.')
		return "a dot stands where none may before the @";
	return NULL;
}

/* Section 4.1.2: a backslash stands before any printable ASCII. */
static const char *
quoted_string_fault(const char *text, size_t len)
{
	static const char fault[] = "the quotes before the @ are wrong";

	if (len < 2 || text[len - 1] != '"')
		return fault;
	for (size_t at = 1; at + 1 < len; at++) {
		if (text[at] == '"')
			return fault;
		if (text[at] == '\\') {
			at++;
			if (at + 1 >= len || is_beyond_ascii(text[at]))
				return fault;
		}
	}
	return NULL;
}

const char *
email_local_fault(const char *text, size_t len)
{
	const char *fault;
	bool is_quoted;

	if (len == 0)
		return "nothing stands before the @";
	if (len > EMAIL_LOCAL_MOST)
		return "more than 64 bytes stand before the @";
	is_quoted = text[0] == '"';
	fault = unseen_fault(text, len, is_quoted);
	if (fault != NULL)
		return fault;
	return is_quoted ? quoted_string_fault(text, len)
			 : dot_string_fault(text, len);
}

/* Of letters, digits and hyphens (RFC 1123, section 2.1). */
static const char *
label_fault(const char *text, size_t len)
{
	bool is_ascii = true;

	if (len == 0)
		return "a dot stands where none may behind the @";
	if (text[0] == '-' || text[len - 1] == '-')
		return "a part of the domain begins or ends with a hyphen";
	for (size_t at = 0; at < len; at++) {
		if (!is_alphanumeric(text[at]) && text[at] != '-')
			return "a character stands behind the @ that may not"
			       " stand there";
		is_ascii = is_ascii && !is_beyond_ascii(text[at]);
	}
	/* What counts is the length of the ASCII form. */
	if (is_ascii && len > LABEL_MOST)
		return "a part of the domain is longer than 63 bytes";
	return NULL;
}

static bool
is_number(const char *text, size_t len)
{
	for (size_t at = 0; at < len; at++)
		if (!ascii_is_digit(text[at]))
			return false;
	return true;
}

const char *
email_domain_fault(const char *text, size_t len)
{
	const char *fault, *dot;
	size_t label_len;
	bool is_first = true;

	if (len == 0)
		return "nothing stands behind the @";
	if (text[0] == '[')
		return "the IP address of a computer stands behind the @";
	if (len > EMAIL_DOMAIN_MOST)
		return "the domain is longer than 253 bytes";
	fault = unseen_fault(text, len, false);
	for (; fault == NULL; is_first = false) {
		dot = memchr(text, '.', len);
		label_len = dot != NULL ? (size_t)(dot - text) : len;
		fault = label_fault(text, label_len);
		if (fault != NULL || dot == NULL)
			break;
		text += label_len + 1;
		len -= label_len + 1;
	}
	if (fault == NULL && is_first)
		return "the domain has no dot";
	if (fault == NULL && is_number(text, len))
		return "the domain ends in a number";
	return fault;
}

const char *
email_at(const char *text, size_t len)
{
	while (len > 0)
		if (text[--len] == '@')
			return text + len;
	return NULL;
}

const char *
email_fault(const char *text, size_t len)
{
	const char *at = email_at(text, len);
	const char *fault;
	size_t local_len;

	if (at == NULL)
		return "there is no @";
	local_len = (size_t)(at - text);
	fault = email_local_fault(text, local_len);
	if (fault == NULL)
		fault = email_domain_fault(at + 1, len - local_len - 1);
	if (fault == NULL && len > EMAIL_MOST)
		return "it is longer than 254 bytes";
	return fault;
}
