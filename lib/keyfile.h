/* SPDX-License-Identifier: MIT */
#ifndef KEYFILE_H
#define KEYFILE_H

#include <stdbool.h>

#include "fault.h"
#include "secret.h"

/*
 * keyfile: keys of random bytes, each with a name, in a file that only its
 * owner can read, outside the directory that holds what they encrypt.
 *
 * Keys are added and never taken out: another profile may need them.
 */
enum { KEYFILE_ID_SIZE = sizeof("0123456789abcdef") };

/*
 * The key called id.  NULL with EX_CONFIG (there is no such key, or the file
 * is damaged), EX_NOPERM, EX_IOERR or EX_OSERR.
 */
struct secret *
keyfile_find(const char *path, const char *id, struct fault *why);

/*
 * The last key, with its name; with is_new another one that is added,
 * durably.  The file and its directories (0700) are made if need be.  NULL as
 * above, or with EX_CANTCREAT, or EX_TEMPFAIL when another process is at it.
 */
struct secret *keyfile_last(const char *path, bool is_new,
	char id[KEYFILE_ID_SIZE], struct fault *why);

#endif
