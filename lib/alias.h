/* SPDX-License-Identifier: MIT */
#ifndef ALIAS_H
#define ALIAS_H

#include <stddef.h>

#include "json.h"

/*
 * alias: the member of a record that a template calls by a plain name:
 * {razao_social}, or as the desktop application had it {raz_o_social}, is the
 * member "Razão Social".  See translit.h.
 *
 * To be asked only when no member is called so.  What the member at each
 * place of a record was called, and whether it was meant, is remembered, for
 * the next record is nearly always like the last.
 */
struct alias;

/* NULL: no member can have such an alias.  name is copied. */
struct alias *alias_new(const char *name, size_t len);
void alias_free(struct alias *alias); /* NULL is fine */

/*
 * The member that is meant, or NULL.  When there are two of different names,
 * *other is the second of them, else NULL.
 */
const struct json_member *alias_find(struct alias *alias,
	const struct json_members *members, const struct json_member **other);

#endif
