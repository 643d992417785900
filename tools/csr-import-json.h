/* SPDX-License-Identifier: MIT */
#ifndef CSR_IMPORT_JSON_H
#define CSR_IMPORT_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "csr-import.h"
#include "json.h"
#include "names.h"

/* csr-import-json: from the members of an object to those of a record. */

/* What an object has of the member that is a column. */
struct json_cell {
	unsigned long seen;    /* the number of the last object that had it */
	unsigned long claimed; /* that had another one of its new name */
	const struct json_value *value;
};

struct json {
	struct import *import;
	struct names names;   /* of the members that are columns */
	struct names members; /* what they are called in records */
	struct json_cell *cells;
	unsigned long number; /* of the object, from 1 */
	struct buf text;      /* reused */
	bool has_warned;      /* of a member csr */
};

void json_init(struct json *json);
void json_release(struct json *json);

/* The columns of the list are known. */
void json_set_columns(struct json *json);

/* Add the name's text to out.  -1 when it is none. */
int json_member_name(const struct json_member *member, struct buf *out);

/* Does a member say anything? */
bool json_has_content(const struct json_members *members);

/* Write the record of an object, or the preview's row. */
void json_import_object(struct json *json, const struct import_row *row,
	const struct json_members *members);

#endif
