/* SPDX-License-Identifier: MIT */
#include "mocktoken.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* In a time that says nothing about where the two differ. */
static bool
is_token(const char *given, const char *expected)
{
	size_t given_len = strlen(given), expected_len = strlen(expected);
	volatile unsigned char difference = given_len != expected_len;

	for (size_t i = 0; i < given_len; i++)
		difference |= (unsigned char)given[i] ^
			      (unsigned char)expected[i % (expected_len + 1)];
	return difference == 0;
}

int
mocktoken_check(const struct secret *token, const struct httprequest *request,
	struct mockerror *error)
{
	static const char scheme[] = "Bearer ";
	const char *given = httprequest_header(request, "Authorization");

	if (given == NULL)
		return mockerror_set(error, MOCKERROR_NO_TOKEN, "%s", "");
	if (strncasecmp(given, scheme, sizeof(scheme) - 1) != 0)
		return mockerror_set(error, MOCKERROR_BAD_TOKEN,
			"Invalid OAuth access token - the header Authorization"
			" must be: Bearer TOKEN");
	given += sizeof(scheme) - 1;
	given += strspn(given, " ");
	if (!is_token(given, secret_text(token)))
		return mockerror_set(error, MOCKERROR_BAD_TOKEN, "%s", "");
	return 0;
}

static void
write_granular_scopes(const void *context, struct json_writer *json)
{
	static const char *const scopes[] = {"whatsapp_business_management",
		"whatsapp_business_messaging"};
	const struct mockassets *assets = context;

	json_open(json, '[');
	for (size_t i = 0; i < sizeof(scopes) / sizeof(*scopes); i++) {
		json_open(json, '{');
		json_name(json, "scope");
		json_string(json, scopes[i]);
		json_name(json, "target_ids");
		json_open(json, '[');
		json_string(json, assets->business_account_id);
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, ']');
}

static const struct mocknode_field valid_fields[] = {
	{"app_id", "\"" MOCKASSETS_APP_ID "\"", NULL, MOCKNODE_ALWAYS},
	{"type", "\"SYSTEM_USER\"", NULL, MOCKNODE_ALWAYS},
	{"application", "\"" MOCKASSETS_APP_NAME "\"", NULL, MOCKNODE_ALWAYS},
	{"data_access_expires_at", "0", NULL, MOCKNODE_ALWAYS},
	{"expires_at", "0", NULL, MOCKNODE_ALWAYS},
	{"is_valid", "true", NULL, MOCKNODE_ALWAYS},
	{"issued_at", "1756684800", NULL, MOCKNODE_ALWAYS},
	{"scopes",
		"[\"business_management\",\"whatsapp_business_management\","
		"\"whatsapp_business_messaging\",\"public_profile\"]",
		NULL, MOCKNODE_ALWAYS},
	{"granular_scopes", NULL, write_granular_scopes, MOCKNODE_ALWAYS},
	{"user_id", "\"" MOCKASSETS_USER_ID "\"", NULL, MOCKNODE_ALWAYS},
	{0},
};

static const struct mocknode_field other_fields[] = {
	{"error",
		"{\"code\":190,\"message\":\"Invalid OAuth access token -"
		" Cannot parse access token\",\"subcode\":467}",
		NULL, MOCKNODE_ALWAYS},
	{"is_valid", "false", NULL, MOCKNODE_ALWAYS},
	{"scopes", "[]", NULL, MOCKNODE_ALWAYS},
	{0},
};

static const struct mocknode valid_node = {"Token", valid_fields};
static const struct mocknode other_node = {"Token", other_fields};

int
mocktoken_write(const struct secret *token, const char *given,
	const struct mockassets *assets, const struct mocknode_query *query,
	struct json_writer *json, struct mockerror *error)
{
	struct mocknode_query whole = {.set = query->set};
	bool is_good;
	int result;

	if (given == NULL || *given == '\0')
		return mockerror_set(error, MOCKERROR_FIELD,
			"(#100) The parameter input_token is required");
	is_good = is_token(given, secret_text(token));
	json_open(json, '{');
	json_name(json, "data");
	result = mocknode_write(is_good ? &valid_node : &other_node, assets,
		&whole, json, error);
	json_close(json, '}');
	return result;
}
