/* SPDX-License-Identifier: MIT */
#include "emailread.h"

#include <stdbool.h>
#include <string.h>

#include "emailtypo.h"
#include "idn.h"
#include "utf8.h"

/* What the quoted string says, at most len bytes. */
static size_t
unquote(const char *text, size_t len, char *out)
{
	size_t used = 0;

	for (size_t at = 1; at + 1 < len; at++) {
		if (text[at] == '\\')
			at++;
		out[used++] = text[at];
	}
	return used;
}

/* The other way round; it was written with as many backslashes at least. */
static void
quote(const char *text, char *out)
{
	*out++ = '"';
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			*out++ = '\\';
		*out++ = *text;
	}
	*out++ = '"';
	*out = '\0';
}

/*
 * The local part as it is compared, in at most `most` bytes, which are not
 * fewer than it has; it has been looked at.  RFC 5321, section 4.1.2 has
 * "ana"@example.com and ana@example.com be one mailbox.
 */
static void
put_local(const char *text, size_t len, char *out, size_t most)
{
	char plain[EMAIL_LOCAL_MOST], folded[EMAIL_LOCAL_MOST + 1];
	size_t room = (most < EMAIL_LOCAL_MOST ? most : EMAIL_LOCAL_MOST) + 1;
	bool is_quoted = text[0] == '"';

	if (is_quoted) {
		room -= len;
		len = unquote(text, len, plain);
		room += len;
		text = plain;
		is_quoted = email_local_fault(text, len) != NULL ||
			    memchr(text, '"', len) != NULL;
	}
	if (idn_fold(text, len, folded, room) != 0) {
		/* Folding has made it longer than an address may be. */
		memcpy(folded, text, len);
		folded[len] = '\0';
	}
	if (is_quoted)
		quote(folded, out);
	else
		memcpy(out, folded, strlen(folded) + 1);
}

/* The domain in lower case and ASCII; what is wrong with it. */
static const char *
read_domain(const char *text, size_t len, char domain[EMAIL_DOMAIN_MOST + 1])
{
	const char *fault = utf8_is_ascii(text, len)
				    ? email_domain_fault(text, len)
				    : email_unseen_fault(text, len);

	if (fault == NULL)
		fault = idn_to_ascii(text, len, domain, EMAIL_DOMAIN_MOST + 1);
	if (fault == NULL)
		fault = email_domain_fault(domain, strlen(domain));
	return fault;
}

static const char *
read_address(struct email_reading *reading)
{
	const char *text = reading->text, *at = email_at(text, reading->len);
	char domain[EMAIL_DOMAIN_MOST + 1];
	size_t local_len, domain_len;
	const char *fault;

	if (at == NULL)
		return "there is no @";
	local_len = (size_t)(at - text);
	domain_len = reading->len - local_len - 1;
	fault = email_local_fault(text, local_len);
	if (fault == NULL)
		fault = read_domain(at + 1, domain_len, domain);
	if (fault != NULL)
		return fault;
	/* Mail is sent to the ASCII form, so this counts, too. */
	domain_len = strlen(domain);
	if (reading->len > EMAIL_MOST ||
		local_len + 1 + domain_len > EMAIL_MOST)
		return "it is longer than 254 bytes";
	put_local(text, local_len, reading->canonical,
		EMAIL_MOST - 1 - domain_len);
	local_len = strlen(reading->canonical);
	reading->canonical[local_len++] = '@';
	memcpy(reading->canonical + local_len, domain, domain_len + 1);
	if (!emailtypo_find(domain, reading->meant, sizeof(reading->meant)))
		reading->meant[0] = '\0';
	return NULL;
}

void
emailread(const char *text, size_t len, struct email_reading *reading)
{
	email_trim(&text, &len);
	reading->text = text;
	reading->len = len;
	reading->canonical[0] = reading->meant[0] = '\0';
	reading->fault = read_address(reading);
}

const char *
emailread_hint(void)
{
	return "mend it, empty it, or use --channel whatsapp when it is not"
	       " needed";
}
