/* SPDX-License-Identifier: MIT */
#include "mockassets.h"

#include <stddef.h>

static void
write_entity(struct json_writer *json, const char *type, const char *id)
{
	json_open(json, '{');
	json_name(json, "entity_type");
	json_string(json, type);
	json_name(json, "id");
	json_string(json, id);
	json_name(json, "can_send_message");
	json_string(json, "AVAILABLE");
	json_close(json, '}');
}

static void
write_health(const struct mockassets *assets, const char *phone_number_id,
	struct json_writer *json)
{
	json_open(json, '{');
	json_name(json, "can_send_message");
	json_string(json, "AVAILABLE");
	json_name(json, "entities");
	json_open(json, '[');
	if (phone_number_id != NULL)
		write_entity(json, "PHONE_NUMBER", phone_number_id);
	write_entity(json, "WABA", assets->business_account_id);
	write_entity(json, "BUSINESS", MOCKASSETS_BUSINESS_ID);
	write_entity(json, "APP", MOCKASSETS_APP_ID);
	json_close(json, ']');
	json_close(json, '}');
}

void
mockassets_write_phone_health(const struct mockassets *assets,
	struct json_writer *json)
{
	write_health(assets, assets->phone_number_id, json);
}

void
mockassets_write_account_health(const struct mockassets *assets,
	struct json_writer *json)
{
	write_health(assets, NULL, json);
}
