/* SPDX-License-Identifier: MIT */
#ifndef MAILURL_H
#define MAILURL_H

#include <stdbool.h>

/*
 * mailurl: where a mail server is: "smtps://mail.example.com:465".
 *
 * Scheme, host and port alone: a name or a password in it would be shown
 * wherever the URL is.
 */
struct mailurl {
	bool is_tls;      /* smtps: it begins with TLS */
	bool is_loopback; /* a literal address of this machine */
};

/*
 * NULL when mail may be handed in at this URL, else why not, as "must begin
 * with smtp:// or smtps://".  The URL itself is not in it.
 */
const char *mailurl_parse(const char *text, struct mailurl *url);
const char *mailurl_refuse(const char *text);

#endif
