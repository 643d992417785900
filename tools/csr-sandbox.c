/* SPDX-License-Identifier: MIT */
/* csr-sandbox: a stand-in for the WhatsApp Cloud API on this machine. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

#include "address.h"
#include "child.h"
#include "environment.h"
#include "httpd.h"
#include "mockapi.h"
#include "mockerror.h"
#include "mockfault.h"
#include "mocklog.h"
#include "mockscript.h"
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
	KEY_SCRIPT,
	KEY_SEED,
	KEY_ACCEPT_ALL,
	KEY_LATENCY,
	KEY_NUMBERS
};

static const struct option_row rows[] =
	{{KEY_LISTEN, "listen", "ADDRESS:PORT",
		 "listen there; port 0, the default, is a free one"},
		{KEY_LOG, "log", "FILE",
			"append a line of JSON for each message taken"},
		{KEY_SCRIPT, "script", "FILE",
			"do to requests and answers what its rules say"},
		{KEY_SEED, "seed", "N",
			"let the chances of a script fall as for every N"},
		{KEY_ACCEPT_ALL, "accept-all", NULL,
			"no recipient gets an error for its last digits"},
		{KEY_LATENCY, "latency", "DURATION",
			"answer each request that much later"},
		{KEY_NUMBERS, "numbers", NULL,
			"list the last digits that get an error, and exit"},
		{0}};

static const struct options_about about = {"[OPTION]... [-- COMMAND [ARG]...]",
	"Answer as the WhatsApp Cloud API does, on this machine, and send"
	" nothing; with\nCOMMAND, while that runs.",
	rows};

struct sandbox {
	struct address address;
	const char *log_path;    /* or NULL */
	const char *script_path; /* or NULL */
	int64_t seed;            /* -1: none */
	char **command;          /* or NULL */

	const char *parent; /* where CSR_HOME is made */
	struct mocklog log;
	struct mockapi api;
};

/* Where there is no status and no code, a dash. */
static void
print_fault(int digits, const struct mockfault *fault, const char *title)
{
	char http[16] = "-", code[16] = "-";

	if (fault->http != 0 || fault->error.title != NULL)
		snprintf(http, sizeof(http), "%u",
			fault->http != 0 ? fault->http : fault->error.http);
	if (fault->error.title != NULL)
		snprintf(code, sizeof(code), "%d", fault->error.code);
	printf("01%02d\t%s\t%s\t%s\n", digits, http, code, title);
}

static void
print_numbers(void)
{
	const struct mockerror_row *row;
	const struct mockfault *fault;
	const char *title;

	for (int digits = 0; digits < 100; digits++) {
		row = mockerror_of_digits(digits);
		fault = mockfault_of_digits(digits, &title);
		if (row != NULL)
			printf("01%02d\t%u\t%d\t%s\n", digits, row->http,
				row->code, row->title);
		else if (fault != NULL)
			print_fault(digits, fault, title);
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
		else if (key == KEY_SCRIPT)
			sandbox->script_path = options_argument(options);
		else if (key == KEY_SEED)
			sandbox->seed = options_number(options, 0, INT64_MAX);
		else if (key == KEY_ACCEPT_ALL)
			sandbox->api.accepts_all = true;
		else if (key == KEY_LATENCY)
			sandbox->api.latency_ms = options_duration(options);
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

/* A message that cannot be logged is not taken. */
static int
take(void *context, const struct mockapi_taken *taken)
{
	struct sandbox *sandbox = context;
	struct fault why;

	if (mocklog_write(&sandbox->log, taken, &why) == 0)
		return 0;
	msg_warn("%s; the message was answered with an error 500 and not"
		 " taken",
		why.text);
	return -1;
}

/* In the server's thread. */
static void
answer_request(void *context, const struct httprequest *request,
	struct httpanswer *answer)
{
	struct sandbox *sandbox = context;

	mockapi_answer(&sandbox->api, request, answer);
	msg_detail(1, "%s %s %u", request->method, request->path,
		answer->status);
}

static int
read_script(struct sandbox *sandbox, struct fault *why)
{
	if (sandbox->script_path == NULL)
		return 0;
	sandbox->api.script = mockscript_read(sandbox->script_path, why);
	if (sandbox->api.script == NULL)
		return -1;
	if (sandbox->seed >= 0)
		mockscript_seed(sandbox->api.script, (uint64_t)sandbox->seed);
	return 0;
}

static struct httpd *
open_server(struct sandbox *sandbox, struct fault *why)
{
	struct httpd_settings settings = {.address = sandbox->address,
		.body_max = MOCKAPI_BODY_MAX,
		.answer = answer_request,
		.context = sandbox};

	if (read_script(sandbox, why) != 0 ||
		mocklog_open(&sandbox->log, sandbox->log_path, why) != 0)
		return NULL;
	if (sandbox->api.script != NULL) {
		settings.idle_ms = mockscript_idle_ms(sandbox->api.script);
		settings.clock_ms = mockscript_clock_ms(sandbox->api.script);
	}
	return httpd_open(&settings, why);
}

/* What it answered, now that nobody asks any longer. */
static void
summarise(const struct sandbox *sandbox)
{
	msg_detail(1, "%lu messages taken, %lu requests refused",
		sandbox->api.taken_count, sandbox->api.refused_count);
}

/*
 * A connection for each request under way is more than most systems give
 * without being asked.  The command has the same limit.
 */
static void
ask_for_descriptors(void)
{
	const rlim_t wanted = 16384;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	setrlimit(RLIMIT_NOFILE, &limit); /* fewer are enough for most */
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
		{"CSR_PHONE_NUMBER_ID", api->assets.phone_number_id},
		{"CSR_BUSINESS_ACCOUNT_ID", api->assets.business_account_id},
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
	sandbox->api.assets.phone_number_id =
		variable("CSR_PHONE_NUMBER_ID", made_up_phone_number_id);
	sandbox->api.assets.business_account_id =
		variable("CSR_BUSINESS_ACCOUNT_ID",
			made_up_business_account_id);
	sandbox->api.token = secret_new(token, strlen(token), why);
	return sandbox->api.token != NULL ? 0 : -1;
}

int
main(int argc, char *argv[])
{
	struct sandbox sandbox = {.log.fd = -1, .seed = -1};
	struct fault why;
	int status;

	status = read_environment(&sandbox, &why);
	program_init(argv[0]);
	if (status == 0) {
		parse_options(&sandbox, argc, argv);
		ask_for_descriptors();
		sandbox.api.take = take;
		sandbox.api.context = &sandbox;
		status = sandbox.command != NULL ? serve_command(&sandbox, &why)
						 : serve(&sandbox, &why);
	}
	if (status < 0)
		status = msg_fault(&why);
	if (mocklog_close(&sandbox.log, &why) != 0)
		msg_fault(&why);
	mockscript_free(sandbox.api.script);
	secret_free((struct secret *)sandbox.api.token);
	return status;
}
