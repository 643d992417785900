/* SPDX-License-Identifier: MIT */
#include "mailurl.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "address.h"
#include "number.h"

enum { HOST_MAX = 255 }; /* bytes; RFC 1035, section 2.3.4 */

static const char shape[] = "must be scheme, host and port alone, such as"
			    " smtps://smtp.example.com:465";

static const char *
find_host(const char *text, bool *is_tls)
{
	*is_tls = strncmp(text, "smtps://", 8) == 0;
	if (*is_tls)
		return text + 8;
	return strncmp(text, "smtp://", 7) == 0 ? text + 7 : NULL;
}

/*
 * Does it stand for itself in every reading of an URL, so that ours is that of
 * the library which connects?
 */
static bool
is_literal(const char *text, size_t len)
{
	for (size_t at = 0; at < len; at++)
		if ((unsigned char)text[at] <= ' ' ||
			strchr("\"#%<>?@[\\]^`{|}\x7f", text[at]) != NULL)
			return false;
	return true;
}

/* How long the host is that stands here; 0: there is none. */
static size_t
measure_host(const char *host)
{
	size_t len;

	if (*host == '[') {
		len = strspn(host + 1, "0123456789abcdefABCDEF:.");
		return host[1 + len] == ']' ? len + 2 : 0;
	}
	len = strcspn(host, ":/");
	return is_literal(host, len) ? len : 0;
}

const char *
mailurl_parse(const char *text, struct mailurl *url)
{
	char place[HOST_MAX + sizeof(":65535")], digits[] = "65535";
	const char *host = find_host(text, &url->is_tls), *rest;
	struct address address;
	int64_t port = 25;
	size_t len;

	url->is_loopback = false;
	if (host == NULL)
		return "must begin with smtp:// or smtps://";
	if (strchr(host, '@') != NULL)
		return "has a user's name in it, which belongs into"
		       " email.username, as the password does into the command"
		       " of email.password_command";
	len = measure_host(host);
	if (len == 0 || len > HOST_MAX)
		return shape;
	rest = host + len;
	if (*rest == ':') {
		snprintf(digits, sizeof(digits), "%s", rest + 1);
		digits[strspn(digits, "0123456789")] = '\0';
		if (!number_parse(digits, 1, 65535, &port))
			return "has no port from 1 to 65535 behind the colon";
		rest += 1 + strlen(digits);
	}
	if (strcmp(rest, "") != 0 && strcmp(rest, "/") != 0)
		return shape;
	snprintf(place, sizeof(place), "%.*s:%d", (int)len, host, (int)port);
	url->is_loopback =
		address_parse(place, &address) && address_is_loopback(&address);
	return NULL;
}

const char *
mailurl_refuse(const char *text)
{
	struct mailurl url;

	return mailurl_parse(text, &url);
}
