/* SPDX-License-Identifier: MIT */
#include "round.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "campaign-files.h"
#include "chance.h"
#include "clock.h"
#include "disk.h"
#include "line.h"
#include "msg.h"
#include "server.h"
#include "tempdir.h"
#include "trace.h"
#include "xalloc.h"

/* Below the round's directory, which is the current one. */
#define LEDGER "home/ledger"
#define LEDGER_FILE LEDGER "/" CAMPAIGN ".ndjson"

enum {
	RUNS_MAX = 60,
	KILLS_MAX = 8,
	PATIENCE_MS = 60 * 1000,
};

struct round {
	const struct round_plan *plan;
	uint64_t seed;
	struct audience *people;
	struct counts counts;
	struct chance chance;
	struct disk *disk;
	unsigned int kills_left;
};

static int
enter(const struct round *round, const char *directory, struct fault *why)
{
	struct buf text;

	if (mkdir(directory, 0700) != 0 || chdir(directory) != 0)
		return fault_errno(why, EX_CANTCREAT, "%s", directory);
	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s/home", directory);
	setenv("CSR_HOME", buf_string(&text), 1);
	buf_clear(&text);
	if (round->plan->preload != NULL) {
		buf_add_format(&text, "%s/%s", directory, LEDGER);
		setenv(TRACE_DIRECTORY, buf_string(&text), 1);
		buf_clear(&text);
		buf_add_format(&text, "%s/trace", directory);
		setenv(TRACE_FILE, buf_string(&text), 1);
	}
	if (round->plan->is_lying)
		setenv(TRACE_LIE, "1", 1);
	buf_release(&text);
	return 0;
}

/*
 * Half of the kills are timed from the start, and so may come while the
 * programs read the ledger; half from the first result on.
 */
static void
plan_kill(struct round *round, struct line_plan *line)
{
	static const unsigned int spans_ms[] = {30, 60, 60, 120, 500};
	static const unsigned int victims[] = {LINE_ALL, LINE_ALL,
		1 << LINE_SEND, 1 << LINE_SEND, 1 << LINE_THROTTLE,
		1 << LINE_REPORT};
	struct chance *chance = &round->chance;
	uint64_t span_ms = spans_ms[chance_below(chance,
		sizeof(spans_ms) / sizeof(*spans_ms))];

	line->kill_ms = (int64_t)chance_below(chance, span_ms);
	line->is_from_output = chance_is(chance, 50);
	line->victims = victims[chance_below(chance,
		sizeof(victims) / sizeof(*victims))];
	if (round->plan->preload != NULL)
		line->victims = LINE_ALL;
	if (round->kills_left == 0)
		line->kill_ms = -1;
}

static int
check_statuses(const struct line_result *result, struct fault *why)
{
	static const char *const names[] = {"csr-throttle", "csr-send-wa",
		"csr-report"};
	int status;

	for (int i = 0; i < LINE_STAGES; i++) {
		status = result->status[i];
		if (status == EX_OK || status == 1 || status == EX_TEMPFAIL)
			continue;
		/* Killed, or the reader or writer beside it was. */
		if (result->is_killed &&
			(status == EX_IOERR || status == 128 + 9))
			continue;
		return fault_set(why, EX_SOFTWARE, "%s exits %d", names[i],
			status);
	}
	return 0;
}

/* Has everybody left the run, and nobody to be tried again? */
static bool
is_finished(const struct audience *people)
{
	for (size_t i = 0; i < people->count; i++)
		if (people->list[i].status[0] == '\0' ||
			strcmp(people->list[i].status, "deferred") == 0)
			return false;
	return true;
}

/* What the trace of this run says, which is then only kept to look at. */
static int
take_trace(struct round *round, struct fault *why)
{
	char name[32];

	if (disk_replay(round->disk, "trace", why) != 0)
		return -1;
	snprintf(name, sizeof(name), "trace.%" PRIu64, round->counts.runs);
	if (rename("trace", name) != 0 && errno != ENOENT)
		return fault_errno(why, EX_IOERR, "trace");
	return 0;
}

/*
 * The power may go when the line is dead, and when it has ended by itself.
 * A kill between a change and its note leaves more in the files than in the
 * trace: that is what a cut may lose, and what must not be built upon.
 */
static int
cut_power(struct round *round, bool is_killed, struct fault *why)
{
	bool is_whole;

	if (round->plan->preload == NULL)
		return 0;
	if (take_trace(round, why) != 0)
		return -1;
	is_whole = disk_compare(round->disk, LEDGER, why) == 0;
	if (!is_whole && !is_killed)
		return -1;
	if (is_whole && is_killed && chance_is(&round->chance, 30))
		return 0;
	disk_cut(round->disk, &round->chance);
	if (disk_write(round->disk, LEDGER, why) != 0)
		return -1;
	round->counts.cuts++;
	disk_close(round->disk);
	round->disk = disk_open(LEDGER, why);
	return round->disk == NULL ? -1 : 0;
}

static int
forget(const struct round *round, struct fault *why)
{
	if (!round->plan->is_forgetting || access(LEDGER, F_OK) != 0)
		return 0;
	return tempdir_remove(LEDGER, why);
}

/* One run; *is_over says whether it was the last. */
static int
run(struct round *round, bool *is_over, struct fault *why)
{
	char concurrency[16];
	struct line_plan line = {.messages = round->plan->messages,
		.output = "output",
		.report = "report",
		.errors = "errors",
		.concurrency = concurrency,
		.preload = round->plan->preload};
	struct line_result result;
	int64_t since_ms = clock_span_ms();

	snprintf(concurrency, sizeof(concurrency), "%u",
		round->plan->concurrency);
	plan_kill(round, &line);
	if (line_run(&line, &result, why) != 0)
		return -1;
	round->counts.runs++;
	msg_detail(1,
		"seed %" PRIu64 ", run %" PRIu64 ": kill %x after %" PRId64
		" ms%s; exits %d %d %d after %" PRId64 " ms",
		round->seed, round->counts.runs, line.victims, line.kill_ms,
		line.is_from_output ? " of output" : "", result.status[0],
		result.status[1], result.status[2], clock_span_ms() - since_ms);
	round->counts.kills += result.is_killed;
	round->counts.sender_kills += result.is_sender_killed;
	round->kills_left -= result.is_killed && round->kills_left > 0;
	if (check_statuses(&result, why) != 0 ||
		audience_read_output(round->people, "output", why) != 0 ||
		cut_power(round, result.is_killed, why) != 0)
		return -1;
	*is_over = !result.is_killed && is_finished(round->people);
	return *is_over ? 0 : forget(round, why);
}

static int
play(struct round *round, struct fault *why)
{
	bool is_over = false;

	if (round->plan->preload != NULL &&
		(round->disk = disk_open(LEDGER, why)) == NULL)
		return -1;
	for (int i = 0; i < RUNS_MAX && !is_over; i++)
		if (run(round, &is_over, why) != 0)
			return -1;
	if (!is_over)
		return fault_set(why, EX_SOFTWARE,
			"the campaign is not finished after %d runs", RUNS_MAX);
	return 0;
}

static int
list_ledger(struct fault *why)
{
	char *const argv[] = {(char *)"csr-ledger", (char *)"list",
		(char *)"--campaign", (char *)CAMPAIGN, NULL};
	struct stage_plan plan = {.argv = argv,
		.input = -1,
		.errors = "errors"};
	struct stage stage = {0};
	int result;

	plan.output = open("listed", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (plan.output < 0)
		return fault_errno(why, EX_CANTCREAT, "listed");
	result = stage_start(&stage, &plan, why);
	close(plan.output);
	if (result != 0)
		return -1;
	if (!stage_wait(&stage, PATIENCE_MS) || stage_status(&stage) != 0)
		return fault_set(why, EX_SOFTWARE, "csr-ledger list exits %d",
			stage_status(&stage));
	return 0;
}

/*
 * All is counted, also when the round could not be played to its end: that is
 * then the fault.  After a power cut, what was intended and never sent is open
 * as well.
 */
static int
judge(struct round *round, int result, struct fault *why)
{
	unsigned int open_max = round->plan->concurrency;
	struct fault also;

	if (round->plan->preload != NULL)
		open_max *= 2;
	if (audience_read_log(round->people, "sandbox.log", &also) != 0 ||
		list_ledger(&also) != 0 ||
		audience_read_list(round->people, "listed", &also) != 0 ||
		audience_read_ledger(round->people, LEDGER_FILE, &also) != 0) {
		if (result == 0)
			*why = also;
		result = -1;
	}
	if (verify(round->people, &round->counts, open_max, &also) == 0)
		return result;
	if (result == 0)
		*why = also;
	return -1;
}

int
round_run(const struct round_plan *plan, uint64_t seed, const char *directory,
	struct audience *people, struct counts *counts, struct fault *why)
{
	char text[32];
	const struct server_plan serving = {.log = "sandbox.log",
		.script = plan->script,
		.seed = text,
		.latency = "20ms",
		.errors = "errors"};
	struct round round = {.plan = plan, .seed = seed, .people = people};
	struct server server = {.hold = -1};
	struct fault also;
	int result;

	snprintf(text, sizeof(text), "%" PRIu64, seed & INT64_MAX);
	chance_init(&round.chance, seed);
	round.kills_left =
		1 + (unsigned int)chance_below(&round.chance, KILLS_MAX);
	round.counts.rounds = 1;
	audience_clear(people);
	result = enter(&round, directory, why);
	if (result == 0)
		result = server_start(&server, &serving, why);
	if (result == 0)
		result = play(&round, why);
	if (server_stop(&server, &also) != 0 && result == 0) {
		*why = also;
		result = -1;
	}
	result = judge(&round, result, why);
	disk_close(round.disk);
	counts_add(counts, &round.counts);
	return result;
}
