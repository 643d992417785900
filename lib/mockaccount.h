/* SPDX-License-Identifier: MIT */
#ifndef MOCKACCOUNT_H
#define MOCKACCOUNT_H

#include "jsonwriter.h"
#include "mockassets.h"
#include "mockerror.h"
#include "mocknode.h"

/*
 * mockaccount: the WhatsApp Business Account, as the API describes it: an
 * approved one, and the app gets its webhooks.
 */
#define MOCKACCOUNT_TYPE "WhatsAppBusinessAccount"

/* As mocknode_write(). */
int mockaccount_write(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error);

/* The apps that get its webhooks: {"data":[...]}.  It asks for no fields. */
int mockaccount_write_webhooks(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error);

#endif
