/* SPDX-License-Identifier: MIT */
#ifndef CRED_H
#define CRED_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"
#include "keysource.h"
#include "secret.h"

/*
 * cred: who we are to the API: the token, the phone number id, and what goes
 * with them.
 *
 * The file is whatsapp_credentials.json of the profile: an envelope whose
 * token is encrypted and whose other members can be read by anybody who can
 * read the file, but not changed.  doc/design/0005-credentials.md has the
 * format.  The desktop application's file of that name has the token in the
 * clear; csr-auth migrate replaces it, and nothing else reads its token.
 *
 * A file is refused unless it is a regular file, ours, has one name, is closed
 * to everybody else, and lies where nobody else can exchange it.
 */
struct credentials {
	struct secret *token;      /* NULL: none yet */
	char *phone_number_id;     /* likewise, as the ones below */
	char *business_account_id; /* NULL: not known */
	char *number;              /* as the API writes it: "+1 202-555-0101" */
	char *name;                /* verified_name */
	int64_t stored_ms;         /* when it was stored; -1: not yet */
	int64_t expires_ms;        /* the token's end; 0: never; -1: unknown */
	bool is_token_stored;      /* the token comes from the file */
	unsigned char stamp[HASH_SIZE]; /* of the file that was read; zeros:
					   none was */
};

/* What the file is, before its token is asked for. */
enum cred_form {
	CRED_MISSING,
	CRED_PLAIN,      /* the desktop application's */
	CRED_KEY_FILE,   /* encrypted, with the key file */
	CRED_PASSPHRASE, /* encrypted, with a passphrase */
};

void cred_init(struct credentials *credentials);
void cred_release(struct credentials *credentials);

/*
 * Fill in what is still NULL from the directory's file, without the token.
 * *form says what was found; that there is none is no error.  -1 with
 * EX_CONFIG (damaged, cut short, of a later version), EX_NOPERM (others can
 * read or exchange it; the text has the command that mends it) or EX_IOERR.
 */
int cred_look(struct credentials *credentials, const char *directory,
	enum cred_form *form, struct fault *why);

/*
 * The same, with the token if it is still NULL; then the file must be there,
 * encrypted, and source must have its key: EX_CONFIG otherwise.
 */
int cred_read(struct credentials *credentials, const char *directory,
	const struct keysource *source, struct fault *why);

/*
 * Does the file look like one that is encrypted with a passphrase, even if it
 * cannot be used?
 */
bool cred_had_passphrase(const char *directory);

/*
 * The desktop application's file, with its token.  A mode that is too open is
 * no error here: *was_open tells.  EX_CONFIG when it is none of its files.
 */
int cred_read_plain(struct credentials *credentials, const char *directory,
	bool *was_open, struct fault *why);

/*
 * Encrypt with key and replace the file, durably: whenever the power fails,
 * the old file or the new one is there.  It is seen that the new one can be
 * decrypted before the old one goes.  -1 with EX_CANTCREAT, EX_IOERR, EX_OSERR,
 * or EX_TEMPFAIL when another process is writing it.
 *
 * With only_as_read, EX_TEMPFAIL also when the file is not the one any more
 * that credentials were read from: somebody has logged in or out meanwhile.
 */
int cred_write(const struct credentials *credentials, const char *directory,
	const struct key *key, bool only_as_read, struct fault *why);

/*
 * What a text that is such a file without encryption says: access_token,
 * phone_number_id, and business_account_id if it is there.  name is for
 * messages.  -1 with EX_DATAERR or EX_OSERR.
 */
int cred_parse(struct credentials *credentials, const struct secret *text,
	const char *name, struct fault *why);

/*
 * Can these be what Meta gives out?  -1 with EX_DATAERR: a token with blanks
 * or line ends in it, an id that is no number.  What is NULL is passed over.
 */
int cred_check(const struct credentials *credentials, struct fault *why);

/* Where the file of a directory is; to be freed. */
char *cred_path(const char *directory);

/*
 * Remove the file, and what an interrupted cred_write() left, durably.  0 also
 * when there was none.
 */
int cred_remove(const char *directory, struct fault *why);

#endif
