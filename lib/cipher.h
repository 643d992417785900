/* SPDX-License-Identifier: MIT */
#ifndef CIPHER_H
#define CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "fault.h"
#include "secret.h"

/*
 * cipher: secrets encrypted for a file, with the keys for it.  libsodium
 * stands behind it: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), Argon2id
 * (RFC 9106), BLAKE2b as its key derivation.
 */
enum {
	CIPHER_KEY_SIZE = 32,
	CIPHER_SALT_SIZE = 16,
	CIPHER_NONCE_SIZE = 24,
	CIPHER_CHECK_SIZE = 16
};

/* What it costs to make a key from a passphrase. */
struct cipher_cost {
	int64_t passes;
	int64_t memory; /* bytes */
};

/* For new files: about half a second, and 256 MiB. */
extern const struct cipher_cost cipher_cost_usual;

/*
 * Is it between what is too little to protect and what nobody can mean
 * seriously (2 to 10 passes, 64 MiB to 1 GiB)?
 */
bool cipher_cost_is_sane(const struct cipher_cost *cost);

/* A new key, of random bytes.  NULL with EX_OSERR. */
struct secret *cipher_new_key(struct fault *why);

/* NULL with EX_OSERR: the memory is not to be had. */
struct secret *cipher_key_of(const struct secret *passphrase,
	const unsigned char salt[CIPHER_SALT_SIZE],
	const struct cipher_cost *cost, struct fault *why);

/* Random bytes, for a salt or a nonce. */
void cipher_random(void *bytes, size_t len);

/* A value that tells whether a key is the right one, and nothing else. */
void
cipher_check(unsigned char check[CIPHER_CHECK_SIZE], const struct secret *key);

/*
 * Add to out, in base64, what becomes of plain, whose length is hidden in
 * steps of 512 bytes.  beside is not encrypted, but must be the same when it
 * is decrypted.  -1 with EX_OSERR.
 */
int cipher_encrypt(struct buf *out, const struct secret *plain,
	const struct secret *key, const unsigned char nonce[CIPHER_NONCE_SIZE],
	const void *beside, size_t beside_len, struct fault *why);

/*
 * The other way round.  NULL with EX_DATAERR (another key, or something was
 * changed) or EX_OSERR.
 */
struct secret *cipher_decrypt(const char *text, size_t len,
	const struct secret *key, const unsigned char nonce[CIPHER_NONCE_SIZE],
	const void *beside, size_t beside_len, struct fault *why);

/* Base64 with its padding (RFC 4648), which takes the same time for all. */
void cipher_encode(struct buf *out, const void *bytes, size_t len);

/* 0 when text is exactly len bytes in base64, else -1. */
int cipher_decode(void *bytes, size_t len, const char *text, size_t text_len);

#endif
