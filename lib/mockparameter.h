/* SPDX-License-Identifier: MIT */
#ifndef MOCKPARAMETER_H
#define MOCKPARAMETER_H

#include <stdbool.h>

#include "mockdoc.h"
#include "mockerror.h"

/*
 * mockparameter: the values for a template's variables, in the array
 * "parameters" of a component.
 */

/* The component they are in; each takes other types. */
enum {
	MOCKPARAMETER_HEADER = 1,
	MOCKPARAMETER_BODY = 2,
	MOCKPARAMETER_OFFER = 4,
	MOCKPARAMETER_QUICK_REPLY = 8,
	MOCKPARAMETER_URL = 16,
	MOCKPARAMETER_COPY_CODE = 32,
	MOCKPARAMETER_FLOW_OR_CATALOG = 64,
};

/* Those of the component at base; there may be none. */
int mockparameter_check(const struct mockdoc *doc, const char *base,
	unsigned place, struct mockerror *error);

/* The same, but there must be exactly one. */
int mockparameter_check_one(const struct mockdoc *doc, const char *base,
	unsigned place, struct mockerror *error);

/* Of a-z, 0-9 and _: so are the names of templates and their variables. */
bool mockparameter_is_name(const char *name);

#endif
