/* SPDX-License-Identifier: MIT */
#include "secret.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

struct secret {
	size_t len;
	char text[];
};

struct secret *
secret_reserve(size_t len, struct fault *why)
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
	sodium_memzero(secret, size);
	secret->len = len;
	return secret;
}

char *
secret_room(struct secret *secret)
{
	return secret->text;
}

void
secret_settle(struct secret *secret, size_t len)
{
	secret->len = len;
	secret->text[len] = '\0';
	sodium_mprotect_readonly(secret);
}

struct secret *
secret_new(const char *text, size_t len, struct fault *why)
{
	struct secret *secret = secret_reserve(len, why);

	if (secret == NULL)
		return NULL;
	memcpy(secret->text, text, len);
	secret_settle(secret, len);
	return secret;
}

/* Read on until the end; of lines, until the first is whole. */
static ssize_t
fill(struct secret *secret, int fd, size_t max, bool only_line)
{
	size_t len = 0;
	ssize_t got;

	while (len <= max) {
		got = read(fd, secret->text + len, max + 1 - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
		if (only_line && memchr(secret->text, '\n', len) != NULL)
			break;
	}
	return (ssize_t)len;
}

struct secret *
secret_read(int fd, size_t max, bool only_line, const char *name,
	struct fault *why)
{
	struct secret *secret = secret_reserve(max + 1, why);
	const char *end = NULL;
	ssize_t len;

	if (secret == NULL)
		return NULL;
	len = fill(secret, fd, max, only_line);
	if (len >= 0 && only_line)
		end = memchr(secret->text, '\n', (size_t)len);
	if (end != NULL)
		len = end - secret->text;
	if (len >= 0 && (size_t)len <= max) {
		secret_settle(secret, (size_t)len);
		return secret;
	}
	if (len < 0)
		fault_errno(why, EX_IOERR, "%s", name);
	else
		fault_set(why, EX_DATAERR, "%s: has more than %zu bytes", name,
			max);
	secret_free(secret);
	return NULL;
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

size_t
secret_len(const struct secret *secret)
{
	return secret->len;
}

void
secret_hash(unsigned char hash[HASH_SIZE], const void *text, size_t len)
{
	static bool is_ready; /* the fastest way on this machine is chosen */

	if (!is_ready)
		is_ready = sodium_init() >= 0;
	crypto_generichash(hash, HASH_SIZE, text, len, NULL, 0);
}

const char *
secret_library(void)
{
	return sodium_version_string();
}
