/* SPDX-License-Identifier: MIT */
#ifndef CSR_YAML_H /* YAML_H is libyaml's */
#define CSR_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/*
 * yaml: the scalars of a small YAML file, each with the names that lead to
 * it and the line on which it stands.  libyaml stands behind it.
 *
 * What no configuration needs is refused: more than one document, anchors and
 * aliases, tags, a name that stands twice or has a dot in it, more than 16
 * levels, 1000 names or 64 KiB.  An empty text, or one of comments, has no
 * entry.
 */
enum { YAML_TEXT_MAX = 64 * 1024 };

struct yaml_entry {
	const char *path; /* "whatsapp.rate_limit_per_minute" */
	const char *text; /* the scalar; NULL: a list, or an empty map */
	size_t line;      /* from 1, of the name */
	bool is_plain;    /* the scalar stands there without quotes */

	/* For whoever changes the text: where in it what stands, in bytes. */
	size_t name_at;
	size_t start, end; /* of the value; of a list start alone */
	bool is_flow;      /* the map that it is in is written with braces */
};

/* Whether it stands for nothing, as in "name:" and "name: ~". */
bool yaml_is_null(const struct yaml_entry *entry);

/* 0 to go on; -1, with *why, ends the reading. */
typedef int
yaml_visitor(const struct yaml_entry *entry, void *context, struct fault *why);

/*
 * Read a text and call visit for each entry in its order.  name is for
 * messages.  -1 with EX_CONFIG ("config.yaml:3: ..."), or what visit returned.
 */
int yaml_parse(const char *text, size_t len, const char *name,
	yaml_visitor *visit, void *context, struct fault *why);

#endif
