/* SPDX-License-Identifier: MIT */
#ifndef MOCKTEMPLATE_H
#define MOCKTEMPLATE_H

#include "mockdoc.h"
#include "mockerror.h"

/*
 * mocktemplate: the content of a message that is made from an approved
 * template.
 *
 * There are no templates here to compare it with: what can be told from the
 * request alone is checked, which is the shape of every component and what
 * a parameter's text may hold.
 */
int mocktemplate_check(const struct mockdoc *doc, const char *base,
	struct mockerror *error);

#endif
