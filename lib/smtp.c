/* SPDX-License-Identifier: MIT */
#include "smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "mailurl.h"
#include "utf8.h"
#include "wipe.h"

enum {
	WORDS_MAX = 1024,        /* bytes of a reply that are kept */
	REPLIES_MAX = 64 * 1024, /* bytes of all of them */
};

struct probe {
	CURL *easy;
	char said[CURL_ERROR_SIZE];
	struct buf words; /* of the server's last reply */
	size_t bytes;     /* of all replies */
	bool is_last;     /* words are whole; what comes is another reply */
	bool is_logged_in;
};

/* RFC 5321, section 4.2: "535-some words", and a blank in the last line. */
static size_t
keep_line(char *line, size_t size, size_t count, void *context)
{
	struct probe *probe = context;
	size_t len = size * count, from = len < 4 ? len : 4;

	probe->bytes += len;
	if (probe->bytes > REPLIES_MAX)
		return 0;
	/* The answer to QUIT, behind the reply that made libcurl leave. */
	if (len >= 3 && memcmp(line, "221", 3) == 0)
		return len;
	if (probe->is_last)
		buf_clear(&probe->words);
	probe->is_last = len < 4 || line[3] != '-';
	probe->is_logged_in |= len >= 3 && memcmp(line, "235", 3) == 0;
	while (len > from && (unsigned char)line[len - 1] <= ' ')
		len--;
	if (probe->words.len > 0)
		buf_add_byte(&probe->words, ' ');
	buf_add(&probe->words, line + from, len - from);
	return size * count;
}

static bool
wants_login(const struct smtp_options *options)
{
	return options->username != NULL && options->password != NULL;
}

static void
set_options(struct probe *probe, const struct smtp_options *options,
	const struct mailurl *url, char *tls)
{
	const struct http_options common = {.timeout_ms = options->timeout_ms,
		.connect_timeout_ms = options->timeout_ms,
		.ca_file = options->ca_file,
		.is_plain = !url->is_tls && url->is_loopback};
	CURL *easy = probe->easy;

	http_handle_set(easy, &common, url->is_tls ? "smtps" : "smtp",
		probe->said);
	http_handle_watch_tls(easy, tls);
	curl_easy_setopt(easy, CURLOPT_URL, options->url);
	curl_easy_setopt(easy, CURLOPT_USE_SSL,
		(long)(common.is_plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "NOOP");
	curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, keep_line);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, probe);
	if (!wants_login(options))
		return;
	curl_easy_setopt(easy, CURLOPT_USERNAME, options->username);
	curl_easy_setopt(easy, CURLOPT_PASSWORD,
		secret_text(options->password));
}

static bool
is_no(int status)
{
	return status >= 400 && status <= 599;
}

/* What the server said, unless it repeated the password. */
static void
quote_server(struct probe *probe, const struct smtp_options *options,
	struct smtp_reply *reply)
{
	const char *words = buf_string(&probe->words);

	if (wants_login(options) && *secret_text(options->password) != '\0' &&
		strstr(words, secret_text(options->password)) != NULL)
		words = "in words that repeat the password";
	snprintf(reply->error, sizeof(reply->error), "%d %s", reply->status,
		words);
	utf8_make_harmless(reply->error, strlen(reply->error));
}

/* What libcurl's code means to us; the server's last reply may be a no. */
static enum smtp_result
judge(const struct probe *probe, CURLcode code,
	const struct smtp_options *options, int status)
{
	switch (code) {
	case CURLE_OK: /* also when the server offers no login at all */
		return wants_login(options) && !probe->is_logged_in
			       ? SMTP_LOGIN_REFUSED
			       : SMTP_OK;
	case CURLE_LOGIN_DENIED:
		return SMTP_LOGIN_REFUSED;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_REMOTE_ACCESS_DENIED:
	case CURLE_RECV_ERROR:
		return is_no(status) ? SMTP_REFUSED : SMTP_TROUBLE;
	default:
		return SMTP_TROUBLE;
	}
}

static void
read_result(struct probe *probe, CURLcode code,
	const struct smtp_options *options, struct smtp_reply *reply)
{
	long status = 0;

	curl_easy_getinfo(probe->easy, CURLINFO_RESPONSE_CODE, &status);
	reply->status = (int)status;
	reply->result = judge(probe, code, options, reply->status);
	if (reply->result == SMTP_TROUBLE) {
		reply->trouble = http_handle_trouble(probe->easy, (int)code);
		http_handle_explain(probe->easy, (int)code, probe->said,
			reply->error, sizeof(reply->error));
	} else if (reply->result != SMTP_OK && is_no(reply->status)) {
		quote_server(probe, options, reply);
	} else if (reply->result != SMTP_OK) {
		snprintf(reply->error, sizeof(reply->error),
			"the server offers no way to log in that is known"
			" here");
	}
}

int
smtp_probe(const struct smtp_options *options, struct smtp_reply *reply,
	struct fault *why)
{
	struct probe probe = {.is_last = true};
	const char *problem;
	struct mailurl url;
	int result = -1;
	CURLcode code;

	*reply = (struct smtp_reply){.result = SMTP_OK};
	problem = mailurl_parse(options->url, &url);
	if (problem != NULL)
		return fault_set(why, EX_CONFIG, "the mail server's URL: %s",
			problem);
	if (http_handle_start(why) != 0)
		return -1;
	buf_init(&probe.words, WORDS_MAX);
	probe.easy = curl_easy_init();
	if (probe.easy == NULL) {
		http_handle_fail(why);
		goto out;
	}
	set_options(&probe, options, &url, reply->tls);
	code = curl_easy_perform(probe.easy);
	http_handle_address(probe.easy, reply->address);
	read_result(&probe, code, options, reply);
	result = 0;
out:
	curl_easy_cleanup(probe.easy);
	buf_release(&probe.words);
	http_handle_stop();
	return result;
}
