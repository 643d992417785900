/* SPDX-License-Identifier: MIT */
#ifndef SETUP_H
#define SETUP_H

#include <stdbool.h>

#include "config.h"
#include "fault.h"

/*
 * setup: what every program that belongs to a profile does at its start,
 * after its options are read: find the directory, read config.yaml, let the
 * environment go before it, set the zone in which days are counted, and open
 * the log if one is wanted.
 */
struct setup {
	char *directory;     /* of the profile */
	const char *profile; /* its name, of the option or CSR_PROFILE; NULL */
	struct config config;
};

enum setup_need {
	SETUP_MAKE, /* make the directory if it is not there */
	SETUP_LOOK  /* make nothing; a directory that is not there is fine */
};

/*
 * profile: what --profile says, or NULL.  To be released in any case.
 * -1 with EX_USAGE, EX_CONFIG or EX_CANTCREAT.
 */
int setup_open(struct setup *setup, const char *profile, enum setup_need need,
	struct fault *why);
void setup_close(struct setup *setup);

/*
 * Texts from below setup do not know of profiles: a fault that ends in
 * "csr-auth login" or another command of ours gets the profile behind it.
 */
void setup_complete(const struct setup *setup, struct fault *why);

/*
 * The part of setup_open() between the reading and the log, for who looks at
 * the parts one by one: let the environment go before the configuration, and
 * set the zone.  -1 with EX_CONFIG when one of the variables makes no sense,
 * which *variable names then; with EX_OSERR and NULL there.
 */
int setup_take_environment(struct setup *setup, const char **variable,
	struct fault *why);

#endif
