/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "clock.h"
#include "http-poll.h"
#include "number.h"
#include "xalloc.h"

enum {
	STREAMS = 100, /* libcurl's own limit for a connection */
	RETRY_AFTER_MAX = 30 * 24 * 3600, /* seconds; more is not believed */
	/* Requests are small; libcurl has one for every request. */
	UPLOAD_BUFFER = 16 * 1024,
};

struct transfer {
	struct http *http;
	CURL *easy;
	void *tag;
	struct buf body;
	size_t sent; /* of the body, handed to libcurl */
	struct buf answer;
	char error[CURL_ERROR_SIZE];
	int64_t started_ms;
	struct transfer *next; /* of all there are */
	struct transfer *next_free;
};

struct http {
	struct http_options options;
	CURLM *multi;
	struct curl_slist *headers;
	struct transfer *all, *free_list, *done;
	int count;
	bool is_answered; /* something has been, so we know what to expect */
	struct http_poll poll;
};

/* libcurl asks for the next bytes of the body. */
static size_t
read_body(char *out, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	size_t left = transfer->body.len - transfer->sent;
	size_t len = size * count < left ? size * count : left;

	if (len > 0)
		memcpy(out, transfer->body.data + transfer->sent, len);
	transfer->sent += len;
	return len;
}

/* libcurl wants to send the body again: never. */
static int
refuse_to_rewind(void *context, curl_off_t offset, int origin)
{
	(void)context;
	(void)offset;
	(void)origin;
	return CURL_SEEKFUNC_FAIL;
}

static int
set_headers(struct http *http, const struct secret *token)
{
	if (http_handle_add_token(&http->headers, token) != 0 ||
		http_handle_add_header(&http->headers,
			"Content-Type: application/json") != 0)
		return -1;
	/* No waiting for "100 Continue" before the body. */
	return http_handle_add_header(&http->headers, "Expect:");
}

static long
connections_at_most(const struct http_options *options, int for_each)
{
	if (options->connections > 0)
		return options->connections;
	return (options->concurrency + for_each - 1) / for_each;
}

static void
set_multi_options(struct http *http)
{
	const struct http_options *options = &http->options;
	CURLM *multi = http->multi;

	curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
		connections_at_most(options, options->is_plain ? 1 : STREAMS));
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS,
		(long)options->concurrency + 1);
}

struct http *
http_open(const struct http_options *options, const struct secret *token,
	struct fault *why)
{
	struct http *http = xcalloc(1, sizeof(*http));

	if (http_handle_start(why) != 0) {
		free(http);
		return NULL;
	}
	http->options = *options;
	http->multi = curl_multi_init();
	if (http->multi == NULL || set_headers(http, token) != 0) {
		http_handle_fail(why);
		http_close(http);
		return NULL;
	}
	set_multi_options(http);
	http_poll_init(&http->poll, http->multi);
	return http;
}

static void
free_transfer(struct http *http, struct transfer *transfer)
{
	curl_multi_remove_handle(http->multi, transfer->easy);
	curl_easy_cleanup(transfer->easy);
	buf_release(&transfer->body);
	buf_release(&transfer->answer);
	free(transfer);
}

void
http_close(struct http *http)
{
	struct transfer *transfer;

	if (http == NULL)
		return;
	while ((transfer = http->all) != NULL) {
		http->all = transfer->next;
		free_transfer(http, transfer);
	}
	http_handle_free_headers(http->headers);
	curl_multi_cleanup(http->multi);
	http_handle_stop();
	http_poll_release(&http->poll);
	free(http);
}

static void
set_options(struct transfer *transfer)
{
	const struct http_options *options = &transfer->http->options;
	CURL *easy = transfer->easy;

	http_handle_set_http(easy, options, transfer->error);
	http_handle_keep_body(easy, &transfer->answer);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->http->headers);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_body);
	curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, refuse_to_rewind);
	/* Plain http has no HTTP/2 to wait for. */
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT, options->is_plain ? 0L : 1L);
	curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD_BUFFER);
}

static struct transfer *
new_transfer(struct http *http)
{
	struct transfer *transfer = http->free_list;

	if (transfer != NULL) {
		http->free_list = transfer->next_free;
		return transfer;
	}
	transfer = xcalloc(1, sizeof(*transfer));
	transfer->http = http;
	transfer->easy = curl_easy_init();
	if (transfer->easy == NULL) {
		free(transfer);
		return NULL;
	}
	transfer->next = http->all;
	http->all = transfer;
	buf_init(&transfer->body, 2 * 1024 * 1024);
	buf_init(&transfer->answer, HTTP_ANSWER_MAX);
	set_options(transfer);
	return transfer;
}

static void
put_back(struct http *http, struct transfer *transfer)
{
	transfer->next_free = http->free_list;
	http->free_list = transfer;
}

int
http_post(struct http *http, const char *url, const char *body, size_t len,
	void *tag, struct fault *why)
{
	struct transfer *transfer = new_transfer(http);

	if (transfer == NULL)
		return fault_set(why, EX_SOFTWARE, "libcurl gives no handle");
	transfer->tag = tag;
	transfer->sent = 0;
	transfer->error[0] = '\0';
	transfer->started_ms = clock_span_ms();
	buf_clear(&transfer->answer);
	buf_clear(&transfer->body);
	buf_add(&transfer->body, body, len);
	if (curl_easy_setopt(transfer->easy, CURLOPT_URL, url) != CURLE_OK ||
		curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)len) != CURLE_OK ||
		curl_multi_add_handle(http->multi, transfer->easy) !=
			CURLM_OK) {
		put_back(http, transfer);
		return fault_set(why, EX_SOFTWARE,
			"libcurl does not take the request");
	}
	http->count++;
	return 0;
}

int
http_count(const struct http *http)
{
	return http->count;
}

int
http_room(const struct http *http)
{
	return http->is_answered ? http->options.concurrency : 1;
}

int
http_wait(struct http *http, const int *fds, bool *ready, size_t count,
	int64_t timeout_ms, struct fault *why)
{
	return http_poll_wait(&http->poll, fds, ready, count, timeout_ms, why);
}

/* A server that does not offer HTTP/2 needs a connection for each request. */
static void
learn_version(struct http *http, CURL *easy)
{
	long version = 0;

	if (http->is_answered)
		return;
	curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
	if (version == 0)
		return;
	http->is_answered = true;
	if (version < CURL_HTTP_VERSION_2_0)
		curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
			connections_at_most(&http->options, 1));
}

/* RFC 9110, section 10.2.3: seconds, or a date. */
static int64_t
read_retry_after(CURL *easy)
{
	const char *value = http_handle_header(easy, "Retry-After");
	int64_t seconds;
	time_t date;

	if (value == NULL)
		return -1;
	if (number_parse(value, 0, RETRY_AFTER_MAX, &seconds))
		return seconds * 1000;
	date = curl_getdate(value, NULL);
	if (date < 0)
		return -1;
	seconds = (int64_t)date - clock_now_ms() / 1000;
	return seconds > 0 ? seconds * 1000 : 0;
}

/*
 * What a result proves: a body whose last byte was never asked for cannot
 * have arrived.
 */
static void
read_result(struct transfer *transfer, CURLcode code,
	struct http_answer *answer)
{
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	*answer = (struct http_answer){.tag = transfer->tag,
		.status = (int)status,
		.body = buf_string(&transfer->answer),
		.len = transfer->answer.len,
		.ms = clock_span_ms() - transfer->started_ms,
		.retry_after_ms = -1};
	if (code == CURLE_OK) {
		answer->result = HTTP_ANSWERED;
		if (status >= 400)
			answer->retry_after_ms =
				read_retry_after(transfer->easy);
		return;
	}
	answer->result = transfer->sent < transfer->body.len ? HTTP_NOT_SENT
							     : HTTP_UNCLEAR;
	answer->is_untrusted =
		http_handle_trouble(transfer->easy, code) == HTTP_NO_TRUST;
	answer->error = http_handle_words(code, transfer->error);
}

bool
http_take(struct http *http, struct http_answer *answer)
{
	struct transfer *transfer;
	CURLMsg *message;
	CURLcode code;
	int left;

	/* Only now is the answer that was given out before forgotten. */
	if (http->done != NULL)
		put_back(http, http->done);
	http->done = NULL;
	do {
		message = curl_multi_info_read(http->multi, &left);
		if (message == NULL)
			return false;
	} while (message->msg != CURLMSG_DONE);
	code = message->data.result;
	curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
	learn_version(http, transfer->easy);
	curl_multi_remove_handle(http->multi, transfer->easy);
	http->count--;
	http->done = transfer;
	read_result(transfer, code, answer);
	return true;
}
