/* SPDX-License-Identifier: MIT */
#include "mockphone.h"
#include "jsonwriter.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const struct field {
	const char *name;
	const char *value; /* as JSON; NULL: the id itself */
	bool comes_unasked;
} fields_known[] = {
	{"verified_name", "\"CSC-Reach Sandbox\"", true},
	{"code_verification_status", "\"VERIFIED\"", true},
	{"display_phone_number", "\"+1 202-555-0101\"", true},
	{"quality_rating", "\"GREEN\"", true},
	{"platform_type", "\"CLOUD_API\"", true},
	{"throughput", "{\"level\":\"STANDARD\"}", true},
	{"name_status", "\"APPROVED\"", false},
	{"status", "\"CONNECTED\"", false},
	{"account_mode", "\"SANDBOX\"", false},
	{"whatsapp_business_manager_messaging_limit", "\"TIER_2K\"", false},
	{"health_status",
		"{\"can_send_message\":\"AVAILABLE\",\"entities\":[]}", false},
	{"is_official_business_account", "false", false},
	{"is_on_biz_app", "false", false},
	{"id", NULL, true},
};

static const size_t field_count = sizeof(fields_known) / sizeof(*fields_known);

static const struct field *
find_field(const char *name, size_t len)
{
	for (size_t i = 0; i < field_count; i++)
		if (strlen(fields_known[i].name) == len &&
			memcmp(fields_known[i].name, name, len) == 0)
			return &fields_known[i];
	return NULL;
}

static bool
is_asked(const struct field *field, const char *fields)
{
	size_t len;

	if (field->value == NULL)
		return true; /* the id comes always */
	if (fields == NULL)
		return field->comes_unasked;
	for (;; fields += len + 1) {
		len = strcspn(fields, ",");
		if (find_field(fields, len) == field)
			return true;
		if (fields[len] == '\0')
			return false;
	}
}

static int
check_fields(const char *fields, struct mockerror *error)
{
	size_t len;

	for (;; fields += len + 1) {
		len = strcspn(fields, ",");
		if (len > 0 && find_field(fields, len) == NULL)
			return mockerror_set(error, MOCKERROR_FIELD,
				"(#100) Tried accessing nonexisting field"
				" (%.*s) on node type"
				" (WhatsAppBusinessPhoneNumber)",
				len < 64 ? (int)len : 64, fields);
		if (fields[len] == '\0')
			return 0;
	}
}

int
mockphone_write(const char *id, const char *fields, struct json_writer *json,
	struct mockerror *error)
{
	if (fields != NULL && check_fields(fields, error) != 0)
		return -1;
	json_open(json, '{');
	for (size_t i = 0; i < field_count; i++) {
		const struct field *field = &fields_known[i];

		if (!is_asked(field, fields))
			continue;
		json_name(json, field->name);
		if (field->value != NULL)
			json_raw(json, field->value, strlen(field->value));
		else
			json_string(json, id);
	}
	json_close(json, '}');
	return 0;
}
