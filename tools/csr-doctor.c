/* SPDX-License-Identifier: MIT */
/* csr-doctor: check the whole installation, and say how to mend it. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "csr-doctor.h"
#include "msg.h"
#include "options.h"
#include "output.h"
#include "profile.h"
#include "program.h"
#include "shellword.h"
#include "visible.h"
#include "xalloc.h"

enum {
	KEY_CA_FILE = OPTIONS_LONG,
	KEY_JSON,
	KEY_OFFLINE,
	KEY_PASSPHRASE_FD,
	KEY_PROFILE
};

static const struct option_row rows[] = {{KEY_OFFLINE, "offline", NULL,
						 "skip what needs the network"},
	{KEY_JSON, "json", NULL, "write an array of JSON objects"},
	{KEY_PROFILE, "profile", "NAME", "use the files of this profile"},
	{KEY_CA_FILE, "ca-file", "FILE",
		"trust the certificate authorities in FILE"},
	{KEY_PASSPHRASE_FD, "passphrase-fd", "N",
		"read the passphrase from this descriptor"},
	{'q', "quiet", NULL, "only what is not fine, and no summary"}, {0}};

static const struct options_about about = {"[OPTION]...",
	"Check the whole installation, and say how to mend what is wrong.",
	rows};

enum need {
	NEED_NOTHING,
	NEED_CONFIG,
	NEED_NETWORK, /* and the steps before must have worked */
	NEED_ACCOUNT
};

struct check {
	const char *name;
	enum need need;
	void (*run)(struct doctor *doctor, const char *check);
};

/* In this order: what is wrong is wrong for what stands below as well. */
static const struct check checks[] = {
	{"programs", NEED_NOTHING, doctor_programs},
	{"libraries", NEED_NOTHING, doctor_libraries},
	{"directory", NEED_NOTHING, doctor_directory},
	{"file system", NEED_NOTHING, doctor_file_system},
	{"disk", NEED_NOTHING, doctor_disk},
	{"configuration", NEED_NOTHING, doctor_config},
	{"environment", NEED_NOTHING, doctor_environment},
	{"proxy", NEED_NOTHING, doctor_proxy},
	{"files", NEED_NOTHING, doctor_files},
	{"old files", NEED_NOTHING, doctor_old_files},
	{"credentials", NEED_CONFIG, doctor_credentials},
	{"plain tokens", NEED_NOTHING, doctor_plain_tokens},
	{"quota", NEED_NOTHING, doctor_quota},
	{"hold", NEED_NOTHING, doctor_hold},
	{"ledgers", NEED_NOTHING, doctor_ledgers},
	{"opt-outs", NEED_NOTHING, doctor_opt_outs},
	{"log", NEED_CONFIG, doctor_log},
	{"API version", NEED_CONFIG, doctor_api_version},
	{"name lookup", NEED_NETWORK, doctor_name},
	{"connection", NEED_NETWORK, doctor_connection},
	{"TLS", NEED_NETWORK, doctor_tls},
	{"API", NEED_NETWORK, doctor_served},
	{"clock", NEED_NETWORK, doctor_clock},
	{"account", NEED_NETWORK, doctor_account},
	{"limits", NEED_ACCOUNT, doctor_limits},
	{"e-mail", NEED_CONFIG, doctor_email},
};

enum { CHECK_COUNT = sizeof(checks) / sizeof(*checks) };

/* Where findings go as they come. */
struct paper {
	struct output output;
	bool is_quiet; /* what is fine is left out */
	bool is_lost;
	struct fault why; /* it is */
};

struct choices {
	const char *profile;
	bool is_json;
	bool is_quiet;
};

const char *
doctor_mend(struct doctor *doctor, const char *format, ...)
{
	struct buf *mend = &doctor->mend;
	va_list words;
	size_t len;

	buf_clear(mend);
	va_start(words, format);
	for (; *format != '\0'; format += len) {
		len = strcspn(format, "%");
		buf_add(mend, format, len);
		if (format[len] != '%')
			continue;
		if (format[len + 1] == 's')
			shellword_add(mend, va_arg(words, const char *));
		else
			buf_add_byte(mend, format[len + 1]);
		len += 2;
	}
	va_end(words);
	return buf_string(mend);
}

const char *
doctor_ours(struct doctor *doctor, const char *text, const char *command)
{
	struct buf *mend = &doctor->mend;

	buf_clear(mend);
	if (*text != '\0')
		buf_add_format(mend, "%s\n", text);
	buf_add_format(mend, "$ %s", command);
	if (doctor->setup.profile != NULL) {
		buf_add_text(mend, " --profile ");
		shellword_add(mend, doctor->setup.profile);
	}
	return buf_string(mend);
}

const char *
doctor_by_hand(struct doctor *doctor, const char *text, const char *line)
{
	struct buf *mend = &doctor->mend;

	buf_clear(mend);
	buf_add_format(mend,
		"%s; it is run without a shell, so that $, ~, * and | mean"
		" themselves\n$ ",
		text);
	visible_add(mend, line, strlen(line));
	return buf_string(mend);
}

const char *
doctor_path(const struct doctor *doctor, const char *name, struct buf *path)
{
	buf_clear(path);
	buf_add_format(path, "%s/%s", doctor->setup.directory, name);
	return buf_string(path);
}

/* What a check that cannot be made is told instead; NULL: it can be. */
static const char *
find_obstacle(const struct doctor *doctor, enum need need, const char **mend)
{
	*mend = "mend that first";
	if (need == NEED_NOTHING)
		return NULL;
	if (need >= NEED_NETWORK && doctor->is_offline) {
		*mend = "run this without --offline";
		return "it needs the network";
	}
	if (!doctor->has_config || !doctor->has_server)
		return "the configuration cannot be used";
	if (need >= NEED_NETWORK && doctor->trouble != NULL)
		return doctor->trouble;
	if (need == NEED_ACCOUNT && !doctor->has_account)
		return "the account could not be looked at";
	return NULL;
}

static void
run_checks(struct doctor *doctor)
{
	const char *obstacle, *mend;

	for (size_t at = 0; at < CHECK_COUNT; at++) {
		obstacle = find_obstacle(doctor, checks[at].need, &mend);
		if (obstacle == NULL)
			checks[at].run(doctor, checks[at].name);
		else
			findings_add(doctor->findings, FINDING_SKIPPED,
				checks[at].name, mend, "%s", obstacle);
	}
}

/* A command as it is, however long: a line end in it would break it. */
static void
write_commands(struct buf *out, const char *mend)
{
	size_t len;

	for (; *mend != '\0'; mend += len) {
		len = strcspn(mend, "\n");
		buf_add_format(out, "         %.*s\n", (int)len, mend);
		len += mend[len] == '\n';
	}
}

/* As soon as it is found: what waits for the network takes a while. */
static void
write_finding(const struct finding *finding, void *context)
{
	struct paper *paper = context;
	struct finding shown = *finding;
	struct buf *out = output_text(&paper->output);
	const char *commands = NULL;
	char sentence[2048];

	if (paper->is_quiet && finding->state == FINDING_OK)
		return;
	/* What to do stands with what it was skipped for. */
	if (finding->state == FINDING_SKIPPED)
		shown.mend = NULL;
	else if (finding->mend != NULL && strncmp(finding->mend, "$ ", 2) == 0)
		commands = finding->mend;
	else if (finding->mend != NULL)
		commands = strstr(finding->mend, "\n$ ");
	if (commands != NULL) {
		snprintf(sentence, sizeof(sentence),
			"%.*s:", (int)(commands - finding->mend),
			finding->mend);
		shown.mend = commands == finding->mend ? NULL : sentence;
		commands += *commands == '\n';
	}
	finding_write_text(&shown, out);
	if (commands != NULL)
		write_commands(out, commands);
	if (!paper->is_lost)
		paper->is_lost = output_flush(&paper->output, &paper->why) != 0;
}

static void
sum_up(const struct findings *findings)
{
	size_t skipped = findings_count(findings, FINDING_SKIPPED);
	size_t warnings = findings_count(findings, FINDING_WARNING);
	size_t failures = findings_count(findings, FINDING_FAILURE);
	char text[64] = "";

	if (skipped > 0)
		snprintf(text, sizeof(text), ", %zu skipped", skipped);
	msg_info("%zu ok, %zu warning%s, %zu failure%s%s",
		findings_count(findings, FINDING_OK), warnings,
		warnings == 1 ? "" : "s", failures, failures == 1 ? "" : "s",
		text);
}

static int
find_status(const struct findings *findings)
{
	if (findings_count(findings, FINDING_FAILURE) > 0)
		return EX_CONFIG;
	return findings_count(findings, FINDING_WARNING) > 0 ? 1 : EX_OK;
}

static void
take_ca_file(struct doctor *doctor, const char *path)
{
	doctor->access.http.ca_file = path;
	doctor->has_ca_option = true;
}

static void
parse_options(struct doctor *doctor, struct choices *choices, int argc,
	char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	size_t count;
	int key;

	while ((key = options_next(options)) != OPTIONS_END) {
		if (key == KEY_OFFLINE)
			doctor->is_offline = true;
		else if (key == KEY_JSON)
			choices->is_json = true;
		else if (key == 'q')
			choices->is_quiet = true;
		else if (key == KEY_PROFILE)
			choices->profile = options_argument(options);
		else if (key == KEY_CA_FILE)
			take_ca_file(doctor, options_argument(options));
		else if (key == KEY_PASSPHRASE_FD)
			doctor->access.passphrase_fd =
				options_descriptor(options);
	}
	options_operands(options, &count);
	options_close(options);
	if (count > 0)
		options_fail("there are no operands");
}

/* Where this program lies, and with it the others. */
static void
find_own_directory(struct doctor *doctor)
{
	ssize_t len = readlink("/proc/self/exe", doctor->own_directory,
		sizeof(doctor->own_directory) - 1);
	char *slash;

	doctor->own_directory[len > 0 ? len : 0] = '\0';
	slash = strrchr(doctor->own_directory, '/');
	if (slash != NULL)
		*slash = '\0';
}

/* What is pasted must be right in any directory. */
static int
find_directory(struct doctor *doctor, struct fault *why)
{
	char *path = profile_path(doctor->setup.profile, why);

	if (path == NULL)
		return -1;
	doctor->setup.directory = doctor_absolute(path);
	free(path);
	return 0;
}

static int
examine(struct doctor *doctor, const struct choices *choices, struct fault *why)
{
	struct paper paper = {.is_quiet = choices->is_quiet};
	struct output *output = &paper.output;

	output_init(output, STDOUT_FILENO, "standard output");
	doctor->findings =
		findings_new(choices->is_json ? NULL : write_finding, &paper);
	run_checks(doctor);
	if (choices->is_json) {
		findings_write_json(doctor->findings, output_text(output));
		buf_add_byte(output_text(output), '\n');
	}
	if (!paper.is_lost)
		paper.is_lost = output_finish(output, &paper.why) != 0;
	output_release(output);
	if (paper.is_lost) {
		*why = paper.why;
		return -1;
	}
	sum_up(doctor->findings);
	return find_status(doctor->findings);
}

int
main(int argc, char *argv[])
{
	struct doctor *doctor = xcalloc(1, sizeof(*doctor));
	struct choices choices = {0};
	struct fault why;
	int result;

	program_hide();
	doctor_note_environment();
	access_init(&doctor->access);
	config_init(&doctor->setup.config);
	http_reply_init(&doctor->reply);
	buf_init(&doctor->mend, SIZE_MAX);
	result = access_take_token(&doctor->access, &why);
	program_init(argv[0]);
	parse_options(doctor, &choices, argc, argv);
	find_own_directory(doctor);
	doctor->setup.profile = choices.profile;
	if (result == 0)
		result = find_directory(doctor, &why);
	if (result == 0)
		result = examine(doctor, &choices, &why);
	if (result < 0)
		result = msg_fault(&why);
	findings_free(doctor->findings);
	access_release(&doctor->access);
	config_release(&doctor->setup.config);
	http_reply_release(&doctor->reply);
	buf_release(&doctor->mend);
	free(doctor->setup.directory);
	free(doctor);
	return result;
}
