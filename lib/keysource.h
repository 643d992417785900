/* SPDX-License-Identifier: MIT */
#ifndef KEYSOURCE_H
#define KEYSOURCE_H

#include <stdbool.h>

#include "fault.h"
#include "keyfile.h"
#include "secret.h"

/*
 * keysource: where the key that encrypts the credentials comes from: a
 * passphrase, or the key file.
 *
 * A passphrase comes from the first of these that is set: a descriptor, the
 * command, the terminal.  There is no falling back from one that fails.
 */
struct keysource {
	int passphrase_fd;    /* --passphrase-fd; -1: not given */
	const char *command;  /* credentials.passphrase_command, or NULL */
	const char *key_path; /* of the key file; NULL: there is no place */
	bool may_ask;         /* on the terminal */
};

/*
 * A key, or what one is made of: either the passphrase, or bytes and id are
 * set.
 */
struct key {
	struct secret *passphrase;
	struct secret *bytes;     /* of a key of the key file */
	char id[KEYFILE_ID_SIZE]; /* its name there */
};

void key_release(struct key *key); /* a zeroed struct is fine */

enum { KEYSOURCE_PASSPHRASE_MAX = 1024 }; /* bytes */

/*
 * The passphrase of the file at path.  -1 with EX_CONFIG, which says what could
 * be set.
 */
int keysource_passphrase(const struct keysource *source, const char *path,
	struct key *key, struct fault *why);

/*
 * The same for a new one, from the descriptor or else the terminal, where it
 * is asked twice.
 */
int keysource_new_passphrase(const struct keysource *source, int fd,
	const char *path, struct key *key, struct fault *why);

/* Is it long enough to encrypt with?  -1 with EX_DATAERR. */
int keysource_check_new(const struct key *key, struct fault *why);

/* The key called id.  EX_CONFIG when the file does not have it. */
int keysource_find(const struct keysource *source, const char *id,
	struct key *key, struct fault *why);

/* As keyfile_last(). */
int keysource_last(const struct keysource *source, bool is_new, struct key *key,
	struct fault *why);

#endif
