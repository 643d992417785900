/* SPDX-License-Identifier: MIT */
/* What http-get makes of servers that answer, and what it sends to them. */
#include <string.h>

#include "asked.h"

static void
test_answer(void)
{
	const struct http_reply *reply;
	struct asked asked;
	char address[64];

	asked_start(&asked,
		"HTTP/1.1 200 OK\r\n"
		"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
		"facebook-api-version: v25.0\r\n"
		"Content-Length: 13\r\n\r\n{\"id\":\"1234\"}",
		0);
	reply = asked_ask(&asked, "/v25.0/1?fields=id", NULL);
	ok(reply->trouble == HTTP_NO_TROUBLE, "an answer: no trouble");
	ok(reply->status == 200, "an answer: the status");
	ok_bytes(reply->body.data, reply->body.len, "{\"id\":\"1234\"}", 13,
		"an answer: the body");
	ok(reply->date_ms == INT64_C(784111777000), "an answer: the date");
	ok(reply->began_ms > 0 && reply->ended_ms >= reply->began_ms,
		"an answer: our clock");
	ok(strcmp(reply->api_version, "v25.0") == 0, "an answer: the version");
	snprintf(address, sizeof(address), "127.0.0.1:%d",
		asked.server.loopback.port);
	ok(strcmp(reply->address, address) == 0, "an answer: from %s",
		reply->address);
	ok(reply->tls[0] == '\0' && reply->error[0] == '\0',
		"an answer: without TLS and error");
	ok(strncmp(asked.server.seen, "GET /v25.0/1?fields=id HTTP/1.1\r\n",
		   33) == 0,
		"the request line");
	ok(strstr(asked.server.seen,
		   "\r\nAuthorization: Bearer " TOKEN "\r\n") != NULL,
		"the token goes into its header");
	ok(strstr(asked.server.seen, "\r\nUser-Agent: csc-reach/") != NULL,
		"we say who we are");
	asked_stop(&asked);
}

/* Nothing of the answer before is left in the next. */
static void
test_refusal(void)
{
	const struct http_reply *reply;
	struct asked asked;

	asked_start(&asked,
		"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}", 0);
	buf_add_text(&asked.reply.body, "of before");
	asked.reply.date_ms = 1;
	strcpy(asked.reply.error, "of before");
	strcpy(asked.reply.api_version, "v1.0");
	reply = asked_ask(&asked, "/x", NULL);
	ok(reply->trouble == HTTP_NO_TROUBLE && reply->status == 404,
		"a refusal is an answer");
	ok_bytes(reply->body.data, reply->body.len, "{}", 2,
		"a refusal: the body");
	ok(reply->date_ms == -1, "a refusal: no date");
	ok(reply->error[0] == '\0' && reply->api_version[0] == '\0',
		"a refusal: nothing of the answer before");
	asked_stop(&asked);
}

/* A connection that stays; the answer to what follows is `next`. */
static void
start_kept(struct asked *asked, const char *next)
{
	*asked = (struct asked){
		.server = {.answer = "HTTP/1.1 200 OK\r\n"
				     "Content-Length: 1\r\n\r\nx",
			.is_kept = true,
			.next = next,
			.seen = loopback_share(SEEN_SIZE)}};
	loopback_start(&asked->server.loopback, asked_answer, &asked->server);
	asked_open(asked, &asked_plain, true);
}

static void
test_kept(void)
{
	struct asked asked;
	char first[sizeof(asked.reply.address)];

	start_kept(&asked, NULL);
	strcpy(first, asked_ask(&asked, "/1", NULL)->address);
	ok(strcmp(asked_ask(&asked, "/2", NULL)->address, first) == 0,
		"a kept connection has its address: %s", asked.reply.address);
	ok(asked.reply.body.len == 1, "and an answer of its own");
	/* One after the other: a second connection would wait for long. */
	ok(strncmp(asked.server.seen, "GET /2 ", 7) == 0, "it is kept");
	asked_stop(&asked);

	start_kept(&asked, "220 mail.example.com ESMTP\r\n");
	asked_ask(&asked, "/1", NULL);
	ok(asked_ask(&asked, "/2", NULL)->trouble == HTTP_BROKEN,
		"garbage behind an answer: %s", asked.reply.error);
	asked_stop(&asked);
}

static void
test_redirect(void)
{
	const struct http_reply *reply;
	struct asked asked;

	asked_start(&asked,
		"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n"
		"Content-Length: 0\r\n\r\n",
		0);
	reply = asked_ask(&asked, "/x", NULL);
	ok(reply->trouble == HTTP_NO_TROUBLE && reply->status == 302,
		"a redirect is an answer");
	ok(strstr(asked.server.seen, "elsewhere") == NULL,
		"a redirect is not followed");
	asked_stop(&asked);
}

static void
test_query(void)
{
	static const char escaped[] =
		"GET /debug_token?input_token=aZ09-._~%7C%26%3D%23%2B%20%25"
		"%C3%A9%0A HTTP/1.1\r\n";
	struct asked asked;

	asked_start(&asked, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0);
	asked_ask(&asked,
		"/debug_token?input_token=", "aZ09-._~|&=#+ %\xc3\xa9\n");
	ok(strncmp(asked.server.seen, escaped, sizeof(escaped) - 1) == 0,
		"a secret in the query is escaped");
	asked_ask(&asked, "/x?input_token=", "");
	ok(strncmp(asked.server.seen, "GET /x?input_token= HTTP", 24) == 0,
		"an empty one");
	asked_stop(&asked);
}

int
main(void)
{
	alarm(60);
	loopback_forget_proxies();
	test_answer();
	test_refusal();
	test_kept();
	test_redirect();
	test_query();
	return tap_end();
}
