/* SPDX-License-Identifier: MIT */
/* The ledger as a sender uses it, and the second thread that syncs it. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "crc32c.h"
#include "ledger-index.h"
#include "ledger-made.h"
#include "ledger.h"
#include "secret.h"
#include "tap.h"
#include "worker.h"

enum { KEYS_MANY = 300 * 1000, ENTRY_MOST = 64 };

static const char content[] = "0123456789abcdef";

static void
test_crc(void)
{
	char zeros[32] = {0};

	/* RFC 3720, appendix B.4, and the check value of every catalogue. */
	ok(crc32c(0, "123456789", 9) == 0xE3069283, "crc32c of 123456789");
	ok(crc32c(0, zeros, 32) == 0x8A9136AA, "crc32c of 32 zeros");
	ok(crc32c(crc32c(0, "1234", 4), "56789", 5) == 0xE3069283,
		"crc32c in two parts");
}

/* The first test, for it looks at the highest that memory ever was. */
static void
test_memory(void)
{
#ifdef __SANITIZE_ADDRESS__
	ok(true, "memory is not measured under the sanitizers");
#else
	struct ledger_index index = {0};
	struct rusage before, after;
	unsigned char key[HASH_SIZE];
	long kib;

	secret_hash(key, "", 0);
	getrusage(RUSAGE_SELF, &before);
	for (int number = 0; number < KEYS_MANY; number++) {
		secret_hash(key, &number, sizeof(number));
		ledger_index_add(&index, key);
	}
	getrusage(RUSAGE_SELF, &after);
	kib = after.ru_maxrss - before.ru_maxrss;
	ok(index.count == KEYS_MANY && kib * 1024 / KEYS_MANY <= ENTRY_MOST,
		"%ld bytes a key, also while growing", kib * 1024 / KEYS_MANY);
	ledger_index_release(&index);
#endif
}

static int
wait_for_byte(void *context, struct fault *why)
{
	char byte;

	return read(*(int *)context, &byte, 1) == 1 && byte == 'g'
		       ? 0
		       : fault_set(why, EX_IOERR, "it went wrong");
}

static void
test_worker(void)
{
	struct fault why = {0};
	struct worker *worker = worker_open(&why);
	struct pollfd end = {.fd = worker_fd(worker), .events = POLLIN};
	int ends[2];

	if (pipe(ends) != 0)
		exit(1);
	for (int round = 0; round < 2; round++) {
		worker_begin(worker, wait_for_byte, &ends[0]);
		ok(worker_is_busy(worker) && !worker_is_done(worker) &&
				poll(&end, 1, 20) == 0,
			"it works and is not done");
		ok(write(ends[1], round == 0 ? "g" : "b", 1) == 1,
			"it may end");
		ok(poll(&end, 1, 10000) == 1 && worker_is_done(worker),
			"its descriptor says that it is done");
		ok(worker_end(worker, &why) == (round == 0 ? 0 : -1),
			"what it returned");
		ok(!worker_is_busy(worker) && !worker_is_done(worker) &&
				poll(&end, 1, 0) == 0,
			"it waits for more to do");
	}
	ok(strcmp(why.text, "it went wrong") == 0, "its fault came through");
	worker_begin(worker, wait_for_byte, &ends[0]);
	ok(write(ends[1], "g", 1) == 1, "one that nobody waits for");
	worker_close(worker);
	close(ends[0]);
	close(ends[1]);
}

static struct ledger *
open_made(const char *directory)
{
	struct fault why = {0}, warning;
	struct ledger *ledger = ledger_open(directory, "made", &warning, &why);

	ok(ledger != NULL && warning.text[0] == '\0', "it opens %s", why.text);
	if (ledger == NULL)
		exit(1);
	return ledger;
}

static int
sync_in_thread(void *context, struct fault *why)
{
	return ledger_sync(context, why);
}

static void
write_and_sync(struct ledger *ledger, struct worker *worker)
{
	struct fault why;

	ok(ledger_write(ledger, &why) == 0, "the lines are written");
	ok(ledger_is_dirty(ledger), "and not yet synced");
	ledger_sync_begin(ledger);
	worker_begin(worker, sync_in_thread, ledger);
	ok(worker_end(worker, &why) == 0, "they are synced");
	ledger_sync_end(ledger);
	ok(!ledger_is_dirty(ledger), "there is nothing more to sync");
}

static enum ledger_state
state_of(const struct ledger *ledger, int number)
{
	char key[IDENTITY_KEY_SIZE];

	made_key(number, key);
	return ledger_find(ledger, key).state;
}

/* One message through all that can become of it. */
static void
test_life(void)
{
	char *directory = made_directory(), key[IDENTITY_KEY_SIZE];
	struct ledger *ledger = open_made(directory);
	struct ledger_event event;
	struct fault why;
	struct worker *worker = worker_open(&why);

	made_key(1, key);
	ok(state_of(ledger, 1) == LEDGER_NONE, "nothing is known");
	ok(ledger_last(ledger, key, &event, &why) == -1 &&
			why.status == EX_NOINPUT,
		"nor is there a last line");
	ledger_claim(ledger, key);
	ok(state_of(ledger, 1) == LEDGER_CLAIMED, "claimed");
	ledger_release(ledger, key);
	ok(state_of(ledger, 1) == LEDGER_NONE, "given back");
	ledger_claim(ledger, key);
	ledger_intend(ledger, key, 1, content);
	ok(state_of(ledger, 1) == LEDGER_INTENT &&
			ledger_find(ledger, key).content == 0x01234567,
		"intended");
	ok(ledger_last(ledger, key, &event, &why) == 0 &&
			event.state == LEDGER_INTENT && event.attempt == 1,
		"its line is known before it is written");
	write_and_sync(ledger, worker);
	ledger_settle(ledger, key,
		&(struct ledger_end){.state = LEDGER_NOT_SENT,
			.code = 130429,
			.why = "rate",
			.until_ms = 1700000000123});
	ok(state_of(ledger, 1) == LEDGER_CLAIMED,
		"what was not sent stays claimed");
	ok(ledger_last(ledger, key, &event, &why) == 0 &&
			event.state == LEDGER_NOT_SENT &&
			event.code == 130429 &&
			strcmp(event.why, "rate") == 0 &&
			event.until_ms == 1700000000123,
		"and says why and until when");
	ledger_intend(ledger, key, 2, content);
	write_and_sync(ledger, worker);
	ledger_settle(ledger, key,
		&(struct ledger_end){.state = LEDGER_ACCEPTED,
			.id = "wamid.\"\\\n\xC3\xA9"});
	write_and_sync(ledger, worker);
	ok(ledger_close(ledger, &why) == 0, "closed");
	ledger = open_made(directory);
	ok(state_of(ledger, 1) == LEDGER_ACCEPTED &&
			ledger_find(ledger, key).attempt == 2,
		"accepted, also for the next run");
	ok(ledger_last(ledger, key, &event, &why) == 0 &&
			strcmp(event.id, "wamid.\"\\\n\xC3\xA9") == 0,
		"its id came through");
	ok(ledger_close(ledger, &why) == 0, "closed again");
	worker_close(worker);
	made_remove(directory);
}

/* What a person decides, and what is too long for a line. */
static void
test_decisions(void)
{
	char *directory = made_directory(), key[IDENTITY_KEY_SIZE];
	char id[2000], *text;
	struct ledger *ledger;
	struct ledger_event event;
	struct fault why;
	size_t len;

	made_run(directory, 0, 10, MADE_KILLED);
	ledger = open_made(directory);
	made_key(9, key);
	ok(state_of(ledger, 9) == LEDGER_IN_DOUBT, "killed: in doubt");
	ok(ledger_last(ledger, key, &event, &why) == 0 &&
			strcmp(event.why, "killed") == 0,
		"it says so");
	ledger_settle(ledger, key,
		&(struct ledger_end){.state = LEDGER_NOT_SENT,
			.user = "ana",
			.reason = "she says that nothing came"});
	ok(state_of(ledger, 9) == LEDGER_NOT_SENT, "to be sent again");
	ledger_intend(ledger, key, 2, content);
	memset(id, 'x', sizeof(id));
	id[sizeof(id) - 1] = '\0';
	ledger_settle(ledger, key,
		&(struct ledger_end){.state = LEDGER_ACCEPTED, .id = id});
	ok(ledger_close(ledger, &why) == 0, "closed");
	text = made_read(directory, "made.ndjson", &len);
	ok(strstr(text, "\"s\":\"resend\"") != NULL &&
			strstr(text, "\"user\":\"ana\",\"reason\":\"she") !=
				NULL,
		"who decided, and why, is written down");
	free(text);
	ledger = open_made(directory);
	ok(state_of(ledger, 9) == LEDGER_ACCEPTED &&
			ledger_last(ledger, key, &event, &why) == 0 &&
			event.id[0] == '\0',
		"an id that is too long is left out");
	ok(ledger_close(ledger, &why) == 0, "closed");
	made_remove(directory);
}

static void
test_two_openers(void)
{
	char *directory = made_directory(), want[64];
	struct ledger *ledger = open_made(directory), *other;
	struct fault why, warning;
	int status = 1;
	pid_t child;

	snprintf(want, sizeof(want), "is being sent by process %d since 2",
		(int)getpid());
	fflush(stdout);
	child = fork();
	if (child == 0) {
		other = ledger_open(directory, "made", &warning, &why);
		_exit(other == NULL && why.status == EX_TEMPFAIL &&
					strstr(why.text, want) != NULL
				? 0
				: 1);
	}
	ok(waitpid(child, &status, 0) == child && status == 0,
		"a second one is told who has it");
	other = ledger_open(directory, "other", &warning, &why);
	ok(other != NULL, "another campaign is free");
	ok(ledger_close(other, &why) == 0, "closed");
	ok(ledger_close(ledger, &why) == 0, "closed");
	made_remove(directory);
}

/* Write a lot; the ledger stays open until is_read can be read from. */
static int
write_much(const char *directory, int written, int is_read)
{
	struct fault why, warning;
	struct ledger *ledger = ledger_open(directory, "made", &warning, &why);
	char key[IDENTITY_KEY_SIZE], byte = 0;

	for (int number = 0; number < 30000; number++) {
		made_key(number, key);
		ledger_intend(ledger, key, 1, content);
		if (number % 7 == 0)
			ledger_write(ledger, &why);
		if (number % 5000 == 0) {
			ledger_sync_begin(ledger);
			ledger_sync(ledger, &why);
			ledger_sync_end(ledger);
		}
	}
	if (write(written, &byte, 1) != 1 || read(is_read, &byte, 1) != 1)
		return -1;
	return ledger_close(ledger, &why);
}

/* How many reads were wrong, until the writer says that all is written. */
static int
read_beside(const char *directory, int written, int *reads)
{
	struct pollfd said = {.fd = written, .events = POLLIN};
	struct fault why, warning;
	struct ledger *ledger;
	int wrong = 0;

	for (*reads = 0; poll(&said, 1, 0) == 0;) {
		ledger = ledger_read(directory, "made", &warning, &why);
		if (ledger == NULL) {
			wrong += why.status != EX_NOINPUT;
			continue;
		}
		wrong += warning.text[0] != '\0' ||
			 state_of(ledger, 0) == LEDGER_IN_DOUBT;
		ledger_close(ledger, &why);
		*reads += 1;
	}
	return wrong;
}

/* Whoever reads while another writes sees a good ledger, each time. */
static void
test_reading_beside(void)
{
	char *directory = made_directory();
	int written[2], is_read[2], reads, wrong, status = 1;
	pid_t child;

	ok(pipe(written) == 0 && pipe(is_read) == 0, "two pipes");
	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(write_much(directory, written[1], is_read[0]) == 0 ? 0
									 : 1);
	close(written[1]);
	close(is_read[0]);
	wrong = read_beside(directory, written[0], &reads);
	ok(write(is_read[1], "", 1) == 1, "the writer may close it");
	ok(waitpid(child, &status, 0) == child && status == 0,
		"the writer is content");
	ok(wrong == 0 && reads > 0, "%d of %d reads beside a writer were wrong",
		wrong, reads);
	close(written[0]);
	close(is_read[1]);
	made_remove(directory);
}

static void
test_readers(void)
{
	char *directory = made_directory();
	struct fault why, warning;
	struct ledger *ledger;

	ok(ledger_read(directory, "made", &warning, &why) == NULL &&
			why.status == EX_NOINPUT,
		"there is nothing to read");
	made_run(directory, 0, 10, MADE_KILLED);
	ledger = ledger_read(directory, "made", &warning, &why);
	ok(ledger != NULL && state_of(ledger, 9) == LEDGER_IN_DOUBT,
		"what nobody is sending any more is in doubt");
	ok(ledger_close(ledger, &why) == 0, "closed");
	ok(ledger_open(directory, "receipts", &warning, &why) == NULL &&
			why.status == EX_USAGE,
		"no campaign is called receipts");
	ok(!ledger_is_key("00000000000000000000000000000000") &&
			!ledger_is_key("0123456789ABCDEF0123456789abcdef") &&
			!ledger_is_key("0123456789abcdef0123456789abcde") &&
			ledger_is_key("0123456789abcdef0123456789abcdef"),
		"what is a key");
	made_remove(directory);
}

int
main(void)
{
	test_memory();
	test_crc();
	test_worker();
	test_life();
	test_decisions();
	test_two_openers();
	test_reading_beside();
	test_readers();
	return tap_end();
}
