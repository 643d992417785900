/* SPDX-License-Identifier: MIT */
#ifndef CSR_DOCTOR_H
#define CSR_DOCTOR_H

#include <stdbool.h>
#include <sys/stat.h>

#include "access.h"
#include "account.h"
#include "buf.h"
#include "finding.h"
#include "setup.h"

/*
 * csr-doctor: its checks, each of which adds findings under its name.
 *
 * They run in the order of a table in csr-doctor.c, and leave here what later
 * ones build on.  None of them makes or changes anything.
 *
 * A mend is a sentence, or commands, or both: each of its lines that begins
 * with "$ " is a command that can be pasted into a shell.
 */
struct doctor {
	struct findings *findings;
	struct setup setup; /* filled in part by part, and without a log */
	struct access access;
	struct account account;
	bool is_offline;
	bool has_ca_option;       /* --ca-file */
	char own_directory[4096]; /* that this program lies in; "": unknown */

	bool is_there;        /* the profile's directory */
	bool has_config;      /* it could be read */
	bool has_server;      /* access has a server */
	bool has_credentials; /* and credentials */
	bool has_answer;      /* the server's, in reply */
	bool has_account;     /* account is filled in */
	const char *trouble;  /* with the network, for those who need it */
	struct http_reply reply;

	struct buf mend; /* of doctor_mend() */
};

/*
 * A mend: format with each %s replaced by a word for the shell, and %% by a
 * percent sign.  Good until the next call.
 */
const char *doctor_mend(struct doctor *doctor, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * The same for one of our own programs, "csr-auth login": text, and then the
 * command for this profile.
 */
const char *
doctor_ours(struct doctor *doctor, const char *text, const char *command);

/* The same for a command line of config.yaml, which helper.h runs. */
const char *
doctor_by_hand(struct doctor *doctor, const char *text, const char *line);

/*
 * Is what path names of this type, ours, and closed to others?  That it is not
 * there is fine too.  False when a finding was added.
 */
bool doctor_is_private(struct doctor *doctor, const char *check,
	const char *path, mode_t type);

/*
 * The same for the file with the token, which is no secret any more when
 * others could read it.
 */
bool
doctor_is_secret(struct doctor *doctor, const char *check, const char *path);

/*
 * Can nobody else exchange the directories that path lies in?  False when
 * findings were added.
 */
bool doctor_is_kept(struct doctor *doctor, const char *check, const char *path);

/* A path that is good in every directory; to be freed. */
char *doctor_absolute(const char *path);

/*
 * Can something be written into the directory, or, before it is there, it be
 * made?  False when a finding was added.
 */
bool
doctor_is_writable(struct doctor *doctor, const char *check, const char *path);

/* The path, or the first one above it that is there; to be freed. */
char *doctor_nearest(const char *path);

/* What lets us read the file, or first come to it. */
const char *doctor_mend_access(struct doctor *doctor, const char *path);

/* Add the path of a file of the profile, and a NUL that is not counted. */
const char *
doctor_path(const struct doctor *doctor, const char *name, struct buf *path);

/* What changes a setting to value: which line to write where. */
const char *
doctor_set(struct doctor *doctor, const char *setting, const char *value);

/* Before program_init(), which takes secrets out of the environment. */
void doctor_note_environment(void);

/* doctor-install.c */
void doctor_programs(struct doctor *doctor, const char *check);
void doctor_libraries(struct doctor *doctor, const char *check);

/* doctor-environment.c */

/* The variable that names a proxy for https, as libcurl looks; or NULL. */
const char *doctor_proxy_variable(void);

/* The same with its value, but no password: "https_proxy=http://h:3128". */
void doctor_add_proxy(struct buf *out);
void doctor_environment(struct doctor *doctor, const char *check);
void doctor_proxy(struct doctor *doctor, const char *check);

/* doctor-place.c */
void doctor_directory(struct doctor *doctor, const char *check);
void doctor_file_system(struct doctor *doctor, const char *check);
void doctor_disk(struct doctor *doctor, const char *check);

/* doctor-files.c */
void doctor_files(struct doctor *doctor, const char *check);

/* doctor-config.c */
void doctor_config(struct doctor *doctor, const char *check);
void doctor_api_version(struct doctor *doctor, const char *check);
void doctor_limits(struct doctor *doctor, const char *check);
void doctor_log(struct doctor *doctor, const char *check);

/* doctor-credentials.c */
void doctor_credentials(struct doctor *doctor, const char *check);

/* doctor-key.c */

/* Is it there, and closed to others?  False when a finding was added. */
bool doctor_check_key(struct doctor *doctor, const char *check);

/*
 * Can what it must be kept with be written beside path, where it is or will
 * be?  False when a finding was added.
 */
bool doctor_is_key_place_good(struct doctor *doctor, const char *check,
	const char *path);

/* Does it lie where the credentials do not?  False likewise. */
bool doctor_is_key_apart(struct doctor *doctor, const char *check);

/* Is why that the key, or the file, is damaged; and what mends that. */
bool
doctor_is_key_damaged(const struct doctor *doctor, const struct fault *why);
const char *doctor_mend_key(struct doctor *doctor);

/* doctor-leftovers.c */
void doctor_old_files(struct doctor *doctor, const char *check);
void doctor_plain_tokens(struct doctor *doctor, const char *check);

/* doctor-state.c */
void doctor_quota(struct doctor *doctor, const char *check);
void doctor_hold(struct doctor *doctor, const char *check);
void doctor_ledgers(struct doctor *doctor, const char *check);

/* doctor-opt-outs.c */
void doctor_opt_outs(struct doctor *doctor, const char *check);

/* doctor-network.c */
void doctor_name(struct doctor *doctor, const char *check);
void doctor_connection(struct doctor *doctor, const char *check);
void doctor_tls(struct doctor *doctor, const char *check);
void doctor_clock(struct doctor *doctor, const char *check);
void doctor_served(struct doctor *doctor, const char *check);
void doctor_account(struct doctor *doctor, const char *check);

/* What mends that a server's certificate does not verify. */
const char *doctor_mend_trust(struct doctor *doctor);

/* doctor-email.c */
void doctor_email(struct doctor *doctor, const char *check);

#endif
