/* SPDX-License-Identifier: MIT */
/* The part of ledger that hands lines to the system and to the disk. */
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "ledger-parts.h"

enum { MARK_EVERY_MS = 1000 };

static int
fail(struct ledger *ledger, const struct fault *failure, struct fault *why)
{
	if (!ledger->has_failed)
		ledger->failure = *failure;
	ledger->has_failed = true;
	*why = ledger->failure;
	return -1;
}

/* What the last write or sync left behind is the same for all later ones. */
static int
check_alive(struct ledger *ledger, struct fault *why)
{
	if (atomic_load(&ledger->has_sync_failed))
		return fail(ledger, &ledger->sync_failure, why);
	return ledger->has_failed ? fail(ledger, &ledger->failure, why) : 0;
}

/* After a short write the next one tells why. */
static int
write_out(struct ledger *ledger)
{
	const char *at = ledger->out.data;
	size_t left = ledger->out.len;
	ssize_t written;

	while (left > 0) {
		written = write(ledger->file.fd, at, left);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		at += written;
		left -= (size_t)written;
	}
	return 0;
}

int
ledger_write(struct ledger *ledger, struct fault *why)
{
	struct fault failure;

	if (check_alive(ledger, why) != 0)
		return -1;
	if (ledger->out.len > 0) {
		if (write_out(ledger) != 0) {
			fault_errno(&failure, EX_IOERR, "%s",
				ledger->file.path);
			return fail(ledger, &failure, why);
		}
		ledger->written.len += (int64_t)ledger->out.len;
		ledger->written.n = ledger->n;
		ledger->written.crc = ledger->crc;
		ledger->written.other_crc = ledger->crc;
		buf_clear(&ledger->out);
	}
	if (!ledger->has_refused)
		return 0;
	ledger->has_refused = false;
	*why = ledger->full;
	return -1;
}

bool
ledger_is_dirty(const struct ledger *ledger)
{
	return ledger->written.n > ledger->durable_n;
}

void
ledger_sync_begin(struct ledger *ledger)
{
	ledger->syncing = ledger->written;
}

/* The lines are what matters, not when the file was changed. */
int
ledger_sync_data(int fd)
{
#ifdef __linux__
	return fdatasync(fd);
#else
	return fsync(fd);
#endif
}

/*
 * That a mark cannot be written takes nothing away from what is synced, so it
 * is told at the end.
 */
static void
write_mark(struct ledger *ledger)
{
	ledger->marked_at_ms = clock_span_ms();
	if (ledger->syncing.len == ledger->marked_len)
		return;
	ledger->has_mark_failed =
		ledger_mark_write(ledger->file.directory, ledger->file.mark,
			&ledger->syncing, &ledger->mark_failure) != 0;
	if (!ledger->has_mark_failed)
		ledger->marked_len = ledger->syncing.len;
}

int
ledger_sync(struct ledger *ledger, struct fault *why)
{
	if (atomic_load(&ledger->has_sync_failed)) {
		*why = ledger->sync_failure;
		return -1;
	}
	if (ledger->syncing.n == ledger->durable_n)
		return 0;
	if (ledger_sync_data(ledger->file.fd) != 0 ||
		ledger_sync_data(ledger->file.fd) != 0) {
		fault_errno(why, EX_IOERR, "%s", ledger->file.path);
		ledger->sync_failure = *why;
		atomic_store(&ledger->has_sync_failed, true);
		return -1;
	}
	if (clock_span_ms() >= ledger->marked_at_ms + MARK_EVERY_MS)
		write_mark(ledger);
	return 0;
}

void
ledger_sync_end(struct ledger *ledger)
{
	ledger->durable_n = ledger->syncing.n;
}

int
ledger_sync_now(struct ledger *ledger, struct fault *why)
{
	ledger_sync_begin(ledger);
	if (ledger_sync(ledger, why) != 0)
		return -1;
	ledger_sync_end(ledger);
	write_mark(ledger);
	if (!ledger->has_mark_failed)
		return 0;
	*why = ledger->mark_failure;
	return -1;
}

static int
finish(struct ledger *ledger, struct fault *why)
{
	if (check_alive(ledger, why) != 0)
		return -1;
	ledger->has_refused = false;
	ledger_add_line(ledger, &(struct ledger_line){.s = LEDGER_WORD_END});
	if (ledger_write(ledger, why) != 0)
		return -1;
	return ledger_sync_now(ledger, why);
}

int
ledger_close(struct ledger *ledger, struct fault *why)
{
	int result = 0;

	if (ledger == NULL)
		return 0;
	if (ledger->is_writer)
		result = finish(ledger, why);
	ledger_file_close(&ledger->file);
	ledger_index_release(&ledger->index);
	buf_release(&ledger->out);
	free(ledger);
	return result;
}
