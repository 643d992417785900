/* SPDX-License-Identifier: MIT */
#ifndef SECRET_H
#define SECRET_H

#include <stddef.h>

#include "fault.h"

/*
 * secret: a text that must not leak, in memory of its own: locked against
 * swapping where the system allows it, left out of core files, fenced by
 * guard pages, and wiped when freed.  libsodium stands behind it.
 */
struct secret;

/* Take a copy of len bytes.  NULL with EX_OSERR. */
struct secret *secret_new(const char *text, size_t len, struct fault *why);

void secret_free(struct secret *secret); /* NULL is fine */

/* NUL-terminated; good until secret_free(). */
const char *secret_text(const struct secret *secret);

/*
 * The first 128 bits that BLAKE2b (RFC 7693) makes of a text when told to
 * make 16 bytes.  No secret, but libsodium's work.
 */
enum { HASH_SIZE = 16 };
void secret_hash(unsigned char hash[HASH_SIZE], const void *text, size_t len);

#endif
