/* SPDX-License-Identifier: MIT */
#ifndef SLURP_H
#define SLURP_H

#include <stddef.h>

#include "buf.h"
#include "fault.h"

/* slurp: whole files, in and out of memory. */

/* Add all bytes of a file to out.  0, or -1 with EX_IOERR. */
int slurp(const char *path, struct buf *out, struct fault *why);

/* Make a file (mode 0600) of these bytes.  0, or -1 with EX_IOERR. */
int spit(const char *path, const void *bytes, size_t len, struct fault *why);

#endif
