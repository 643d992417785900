/* SPDX-License-Identifier: MIT */
#include "http-get.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "percent.h"
#include "utf8.h"
#include "wipe.h"
#include "xalloc.h"

enum {
	HEADERS_MAX = 256 * 1024, /* bytes; libcurl keeps them all */
	URL_MAX = 1024 * 1024,
};

struct http_getter {
	CURL *easy;
	struct http_options options;
	struct curl_slist *headers;
	const struct secret *token;
	char said[CURL_ERROR_SIZE];
	size_t header_bytes;     /* of the answer under way */
	char tls[HTTP_TLS_SIZE]; /* of the present connection */
};

void
http_reply_init(struct http_reply *reply)
{
	*reply = (struct http_reply){.date_ms = -1};
	buf_init(&reply->body, HTTP_ANSWER_MAX);
}

void
http_reply_release(struct http_reply *reply)
{
	buf_release(&reply->body);
}

static size_t
count_header(char *bytes, size_t size, size_t count, void *context)
{
	struct http_getter *getter = context;

	(void)bytes;
	getter->header_bytes += size * count;
	return getter->header_bytes > HEADERS_MAX ? 0 : size * count;
}

static void
set_options(struct http_getter *getter)
{
	CURL *easy = getter->easy;

	http_handle_set_http(easy, &getter->options, getter->said);
	curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, getter->headers);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, count_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, getter);
	http_handle_watch_tls(easy, getter->tls);
}

struct http_getter *
http_getter_open(const struct http_options *options, const struct secret *token,
	struct fault *why)
{
	struct http_getter *getter;

	if (http_handle_start(why) != 0)
		return NULL;
	getter = xcalloc(1, sizeof(*getter));
	getter->options = *options;
	getter->token = token;
	getter->easy = curl_easy_init();
	if (getter->easy == NULL ||
		(token != NULL &&
			http_handle_add_token(&getter->headers, token) != 0)) {
		http_handle_fail(why);
		http_getter_close(getter);
		return NULL;
	}
	set_options(getter);
	return getter;
}

void
http_getter_close(struct http_getter *getter)
{
	if (getter == NULL)
		return;
	curl_easy_cleanup(getter->easy);
	http_handle_free_headers(getter->headers);
	http_handle_stop();
	free(getter);
}

static int
set_url(struct http_getter *getter, const char *url,
	const struct secret *in_query)
{
	const char *query = in_query != NULL ? secret_text(in_query) : "";
	struct buf whole;
	CURLcode code;

	buf_init(&whole, URL_MAX);
	/* Room at once, so that growing leaves no copy behind. */
	buf_reserve(&whole, strlen(url) + 3 * strlen(query) + 1);
	buf_add_text(&whole, url);
	percent_encode(&whole, query);
	code = curl_easy_setopt(getter->easy, CURLOPT_URL, buf_string(&whole));
	wipe(whole.data, whole.len);
	if (whole.full)
		code = CURLE_URL_MALFORMAT;
	buf_release(&whole);
	return code == CURLE_OK ? 0 : -1;
}

static void
copy_header(struct http_getter *getter, const char *name, char *text,
	size_t size)
{
	const char *value = http_handle_header(getter->easy, name);

	snprintf(text, size, "%s", value != NULL ? value : "");
	utf8_make_harmless(text, strlen(text));
}

static void
read_date(struct http_getter *getter, struct http_reply *reply)
{
	const char *value = http_handle_header(getter->easy, "Date");
	time_t date = value != NULL ? curl_getdate(value, NULL) : -1;

	if (date >= 0)
		reply->date_ms = (int64_t)date * 1000;
}

/* libcurl has no reason to repeat a secret; should it, its words are not. */
static void
explain(struct http_getter *getter, CURLcode code,
	const struct secret *in_query, struct http_reply *reply)
{
	const struct secret *const secrets[] = {getter->token, in_query};

	for (size_t i = 0; i < 2; i++)
		if (secrets[i] != NULL && *secret_text(secrets[i]) != '\0' &&
			strstr(getter->said, secret_text(secrets[i])) != NULL)
			getter->said[0] = '\0';
	http_handle_explain(getter->easy, code, getter->said, reply->error,
		sizeof(reply->error));
}

static void
forget(struct http_reply *reply)
{
	struct buf body = reply->body;

	buf_clear(&body);
	*reply = (struct http_reply){.body = body, .date_ms = -1};
}

static void
read_answer(struct http_getter *getter, struct http_reply *reply)
{
	long status = 0;

	curl_easy_getinfo(getter->easy, CURLINFO_RESPONSE_CODE, &status);
	reply->status = (int)status;
	read_date(getter, reply);
	copy_header(getter, "facebook-api-version", reply->api_version,
		sizeof(reply->api_version));
}

int
http_getter_ask(struct http_getter *getter, const char *url,
	const struct secret *in_query, struct http_reply *reply,
	struct fault *why)
{
	CURLcode code;

	forget(reply);
	http_handle_keep_body(getter->easy, &reply->body);
	if (set_url(getter, url, in_query) != 0)
		return fault_set(why, EX_SOFTWARE,
			"libcurl does not take the address");
	reply->began_ms = clock_now_ms();
	getter->said[0] = '\0';
	getter->header_bytes = 0;
	code = curl_easy_perform(getter->easy);
	reply->ended_ms = clock_now_ms();
	reply->trouble = http_handle_trouble(getter->easy, code);
	http_handle_address(getter->easy, reply->address);
	if (reply->address[0] != '\0')
		memcpy(reply->tls, getter->tls, sizeof(reply->tls));
	if (code == CURLE_OK) {
		read_answer(getter, reply);
	} else {
		buf_clear(&reply->body);
		explain(getter, code, in_query, reply);
	}
	curl_easy_setopt(getter->easy, CURLOPT_URL, NULL);
	return 0;
}
