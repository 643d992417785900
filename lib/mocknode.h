/* SPDX-License-Identifier: MIT */
#ifndef MOCKNODE_H
#define MOCKNODE_H

#include <stdbool.h>

#include "jsonwriter.h"
#include "mockerror.h"
#include "mockset.h"

/*
 * mocknode: an object of the Graph API: a table of fields, of which a client
 * gets those it asks for, and a script may change some.
 */
struct mocknode_field {
	const char *name;
	const char *value; /* as JSON, or NULL: what write() writes */
	void (*write)(const void *context, struct json_writer *json);
	enum {
		MOCKNODE_ASKED,   /* comes when it is asked for */
		MOCKNODE_UNASKED, /* and when nothing is asked for */
		MOCKNODE_ALWAYS
	} comes;
};

struct mocknode {
	const char *type;                    /* "WhatsAppBusinessAccount" */
	const struct mocknode_field *fields; /* one without a name ends them */
};

struct mocknode_query {
	const char *fields; /* what is asked for, with commas; or NULL */
	const char *after;  /* the cursor of a list, or NULL */
	/* What a script says: a member replaces a field or is one more, null
	 * takes it away.  Or NULL. */
	const struct mockset *set;
};

/*
 * Write the object.  0, or -1, *error and not a byte when a field is asked
 * for that it has not, which fails the whole call.
 */
int mocknode_write(const struct mocknode *node, const void *context,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error);

/* 0, or -1 and *error, as mocknode_write(). */
int mocknode_check(const struct mocknode *node,
	const struct mocknode_query *query, struct mockerror *error);

/* The error of asking this type of node for a field it has not. */
int mocknode_refuse(const char *type, const char *field, size_t len,
	struct mockerror *error);

#endif
