/* SPDX-License-Identifier: MIT */
#ifndef ASKED_H
#define ASKED_H

#include <stdlib.h>
#include <string.h>

#include "../../lib/http-get.h"
#include "loopback.h"
#include "tap.h"

/*
 * asked: a server that gives one answer, and a getter that asks it.
 *
 *	asked_start(&asked, "HTTP/1.1 200 OK\r\n\r\n", 0);
 *	reply = asked_ask(&asked, "/path?secret=", "secret");
 *	asked_stop(&asked);
 *
 * What the server was sent last is in asked.server.seen.
 */
#define TOKEN "made-up-token"

struct server {
	const char *answer; /* NULL: none, and the connection stays */
	size_t padding;     /* bytes behind it */
	bool is_kept;       /* for the next request */
	const char *next;   /* the answer to that; NULL: the same */
	char *seen;         /* the last request; shared with the child */
	struct loopback loopback;
};

enum { SEEN_SIZE = 8192 };

struct asked {
	struct http_getter *getter;
	struct http_reply reply;
	struct secret *token;
	struct server server;
	struct fault why;
};

/* False when nobody asks any more. */
static inline bool
asked_read_request(int fd, char *seen)
{
	char text[SEEN_SIZE];
	size_t used = 0;
	ssize_t got;

	do {
		got = read(fd, text + used, sizeof(text) - 1 - used);
		if (got <= 0)
			return false;
		used += (size_t)got;
		text[used] = '\0';
	} while (strstr(text, "\r\n\r\n") == NULL);
	snprintf(seen, SEEN_SIZE, "%s", text);
	return true;
}

static inline void
asked_answer(int fd, void *context)
{
	struct server *server = context;
	const char *text = server->answer;
	char zeros[4096] = {0};
	size_t left;

	while (asked_read_request(fd, server->seen)) {
		if (text == NULL)
			sleep(60);
		else
			loopback_send(fd, text, strlen(text));
		for (left = server->padding; left > 0; left -= sizeof(zeros))
			loopback_send(fd, zeros, sizeof(zeros));
		if (!server->is_kept)
			return;
		if (server->next != NULL)
			text = server->next;
	}
}

static inline void
asked_open(struct asked *asked, const struct http_options *options,
	bool has_token)
{
	asked->token = has_token ? secret_new(TOKEN, strlen(TOKEN), &asked->why)
				 : NULL;
	asked->getter = http_getter_open(options, asked->token, &asked->why);
	http_reply_init(&asked->reply);
	if (asked->getter == NULL)
		exit(99);
}

static inline void
asked_close(struct asked *asked)
{
	http_getter_close(asked->getter);
	http_reply_release(&asked->reply);
	secret_free(asked->token);
}

/* For answers that come, however busy the machine is. */
static const struct http_options asked_plain = {.timeout_ms = 10000,
	.connect_timeout_ms = 10000,
	.is_plain = true};

/*
 * A server that gives this answer, and a getter with a token.  Silence is not
 * waited for as long as an answer.
 */
static inline void
asked_start(struct asked *asked, const char *text, size_t padding)
{
	struct http_options options = asked_plain;

	if (text == NULL)
		options.timeout_ms = 1000;
	*asked = (struct asked){.server = {.answer = text,
					.padding = padding,
					.seen = loopback_share(SEEN_SIZE)}};
	loopback_start(&asked->server.loopback, asked_answer, &asked->server);
	asked_open(asked, &options, true);
}

static inline void
asked_stop(struct asked *asked)
{
	asked_close(asked);
	loopback_stop(&asked->server.loopback);
	munmap(asked->server.seen, SEEN_SIZE);
}

/* Ask it for this path, with this secret at the end unless NULL. */
static inline const struct http_reply *
asked_ask(struct asked *asked, const char *path, const char *in_query)
{
	struct secret *secret = NULL;
	char url[256];

	if (in_query != NULL)
		secret = secret_new(in_query, strlen(in_query), &asked->why);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s",
		asked->server.loopback.port, path);
	if (http_getter_ask(asked->getter, url, secret, &asked->reply,
		    &asked->why) != 0)
		exit(99);
	secret_free(secret);
	return &asked->reply;
}

#endif
