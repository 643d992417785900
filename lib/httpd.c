/* SPDX-License-Identifier: MIT */
#include "httpd.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "delay.h"
#include "xalloc.h"

enum {
	BACKLOG = 511,
	IDLE_SECONDS_MAX = 120, /* then a kept connection is closed */
	CLOSE_WAIT_MS = 1000,
	ANSWER_MAX = 1024 * 1024,
};

struct httpd {
	struct httpd_settings settings;
	struct address address;
	struct MHD_Daemon *daemon;
	struct delay *delay;
	atomic_int under_way; /* requests begun and not wholly answered */
};

struct httpd_request {
	struct delay_item delay; /* first: resume() casts back */
	struct MHD_Connection *connection;
	const char *method;
	const char *path;
	struct buf body;
};

const char *
httpd_method(const struct httpd_request *request)
{
	return request->method;
}

const char *
httpd_path(const struct httpd_request *request)
{
	return request->path;
}

const char *
httpd_header(const struct httpd_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND,
		name);
}

const char *
httpd_argument(const struct httpd_request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection,
		MHD_GET_ARGUMENT_KIND, name);
}

const char *
httpd_body(const struct httpd_request *request, size_t *len)
{
	*len = request->body.len;
	return request->body.full ? NULL : request->body.data;
}

void
httpd_set_header(struct httpd_answer *answer, const char *name,
	const char *format, ...)
{
	va_list arguments;

	if (answer->header_count == HTTPD_HEADERS_MAX)
		return;
	answer->headers[answer->header_count].name = name;
	va_start(arguments, format);
	vsnprintf(answer->headers[answer->header_count].value,
		HTTPD_HEADER_SIZE, format, arguments);
	va_end(arguments);
	answer->header_count++;
}

static void
resume(struct delay_item *item)
{
	struct httpd_request *request = (struct httpd_request *)item;

	MHD_resume_connection(request->connection);
}

/* Takes the body. */
static struct MHD_Response *
make_response(struct httpd_answer *answer)
{
	struct MHD_Response *response;

	response = MHD_create_response_from_buffer(answer->body.len,
		answer->body.data, MHD_RESPMEM_MUST_FREE);
	if (response == NULL) {
		buf_release(&answer->body);
		return NULL;
	}
	for (size_t i = 0; i < answer->header_count; i++)
		MHD_add_response_header(response, answer->headers[i].name,
			answer->headers[i].value);
	return response;
}

static enum MHD_Result
send_answer(struct httpd *httpd, struct httpd_request *request)
{
	struct httpd_answer answer = {.status = MHD_HTTP_OK};
	struct MHD_Response *response;
	enum MHD_Result result;

	buf_init(&answer.body, ANSWER_MAX);
	httpd->settings.answer(httpd->settings.context, request, &answer);
	response = make_response(&answer);
	if (response == NULL)
		return MHD_NO;
	/* An answer that is queued while suspended leaves on resuming. */
	if (answer.delay_ms > 0)
		MHD_suspend_connection(request->connection);
	result = MHD_queue_response(request->connection, answer.status,
		response);
	MHD_destroy_response(response);
	if (answer.delay_ms > 0)
		delay_add(httpd->delay, &request->delay, answer.delay_ms);
	return result;
}

static struct httpd_request *
request_new(struct httpd *httpd, struct MHD_Connection *connection,
	const char *url, const char *method)
{
	struct httpd_request *request = xcalloc(1, sizeof(*request));

	request->connection = connection;
	request->method = method;
	request->path = url;
	buf_init(&request->body, httpd->settings.body_max);
	atomic_fetch_add(&httpd->under_way, 1);
	return request;
}

/*
 * Called once with the headers, then for each piece of the body, then once
 * more at its end.  A body that is too large is read to its end all the
 * same: a client that is still writing would not see an earlier answer.
 */
static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload,
	size_t *upload_size, void **state)
{
	struct httpd *httpd = context;
	struct httpd_request *request = *state;

	(void)version;
	if (request == NULL) {
		*state = request_new(httpd, connection, url, method);
		return MHD_YES;
	}
	if (*upload_size > 0) {
		if (!request->body.full)
			buf_add(&request->body, upload, *upload_size);
		*upload_size = 0;
		return MHD_YES;
	}
	if (!request->body.full)
		buf_string(&request->body);
	return send_answer(httpd, request);
}

static void
complete(void *context, struct MHD_Connection *connection, void **state,
	enum MHD_RequestTerminationCode code)
{
	struct httpd *httpd = context;
	struct httpd_request *request = *state;

	(void)connection;
	(void)code;
	if (request == NULL)
		return;
	buf_release(&request->body);
	free(request);
	*state = NULL;
	atomic_fetch_sub(&httpd->under_way, 1);
}

/* A socket that listens, and in *bound its address; or -1. */
static int
open_socket(const struct address *address, struct address *bound,
	struct fault *why)
{
	char text[ADDRESS_TEXT_SIZE];
	int on = 1, fd;

	address_format(address, text);
	fd = socket(address->socket.ss_family, SOCK_STREAM, 0);
	if (fd < 0)
		return fault_errno(why, EX_OSERR, "%s: no socket", text);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	/* A port whose last connections are still ending can be had. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	bound->len = sizeof(bound->socket);
	if (bind(fd, (const struct sockaddr *)&address->socket, address->len) !=
			0 ||
		listen(fd, BACKLOG) != 0 ||
		getsockname(fd, (struct sockaddr *)&bound->socket,
			&bound->len) != 0) {
		fault_errno(why, EX_OSERR,
			"%s: cannot be listened on; take another port, or 0 for"
			" any",
			text);
		close(fd);
		return -1;
	}
	return fd;
}

static struct MHD_Daemon *
start_daemon(struct httpd *httpd, int fd)
{
	return MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD |
					MHD_ALLOW_SUSPEND_RESUME,
		0, NULL, NULL, handle, httpd, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_NOTIFY_COMPLETED, complete, httpd,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS_MAX,
		MHD_OPTION_END);
}

struct httpd *
httpd_open(const struct httpd_settings *settings, struct fault *why)
{
	struct httpd *httpd = xcalloc(1, sizeof(*httpd));
	int fd;

	httpd->settings = *settings;
	fd = open_socket(&settings->address, &httpd->address, why);
	if (fd < 0)
		goto failed;
	httpd->delay = delay_open(resume, why);
	if (httpd->delay == NULL)
		goto failed;
	httpd->daemon = start_daemon(httpd, fd);
	if (httpd->daemon == NULL) {
		fault_errno(why, EX_OSERR, "the HTTP server does not start");
		goto failed;
	}
	return httpd;

failed:
	if (fd >= 0)
		close(fd);
	httpd_close(httpd);
	return NULL;
}

const struct address *
httpd_address(const struct httpd *httpd)
{
	return &httpd->address;
}

static void
wait_for_answers(struct httpd *httpd)
{
	const struct timespec moment = {.tv_nsec = 2000000};
	int64_t end_ms = clock_span_ms() + CLOSE_WAIT_MS;

	while (atomic_load(&httpd->under_way) > 0 && clock_span_ms() < end_ms)
		nanosleep(&moment, NULL);
}

void
httpd_close(struct httpd *httpd)
{
	MHD_socket fd;

	if (httpd == NULL)
		return;
	if (httpd->daemon != NULL) {
		fd = MHD_quiesce_daemon(httpd->daemon);
		if (fd != MHD_INVALID_SOCKET)
			close(fd);
		/* To stop with a connection suspended would abort. */
		delay_stop(httpd->delay);
		wait_for_answers(httpd);
		MHD_stop_daemon(httpd->daemon);
	}
	delay_close(httpd->delay);
	free(httpd);
}
