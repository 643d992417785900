/* SPDX-License-Identifier: MIT */
/* csr-doctor: what was sent, who opted out, and whether sending may go on. */
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "csr-doctor.h"
#include "hold.h"
#include "ledger-file.h"
#include "ledger-list.h"
#include "ledger.h"
#include "quota.h"

enum {
	MIB = 1024 * 1024,
	LEDGERS_READ_MOST = 32 * MIB, /* in a third of a second */
};

/* NULL when the file cannot be used, which the check of it says. */
static struct quota *
open_quota(struct doctor *doctor, struct quota_usage *usage, struct fault *why)
{
	struct quota *quota = NULL;
	struct fault ignored;
	struct stat status;
	struct buf path;

	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "whatsapp_usage.json", &path);
	/* A pipe would be waited for. */
	if (stat(path.data, &status) != 0 || S_ISREG(status.st_mode))
		quota = quota_open(doctor->setup.directory, NULL, why);
	buf_release(&path);
	if (quota == NULL || quota_read(quota, usage, why) == 0)
		return quota;
	quota_close(quota, &ignored); /* was only read */
	return NULL;
}

void
doctor_quota(struct doctor *doctor, const char *check)
{
	struct quota_usage usage;
	struct quota *quota;
	struct fault why;
	struct buf path;

	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "whatsapp_usage.json", &path);
	if (!doctor_is_private(doctor, check, path.data, S_IFREG))
		goto out;
	quota = open_quota(doctor, &usage, &why);
	if (quota == NULL)
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend(doctor,
				"if nothing was sent today, move it away;"
				" else write down in it what was\n"
				"$ mv %s %s.damaged",
				path.data, path.data),
			"%s", why.text);
	else
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%" PRId64 " messages were used on %s", usage.count,
			usage.date);
	quota_close(quota, &why);
out:
	buf_release(&path);
}

static void
say_hold(struct doctor *doctor, const char *check,
	const struct quota_hold *hold)
{
	char title[HOLD_TITLE_SIZE], advice[HOLD_ADVICE_SIZE];
	const char *mend = advice;
	struct buf text;

	buf_init(&text, SIZE_MAX);
	hold_title(hold, title);
	hold_advice(hold, doctor->setup.profile, advice);
	buf_add_text(&text, advice);
	/* What the account or its token is at fault for, a test can clear. */
	if (hold->status == EX_NOPERM) {
		buf_add_text(&text, "; or let a test see that it is over, and"
				    " end the pause");
		mend = doctor_ours(doctor, buf_string(&text), "csr-auth test");
	} else if (hold->until_ms == 0) {
		mend = doctor_ours(doctor, buf_string(&text),
			"csr-quota resume");
	}
	findings_add(doctor->findings, FINDING_WARNING, check, mend,
		"%s; set by %s", title, hold->by);
	buf_release(&text);
}

void
doctor_hold(struct doctor *doctor, const char *check)
{
	struct quota_usage usage;
	struct quota *quota;
	struct fault why;

	quota = open_quota(doctor, &usage, &why);
	if (quota == NULL) {
		findings_add(doctor->findings, FINDING_SKIPPED, check,
			"mend the quota file first",
			"the quota file cannot be used");
		return;
	}
	quota_close(quota, &why);
	if (hold_stands(&usage.hold, clock_now_ms()))
		say_hold(doctor, check, &usage.hold);
	else
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"sending is not paused");
}

/* What was found in all ledgers. */
struct ledgers {
	size_t count, good, shortcuts;
	int64_t bytes; /* read */
};

static int64_t
count_in_doubt(const struct ledger *ledger)
{
	char key[IDENTITY_KEY_SIZE];
	int64_t count = 0;

	for (size_t at = 0; at < ledger_key_count(ledger); at++) {
		ledger_key(ledger, at, key);
		count += ledger_find(ledger, key).state == LEDGER_IN_DOUBT;
	}
	return count;
}

static void
say_in_doubt(struct doctor *doctor, const char *check, const char *campaign,
	int64_t count)
{
	struct buf command;

	buf_init(&command, SIZE_MAX);
	buf_add_format(&command,
		"csr-ledger list --campaign %s --state in_doubt", campaign);
	findings_add(doctor->findings, FINDING_WARNING, check,
		doctor_ours(doctor,
			"see which, find out from WhatsApp Manager or from the"
			" people, and tell csr-ledger resolve",
			buf_string(&command)),
		"%s: %" PRId64 " are in doubt: they may have been sent, and"
		" are not sent again",
		campaign, count);
	buf_release(&command);
}

static void
say_damaged(struct doctor *doctor, const char *check, const char *campaign,
	const char *text)
{
	struct buf command;

	buf_init(&command, SIZE_MAX);
	buf_add_format(&command, "csr-ledger check --campaign %s", campaign);
	findings_add(doctor->findings, FINDING_FAILURE, check,
		doctor_ours(doctor, "see what is wrong and what that means",
			buf_string(&command)),
		"%s", text);
	buf_release(&command);
}

/* All of it.  True when it is fine. */
static bool
read_ledger(struct doctor *doctor, const char *check, const char *campaign)
{
	struct fault warning, why;
	int64_t in_doubt;
	struct ledger *ledger =
		ledger_read(doctor->setup.directory, campaign, &warning, &why);

	if (ledger == NULL && why.status == EX_NOINPUT)
		return true;
	if (ledger == NULL) {
		say_damaged(doctor, check, campaign, why.text);
		return false;
	}
	in_doubt = count_in_doubt(ledger);
	ledger_close(ledger, &why); /* was only read */
	if (in_doubt > 0)
		say_in_doubt(doctor, check, campaign, in_doubt);
	return in_doubt == 0;
}

/* Of a long one: that it is there, and has all that its mark says. */
static bool
measure_ledger(struct doctor *doctor, const char *check,
	struct ledger_file *file, int64_t size, struct ledgers *ledgers)
{
	struct ledger_mark mark;
	struct fault why;

	ledgers->shortcuts++;
	if (ledger_file_find(file, false, &mark, &why) == 0 && mark.len > size)
		fault_set(&why, EX_CONFIG,
			"%s: damaged: it is shorter than its mark says",
			file->path);
	else if (file->fd >= 0)
		return true;
	say_damaged(doctor, check, file->campaign, why.text);
	return false;
}

static bool
check_ledger(struct doctor *doctor, const char *check, const char *campaign,
	struct ledgers *ledgers)
{
	struct ledger_file file;
	struct stat status;
	bool is_good = false;
	struct fault why;

	if (ledger_file_init(&file, doctor->setup.directory, campaign, &why) !=
		0)
		return true;
	if (!doctor_is_private(doctor, check, file.path, S_IFREG))
		goto out;
	if (lstat(file.path, &status) != 0)
		status.st_size = 0;
	if (ledgers->bytes + status.st_size > LEDGERS_READ_MOST) {
		is_good = measure_ledger(doctor, check, &file, status.st_size,
			ledgers);
	} else {
		ledgers->bytes += status.st_size;
		is_good = read_ledger(doctor, check, campaign);
	}
out:
	ledger_file_close(&file);
	return is_good;
}

static void
sum_up(struct doctor *doctor, const char *check, const struct ledgers *ledgers)
{
	if (ledgers->good < ledgers->count)
		return;
	if (ledgers->count == 0)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"no campaign was sent yet");
	else if (ledgers->shortcuts == 0)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%zu %s whole, and nothing is in doubt", ledgers->count,
			ledgers->count == 1 ? "is" : "are");
	else
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%zu are there, with %zu so long that only the length"
			" was compared; csr-ledger check reads all",
			ledgers->count, ledgers->shortcuts);
}

void
doctor_ledgers(struct doctor *doctor, const char *check)
{
	struct ledgers ledgers = {0};
	struct ledger_names names = {0};
	struct fault why;
	struct buf path;

	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "ledger", &path);
	if (!doctor_is_private(doctor, check, path.data, S_IFDIR))
		goto out;
	if (ledger_names_read(&names, doctor->setup.directory, &why) != 0) {
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend(doctor, "$ ls -ld %s", path.data), "%s",
			why.text);
		goto out;
	}
	ledgers.count = names.count;
	for (size_t at = 0; at < names.count; at++)
		ledgers.good +=
			check_ledger(doctor, check, names.list[at], &ledgers);
	sum_up(doctor, check, &ledgers);
out:
	ledger_names_release(&names);
	buf_release(&path);
}
