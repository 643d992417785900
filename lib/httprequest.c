/* SPDX-License-Identifier: MIT */
#include "httprequest.h"

#include <string.h>
#include <strings.h>

#include "percent.h"

enum part { HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, ENDED };

enum {
	BAD_REQUEST = 400,
	HEAD_TOO_LARGE = 431,
	NOT_IMPLEMENTED = 501,
	BAD_VERSION = 505,
	LINE_MAX_BYTES = 1024, /* of what stands between chunks */
};

/* Characters of a name (RFC 9110, section 5.6.2). */
static bool
is_token(const char *text)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789!#$%&'*+-.^_`|~";

	return *text != '\0' && text[strspn(text, allowed)] == '\0';
}

void
httprequest_init(struct httprequest *request, size_t body_max)
{
	*request = (struct httprequest){.part = HEAD};
	/* And a NUL behind it. */
	buf_init(&request->head, HTTPREQUEST_HEAD_MAX + 1);
	buf_init(&request->body, body_max);
}

void
httprequest_release(struct httprequest *request)
{
	buf_release(&request->head);
	buf_release(&request->body);
}

void
httprequest_clear(struct httprequest *request)
{
	buf_clear(&request->head);
	buf_clear(&request->body);
	request->part = HEAD;
	request->searched = 0;
	request->header_count = request->argument_count = 0;
	request->left = 0;
	request->is_chunked = request->wants_continue = false;
}

bool
httprequest_is_fresh(const struct httprequest *request)
{
	return request->part == HEAD && request->searched == 0;
}

static int
wrong(struct httprequest *request, unsigned status)
{
	request->error_status = status;
	return -1;
}

const char *
httprequest_header(const struct httprequest *request, const char *name)
{
	for (size_t i = 0; i < request->header_count; i++)
		if (strcasecmp(request->headers[i].name, name) == 0)
			return request->headers[i].value;
	return NULL;
}

const char *
httprequest_argument(const struct httprequest *request, const char *name)
{
	for (size_t i = 0; i < request->argument_count; i++)
		if (strcmp(request->arguments[i].name, name) == 0)
			return request->arguments[i].value;
	return NULL;
}

/* name=value&name=value */
static void
parse_query(struct httprequest *request, char *query)
{
	struct httprequest_pair *pair;
	char *next;

	for (; query != NULL; query = next) {
		next = strchr(query, '&');
		if (next != NULL)
			*next++ = '\0';
		if (request->argument_count == HTTPREQUEST_ARGUMENTS_MAX)
			return;
		pair = &request->arguments[request->argument_count++];
		pair->name = query;
		pair->value = query + strcspn(query, "=");
		if (*pair->value == '=')
			*pair->value++ = '\0';
		percent_decode(pair->name);
		percent_decode(pair->value);
	}
}

/* POST /path?query HTTP/1.1 */
static int
parse_first_line(struct httprequest *request, char *line)
{
	char *target = strchr(line, ' ');
	char *version = target != NULL ? strchr(target + 1, ' ') : NULL;
	char *query;

	if (version == NULL)
		return wrong(request, BAD_REQUEST);
	*target++ = *version++ = '\0';
	if (!is_token(line) || *target != '/')
		return wrong(request, BAD_REQUEST);
	if (strcmp(version, "HTTP/1.1") != 0 &&
		strcmp(version, "HTTP/1.0") != 0)
		return wrong(request, BAD_VERSION);
	request->is_kept = strcmp(version, "HTTP/1.1") == 0;
	request->method = line;
	request->path = target;
	query = strchr(target, '?');
	if (query != NULL)
		*query++ = '\0';
	percent_decode(request->path);
	parse_query(request, query);
	return 0;
}

static int
parse_header(struct httprequest *request, char *line)
{
	char *value = strchr(line, ':');
	size_t len;

	if (value == NULL)
		return wrong(request, BAD_REQUEST);
	*value++ = '\0';
	if (!is_token(line))
		return wrong(request, BAD_REQUEST);
	if (request->header_count == HTTPREQUEST_HEADERS_MAX)
		return wrong(request, HEAD_TOO_LARGE);
	value += strspn(value, " \t");
	len = strlen(value);
	while (len > 0 && strchr(" \t", value[len - 1]) != NULL)
		len--;
	value[len] = '\0';
	request->headers[request->header_count].name = line;
	request->headers[request->header_count++].value = value;
	return 0;
}

static int
parse_length(struct httprequest *request, const char *text)
{
	uint64_t length = 0;

	if (*text == '\0' || strlen(text) > 18 ||
		text[strspn(text, "0123456789")] != '\0')
		return wrong(request, BAD_REQUEST);
	for (; *text != '\0'; text++)
		length = length * 10 + (uint64_t)(*text - '0');
	if (request->part == BODY && length != request->left)
		return wrong(request, BAD_REQUEST);
	request->part = BODY;
	request->left = length;
	return 0;
}

/* What the headers say about the body and the connection. */
static int
weigh_header(struct httprequest *request, const char *name, const char *value)
{
	if (strcasecmp(name, "Content-Length") == 0)
		return parse_length(request, value);
	if (strcasecmp(name, "Transfer-Encoding") == 0) {
		if (strcasecmp(value, "chunked") != 0)
			return wrong(request, NOT_IMPLEMENTED);
		request->is_chunked = true;
	} else if (strcasecmp(name, "Connection") == 0) {
		if (strcasecmp(value, "close") == 0)
			request->is_kept = false;
	} else if (strcasecmp(name, "Expect") == 0) {
		request->wants_continue =
			strcasecmp(value, "100-continue") == 0;
	}
	return 0;
}

static int
weigh_headers(struct httprequest *request)
{
	for (size_t i = 0; i < request->header_count; i++)
		if (weigh_header(request, request->headers[i].name,
			    request->headers[i].value) != 0)
			return -1;
	if (request->is_chunked && request->part == BODY)
		return wrong(request, BAD_REQUEST);
	if (request->is_chunked)
		request->part = CHUNK_SIZE;
	else if (request->left == 0)
		request->part = ENDED;
	request->wants_continue &= request->part != ENDED;
	return 0;
}

/* The end of the line at `line`, which is cut off, or NULL. */
static char *
cut_line(char *line)
{
	char *end = strchr(line, '\n');

	if (end == NULL)
		return NULL;
	*end = '\0';
	if (end > line && end[-1] == '\r')
		end[-1] = '\0';
	return end + 1;
}

static int
parse_head(struct httprequest *request)
{
	char *line = request->head.data;
	char *next;

	if (strlen(line) != request->head.len)
		return wrong(request, BAD_REQUEST);
	next = cut_line(line);
	if (parse_first_line(request, line) != 0)
		return -1;
	for (line = next; line != NULL; line = next) {
		next = cut_line(line);
		if (*line == '\0')
			break;
		if (parse_header(request, line) != 0)
			return -1;
	}
	return weigh_headers(request);
}

/* The bytes up to and with the empty line, or 0. */
static size_t
find_head_end(struct httprequest *request, const struct buf *in)
{
	const char *at = in->data + request->searched;
	const char *end = in->data + in->len;

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		request->searched = (size_t)(at - in->data);
		if (end - at >= 2 && at[1] == '\n')
			return (size_t)(at + 2 - in->data);
		if (end - at >= 3 && at[1] == '\r' && at[2] == '\n')
			return (size_t)(at + 3 - in->data);
		/* Look at it again when what follows has come. */
		if (end - at < 3)
			return 0;
		at++;
	}
	request->searched = in->len;
	return 0;
}

/* 1: go on, 0: more must come, -1: it is wrong. */
static int
read_head(struct httprequest *request, struct buf *in)
{
	size_t len;

	/* RFC 9112, section 2.2: an empty line before it is passed over. */
	while (request->searched == 0 && in->len > 0 &&
		strchr("\r\n", *in->data) != NULL && *in->data != '\0')
		buf_drop(in, 1);
	if (in->len == 0)
		return 0;
	len = find_head_end(request, in);
	if (len > HTTPREQUEST_HEAD_MAX ||
		(len == 0 && in->len > HTTPREQUEST_HEAD_MAX))
		return wrong(request, HEAD_TOO_LARGE);
	if (len == 0)
		return 0;
	buf_add(&request->head, in->data, len);
	buf_string(&request->head);
	buf_drop(in, len);
	return parse_head(request) == 0 ? 1 : -1;
}

/* As much of what is left as there is. */
static int
read_bytes(struct httprequest *request, struct buf *in, int next_part)
{
	size_t len = in->len;

	if (len > request->left)
		len = (size_t)request->left;
	if (!request->body.full)
		buf_add(&request->body, in->data, len);
	buf_drop(in, len);
	request->left -= len;
	if (request->left > 0)
		return 0;
	request->part = next_part;
	return 1;
}

/* "1a2f", with what may stand behind a semicolon. */
static int
parse_chunk_size(struct httprequest *request, const char *line)
{
	uint64_t size = 0;
	int digits = 0, digit;

	for (; (digit = percent_digit(*line)) >= 0; line++, digits++)
		size = size << 4 | (uint64_t)digit;
	if (digits == 0 || digits > 15 || strchr("; \t", *line) == NULL)
		return wrong(request, BAD_REQUEST);
	request->left = size;
	request->part = size > 0 ? CHUNK : TRAILER;
	return 1;
}

/* A line between the chunks or behind them. */
static int
read_line(struct httprequest *request, struct buf *in)
{
	char *end = in->len > 0 ? memchr(in->data, '\n', in->len) : NULL;
	size_t len = end != NULL ? (size_t)(end - in->data) + 1 : 0;
	int result = 1;

	if (len > LINE_MAX_BYTES || (end == NULL && in->len > LINE_MAX_BYTES))
		return wrong(request, BAD_REQUEST);
	if (end == NULL)
		return 0;
	if (cut_line(in->data) == NULL)
		return wrong(request, BAD_REQUEST);
	if (request->part == CHUNK_SIZE)
		result = parse_chunk_size(request, in->data);
	else if (request->part == TRAILER)
		request->part = *in->data == '\0' ? ENDED : TRAILER;
	else if (*in->data != '\0')
		result = wrong(request, BAD_REQUEST);
	else
		request->part = CHUNK_SIZE;
	buf_drop(in, len);
	return result;
}

enum httprequest_found
httprequest_read(struct httprequest *request, struct buf *in)
{
	int result = 1;

	while (result > 0 && request->part != ENDED) {
		if (request->part == HEAD)
			result = read_head(request, in);
		else if (request->part == BODY)
			result = read_bytes(request, in, ENDED);
		else if (request->part == CHUNK)
			result = read_bytes(request, in, CHUNK_END);
		else
			result = read_line(request, in);
	}
	if (result < 0)
		return HTTPREQUEST_WRONG;
	if (request->part != ENDED)
		return HTTPREQUEST_PART;
	if (!request->body.full)
		buf_string(&request->body);
	return HTTPREQUEST_WHOLE;
}
