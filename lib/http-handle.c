/* SPDX-License-Identifier: MIT */
#include "http-handle.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "utf8.h"
#include "wipe.h"

enum {
	CONNECTION_AGE_MAX = 30, /* seconds idle; older ones tend to be dead */
	/* Answers are small; libcurl has one for every request. */
	DOWNLOAD_BUFFER = 4 * 1024,
};

int
http_handle_start(struct fault *why)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return http_handle_fail(why);
	return 0;
}

void
http_handle_stop(void)
{
	curl_global_cleanup();
}

int
http_handle_fail(struct fault *why)
{
	return fault_set(why, EX_SOFTWARE, "libcurl cannot be started");
}

void
http_handle_set(void *handle, const struct http_options *options,
	const char *protocol, char *said)
{
	CURL *easy = handle;

	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, said);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocol);
	if (options->is_plain)
		curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
		(long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	/* With a directory of certificates libcurl reads it anew each time. */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (options->ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)DOWNLOAD_BUFFER);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)CONNECTION_AGE_MAX);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)options->timeout_ms);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
		(long)options->connect_timeout_ms);
}

void
http_handle_set_http(void *handle, const struct http_options *options,
	char *said)
{
	CURL *easy = handle;

	http_handle_set(handle, options, options->is_plain ? "http" : "https",
		said);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "csc-reach/" PACKAGE_VERSION);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
		(long)CURL_HTTP_VERSION_2TLS);
}

static size_t
keep(char *bytes, size_t size, size_t count, void *context)
{
	struct buf *body = context;

	buf_add(body, bytes, size * count);
	return body->full ? 0 : size * count;
}

void
http_handle_keep_body(void *handle, struct buf *body)
{
	curl_easy_setopt((CURL *)handle, CURLOPT_WRITEFUNCTION, keep);
	curl_easy_setopt((CURL *)handle, CURLOPT_WRITEDATA, body);
}

int
http_handle_add_header(struct curl_slist **headers, const char *text)
{
	struct curl_slist *longer = curl_slist_append(*headers, text);

	if (longer == NULL)
		return -1;
	*headers = longer;
	return 0;
}

int
http_handle_add_token(struct curl_slist **headers, const struct secret *token)
{
	struct buf text;
	int result;

	buf_init(&text, 1024 * 1024);
	/* Room at once, so that growing leaves no copy behind. */
	buf_reserve(&text, strlen(secret_text(token)) + 64);
	buf_add_text(&text, "Authorization: Bearer ");
	buf_add_text(&text, secret_text(token));
	result = http_handle_add_header(headers, buf_string(&text));
	wipe(text.data, text.len);
	buf_release(&text);
	return result;
}

void
http_handle_free_headers(struct curl_slist *headers)
{
	struct curl_slist *header;

	for (header = headers; header != NULL; header = header->next)
		wipe(header->data, strlen(header->data));
	curl_slist_free_all(headers);
}

const char *
http_handle_header(void *handle, const char *name)
{
	struct curl_header *header;

	if (curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &header) !=
		CURLHE_OK)
		return NULL;
	return header->value;
}

static bool
begins(const char *bytes, size_t len, const char *prefix)
{
	return len >= strlen(prefix) &&
	       memcmp(bytes, prefix, strlen(prefix)) == 0;
}

/*
 * libcurl tells the version of TLS in no other way, but since long before 7.85
 * says "SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384".  What else it
 * says, headers among it, is not looked at.
 */
static int
hear(CURL *easy, curl_infotype type, char *bytes, size_t len, void *context)
{
	static const char prefix[] = "SSL connection using ";
	size_t from = sizeof(prefix) - 1, to = from;
	char *tls = context;

	(void)easy;
	if (type != CURLINFO_TEXT)
		return 0;
	if (begins(bytes, len, "  Trying ")) /* a new connection */
		tls[0] = '\0';
	if (!begins(bytes, len, prefix))
		return 0;
	while (to < len && bytes[to] > ' ' && bytes[to] <= '~')
		to++;
	snprintf(tls, HTTP_TLS_SIZE, "%.*s", (int)(to - from), bytes + from);
	return 0;
}

void
http_handle_watch_tls(void *handle, char tls[HTTP_TLS_SIZE])
{
	CURL *easy = handle;

	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, hear);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, tls);
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
}

void
http_handle_address(void *handle, char address[HTTP_ADDRESS_SIZE])
{
	CURL *easy = handle;
	char *ip = NULL;
	long port = 0;

	address[0] = '\0';
	curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &ip);
	curl_easy_getinfo(easy, CURLINFO_PRIMARY_PORT, &port);
	if (ip == NULL || ip[0] == '\0')
		return;
	snprintf(address, HTTP_ADDRESS_SIZE,
		strchr(ip, ':') != NULL ? "[%s]:%ld" : "%s:%ld", ip, port);
}

/* An answer that is no HTTP has the code of a protocol that we do not allow. */
static bool
is_connected(CURL *easy)
{
	char address[HTTP_ADDRESS_SIZE];

	http_handle_address(easy, address);
	return address[0] != '\0';
}

/* A proxy that does not let us through is no server that broke off. */
static bool
is_refused_by_proxy(CURL *easy)
{
	long status = 0;

	curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
	return status >= 300;
}

enum http_trouble
http_handle_trouble(void *handle, int code)
{
	switch ((CURLcode)code) {
	case CURLE_OK:
		return HTTP_NO_TROUBLE;
	case CURLE_URL_MALFORMAT:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return HTTP_NO_NAME;
	case CURLE_UNSUPPORTED_PROTOCOL:
		return is_connected(handle) ? HTTP_BROKEN : HTTP_NO_CONNECTION;
	case CURLE_COULDNT_CONNECT:
	case CURLE_INTERFACE_FAILED:
	case CURLE_PROXY:
		return HTTP_NO_CONNECTION;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return HTTP_NO_TRUST;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_ENGINE_INITFAILED:
	case CURLE_USE_SSL_FAILED:
		return HTTP_NO_TLS;
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_TIMEOUT;
	default:
		return is_refused_by_proxy(handle) ? HTTP_NO_CONNECTION
						   : HTTP_BROKEN;
	}
}

/* What libcurl says too shortly, or as nobody but a programmer would. */
static const struct {
	int code;
	const char *text;
	bool is_all; /* libcurl's own words add nothing */
} words[] = {
	{CURLE_URL_MALFORMAT, "the address is not one of a server", false},
	{CURLE_SSL_CACERT_BADFILE,
		"the file of certificate authorities cannot be used", false},
	{CURLE_SSL_CONNECT_ERROR, "TLS did not come about", false},
	{CURLE_USE_SSL_FAILED, "the server does not go over to TLS", false},
	{CURLE_RECV_ERROR, "the connection broke off", false},
	{CURLE_GOT_NOTHING, "the server closed the connection without a word",
		true},
	{CURLE_WRITE_ERROR, "the answer is too long", true},
};

static void
put_own_words(void *handle, int code, const char *said, char *text, size_t size)
{
	const char *own = NULL;
	bool is_all = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].code == code) {
			own = words[i].text;
			is_all = words[i].is_all;
		}
	if (is_refused_by_proxy(handle))
		own = "the proxy does not let us through";
	else if (code == CURLE_UNSUPPORTED_PROTOCOL && is_connected(handle))
		own = "what answers is no web server";
	else if (code == CURLE_UNSUPPORTED_PROTOCOL)
		own = "the address is of the wrong kind";
	if (is_all)
		said = "";
	snprintf(text, size, "%s%s%s", own != NULL ? own : "",
		own != NULL && *said != '\0' ? ": " : "", said);
}

const char *
http_handle_words(int code, const char *said)
{
	if (strncmp(said, "Unsupported proxy", 17) == 0)
		return "the proxy's URL cannot be used";
	return said[0] != '\0' ? said : curl_easy_strerror((CURLcode)code);
}

void
http_handle_explain(void *handle, int code, const char *said, char *text,
	size_t size)
{
	long error = 0;
	size_t len;

	put_own_words(handle, code, http_handle_words(code, said), text, size);
	curl_easy_getinfo((CURL *)handle, CURLINFO_OS_ERRNO, &error);
	len = strlen(text);
	if (code == CURLE_COULDNT_CONNECT && error != 0)
		snprintf(text + len, size - len, ": %s", strerror((int)error));
	utf8_make_harmless(text, strlen(text));
}
