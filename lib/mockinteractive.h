/* SPDX-License-Identifier: MIT */
#ifndef MOCKINTERACTIVE_H
#define MOCKINTERACTIVE_H

#include "mockdoc.h"
#include "mockerror.h"

/*
 * mockinteractive: the content of a message with buttons, a list or a link
 * to press.  Of the other kinds only what all have in common is looked at.
 */
int mockinteractive_check(const struct mockdoc *doc, const char *base,
	struct mockerror *error);

#endif
