/* SPDX-License-Identifier: MIT */
#ifndef CONFIG_PARTS_H
#define CONFIG_PARTS_H

#include <stddef.h>

#include "buf.h"
#include "config.h"
#include "fault.h"

/*
 * config-parts: what config-read.c and config-store.c share, with each other
 * and with csr-auth migrate, which takes settings out of such a file.
 */

/* The path of the directory's file, to be freed. */
char *config_path(const char *directory);

/*
 * The end of a path that is too long for a message; of others all of it.
 */
const char *config_shown(const char *path);

/*
 * The text of the file, empty when there is none.  -1 with EX_NOPERM when
 * others could change it, EX_CONFIG when it is no file or too long, EX_IOERR.
 */
int config_load(const char *path, struct buf *text, struct fault *why);

/*
 * The lock of the directory's file: a descriptor, to be closed.  -1 with
 * EX_CANTCREAT, or EX_TEMPFAIL when others hold it for too long.
 */
int config_lock(const char *directory, struct fault *why);

/*
 * The path of the file that a link may stand for, to be freed; of what is not
 * there the path itself.  To be asked once, before the file is read, so that
 * what is replaced is what was read.
 */
char *config_real(const char *path);

/* Replace the file at such a path, durably.  -1 with EX_CANTCREAT, EX_IOERR. */
int config_write(const char *real, const struct buf *text, struct fault *why);

/* Set what a text says.  EX_CONFIG as of config_read(). */
int config_parse(struct config *config, const char *text, size_t len,
	const char *path, struct fault *why);

#endif
