/* SPDX-License-Identifier: MIT */
#ifndef SMTP_H
#define SMTP_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"
#include "http-handle.h"
#include "secret.h"

/*
 * smtp: a mail server that takes what we hand in (RFC 6409): does it answer,
 * go over to TLS, and take the login?  libcurl stands behind it.
 *
 * smtps:// begins with TLS; smtp:// must go over to it (STARTTLS, RFC 3207)
 * before anything is said, unless the host is a literal loopback address.
 */
struct smtp_options {
	const char *url;               /* smtps://mail.example.com:465 */
	const char *username;          /* NULL: no login */
	const struct secret *password; /* NULL: no login */
	const char *ca_file;           /* NULL: the system's */
	int64_t timeout_ms;            /* all in all */
};

enum smtp_result {
	SMTP_OK,
	SMTP_REFUSED,       /* the server does not want to talk to us */
	SMTP_LOGIN_REFUSED, /* wrong, not now (status 4xx), or it has none */
	SMTP_TROUBLE        /* there was no talking; trouble says how far */
};

struct smtp_reply {
	enum smtp_result result;
	enum http_trouble trouble; /* unless SMTP_TROUBLE: none */
	int status;      /* of the server's last reply (RFC 5321); 0: none */
	char error[256]; /* unless SMTP_OK: what happened, for people */
	char address[HTTP_ADDRESS_SIZE]; /* as in http_reply */
	char tls[HTTP_TLS_SIZE];
};

/*
 * Connect, log in, and leave again without a mail; *reply is overwritten.  -1
 * with EX_CONFIG when mailurl_refuse() does, and with EX_SOFTWARE.
 */
int smtp_probe(const struct smtp_options *options, struct smtp_reply *reply,
	struct fault *why);

#endif
