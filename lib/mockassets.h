/* SPDX-License-Identifier: MIT */
#ifndef MOCKASSETS_H
#define MOCKASSETS_H

#include "jsonwriter.h"

/*
 * mockassets: what the business of csr-sandbox owns, each under its id: a
 * phone number, the account that is for, an app, and the business itself.
 */
struct mockassets {
	const char *phone_number_id;
	const char *business_account_id;
};

/* Made up, as nobody has to name them. */
#define MOCKASSETS_APP_ID "634974688087057"
#define MOCKASSETS_APP_NAME "CSC-Reach Sandbox"
#define MOCKASSETS_BUSINESS_ID "506914307656634"
#define MOCKASSETS_USER_ID "122096528774185"

/*
 * The field health_status: all may send.  Of the phone number, with what
 * stands behind it; or of the account.
 */
void mockassets_write_phone_health(const struct mockassets *assets,
	struct json_writer *json);
void mockassets_write_account_health(const struct mockassets *assets,
	struct json_writer *json);

#endif
