/* SPDX-License-Identifier: MIT */
#ifndef OLDCONFIG_H
#define OLDCONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "fault.h"
#include "secret.h"

/*
 * oldconfig: what the desktop application's config.yaml or user_config.json
 * says that is of use here, and how a text loses some of its settings while
 * all the rest of it stays as it is.
 */
enum { OLDCONFIG_SETTINGS = 5 };

/* "whatsapp.rate_limit_per_minute" and so on. */
extern const char *const oldconfig_names[OLDCONFIG_SETTINGS];

struct oldconfig {
	bool is_there;                      /* the file */
	bool was_open;                      /* others could read it */
	bool was_writable;                  /* others could write it */
	char *settings[OLDCONFIG_SETTINGS]; /* as written; NULL: not said */
	struct secret *token;               /* api_key; NULL: none */
	char *phone_number_id, *business_account_id; /* likewise */
};

/*
 * Read a file; that there is none is fine.  An API version that Meta has
 * switched off counts as not said.  To be released in any case.  -1 with
 * EX_DATAERR, EX_NOINPUT, or EX_NOPERM: it is neither ours nor root's, and
 * its owner may have put another's address or token in it.
 */
int oldconfig_read_yaml(struct oldconfig *config, const char *path,
	struct fault *why);
int oldconfig_read_json(struct oldconfig *config, const char *path,
	struct fault *why);
void oldconfig_release(struct oldconfig *config);

/*
 * Add a text without these settings ("whatsapp.api_key") and sections ("ui")
 * to out.  names ends with NULL.  1 when something was taken out, 0 when
 * nothing is there to be.  -1 with EX_DATAERR when it cannot be done without
 * changing what else the text says, as when it is written in braces.
 */
int oldconfig_cut_yaml(const char *text, size_t len, const char *const *names,
	struct buf *out, struct fault *why);
int oldconfig_cut_json(const char *text, size_t len, const char *const *names,
	struct buf *out, struct fault *why);

#endif
