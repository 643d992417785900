/* SPDX-License-Identifier: MIT */
#ifndef MOCKPHONE_H
#define MOCKPHONE_H

#include "jsonwriter.h"
#include "mockerror.h"

/*
 * mockphone: the phone number of the business, as the API describes it: a
 * verified one that is connected and may send.
 */

/*
 * Write the fields, a list with commas, or, when that is NULL, those that
 * come unasked.  0, or -1 and *error when one is unknown, which fails the
 * whole call.  What json->out then holds is of no use.
 */
int mockphone_write(const char *id, const char *fields,
	struct json_writer *json, struct mockerror *error);

#endif
