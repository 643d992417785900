/* SPDX-License-Identifier: MIT */
#ifndef CSR_AUTH_H
#define CSR_AUTH_H

#include <stdbool.h>

#include "access.h"
#include "account.h"
#include "fault.h"
#include "finding.h"
#include "hold.h"
#include "pace.h"
#include "setup.h"

/*
 * What the options of csr-auth say, and its commands.  A command returns the
 * status to exit with, or -1 with *why.
 */
struct auth {
	struct setup setup;   /* open when a command is called */
	struct access access; /* with the token of the environment, if any */
	const char *profile;
	int new_passphrase_fd; /* -1: not given */
	bool wants_passphrase, wants_key_file;
	bool is_stdin, is_untested; /* login */
	bool is_json;               /* test, status */
	bool is_sure;               /* logout: --yes */
	bool is_dry_run;            /* migrate */
	const char *from;           /* migrate: the home directory of old */
	bool has_rate, has_per_day; /* login */
	struct pace pace;
	struct account account; /* login: what auth_try() was told */
};

/*
 * The key for what is written now: what the options ask for, else what the
 * configuration has.  is_new: never one that was used before.
 */
int auth_key(const struct auth *auth, bool is_new, struct key *key,
	struct fault *why);

/* What is asked next, for account_look(), where somebody sees it. */
void auth_show_progress(const char *text);

/* Ask a person for everything, until it works. */
int auth_converse(struct auth *auth, struct fault *why);

/*
 * Ask the API whether it works, and keep the name and the number it tells, and
 * the rest in account.
 */
int auth_try(struct auth *auth, struct fault *why);

/*
 * End the hold if account shows that it is over, else warn of it; *hold is
 * what stands afterwards.  Whether there was one.
 */
bool auth_settle_hold(const struct auth *auth, const struct account *account,
	struct quota_hold *hold, struct findings *findings);

int auth_login(struct auth *auth, struct fault *why);
int auth_logout(struct auth *auth, struct fault *why);
int auth_migrate(struct auth *auth, struct fault *why);
int auth_rekey(struct auth *auth, struct fault *why);
int auth_status(struct auth *auth, struct fault *why);
int auth_test(struct auth *auth, struct fault *why);

#endif
