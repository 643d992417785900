/* SPDX-License-Identifier: MIT */
#include "mockphone.h"

#include <stddef.h>

/* Where the list of numbers begins and where it ends. */
#define CURSORS "{\"before\":\"MAZDZD\",\"after\":\"MQZDZD\"}"

/* A list, and how what stands in it is asked for. */
struct list {
	const struct mockassets *assets;
	const struct mocknode_query *query;
};

static void
write_id(const void *context, struct json_writer *json)
{
	const struct mockassets *assets = context;

	json_string(json, assets->phone_number_id);
}

static void
write_health(const void *context, struct json_writer *json)
{
	mockassets_write_phone_health(context, json);
}

static const struct mocknode_field fields[] = {
	{"verified_name", "\"CSC-Reach Sandbox\"", NULL, MOCKNODE_UNASKED},
	{"code_verification_status", "\"VERIFIED\"", NULL, MOCKNODE_UNASKED},
	{"display_phone_number", "\"+1 202-555-0101\"", NULL, MOCKNODE_UNASKED},
	{"quality_rating", "\"GREEN\"", NULL, MOCKNODE_UNASKED},
	{"platform_type", "\"CLOUD_API\"", NULL, MOCKNODE_UNASKED},
	{"throughput", "{\"level\":\"STANDARD\"}", NULL, MOCKNODE_UNASKED},
	{"name_status", "\"APPROVED\"", NULL, MOCKNODE_ASKED},
	{"status", "\"CONNECTED\"", NULL, MOCKNODE_ASKED},
	{"account_mode", "\"LIVE\"", NULL, MOCKNODE_ASKED},
	{"whatsapp_business_manager_messaging_limit", "\"TIER_2K\"", NULL,
		MOCKNODE_ASKED},
	{"health_status", NULL, write_health, MOCKNODE_ASKED},
	{"is_official_business_account", "false", NULL, MOCKNODE_ASKED},
	{"is_on_biz_app", "false", NULL, MOCKNODE_ASKED},
	{"id", NULL, write_id, MOCKNODE_ALWAYS},
	{0},
};

static const struct mocknode node = {MOCKPHONE_TYPE, fields};

int
mockphone_write(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error)
{
	return mocknode_write(&node, assets, query, json, error);
}

/* Behind a cursor nothing is left. */
static void
write_data(const void *context, struct json_writer *json)
{
	const struct list *list = context;
	struct mocknode_query each = {.fields = list->query->fields};
	struct mockerror error;

	json_open(json, '[');
	if (list->query->after == NULL)
		mocknode_write(&node, list->assets, &each, json, &error);
	json_close(json, ']');
}

static const struct mocknode_field list_fields[] = {
	{"data", NULL, write_data, MOCKNODE_ALWAYS},
	{"paging", "{\"cursors\":" CURSORS "}", NULL, MOCKNODE_ALWAYS},
	{0},
};

static const struct mocknode_field last_fields[] = {
	{"data", NULL, write_data, MOCKNODE_ALWAYS},
	{0},
};

int
mockphone_write_list(const struct mockassets *assets,
	const struct mocknode_query *query, struct json_writer *json,
	struct mockerror *error)
{
	struct mocknode_query whole = {.set = query->set};
	struct mocknode list_node = {"Page",
		query->after == NULL ? list_fields : last_fields};
	struct list list = {assets, query};
	struct mocknode_query each = {.fields = query->fields};

	if (mocknode_check(&node, &each, error) != 0)
		return -1;
	return mocknode_write(&list_node, &list, &whole, json, error);
}
