/* SPDX-License-Identifier: MIT */
/* The part of ledger that opens one, and reads what is in it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "ledger-parts.h"
#include "ledger-scan.h"
#include "xalloc.h"

static void
warn_of_torn(const struct ledger_scan *scan, const char *path,
	struct fault *warning)
{
	if (scan->torn.count == 0)
		return;
	fault_set(warning, EX_OK,
		"%s: %" PRId64 " bytes from byte %" PRId64
		" on were being written when the machine or the program"
		" stopped; nothing was sent because of them, and they stay as"
		" they are",
		path, scan->torn.bytes, scan->torn.list[0].at);
}

/* Read what is there.  -1 with *why, also when that is damage. */
static int
scan_file(struct ledger *ledger, struct ledger_scan *scan, struct fault *why)
{
	scan->campaign = ledger->file.campaign;
	scan->index = &ledger->index;
	if (ledger_scan_run(scan, ledger->file.fd, ledger->file.path, why) != 0)
		return -1;
	if (scan->is_later || ledger_scan_is_damaged(scan))
		return ledger_scan_fault(scan, ledger->file.path, why);
	return 0;
}

/* For telling apart, not for secrecy. */
static void
name_run(char name[16 + 1])
{
	unsigned char bytes[8] = {0};

	if (getentropy(bytes, sizeof(bytes)) != 0)
		memset(bytes, 0, sizeof(bytes));
	for (int at = 0; at < 8; at++)
		snprintf(name + 2 * at, 3, "%02x", bytes[at]);
}

/* Which start of the machine this is; "" where nobody knows. */
static void
read_boot(char boot[64])
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t len = 0;

	if (fd >= 0) {
		len = read(fd, boot, 63);
		close(fd);
	}
	boot[len > 0 ? len : 0] = '\0';
	boot[strcspn(boot, "\n")] = '\0';
}

static void
add_run(struct ledger *ledger, const struct ledger_scan *scan)
{
	char name[16 + 1], boot[64];
	struct ledger_line line = {.s = LEDGER_WORD_RUN,
		.run = name,
		.pid = getpid(),
		.boot = boot,
		.version = PACKAGE_VERSION};

	name_run(name);
	read_boot(boot);
	if (scan->torn.count > 0) {
		line.torn = scan->torn.list[0].at;
		line.bytes = scan->torn.bytes + scan->is_torn_open;
	}
	ledger_add_line(ledger, &line);
}

/* An intent without an end may have been sent: whoever sent it is gone. */
static void
add_doubts(struct ledger *ledger)
{
	char key[IDENTITY_KEY_SIZE];
	struct ledger_item *item;

	for (size_t number = 0; number < ledger->index.count; number++) {
		item = ledger_index_at(&ledger->index, number);
		if (item->state != LEDGER_INTENT)
			continue;
		ledger_key_format(item->key, key);
		ledger->open_count++;
		ledger_settle(ledger, key,
			&(struct ledger_end){.state = LEDGER_IN_DOUBT,
				.why = "killed"});
	}
}

/* Say that a run begins, and make durable all that was found. */
static int
begin(struct ledger *ledger, const struct ledger_scan *scan, struct fault *why)
{
	ledger->written.len = scan->end;
	ledger->n = ledger->written.n = scan->n;
	ledger->durable_n = scan->d;
	ledger->marked_len = scan->mark.len;
	if (scan->lacks_newline)
		buf_add_byte(&ledger->out, '\n');
	if (!scan->has_header)
		ledger_add_line(ledger,
			&(struct ledger_line){.s = LEDGER_WORD_LEDGER,
				.v = LEDGER_VERSION,
				.campaign = ledger->file.campaign});
	add_run(ledger, scan);
	add_doubts(ledger);
	if (ledger_write(ledger, why) != 0)
		return -1;
	/* A mark with two sums is of a ledger that is whole by now. */
	if (scan->mark.crc != scan->mark.other_crc)
		ledger->marked_len = -1;
	return ledger_sync_now(ledger, why);
}

static int
open_to_write(struct ledger *ledger, struct ledger_scan *scan,
	struct fault *why)
{
	struct ledger_file *file = &ledger->file;
	const struct ledger_mark nothing = {0};
	int missing;

	if (ledger_file_make_directory(file, why) != 0 ||
		ledger_file_lock(file, why) != 0)
		return -1;
	missing = ledger_file_find(file, true, &scan->mark, why);
	if (missing < 0)
		return -1;
	if (missing == 1 && (ledger_mark_write(file->directory, file->mark,
				     &nothing, why) != 0 ||
				    ledger_file_create(file, why) != 0))
		return -1;
	if (scan_file(ledger, scan, why) != 0)
		return -1;
	return begin(ledger, scan, why);
}

static struct ledger *
new_ledger(void)
{
	struct ledger *ledger = xcalloc(1, sizeof(*ledger));

	ledger->file.fd = ledger->file.lock = -1;
	buf_init(&ledger->out, SIZE_MAX);
	return ledger;
}

static void
free_ledger(struct ledger *ledger)
{
	struct fault ignored;

	ledger->is_writer = false; /* nothing is to be written any more */
	ledger_close(ledger, &ignored);
}

struct ledger *
ledger_open(const char *directory, const char *campaign, struct fault *warning,
	struct fault *why)
{
	struct ledger *ledger = new_ledger();
	struct ledger_scan scan = {0};
	int result;

	warning->text[0] = '\0';
	ledger->is_writer = true;
	result = ledger_file_init(&ledger->file, directory, campaign, why);
	if (result == 0)
		result = open_to_write(ledger, &scan, why);
	if (result == 0)
		warn_of_torn(&scan, ledger->file.path, warning);
	ledger_scan_release(&scan);
	if (result == 0)
		return ledger;
	free_ledger(ledger);
	return NULL;
}

static int
open_to_read(struct ledger *ledger, struct ledger_scan *scan, bool *is_damaged,
	struct fault *warning, struct fault *why)
{
	struct ledger_file *file = &ledger->file;
	bool was_locked = ledger_file_is_locked(file);
	int missing = ledger_file_find(file, false, &scan->mark, why);

	if (missing == 1)
		return fault_set(why, EX_NOINPUT,
			"%s: there is none: nothing was sent in campaign %s",
			file->path, file->campaign);
	if (missing < 0 && (file->fd < 0 || is_damaged == NULL ||
				   why->status != EX_CONFIG))
		return -1;
	if (missing < 0) {
		/* What is wrong is the mark: go on without. */
		*is_damaged = true;
		scan->mark = (struct ledger_mark){0};
	}
	if (scan_file(ledger, scan, why) != 0) {
		if (is_damaged == NULL || why->status != EX_CONFIG)
			return -1;
		*is_damaged = true;
	}
	/*
	 * A killed sender may have left lines that only the system's memory
	 * has.  What is told of them must still be so after a power cut.  A
	 * medium that cannot be written to has nothing to lose.
	 */
	ledger_sync_data(file->fd);
	ledger->is_orphaned = !was_locked && !ledger_file_is_locked(file);
	/* While it is being written its end is not all there yet. */
	if (ledger->is_orphaned)
		warn_of_torn(scan, file->path, warning);
	return 0;
}

static struct ledger *
read_once(const char *directory, const char *campaign, bool *is_damaged,
	struct fault *warning, struct fault *why)
{
	struct ledger *ledger = new_ledger();
	struct ledger_scan scan = {0};
	int result;

	warning->text[0] = '\0';
	result = ledger_file_init(&ledger->file, directory, campaign, why);
	if (result == 0)
		result = open_to_read(ledger, &scan, is_damaged, warning, why);
	ledger->written.len = scan.end;
	ledger_scan_release(&scan);
	if (result == 0)
		return ledger;
	free_ledger(ledger);
	return NULL;
}

/*
 * Between the mark and the ledger csr-ledger forget may have replaced both:
 * what is damaged only once is not.
 */
struct ledger *
ledger_read(const char *directory, const char *campaign, struct fault *warning,
	struct fault *why)
{
	struct ledger *ledger =
		read_once(directory, campaign, NULL, warning, why);

	if (ledger == NULL && why->status == EX_CONFIG)
		ledger = read_once(directory, campaign, NULL, warning, why);
	return ledger;
}

struct ledger *
ledger_salvage(const char *directory, const char *campaign, bool *is_damaged,
	struct fault *warning, struct fault *why)
{
	struct ledger *ledger = ledger_read(directory, campaign, warning, why);

	*is_damaged = false;
	if (ledger == NULL && why->status == EX_CONFIG)
		ledger = read_once(directory, campaign, is_damaged, warning,
			why);
	return ledger;
}

/*
 * The line at a place, in the file or among those not yet written, without its
 * newline, which the last one may lack.  Its length, or -1.
 */
static ssize_t
read_line(const struct ledger *ledger, int64_t at, char text[LEDGER_LINE_MAX])
{
	int64_t unwritten = at - ledger->written.len;
	const char *newline;
	ssize_t len;

	if (unwritten < 0) {
		len = pread(ledger->file.fd, text, LEDGER_LINE_MAX, at);
	} else {
		len = (ssize_t)ledger->out.len - (ssize_t)unwritten;
		if (len > LEDGER_LINE_MAX)
			len = LEDGER_LINE_MAX;
		memcpy(text, ledger->out.data + unwritten, (size_t)len);
	}
	if (len <= 0)
		return -1;
	newline = memchr(text, '\n', (size_t)len);
	return newline != NULL ? newline - text : len;
}

static void
copy_text(char *out, size_t size, const char *text)
{
	snprintf(out, size, "%s", text != NULL ? text : "");
}

static void
fill_event(struct ledger_event *event, const struct ledger_line *line)
{
	event->attempt = (unsigned int)line->a;
	event->at_ms = clock_parse(line->time, strlen(line->time));
	event->code = line->code;
	event->until_ms = line->until == NULL ? 0
					      : clock_parse(line->until,
							strlen(line->until));
	copy_text(event->id, sizeof(event->id), line->id);
	copy_text(event->why, sizeof(event->why), line->why);
}

int
ledger_last(const struct ledger *ledger, const char *key,
	struct ledger_event *event, struct fault *why)
{
	unsigned char bytes[LEDGER_KEY_SIZE];
	const struct ledger_item *item = NULL;
	struct ledger_reader reader = {0};
	struct ledger_line line;
	char text[LEDGER_LINE_MAX];
	int64_t at;
	ssize_t len;

	if (ledger_key_parse(key, bytes))
		item = ledger_index_find(&ledger->index, bytes);
	if (item == NULL || item->behind == 0)
		return fault_set(why, EX_NOINPUT,
			"%s: nothing is known of key %s", ledger->file.path,
			key);
	at = (int64_t)item->behind - 1;
	len = read_line(ledger, at, text);
	if (len < 0 || ledger_line_read(&reader, text, (size_t)len, &line) !=
			       LEDGER_LINE_GOOD) {
		ledger_reader_release(&reader);
		return fault_set(why, EX_IOERR,
			"%s: the line at byte %" PRId64
			" is not what it was a moment ago",
			ledger->file.path, at);
	}
	fill_event(event, &line);
	event->state = item->state;
	if (item->state == LEDGER_INTENT && ledger->is_orphaned) {
		event->state = LEDGER_IN_DOUBT;
		copy_text(event->why, sizeof(event->why), "killed");
	}
	ledger_reader_release(&reader);
	return 0;
}
