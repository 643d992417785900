/* SPDX-License-Identifier: MIT */
/* What an answer of the API proves, as the sandbox never says it. */
#include <string.h>

#include "../../lib/cloudapi.h"
#include "tap.h"

static const struct {
	const char *name;
	int http;
	const char *body;
	enum cloudapi_verdict verdict;
	int64_t code;
	const char *id, *held, *detail;
} cases[] = {
	{"accepted", 200,
		"{\"contacts\":[{\"wa_id\":\"1\"}],\"messages\":[{\"id\":\"w\","
		"\"message_status\":\"accepted\"}]}",
		CLOUDAPI_ACCEPTED, 0, "w", "", ""},
	{"held for quality", 200,
		"{\"messages\":[{\"id\":\"w\",\"message_status\":"
		"\"held_for_quality_assessment\"}]}",
		CLOUDAPI_ACCEPTED, 0, "w", "held_for_quality_assessment", ""},
	{"200 without an id", 200, "{\"messages\":[{}]}", CLOUDAPI_UNCLEAR, 0,
		"", "", ""},
	{"200 with an empty id", 200, "{\"messages\":[{\"id\":\"\"}]}",
		CLOUDAPI_UNCLEAR, 0, "", "", ""},
	{"200 with an error", 200, "{\"error\":{\"code\":131026}}",
		CLOUDAPI_UNCLEAR, 0, "", "", ""},
	{"202", 202, "{\"messages\":[{\"id\":\"w\"}]}", CLOUDAPI_UNCLEAR, 0, "",
		"", ""},
	{"half an answer", 200, "{\"messages\":[{\"id\":\"w\"",
		CLOUDAPI_UNCLEAR, 0, "", "", ""},
	{"an error with details", 400,
		"{\"error\":{\"message\":\"m\",\"code\":131026,"
		"\"error_data\":{\"details\":\"d\"}}}",
		CLOUDAPI_REFUSED, 131026, "", "", "d"},
	{"details as a string", 400,
		"{\"error\":{\"message\":\"m\",\"code\":1,\"error_data\":\"d\"}"
		"}",
		CLOUDAPI_REFUSED, 1, "", "", "d"},
	{"a message alone", 500, "{\"error\":{\"message\":\"m\",\"code\":2}}",
		CLOUDAPI_REFUSED, 2, "", "", "m"},
	{"100 with subcode 33", 400,
		"{\"error\":{\"code\":100,\"error_subcode\":33}}",
		CLOUDAPI_REFUSED, 33, "", "", ""},
	{"an error without a code", 400, "{\"error\":{}}", CLOUDAPI_UNCLEAR, 0,
		"", "", ""},
	{"a code that is none", 400, "{\"error\":{\"code\":1.5}}",
		CLOUDAPI_UNCLEAR, 0, "", "", ""},
	{"a proxy's page", 502, "<html>", CLOUDAPI_UNCLEAR, 0, "", "", ""},
	{"nothing", 500, "", CLOUDAPI_UNCLEAR, 0, "", "", ""},
};

static void
test_urls(void)
{
	struct buf url;

	buf_init(&url, 1024);
	cloudapi_messages_url(&url, "https://a.example//", "v25.0", "123");
	ok(strcmp(buf_string(&url), "https://a.example/v25.0/123/messages") ==
			0,
		"where messages go");
	cloudapi_node_url(&url, "https://a.example", "v25.0", "123", NULL,
		"fields=id,name");
	ok(strcmp(buf_string(&url),
		   "https://a.example/v25.0/123?fields=id,name") == 0,
		"fields of a node");
	cloudapi_node_url(&url, "https://a.example", "v25.0",
		"+1 2/../?#%\xC3\xA9~", "phone_numbers", NULL);
	ok(strcmp(buf_string(&url), "https://a.example/v25.0/"
				    "%2B1%202%2F..%2F%3F%23%25%C3%A9~"
				    "/phone_numbers") == 0,
		"an id that is none reaches nothing else");
	buf_release(&url);
}

int
main(void)
{
	static const char subcode[] =
		"{\"error\":{\"code\":190,\"error_subcode\":463}}";
	struct cloudapi_answer answer;

	cloudapi_answer_init(&answer);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		cloudapi_read_answer(&answer, cases[i].http, cases[i].body,
			strlen(cases[i].body));
		ok(answer.verdict == cases[i].verdict, "%s: the verdict",
			cases[i].name);
		ok(answer.code == cases[i].code, "%s: the code", cases[i].name);
		ok(strcmp(buf_string(&answer.id), cases[i].id) == 0,
			"%s: the id", cases[i].name);
		ok(strcmp(buf_string(&answer.held), cases[i].held) == 0,
			"%s: what is held back", cases[i].name);
		ok(strcmp(buf_string(&answer.detail), cases[i].detail) == 0,
			"%s: the detail", cases[i].name);
	}
	cloudapi_read_answer(&answer, 401, subcode, sizeof(subcode) - 1);
	ok(answer.code == 190 && answer.subcode == 463, "a subcode");
	cloudapi_read_answer(&answer, 502, "", 0);
	ok(answer.subcode == 0, "no subcode of an answer before");
	cloudapi_answer_release(&answer);
	test_urls();
	return tap_end();
}
