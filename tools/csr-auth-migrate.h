/* SPDX-License-Identifier: MIT */
#ifndef CSR_AUTH_MIGRATE_H
#define CSR_AUTH_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "csr-auth.h"
#include "fault.h"
#include "oldconfig.h"
#include "oldfiles.h"
#include "output.h"

/* A config.yaml or user_config.json, and what it said at the start. */
struct oldplace {
	const char *directory;
	char *path;
	bool is_own;  /* in the profile's directory */
	bool is_yaml; /* config.yaml */
	struct oldconfig config;
	bool has_gone[OLDCONFIG_SETTINGS]; /* into the profile's config.yaml */
};

enum { OLDPLACES_MOST = 4 };

/*
 * What csr-auth migrate has seen and done.  Each part does its work in the
 * order in which a crash harms nothing: the new is on the disk before the old
 * is touched, and what is there already is not written again.
 */
struct migration {
	struct auth *auth;
	const char *directory; /* of the profile */
	struct oldfiles old;
	bool is_apart; /* the application's directory is another one */
	/* The profile's own first; of each directory user_config.json first. */
	struct oldplace places[OLDPLACES_MOST];
	size_t place_count;
	int lock;
	struct output output;
	size_t taken;   /* things written, or that would be */
	size_t left;    /* that stay as they are, for another is there */
	size_t damaged; /* old files that cannot be read */
	size_t to_mend; /* taken over, and not yet fit for use */
	bool was_clear; /* a token lay in the clear */
};

/* One line on standard output: what was taken over. */
void migration_took(struct migration *migration, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same for the other three, on standard error; each is counted. */
void migration_left(struct migration *migration, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void migration_damaged(struct migration *migration, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void migration_to_mend(struct migration *migration, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Make the profile's directory and let no other migration in.  To be called
 * before the first change; later calls do nothing.
 */
int migration_begin(struct migration *migration, struct fault *why);

/* The parts, in their order.  -1 ends the whole. */
int migrate_templates(struct migration *migration, struct fault *why);
int migrate_presets(struct migration *migration, struct fault *why);
int migrate_usage(struct migration *migration, struct fault *why);
int migrate_settings(struct migration *migration, struct fault *why);
int migrate_token(struct migration *migration, struct fault *why);

/*
 * Write a file into a directory below the profile's (NULL: into it), unless it
 * is there.  *is_new tells whether it was not; one that differs is left, with a
 * message that names source.
 */
int migration_put(struct migration *migration, const char *below,
	const char *name, const struct buf *text, const char *source,
	bool *is_new, struct fault *why);

/*
 * Take settings and sections out of a place's file, durably.  names ends with
 * NULL.  1 when something was, or would be; 0 when nothing is there to be, or
 * it cannot be done, which is told: as when others could put another file, or
 * a link, where it is.
 */
int migration_cut(struct migration *migration, const struct oldplace *place,
	const char *const *names, struct fault *why);

/*
 * Keep config.yaml, but for the token, in config.yaml.old before these are
 * taken out of it.  *is_kept tells whether it is.
 */
int migration_keep(struct migration *migration, const struct oldplace *place,
	const char *const *names, bool *is_kept, struct fault *why);

#endif
