/* SPDX-License-Identifier: MIT */
/* csr-ledger: what was sent, and what a person found out about it. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "csr-ledger.h"
#include "ledger-check.h"
#include "msg.h"
#include "options.h"
#include "program.h"
#include "xalloc.h"

enum {
	KEY_CAMPAIGN = OPTIONS_LONG,
	KEY_KEY,
	KEY_PROFILE,
	KEY_REASON,
	KEY_STATE,
};

static const struct option_row rows[] = {{KEY_CAMPAIGN, "campaign", "NAME",
						 "only this campaign"},
	{KEY_KEY, "key", "VALUE",
		"forget: what csr-render --key took, in order"},
	{KEY_PROFILE, "profile", "NAME", "use the files of this profile"},
	{KEY_REASON, "reason", "TEXT", "resolve: how you found out"},
	{KEY_STATE, "state", "STATE",
		"list: only these: accepted, in_doubt, ..."},
	{'y', "yes", NULL, "resolve, forget: do not ask"}, {0}};

static const struct options_about about = {
	"[OPTION]... list | show KEY | forget RECIPIENT | check |\n"
	"                  resolve KEY accepted|failed|resend",
	"Show what was sent, settle what is in doubt, forget people, look for"
	" damage.",
	rows};

static void
want_state(struct job *job, const char *word)
{
	for (int state = LEDGER_INTENT; state <= LEDGER_IN_DOUBT; state++)
		if (strcmp(word, ledger_state_word(state)) == 0) {
			job->states[state] = job->wants_states = true;
			return;
		}
	options_fail("--state: \"%s\" is no state; take intent, accepted,"
		     " failed, not_sent or in_doubt",
		word);
}

static void
add_value(struct job *job, const char *value)
{
	job->values = xreallocarray(job->values, job->value_count + 1,
		sizeof(*job->values));
	job->values[job->value_count++] = value;
}

static void
take_option(struct job *job, const struct options *options, int key)
{
	const char *argument = options_argument(options);

	switch (key) {
	case KEY_CAMPAIGN:
		job->campaign = argument;
		break;
	case KEY_KEY:
		add_value(job, argument);
		break;
	case KEY_PROFILE:
		job->profile = argument;
		break;
	case KEY_REASON:
		job->reason = argument;
		break;
	case KEY_STATE:
		want_state(job, argument);
		break;
	case 'y':
		job->is_sure = true;
		break;
	}
}

void
note_fault(struct job *job, const struct fault *why)
{
	/* A sender was stopped before its ledger was made. */
	if (why->status == EX_NOINPUT && job->campaign == NULL)
		return;
	job->status = msg_fault(why);
}

struct ledger *
look_into(struct job *job, const char *campaign)
{
	struct fault warning, why;
	bool is_damaged;
	struct ledger *ledger = ledger_salvage(job->directory, campaign,
		&is_damaged, &warning, &why);

	if (ledger == NULL || is_damaged)
		note_fault(job, &why);
	if (ledger != NULL && warning.text[0] != '\0')
		msg_warn("%s", warning.text);
	return ledger;
}

static int
list_ledger(struct job *job, const struct ledger *ledger, struct fault *why)
{
	char key[IDENTITY_KEY_SIZE];
	struct ledger_entry entry;
	struct buf *out;

	for (size_t at = 0; at < ledger_key_count(ledger); at++) {
		ledger_key(ledger, at, key);
		entry = ledger_find(ledger, key);
		if (job->wants_states && !job->states[entry.state])
			continue;
		out = output_text(&job->output);
		if (ledger_list_add(out, ledger, key, why) != 0)
			return -1;
		buf_add_text(out, "}\n");
		if (output_added(&job->output, why) != 0)
			return -1;
	}
	return 0;
}

static int
do_list(struct job *job, struct fault *why)
{
	struct ledger *ledger;
	struct fault ignored;
	int result = 0;

	for (size_t at = 0; at < job->names.count && result == 0; at++) {
		ledger = look_into(job, job->names.list[at]);
		if (ledger == NULL)
			continue;
		result = list_ledger(job, ledger, why);
		ledger_close(ledger, &ignored); /* was only read */
	}
	return result;
}

const char *
key_operand(const struct job *job)
{
	const char *key = job->operands[0];

	if (!ledger_is_key(key))
		options_fail("\"%s\" is no key: a key is 32 digits and letters"
			     " from a to f, as csr.key of a record",
			key);
	return key;
}

void
note_unknown(struct job *job, const char *key)
{
	msg_warn("%s: no ledger knows this key", key);
	if (job->status == EX_OK)
		job->status = 1;
}

static int
show_in(struct job *job, const struct ledger *ledger, const char *key,
	struct fault *why)
{
	struct buf *out = output_text(&job->output);
	const char *campaign = ledger_campaign(ledger);

	if (ledger_list_add(out, ledger, key, why) != 0)
		return -1;
	buf_add_text(out, ",\"events\":[");
	if (ledger_list_add_events(out, job->directory, campaign, key, why) !=
		0)
		return -1;
	buf_add_text(out, "]}\n");
	return output_added(&job->output, why);
}

static int
do_show(struct job *job, struct fault *why)
{
	const char *key = key_operand(job);
	struct ledger *ledger;
	struct fault ignored;
	bool is_found = false;
	int result = 0;

	for (size_t at = 0; at < job->names.count && result == 0; at++) {
		ledger = look_into(job, job->names.list[at]);
		if (ledger == NULL)
			continue;
		if (ledger_find(ledger, key).state != LEDGER_NONE) {
			is_found = true;
			result = show_in(job, ledger, key, why);
		}
		ledger_close(ledger, &ignored); /* was only read */
	}
	if (is_found)
		return result;
	note_unknown(job, key);
	return result;
}

/* A name that was mistyped must not be called fine. */
static int
check_name(const struct job *job, struct fault *why)
{
	struct fault warning, ignored;
	struct ledger *ledger;

	if (job->campaign == NULL)
		return 0;
	ledger = ledger_read(job->directory, job->campaign, &warning, why);
	if (ledger == NULL && why->status == EX_NOINPUT)
		return -1;
	ledger_close(ledger, &ignored); /* was only read */
	return 0;
}

static int
do_check(struct job *job, struct fault *why)
{
	struct buf *out;
	struct fault warning;
	int result;

	if (check_name(job, why) != 0)
		return -1;
	for (size_t at = 0; at < job->names.count; at++) {
		out = output_text(&job->output);
		result = ledger_check(out, job->directory, job->names.list[at],
			&warning, why);
		if (result < 0) {
			note_fault(job, why);
			continue;
		}
		buf_add_byte(out, '\n');
		if (warning.text[0] != '\0')
			msg_warn("%s", warning.text);
		if (result > 0)
			job->status = EX_CONFIG;
		if (output_added(&job->output, why) != 0)
			return -1;
	}
	return 0;
}

struct command {
	const char *name;
	size_t operand_count;
	const char *operands; /* what they are, in words */
	const char *options;  /* letters of those it takes: key, reason, ... */
	int (*run)(struct job *job, struct fault *why);
};

static const struct command commands[] = {{"list", 0, "no operand", "s",
						  do_list},
	{"show", 1, "one KEY", "", do_show},
	{"resolve", 2, "a KEY, and accepted, failed or resend", "ry",
		do_resolve},
	{"forget", 1, "one RECIPIENT", "ky", do_forget},
	{"check", 0, "no operand", "", do_check}};

/* An option that says nothing to the command is a misunderstanding. */
static void
check_options(const struct job *job, const struct command *command)
{
	const struct {
		bool is_given;
		char letter;
		const char *name;
	} given[] = {{job->value_count > 0, 'k', "--key"},
		{job->reason != NULL, 'r', "--reason"},
		{job->wants_states, 's', "--state"},
		{job->is_sure, 'y', "--yes"}};

	for (size_t at = 0; at < sizeof(given) / sizeof(*given); at++)
		if (given[at].is_given &&
			strchr(command->options, given[at].letter) == NULL)
			options_fail("%s is not for %s", given[at].name,
				command->name);
}

static const struct command *
find_command(struct job *job)
{
	if (job->operand_count == 0)
		options_fail("say what to do: list, show, resolve, forget or"
			     " check");
	for (size_t at = 0; at < sizeof(commands) / sizeof(*commands); at++) {
		if (strcmp(job->operands[0], commands[at].name) != 0)
			continue;
		if (job->operand_count != commands[at].operand_count + 1)
			options_fail("%s takes %s", commands[at].name,
				commands[at].operands);
		check_options(job, &commands[at]);
		job->operands++;
		return &commands[at];
	}
	options_fail("\"%s\": say list, show, resolve, forget or check",
		job->operands[0]);
}

static const struct command *
parse_options(struct job *job, int argc, char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	int key;

	while ((key = options_next(options)) != OPTIONS_END)
		take_option(job, options, key);
	job->operands = options_operands(options, &job->operand_count);
	options_close(options);
	return find_command(job);
}

/* The campaigns to look into: the one that was named, or all. */
static int
find_names(struct job *job, struct fault *why)
{
	struct ledger_names *names = &job->names;

	if (setup_open(&job->setup, job->profile, SETUP_LOOK, why) != 0)
		return -1;
	job->directory = job->setup.directory;
	if (job->campaign == NULL) {
		if (ledger_names_read(names, job->directory, why) != 0)
			return -1;
		if (names->count == 0)
			msg_info("no campaign was sent from %s yet",
				job->directory);
		return 0;
	}
	names->list = xcalloc(1, sizeof(*names->list));
	names->list[names->count++] = xstrdup(job->campaign);
	return 0;
}

int
main(int argc, char *argv[])
{
	struct job job = {0};
	const struct command *command;
	struct fault why;
	int result;

	program_init(argv[0]);
	command = parse_options(&job, argc, argv);
	output_init(&job.output, STDOUT_FILENO, "standard output");
	result = find_names(&job, &why);
	if (result == 0)
		result = command->run(&job, &why);
	if (result != 0)
		job.status = msg_fault(&why);
	/* What broke while it was written has been told. */
	if (!job.output.is_broken && output_finish(&job.output, &why) != 0)
		job.status = msg_fault(&why);
	output_release(&job.output);
	ledger_names_release(&job.names);
	setup_close(&job.setup);
	free(job.values);
	return job.status;
}
