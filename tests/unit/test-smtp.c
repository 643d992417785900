/* SPDX-License-Identifier: MIT */
/*
 * What smtp makes of mail servers that take the login, refuse it, have none,
 * do not want us, are none, or fall silent; and what it says to them.
 */
#include <stdlib.h>
#include <string.h>

#include "../../lib/smtp.h"
#include "loopback.h"
#include "tap.h"

#define PASSWORD "made-up password"
/* "\0ana@example.com\0made-up password" */
#define PLAIN "AGFuYUBleGFtcGxlLmNvbQBtYWRlLXVwIHBhc3N3b3Jk"

/*
 * What it says at each step; NULL: nothing, and the connection stays; "": the
 * connection ends.
 */
struct server {
	const char *greeting, *ehlo, *auth, *noop;
	char *seen; /* what came; shared with the child */
	struct loopback loopback;
};

enum { SEEN_SIZE = 8192 };

#define GREETING "220 mail.example.com ESMTP\r\n"
#define EHLO \
	"250-mail.example.com\r\n250-SIZE 1000000\r\n250 AUTH PLAIN LOGIN\r\n"

static const struct server good = {.greeting = GREETING,
	.ehlo = EHLO,
	.auth = "235 2.7.0 Accepted\r\n",
	.noop = "250 2.0.0 OK\r\n"};

static void
say(int fd, const char *text)
{
	if (text == NULL)
		sleep(60);
	else if (*text == '\0')
		shutdown(fd, SHUT_RDWR);
	else
		loopback_send(fd, text, strlen(text));
}

static void
reply_to(int fd, const struct server *server, const char *line)
{
	if (strncmp(line, "EHLO ", 5) == 0)
		say(fd, server->ehlo);
	else if (strncmp(line, "AUTH PLAIN", 10) == 0 && line[10] != ' ')
		say(fd, "334 \r\n");
	else if (strncmp(line, "AUTH PLAIN " PLAIN, 11 + strlen(PLAIN)) == 0 ||
		 strncmp(line, PLAIN, strlen(PLAIN)) == 0)
		say(fd, server->auth);
	else if (strncmp(line, "NOOP", 4) == 0)
		say(fd, server->noop);
	else if (strncmp(line, "QUIT", 4) == 0)
		say(fd, "221 Bye\r\n");
	else
		say(fd, "502 What?\r\n");
}

static void
serve(int fd, void *context)
{
	struct server *server = context;
	char *seen = server->seen, *line = seen, *end;
	ssize_t got;

	memset(seen, 0, SEEN_SIZE);
	say(fd, server->greeting);
	for (;;) {
		got = read(fd, line + strlen(line),
			(size_t)(seen + SEEN_SIZE - 1 - line) - strlen(line));
		if (got <= 0)
			return;
		while ((end = strstr(line, "\r\n")) != NULL) {
			reply_to(fd, server, line);
			line = end + 2;
		}
	}
}

/* For what is said in time, however busy the machine is, and for silence. */
enum { PATIENCE_MS = 10000, SILENCE_MS = 1000 };

/* With a login unless has_login is false. */
static struct smtp_reply
probe_url(const char *url, bool has_login, int64_t timeout_ms)
{
	struct smtp_options options = {.url = url, .timeout_ms = timeout_ms};
	struct secret *password;
	struct smtp_reply reply;
	struct fault why;

	memset(&reply, 'x', sizeof(reply)); /* it overwrites all of it */
	password = secret_new(PASSWORD, strlen(PASSWORD), &why);
	if (has_login) {
		options.username = "ana@example.com";
		options.password = password;
	}
	if (smtp_probe(&options, &reply, &why) != 0)
		exit(99);
	secret_free(password);
	ok(strstr(reply.error, PASSWORD) == NULL, "no password in: %s",
		reply.error);
	return reply;
}

static struct smtp_reply
probe(struct server *server, const char *scheme, bool has_login,
	int64_t timeout_ms)
{
	struct smtp_reply reply;
	char url[64];

	server->seen = loopback_share(SEEN_SIZE);
	loopback_start(&server->loopback, serve, server);
	snprintf(url, sizeof(url), "%s://127.0.0.1:%d", scheme,
		server->loopback.port);
	reply = probe_url(url, has_login, timeout_ms);
	loopback_stop(&server->loopback);
	return reply;
}

static void
test_good(void)
{
	struct server server = good;
	struct smtp_reply reply = probe(&server, "smtp", true, PATIENCE_MS);
	char address[64];

	ok(reply.result == SMTP_OK, "a login that is taken");
	ok(reply.error[0] == '\0' && reply.trouble == HTTP_NO_TROUBLE,
		"a login that is taken: no trouble");
	snprintf(address, sizeof(address), "127.0.0.1:%d",
		server.loopback.port);
	ok(strcmp(reply.address, address) == 0, "it is at %s", reply.address);
	ok(reply.tls[0] == '\0', "without TLS");
	ok(strstr(server.seen, PLAIN "\r\n") != NULL, "we logged in");
	ok(strstr(server.seen, "NOOP\r\n") != NULL, "and asked for nothing");
	ok(strstr(server.seen, "MAIL") == NULL, "there was no mail");
	munmap(server.seen, SEEN_SIZE);

	reply = probe(&server, "smtp", false, PATIENCE_MS);
	ok(reply.result == SMTP_OK, "without a login");
	ok(strstr(server.seen, "AUTH") == NULL, "without a login: none tried");
	munmap(server.seen, SEEN_SIZE);
}

static void
test_result(struct server server, enum smtp_result result, int status,
	const char *error, const char *name)
{
	struct smtp_reply reply = probe(&server, "smtp", true, PATIENCE_MS);

	ok(reply.result == result, "%s: %d", name, reply.result);
	ok(reply.status == status, "%s: %d", name, reply.status);
	ok(strstr(reply.error, error) != NULL, "%s: %s", name, reply.error);
	ok(reply.trouble == HTTP_NO_TROUBLE, "%s: no trouble on the way", name);
	munmap(server.seen, SEEN_SIZE);
}

static void
test_refusals(void)
{
	struct server server = good;

	server.auth = "535-5.7.8 Not accepted. See\r\n"
		      "535 5.7.8 \x1b[2Jhttps://mail.example.com/help\r\n";
	test_result(server, SMTP_LOGIN_REFUSED, 535,
		"535 5.7.8 Not accepted. See 5.7.8  [2Jhttps://", "refused");
	server.auth = "454 4.7.0 Try again later\r\n";
	test_result(server, SMTP_LOGIN_REFUSED, 454, "454 4.7.0 Try again",
		"not now");
	server.auth = "535 No such user with " PASSWORD "\r\n";
	test_result(server, SMTP_LOGIN_REFUSED, 535, "535 in words",
		"a parrot");

	server = good;
	server.ehlo = "250-mail.example.com\r\n250 SIZE 1000000\r\n";
	test_result(server, SMTP_LOGIN_REFUSED, 250, "no way to log in",
		"a server without logins");
	server.ehlo = "250-mail.example.com\r\n250 AUTH X-OWN\r\n";
	test_result(server, SMTP_LOGIN_REFUSED, 250, "no way to log in",
		"a login of its own");

	server = good;
	server.greeting = "554 5.7.1 Your address is listed\r\n";
	test_result(server, SMTP_REFUSED, 554, "554 5.7.1 Your address",
		"a greeting that is none");
	server = good;
	server.noop = "421 4.3.0 Closing down\r\n";
	test_result(server, SMTP_REFUSED, 421, "421 4.3.0 Closing down",
		"in the end after all");
}

static void
test_trouble(struct server server, const char *scheme,
	enum http_trouble trouble, const char *error, const char *name)
{
	struct smtp_reply reply = probe(&server, scheme, true,
		trouble == HTTP_TIMEOUT ? SILENCE_MS : PATIENCE_MS);

	ok(reply.result == SMTP_TROUBLE && reply.trouble == trouble,
		"%s: %d, %d", name, reply.result, reply.trouble);
	ok(strstr(reply.error, error) != NULL, "%s: %s", name, reply.error);
	ok(strstr(server.seen, PLAIN) == NULL, "%s: no login was sent", name);
	munmap(server.seen, SEEN_SIZE);
}

static void
test_troubles(void)
{
	struct server server = good;

	test_trouble(server, "smtps", HTTP_NO_TLS, "TLS", "no TLS");
	server.greeting = NULL;
	test_trouble(server, "smtp", HTTP_TIMEOUT, "timed out", "silence");
	server.greeting = "HTTP/1.1 400 Bad Request\r\n\r\n";
	test_trouble(server, "smtp", HTTP_TIMEOUT, "", "a web server");
	server = good;
	server.ehlo = NULL;
	test_trouble(server, "smtp", HTTP_TIMEOUT, "timed out",
		"silence after the greeting");
	server.ehlo = "";
	test_trouble(server, "smtp", HTTP_BROKEN, "broke off", "an early end");
	server.greeting = "";
	test_trouble(server, "smtp", HTTP_BROKEN, "broke off",
		"an end at once");
}

/* A host that is not literally loopback must go over to TLS. */
static void
test_starttls(void)
{
	struct server server = good;
	struct smtp_reply reply;
	char url[64];

	server.seen = loopback_share(SEEN_SIZE);
	loopback_start(&server.loopback, serve, &server);
	snprintf(url, sizeof(url), "smtp://localhost:%d", server.loopback.port);
	reply = probe_url(url, true, PATIENCE_MS);
	ok(reply.result == SMTP_TROUBLE && reply.trouble == HTTP_NO_TLS,
		"without STARTTLS: %s", reply.error);
	ok(strstr(server.seen, "EHLO") != NULL, "without STARTTLS: we asked");
	ok(strstr(server.seen, "AUTH") == NULL,
		"without STARTTLS: no login was sent");
	loopback_stop(&server.loopback);
	munmap(server.seen, SEEN_SIZE);
}

static void
test_unreachable(void)
{
	struct smtp_reply reply;
	char url[64];

	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d",
		loopback_refused_port());
	reply = probe_url(url, true, PATIENCE_MS);
	ok(reply.result == SMTP_TROUBLE && reply.trouble == HTTP_NO_CONNECTION,
		"nobody there: %s", reply.error);
	/* No resolver asks anybody for a label of more than 63 bytes. */
	reply = probe_url("smtps://a1234567890123456789012345678901234567890123"
			  "456789012345678901234567890.example",
		true, PATIENCE_MS);
	ok(reply.result == SMTP_TROUBLE && reply.trouble == HTTP_NO_NAME,
		"no such name: %s", reply.error);
}

static void
test_urls(void)
{
	struct smtp_options options = {.url = "smtp://ana:secret@x"};
	struct smtp_reply reply;
	struct fault why = {0};

	ok(smtp_probe(&options, &reply, &why) == -1, "no probe of one");
	ok(strstr(why.text, "secret") == NULL, "and: %s", why.text);
}

int
main(void)
{
	alarm(60);
	loopback_forget_proxies();
	test_good();
	test_refusals();
	test_troubles();
	test_starttls();
	test_unreachable();
	test_urls();
	return tap_end();
}
