/* SPDX-License-Identifier: MIT */
#include "email.h"

#include <stdbool.h>
#include <string.h>

enum { LOCAL_MOST = 64, DOMAIN_MOST = 255, LABEL_MOST = 63 };

static bool
is_alphanumeric(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
}

/* RFC 5322, section 3.2.3: atext. */
static bool
is_atext(char byte)
{
	return is_alphanumeric(byte) ||
	       (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", byte) != NULL);
}

static bool
is_dot_string(const char *text, size_t len)
{
	char before = '.';

	for (size_t at = 0; at < len; at++) {
		if (!is_atext(text[at]) && (text[at] != '.' || before == '.'))
			return false;
		before = text[at];
	}
	return before != '.';
}

static bool
is_quoted_string(const char *text, size_t len)
{
	if (len < 3 || text[0] != '"' || text[len - 1] != '"')
		return false;
	for (size_t at = 1; at + 1 < len; at++) {
		if (text[at] == '\\' && at + 2 < len)
			at++;
		else if (text[at] == '"' || text[at] == '\\')
			return false;
		if ((unsigned char)text[at] < 0x20 || text[at] == 0x7F)
			return false;
	}
	return true;
}

static bool
is_label(const char *text, size_t len)
{
	if (len == 0 || len > LABEL_MOST || text[0] == '-' ||
		text[len - 1] == '-')
		return false;
	for (size_t at = 0; at < len; at++)
		if (!is_alphanumeric(text[at]) && text[at] != '-')
			return false;
	return true;
}

static bool
is_domain(const char *text, size_t len)
{
	size_t labels = 0, label_len;
	const char *dot;

	for (;;) {
		dot = memchr(text, '.', len);
		label_len = dot != NULL ? (size_t)(dot - text) : len;
		if (!is_label(text, label_len))
			return false;
		labels++;
		if (dot == NULL)
			return labels >= 2;
		text += label_len + 1;
		len -= label_len + 1;
	}
}

const char *
email_fault(const char *text, size_t len)
{
	const char *at = NULL;
	size_t local_len, domain_len;

	for (size_t place = 0; place < len; place++)
		if (text[place] == '@')
			at = text + place; /* the last one */
	if (at == NULL)
		return "there is no @";
	local_len = (size_t)(at - text);
	domain_len = len - local_len - 1;
	if (local_len == 0 || local_len > LOCAL_MOST)
		return "before the @ stand 1 to 64 characters";
	if (!is_dot_string(text, local_len) &&
		!is_quoted_string(text, local_len))
		return "what stands before the @ is not a mailbox";
	if (domain_len > DOMAIN_MOST || !is_domain(at + 1, domain_len))
		return "what stands behind the @ is not a domain";
	return NULL;
}
