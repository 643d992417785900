/* SPDX-License-Identifier: MIT */
/*
 * What http-get makes of servers that fail in each way there is without a
 * certificate, and of those that cannot be reached; and that no secret is in
 * what it says of them.
 */
#include <stdlib.h>
#include <string.h>

#include "asked.h"

static void
test_trouble(const char *text, size_t padding, enum http_trouble trouble,
	const char *error, const char *name)
{
	const struct http_reply *reply;
	struct asked asked;

	asked_start(&asked, text, padding);
	reply = asked_ask(&asked, "/x?input_token=", "in-query");
	ok(reply->trouble == trouble, "%s: %d", name, reply->trouble);
	ok(strstr(reply->error, error) != NULL, "%s: %s", name, reply->error);
	ok(strstr(reply->error, "in-query") == NULL &&
			strstr(reply->error, TOKEN) == NULL,
		"%s: no secret in it", name);
	ok(reply->status == 0 && reply->body.len == 0, "%s: no answer", name);
	asked_stop(&asked);
}

static void
test_troubles(void)
{
	test_trouble(NULL, 0, HTTP_TIMEOUT, "timed out", "silence");
	test_trouble("", 0, HTTP_BROKEN, "closed the connection",
		"closed without an answer");
	test_trouble("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", 0,
		HTTP_BROKEN, "", "half an answer");
	test_trouble("220 mail.example.com ESMTP\r\n", 0, HTTP_BROKEN,
		"no web server", "garbage");
	test_trouble("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n",
		1024 * 1024 + 4096, HTTP_BROKEN, "too long", "too long a body");
	test_trouble("HTTP/1.1 200 OK\r\nX: \x1b[2J\x9b\r\nContent-Length: "
		     "x\r\n\r\n",
		0, HTTP_BROKEN, "", "a broken header");
}

/* Headers without an end, until somebody gives up. */
static void
send_headers(int fd, void *context)
{
	char line[1024];

	(void)context;
	memset(line, 'x', sizeof(line));
	memcpy(line, "X: ", 3);
	memcpy(line + sizeof(line) - 2, "\r\n", 2);
	loopback_send(fd, "HTTP/1.1 200 OK\r\n", 17);
	while (send(fd, line, sizeof(line), MSG_NOSIGNAL) > 0)
		continue;
}

static void
test_endless_headers(void)
{
	const struct http_reply *reply;
	struct asked asked = {0};

	loopback_start(&asked.server.loopback, send_headers, NULL);
	asked_open(&asked, &asked_plain, false);
	reply = asked_ask(&asked, "/x", NULL);
	ok(reply->trouble == HTTP_BROKEN, "endless headers: %s", reply->error);
	asked_close(&asked);
	loopback_stop(&asked.server.loopback);
}

/* Without a server: what these options make of this URL. */
static void
test_url(const struct http_options *options, const char *url,
	enum http_trouble trouble, const char *error)
{
	struct asked asked = {0};

	asked_open(&asked, options, true);
	if (http_getter_ask(asked.getter, url, asked.token, &asked.reply,
		    &asked.why) != 0)
		exit(99);
	ok(asked.reply.trouble == trouble, "%.60s: %d", url,
		asked.reply.trouble);
	ok(strstr(asked.reply.error, error) != NULL, "%.60s: %s", url,
		asked.reply.error);
	ok(strstr(asked.reply.error, TOKEN) == NULL, "%.60s: no token", url);
	asked_close(&asked);
}

/* No resolver asks anybody for a label of more than 63 bytes. */
#define NO_NAME \
	"a123456789012345678901234567890123456789012345678901234567890123" \
	".example"

static void
test_unreachable(void)
{
	const struct http_options tls = {.timeout_ms = 10000,
		.connect_timeout_ms = 10000};
	char url[64];

	snprintf(url, sizeof(url),
		"http://127.0.0.1:%d/x?t=", loopback_refused_port());
	test_url(&asked_plain, url, HTTP_NO_CONNECTION, "refused");
	test_url(&asked_plain, "http://" NO_NAME "/?t=", HTTP_NO_NAME, NO_NAME);
	test_url(&asked_plain, "http://127.0.0.1:port/?t=", HTTP_NO_NAME,
		"not one of a server");
	test_url(&asked_plain, "https://127.0.0.1:1/?t=", HTTP_NO_CONNECTION,
		"wrong kind");
	test_url(&tls, "http://127.0.0.1:1/?t=", HTTP_NO_CONNECTION,
		"wrong kind");
	setenv("https_proxy", "http://" NO_NAME ":3128", 1);
	test_url(&tls, "https://graph.example/?t=", HTTP_NO_NAME, "proxy");
	unsetenv("https_proxy");
}

/* libcurl repeats the URL of a proxy when it cannot read it. */
static void
test_proxy_password(const char *proxy, enum http_trouble trouble)
{
	const struct http_options tls = {.timeout_ms = 10000};
	struct asked asked = {0};

	setenv("https_proxy", proxy, 1);
	asked_open(&asked, &tls, true);
	if (http_getter_ask(asked.getter, "https://graph.example", NULL,
		    &asked.reply, &asked.why) != 0)
		exit(99);
	ok(asked.reply.trouble == trouble, "%s: %d", proxy,
		asked.reply.trouble);
	ok(strcmp(asked.reply.error, "the proxy's URL cannot be used") == 0,
		"%s: %s", proxy, asked.reply.error);
	asked_close(&asked);
	unsetenv("https_proxy");
}

/* https to a server that speaks plain HTTP, and through it as a proxy. */
static void
test_tls_less(void)
{
	struct http_options tls = {.timeout_ms = 10000,
		.connect_timeout_ms = 10000};
	struct asked asked;
	char url[64];

	asked_start(&asked,
		"HTTP/1.1 407 Proxy Authentication Required\r\n"
		"Content-Length: 0\r\n\r\n",
		0);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/",
		asked.server.loopback.port);
	setenv("https_proxy", url, 1);
	test_url(&tls, "https://graph.example/?t=", HTTP_NO_CONNECTION,
		"the proxy does not let us through");
	ok(strstr(asked.server.seen, "CONNECT graph.example:443") != NULL &&
			strstr(asked.server.seen, TOKEN) == NULL,
		"a proxy sees no token");
	unsetenv("https_proxy");
	snprintf(url, sizeof(url),
		"https://127.0.0.1:%d/?t=", asked.server.loopback.port);
	tls.ca_file = "/nonexistent/authorities.pem";
	test_url(&tls, url, HTTP_NO_TRUST, "certificate authorities");
	asked_stop(&asked);
}

/* A server that speaks no TLS at all. */
static void
send_greeting(int fd, void *context)
{
	(void)context;
	loopback_send(fd, "220 mail.example.com ESMTP\r\n", 28);
	sleep(1);
}

static void
test_no_tls(void)
{
	const struct http_options tls = {.timeout_ms = 10000,
		.connect_timeout_ms = 10000};
	struct loopback server;
	char url[64];

	loopback_start(&server, send_greeting, NULL);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/?t=", server.port);
	test_url(&tls, url, HTTP_NO_TLS, "");
	loopback_stop(&server);
}

int
main(void)
{
	alarm(60);
	loopback_forget_proxies();
	test_troubles();
	test_endless_headers();
	test_unreachable();
	test_proxy_password("http://ana:hidden@bad host:3128", HTTP_NO_NAME);
	test_proxy_password("gopher://ana:hidden@127.0.0.1:3128",
		HTTP_NO_CONNECTION);
	test_tls_less();
	test_no_tls();
	return tap_end();
}
