/* SPDX-License-Identifier: MIT */
#ifndef ENVELOPE_H
#define ENVELOPE_H

#include <stddef.h>

#include "buf.h"
#include "cipher.h"
#include "cred.h"
#include "doc.h"
#include "fault.h"
#include "secret.h"

/*
 * envelope: the text of an encrypted credentials file, a part of cred.
 *
 * It is a JSON object in one line.  Members that are no secret come first;
 * then the key that is needed, the nonce, the token encrypted, and a CRC-32C
 * of all before it.  The checksum tells damage from a wrong key; what comes
 * before the encrypted token is authenticated with it.
 */
enum { ENVELOPE_SIZE_MAX = 64 * 1024 };

struct envelope {
	struct doc *doc;
	enum cred_form form; /* CRED_KEY_FILE or CRED_PASSPHRASE */
	const char *key_id;  /* of the former */
	struct cipher_cost cost;
	unsigned char salt[CIPHER_SALT_SIZE];
	unsigned char check[CIPHER_CHECK_SIZE];
	unsigned char nonce[CIPHER_NONCE_SIZE];
	const char *text; /* up to the encrypted token: authenticated */
	size_t beside_len;
	const char *sealed;
	size_t sealed_len;
};

/*
 * Take a text apart; it must stay while the envelope is used.  path is for
 * messages.  -1 with EX_CONFIG; to be released in any case.
 */
int envelope_parse(struct envelope *envelope, const char *text, size_t len,
	const char *path, struct fault *why);
void envelope_release(struct envelope *envelope);

/* Fill in what is still NULL or unknown, but for the token. */
void
envelope_copy(const struct envelope *envelope, struct credentials *credentials);

/* The token.  NULL with EX_CONFIG: a wrong passphrase, or something else. */
struct secret *envelope_open(const struct envelope *envelope,
	const struct key *key, const char *path, struct fault *why);

/* Add the text to out, which is empty.  -1 with EX_OSERR or EX_CONFIG. */
int envelope_write(struct buf *out, const struct credentials *credentials,
	const struct key *key, struct fault *why);

#endif
