/* SPDX-License-Identifier: MIT */
/* csr-doctor: config.yaml, and whether what it sets can hold. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "apiversion.h"
#include "clock.h"
#include "csr-doctor.h"
#include "environment.h"
#include "visible.h"

/* Who may change it may have any command run: password_command. */
static bool
is_safe(struct doctor *doctor, const char *check, const char *path)
{
	struct stat status;
	const char *trouble = NULL, *mend = NULL;

	if (stat(path, &status) != 0)
		return true;
	if (!S_ISREG(status.st_mode)) {
		trouble = "is not a file";
		mend = doctor_mend(doctor, "move it away\n$ mv %s %s.old", path,
			path);
	} else if (status.st_uid != geteuid() && status.st_uid != 0) {
		trouble = "belongs to another user, who can have any command"
			  " run with it";
		mend = doctor_mend(doctor, "$ sudo chown \"$(id -un)\" %s",
			path);
	} else if ((status.st_mode & 022) != 0) {
		trouble = "others can write to it, and have any command run"
			  " with it";
		mend = doctor_mend(doctor, "$ chmod go-w %s", path);
	}
	if (trouble == NULL)
		return true;
	findings_add(doctor->findings, FINDING_FAILURE, check, mend, "%s: %s",
		path, trouble);
	return false;
}

/* True unless a finding was added. */
static bool
read_environment(struct doctor *doctor, const char *check)
{
	const char *variable;
	struct fault why;

	if (setup_take_environment(&doctor->setup, &variable, &why) == 0)
		return true;
	findings_add(doctor->findings, FINDING_FAILURE, check,
		variable != NULL ? doctor_mend(doctor, "$ unset %s", variable)
				 : "end programs that take memory",
		"%s", why.text);
	return false;
}

/* Where all requests go, from the configuration and the environment. */
static bool
find_server(struct doctor *doctor, const char *check)
{
	struct fault why;

	if (access_find_server(&doctor->access, &doctor->setup, &why) == 0)
		return true;
	findings_add(doctor->findings, FINDING_FAILURE, check,
		environment_get("CSR_API_BASE") != NULL
			? "$ unset CSR_API_BASE"
			: doctor_set(doctor, "whatsapp.base_url",
				  "https://graph.facebook.com"),
		"%s", why.text);
	return false;
}

/* What mends a file that cannot be read, or not be understood. */
static const char *
mend_file(struct doctor *doctor, const char *path)
{
	if (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0 && errno == EACCES)
		return doctor_mend_access(doctor, path);
	return doctor_mend(doctor,
		"write what is allowed; csr-config(5) has all\n"
		"$ ${EDITOR:-vi} %s",
		path);
}

void
doctor_config(struct doctor *doctor, const char *check)
{
	struct config *config = &doctor->setup.config;
	struct stat status;
	struct fault why;
	struct buf path;
	bool is_good;

	buf_init(&path, SIZE_MAX);
	is_good = is_safe(doctor, check,
		doctor_path(doctor, "config.yaml", &path));
	/* A pipe would be waited for. */
	if (!is_good && stat(path.data, &status) == 0 &&
		!S_ISREG(status.st_mode))
		goto out;
	if (config_read(config, doctor->setup.directory, &why) != 0) {
		/* It may well refuse what has been told. */
		if (!is_good)
			goto out;
		is_good = false;
		findings_add(doctor->findings, FINDING_FAILURE, check,
			mend_file(doctor, path.data), "%s", why.text);
	} else {
		doctor->has_config = read_environment(doctor, check);
		is_good &= doctor->has_config;
	}
	if (doctor->has_config)
		doctor->has_server = find_server(doctor, check);
	if (is_good && doctor->has_server)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			access(path.data, F_OK) == 0
				? "%s makes sense"
				: "%s is not there, and what holds without it"
				  " is used",
			path.data);
out:
	buf_release(&path);
}

/*
 * In words: a command that is sure to change one line of a file that people
 * write would have to understand all of YAML.
 */
const char *
doctor_set(struct doctor *doctor, const char *setting, const char *value)
{
	const struct config_row *row = config_find(setting);
	enum config_source source = config_source(&doctor->setup.config, row);
	const char *name = strrchr(setting, '.') + 1;
	int section = (int)(name - 1 - setting);
	struct buf *mend = &doctor->mend;
	struct buf path, shown;

	if (source == CONFIG_ENVIRONMENT)
		return doctor_mend(doctor, "$ unset %s", row->variable);
	buf_init(&path, SIZE_MAX);
	buf_init(&shown, SIZE_MAX);
	doctor_path(doctor, "config.yaml", &path);
	visible_add(&shown, path.data, path.len);
	buf_string(&shown);
	buf_clear(mend);
	if (source == CONFIG_FILE)
		buf_add_format(mend,
			"in %s, in the section %.*s, write \"%s: %s\" in place"
			" of the %s that stands there",
			shown.data, section, setting, name, value, name);
	else if (access(path.data, F_OK) == 0)
		buf_add_format(mend,
			"in %s, write \"%s: %s\" into the section %.*s, or add"
			" both: a line \"%.*s:\", and below it, indented,"
			" this one",
			shown.data, name, value, section, setting, section,
			setting);
	else
		buf_add_format(mend,
			"make %s with two lines: \"%.*s:\", and below it,"
			" indented, \"%s: %s\"",
			shown.data, section, setting, name, value);
	buf_release(&path);
	buf_release(&shown);
	return buf_string(mend);
}

void
doctor_api_version(struct doctor *doctor, const char *check)
{
	const char *version = doctor->setup.config.whatsapp.api_version;
	struct apiversion_life life = apiversion_look(version, clock_now_ms());
	enum finding_state state = FINDING_OK;
	char text[128] = "";

	switch (life.state) {
	case APIVERSION_SERVED:
		if (life.end != NULL)
			snprintf(text, sizeof(text), " is served until %s",
				life.end);
		else
			snprintf(text, sizeof(text),
				" is served, and its end is not announced");
		break;
	case APIVERSION_ENDING:
		state = FINDING_WARNING;
		snprintf(text, sizeof(text), " ends on %s", life.end);
		break;
	case APIVERSION_ENDED:
		state = FINDING_FAILURE;
		snprintf(text, sizeof(text), " has ended%s%s",
			life.end != NULL ? " on " : "",
			life.end != NULL ? life.end : "");
		break;
	case APIVERSION_UNKNOWN:
		state = FINDING_WARNING;
		snprintf(text, sizeof(text),
			" is not known to this release, which has those of"
			" " APIVERSION_DATE ": see whether it answers");
		break;
	}
	findings_add(doctor->findings, state, check,
		state == FINDING_OK ? NULL
				    : doctor_set(doctor, "whatsapp.api_version",
					      apiversion_lasting()),
		"%s%s", version, text);
}

static bool
check_rate(struct doctor *doctor, const char *check)
{
	double a_minute = doctor->setup.config.whatsapp.rate_limit_per_minute;
	int most = doctor->account.messages_per_second;
	char value[32];

	if (most <= 0 || a_minute <= most * 60.0)
		return true;
	snprintf(value, sizeof(value), "%d", most * 60);
	findings_add(doctor->findings, FINDING_WARNING, check,
		doctor_set(doctor, "whatsapp.rate_limit_per_minute", value),
		"whatsapp.rate_limit_per_minute is %.10g, and the number may"
		" send %d a second: what is more is refused",
		a_minute, most);
	return false;
}

static bool
check_per_day(struct doctor *doctor, const char *check)
{
	int64_t a_day = doctor->setup.config.whatsapp.daily_message_limit;
	int64_t most = doctor->account.people_per_day;
	char value[32];

	if (most <= 0 || a_day <= most)
		return true;
	snprintf(value, sizeof(value), "%" PRId64, most);
	findings_add(doctor->findings, FINDING_WARNING, check,
		doctor_set(doctor, "whatsapp.daily_message_limit", value),
		"whatsapp.daily_message_limit is %" PRId64
		", and the account may write to %" PRId64
		" people a day: the others are refused",
		a_day, most);
	return false;
}

void
doctor_limits(struct doctor *doctor, const char *check)
{
	const struct account *account = &doctor->account;
	bool is_good = check_rate(doctor, check);

	is_good &= check_per_day(doctor, check);
	if (!is_good)
		return;
	if (account->messages_per_second == 0 && account->people_per_day == 0)
		findings_add(doctor->findings, FINDING_SKIPPED, check,
			"see them in WhatsApp Manager",
			"the API does not say what the account may send");
	else
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%.10g a minute and %" PRId64
			" a day are within what the account may send",
			doctor->setup.config.whatsapp.rate_limit_per_minute,
			doctor->setup.config.whatsapp.daily_message_limit);
}

/* Root may write anywhere, but not to a disk that is mounted to be read. */
static bool
can_write(struct doctor *doctor, const char *check, const char *path, int mode)
{
	const char *reason;

	if (faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0 || errno == ENOENT)
		return true;
	reason = strerror(errno);
	findings_add(doctor->findings, FINDING_FAILURE, check,
		doctor_mend_access(doctor, path), "%s: %s", path, reason);
	return false;
}

void
doctor_log(struct doctor *doctor, const char *check)
{
	struct buf path;
	bool is_good;

	if (!doctor->setup.config.log.file) {
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"none is kept, as log.file is false");
		return;
	}
	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "logs", &path);
	is_good = doctor_is_private(doctor, check, path.data, S_IFDIR) &&
		  doctor_is_writable(doctor, check, path.data) &&
		  can_write(doctor, check, path.data, W_OK | X_OK);
	if (is_good) {
		doctor_path(doctor, "logs/csr.log", &path);
		is_good =
			doctor_is_private(doctor, check, path.data, S_IFREG) &&
			can_write(doctor, check, path.data, W_OK);
	}
	if (is_good)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s can be written", path.data);
	buf_release(&path);
}
