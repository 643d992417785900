/* SPDX-License-Identifier: MIT */
/* csr-sandbox: a stand-in for the WhatsApp Cloud API on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sysexits.h>
#include <unistd.h>

#include "address.h"
#include "buf.h"
#include "child.h"
#include "clock.h"
#include "environment.h"
#include "httpd.h"
#include "jsonwriter.h"
#include "mockapi.h"
#include "mockerror.h"
#include "msg.h"
#include "options.h"
#include "program.h"
#include "secret.h"
#include "stop.h"
#include "tempdir.h"

/* Made up, and in the manual: they open nothing. */
static const char made_up_token[] = "sandbox-token";
static const char made_up_phone_number_id[] = "106540352242922";
static const char made_up_business_account_id[] = "102290129340398";

enum {
	KEY_LISTEN = OPTIONS_LONG,
	KEY_LOG,
	KEY_ACCEPT_ALL,
	KEY_LATENCY,
	KEY_NUMBERS
};

static const struct option_row rows[] =
	{{KEY_LISTEN, "listen", "ADDRESS:PORT",
		 "listen there; port 0, the default, is any free one"},
		{KEY_LOG, "log", "FILE",
			"append a line of JSON for each message taken"},
		{KEY_ACCEPT_ALL, "accept-all", NULL,
			"no recipient gets an error for its last digits"},
		{KEY_LATENCY, "latency", "DURATION",
			"answer each request that much later"},
		{KEY_NUMBERS, "numbers", NULL,
			"list the last digits that get an error, and exit"},
		{0}};

static const struct options_about about = {"[OPTION]... [-- COMMAND [ARG]...]",
	"Answer as the WhatsApp Cloud API does, on this machine, and send"
	" nothing; with COMMAND, while that runs.",
	rows};

struct sandbox {
	struct address address;
	const char *log_path; /* or NULL */
	int64_t latency_ms;
	char **command; /* or NULL */

	const char *parent; /* where CSR_HOME is made */
	int log_fd;
	struct mockapi api;
};

static void
print_numbers(void)
{
	const struct mockerror_row *row;

	for (int digits = 0; digits < 100; digits++) {
		row = mockerror_of_digits(digits);
		if (row != NULL)
			printf("01%02d\t%u\t%d\t%s\n", digits, row->http,
				row->code, row->title);
	}
	if (fflush(stdout) != 0) {
		msg_warn("standard output: cannot be written");
		exit(EX_IOERR);
	}
	exit(EX_OK);
}

static void
set_address(struct sandbox *sandbox, const char *text)
{
	if (!address_parse(text, &sandbox->address))
		options_fail("--listen: \"%s\" is not ADDRESS:PORT, like"
			     " 127.0.0.1:8080 or [::1]:0",
			text);
	if (!address_is_loopback(&sandbox->address))
		options_fail("--listen: %s can be reached from other machines;"
			     " take 127.0.0.1 or [::1]",
			text);
}

static void
parse_options(struct sandbox *sandbox, int argc, char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	bool wants_numbers = false;
	size_t count;
	int key;

	set_address(sandbox, "127.0.0.1:0");
	while ((key = options_next(options)) != OPTIONS_END) {
		if (key == KEY_LISTEN)
			set_address(sandbox, options_argument(options));
		else if (key == KEY_LOG)
			sandbox->log_path = options_argument(options);
		else if (key == KEY_ACCEPT_ALL)
			sandbox->api.accepts_all = true;
		else if (key == KEY_LATENCY)
			sandbox->latency_ms = options_duration(options);
		else if (key == KEY_NUMBERS)
			wants_numbers = true;
	}
	sandbox->command = options_operands(options, &count);
	if (count == 0)
		sandbox->command = NULL;
	options_close(options);
	if (wants_numbers)
		print_numbers();
}

/* One write a line, so that whoever reads along sees whole ones. */
static int
append(struct sandbox *sandbox, const struct buf *line)
{
	ssize_t written;

	do
		written = write(sandbox->log_fd, line->data, line->len);
	while (written < 0 && errno == EINTR);
	if (written == (ssize_t)line->len)
		return 0;
	if (written >= 0) {
		/* The disk is full after a part, which must not stay. */
		off_t end = lseek(sandbox->log_fd, 0, SEEK_CUR);

		errno = ENOSPC;
		if (end >= written &&
			ftruncate(sandbox->log_fd, end - written) != 0)
			errno = EIO;
	}
	msg_warn("%s: %s; the message was answered with an error 500 and not"
		 " taken",
		sandbox->log_path, strerror(errno));
	return -1;
}

static int
take(void *context, const struct mockapi_taken *taken)
{
	struct sandbox *sandbox = context;
	char at[CLOCK_TEXT_SIZE];
	struct buf line;
	struct json_writer json = {.out = &line};
	int result;

	if (sandbox->log_path == NULL)
		return 0;
	clock_format(clock_now_ms(), at);
	buf_init(&line, SIZE_MAX);
	json_open(&json, '{');
	json_name(&json, "at");
	json_string(&json, at);
	json_name(&json, "id");
	json_string(&json, taken->id);
	json_name(&json, "to");
	json_string(&json, taken->message->to);
	json_name(&json, "type");
	json_string(&json, taken->message->type);
	if (taken->message->callback != NULL) {
		json_name(&json, "callback");
		json_string(&json, taken->message->callback);
	}
	json_name(&json, "body");
	doc_write(taken->body, "", &line);
	json_close(&json, '}');
	buf_add_byte(&line, '\n');
	result = append(sandbox, &line);
	buf_release(&line);
	return result;
}

/* In the server's thread. */
static void
answer_request(void *context, const struct httpd_request *request,
	struct httpd_answer *answer)
{
	struct sandbox *sandbox = context;

	mockapi_answer(&sandbox->api, request, answer);
	answer->delay_ms = sandbox->latency_ms;
	msg_detail(1, "%s %s %u", httpd_method(request), httpd_path(request),
		answer->status);
}

static int
open_log(struct sandbox *sandbox, struct fault *why)
{
	if (sandbox->log_path == NULL)
		return 0;
	sandbox->log_fd = open(sandbox->log_path,
		O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (sandbox->log_fd < 0)
		return fault_errno(why, EX_CANTCREAT, "%s: cannot be opened",
			sandbox->log_path);
	return 0;
}

static struct httpd *
open_server(struct sandbox *sandbox, struct fault *why)
{
	struct httpd_settings settings = {.address = sandbox->address,
		.body_max = MOCKAPI_BODY_MAX,
		.answer = answer_request,
		.context = sandbox};

	if (open_log(sandbox, why) != 0)
		return NULL;
	return httpd_open(&settings, why);
}

/* What it answered, now that nobody asks any longer. */
static void
summarise(const struct sandbox *sandbox)
{
	msg_detail(1, "%lu messages taken, %lu requests refused",
		sandbox->api.taken_count, sandbox->api.refused_count);
}

/* Until a signal. */
static int
serve(struct sandbox *sandbox, struct fault *why)
{
	char text[ADDRESS_TEXT_SIZE];
	struct httpd *httpd;
	int result = 0;

	if (stop_catch(why) != 0)
		return -1;
	httpd = open_server(sandbox, why);
	if (httpd == NULL)
		return -1;
	address_format(httpd_address(httpd), text);
	printf("listening on http://%s\n", text);
	if (fflush(stdout) != 0)
		result = fault_errno(why, EX_IOERR, "standard output");
	while (result == 0 && stop_signal() == 0)
		stop_wait(-1, -1);
	httpd_close(httpd);
	summarise(sandbox);
	return result;
}

static int
run_command(const struct sandbox *sandbox, const struct child *child,
	const struct httpd *httpd, const char *home, struct fault *why)
{
	const struct mockapi *api = &sandbox->api;
	char base[sizeof("http://") + ADDRESS_TEXT_SIZE];
	char text[ADDRESS_TEXT_SIZE];
	const struct child_variable variables[] = {{"CSR_API_BASE", base},
		{"CSR_ACCESS_TOKEN", secret_text(api->token)},
		{"CSR_PHONE_NUMBER_ID", api->phone_number_id},
		{"CSR_BUSINESS_ACCOUNT_ID", api->business_account_id},
		{"CSR_HOME", home}, {NULL, NULL}};

	address_format(httpd_address(httpd), text);
	snprintf(base, sizeof(base), "http://%s", text);
	return child_run(child, sandbox->command, variables, why);
}

/* The status of the command, or -1. */
static int
serve_command(struct sandbox *sandbox, struct fault *why)
{
	struct httpd *httpd = NULL;
	struct fault why_home;
	struct child child;
	int status = -1;
	char *home;

	child_guard(&child);
	home = tempdir_make(sandbox->parent, "csr-sandbox", why);
	if (home == NULL)
		return -1;
	httpd = open_server(sandbox, why);
	if (httpd != NULL)
		status = run_command(sandbox, &child, httpd, home, why);
	httpd_close(httpd);
	summarise(sandbox);
	if (tempdir_remove(home, &why_home) != 0)
		msg_fault(&why_home);
	free(home);
	return status;
}

static const char *
variable(const char *name, const char *otherwise)
{
	const char *value = environment_get(name);

	return value != NULL ? value : otherwise;
}

/* Before program_init(), which takes the token away. */
static int
read_environment(struct sandbox *sandbox, struct fault *why)
{
	const char *token = variable("CSR_ACCESS_TOKEN", made_up_token);

	sandbox->parent = variable("TMPDIR", "/tmp");
	sandbox->api.phone_number_id =
		variable("CSR_PHONE_NUMBER_ID", made_up_phone_number_id);
	sandbox->api.business_account_id = variable("CSR_BUSINESS_ACCOUNT_ID",
		made_up_business_account_id);
	sandbox->api.token = secret_new(token, strlen(token), why);
	return sandbox->api.token != NULL ? 0 : -1;
}

int
main(int argc, char *argv[])
{
	struct sandbox sandbox = {.log_fd = -1};
	struct fault why;
	int status;

	status = read_environment(&sandbox, &why);
	program_init(argv[0]);
	if (status == 0) {
		parse_options(&sandbox, argc, argv);
		sandbox.api.take = take;
		sandbox.api.context = &sandbox;
		status = sandbox.command != NULL ? serve_command(&sandbox, &why)
						 : serve(&sandbox, &why);
	}
	if (status < 0)
		status = msg_fault(&why);
	if (sandbox.log_fd >= 0 && close(sandbox.log_fd) != 0)
		msg_warn("%s: %s", sandbox.log_path, strerror(errno));
	secret_free((struct secret *)sandbox.api.token);
	return status;
}
