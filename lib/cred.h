/* SPDX-License-Identifier: MIT */
#ifndef CRED_H
#define CRED_H

#include <stdbool.h>

#include "fault.h"
#include "secret.h"

/*
 * cred: who we are to the API: the token and the phone number id.
 *
 * The file is whatsapp_credentials.json of the profile, an object with
 * access_token and phone_number_id, as the desktop application writes it.
 * It is refused unless it is a regular file, ours, and closed to everybody
 * else.
 */
struct credentials {
	struct secret *token;  /* NULL: none yet */
	char *phone_number_id; /* likewise */
	bool is_token_stored;  /* the token comes from the file */
};

/*
 * Fill in what is still NULL from the directory's file.  0, or -1 with
 * EX_CONFIG (there is no file, or it makes no sense), EX_NOPERM (others can
 * read it) or EX_IOERR.  To be released in any case.
 */
int cred_read(struct credentials *credentials, const char *directory,
	struct fault *why);

void cred_release(struct credentials *credentials);

#endif
