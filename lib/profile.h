/* SPDX-License-Identifier: MIT */
#ifndef PROFILE_H
#define PROFILE_H

#include "fault.h"

/*
 * profile: the directory that keeps what must outlive a run.
 *
 * $CSR_HOME, else where the desktop application keeps its files
 * (~/.config/CSC-Reach; macOS: ~/Library/Preferences/CSC-Reach).  A profile
 * with a name, one for each telephone number, is profiles/NAME in it.
 */

/*
 * The directory's path, to be freed, made (mode 0700) if need be.  name:
 * what --profile says, or NULL for $CSR_PROFILE or the one without a name.
 * NULL with EX_USAGE (no such name can be) or EX_CANTCREAT.
 */
char *profile_open(const char *name, struct fault *why);

/* The same, but nothing is made. */
char *profile_path(const char *name, struct fault *why);

#endif
