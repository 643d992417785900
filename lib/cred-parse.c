/* SPDX-License-Identifier: MIT */
#include "cred.h"

#include <string.h>
#include <sysexits.h>

#include "json.h"
#include "xalloc.h"

/* More than any token that was seen, and less than a line of a header. */
enum { TOKEN_MAX = 8 * 1024, ID_MAX = 32 };

static bool
is_number(const char *id)
{
	size_t len = strspn(id, "0123456789");

	return len > 0 && len <= ID_MAX && id[len] == '\0';
}

/* What has letters in it may be a token that came to the wrong place. */
static int
refuse_id(const char *name, const char *id, const char *hint, struct fault *why)
{
	if (id[strspn(id, "+0123456789 ()-.")] == '\0')
		return fault_set(why, EX_DATAERR,
			"%s \"%.40s\" is not a number; %s", name, id, hint);
	return fault_set(why, EX_DATAERR,
		"%s is not a number, it has %zu characters; %s", name,
		strlen(id), hint);
}

int
cred_check(const struct credentials *credentials, struct fault *why)
{
	const char *number = credentials->phone_number_id;
	const char *account = credentials->business_account_id;
	const char *token = credentials->token != NULL
				    ? secret_text(credentials->token)
				    : "x";

	if (*token == '\0' || strlen(token) > TOKEN_MAX)
		return fault_set(why, EX_DATAERR,
			"the access token is empty, or longer than any");
	for (; *token != '\0'; token++)
		if (*token <= ' ' || *token > '~')
			return fault_set(why, EX_DATAERR,
				"the access token has a blank, a line end or"
				" another character in it that no token has");
	if (number != NULL && !is_number(number))
		return refuse_id("the phone number id", number,
			"it is in WhatsApp Manager, and is not the phone"
			" number",
			why);
	if (account != NULL && !is_number(account))
		return refuse_id("the business account id", account,
			"it is in WhatsApp Manager", why);
	return 0;
}

/*
 * A member of the desktop application's file, which is looked for without
 * copying the token that stands there.  Ids may be numbers.  0, with *text NULL
 * when it is missing, null or empty; -1 when it is something else.
 */
static int
find_text(const struct json_members *members, const char *name,
	const char **text, size_t *len)
{
	const struct json_member *member =
		json_find(members, name, strlen(name));
	const struct json_value *value;

	*text = NULL;
	*len = 0;
	if (member == NULL || member->value.type == JSON_NULL)
		return 0;
	value = &member->value;
	if (value->type == JSON_NUMBER) {
		*text = value->text;
		*len = value->len;
		return 0;
	}
	/* None of its values has a character that would be escaped. */
	if (value->type != JSON_STRING || value->is_escaped)
		return -1;
	if (value->len <= 2)
		return 0;
	*text = value->text + 1;
	*len = value->len - 2;
	return 0;
}

/* Take what is still NULL.  The name of a member that is no text, or NULL. */
static const char *
take_members(struct credentials *credentials,
	const struct json_members *members, struct fault *why)
{
	struct {
		const char *name;
		char **out;
	} ids[] = {{"phone_number_id", &credentials->phone_number_id},
		{"business_account_id", &credentials->business_account_id}};
	const char *text;
	size_t len;

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (find_text(members, ids[i].name, &text, &len) != 0)
			return ids[i].name;
		if (*ids[i].out == NULL && text != NULL)
			*ids[i].out = xstrndup(text, len);
	}
	if (find_text(members, "access_token", &text, &len) != 0)
		return "access_token";
	if (credentials->token == NULL && text != NULL)
		credentials->token = secret_new(text, len, why);
	return NULL;
}

int
cred_parse(struct credentials *credentials, const struct secret *text,
	const char *name, struct fault *why)
{
	struct json_members members = {0};
	struct json_error error;
	const char *bad = NULL;

	why->status = EX_OK;
	if (json_scan_object(secret_text(text), secret_len(text), &members,
		    NULL, NULL, &error) != 0)
		fault_set(why, EX_DATAERR, "%s: byte %zu: %s", name,
			error.at + 1, error.what);
	else
		bad = take_members(credentials, &members, why);
	json_members_release(&members);
	if (bad != NULL)
		return fault_set(why, EX_DATAERR,
			"%s: %s is no string without escapes", name, bad);
	if (why->status != EX_OK)
		return -1;
	if (credentials->token == NULL || credentials->phone_number_id == NULL)
		return fault_set(why, EX_DATAERR,
			"%s: access_token or phone_number_id is missing", name);
	return 0;
}
