/* SPDX-License-Identifier: MIT */
#include "account-server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct server_answer *server_answers;
struct buf server_asked;
const char server_token[] = "EAAGm0PX4ZCps|BAKqEXAMPLEonly9ZA";

static const struct server_answer usual[] = {
	{"/debug_token?input_token=", 200,
		TOKEN_BODY("\"is_valid\":true,\"expires_at\":0," SCOPES),
		HTTP_NO_TROUBLE},
	{"/" NUMBER_ID "?", 200,
		NUMBER_BODY(CONNECTED
			",\"quality_rating\":\"GREEN\","
			"\"platform_type\":\"CLOUD_API\","
			"\"account_mode\":\"LIVE\","
			"\"code_verification_status\":\"VERIFIED\","
			"\"name_status\":\"APPROVED\","
			"\"throughput\":{\"level\":\"STANDARD\"},"
			"\"whatsapp_business_manager_messaging_limit\":"
			"\"TIER_2K\",\"is_on_biz_app\":false,"
			"\"health_status\":{\"can_send_message\":\"AVAILABLE\","
			"\"entities\":[]}"),
		HTTP_NO_TROUBLE},
	{"/" BUSINESS_ID "?", 200,
		BUSINESS_BODY("\"currency\":\"USD\","
			      "\"account_review_status\":\"APPROVED\","
			      "\"business_verification_status\":\"verified\","
			      "\"health_status\":{\"can_send_message\":"
			      "\"AVAILABLE\"}"),
		HTTP_NO_TROUBLE},
	{"/" BUSINESS_ID "/phone_numbers", 200,
		"{\"data\":[{\"id\":\"" NUMBER_ID "\","
		"\"display_phone_number\":\"+1 202-555-0101\"},"
		"{\"id\":\"106540352242999\","
		"\"display_phone_number\":\"+1 202-555-0102\"}]}",
		HTTP_NO_TROUBLE},
	{"/" BUSINESS_ID "/subscribed_apps", 200,
		"{\"data\":[{\"whatsapp_business_api_data\":{\"id\":\"138\","
		"\"name\":\"Shop\"}}]}",
		HTTP_NO_TROUBLE},
	{"", 400,
		ERROR_BODY("\"code\":100,\"error_subcode\":33,"
			   "\"message\":\"Unsupported get request.\""),
		HTTP_NO_TROUBLE},
};

struct http_getter {
	char nothing;
};

void
http_reply_init(struct http_reply *reply)
{
	*reply = (struct http_reply){.date_ms = -1};
	buf_init(&reply->body, 1024 * 1024);
}

void
http_reply_release(struct http_reply *reply)
{
	buf_release(&reply->body);
}

struct http_getter *
http_getter_open(const struct http_options *options, const struct secret *token,
	struct fault *why)
{
	static struct http_getter getter;

	(void)options;
	(void)token;
	(void)why;
	return &getter;
}

void
http_getter_close(struct http_getter *getter)
{
	(void)getter;
}

static const struct server_answer *
find_answer(const char *url)
{
	const struct server_answer *answer = server_answers;

	while (answer != NULL && answer->part != NULL) {
		if (strstr(url, answer->part) != NULL)
			return answer;
		answer++;
	}
	answer = usual;
	while (strstr(url, answer->part) == NULL)
		answer++;
	return answer;
}

int
http_getter_ask(struct http_getter *getter, const char *url,
	const struct secret *in_query, struct http_reply *reply,
	struct fault *why)
{
	const struct server_answer *answer = find_answer(url);

	(void)getter;
	(void)why;
	buf_add_format(&server_asked, "%s%s\n", url,
		in_query != NULL ? "(the token)" : "");
	buf_clear(&reply->body);
	buf_add_text(&reply->body, answer->body != NULL ? answer->body : "");
	reply->trouble = answer->trouble;
	reply->status = answer->status;
	snprintf(reply->error, sizeof(reply->error), "%s",
		answer->trouble != HTTP_NO_TROUBLE ? "the cause" : "");
	snprintf(reply->api_version, sizeof(reply->api_version), "v25.0");
	return 0;
}

struct findings *
server_look(const struct server_answer *answers, struct account *account,
	const char *number_id, const char *business_id)
{
	struct findings *findings = findings_new(NULL, NULL);
	struct access access = {.base = "https://graph.example",
		.version = "v25.0"};
	struct fault why;

	if (server_asked.max == 0)
		buf_init(&server_asked, 1024 * 1024);
	buf_clear(&server_asked);
	server_answers = answers;
	access.credentials.token =
		secret_new(server_token, strlen(server_token), &why);
	access.credentials.is_token_stored = true;
	access.credentials.phone_number_id = (char *)number_id;
	access.credentials.business_account_id = (char *)business_id;
	if (access.credentials.token == NULL ||
		account_look(account, &access, ACCOUNT_ALL, findings, NULL,
			&why) != 0) {
		printf("Bail out! %s\n", why.text);
		exit(1);
	}
	secret_free(access.credentials.token);
	server_answers = NULL;
	return findings;
}
