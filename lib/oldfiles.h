/* SPDX-License-Identifier: MIT */
#ifndef OLDFILES_H
#define OLDFILES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "buf.h"
#include "fault.h"

/*
 * oldfiles: where the desktop application CSC-Reach 1.0.5 kept its files, and
 * how they are read: by somebody who trusts neither their names nor what is
 * in them.
 *
 * It built its paths from the home directory and looked at no XDG variable.
 */
struct oldfiles {
	char *config;  /* credentials, usage, config.yaml, user_config.json */
	char *data;    /* templates/, exports/, whatsapp_multi_templates.json */
	char *presets; /* what its import dialog saved */
	char *maps;    /* the same in the older form, by field */
};

void oldfiles_init(struct oldfiles *old, const char *home);
void oldfiles_release(struct oldfiles *old);

/* The names of files in a directory, in the order of their bytes. */
struct oldlist {
	char **names;
	size_t count;
};

/*
 * Those that end in one of endings (which ends with NULL); none when the
 * directory is not there.  -1 with EX_IOERR when it cannot be read.
 */
int oldlist_read(struct oldlist *list, const char *directory,
	const char *const *endings, struct fault *why);
void oldlist_release(struct oldlist *list);

enum { OLDFILE_SIZE_MAX = 4 * 1024 * 1024 };

/*
 * The whole of a regular file, without a byte order mark.  *status, unless
 * NULL, is that of the file that was read.  1; 0 when there is none; -1 with
 * EX_DATAERR (it is no regular file, or too large) or EX_NOINPUT.  The text
 * never moves in memory, so that wiping it leaves no copy.
 */
int oldfile_read(const char *path, struct buf *text, struct stat *status,
	struct fault *why);

/*
 * Can others than its owner write it, or put another in its place, because of
 * its mode, a directory on the way, or somebody else's link?
 */
bool oldfile_is_writable(const char *path, const struct stat *status);

/* "directory/name", to be freed. */
char *oldfile_path(const char *directory, const char *name);

#endif
