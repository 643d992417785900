/* SPDX-License-Identifier: MIT */
#include "mockaccount.h"

#include <stddef.h>

static void
write_id(const void *context, struct json_writer *json)
{
	const struct mockassets *assets = context;

	json_string(json, assets->business_account_id);
}

static void
write_health(const void *context, struct json_writer *json)
{
	mockassets_write_account_health(context, json);
}

static const struct mocknode_field fields[] = {
	{"id", NULL, write_id, MOCKNODE_ALWAYS},
	{"name", "\"CSC-Reach Sandbox\"", NULL, MOCKNODE_UNASKED},
	{"currency", "\"USD\"", NULL, MOCKNODE_UNASKED},
	{"timezone_id", "\"1\"", NULL, MOCKNODE_UNASKED},
	{"message_template_namespace",
		"\"8b3d04ea_6a1f_4c0e_9c5d_2f7a51e0b6d4\"", NULL,
		MOCKNODE_UNASKED},
	{"country", "\"US\"", NULL, MOCKNODE_ASKED},
	{"account_review_status", "\"APPROVED\"", NULL, MOCKNODE_ASKED},
	{"business_verification_status", "\"verified\"", NULL, MOCKNODE_ASKED},
	{"ownership_type", "\"SELF\"", NULL, MOCKNODE_ASKED},
	{"health_status", NULL, write_health, MOCKNODE_ASKED},
	{"marketing_messages_onboarding_status", "\"ELIGIBLE\"", NULL,
		MOCKNODE_ASKED},
	{"disable_marketing_messages_on_cloud_api", "false", NULL,
		MOCKNODE_ASKED},
	{0},
};

static const struct mocknode node = {MOCKACCOUNT_TYPE, fields};

int
mockaccount_write(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error)
{
	return mocknode_write(&node, assets, query, json, error);
}

static const struct mocknode_field webhook_fields[] = {
	{"data",
		"[{\"whatsapp_business_api_data\":{"
		"\"link\":\"https://apps.example/" MOCKASSETS_APP_ID "\","
		"\"name\":\"" MOCKASSETS_APP_NAME "\","
		"\"id\":\"" MOCKASSETS_APP_ID "\"}}]",
		NULL, MOCKNODE_ALWAYS},
	{0},
};

static const struct mocknode webhook_node = {"Page", webhook_fields};

int
mockaccount_write_webhooks(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error)
{
	struct mocknode_query whole = {.set = query->set};

	return mocknode_write(&webhook_node, assets, &whole, json, error);
}
