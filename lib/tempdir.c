/* SPDX-License-Identifier: MIT */
#include "tempdir.h"

#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "xalloc.h"

enum { DESCRIPTORS_MAX = 16 };

char *
tempdir_make(const char *parent, const char *stem, struct fault *why)
{
	struct buf text;
	char *path;

	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s/%s.XXXXXX", parent, stem);
	path = xstrdup(buf_string(&text));
	buf_release(&text);
	if (mkdtemp(path) == NULL) {
		fault_errno(why, EX_CANTCREAT,
			"%s: no directory can be made there (TMPDIR names"
			" another place)",
			parent);
		free(path);
		return NULL;
	}
	return path;
}

static int
remove_one(const char *path, const struct stat *status, int kind,
	struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

int
tempdir_remove(const char *path, struct fault *why)
{
	if (nftw(path, remove_one, DESCRIPTORS_MAX,
		    FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0)
		return 0;
	return fault_errno(why, EX_IOERR,
		"%s: cannot be removed; remove it by hand", path);
}
