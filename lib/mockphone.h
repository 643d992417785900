/* SPDX-License-Identifier: MIT */
#ifndef MOCKPHONE_H
#define MOCKPHONE_H

#include "jsonwriter.h"
#include "mockassets.h"
#include "mockerror.h"
#include "mocknode.h"

/*
 * mockphone: the phone number of the business, as the API describes it: a
 * verified one that is connected and may send.
 */
#define MOCKPHONE_TYPE "WhatsAppBusinessPhoneNumber"

/* As mocknode_write(). */
int mockphone_write(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error);

/* The numbers of the account, of which it is the only one: {"data":[...]}. */
int mockphone_write_list(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error);

#endif
