/* SPDX-License-Identifier: MIT */
#include "secret.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <sysexits.h>

struct secret {
	size_t len;
	char text[];
};

struct secret *
secret_new(const char *text, size_t len, struct fault *why)
{
	struct secret *secret = NULL;
	/* Ends at the guard page, so it must be a multiple of alignment. */
	size_t size = (sizeof(*secret) + len + 1 + 15) / 16 * 16;

	if (sodium_init() >= 0)
		secret = sodium_malloc(size);
	if (secret == NULL) {
		fault_errno(why, EX_OSERR, "guarded memory");
		return NULL;
	}
	secret->len = len;
	memcpy(secret->text, text, len);
	secret->text[len] = '\0';
	sodium_mprotect_readonly(secret);
	return secret;
}

void
secret_free(struct secret *secret)
{
	sodium_free(secret);
}

const char *
secret_text(const struct secret *secret)
{
	return secret->text;
}

void
secret_hash(unsigned char hash[HASH_SIZE], const void *text, size_t len)
{
	static bool is_ready; /* the fastest way on this machine is chosen */

	if (!is_ready)
		is_ready = sodium_init() >= 0;
	crypto_generichash(hash, HASH_SIZE, text, len, NULL, 0);
}
