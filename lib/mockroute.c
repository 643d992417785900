/* SPDX-License-Identifier: MIT */
#include "mockroute.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mockaccount.h"
#include "mockphone.h"

/* v20.0 ended on 2026-09-24. */
enum { OLDEST_VERSION = 21 };
#define OLDEST_VERSION_NAME "v21.0"

enum owner { NOBODY, PHONE, ACCOUNT, TOKEN };

static const struct row {
	enum owner owner;
	const char *edge;
	const char *method;
	enum mockroute_call call;
} rows[] = {
	{PHONE, "messages", "POST", MOCKROUTE_MESSAGES},
	{PHONE, "", "GET", MOCKROUTE_PHONE},
	{TOKEN, "", "GET", MOCKROUTE_TOKEN},
	{ACCOUNT, "", "GET", MOCKROUTE_ACCOUNT},
	{ACCOUNT, "phone_numbers", "GET", MOCKROUTE_NUMBERS},
	{ACCOUNT, "subscribed_apps", "GET", MOCKROUTE_WEBHOOKS},
};

static const size_t row_count = sizeof(rows) / sizeof(*rows);

static const char token_object[] = "debug_token";

/* Takes the component at *path off it.  False when it does not fit. */
static bool
take_component(const char **path, char *out, size_t size)
{
	size_t len;

	if (**path != '/')
		return false;
	len = strcspn(++*path, "/");
	if (len == 0 || len >= size)
		return false;
	memcpy(out, *path, len);
	out[len] = '\0';
	*path += len;
	return true;
}

/* v25.0 */
static bool
is_version(const char *text)
{
	size_t major, minor;

	if (*text != 'v')
		return false;
	major = strspn(++text, "0123456789");
	if (major == 0 || text[major] != '.')
		return false;
	text += major + 1;
	minor = strspn(text, "0123456789");
	return minor > 0 && text[minor] == '\0';
}

/* rest: what follows the object, "" or "/messages". */
static bool
find_edge(struct mockroute *route, const char *rest)
{
	if (strcmp(route->object, token_object) == 0 && *rest != '\0')
		return false;
	rest += *rest == '/' && rest[1] != '\0';
	for (size_t i = 0; i < row_count; i++)
		if (strcmp(rows[i].edge, rest) == 0) {
			route->edge = rows[i].edge;
			return true;
		}
	return false;
}

int
mockroute_parse(struct mockroute *route, const char *path,
	struct mockerror *error)
{
	const char *rest = path;

	*route = (struct mockroute){.edge = ""};
	if (take_component(&rest, route->version, sizeof(route->version)) &&
		is_version(route->version)) {
		if (take_component(&rest, route->object,
			    sizeof(route->object)) &&
			find_edge(route, rest))
			return 0;
	} else {
		route->version[0] = '\0';
	}
	return mockerror_set(error, MOCKERROR_UNKNOWN_PATH,
		"Unknown path components: %.128s", path);
}

static enum owner
find_owner(const struct mockroute *route, const struct mockassets *assets)
{
	if (strcmp(route->object, assets->phone_number_id) == 0)
		return PHONE;
	if (strcmp(route->object, assets->business_account_id) == 0)
		return ACCOUNT;
	return strcmp(route->object, token_object) == 0 ? TOKEN : NOBODY;
}

/* Meta does not tell what is unknown from what cannot be done with it. */
static int
refuse(const struct mockroute *route, const char *method,
	struct mockerror *error)
{
	char name[16] = "";

	for (size_t i = 0; i < sizeof(name) - 1 && method[i] != '\0'; i++)
		name[i] = (char)tolower((unsigned char)method[i]);
	return mockerror_set(error, MOCKERROR_UNKNOWN_OBJECT,
		"Unsupported %s request. Object with ID '%s' does not exist,"
		" cannot be loaded due to missing permissions, or does not"
		" support this operation.",
		name, route->object);
}

int
mockroute_find(struct mockroute *route, const char *method,
	const struct mockassets *assets, struct mockerror *error)
{
	enum owner owner = find_owner(route, assets);

	for (size_t i = 0; i < row_count; i++)
		if (rows[i].owner == owner &&
			strcmp(rows[i].edge, route->edge) == 0 &&
			strcmp(rows[i].method, method) == 0) {
			route->call = rows[i].call;
			return 0;
		}
	/* What stands behind an object is a field of it, for whoever reads. */
	if (strcmp(method, "GET") == 0 && owner == PHONE)
		return mocknode_refuse(MOCKPHONE_TYPE, route->edge,
			strlen(route->edge), error);
	if (strcmp(method, "GET") == 0 && owner == ACCOUNT)
		return mocknode_refuse(MOCKACCOUNT_TYPE, route->edge,
			strlen(route->edge), error);
	return refuse(route, method, error);
}

const char *
mockroute_served_by(const struct mockroute *route)
{
	const char *version = route->version;

	if (*version == '\0' || strtoul(version + 1, NULL, 10) < OLDEST_VERSION)
		return OLDEST_VERSION_NAME;
	return version;
}
