/* SPDX-License-Identifier: MIT */
#include "mockerror.h"
#include "jsonwriter.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct mockerror_row rows[] = {
	[MOCKERROR_PARAMETER] = {0, 400, 100, 0, "Invalid parameter", "",
		false},
	[MOCKERROR_UNKNOWN_OBJECT] = {0, 400, 100, 33, "Unsupported request",
		"Unsupported request. The object does not exist, cannot be"
		" loaded due to missing permissions, or does not support this"
		" operation.",
		true},
	[MOCKERROR_FIELD] = {0, 400, 100, 0, "Nonexisting field", "", true},
	[MOCKERROR_NO_TOKEN] = {0, 401, 104, 0,
		"An access token is required to request this resource.", "",
		true},
	[MOCKERROR_BAD_TOKEN] = {0, 401, 190, 467,
		"Invalid OAuth access token - Cannot parse access token", "",
		true},
	[MOCKERROR_UNKNOWN_PATH] = {0, 404, 2500, 0, "Unknown path components",
		"", true},
	[MOCKERROR_TOO_LARGE] = {0, 413, 100, 0, "Invalid parameter", "",
		false},
	[MOCKERROR_FAILURE] = {99, 500, 131000, 0, "Something went wrong",
		"Message failed to send due to an unknown error.", false},
	[MOCKERROR_MISSING] = {0, 400, 131008, 0,
		"Required parameter is missing", "", false},
	[MOCKERROR_EXPIRED_TOKEN] = {90, 401, 190, 463,
		"Access token has expired",
		"Error validating access token: Session has expired.", true},
	[MOCKERROR_VALUE] = {9, 400, 131009, 0, "Parameter value is not valid",
		"One or more parameter values are invalid.", false},
	[MOCKERROR_TYPE] = {0, 400, 131051, 0, "Unsupported message type", "",
		false},
	[MOCKERROR_FORMAT] = {0, 400, 132012, 0,
		"Parameter format does not match format in the created"
		" template",
		"", false},
	[MOCKERROR_TEXT] = {0, 400, 132018, 0,
		"There was an issue with the parameters in your template", "",
		false},

	{3, 400, 130403, 0, "Recipient is blocked by the business",
		"The business has blocked this user.", false},
	{16, 500, 131016, 0, "Service unavailable",
		"A service is temporarily unavailable.", false},
	{21, 400, 131021, 0, "Recipient cannot be sender",
		"Sender and recipient phone number is the same.", false},
	{26, 400, 131026, 0, "Message undeliverable", "Message Undeliverable.",
		false},
	{29, 429, 130429, 0, "Rate limit hit",
		"Cloud API message throughput has been reached.", false},
	{30, 400, 131030, 0, "Recipient phone number not in allowed list",
		"Recipient phone number not in allowed list: Add recipient"
		" phone number to recipient list and try again.",
		false},
	{31, 403, 131031, 0, "Account has been locked",
		"Business Account locked.", false},
	{42, 400, 131042, 0, "Business eligibility payment issue",
		"Message failed to send because there were one or more errors"
		" related to your payment method.",
		false},
	{47, 400, 131047, 0, "Re-engagement message",
		"Message failed to send because more than 24 hours have passed"
		" since the customer last replied to this number.",
		false},
	{48, 400, 131048, 0, "Spam rate limit hit",
		"Message failed to send because there are restrictions on how"
		" many messages can be sent from this phone number.",
		false},
	{49, 400, 131049, 0, "Meta chose not to deliver",
		"This message was not delivered to maintain healthy ecosystem"
		" engagement.",
		false},
	{50, 400, 131050, 0, "User has stopped marketing messages",
		"This recipient has chosen to stop receiving marketing messages"
		" on WhatsApp from your business.",
		false},
	{53, 400, 131053, 0, "Media upload error",
		"Unable to upload the media used in the message.", false},
	{56, 429, 131056, 0,
		"(Business Account, Consumer Account) pair rate limit hit",
		"Message failed to send because there were too many messages"
		" sent from this phone number to the same phone number.",
		false},
	{57, 500, 131057, 0, "Account in maintenance mode",
		"Business account is in maintenance mode.", false},
	{68, 403, 368, 0, "Temporarily blocked for policies violations",
		"The business account was found to be violating platform"
		" policies.",
		false},
	{72, 400, 130472, 0, "User's number is part of an experiment",
		"Failed to send message because this user's phone number is"
		" part of an experiment.",
		false},
	{80, 429, 80007, 0, "Rate limit issues",
		"The WhatsApp Business Account has reached its rate limit.",
		false},
	{92, 404, 132001, 0, "Template name does not exist in the translation",
		"The template does not exist in the specified language or the"
		" template has not been approved.",
		false},
	{95, 400, 132015, 0, "Template is paused",
		"Template is paused due to low quality so it cannot be sent in"
		" a template message.",
		false},
	{97, 403, 130497, 0,
		"Business account is restricted from messaging users in this"
		" country",
		"The WhatsApp Business Account is restricted from messaging to"
		" users in certain countries.",
		false},

	/* No recipient gets these: only a script asks for them. */
	{0, 401, 190, 460, "Password changed",
		"Error validating access token: The session has been"
		" invalidated because the user changed their password.",
		true},
	{0, 401, 0, 0, "AuthException", "Unable to authenticate the app user.",
		true},
	{0, 400, 1, 0, "API Unknown",
		"Invalid request or possible server error.", true},
	{0, 503, 2, 0, "API Service",
		"Service temporarily unavailable due to downtime or due to "
		"being overloaded.",
		true},
	{0, 500, 3, 0, "API Method", "Capability or permissions issue.", true},
	{0, 429, 4, 0, "API Too Many Calls",
		"Application request limit reached.", true},
	{0, 403, 10, 0, "Permission Denied",
		"Permission is either not granted or has been removed.", true},
	{0, 429, 17, 0, "API User Too Many Calls",
		"User request limit reached.", true},
	{0, 400, 33, 0, "Parameter value is not valid",
		"The business phone number has been deleted.", true},
	{0, 403, 200, 0, "API Permission",
		"Permission is either not granted or has been removed.", true},
	{0, 400, 506, 0, "Duplicate Post", "The same post was made before.",
		true},
	{0, 429, 613, 0, "Calls to this API have exceeded the rate limit",
		"Calls to this API have exceeded the rate limit.", true},
	{0, 404, 803, 0, "Some of the aliases you requested do not exist",
		"Some of the aliases you requested do not exist.", true},
	{0, 429, 80008, 0, "Rate limit hit",
		"There have been too many calls to this WhatsApp Business "
		"Account.",
		false},
	{0, 403, 131005, 0, "Access denied",
		"Permission is either not granted or has been removed.", false},
	{0, 400, 131020, 0, "Group cannot be messaged",
		"The group does not exist or cannot be messaged.", false},
	{0, 400, 131037, 0, "Display name approval required",
		"The display name of the 555 number must be approved before "
		"messages can be sent.",
		false},
	{0, 400, 131041, 0, "Group cannot be messaged",
		"The message could not be sent to the group.", false},
	{0, 500, 131045, 0, "Incorrect certificate",
		"Message failed to send due to a phone number registration "
		"error.",
		false},
	{0, 400, 131052, 0, "Media download error",
		"Unable to download the media sent by the user.", false},
	{0, 400, 131055, 0, "Method not allowed",
		"Only marketing templates can be sent with this endpoint.",
		false},
	{0, 400, 131062, 0,
		"Business-scoped user ID recipients are not supported for this "
		"message",
		"This message must be sent to a phone number.", false},
	{0, 400, 131063, 0, "Marketing templates are disabled for Cloud API",
		"The account sends marketing templates with the Marketing "
		"Messages API only.",
		false},
	{0, 400, 131064, 0, "Messaging is limited",
		"The account is limited because templates were put into wrong "
		"categories.",
		false},
	{0, 400, 132000, 0,
		"Number of parameters does not match the expected number of "
		"params",
		"The number of variable parameter values does not match the "
		"number of variable parameters of the template.",
		false},
	{0, 400, 132005, 0, "Translated text too long",
		"The translated text is too long.", false},
	{0, 400, 132007, 0, "Template format character policy violated",
		"Template content violates a WhatsApp policy.", false},
	{0, 400, 132008, 0, "Parameter value is not valid",
		"A parameter of the template has a bad value.", false},
	{0, 400, 132016, 0, "Template is disabled",
		"Template has been paused too many times due to low quality "
		"and is now permanently disabled.",
		false},
	{0, 400, 132068, 0, "Flow is blocked", "Flow is in a blocked state.",
		false},
	{0, 400, 132069, 0, "Flow is throttled",
		"Flow is in a throttled state and 10 messages using it were "
		"already sent in the last hour.",
		false},
	{0, 500, 133000, 0, "Incomplete deregistration",
		"A previous deregistration attempt failed.", false},
	{0, 503, 133004, 0, "Server temporarily unavailable",
		"Server is temporarily unavailable.", false},
	{0, 400, 133005, 0, "Two-step verification PIN mismatch",
		"Two-step verification PIN incorrect.", false},
	{0, 400, 133006, 0, "Phone number re-verification needed",
		"Phone number needs to be verified before registering.", false},
	{0, 400, 133008, 0, "Too many two-step verification PIN guesses",
		"Too many two-step verification PIN guesses for this phone "
		"number.",
		false},
	{0, 400, 133009, 0, "Two-step verification PIN guessed too fast",
		"Two-step verification PIN was entered too quickly.", false},
	{0, 400, 133010, 0, "Phone number not registered",
		"Phone number not registered on the WhatsApp Business "
		"Platform.",
		false},
	{0, 400, 133015, 0,
		"Please wait a few minutes before attempting to register this "
		"phone number",
		"The phone number was recently deleted, and the deletion has "
		"not yet completed.",
		false},
	{0, 400, 133016, 0, "Account register deregister rate limit exceeded",
		"Registration or deregistration failed because there were too "
		"many attempts.",
		false},
	{0, 400, 134011, 0,
		"WhatsApp Payments terms of service have not been accepted",
		"The terms of service of WhatsApp Payments have not been "
		"accepted.",
		false},
	{0, 400, 134100, 0, "Only marketing messages supported",
		"The category of the template must be marketing.", false},
	{0, 400, 134101, 0, "Template is still syncing",
		"The template is being prepared; try again after ten minutes.",
		false},
	{0, 500, 134102, 0, "Template is not available for use",
		"The template is not available for this API.", false},
	{0, 400, 135000, 0, "Generic user error",
		"Message failed to send because of an unknown error with your "
		"request parameters.",
		false},
	{0, 400, 137000, 0, "Identity of the recipient could not be verified",
		"The identity key hash does not match.", false},
	{0, 400, 141000, 0, "Account is not healthy",
		"The health status of the account does not let it send.",
		false},
	{0, 400, 141002, 0, "Template is not approved",
		"The health status of the template does not let it be sent.",
		false},
	{0, 400, 141006, 0, "Payment issue",
		"There is an error with the payment method.", false},
	{0, 400, 141010, 0, "Business is not verified",
		"The business must be verified before it can send.", false},
	{0, 503, 2494100, 0, "Account is in maintenance mode",
		"The account is in maintenance mode.", false},
};

int
mockerror_set(struct mockerror *error, enum mockerror_kind kind,
	const char *format, ...)
{
	va_list arguments;

	error->row = &rows[kind];
	error->is_transient = MOCKERROR_UNSAID;
	va_start(arguments, format);
	vsnprintf(error->details, sizeof(error->details), format, arguments);
	va_end(arguments);
	return -1;
}

const struct mockerror_row *
mockerror_of_digits(int digits)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (digits != 0 && rows[i].digits == digits)
			return &rows[i];
	return NULL;
}

static const struct mockerror_row *
find_code(int code, int subcode)
{
	const struct mockerror_row *found = NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].code != code)
			continue;
		if (subcode != 0 && rows[i].subcode == subcode)
			return &rows[i];
		if (found == NULL || rows[i].digits)
			found = &rows[i];
	}
	return found;
}

struct mockerror_row
mockerror_of_code(int code, int subcode)
{
	/* Where Meta gives a range, its first code stands for all. */
	static const int ranges[][2] = {{200, 299}, {133000, 133016},
		{141000, 141999}};
	const struct mockerror_row *found = find_code(code, subcode);
	struct mockerror_row row = {.http = 400,
		.title = "Unknown error",
		.details = "An error that is not in the list."};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (found == NULL && code >= ranges[i][0] &&
			code <= ranges[i][1])
			found = find_code(ranges[i][0], 0);
	if (found != NULL)
		row = *found;
	row.code = code;
	return row;
}

static const char *
details_of(const struct mockerror *error)
{
	return *error->details != '\0' ? error->details : error->row->details;
}

void
mockerror_message(const struct mockerror *error, struct buf *out)
{
	const struct mockerror_row *row = error->row;

	if (!row->is_graph)
		buf_add_format(out, "(#%d) %s", row->code, row->title);
	else if (*details_of(error) != '\0')
		buf_add_text(out, details_of(error));
	else
		buf_add_text(out, row->title);
}

void
mockerror_write(const struct mockerror *error, const char *trace,
	struct json_writer *json)
{
	const struct mockerror_row *row = error->row;
	struct buf message;

	buf_init(&message, 1024);
	mockerror_message(error, &message);
	json_open(json, '{');
	json_name(json, "error");
	json_open(json, '{');
	json_name(json, "message");
	json_text(json, message.data, message.len);
	json_name(json, "type");
	json_string(json,
		row->subcode == 33 ? "GraphMethodException" : "OAuthException");
	json_name(json, "code");
	json_integer(json, row->code);
	if (row->subcode != 0) {
		json_name(json, "error_subcode");
		json_integer(json, row->subcode);
	}
	if (error->is_transient != MOCKERROR_UNSAID) {
		json_name(json, "is_transient");
		if (error->is_transient == MOCKERROR_TRANSIENT)
			json_raw(json, "true", 4);
		else
			json_raw(json, "false", 5);
	}
	if (!row->is_graph) {
		json_name(json, "error_data");
		json_open(json, '{');
		json_name(json, "messaging_product");
		json_string(json, "whatsapp");
		json_name(json, "details");
		json_string(json, details_of(error));
		json_close(json, '}');
	}
	json_name(json, "fbtrace_id");
	json_string(json, trace);
	json_close(json, '}');
	json_close(json, '}');
	buf_release(&message);
}
