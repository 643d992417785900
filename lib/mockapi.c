/* SPDX-License-Identifier: MIT */
#include "mockapi.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jsonwriter.h"
#include "mockaccount.h"
#include "mockerror.h"
#include "mockfault.h"
#include "mockid.h"
#include "mocknode.h"
#include "mockphone.h"
#include "mockroute.h"
#include "mocktoken.h"

/* What came of it, as far as the answer must say. */
struct outcome {
	struct mockdoc *body; /* of POST, once it was read */
	struct mockmessage message;
	char id[MOCKID_MESSAGE_SIZE];
	const struct mockfault *rule;  /* of the script that fits, or NULL */
	const struct mockfault *fault; /* what befalls it, or NULL */
	bool is_taken;
};

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
	if (mocktoken_check(api->token, request, error) != 0)
		return -1;
	if (api->script != NULL && has_expired(api))
		return mockerror_set(error, MOCKERROR_EXPIRED_TOKEN, "%s", "");
	return 0;
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

/* The rule that fits, if there is one; a message's, unless that is NULL. */
static void
find_rule(const struct mockapi *api, const struct mockroute *route,
	const struct mockmessage *message, struct outcome *outcome)
{
	if (api->script != NULL)
		outcome->rule =
			mockscript_find(api->script, route->call, message);
	if (outcome->rule != NULL && !mockfault_is_harmless(outcome->rule))
		outcome->fault = outcome->rule;
}

/* The fault's error, if it has one. */
static int
meet_fault(const struct outcome *outcome, struct mockerror *error)
{
	const struct mockfault *fault = outcome->fault;

	if (fault == NULL || fault->error.title == NULL)
		return 0;
	*error = (struct mockerror){.row = &fault->error,
		.is_transient = fault->is_transient};
	return -1;
}

/* What is to happen to a message that the API would take. */
static int
treat_message(struct mockapi *api, const struct mockroute *route,
	struct outcome *outcome, struct mockerror *error)
{
	const char *to = outcome->message.to;

	mockid_message(&api->ids, outcome->id, to + (*to == '+'));
	find_rule(api, route, &outcome->message, outcome);
	/* A rule that only slows down leaves the number what it has. */
	if (outcome->fault == NULL && check_number(api, outcome, error) != 0)
		return -1;
	if ((outcome->fault == NULL || outcome->fault->is_taken) &&
		take_message(api, outcome, error) != 0)
		return -1;
	return meet_fault(outcome, error);
}

static int
decide(struct mockapi *api, const struct httprequest *request,
	struct mockroute *route, struct outcome *outcome,
	struct mockerror *error)
{
	if (mockroute_parse(route, request->path, error) != 0 ||
		check_token(api, request, error) != 0 ||
		mockroute_find(route, request->method, &api->assets, error) !=
			0)
		return -1;
	if (route->call != MOCKROUTE_MESSAGES) {
		find_rule(api, route, NULL, outcome);
		return meet_fault(outcome, error);
	}
	if (read_body(request, outcome, error) != 0 ||
		mockmessage_check(outcome->body, &outcome->message, error) != 0)
		return -1;
	return treat_message(api, route, outcome, error);
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

/* 0, or -1 and *error. */
static int
write_answer(const struct mockapi *api, const struct httprequest *request,
	const struct mockroute *route, const struct outcome *outcome,
	struct json_writer *json, struct mockerror *error)
{
	const struct mockassets *assets = &api->assets;
	const struct mocknode_query query =
		{.fields = httprequest_argument(request, "fields"),
			.after = httprequest_argument(request, "after"),
			.set = outcome->rule != NULL ? outcome->rule->set
						     : NULL};

	switch (route->call) {
	case MOCKROUTE_MESSAGES:
		write_taken(outcome, json);
		return 0;
	case MOCKROUTE_PHONE:
		return mockphone_write(assets, &query, json, error);
	case MOCKROUTE_TOKEN:
		return mocktoken_write(api->token,
			httprequest_argument(request, "input_token"), assets,
			&query, json, error);
	case MOCKROUTE_ACCOUNT:
		return mockaccount_write(assets, &query, json, error);
	case MOCKROUTE_NUMBERS:
		return mockphone_write_list(assets, &query, json, error);
	case MOCKROUTE_WEBHOOKS:
		return mockaccount_write_webhooks(assets, &query, json, error);
	case MOCKROUTE_CALLS:
		break;
	}
	return -1;
}

static void
set_headers(const struct mockapi *api, const struct mockroute *route,
	const char *trace, struct httpanswer *answer)
{
	httpanswer_set_header(answer, "Content-Type",
		"application/json; charset=UTF-8");
	httpanswer_set_header(answer, "x-fb-trace-id", "%s", trace);
	httpanswer_set_header(answer, "x-business-use-case-usage",
		"{\"%s\":[{\"type\":\"whatsapp\",\"call_count\":0,"
		"\"total_cputime\":0,\"total_time\":0,"
		"\"estimated_time_to_regain_access\":0}]}",
		api->assets.business_account_id);
	httpanswer_set_header(answer, "facebook-api-version", "%s",
		mockroute_served_by(route));
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

static void
write_error(const struct mockerror *error, const char *trace,
	struct json_writer *json, struct httpanswer *answer)
{
	answer->status = error->row->http;
	if (answer->status == 401)
		httpanswer_set_header(answer, "WWW-Authenticate",
			"OAuth \"Facebook Platform\" \"invalid_token\"");
	mockerror_write(error, trace, json);
}

void
mockapi_answer(struct mockapi *api, const struct httprequest *request,
	struct httpanswer *answer)
{
	struct json_writer json = {.out = &answer->body};
	struct outcome outcome = {0};
	struct mockerror error;
	struct mockroute route;
	char trace[MOCKID_TRACE_SIZE];
	int result;

	mockid_trace(&api->ids, trace);
	result = decide(api, request, &route, &outcome, &error);
	set_headers(api, &route, trace, answer);
	if (result == 0)
		result = write_answer(api, request, &route, &outcome, &json,
			&error);
	if (result != 0) {
		buf_clear(&answer->body);
		json.wants_comma = false;
		write_error(&error, trace, &json, answer);
	}
	befall(api, &outcome, request, answer);
	api->taken_count += outcome.is_taken;
	api->refused_count += !outcome.is_taken &&
			      (result != 0 || route.call == MOCKROUTE_MESSAGES);
	mockdoc_free(outcome.body);
}
