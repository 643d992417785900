/* SPDX-License-Identifier: MIT */
#ifndef ACCOUNT_SERVER_H
#define ACCOUNT_SERVER_H

#include "account.h"

/*
 * account-server: stands in the place of http-get, and answers what a test
 * puts there.  So the test sees what csr-sandbox never says.
 */
struct server_answer {
	const char *part; /* of the URL it answers */
	int status;
	const char *body;
	enum http_trouble trouble;
};

/* Every URL that was asked for since it was cleared, one a line. */
extern struct buf server_asked;

extern const char server_token[]; /* needs escapes in a URL */

/*
 * Look with the usual token.  answers go before the usual ones, and end with a
 * part of NULL; NULL: there are none.  The ids may be NULL.
 */
struct findings *
server_look(const struct server_answer *answers, struct account *account,
	const char *number_id, const char *business_id);

#define NUMBER_ID "106540352242922"
#define BUSINESS_ID "102290129340398"

/* The answers that say that all is well, but for what is put in. */
#define TOKEN_BODY(members) \
	"{\"data\":{\"app_id\":\"138\",\"application\":\"Shop\"," \
	"\"type\":\"SYSTEM_USER\"," members "}}"
#define SCOPES \
	"\"scopes\":[\"whatsapp_business_management\"," \
	"\"whatsapp_business_messaging\"]"
#define NUMBER_BODY(members) \
	"{\"id\":\"" NUMBER_ID "\"," \
	"\"display_phone_number\":\"+1 202-555-0101\"," \
	"\"verified_name\":\"Shop\"," members "}"
#define CONNECTED "\"status\":\"CONNECTED\""
#define BUSINESS_BODY(members) \
	"{\"id\":\"" BUSINESS_ID "\",\"name\":\"Shop Ltd\"," members "}"
#define ERROR_BODY(members) "{\"error\":{" members "}}"

#endif
