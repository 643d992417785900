/* SPDX-License-Identifier: MIT */
#include "quota.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "doc.h"
#include "file.h"
#include "jsonwriter.h"
#include "lock.h"
#include "xalloc.h"

static const char file_name[] = "whatsapp_usage.json";

enum {
	FILE_SIZE_MAX = 1024 * 1024,
	USAGE_VERSION = 1,
	LOCK_WAIT_MS = 10 * 1000,
	/*
	 * A grant for each message means a write to the disk for each; above
	 * 100 a second the messages of 10 ms are granted together.
	 */
	LEASES_PER_SECOND = 100,
};

/* What the file says. */
struct usage {
	char date[CLOCK_DATE_SIZE];
	int64_t count; /* of that day */
	/*
	 * The pace, as the generic cell rate algorithm (ITU-T I.371) keeps
	 * it: the time at which the next message would be exactly on pace.
	 */
	int64_t next_us;
	int64_t at_us; /* of the last grant */
};

struct quota {
	struct quota_limits limits;
	char *directory;
	char *path, *lock_path; /* for messages */
	int lock;
	int64_t lease; /* granted by the file, not yet given out */
	char lease_date[CLOCK_DATE_SIZE];
	int64_t own_next_us; /* what this run's own pace allows */
};

static int64_t
interval_us(const struct quota *quota)
{
	return (int64_t)(1e6 / quota->limits.rate.per_second + 0.5);
}

/* A whole number from 0 on; missing is 0 unless it must be there. */
static bool
read_whole(const struct doc *doc, const char *path, bool must_be,
	int64_t *number)
{
	double value = 0;

	*number = 0;
	if (doc_kind(doc, path) == DOC_MISSING)
		return !must_be;
	if (!doc_number(doc, path, &value) || value < 0 || value > 9e15 ||
		floor(value) != value)
		return false;
	*number = (int64_t)value;
	return true;
}

static int
parse_usage(const struct quota *quota, const struct doc *doc,
	struct usage *usage, struct fault *why)
{
	const char *date = doc_string(doc, "date");
	const char *bad = NULL;
	int64_t version;

	if (!read_whole(doc, "v", false, &version) || version > USAGE_VERSION)
		return fault_set(why, EX_CONFIG,
			"%s: is of a later version; use the programs of that"
			" release",
			quota->path);
	if (date == NULL || clock_end_of_date(date) < 0)
		bad = "date";
	else if (!read_whole(doc, "daily_count", true, &usage->count))
		bad = "daily_count";
	else if (!read_whole(doc, "bucket.next_us", false, &usage->next_us))
		bad = "bucket.next_us";
	else if (!read_whole(doc, "bucket.at_us", false, &usage->at_us))
		bad = "bucket.at_us";
	if (bad != NULL)
		return fault_set(why, EX_CONFIG,
			"%s: %s is missing or makes no sense; nothing goes out"
			" until you mend it, or move the file away if nothing"
			" was sent today",
			quota->path, bad);
	memcpy(usage->date, date, CLOCK_DATE_SIZE);
	return 0;
}

static int
read_usage(const struct quota *quota, struct usage *usage, struct fault *why)
{
	struct fault where;
	struct doc *doc;
	int result;

	*usage = (struct usage){0};
	errno = 0;
	doc = doc_read(quota->path, FILE_SIZE_MAX, &where);
	if (doc == NULL && where.status == EX_NOINPUT && errno == ENOENT) {
		clock_local_date(clock_now_ms(), usage->date);
		return 0;
	}
	if (doc == NULL)
		return fault_set(why,
			where.status == EX_DATAERR ? EX_CONFIG : EX_IOERR,
			"%s; nothing goes out until you mend it, or move the"
			" file away if nothing was sent today",
			where.text);
	result = parse_usage(quota, doc, usage, why);
	doc_free(doc);
	return result;
}

static int
write_usage(const struct quota *quota, const struct usage *usage,
	struct fault *why)
{
	char now[CLOCK_TEXT_SIZE];
	struct json_writer json = {0};
	struct buf text;
	int result;

	clock_format(clock_now_ms(), now);
	buf_init(&text, FILE_SIZE_MAX);
	json.out = &text;
	json_open(&json, '{');
	json_name(&json, "v");
	json_integer(&json, USAGE_VERSION);
	json_name(&json, "date");
	json_string(&json, usage->date);
	json_name(&json, "daily_count");
	json_integer(&json, usage->count);
	json_name(&json, "last_updated");
	json_string(&json, now);
	json_name(&json, "bucket");
	json_open(&json, '{');
	json_name(&json, "next_us");
	json_integer(&json, usage->next_us);
	json_name(&json, "at_us");
	json_integer(&json, usage->at_us);
	json_close(&json, '}');
	json_close(&json, '}');
	buf_add_byte(&text, '\n');
	result = file_replace(quota->directory, file_name, text.data, text.len,
		why);
	buf_release(&text);
	return result;
}

/*
 * A day that is earlier than the one in the file (the clock was set back, or
 * the traveller flew west) is no new day: its count stays.
 */
static void
turn_day(struct usage *usage, int64_t now_ms)
{
	char today[CLOCK_DATE_SIZE];

	clock_local_date(now_ms, today);
	if (strcmp(today, usage->date) <= 0)
		return;
	memcpy(usage->date, today, sizeof(today));
	usage->count = 0;
}

/*
 * The clock was set back: what was still to wait, still is.  Whether that
 * changed anything.
 */
static bool
follow_clock(struct usage *usage, int64_t now_us)
{
	if (now_us >= usage->at_us)
		return false;
	usage->next_us -= usage->at_us - now_us;
	usage->at_us = now_us;
	return true;
}

static int64_t
lease_size(const struct quota *quota)
{
	double size = quota->limits.rate.per_second / LEASES_PER_SECOND;

	return size > 1 ? (int64_t)size : 1;
}

/*
 * Another run may go at another pace.  It makes this one wait for its
 * messages, but no longer than this one's own pace asks.  Whether that changed
 * anything.
 */
static bool
follow_pace(struct quota *quota, struct usage *usage, int64_t now_us)
{
	int64_t most = quota->limits.burst + lease_size(quota);
	int64_t last_us = now_us + most * interval_us(quota);

	/* A clock that is set back must not make this run wait either. */
	if (quota->own_next_us > last_us)
		quota->own_next_us = last_us;
	if (usage->next_us <= last_us)
		return false;
	usage->next_us = last_us;
	return true;
}

/* Take up to `wanted` messages out of usage; how many there were. */
static int64_t
take(struct quota *quota, struct usage *usage, int64_t wanted, int64_t now_us,
	int64_t *until_ms)
{
	int64_t interval = interval_us(quota);
	int64_t left = quota->limits.per_day - usage->count;
	int64_t allowed_us;

	if (left <= 0) {
		*until_ms = clock_end_of_date(usage->date);
		return 0;
	}
	allowed_us = usage->next_us - (quota->limits.burst - 1) * interval;
	if (allowed_us < quota->own_next_us)
		allowed_us = quota->own_next_us;
	if (now_us < allowed_us) {
		*until_ms = (allowed_us + 999) / 1000;
		return 0;
	}
	if (wanted > left)
		wanted = left;
	if (usage->next_us < now_us)
		usage->next_us = now_us;
	usage->next_us += wanted * interval;
	usage->at_us = now_us;
	usage->count += wanted;
	quota->own_next_us =
		usage->next_us - (quota->limits.burst - 1) * interval;
	return wanted;
}

/* With the lock held. */
static enum quota_answer
ask_file(struct quota *quota, int64_t *until_ms, struct fault *why)
{
	int64_t now_ms = clock_now_ms(), lease;
	struct usage usage;
	bool is_changed;

	if (read_usage(quota, &usage, why) != 0)
		return QUOTA_FAULT;
	turn_day(&usage, now_ms);
	is_changed = follow_clock(&usage, now_ms * 1000);
	is_changed |= follow_pace(quota, &usage, now_ms * 1000);
	lease = take(quota, &usage, lease_size(quota), now_ms * 1000, until_ms);
	if ((is_changed || lease > 0) && write_usage(quota, &usage, why) != 0)
		return QUOTA_FAULT;
	if (lease == 0)
		return usage.count >= quota->limits.per_day ? QUOTA_SPENT
							    : QUOTA_WAIT;
	memcpy(quota->lease_date, usage.date, sizeof(usage.date));
	quota->lease = lease - 1;
	return QUOTA_GRANTED;
}

/* A grant is good for the day on which it was counted, and no longer. */
static bool
is_lease_good(struct quota *quota)
{
	char today[CLOCK_DATE_SIZE];

	if (quota->lease == 0)
		return false;
	clock_local_date(clock_now_ms(), today);
	if (strcmp(today, quota->lease_date) > 0)
		quota->lease = 0;
	return quota->lease > 0;
}

enum quota_answer
quota_ask(struct quota *quota, int64_t *until_ms, struct fault *why)
{
	enum quota_answer answer;

	if (is_lease_good(quota)) {
		quota->lease--;
		return QUOTA_GRANTED;
	}
	if (lock_acquire(quota->lock, quota->lock_path, LOCK_WAIT_MS, why) != 0)
		return QUOTA_FAULT;
	answer = ask_file(quota, until_ms, why);
	lock_release(quota->lock);
	return answer;
}

static char *
join(const char *directory, const char *name)
{
	struct buf path;
	char *result;

	buf_init(&path, 64 * 1024);
	buf_add_format(&path, "%s/%s", directory, name);
	result = xstrdup(buf_string(&path));
	buf_release(&path);
	return result;
}

static void
free_quota(struct quota *quota)
{
	if (quota->lock >= 0)
		close(quota->lock);
	free(quota->directory);
	free(quota->path);
	free(quota->lock_path);
	free(quota);
}

struct quota *
quota_open(const char *directory, const struct quota_limits *limits,
	struct fault *why)
{
	struct quota *quota = xcalloc(1, sizeof(*quota));
	struct usage usage;
	int result = -1;

	quota->limits = *limits;
	quota->directory = xstrdup(directory);
	quota->path = join(directory, file_name);
	quota->lock_path = join(directory, "whatsapp_usage.lock");
	quota->lock = lock_open(quota->lock_path, why);
	/* Damage is told before anything is read, not in the middle. */
	if (quota->lock >= 0 && lock_acquire(quota->lock, quota->lock_path,
					LOCK_WAIT_MS, why) == 0) {
		result = read_usage(quota, &usage, why);
		lock_release(quota->lock);
	}
	if (result == 0)
		return quota;
	free_quota(quota);
	return NULL;
}

void
quota_give_back(struct quota *quota, int64_t count)
{
	quota->lease += count;
}

/* What was taken on a day that is over has gone with it. */
static int
return_lease(struct quota *quota, struct fault *why)
{
	struct usage usage;
	int result = 0;

	if (lock_acquire(quota->lock, quota->lock_path, LOCK_WAIT_MS, why) != 0)
		return -1;
	if (read_usage(quota, &usage, why) != 0) {
		result = -1;
	} else if (strcmp(usage.date, quota->lease_date) == 0) {
		usage.count -=
			usage.count < quota->lease ? usage.count : quota->lease;
		result = write_usage(quota, &usage, why);
	}
	lock_release(quota->lock);
	return result;
}

int
quota_close(struct quota *quota, struct fault *why)
{
	int result = 0;

	if (quota == NULL)
		return 0;
	if (quota->lease > 0)
		result = return_lease(quota, why);
	free_quota(quota);
	return result;
}
