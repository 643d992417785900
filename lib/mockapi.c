/* SPDX-License-Identifier: MIT */
#include "mockapi.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jsonwriter.h"
#include "mockerror.h"
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
	struct doc *body; /* of POST, once it was read */
	struct mockmessage message;
	char id[MOCKID_MESSAGE_SIZE];
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

static int
check_token(const struct mockapi *api, const struct httpd_request *request,
	struct mockerror *error)
{
	static const char scheme[] = "Bearer ";
	const char *given = httpd_header(request, "Authorization");

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
	return 0;
}

/* Meta does not tell what is unknown from what cannot be done with it. */
static int
check_object(const struct mockapi *api, const struct httpd_request *request,
	const struct call *call, struct mockerror *error)
{
	const char *method = httpd_method(request);
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
read_body(const struct httpd_request *request, struct outcome *outcome,
	struct mockerror *error)
{
	struct fault why;
	const char *text;
	size_t len;

	if (!is_json(httpd_header(request, "Content-Type")))
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"The Content-Type must be application/json");
	text = httpd_body(request, &len);
	if (text == NULL)
		return mockerror_set(error, MOCKERROR_TOO_LARGE,
			"The body is larger than %d bytes", MOCKAPI_BODY_MAX);
	outcome->body = doc_parse(text, len, &why);
	if (outcome->body == NULL)
		return mockerror_set(error, MOCKERROR_PARAMETER,
			"The body is not JSON: %.128s", why.text);
	return 0;
}

/* Does the number end in 01NN, with NN one of the table? */
static int
check_number(const struct mockapi *api, const struct mockmessage *message,
	struct mockerror *error)
{
	const struct mockerror_row *row;
	const char *last = message->to + strlen(message->to);

	if (api->accepts_all || message->is_user_id ||
		strncmp(last - 4, "01", 2) != 0)
		return 0;
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
	struct mockapi_taken taken = {.id = outcome->id,
		.message = &outcome->message,
		.body = outcome->body};
	const char *to = outcome->message.to;

	mockid_message(outcome->id, to + (*to == '+'));
	if (api->take(api->context, &taken) != 0)
		return mockerror_set(error, MOCKERROR_FAILURE, "%s", "");
	return 0;
}

static int
decide(struct mockapi *api, const struct httpd_request *request,
	struct call *call, struct outcome *outcome, struct mockerror *error)
{
	if (parse_path(httpd_path(request), call, error) != 0 ||
		check_token(api, request, error) != 0 ||
		check_object(api, request, call, error) != 0)
		return -1;
	if (!call->is_messages)
		return 0;
	if (read_body(request, outcome, error) != 0 ||
		mockmessage_check(outcome->body, &outcome->message, error) !=
			0 ||
		check_number(api, &outcome->message, error) != 0)
		return -1;
	return take_message(api, outcome, error);
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
	const char *trace, struct httpd_answer *answer)
{
	httpd_set_header(answer, "Content-Type",
		"application/json; charset=UTF-8");
	httpd_set_header(answer, "x-fb-trace-id", "%s", trace);
	httpd_set_header(answer, "x-business-use-case-usage",
		"{\"%s\":[{\"type\":\"whatsapp\",\"call_count\":0,"
		"\"total_cputime\":0,\"total_time\":0,"
		"\"estimated_time_to_regain_access\":0}]}",
		api->business_account_id);
	if (is_version(call->version))
		httpd_set_header(answer, "facebook-api-version", "%s",
			call->version);
}

void
mockapi_answer(struct mockapi *api, const struct httpd_request *request,
	struct httpd_answer *answer)
{
	struct json_writer json = {.out = &answer->body};
	struct outcome outcome = {0};
	struct mockerror error;
	struct call call = {0};
	char trace[MOCKID_TRACE_SIZE];
	int result;

	mockid_trace(trace);
	result = decide(api, request, &call, &outcome, &error);
	set_headers(api, &call, trace, answer);
	if (result == 0 && call.is_messages)
		write_taken(&outcome, &json);
	else if (result == 0)
		result = mockphone_write(api->phone_number_id,
			httpd_argument(request, "fields"), &json, &error);
	if (result != 0) {
		answer->status = error.row->http;
		if (answer->status == 401)
			httpd_set_header(answer, "WWW-Authenticate",
				"OAuth \"Facebook Platform\""
				" \"invalid_token\"");
		mockerror_write(&error, trace, &json);
	}
	api->taken_count += result == 0 && call.is_messages;
	api->refused_count += result != 0;
	doc_free(outcome.body);
}
