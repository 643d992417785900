/* SPDX-License-Identifier: MIT */
#include "ledger-mark.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "file.h"

enum { MARK_SIZE_MAX = 256 };

static int
format(const struct ledger_mark *mark, char text[MARK_SIZE_MAX])
{
	int len = snprintf(text, MARK_SIZE_MAX,
		"{\"v\":1,\"len\":%" PRId64 ",\"n\":%" PRId64
		",\"crc\":\"%08" PRIx32 "\"",
		mark->len, mark->n, mark->crc);

	if (mark->other_crc != mark->crc)
		len += snprintf(text + len, MARK_SIZE_MAX - (size_t)len,
			",\"or\":\"%08" PRIx32 "\"", mark->other_crc);
	return len + snprintf(text + len, MARK_SIZE_MAX - (size_t)len, "}\n");
}

/* Exactly as it would be written: everything else is damage. */
static bool
parse(const char *text, size_t len, struct ledger_mark *mark)
{
	char want[MARK_SIZE_MAX];
	int found;

	found = sscanf(text,
		"{\"v\":1,\"len\":%18" SCNd64 ",\"n\":%18" SCNd64
		",\"crc\":\"%8" SCNx32 "\",\"or\":\"%8" SCNx32,
		&mark->len, &mark->n, &mark->crc, &mark->other_crc);
	if (found < 3 || mark->len < 0 || mark->n < 0)
		return false;
	if (found == 3)
		mark->other_crc = mark->crc;
	return format(mark, want) == (int)len && memcmp(text, want, len) == 0;
}

enum ledger_mark_verdict
ledger_mark_read(const char *directory, const char *name,
	struct ledger_mark *mark, struct fault *why)
{
	enum ledger_mark_verdict verdict = LEDGER_MARK_DAMAGED;
	char path[4096], text[MARK_SIZE_MAX + 1];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return LEDGER_MARK_MISSING;
	if (fd < 0) {
		fault_errno(why, errno == EACCES ? EX_NOPERM : EX_IOERR, "%s",
			path);
		return LEDGER_MARK_FAULT;
	}
	len = read(fd, text, MARK_SIZE_MAX);
	if (len < 0) {
		fault_errno(why, EX_IOERR, "%s", path);
		verdict = LEDGER_MARK_FAULT;
	} else {
		text[len] = '\0';
		if (parse(text, (size_t)len, mark))
			verdict = LEDGER_MARK_GOOD;
	}
	close(fd);
	return verdict;
}

int
ledger_mark_write(const char *directory, const char *name,
	const struct ledger_mark *mark, struct fault *why)
{
	char text[MARK_SIZE_MAX];
	int len = format(mark, text);

	return file_replace(directory, name, text, (size_t)len, why);
}
