/* SPDX-License-Identifier: MIT */
/*
 * torture: send a campaign over and over, kill it at random, and see whether
 * anybody got a message twice or none.  README.md tells more.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "campaign-files.h"
#include "clock.h"
#include "msg.h"
#include "options.h"
#include "program.h"
#include "round.h"
#include "tempdir.h"
#include "xalloc.h"

enum {
	KEY_ROUNDS = OPTIONS_LONG,
	KEY_MESSAGES,
	KEY_SEED,
	KEY_BIN,
	KEY_JOBS,
	KEY_CONCURRENCY,
	KEY_SCRIPT,
	KEY_POWER,
	KEY_LIE,
	KEY_FORGET,
	KEY_KEEP
};

static const struct option_row rows[] = {{KEY_ROUNDS, "rounds", "N",
						 "play so many (default 20)"},
	{KEY_MESSAGES, "messages", "N", "of so many people (default 200)"},
	{KEY_SEED, "seed", "N",
		"of the first round; the next has the next (default: the"
		" time)"},
	{KEY_BIN, "bin", "DIR", "where the programs are (default .)"},
	{KEY_JOBS, "jobs", "N", "play so many at a time (default 2)"},
	{KEY_CONCURRENCY, "concurrency", "N",
		"requests under way at most (default 32)"},
	{KEY_SCRIPT, "script", "FILE", "faults of csr-sandbox, not the usual"},
	{KEY_POWER, "power", NULL, "cut the power after a kill"},
	{KEY_LIE, "lie", NULL,
		"cut the power, and let syncing do nothing: must find doubles"},
	{KEY_FORGET, "forget", NULL,
		"remove the ledger after each run: must find doubles"},
	{KEY_KEEP, "keep", NULL, "keep the directories of good rounds too"},
	{0}};

static const struct options_about about = {"[OPTION]...",
	"Kill a campaign at random and see that nobody is sent it twice or"
	" left out.",
	rows};

struct torture {
	struct round_plan round;
	uint64_t rounds, seed;
	unsigned int people, jobs;
	const char *bin;
	bool has_cuts, is_keeping;
	char *directory; /* of all rounds */
	char *messages, *script, *preload;
};

/* What a job says of a round; short enough for one write to a pipe. */
struct outcome {
	uint64_t seed;
	struct counts counts;
	int result;
	struct fault why;
};

static void
set_option(struct torture *torture, const struct options *options, int key)
{
	if (key == KEY_ROUNDS)
		torture->rounds =
			(uint64_t)options_number(options, 1, INT32_MAX);
	else if (key == KEY_MESSAGES)
		torture->people = (unsigned int)options_number(options, 1,
			CAMPAIGN_PEOPLE_MAX);
	else if (key == KEY_SEED)
		torture->seed = (uint64_t)options_number(options, 0, INT64_MAX);
	else if (key == KEY_BIN)
		torture->bin = options_argument(options);
	else if (key == KEY_JOBS)
		torture->jobs = (unsigned int)options_number(options, 1, 64);
	else if (key == KEY_CONCURRENCY)
		torture->round.concurrency =
			(unsigned int)options_number(options, 1, 1000);
	else if (key == KEY_SCRIPT)
		torture->round.script = options_argument(options);
	else if (key == KEY_FORGET)
		torture->round.is_forgetting = true;
	else if (key == KEY_KEEP)
		torture->is_keeping = true;
	else if (key == KEY_POWER || key == KEY_LIE)
		torture->has_cuts = true;
	if (key == KEY_LIE)
		torture->round.is_lying = true;
}

static void
parse_options(struct torture *torture, int argc, char *argv[])
{
	struct options *options = options_open(&about, argc, argv);
	size_t count;
	int key;

	while ((key = options_next(options)) != OPTIONS_END)
		set_option(torture, options, key);
	options_operands(options, &count);
	if (count > 0)
		options_fail("there are no operands");
	options_close(options);
}

static char *
whole_path(const char *path, struct fault *why)
{
	char *whole = realpath(path, NULL);

	if (whole == NULL)
		fault_errno(why, EX_NOINPUT, "%s", path);
	return whole;
}

static char *
join(const char *directory, const char *name)
{
	struct buf path;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/%s", directory, name);
	buf_string(&path);
	return path.data;
}

/* What a sanitizer finds must not look like a record that failed (1). */
static void
set_sanitizers(const char *name, const char *more)
{
	const char *old = getenv(name);
	struct buf text;

	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s:%s", old != NULL ? old : "", more);
	setenv(name, buf_string(&text), 1);
	buf_release(&text);
}

/* The programs come first, and see nothing of whoever starts this. */
static int
set_environment(const struct torture *torture, struct fault *why)
{
	static const char *const unwanted[] = {"CSR_PROFILE", "https_proxy",
		"HTTPS_PROXY", "CURL_CA_BUNDLE", "SSL_CERT_FILE"};
	const char *path = getenv("PATH");
	char *bin = whole_path(torture->bin, why);
	struct buf text;

	if (bin == NULL)
		return -1;
	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s:%s", bin, path != NULL ? path : "/bin");
	setenv("PATH", buf_string(&text), 1);
	buf_release(&text);
	free(bin);
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(*unwanted); i++)
		unsetenv(unwanted[i]);
	setenv("CSR_ACCESS_TOKEN", "sandbox-token", 1);
	setenv("CSR_PHONE_NUMBER_ID", "106540352242922", 1);
	setenv("TZ", "UTC", 1);
	/* The library is preloaded before that of the sanitizer. */
	set_sanitizers("ASAN_OPTIONS", "exitcode=99:verify_asan_link_order=0");
	set_sanitizers("UBSAN_OPTIONS", "exitcode=99");
	return 0;
}

static int
set_up(struct torture *torture, struct fault *why)
{
	const char *parent = getenv("TMPDIR");
	char *library = join(torture->bin, "tests/fault/powercut.so");
	char *made;

	if (torture->has_cuts)
		torture->preload = whole_path(library, why);
	free(library);
	if (torture->has_cuts && torture->preload == NULL)
		return -1;
	torture->round.preload = torture->preload;
	if (torture->round.script != NULL &&
		(torture->script = whole_path(torture->round.script, why)) ==
			NULL)
		return -1;
	if (set_environment(torture, why) != 0)
		return -1;
	made = tempdir_make(parent != NULL ? parent : "/tmp", "torture", why);
	if (made == NULL)
		return -1;
	torture->directory = whole_path(made, why);
	free(made);
	if (torture->directory == NULL || chdir(torture->directory) != 0)
		return fault_errno(why, EX_CANTCREAT, "%s", parent);
	if (campaign_files_make(torture->people, why) != 0)
		return -1;
	torture->messages = join(torture->directory, "messages.ndjson");
	if (torture->script == NULL)
		torture->script = join(torture->directory, "script.ndjson");
	torture->round.messages = torture->messages;
	torture->round.script = torture->script;
	return 0;
}

static void
play(const struct torture *torture, struct audience *people,
	struct outcome *outcome)
{
	char name[32];
	struct fault why;
	char *directory;

	snprintf(name, sizeof(name), "round-%" PRIu64, outcome->seed);
	directory = join(torture->directory, name);
	outcome->result = round_run(&torture->round, outcome->seed, directory,
		people, &outcome->counts, &outcome->why);
	if (chdir(torture->directory) != 0 ||
		(outcome->result == 0 && !torture->is_keeping &&
			tempdir_remove(directory, &why) != 0))
		msg_warn("%s: cannot be removed", directory);
	free(directory);
}

/* A job: every so many-th round, each told of in one write. */
static int
work(const struct torture *torture, unsigned int job, int out)
{
	struct audience people;
	struct fault why;

	if (audience_read(&people, torture->messages, &why) != 0)
		return msg_fault(&why);
	for (uint64_t i = job; i < torture->rounds; i += torture->jobs) {
		struct outcome outcome = {.seed = torture->seed + i};

		play(torture, &people, &outcome);
		if (write(out, &outcome, sizeof(outcome)) !=
			(ssize_t)sizeof(outcome))
			break;
	}
	audience_release(&people);
	return 0;
}

static void
say(const struct counts *counts, int64_t since_ms)
{
	printf("rounds %" PRIu64 ", runs %" PRIu64 ", kills %" PRIu64
	       " (sender %" PRIu64 "), power cuts %" PRIu64
	       ", messages %" PRIu64 ", doubles %" PRIu64 ", lost %" PRIu64
	       ", in doubt %" PRIu64 " (answer lost %" PRIu64
	       ", killed %" PRIu64 "), false doubts %" PRIu64 ", %" PRId64
	       " s\n",
		counts->rounds, counts->runs, counts->kills,
		counts->sender_kills, counts->cuts, counts->messages,
		counts->doubles, counts->lost,
		counts->doubts_lost + counts->doubts_killed,
		counts->doubts_lost, counts->doubts_killed,
		counts->doubts_false, (clock_span_ms() - since_ms) / 1000);
	fflush(stdout);
}

static void
tell(const struct torture *torture, const struct outcome *outcome)
{
	printf("broken in round %" PRIu64 ": %s\n"
	       "  it is kept in %s/round-%" PRIu64 "; again: --rounds 1"
	       " --seed %" PRIu64 " --messages %u --concurrency %u%s%s%s\n",
		outcome->seed, outcome->why.text, torture->directory,
		outcome->seed, outcome->seed, torture->people,
		torture->round.concurrency, torture->has_cuts ? " --power" : "",
		torture->round.is_lying ? " --lie" : "",
		torture->round.is_forgetting ? " --forget" : "");
	fflush(stdout);
}

/* How many rounds were broken, or were never told of. */
static uint64_t
gather(const struct torture *torture, int in)
{
	int64_t since_ms = clock_span_ms();
	struct counts total = {0};
	struct outcome outcome;
	uint64_t broken = 0;
	ssize_t got;

	while ((got = read(in, &outcome, sizeof(outcome))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got != (ssize_t)sizeof(outcome))
			break;
		counts_add(&total, &outcome.counts);
		if (outcome.result != 0)
			tell(torture, &outcome);
		broken += outcome.result != 0;
		if (total.rounds % 100 == 0 && total.rounds < torture->rounds)
			say(&total, since_ms);
	}
	say(&total, since_ms);
	if (total.rounds < torture->rounds)
		msg_warn("only %" PRIu64 " rounds were played", total.rounds);
	return broken + torture->rounds - total.rounds;
}

static int
start_jobs(const struct torture *torture, int in, int out, struct fault *why)
{
	pid_t pid;

	for (unsigned int job = 0; job < torture->jobs; job++) {
		pid = fork();
		if (pid < 0)
			return fault_errno(why, EX_OSERR, "fork");
		if (pid == 0) {
			close(in);
			_exit(work(torture, job, out));
		}
	}
	return 0;
}

static int
run(const struct torture *torture)
{
	uint64_t broken;
	struct fault why;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return EX_OSERR;
	printf("seed %" PRIu64 "\n", torture->seed);
	fflush(stdout);
	if (start_jobs(torture, ends[0], ends[1], &why) != 0)
		msg_fault(&why);
	close(ends[1]);
	broken = gather(torture, ends[0]);
	close(ends[0]);
	while (wait(NULL) > 0 || errno == EINTR)
		;
	if (broken == 0 && !torture->is_keeping && chdir("/") == 0 &&
		tempdir_remove(torture->directory, &why) != 0)
		msg_fault(&why);
	return broken == 0 ? 0 : 1;
}

int
main(int argc, char *argv[])
{
	struct torture torture = {.rounds = 20,
		.people = 200,
		.jobs = 2,
		.bin = ".",
		.seed = (uint64_t)clock_now_ms(),
		.round = {.concurrency = 32}};
	struct fault why;
	int status;

	program_init(argv[0]);
	parse_options(&torture, argc, argv);
	status = set_up(&torture, &why) == 0 ? run(&torture) : msg_fault(&why);
	free(torture.directory);
	free(torture.messages);
	free(torture.script);
	free(torture.preload);
	return status;
}
