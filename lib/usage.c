/* SPDX-License-Identifier: MIT */
#include "usage.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "doc.h"
#include "file.h"
#include "jsonwriter.h"
#include "lock.h"
#include "xalloc.h"

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

static const char file_name[] = "whatsapp_usage.json";

enum {
	FILE_SIZE_MAX = 1024 * 1024,
	USAGE_VERSION = 1,
	LOCK_WAIT_MS = 10 * 1000,
};

struct usage_file {
	char *directory;
	char *path, *lock_path; /* for messages */
	int lock;
	/*
	 * The file that was read or written last, and what it says.  It is
	 * kept open so that no other gets its inode number meanwhile; -1:
	 * there was none.
	 */
	bool is_known;
	int seen;
	struct stat seen_as;
	struct usage usage;
};

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

struct usage_file *
usage_open(const char *directory, bool is_to_look, struct fault *why)
{
	struct usage_file *file = xcalloc(1, sizeof(*file));

	file->directory = xstrdup(directory);
	file->path = join(directory, file_name);
	file->lock_path = join(directory, "whatsapp_usage.lock");
	file->seen = file->lock = -1;
	if (!is_to_look)
		file->lock = lock_open(file->lock_path, why);
	if (is_to_look || file->lock >= 0)
		return file;
	usage_close(file);
	return NULL;
}

static void
forget(struct usage_file *file)
{
	if (file->seen >= 0)
		close(file->seen);
	file->seen = -1;
	file->is_known = false;
}

void
usage_close(struct usage_file *file)
{
	if (file == NULL)
		return;
	forget(file);
	if (file->lock >= 0)
		close(file->lock);
	free(file->directory);
	free(file->path);
	free(file->lock_path);
	free(file);
}

int
usage_lock(struct usage_file *file, struct fault *why)
{
	return lock_acquire(file->lock, file->lock_path, LOCK_WAIT_MS, why);
}

void
usage_unlock(struct usage_file *file)
{
	lock_release(file->lock);
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
parse(const struct usage_file *file, const struct doc *doc, struct usage *usage,
	struct fault *why)
{
	const char *date = doc_string(doc, "date");
	const char *bad = NULL;
	int64_t version;

	if (!read_whole(doc, "v", false, &version) || version > USAGE_VERSION)
		return fault_set(why, EX_CONFIG,
			"%s: is of a later version; use the programs of that"
			" release",
			file->path);
	if (date == NULL || clock_end_of_date(date) < 0)
		bad = "date";
	else if (!read_whole(doc, "daily_count", true, &usage->count))
		bad = "daily_count";
	else if (!read_whole(doc, "bucket.next_us", false, &usage->next_us))
		bad = "bucket.next_us";
	else if (!read_whole(doc, "bucket.at_us", false, &usage->at_us))
		bad = "bucket.at_us";
	else if (!read_whole(doc, "bucket.interval_us", false,
			 &usage->interval_us))
		bad = "bucket.interval_us";
	else
		bad = hold_read(doc, &usage->hold);
	if (bad != NULL)
		return fault_set(why, EX_CONFIG,
			"%s: %s is missing or makes no sense; nothing goes out"
			" until you mend it, or move the file away if nothing"
			" was sent today",
			file->path, bad);
	memcpy(usage->date, date, CLOCK_DATE_SIZE);
	return 0;
}

/* Whether there was one; -1: it cannot be used. */
static int
read_file(struct usage_file *file, struct fault *why)
{
	struct fault where;
	struct doc *doc;
	int result;

	errno = 0;
	doc = doc_read(file->path, FILE_SIZE_MAX, &where);
	if (doc == NULL && where.status == EX_NOINPUT && errno == ENOENT)
		return 0;
	if (doc == NULL)
		return fault_set(why,
			where.status == EX_DATAERR ? EX_CONFIG : EX_IOERR,
			"%s; nothing goes out until you mend it, or move the"
			" file away if nothing was sent today",
			where.text);
	result = parse(file, doc, &file->usage, why);
	doc_free(doc);
	return result == 0 ? 1 : -1;
}

static void
note_seen(struct usage_file *file)
{
	forget(file);
	file->seen = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	file->is_known = file->seen >= 0
				 ? fstat(file->seen, &file->seen_as) == 0
				 : errno == ENOENT;
}

/* Is the file still the one that was seen, or still not there? */
static bool
is_seen(const struct usage_file *file)
{
	const struct stat *was = &file->seen_as;
	struct stat is;

	if (!file->is_known)
		return false;
	if (stat(file->path, &is) != 0)
		return errno == ENOENT && file->seen < 0;
	return file->seen >= 0 && is.st_ino == was->st_ino &&
	       is.st_dev == was->st_dev && is.st_size == was->st_size &&
	       is.st_mtim.tv_sec == was->st_mtim.tv_sec &&
	       is.st_mtim.tv_nsec == was->st_mtim.tv_nsec;
}

int
usage_read(struct usage_file *file, struct usage *usage, struct fault *why)
{
	int found;

	if (!is_seen(file)) {
		/* Before it is read: one that comes between is seen as new. */
		note_seen(file);
		file->usage = (struct usage){0};
		found = read_file(file, why);
		if (found < 0)
			forget(file);
		if (found < 0)
			return -1;
	}
	*usage = file->usage;
	if (usage->date[0] == '\0')
		clock_local_date(clock_now_ms(), usage->date);
	return 0;
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

bool
usage_catch_up(struct usage *usage, int64_t now_ms)
{
	int64_t back_us = usage->at_us - now_ms * 1000;

	turn_day(usage, now_ms);
	usage->hold.is_set = hold_stands(&usage->hold, now_ms);
	if (back_us <= 0)
		return false;
	usage->next_us -= back_us < usage->next_us ? back_us : usage->next_us;
	usage->at_us -= back_us;
	return true;
}

static void
format(const struct usage *usage, struct buf *text)
{
	struct json_writer json = {.out = text};
	char now[CLOCK_TEXT_SIZE];

	clock_format(clock_now_ms(), now);
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
	json_name(&json, "interval_us");
	json_integer(&json, usage->interval_us);
	json_close(&json, '}');
	if (usage->hold.is_set) {
		json_name(&json, "hold");
		hold_write(&usage->hold, &json);
	}
	json_close(&json, '}');
	buf_add_byte(text, '\n');
}

int
usage_write(struct usage_file *file, const struct usage *usage,
	struct fault *why)
{
	struct buf text;
	int result;

	buf_init(&text, FILE_SIZE_MAX);
	format(usage, &text);
	result = file_replace(file->directory, file_name, text.data, text.len,
		why);
	buf_release(&text);
	if (result != 0) {
		forget(file);
		return -1;
	}
	note_seen(file);
	file->usage = *usage;
	return 0;
}
