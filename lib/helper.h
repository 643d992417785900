/* SPDX-License-Identifier: MIT */
#ifndef HELPER_H
#define HELPER_H

#include <stdint.h>

#include "fault.h"
#include "secret.h"

/*
 * helper: a program of the operator's that knows a secret, such as
 * "secret-tool lookup csr key", and writes it to its standard output.
 *
 * It is run without a shell (the line is taken apart by words.h), with our
 * environment, which has no secret in it any more, and our terminal, so that
 * it can ask for what it needs.
 */
enum { HELPER_TIMEOUT_MS = 60 * 1000 };

/*
 * The first line that it writes.  name says which setting it is, for messages.
 * NULL with EX_CONFIG: it is not there, fails, writes nothing, or too much, or
 * takes too long and is ended.
 */
struct secret *helper_ask(const char *line, const char *name,
	int64_t timeout_ms, struct fault *why);

#endif
