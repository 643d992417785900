/* SPDX-License-Identifier: MIT */
#ifndef SECRET_H
#define SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * secret: a text, or bytes, that must not leak, in memory of its own: locked
 * against swapping where the system allows it, left out of core files, fenced
 * by guard pages, and wiped when freed.  libsodium stands behind it.
 */
struct secret;

/* Take a copy of len bytes.  NULL with EX_OSERR. */
struct secret *secret_new(const char *text, size_t len, struct fault *why);

/*
 * Room for len bytes, zeroed, to be written through secret_room() until
 * secret_settle() says how many of them there are.  NULL with EX_OSERR.
 */
struct secret *secret_reserve(size_t len, struct fault *why);
char *secret_room(struct secret *secret);
void secret_settle(struct secret *secret, size_t len);

/*
 * What a descriptor has until its end, or, with only_line, until its first
 * line end, which is left out.  It is read into that memory and nowhere else.
 * NULL with EX_IOERR, EX_OSERR, or EX_DATAERR when it is more than max bytes.
 * name is for messages.
 */
struct secret *secret_read(int fd, size_t max, bool only_line, const char *name,
	struct fault *why);

void secret_free(struct secret *secret); /* NULL is fine */

/* NUL-terminated; good until secret_free(). */
const char *secret_text(const struct secret *secret);
size_t secret_len(const struct secret *secret);

/*
 * The first 128 bits that BLAKE2b (RFC 7693) makes of a text when told to
 * make 16 bytes.  No secret, but libsodium's work.
 */
enum { HASH_SIZE = 16 };
void secret_hash(unsigned char hash[HASH_SIZE], const void *text, size_t len);

/* The version of libsodium: "1.0.18". */
const char *secret_library(void);

#endif
