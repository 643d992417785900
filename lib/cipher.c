/* SPDX-License-Identifier: MIT */
#include "cipher.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "xalloc.h"

enum {
	BLOCK = 512, /* of padding */
	FOR_CIPHER = 1,
	FOR_CHECK = 2, /* subkeys: what they are for */
	PASSES_LEAST = 2,
	PASSES_MOST = 10,
};

static const int64_t memory_least = INT64_C(64) << 20;
static const int64_t memory_most = INT64_C(1) << 30;
static const char context[crypto_kdf_CONTEXTBYTES] = "csrcred1";

const struct cipher_cost cipher_cost_usual = {
	.passes = 3,
	.memory = INT64_C(256) << 20,
};

bool
cipher_cost_is_sane(const struct cipher_cost *cost)
{
	return cost->passes >= PASSES_LEAST && cost->passes <= PASSES_MOST &&
	       cost->memory >= memory_least && cost->memory <= memory_most;
}

struct secret *
cipher_new_key(struct fault *why)
{
	struct secret *key = secret_reserve(CIPHER_KEY_SIZE, why);

	if (key == NULL)
		return NULL;
	randombytes_buf(secret_room(key), CIPHER_KEY_SIZE);
	secret_settle(key, CIPHER_KEY_SIZE);
	return key;
}

struct secret *
cipher_key_of(const struct secret *passphrase,
	const unsigned char salt[CIPHER_SALT_SIZE],
	const struct cipher_cost *cost, struct fault *why)
{
	struct secret *key = secret_reserve(CIPHER_KEY_SIZE, why);

	if (key == NULL)
		return NULL;
	if (crypto_pwhash((unsigned char *)secret_room(key), CIPHER_KEY_SIZE,
		    secret_text(passphrase), secret_len(passphrase), salt,
		    (unsigned long long)cost->passes, (size_t)cost->memory,
		    crypto_pwhash_ALG_ARGON2ID13) != 0) {
		fault_set(why, EX_OSERR,
			"the passphrase needs %lld MiB of memory to be checked,"
			" and the system does not give them",
			(long long)(cost->memory >> 20));
		secret_free(key);
		return NULL;
	}
	secret_settle(key, CIPHER_KEY_SIZE);
	return key;
}

void
cipher_random(void *bytes, size_t len)
{
	if (sodium_init() >= 0)
		randombytes_buf(bytes, len);
}

static void
derive(unsigned char *subkey, size_t len, int purpose, const struct secret *key)
{
	crypto_kdf_derive_from_key(subkey, len, (uint64_t)purpose, context,
		(const unsigned char *)secret_text(key));
}

void
cipher_check(unsigned char check[CIPHER_CHECK_SIZE], const struct secret *key)
{
	derive(check, CIPHER_CHECK_SIZE, FOR_CHECK, key);
}

static struct secret *
subkey_of(const struct secret *key, struct fault *why)
{
	struct secret *subkey = secret_reserve(CIPHER_KEY_SIZE, why);

	if (subkey == NULL)
		return NULL;
	derive((unsigned char *)secret_room(subkey), CIPHER_KEY_SIZE,
		FOR_CIPHER, key);
	secret_settle(subkey, CIPHER_KEY_SIZE);
	return subkey;
}

/* NULL with EX_OSERR. */
static struct secret *
pad(const struct secret *plain, struct fault *why)
{
	size_t len = secret_len(plain);
	size_t room = (len / BLOCK + 1) * BLOCK;
	struct secret *padded = secret_reserve(room, why);

	if (padded == NULL)
		return NULL;
	memcpy(secret_room(padded), secret_text(plain), len);
	sodium_pad(&room, (unsigned char *)secret_room(padded), len, BLOCK,
		room);
	secret_settle(padded, room);
	return padded;
}

int
cipher_encrypt(struct buf *out, const struct secret *plain,
	const struct secret *key, const unsigned char nonce[CIPHER_NONCE_SIZE],
	const void *beside, size_t beside_len, struct fault *why)
{
	struct secret *subkey = subkey_of(key, why);
	struct secret *padded = pad(plain, why);
	unsigned char *sealed = NULL;
	unsigned long long len;
	int result = -1;

	if (subkey != NULL && padded != NULL) {
		sealed = xmalloc(secret_len(padded) +
				 crypto_aead_xchacha20poly1305_ietf_ABYTES);
		crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, &len,
			(const unsigned char *)secret_text(padded),
			secret_len(padded), beside, beside_len, NULL, nonce,
			(const unsigned char *)secret_text(subkey));
		cipher_encode(out, sealed, (size_t)len);
		result = 0;
	}
	free(sealed);
	secret_free(padded);
	secret_free(subkey);
	return result;
}

/* Decrypt into guarded memory and take the padding off. */
static struct secret *
open_sealed(const unsigned char *sealed, size_t len, const struct secret *key,
	const unsigned char nonce[CIPHER_NONCE_SIZE], const void *beside,
	size_t beside_len, struct fault *why)
{
	struct secret *plain = secret_reserve(len, why);
	unsigned long long padded_len;
	size_t plain_len;

	if (plain == NULL)
		return NULL;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)
							       secret_room(
								       plain),
		    &padded_len, NULL, sealed, len, beside, beside_len, nonce,
		    (const unsigned char *)secret_text(key)) == 0 &&
		sodium_unpad(&plain_len, (unsigned char *)secret_room(plain),
			(size_t)padded_len, BLOCK) == 0) {
		secret_settle(plain, plain_len);
		return plain;
	}
	fault_set(why, EX_DATAERR, "cannot be decrypted");
	secret_free(plain);
	return NULL;
}

struct secret *
cipher_decrypt(const char *text, size_t len, const struct secret *key,
	const unsigned char nonce[CIPHER_NONCE_SIZE], const void *beside,
	size_t beside_len, struct fault *why)
{
	unsigned char *sealed = xmalloc(len + 1);
	struct secret *subkey = subkey_of(key, why);
	struct secret *plain = NULL;
	size_t sealed_len;
	const char *end;

	if (subkey == NULL) {
		free(sealed);
		return NULL;
	}
	if (sodium_base642bin(sealed, len, text, len, NULL, &sealed_len, &end,
		    sodium_base64_VARIANT_ORIGINAL) == 0 &&
		end == text + len)
		plain = open_sealed(sealed, sealed_len, subkey, nonce, beside,
			beside_len, why);
	else
		fault_set(why, EX_DATAERR, "cannot be decrypted");
	free(sealed);
	secret_free(subkey);
	return plain;
}

void
cipher_encode(struct buf *out, const void *bytes, size_t len)
{
	size_t size =
		sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
	char *place = buf_reserve(out, size);

	if (place == NULL)
		return;
	sodium_bin2base64(place, size, bytes, len,
		sodium_base64_VARIANT_ORIGINAL);
	out->len += size - 1; /* without its NUL */
}

int
cipher_decode(void *bytes, size_t len, const char *text, size_t text_len)
{
	const char *end;
	size_t got;

	if (sodium_base642bin(bytes, len, text, text_len, NULL, &got, &end,
		    sodium_base64_VARIANT_ORIGINAL) != 0)
		return -1;
	return got == len && end == text + text_len ? 0 : -1;
}
