/* SPDX-License-Identifier: MIT */
#ifndef ACCESS_H
#define ACCESS_H

#include <stdbool.h>

#include "cred.h"
#include "fault.h"
#include "http.h"
#include "keysource.h"
#include "setup.h"

/*
 * access: how this run gets at the API: which server, under which version,
 * with which token and for which number.
 *
 *	access_init(&access);
 *	access_take_token(&access, &why);     before program_init()
 *	...                                   the options fill in access.…
 *	access_find(&access, &setup, &why);
 *	access_release(&access);
 *
 * The environment goes before the configuration and the stored credentials.
 */
struct access {
	const char *version;      /* option, or NULL */
	struct http_options http; /* options, or zeros; then what holds */
	int passphrase_fd;        /* option, or -1 */

	const char *base; /* found: scheme, host and port */
	struct credentials credentials;
	bool is_login;  /* what is asked about is not set yet: advice differs */
	char *key_path; /* NULL: there is no place for it */
};

void access_init(struct access *access);
void access_release(struct access *access);

/* CSR_ACCESS_TOKEN, which is taken out of the environment.  EX_OSERR. */
int access_take_token(struct access *access, struct fault *why);

/*
 * The server and how to talk to it, from setup and the environment; all of
 * access but the credentials.  EX_CONFIG.
 */
int access_find_server(struct access *access, const struct setup *setup,
	struct fault *why);

/* What encrypts this profile's credentials; good as long as both live. */
struct keysource
access_keysource(const struct access *access, const struct setup *setup);

/* The ids of the environment. */
void access_take_ids(struct access *access);

/*
 * May a stored token go to the server?  -1 with EX_CONFIG when it is plain
 * http, or when only the environment names it.
 */
int access_refuse_stored(const struct access *access, const struct setup *setup,
	struct fault *why);

/*
 * access_find_server(), and the credentials with a token.  EX_CONFIG, or
 * EX_NOPERM when others could read the file.  A stored token is held
 * to access_refuse_stored().
 */
int access_find(struct access *access, const struct setup *setup,
	struct fault *why);

#endif
