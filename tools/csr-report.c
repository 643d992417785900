/* SPDX-License-Identifier: MIT */
/* csr-report: what became of the records. */
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "filter.h"
#include "msg.h"
#include "options.h"
#include "output.h"
#include "program.h"
#include "report.h"

enum { KEY_JSON = OPTIONS_LONG, KEY_FAIL_ON };

static const struct option_row rows[] = {{KEY_JSON, "json", NULL,
						 "write one JSON object"},
	{KEY_FAIL_ON, "fail-on", "LIST",
		"exit 1 at one of these: failed,in_doubt"},
	{0}};

static const struct options_about about = {"[OPTION]... [FILE]...",
	"Count the records by what became of them.", rows};

struct choices {
	bool is_json;
	bool fails_on[STATUS_COUNT];
};

static void
parse_statuses(struct choices *choices, const char *list)
{
	enum status status;
	size_t len;

	for (;; list += len + 1) {
		len = strcspn(list, ",");
		status = status_parse(list, len);
		if (status == STATUS_OTHER)
			options_fail("--fail-on: \"%.*s\" is no status; "
				     "csr-records(5)"
				     " lists them",
				(int)len, list);
		choices->fails_on[status] = true;
		if (list[len] == '\0')
			return;
	}
}

static void
parse_options(struct choices *choices, struct filter_options *filter, int argc,
	char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	int key;

	while ((key = options_next(options)) != OPTIONS_END) {
		if (key == KEY_JSON)
			choices->is_json = true;
		else
			parse_statuses(choices, options_argument(options));
	}
	filter->files = options_operands(options, &filter->file_count);
	options_close(options);
}

static int
add(struct record *record, void *context, struct fault *why)
{
	(void)why;
	report_add(context, record);
	return 0;
}

/* 0, 1 by --fail-on, or EX_IOERR. */
static int
print(const struct report *report, const struct choices *choices)
{
	struct output output;
	struct fault why;
	int status = 0;

	output_init(&output, STDOUT_FILENO, "standard output");
	if (choices->is_json)
		report_write_json(report, output_text(&output));
	else
		report_write_text(report, output_text(&output));
	for (int word = 0; word < STATUS_COUNT; word++)
		if (choices->fails_on[word] &&
			report_count(report, (enum status)word) > 0)
			status = 1;
	if (output_finish(&output, &why) != 0)
		status = msg_fault(&why);
	output_release(&output);
	return status;
}

int
main(int argc, char *argv[])
{
	struct filter_options options = {.stage = "report",
		.wants_finished = true};
	struct choices choices = {0};
	struct report *report;
	struct filter *filter;
	int status, printed;

	program_init(argv[0]);
	parse_options(&choices, &options, argc, argv);
	report = report_new();
	filter = filter_open(&options);
	filter_run(filter, add, report);
	status = filter_close(filter, "");
	/* Also after a fault: what was counted so far is better than nothing.
	 */
	printed = print(report, &choices);
	report_free(report);
	return status != 0 ? status : printed;
}
