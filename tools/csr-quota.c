/* SPDX-License-Identifier: MIT */
/* csr-quota: what may still be sent today, and whether anything may be. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "hold.h"
#include "msg.h"
#include "options.h"
#include "output.h"
#include "pace.h"
#include "profile.h"
#include "program.h"
#include "quota.h"
#include "quotaview.h"
#include "setup.h"
#include "utf8.h"
#include "when.h"

enum { KEY_PROFILE = OPTIONS_LONG, KEY_JSON, KEY_UNTIL, KEY_FOR, KEY_REASON };

static const struct option_row rows[] = {{KEY_JSON, "json", NULL,
						 "show: write one JSON object"},
	PACE_RATE_ROW, PACE_PER_DAY_ROW,
	{KEY_UNTIL, "until", "TIME",
		"pause: until 18:00, or \"2026-11-25 18:00\""},
	{KEY_FOR, "for", "DURATION", "pause: for 30m, 2h or 1d"},
	{KEY_REASON, "reason", "TEXT", "pause: why, as others are told"},
	{KEY_PROFILE, "profile", "NAME", "use the files of this profile"}, {0}};

static const struct options_about about = {"[OPTION]... COMMAND",
	"Show what may still be sent today, stop all sending, and go on with"
	" it:\n\n"
	"  show    what was used, what is left, and whether sending is paused\n"
	"  pause   stop all pipelines of the profile, at once\n"
	"  resume  let them go on, whoever stopped them",
	rows};

struct choices {
	const char *profile;
	struct setup setup;
	struct pace pace;
	bool is_json;
	const char *until;
	int64_t until_ms, for_ms; /* 0: not given */
	const char *reason;
	bool has_show_option, has_pause_option;
};

struct command {
	const char *name;
	int (*run)(const struct choices *choices, struct fault *why);
};

static void
set_reason(struct choices *choices, const char *text)
{
	const struct quota_hold *hold = NULL;
	size_t len = strlen(text);

	if (len == 0 || len >= sizeof(hold->reason))
		options_fail("--reason: must have 1 to %zu bytes",
			sizeof(hold->reason) - 1);
	if (!utf8_is_valid(text, len))
		options_fail("--reason: is not UTF-8");
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			options_fail("--reason: must be one line of text");
	choices->reason = text;
}

/* In the configured zone, which is not known before the options are. */
static void
set_until(struct choices *choices)
{
	const char *text = choices->until;
	int64_t now_ms = clock_now_ms();

	if (text == NULL)
		return;
	if (!when_parse(text, now_ms, &choices->until_ms))
		options_fail("--until: \"%s\" is not a time; write 18:00,"
			     " \"2026-11-25 18:00\" or 2026-11-25T18:00:00Z",
			text);
	if (choices->until_ms <= now_ms)
		options_fail("--until: %s is over", text);
}

static void
set_option(struct choices *choices, const struct options *options, int key)
{
	switch (key) {
	case KEY_PROFILE:
		choices->profile = options_argument(options);
		return;
	case KEY_JSON:
		choices->is_json = true;
		choices->has_show_option = true;
		return;
	case KEY_UNTIL:
		choices->until = options_argument(options);
		break;
	case KEY_FOR:
		choices->for_ms = options_duration(options);
		if (choices->for_ms == 0)
			options_fail("--for: must be at least 1ms");
		break;
	case KEY_REASON:
		set_reason(choices, options_argument(options));
		break;
	default:
		pace_option(options, key, &choices->pace);
		choices->has_show_option = true;
		return;
	}
	choices->has_pause_option = true;
}

/* 0, -1, or what a run would end with that began now. */
static int
print_usage(const struct choices *choices, const struct quota_usage *usage,
	struct fault *why)
{
	struct quotaview view = {.usage = usage,
		.limits = &choices->pace.limits,
		.profile = choices->profile};
	struct output output;
	int result;

	output_init(&output, STDOUT_FILENO, "standard output");
	if (choices->is_json)
		quotaview_write_json(output_text(&output), &view);
	else
		quotaview_write_text(output_text(&output), &view);
	result = output_finish(&output, why);
	output_release(&output);
	if (result == 0 && usage->hold.is_set)
		result = usage->hold.status;
	else if (result == 0 && quotaview_left(&view) == 0)
		result = EX_TEMPFAIL;
	return result;
}

/* To look makes nothing, not even the directory. */
static int
look(const struct choices *choices, struct quota_usage *usage,
	struct fault *why)
{
	struct quota *quota = quota_open(choices->setup.directory, NULL, why);
	int result = -1;

	if (quota != NULL)
		result = quota_read(quota, usage, why);
	if (quota_close(quota, why) != 0)
		result = -1;
	return result;
}

static int
show(const struct choices *choices, struct fault *why)
{
	struct quota_usage usage;

	if (look(choices, &usage, why) != 0)
		return -1;
	return print_usage(choices, &usage, why);
}

static struct quota *
open_quota(const struct choices *choices, struct fault *why)
{
	char *directory = profile_open(choices->profile, why);
	struct quota *quota = NULL;

	if (directory != NULL)
		quota = quota_open(directory, &choices->pace.limits, why);
	free(directory);
	return quota;
}

/* Ours, or one that ends later. */
static void
tell_hold(const struct quota_hold *ours, const struct quota_hold *stands)
{
	char title[HOLD_TITLE_SIZE];

	hold_title(stands, title);
	if (stands->is_set && (stands->at_ms != ours->at_ms ||
				      strcmp(stands->by, ours->by) != 0))
		msg_info("nothing is changed, for a hold that ends no earlier"
			 " stands: %s",
			title);
	else
		msg_info("%s; csr-quota resume lets it go on", title);
}

static int
pause_sending(const struct choices *choices, struct fault *why)
{
	struct quota_hold hold = {.is_set = true,
		.until_ms = choices->until_ms,
		.at_ms = clock_now_ms(),
		.status = EX_TEMPFAIL,
		.by = "csr-quota"};
	struct quota *quota = open_quota(choices, why);
	struct quota_hold stands;
	int result;

	if (quota == NULL)
		return -1;
	if (choices->for_ms != 0)
		hold.until_ms = hold.at_ms + choices->for_ms;
	snprintf(hold.reason, sizeof(hold.reason), "%s",
		choices->reason != NULL ? choices->reason : "by hand");
	result = quota_set_hold(quota, &hold, why);
	if (result == 0)
		result = quota_hold(quota, &stands, why);
	if (result == 0)
		tell_hold(&hold, stands.is_set ? &stands : &hold);
	if (quota_close(quota, why) != 0)
		result = -1;
	return result;
}

static int
resume_sending(const struct choices *choices, struct fault *why)
{
	struct quota_usage usage;
	struct quota_hold was = {0};
	struct quota *quota;
	int result;

	if (look(choices, &usage, why) != 0)
		return -1;
	if (!usage.hold.is_set) {
		msg_info("sending was not paused");
		return 0;
	}
	quota = open_quota(choices, why);
	if (quota == NULL)
		return -1;
	result = quota_resume(quota, NULL, &was, why);
	if (result == 0)
		msg_info("sending goes on; %s had paused it: %s",
			was.is_set ? was.by : usage.hold.by,
			was.is_set ? was.reason : usage.hold.reason);
	if (quota_close(quota, why) != 0)
		result = -1;
	return result;
}

static const struct command commands[] = {{"show", show},
	{"pause", pause_sending}, {"resume", resume_sending}, {0}};

static const struct command *
find_command(const struct choices *choices, char **operands, size_t count)
{
	const struct command *command = commands;

	if (count == 0)
		options_fail("a command is missing: show, pause or resume");
	while (command->name != NULL && strcmp(command->name, *operands) != 0)
		command++;
	if (command->name == NULL)
		options_fail("\"%s\" is no command: take show, pause or resume",
			*operands);
	if (count > 1)
		options_fail("\"%s\": one command at a time, and no operands",
			operands[1]);
	if (choices->has_show_option && command->run != show)
		options_fail("--json, --rate and --per-day are for show");
	if (choices->has_pause_option && command->run != pause_sending)
		options_fail("--until, --for and --reason are for pause");
	if (choices->until != NULL && choices->for_ms != 0)
		options_fail("--until and --for: take one of them");
	return command;
}

int
main(int argc, char *argv[])
{
	struct choices choices = {.pace = PACE_DEFAULT};
	const struct command *command;
	struct options *options;
	char **operands;
	struct fault why;
	size_t count;
	int key, result;

	program_init(argv[0]);
	options = options_open(&about, argc, argv);
	while ((key = options_next(options)) != OPTIONS_END)
		set_option(&choices, options, key);
	operands = options_operands(options, &count);
	options_close(options);
	command = find_command(&choices, operands, count);
	result = setup_open(&choices.setup, choices.profile, SETUP_LOOK, &why);
	if (result == 0) {
		set_until(&choices);
		pace_fill(&choices.pace, &choices.setup.config);
		result = command->run(&choices, &why);
	}
	setup_close(&choices.setup);
	return result < 0 ? msg_fault(&why) : result;
}
