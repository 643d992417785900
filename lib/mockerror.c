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
		"", true},
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
	{90, 401, 190, 463, "Access token has expired",
		"Error validating access token: Session has expired.", true},
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
};

int
mockerror_set(struct mockerror *error, enum mockerror_kind kind,
	const char *format, ...)
{
	va_list arguments;

	error->row = &rows[kind];
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
