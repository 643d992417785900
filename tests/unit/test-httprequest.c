/* SPDX-License-Identifier: MIT */
/* Requests of HTTP, whole and in pieces, and what is none. */
#include "httprequest.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { BODY_MAX = 64 };

/* Give it the text in pieces of that size; what is left over stays in *in. */
static enum httprequest_found
feed(struct httprequest *request, struct buf *in, const char *text, size_t len,
	size_t piece)
{
	enum httprequest_found found = HTTPREQUEST_PART;
	size_t step;

	for (size_t at = 0; at < len; at += step) {
		step = len - at < piece ? len - at : piece;
		buf_add(in, text + at, step);
		if (found == HTTPREQUEST_PART)
			found = httprequest_read(request, in);
	}
	return found;
}

static const struct good {
	const char *text;
	const char *method, *path, *fields, *body;
	bool is_kept;
	const char *left; /* not of this request */
} goods[] = {
	{"GET / HTTP/1.1\r\n\r\n", "GET", "/", NULL, "", true, ""},
	{"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET", "/", NULL, "",
		true, ""},
	{"GET / HTTP/1.0\n\n", "GET", "/", NULL, "", false, ""},
	{"GET /a%2Fb%20%zz%0?x=1&fields=a%2Cb&y HTTP/1.1\r\n"
	 "Connection: close\r\n\r\n",
		"GET", "/a/b %zz%0", "a,b", "", false, ""},
	{"GET /?fields HTTP/1.1\r\n\r\n", "GET", "/", "", "", true, ""},
	{"POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET / HT", "POST",
		"/x", NULL, "hello", true, "GET / HT"},
	{"POST /x HTTP/1.1\r\ncontent-length:  0 \r\n\r\nrest", "POST", "/x",
		NULL, "", true, "rest"},
	{"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
	 "3\r\nhel\r\n0002;a=b\r\nlo\r\n0\r\nTrailer: x\r\n\r\nrest",
		"POST", "/x", NULL, "hello", true, "rest"},
	{"POST /x HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
		"POST", "/x", NULL, "hi", true, ""},
};

static const struct bad {
	const char *text;
	unsigned status;
} bads[] = {
	{"hello\r\n\r\n", 400},
	{"GET /\r\n\r\n", 400},
	{"GET x HTTP/1.1\r\n\r\n", 400},
	{"G(T / HTTP/1.1\r\n\r\n", 400},
	{" / HTTP/1.1\r\n\r\n", 400},
	{"GET / HTTP/2.0\r\n\r\n", 505},
	{"GET / HTTP/1.1 \r\n\r\n", 505},
	{"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400},
	{"GET / HTTP/1.1\r\nA : b\r\n\r\n", 400},
	{"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400},
	{"GET / HTTP/1.1\r\n: b\r\n\r\n", 400},
	{"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400},
	{"POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", 400},
	{"POST / HTTP/1.1\r\nContent-Length: 1,1\r\n\r\n", 400},
	{"POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", 400},
	{"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
		400},
	{"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
		400},
	{"POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 2\r\n\r\n",
		400},
	{"POST / HTTP/1.1\r\nContent-Length: 1\r\n"
	 "Transfer-Encoding: chunked\r\n\r\n",
		400},
	{"POST / HTTP/1.1\r\nContent-Length: 0\r\n"
	 "Transfer-Encoding: chunked\r\n\r\n",
		400},
	{"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
	{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
	{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400},
	{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
	 "1234567890abcdef0\r\n",
		400},
	{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
		400},
};

static bool
is_as(const struct httprequest *request, const struct good *good)
{
	const char *fields = httprequest_argument(request, "fields");

	return strcmp(request->method, good->method) == 0 &&
	       strcmp(request->path, good->path) == 0 &&
	       (fields == NULL) == (good->fields == NULL) &&
	       (fields == NULL || strcmp(fields, good->fields) == 0) &&
	       strcmp(request->body.data, good->body) == 0 &&
	       request->is_kept == good->is_kept;
}

static void
test_goods(size_t piece)
{
	struct httprequest request;
	struct buf in;

	httprequest_init(&request, BODY_MAX);
	for (size_t i = 0; i < sizeof(goods) / sizeof(*goods); i++) {
		const struct good *good = &goods[i];
		size_t len = strlen(good->text);

		buf_init(&in, SIZE_MAX);
		ok(feed(&request, &in, good->text, len, piece) ==
					HTTPREQUEST_WHOLE &&
				is_as(&request, good),
			"good %zu in pieces of %zu", i, piece);
		ok_bytes(in.len > 0 ? in.data : "", in.len, good->left,
			strlen(good->left), "good %zu: what is left", i);
		buf_release(&in);
		httprequest_clear(&request);
	}
	httprequest_release(&request);
}

static void
test_bads(size_t piece)
{
	struct httprequest request;
	struct buf in;

	for (size_t i = 0; i < sizeof(bads) / sizeof(*bads); i++) {
		httprequest_init(&request, BODY_MAX);
		buf_init(&in, SIZE_MAX);
		ok(feed(&request, &in, bads[i].text, strlen(bads[i].text),
			   piece) == HTTPREQUEST_WRONG &&
				request.error_status == bads[i].status,
			"bad %zu in pieces of %zu: %u", i, piece,
			request.error_status);
		buf_release(&in);
		httprequest_release(&request);
	}
}

/* Everything that is too large, and a NUL. */
static void
test_limits(void)
{
	static const char nul[] = "GET /\0 HTTP/1.1\r\n\r\n";
	struct httprequest request;
	struct buf in, text;

	httprequest_init(&request, BODY_MAX);
	buf_init(&in, SIZE_MAX);
	ok(feed(&request, &in, nul, sizeof(nul) - 1, 99) == HTTPREQUEST_WRONG,
		"a NUL in the head");
	buf_clear(&in);
	httprequest_clear(&request);

	buf_init(&text, SIZE_MAX);
	buf_add_text(&text, "GET /");
	while (text.len < HTTPREQUEST_HEAD_MAX + 10)
		buf_add_byte(&text, 'a');
	ok(feed(&request, &in, text.data, text.len, 1000) ==
				HTTPREQUEST_WRONG &&
			request.error_status == 431,
		"a head that is too long");
	buf_clear(&in);
	buf_clear(&text);
	httprequest_clear(&request);

	buf_add_text(&text, "GET / HTTP/1.1\r\n");
	for (int i = 0; i <= HTTPREQUEST_HEADERS_MAX; i++)
		buf_add_text(&text, "A: b\r\n");
	buf_add_text(&text, "\r\n");
	ok(feed(&request, &in, text.data, text.len, 10) == HTTPREQUEST_WRONG &&
			request.error_status == 431,
		"too many headers");
	buf_clear(&in);
	buf_clear(&text);
	httprequest_clear(&request);

	buf_add_text(&text, "POST / HTTP/1.1\r\nContent-Length: 65\r\n\r\n");
	for (int i = 0; i < BODY_MAX + 1; i++)
		buf_add_byte(&text, 'b');
	buf_add_text(&text, "rest");
	ok(feed(&request, &in, text.data, text.len, 7) == HTTPREQUEST_WHOLE &&
			request.body.full,
		"a body that is too long is read to its end");
	ok_bytes(in.data, in.len, "rest", 4, "and not further");
	buf_release(&in);
	buf_release(&text);
	httprequest_release(&request);
}

/* Bytes by chance around what the parser looks for: it must only survive. */
static void
test_noise(void)
{
	static const char *const pieces[] = {"GET ", "POST ", "/", " HTTP/1.1",
		"\r\n", "\n", "\r\n\r\n", "Content-Length: ", "5", "0", "%4",
		"Transfer-Encoding: chunked", ":", "?a=b&", "\t", "x", ";"};
	const size_t count = sizeof(pieces) / sizeof(*pieces);
	struct httprequest request;
	struct buf in;
	size_t whole = 0;

	srand(1);
	buf_init(&in, SIZE_MAX);
	httprequest_init(&request, BODY_MAX);
	for (int round = 0; round < 200000; round++) {
		buf_add_text(&in, pieces[(size_t)rand() % count]);
		switch (httprequest_read(&request, &in)) {
		case HTTPREQUEST_WHOLE:
			whole++;
			httprequest_clear(&request);
			break;
		case HTTPREQUEST_WRONG:
			buf_clear(&in);
			httprequest_clear(&request);
			break;
		case HTTPREQUEST_PART:
			break;
		}
		if (round % 50 == 0 && round % 100 != 0)
			buf_add_text(&in, "GET /a?b HTTP/1.1\r\nA: b\r\n\r\n");
	}
	ok(whole > 0, "noise, with %zu requests in it", whole);
	buf_release(&in);
	httprequest_release(&request);
}

int
main(void)
{
	static const size_t sizes[] = {1, 2, 3, 7, 100000};

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		test_goods(sizes[i]);
		test_bads(sizes[i]);
	}
	test_limits();
	test_noise();
	return tap_end();
}
