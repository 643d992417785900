/* SPDX-License-Identifier: MIT */
#include "ledger-forget.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "crc32c.h"
#include "ledger-file.h"
#include "ledger-scan.h"
#include "ledger.h"

enum {
	BLOCK = 64 * 1024,
	CRC_SIZE = sizeof(",\"crc\":\"e3069283\"}") - 1,
};

struct forget {
	struct ledger_file file;
	struct ledger_index index;
	struct ledger_scan scan;
	const unsigned char (*keys)[LEDGER_KEY_SIZE];
	size_t key_count;
	int64_t changed; /* lines */

	/* The new file. */
	char path[LEDGER_PATH_SIZE];
	int fd;
	struct buf text;
	int64_t len;      /* of all that was added to it */
	int error;        /* errno, once a write has failed */
	uint32_t crcs[2]; /* of the line at the mark: before, and now */
};

static void
write_out(struct forget *forget)
{
	const char *at = forget->text.data;
	size_t left = forget->text.len;
	ssize_t written;

	while (left > 0 && forget->error == 0) {
		written = write(forget->fd, at, left);
		if (written < 0 && errno != EINTR)
			forget->error = errno;
		if (written <= 0)
			continue;
		at += written;
		left -= (size_t)written;
	}
	buf_clear(&forget->text);
}

/* Bad bytes, up to the place at: as many of something else that is bad. */
static void
add_bad(struct forget *forget, int64_t at)
{
	char bytes[4096];
	ssize_t got;

	for (; forget->len < at; forget->len += got) {
		got = at - forget->len < (int64_t)sizeof(bytes)
			      ? (ssize_t)(at - forget->len)
			      : (ssize_t)sizeof(bytes);
		got = pread(forget->file.fd, bytes, (size_t)got, forget->len);
		if (got <= 0) {
			forget->error = got == 0 ? EIO : errno;
			return;
		}
		for (ssize_t byte = 0; byte < got; byte++)
			if (bytes[byte] != '\n')
				bytes[byte] = '#';
		buf_add(&forget->text, bytes, (size_t)got);
		if (forget->text.len >= BLOCK)
			write_out(forget);
	}
}

static bool
is_wanted(const struct forget *forget, const struct ledger_line *line)
{
	unsigned char key[LEDGER_KEY_SIZE];

	if (line->k == NULL || !ledger_key_parse(line->k, key))
		return false;
	for (size_t at = 0; at < forget->key_count; at++)
		if (memcmp(forget->keys[at], key, sizeof(key)) == 0)
			return true;
	return false;
}

/* Overwrite what stands between the quotes of a member. */
static void
overwrite(char *text, const char *member, size_t len)
{
	char *at = strstr(text, member);

	if (at != NULL)
		memset(at + strlen(member), '0', len);
}

/* Put blanks where a member and the comma before it stand. */
static void
blank(char *text, const char *member)
{
	char *start = strstr(text, member), *end;

	if (start == NULL)
		return;
	for (end = start + strlen(member); *end != '"'; end++)
		if (*end == '\\')
			end++;
	memset(start, ' ', (size_t)(end + 1 - start));
}

/*
 * The line, as long as it was, without whom it is about.  In a string of ours
 * each quote is escaped, so what is looked for is found only where it is a
 * member.
 */
static uint32_t
anonymise(char *text, size_t len)
{
	size_t end = len - CRC_SIZE;
	char crc[8 + 1];
	uint32_t sum;

	overwrite(text, ",\"k\":\"", 2 * (size_t)LEDGER_KEY_SIZE);
	overwrite(text, ",\"h\":\"", 16);
	blank(text, ",\"id\":\"");
	blank(text, ",\"reason\":\"");
	sum = crc32c(0, text, end);
	snprintf(crc, sizeof(crc), "%08x", (unsigned int)sum);
	memcpy(text + end + CRC_SIZE - 2 - 8, crc, 8);
	return sum;
}

static void
copy_line(void *context, const struct ledger_line *line, int64_t at,
	const char *text, size_t len)
{
	struct forget *forget = context;
	char copy[LEDGER_LINE_MAX + 1];
	size_t text_len = text[len - 1] == '\n' ? len - 1 : len;
	uint32_t crc = line->crc;

	add_bad(forget, at);
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (is_wanted(forget, line)) {
		crc = anonymise(copy, text_len);
		forget->changed++;
	}
	if (at + (int64_t)len == forget->scan.mark.len) {
		forget->crcs[0] = line->crc;
		forget->crcs[1] = crc;
	}
	buf_add(&forget->text, copy, len);
	forget->len += (int64_t)len;
	if (forget->text.len >= BLOCK)
		write_out(forget);
}

/* Read the ledger and write the new one beside it. */
static int
copy_all(struct forget *forget, struct fault *why)
{
	struct ledger_scan *scan = &forget->scan;

	snprintf(forget->path, sizeof(forget->path), "%.4000s.new",
		forget->file.path);
	forget->fd = open(forget->path,
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (forget->fd < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", forget->path);
	scan->campaign = forget->file.campaign;
	scan->index = &forget->index;
	scan->handler = copy_line;
	scan->context = forget;
	if (ledger_scan_run(scan, forget->file.fd, forget->file.path, why) != 0)
		return -1;
	if (scan->is_later || ledger_scan_is_damaged(scan))
		return ledger_scan_fault(scan, forget->file.path, why);
	add_bad(forget, scan->end);
	write_out(forget);
	if (forget->error == 0 && fsync(forget->fd) != 0)
		forget->error = errno;
	errno = forget->error;
	return errno == 0 ? 0 : fault_errno(why, EX_IOERR, "%s", forget->path);
}

static int
sync_directory(const struct forget *forget)
{
	int fd = open(forget->file.directory,
		O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return result;
}

static int
replace(struct forget *forget, struct fault *why)
{
	const struct ledger_file *file = &forget->file;
	struct ledger_mark mark = forget->scan.mark;

	mark.crc = forget->crcs[0];
	mark.other_crc = forget->crcs[1];
	if (ledger_mark_write(file->directory, file->mark, &mark, why) != 0)
		return -1;
	if (rename(forget->path, file->path) != 0 ||
		sync_directory(forget) != 0)
		return fault_errno(why, EX_IOERR, "%s", file->path);
	mark.crc = mark.other_crc;
	return ledger_mark_write(file->directory, file->mark, &mark, why);
}

static int
no_ledger(const struct ledger_file *file, struct fault *why)
{
	return fault_set(why, EX_NOINPUT,
		"%s: there is none: nothing was sent in campaign %s",
		file->path, file->campaign);
}

static int
forget_all(struct forget *forget, struct fault *why)
{
	struct ledger_file *file = &forget->file;
	int missing;

	/* No lock is made for what was never there. */
	missing = ledger_file_find(file, false, &forget->scan.mark, why);
	if (missing != 0)
		return missing > 0 ? no_ledger(file, why) : -1;
	close(file->fd);
	file->fd = -1;
	if (ledger_file_lock(file, why) != 0)
		return -1;
	missing = ledger_file_find(file, true, &forget->scan.mark, why);
	if (missing != 0)
		return missing > 0 ? no_ledger(file, why) : -1;
	if (copy_all(forget, why) != 0)
		return -1;
	return forget->changed > 0 ? replace(forget, why) : 0;
}

int64_t
ledger_forget(const char *directory, const char *campaign,
	const unsigned char (*keys)[LEDGER_KEY_SIZE], size_t key_count,
	struct fault *why)
{
	struct forget forget = {.keys = keys, .key_count = key_count, .fd = -1};
	int result;

	buf_init(&forget.text, SIZE_MAX);
	result = ledger_file_init(&forget.file, directory, campaign, why);
	if (result == 0)
		result = forget_all(&forget, why);
	if (forget.fd >= 0) {
		close(forget.fd);
		/* Gone already if it has become the ledger. */
		unlink(forget.path);
	}
	ledger_file_close(&forget.file);
	ledger_scan_release(&forget.scan);
	ledger_index_release(&forget.index);
	buf_release(&forget.text);
	return result == 0 ? forget.changed : -1;
}
