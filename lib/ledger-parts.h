/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_PARTS_H
#define LEDGER_PARTS_H

#include <stdatomic.h>

#include "buf.h"
#include "ledger-file.h"
#include "ledger-index.h"
#include "ledger-line.h"
#include "ledger-mark.h"
#include "ledger.h"

/*
 * ledger-parts: what ledger.c, which writes, and ledger-open.c, which opens,
 * share.
 */
struct ledger {
	struct ledger_file file;
	struct ledger_index index;
	bool is_writer;
	bool is_orphaned; /* read, and nobody is writing it */

	/* Added lines, and the last of them. */
	struct buf out;
	int64_t n;
	uint32_t crc;
	size_t open_count; /* intents without an end */
	/* How far the disk has room set aside for the file, in bytes. */
	int64_t reserved;
	bool is_full, has_refused;
	struct fault full;

	/* What has been handed to the system, and what is durable. */
	struct ledger_mark written;
	int64_t durable_n;
	bool has_failed;
	struct fault failure;

	/* Of the thread that syncs, while it does. */
	struct ledger_mark syncing;
	atomic_bool has_sync_failed;
	struct fault sync_failure;
	int64_t marked_len, marked_at_ms;
	bool has_mark_failed;
	struct fault mark_failure;
};

/* Add the line, whose numbers and time are filled in here. */
void ledger_add_line(struct ledger *ledger, struct ledger_line *line);

/* Wait until the disk has the file's lines.  0, or -1 with errno. */
int ledger_sync_data(int fd);

/* A sync from its beginning to its end, and the mark. */
int ledger_sync_now(struct ledger *ledger, struct fault *why);

#endif
