/* SPDX-License-Identifier: MIT */
#ifndef COLUMNMAP_H
#define COLUMNMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "columns.h"
#include "fault.h"

/*
 * columnmap: a file that says how a list is to be read: JSON,
 *
 *	{"map": {"phone": "Celular"}, "delimiter": ";", "quote": "\"",
 *	 "encoding": "WINDOWS-1252", "skip_rows": 0, "has_header": true,
 *	 "columns": ["Nome", "Celular"]}
 *
 * Each member may be missing, and others are ignored, so that the presets
 * csr-auth(1) makes of the desktop application's can be read as they are.
 */
struct columnmap {
	struct column_mapping *mappings; /* field and column are its own */
	size_t mapping_count;
	char delimiter; /* NUL: not said */
	bool says_quote;
	char quote;     /* NUL: none, "" in the file */
	char *encoding; /* as iconv calls it; NULL: not said */
	bool says_skip;
	size_t skip_rows; /* lines before the first row */
	bool says_header;
	bool has_header; /* the first row names the columns */
	char **columns;  /* when it does not; NULL: not said */
	size_t column_count;
};

/*
 * -1 with EX_NOINPUT, EX_IOERR, or EX_DATAERR: the fault names the file and
 * the member.  To be released in any case.
 */
int columnmap_read(struct columnmap *map, const char *path, struct fault *why);
void columnmap_release(struct columnmap *map);

/*
 * Let what the operator says go before what the file says: of these fields,
 * and of these columns, the file's mappings are dropped.
 */
void columnmap_override(struct columnmap *map,
	const struct column_mapping *mappings, size_t count);

/*
 * Put the columns that were mapped or found in the place of the mappings, so
 * that what is written finds them again.
 */
void columnmap_take(struct columnmap *map, const struct columns *columns);

/*
 * Write such a file, which others may read, as file_publish() does.  What is
 * not said is left out.  -1 with EX_CANTCREAT or EX_IOERR, and the file as it
 * was.
 */
int columnmap_write(const struct columnmap *map, const char *path,
	struct fault *why);

#endif
