/* SPDX-License-Identifier: MIT */
#ifndef MOCKTOKEN_H
#define MOCKTOKEN_H

#include "httprequest.h"
#include "jsonwriter.h"
#include "mockassets.h"
#include "mockerror.h"
#include "mocknode.h"
#include "secret.h"

/*
 * mocktoken: the token: whether a request has it, and what the API says of
 * it when it is asked: a system user's, which never expires and may do
 * everything that sending needs.
 */

/* Does the header Authorization have it?  0, or -1 and *error. */
int mocktoken_check(const struct secret *token,
	const struct httprequest *request, struct mockerror *error);

/*
 * Describe the token that was given, which may be another one or NULL:
 * {"data":{...}}.  query->set is about what stands in data.
 */
int mocktoken_write(const struct secret *token, const char *given,
	const struct mockassets *assets, const struct mocknode_query *query,
	struct json_writer *json, struct mockerror *error);

#endif
