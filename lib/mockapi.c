/* SPDX-License-Identifier: MIT */
#include "mockapi.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jsonwriter.h"
#include "mockerror.h"
#include "mockfault.h"
#include "mockid.h"
#include "mockphone.h"

/* What a request asks for: /VERSION/OBJECT or /VERSION/OBJECT/messages. */
struct call {
	char version[16];
	char object[64];
	bool is_messages;
};

/* What came of it, as far as the answer must say. */
struct outcome {
	struct mockdoc *body; /* of POST, once it was read */
	struct mockmessage message;
	char id[MOCKID_MESSAGE_SIZE];
	const struct mockfault *rule;  /* of the script that fits, or NULL */
	const struct mockfault *fault; /* what befalls it, or NULL */
	bool is_taken;
};

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

static int
parse_path(const char *path, struct call *call, struct mockerror *error)
{
	const char *rest = path;

	if (take_component(&rest, call->version, sizeof(call->version)) &&
		is_version(call->version) &&
		take_component(&rest, call->object, sizeof(call->object))) {
		call->is_messages = strcmp(rest, "/messages") == 0;
		if (call->is_messages || *rest == '\0')
			return 0;
	}
	return mockerror_set(error, MOCKERROR_UNKNOWN_PATH,
		"Unknown path components: %.128s", path);
}

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

/* A script may say after how many messages. */
static bool
has_expired(const struct mockapi *api)
{
	int64_t after = mockscript_expires_after(api->script);

	return after >= 0 && api->taken_count >= (unsigned long)after;
}

static int
check_token(const struct mockapi *api, const struct httprequest *request,
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
	if (!is_token(given, secret_text(api->token)))
		return mockerror_set(error, MOCKERROR_BAD_TOKEN, "%s", "");
	if (api->script != NULL && has_expired(api))
		return mockerror_set(error, MOCKERROR_EXPIRED_TOKEN, "%s", "");
	return 0;
}

/* Meta does not tell what is unknown from what cannot be done with it. */
static int
check_object(const struct mockapi *api, const struct httprequest *request,
	const struct call *call, struct mockerror *error)
{
	const char *method = request->method;
	char name[16] = "";

	if (strcmp(call->object, api->phone_number_id) == 0 &&
		strcmp(method, call->is_messages ? "POST" : "GET") == 0)
		return 0;
	for (size_t i = 0; i < sizeof(name) - 1 && method[i] != '\0'; i++)
		name[i] = (char)tolower((unsigned char)method[i]);
	return mockerror_set(error, MOCKERROR_UNKNOWN_OBJECT,
		"Unsupported %s request. Object with ID '%s' does not exist,"
		" cannot be loaded due to missing permissions, or does not"
		" support this operation.",
		name, call->object);
}

static bool
is_json(const char *content_type)
{
	static const char json[] = "application/json";

	return content_type != NULL &&
	       strncasecmp(content_type, json, sizeof(json) - 1) == 0 &&
	       strchr("; \t", content_type[sizeof(json) - 1]) != NULL;
}

static int
read_body(const struct httprequest *request, struct outcome *outcome,
	struct mockerror *error)
{
	struct fault why;

	if (!is_json(httprequest_header(request, "Content-Type")))
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"The Content-Type must be application/json");
	if (request->body.full)
		return mockerror_set(error, MOCKERROR_TOO_LARGE,
			"The body is larger than %d bytes", MOCKAPI_BODY_MAX);
	outcome->body =
		mockdoc_parse(request->body.data, request->body.len, &why);
	if (outcome->body == NULL)
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"The body is not JSON: %.128s", why.text);
	return 0;
}

/* Does the number end in 01NN, with NN in one of the tables? */
static int
check_number(const struct mockapi *api, struct outcome *outcome,
	struct mockerror *error)
{
	const struct mockmessage *message = &outcome->message;
	const char *last = message->to + strlen(message->to);
	const struct mockerror_row *row;
	const char *title;

	if (api->accepts_all || message->is_user_id ||
		strncmp(last - 4, "01", 2) != 0)
		return 0;
	outcome->fault = mockfault_of_digits(atoi(last - 2), &title);
	row = mockerror_of_digits(atoi(last - 2));
	if (row == NULL)
		return 0;
	*error = (struct mockerror){.row = row};
	return -1;
}

static int
take_message(struct mockapi *api, struct outcome *outcome,
	struct mockerror *error)
{
	char answer[MOCKFAULT_NAME_SIZE] = "sent";
	struct mockapi_taken taken = {.id = outcome->id,
		.message = &outcome->message,
		.body = outcome->body,
		.answer = answer};

	if (outcome->fault != NULL)
		mockfault_name(outcome->fault, answer);
	if (api->take(api->context, &taken) != 0) {
		outcome->fault = NULL;
		return mockerror_set(error, MOCKERROR_FAILURE, "%s", "");
	}
	outcome->is_taken = true;
	return 0;
}

/* What is to happen to a message that the API would take. */
static int
treat_message(struct mockapi *api, struct outcome *outcome,
	struct mockerror *error)
{
	const char *to = outcome->message.to;

	mockid_message(&api->ids, outcome->id, to + (*to == '+'));
	if (api->script != NULL)
		outcome->rule = mockscript_find(api->script, &outcome->message);
	/* A rule that only slows down leaves the number what it has. */
	if (outcome->rule != NULL && !mockfault_is_harmless(outcome->rule))
		outcome->fault = outcome->rule;
	else if (check_number(api, outcome, error) != 0)
		return -1;
	if ((outcome->fault == NULL || outcome->fault->is_taken) &&
		take_message(api, outcome, error) != 0)
		return -1;
	if (outcome->fault == NULL || outcome->fault->error.title == NULL)
		return 0;
	*error = (struct mockerror){.row = &outcome->fault->error,
		.is_transient = outcome->fault->is_transient};
	return -1;
}

static int
decide(struct mockapi *api, const struct httprequest *request,
	struct call *call, struct outcome *outcome, struct mockerror *error)
{
	if (parse_path(request->path, call, error) != 0 ||
		check_token(api, request, error) != 0 ||
		check_object(api, request, call, error) != 0)
		return -1;
	if (!call->is_messages)
		return 0;
	if (read_body(request, outcome, error) != 0 ||
		mockmessage_check(outcome->body, &outcome->message, error) != 0)
		return -1;
	return treat_message(api, outcome, error);
}

static void
write_taken(const struct outcome *outcome, struct json_writer *json)
{
	const struct mockmessage *message = &outcome->message;

	json_open(json, '{');
	json_name(json, "messaging_product");
	json_string(json, "whatsapp");
	json_name(json, "contacts");
	json_open(json, '[');
	json_open(json, '{');
	json_name(json, "input");
	json_string(json, message->to);
	json_name(json, message->is_user_id ? "user_id" : "wa_id");
	json_string(json, message->to + (*message->to == '+'));
	json_close(json, '}');
	json_close(json, ']');
	json_name(json, "messages");
	json_open(json, '[');
	json_open(json, '{');
	json_name(json, "id");
	json_string(json, outcome->id);
	if (strcmp(message->type, "template") == 0) {
		json_name(json, "message_status");
		json_string(json, "accepted");
	}
	json_close(json, '}');
	json_close(json, ']');
	json_close(json, '}');
}

static void
set_headers(const struct mockapi *api, const struct call *call,
	const char *trace, struct httpanswer *answer)
{
	httpanswer_set_header(answer, "Content-Type",
		"application/json; charset=UTF-8");
	httpanswer_set_header(answer, "x-fb-trace-id", "%s", trace);
	httpanswer_set_header(answer, "x-business-use-case-usage",
		"{\"%s\":[{\"type\":\"whatsapp\",\"call_count\":0,"
		"\"total_cputime\":0,\"total_time\":0,"
		"\"estimated_time_to_regain_access\":0}]}",
		api->business_account_id);
	if (is_version(call->version))
		httpanswer_set_header(answer, "facebook-api-version", "%s",
			call->version);
}

/* What the script and the recipient's number do to the answer. */
static void
befall(const struct mockapi *api, const struct outcome *outcome,
	const struct httprequest *request, struct httpanswer *answer)
{
	answer->delay_ms = api->latency_ms;
	if (outcome->rule != NULL) {
		answer->delay_ms = mockscript_latency_ms(api->script,
			outcome->rule, api->latency_ms);
		answer->refuse_ms = outcome->rule->refuse_ms;
	}
	if (outcome->fault != NULL)
		mockfault_apply(outcome->fault, request->path, answer);
}

void
mockapi_answer(struct mockapi *api, const struct httprequest *request,
	struct httpanswer *answer)
{
	struct json_writer json = {.out = &answer->body};
	struct outcome outcome = {0};
	struct mockerror error;
	struct call call = {0};
	char trace[MOCKID_TRACE_SIZE];
	int result;

	mockid_trace(&api->ids, trace);
	result = decide(api, request, &call, &outcome, &error);
	set_headers(api, &call, trace, answer);
	if (result == 0 && call.is_messages)
		write_taken(&outcome, &json);
	else if (result == 0)
		result = mockphone_write(api->phone_number_id,
			httprequest_argument(request, "fields"), &json, &error);
	if (result != 0) {
		answer->status = error.row->http;
		if (answer->status == 401)
			httpanswer_set_header(answer, "WWW-Authenticate",
				"OAuth \"Facebook Platform\""
				" \"invalid_token\"");
		mockerror_write(&error, trace, &json);
	}
	befall(api, &outcome, request, answer);
	api->taken_count += outcome.is_taken;
	api->refused_count +=
		!outcome.is_taken && (result != 0 || call.is_messages);
	mockdoc_free(outcome.body);
}
