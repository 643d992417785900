/* SPDX-License-Identifier: MIT */
/*
 * Disks that are full, that fail, and that have lost what was not synced; and
 * files that are not what they should be.  The system calls that sync and set
 * room aside are replaced here, so that they fail when they are told to.  With
 * CSR_EXHAUSTIVE=N there are ten times as many power cuts, by the seed N.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

#include "ledger-made.h"
#include "ledger.h"
#include "tap.h"
#include "xalloc.h"

enum { ROUNDS = 60, ROUNDS_MANY = 600, MESSAGES_MOST = 100, PAGE = 4096 };

static const char content[] = "0123456789abcdef";

static int syncs_left = -1; /* until one fails; below 0: none does */
static int sync_count;
static bool is_disk_full;

/* Shared with the processes that made_run() makes. */
static off_t *durable; /* length of what was synced last */

int
fdatasync(int fd)
{
	struct stat status;

	sync_count++;
	if (syncs_left >= 0 && syncs_left-- == 0) {
		errno = EIO;
		return -1;
	}
	if (syscall(SYS_fdatasync, fd) != 0)
		return -1;
	if (fstat(fd, &status) == 0)
		*durable = status.st_size;
	return 0;
}

int fallocate(int fd, int mode, off_t at, off_t len);

int
fallocate(int fd, int mode, off_t at, off_t len)
{
	if (is_disk_full) {
		errno = ENOSPC;
		return -1;
	}
	return (int)syscall(SYS_fallocate, fd, mode, at, len);
}

static struct ledger *
open_made(const char *directory, struct fault *warning)
{
	struct fault why = {0};
	struct ledger *ledger = ledger_open(directory, "made", warning, &why);

	if (ledger == NULL) {
		ok(false, "it opens: %s", why.text);
		exit(1);
	}
	return ledger;
}

static void
intend(struct ledger *ledger, int number)
{
	char key[IDENTITY_KEY_SIZE];

	made_key(number, key);
	ledger_intend(ledger, key, 1, content);
}

static enum ledger_state
state_of(const struct ledger *ledger, int number)
{
	char key[IDENTITY_KEY_SIZE];

	made_key(number, key);
	return ledger_find(ledger, key).state;
}

static void
accept(struct ledger *ledger, int number)
{
	char key[IDENTITY_KEY_SIZE];

	made_key(number, key);
	ledger_settle(ledger, key,
		&(struct ledger_end){.state = LEDGER_ACCEPTED, .id = "wamid"});
}

static int
sync_now(struct ledger *ledger, struct fault *why)
{
	ledger_sync_begin(ledger);
	if (ledger_sync(ledger, why) != 0)
		return -1;
	ledger_sync_end(ledger);
	return 0;
}

/* A sync that failed is not tried again, and nothing is written after it. */
static void
test_failing_sync(int good)
{
	char *directory = made_directory(), *before, *after;
	struct fault why = {0}, again = {0}, warning;
	struct ledger *ledger = open_made(directory, &warning);
	size_t len, len_after;
	int count;

	intend(ledger, 1);
	ok(ledger_write(ledger, &why) == 0, "written");
	syncs_left = good;
	ok(sync_now(ledger, &why) == -1 && why.status == EX_IOERR,
		"sync %d fails: %s", good, why.text);
	syncs_left = -1;
	before = made_read(directory, "made.ndjson", &len);
	count = sync_count;
	intend(ledger, 2);
	ok(ledger_write(ledger, &again) == -1 &&
			strcmp(again.text, why.text) == 0,
		"a later write fails likewise");
	ok(sync_now(ledger, &again) == -1 && strcmp(again.text, why.text) == 0,
		"a later sync too");
	ok(ledger_close(ledger, &again) == -1 &&
			strcmp(again.text, why.text) == 0,
		"closing too");
	after = made_read(directory, "made.ndjson", &len_after);
	ok(sync_count == count && len == len_after,
		"and nothing was tried again");
	ledger = open_made(directory, &warning);
	ok(state_of(ledger, 1) == LEDGER_IN_DOUBT &&
			state_of(ledger, 2) == LEDGER_NONE,
		"the next run knows what was written");
	ok(ledger_close(ledger, &why) == 0, "closed");
	free(before);
	free(after);
	made_remove(directory);
}

/* A disk with no room left: no new intent, but the ends are written. */
static void
test_full_disk(void)
{
	char *directory = made_directory();
	struct fault why = {0}, warning;
	struct ledger *ledger = open_made(directory, &warning);
	int number;

	is_disk_full = false;
	intend(ledger, 0);
	ok(ledger_write(ledger, &why) == 0 && sync_now(ledger, &why) == 0,
		"there is room");
	is_disk_full = true;
	for (number = 1; number < 10000; number++) {
		intend(ledger, number);
		if (ledger_write(ledger, &why) != 0)
			break;
	}
	ok(number > 100 && number < 10000 && why.status == EX_IOERR &&
			strstr(why.text, "No space") != NULL,
		"what was set aside is used, then: %s", why.text);
	ok(state_of(ledger, number) == LEDGER_NONE,
		"an intent without room is none");
	for (int ended = 0; ended < number; ended++)
		accept(ledger, ended);
	accept(ledger, number); /* of no effect */
	ok(ledger_write(ledger, &why) == 0 && sync_now(ledger, &why) == 0,
		"the ends of the others are written");
	ok(ledger_close(ledger, &why) == 0, "closed");
	is_disk_full = false;
	ledger = open_made(directory, &warning);
	ok(state_of(ledger, number - 1) == LEDGER_ACCEPTED &&
			state_of(ledger, number) == LEDGER_NONE,
		"the next run has them");
	ok(ledger_close(ledger, &why) == 0, "closed");
	made_remove(directory);
}

/* A write that fails in its middle leaves a torn line, and says why. */
static void
test_short_write(void)
{
	char *directory = made_directory();
	struct fault why = {0}, again = {0}, warning;
	struct ledger *ledger = open_made(directory, &warning);
	struct rlimit limit, old;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	limit = old;
	limit.rlim_cur = 1000;
	for (int number = 0; number < 10; number++)
		intend(ledger, number);
	setrlimit(RLIMIT_FSIZE, &limit);
	ok(ledger_write(ledger, &why) == -1 && why.status == EX_IOERR &&
			strstr(why.text, "File too large") != NULL,
		"%s", why.text);
	setrlimit(RLIMIT_FSIZE, &old);
	ok(ledger_write(ledger, &again) == -1 &&
			strcmp(why.text, again.text) == 0,
		"and again, though there is room now");
	ok(ledger_close(ledger, &why) == -1, "closing says it too");
	ledger = open_made(directory, &warning);
	ok(strstr(warning.text, "were being written") != NULL, "%s",
		warning.text);
	ok(state_of(ledger, 0) == LEDGER_IN_DOUBT &&
			state_of(ledger, 9) == LEDGER_NONE,
		"whole lines count, the torn one does not");
	ok(ledger_close(ledger, &why) == 0, "closed");
	made_remove(directory);
}

/*
 * What a power cut leaves of the bytes that were not synced: the file ends
 * anywhere, and pages before that may be zeros.
 */
static void
lose_power(const char *directory)
{
	size_t len, at, page, start = (size_t)*durable;
	char *bytes = made_read(directory, "made.ndjson", &len);

	len = start + (size_t)rand() % (len - start + 1);
	for (at = start; at < len; at += page) {
		page = PAGE - at % PAGE;
		if (page > len - at)
			page = len - at;
		if (rand() % 2 == 0)
			memset(bytes + at, 0, page);
	}
	made_write(directory, "made.ndjson", bytes, len);
	free(bytes);
}

/* The messages of this run whose intents were synced. */
static int
mark_synced(const char *directory, size_t start, int first, int count,
	bool *is_synced)
{
	size_t len;
	char *bytes = made_read(directory, "made.ndjson", &len);
	char key[IDENTITY_KEY_SIZE];
	int synced = 0;

	for (int number = first; number < first + count; number++) {
		made_key(number, key);
		is_synced[number] =
			memmem(bytes + start, (size_t)*durable - start, key,
				IDENTITY_KEY_SIZE - 1) != NULL;
		synced += is_synced[number];
	}
	free(bytes);
	return synced;
}

/* A run that is cut off while it begins. */
static void
begin_and_fail(const char *directory)
{
	struct fault why, warning;

	syncs_left = 0;
	if (ledger_open(directory, "made", &warning, &why) != NULL)
		abort();
	syncs_left = -1;
	lose_power(directory);
}

static int
count_forgotten(const struct ledger *ledger, const bool *is_synced, int end)
{
	int forgotten = 0;

	for (int number = 0; number < end; number++)
		forgotten += is_synced[number] &&
			     state_of(ledger, number) == LEDGER_NONE;
	return forgotten;
}

/* Run after run is cut off; what was synced is known to each later one. */
static void
test_power_cuts(void)
{
	static bool is_synced[ROUNDS_MANY * MESSAGES_MOST];
	char *directory = made_directory();
	struct fault why = {0}, warning;
	struct ledger *ledger = NULL;
	int end = 0, count, synced = 0, forgotten = 0, torn = 0;
	const char *seed = getenv("CSR_EXHAUSTIVE");
	int rounds = seed != NULL ? ROUNDS_MANY : ROUNDS;

	*durable = 0;
	srand(seed != NULL ? (unsigned int)atoi(seed) : 1);
	for (int round = 0; round < rounds; round++) {
		off_t start = *durable;

		count = 1 + rand() % MESSAGES_MOST;
		made_run(directory, end, count, MADE_KILLED);
		synced += mark_synced(directory, (size_t)start, end, count,
			is_synced);
		end += count;
		lose_power(directory);
		for (int begun = rand() % 4; begun > 0; begun--)
			begin_and_fail(directory);
		ledger = ledger_open(directory, "made", &warning, &why);
		if (ledger == NULL)
			break;
		torn += warning.text[0] != '\0';
		forgotten += count_forgotten(ledger, is_synced, end);
		ledger_close(ledger, &why);
	}
	ok(ledger != NULL && forgotten == 0 && synced > rounds &&
			torn > rounds / 4,
		"%d of %d synced forgotten in %d power cuts, %d torn %s",
		forgotten, synced, rounds, torn, why.text);
	made_remove(directory);
}

int
main(void)
{
	durable = mmap(NULL, sizeof(*durable), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	test_failing_sync(0);
	test_failing_sync(1);
	test_full_disk();
	test_short_write();
	test_power_cuts();
	return tap_end();
}
