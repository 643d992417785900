/* SPDX-License-Identifier: MIT */
#ifndef CSR_IMPORT_H
#define CSR_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "columnmap.h"
#include "columns.h"
#include "damage.h"
#include "dialect.h"
#include "fault.h"
#include "output.h"
#include "preview.h"
#include "record.h"
#include "shard.h"
#include "tally.h"
#include "textin.h"

/* csr-import: what its parts share. */

enum list_format { LIST_UNKNOWN, LIST_CSV, LIST_JSON };

/* What the operator says. */
struct import_options {
	enum list_format format;
	const char *encoding; /* NULL: found */
	struct dialect dialect;
	struct dialect_told told;
	const char *csv_option; /* one that is for CSV only, or NULL */
	bool is_bare;           /* --no-header: the first row is data */
	char **columns;         /* their names when it is; NULL: numbered */
	size_t column_count;
	struct column_mapping *mappings;
	size_t mapping_count;
	struct columnmap file; /* --map-file; the above may point into it */
	const char *map_path;  /* NULL: none */
	const char *save_path; /* NULL: none */
	struct shard shard;
	size_t preview_rows; /* 0: records are written */
	bool is_strict;
	char **files;
	size_t file_count;
};

/* Words that csr.warnings of a record may have, as bits. */
enum {
	WARNING_ENCODING = 1,
	WARNING_SCIENTIFIC = 2,
	WARNING_DECIMAL = 4,
	WARNING_APOSTROPHE = 8
};

/* A list that is being read. */
struct list {
	int fd;
	const char *source; /* its path, or "-" */
	const char *sample; /* its beginning, until it is read on */
	size_t sample_len;
	bool is_all; /* the sample is */
	enum list_format format;
	struct textin *textin;
	bool is_guessed; /* its encoding is */
	struct dialect dialect;
	struct columns columns;
	bool has_columns;
	struct buf kind; /* what it is, for people */
	struct buf csr;  /* "csr":{"v":1,"source":...,"line": */
	struct preview *preview;
	size_t preview_left;
	struct column_text *cells; /* room for one of each column */
};

struct import {
	struct import_options options;
	struct output output;
	struct tally tally;
	unsigned long blank_rows, other_rows;
	struct list list;
};

/* A row as it stands in the list. */
struct import_row {
	unsigned long line;
	const char *raw;
	size_t raw_len;
};

/* --- csr-import-options.c --- */

/* Mistakes end the program; -1 when a map file cannot be used. */
int import_parse_options(struct import_options *options, int argc, char *argv[],
	struct fault *why);
void import_options_release(struct import_options *options);

/* --- csr-import-list.c --- */

int import_list(struct import *import, const char *path, struct fault *why);

/*
 * Names of the columns are there: find out what they are called, say so, and
 * write the map if the operator wants it.
 */
int import_set_columns(struct import *import, const struct column_text *names,
	size_t count, struct fault *why);

/*
 * Before reading on: nothing is held back while there is nothing to read.  1
 * when there is something, 0 when a signal came first, or -1.
 */
int import_wait(struct import *import, struct fault *why);

/* Are the rows of the preview complete? */
bool import_is_over(const struct import *import);

/* --- csr-import-csv.c, csr-import-json.c: the two kinds of lists --- */

int import_csv(struct import *import, struct fault *why);
int import_json(struct import *import, struct fault *why);

/* --- csr-import-record.c --- */

/* The record of a row that cannot become one. */
void import_bad_row(struct import *import, const struct import_row *row,
	const struct record_error *error);

/* Show the row, whose cells are in the list's room, in the preview. */
void import_preview_row(struct import *import, unsigned long line,
	enum damage damage);

/* Is the row, whose fields have these texts, for this machine? */
bool import_is_here(struct import *import, const struct shard_row *row);

/*
 * Add the csr of a record, of which all else stands in the output from
 * `before` on, or replace it by an invalid one when it is too long.  With a
 * damaged phone it is invalid, too, but keeps its members: who mends the list
 * wants to know whose number it was.
 */
void import_end_record(struct import *import, const struct import_row *row,
	size_t before, unsigned warnings, enum damage damage);

/* The text cannot be decoded. */
void
import_undecodable_row(struct import *import, const struct import_row *row);

/*
 * What a cell without its damage is; adds to *warnings.  In the phone column
 * what cannot be undone is left for the row to be refused.
 */
enum damage
import_mend(struct column_text *cell, bool is_phone, unsigned *warnings);

#endif
