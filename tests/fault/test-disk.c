/* SPDX-License-Identifier: MIT */
/*
 * test-disk: what may be left after a power cut, and what must be.  A trace is
 * written by hand, and the power cut again and again.
 */
#include "disk.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit/tap.h"
#include "buf.h"
#include "slurp.h"
#include "tempdir.h"
#include "trace.h"

enum { DIRECTORY = 10, FILE_INODE = 20, OTHER_INODE = 21, PARENT = 9 };
enum { CUTS = 100 };

static struct buf trace;

static void
entry(enum trace_kind kind, uint64_t inode, uint64_t number, const char *name,
	const char *data)
{
	struct trace_entry head = {.magic = TRACE_MAGIC,
		.kind = kind,
		.inode = inode,
		.offset = number,
		.ticket = number,
		.name_len = (uint32_t)strlen(name),
		.data_len = (uint32_t)strlen(data)};

	buf_add(&trace, &head, sizeof(head));
	buf_add_text(&trace, name);
	buf_add_text(&trace, data);
}

static void
synced(uint64_t inode, uint64_t ticket)
{
	entry(TRACE_SYNC_BEGIN, inode, ticket, "", "");
	entry(TRACE_SYNC_END, inode, ticket, "", "");
}

/* The directory and a file in it, both durable. */
static void
begin(void)
{
	buf_clear(&trace);
	entry(TRACE_MAKE, DIRECTORY, 0, "", "");
	synced(PARENT, 1);
	entry(TRACE_MAKE, FILE_INODE, 0, "file", "");
	synced(DIRECTORY, 2);
}

/* What the file says after a cut; "-" when it is not there. */
static void
cut(struct chance *chance, const char *name, struct buf *out)
{
	struct disk *disk;
	struct fault why;
	struct buf path;

	buf_clear(out);
	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "disk/%s", name);
	disk = disk_open("disk", &why);
	if (disk == NULL || spit("trace", trace.data, trace.len, &why) != 0 ||
		disk_replay(disk, "trace", &why) != 0)
		abort();
	disk_cut(disk, chance);
	if (disk_write(disk, "disk", &why) != 0)
		abort();
	disk_close(disk);
	if (access(buf_string(&path), F_OK) != 0)
		buf_add_text(out, "-");
	else if (slurp(path.data, out, &why) != 0)
		abort();
	if (access("disk", F_OK) == 0 && tempdir_remove("disk", &why) != 0)
		abort();
	buf_release(&path);
}

/* In how many of the cuts does name say text? */
static int
times(const char *name, const char *text, size_t len)
{
	struct chance chance;
	struct buf out;
	int count = 0;

	chance_init(&chance, 1);
	buf_init(&out, SIZE_MAX);
	for (int i = 0; i < CUTS; i++) {
		cut(&chance, name, &out);
		count += out.len == len &&
			 (len == 0 || memcmp(out.data, text, len) == 0);
	}
	buf_release(&out);
	return count;
}

static void
test_writes(void)
{
	int kept, lost;

	begin();
	entry(TRACE_WRITE, FILE_INODE, 0, "", "intent\n");
	synced(FILE_INODE, 3);
	ok(times("file", "intent\n", 7) == CUTS, "what was synced is there");

	begin();
	entry(TRACE_WRITE, FILE_INODE, 0, "", "intent\n");
	kept = times("file", "intent\n", 7);
	lost = times("file", "", 0);
	ok(kept > CUTS / 4 && kept < CUTS * 3 / 4,
		"unsynced, it is kept %d times", kept);
	ok(lost > CUTS / 10 && lost < CUTS / 2, "and lost %d times", lost);
	ok(times("file", "int", 3) > 0, "and cut");
	ok(times("file", "\0\0\0\0\0\0\0", 7) > 0, "and zeros");

	entry(TRACE_WRITE, FILE_INODE, 7, "", "more\n");
	ok(times("file", "\0\0\0\0\0\0\0more\n", 12) > 0,
		"the later without the earlier leaves a hole");
	ok(times("file", "intent\n", 7) > 0, "and the earlier without it");
}

static void
test_syncs(void)
{
	begin();
	entry(TRACE_SYNC_BEGIN, FILE_INODE, 3, "", "");
	entry(TRACE_WRITE, FILE_INODE, 0, "", "late");
	entry(TRACE_SYNC_END, FILE_INODE, 3, "", "");
	ok(times("file", "late", 4) < CUTS,
		"what was written during a sync may have been missed by it");

	begin();
	entry(TRACE_WRITE, FILE_INODE, 0, "", "some");
	entry(TRACE_SYNC_BEGIN, FILE_INODE, 3, "", "");
	ok(times("file", "some", 4) < CUTS, "a sync that did not end is none");

	begin();
	entry(TRACE_WRITE, FILE_INODE, 0, "", "some");
	synced(FILE_INODE, 3);
	entry(TRACE_WRITE, FILE_INODE, 4, "", "more");
	trace.len -= 2;
	ok(times("file", "some", 4) == CUTS,
		"an entry that is not whole never was");
}

static void
test_names(void)
{
	int old, new;

	begin();
	entry(TRACE_WRITE, FILE_INODE, 0, "", "old");
	synced(FILE_INODE, 3);
	entry(TRACE_MAKE, OTHER_INODE, 0, "file.new", "");
	entry(TRACE_WRITE, OTHER_INODE, 0, "", "new");
	synced(OTHER_INODE, 4);
	entry(TRACE_RENAME, 0, 0, "file.new", "file");
	old = times("file", "old", 3);
	new = times("file", "new", 3);
	ok(old + new == CUTS &&old > CUTS / 4 && new > CUTS / 4,
		"a rename happened or not: %d and %d", old, new);
	synced(DIRECTORY, 5);
	ok(times("file", "new", 3) == CUTS, "synced, it happened");

	begin();
	entry(TRACE_MAKE, OTHER_INODE, 0, "other", "");
	entry(TRACE_WRITE, OTHER_INODE, 0, "", "bytes");
	synced(OTHER_INODE, 3);
	ok(times("other", "-", 1) > CUTS / 4,
		"a file whose directory was not synced may be gone");

	begin();
	entry(TRACE_UNLINK, 0, 0, "file", "");
	ok(times("file", "-", 1) > CUTS / 4 && times("file", "", 0) > CUTS / 4,
		"a removal happened or not");

	buf_clear(&trace);
	entry(TRACE_MAKE, DIRECTORY, 0, "", "");
	entry(TRACE_MAKE, FILE_INODE, 0, "file", "");
	synced(DIRECTORY, 1);
	ok(times("file", "-", 1) > CUTS / 4,
		"so may a directory whose parent was not");
}

int
main(void)
{
	const char *parent = getenv("TMPDIR");
	struct fault why;
	char *directory;

	directory = tempdir_make(parent != NULL ? parent : "/tmp", "test-disk",
		&why);
	if (directory == NULL || chdir(directory) != 0)
		return 1;
	buf_init(&trace, SIZE_MAX);
	test_writes();
	test_syncs();
	test_names();
	buf_release(&trace);
	ok(chdir("/") == 0 && tempdir_remove(directory, &why) == 0,
		"nothing is left");
	free(directory);
	return tap_end();
}
