/* SPDX-License-Identifier: MIT */
/*
 * What http makes of a server that takes a request and then fails in each
 * way there is, and that it never sends a request twice: libcurl by itself
 * repeats one whose reused connection turns out to be dead.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../lib/http.h"
#include "loopback.h"
#include "tap.h"

/* What the server does with a request once it has read all of it. */
enum deed {
	ANSWER,      /* 200, and keeps the connection */
	CLOSE,       /* FIN */
	RESET,       /* RST */
	CUT,         /* half an answer */
	GARBAGE,     /* no HTTP */
	HUGE,        /* more than 1 MiB */
	REDIRECT,    /* to itself */
	BAD_GATEWAY, /* 502 with a page */
	SILENCE
};

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
static const char half[] = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}";
static const char garbage[] = "220 mail.example.com ESMTP\r\n";
static const char huge[] = "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n";
static const char redirect[] = "HTTP/1.1 307 Temporary Redirect\r\n"
			       "Location: /again\r\nContent-Length: 0\r\n\r\n";
static const char bad_gateway[] =
	"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>";

enum { BODIES = 16 };

/* The first `good` requests on each connection are answered. */
struct server {
	enum deed deed;
	int good;
	char url[64];
	int *seen; /* how often each body came; shared with the child */
	struct loopback loopback;
};

/* Bodies are one letter, from 'a'.  Whether a whole request came. */
static int
read_request(int fd, int *seen)
{
	char text[4096];
	size_t used = 0;
	ssize_t got;
	char *end;

	for (;;) {
		got = read(fd, text + used, sizeof(text) - 1 - used);
		if (got <= 0)
			return 0;
		used += (size_t)got;
		text[used] = '\0';
		end = strstr(text, "\r\n\r\n");
		if (end != NULL && end[4] != '\0') {
			seen[end[4] - 'a']++;
			return 1;
		}
	}
}

/* Whether the connection stays. */
static int
do_deed(int fd, enum deed deed)
{
	const struct linger at_once = {.l_onoff = 1};
	char block[4096] = {0};

	switch (deed) {
	case ANSWER:
		loopback_send(fd, answer, sizeof(answer) - 1);
		return 1;
	case RESET:
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once,
			sizeof(at_once));
		return 0;
	case CUT:
		loopback_send(fd, half, sizeof(half) - 1);
		return 0;
	case GARBAGE:
		loopback_send(fd, garbage, sizeof(garbage) - 1);
		return 0;
	case HUGE:
		loopback_send(fd, huge, sizeof(huge) - 1);
		for (int block_count = 0; block_count < 500; block_count++)
			loopback_send(fd, block, sizeof(block));
		return 0;
	case REDIRECT:
		loopback_send(fd, redirect, sizeof(redirect) - 1);
		return 1;
	case BAD_GATEWAY:
		loopback_send(fd, bad_gateway, sizeof(bad_gateway) - 1);
		return 1;
	case SILENCE:
		sleep(60);
		return 0;
	case CLOSE:
		break;
	}
	return 0;
}

static void
serve(int fd, void *context)
{
	const struct server *server = context;

	for (int count = 0; read_request(fd, server->seen); count++)
		if (!do_deed(fd, count < server->good ? ANSWER : server->deed))
			break;
}

static void
server_start(struct server *server, enum deed deed, int good)
{
	server->deed = deed;
	server->good = good;
	server->seen = loopback_share(BODIES * sizeof(int));
	loopback_start(&server->loopback, serve, server);
	snprintf(server->url, sizeof(server->url), "http://127.0.0.1:%d/x",
		server->loopback.port);
}

static void
server_stop(struct server *server)
{
	loopback_stop(&server->loopback);
	munmap(server->seen, BODIES * sizeof(int));
}

static struct http *
open_http(int64_t timeout_ms)
{
	const struct http_options options = {.timeout_ms = timeout_ms,
		.connect_timeout_ms = 10000,
		.concurrency = 4,
		.is_plain = true};
	struct secret *token;
	struct fault why;

	token = secret_new("made-up", 7, &why);
	return http_open(&options, token, &why);
}

/* Post one body and wait for what becomes of it. */
static struct http_answer
post(struct http *http, const char *url, char body)
{
	struct http_answer result = {0};
	struct fault why;

	if (http_post(http, url, &body, 1, NULL, &why) != 0)
		exit(99);
	while (!http_take(http, &result))
		if (http_wait(http, NULL, NULL, 0, 100, &why) != 0)
			exit(99);
	return result;
}

/* Enough for an answer that comes, however busy the machine is, in ms. */
enum { PATIENCE = 10000 };

/* Three messages; the second finds its reused connection dying. */
static void
test_never_twice(enum deed deed, const char *name)
{
	struct http *http = open_http(PATIENCE);
	enum http_result results[3];
	struct server server;

	server_start(&server, deed, 1);
	for (int i = 0; i < 3; i++)
		results[i] = post(http, server.url, (char)('a' + i)).result;
	ok(results[0] == HTTP_ANSWERED, "%s: the first is answered", name);
	ok(results[1] == HTTP_UNCLEAR, "%s: the second is in doubt", name);
	ok(results[2] == HTTP_ANSWERED, "%s: the third is answered", name);
	for (int i = 0; i < 3; i++)
		ok(server.seen[i] == 1, "%s: message %d came %d times", name,
			i + 1, server.seen[i]);
	http_close(http);
	server_stop(&server);
}

static void
test_result(enum deed deed, enum http_result result, int status,
	const char *name)
{
	struct http *http = open_http(deed == SILENCE ? 500 : PATIENCE);
	struct http_answer found;
	struct server server;

	server_start(&server, deed, 0);
	found = post(http, server.url, 'a');
	ok(found.result == result, "%s: the result", name);
	if (result == HTTP_ANSWERED)
		ok(found.status == status, "%s: the status", name);
	else
		ok(*found.error != '\0', "%s: %s", name, found.error);
	ok(server.seen[0] == 1, "%s: it came once", name);
	http_close(http);
	server_stop(&server);
}

static void
test_unreachable(void)
{
	struct http *http = open_http(PATIENCE);

	ok(post(http, "http://127.0.0.1:1/x", 'a').result == HTTP_NOT_SENT,
		"a refused connection: certainly not sent");
	ok(post(http, "https://127.0.0.1:1/x", 'a').result == HTTP_NOT_SENT,
		"https where http is meant: certainly not sent");
	http_close(http);
}

/* libcurl repeats the URL of a proxy when it cannot read it. */
static void
test_proxy_password(void)
{
	const struct http_options options = {.timeout_ms = PATIENCE,
		.concurrency = 1};
	struct secret *token;
	struct fault why;
	struct http *http;
	const char *error;

	setenv("https_proxy", "http://ana:hidden@bad host:3128", 1);
	token = secret_new("made-up", 7, &why);
	http = http_open(&options, token, &why);
	error = post(http, "https://graph.example/x", 'a').error;
	ok(strstr(error, "hidden") == NULL, "a proxy's password: %s", error);
	http_close(http);
	secret_free(token);
	unsetenv("https_proxy");
}

int
main(void)
{
	alarm(60);
	test_never_twice(CLOSE, "closed");
	test_never_twice(RESET, "reset");
	test_result(ANSWER, HTTP_ANSWERED, 200, "an answer");
	test_result(CLOSE, HTTP_UNCLEAR, 0, "closed without an answer");
	test_result(RESET, HTTP_UNCLEAR, 0, "reset");
	test_result(CUT, HTTP_UNCLEAR, 0, "half an answer");
	test_result(GARBAGE, HTTP_UNCLEAR, 0, "garbage");
	test_result(HUGE, HTTP_UNCLEAR, 0, "an answer without an end");
	test_result(REDIRECT, HTTP_ANSWERED, 307, "a redirect");
	test_result(BAD_GATEWAY, HTTP_ANSWERED, 502, "a bad gateway");
	test_result(SILENCE, HTTP_UNCLEAR, 0, "silence");
	test_unreachable();
	test_proxy_password();
	return tap_end();
}
