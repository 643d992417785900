/* SPDX-License-Identifier: MIT */
#include "line.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"

enum { PATIENCE_MS = 120 * 1000, TICK_MS = 2, KILLED = 128 + SIGKILL };

/* All descriptors are -1 when closed. */
struct line {
	struct stage stages[LINE_STAGES];
	int granted[2];           /* from csr-throttle to csr-send-wa */
	int sent[2], reported[2]; /* from there to us, from us to csr-report */
	int copy, report;
	int64_t kill_at_ms; /* -1: not yet known, or done */
	bool is_killed;
};

static void
shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int
open_files(struct line *line, const struct line_plan *plan, struct fault *why)
{
	int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;

	if (pipe2(line->granted, O_CLOEXEC) != 0 ||
		pipe2(line->sent, O_CLOEXEC) != 0 ||
		pipe2(line->reported, O_CLOEXEC) != 0)
		return fault_errno(why, EX_OSERR, "pipe");
	line->copy = open(plan->output, flags, 0600);
	if (line->copy < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", plan->output);
	line->report = open(plan->report, flags, 0600);
	if (line->report < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", plan->report);
	return 0;
}

static int
start(struct line *line, const struct line_plan *plan, struct fault *why)
{
	char *const throttle[] = {(char *)"csr-throttle", (char *)"--rate",
		(char *)"5000/s", (char *)"--per-day", (char *)"100000",
		(char *)plan->messages, NULL};
	/* Each try takes its turn in the pace, which each program is told. */
	char *const send[] = {(char *)"csr-send-wa", (char *)"--doubt-limit",
		(char *)"off", (char *)"--timeout", (char *)"400ms",
		(char *)"--backoff", (char *)"10ms", (char *)"--retries",
		(char *)"5", (char *)"--rate", (char *)"5000/s",
		(char *)"--concurrency", (char *)plan->concurrency, NULL};
	char *const report[] = {(char *)"csr-report", (char *)"--json", NULL};
	struct stage *stages = line->stages;
	struct stage_plan stage = {.argv = throttle,
		.input = -1,
		.output = line->granted[1],
		.errors = plan->errors};

	if (stage_start(&stages[LINE_THROTTLE], &stage, why) != 0)
		return -1;
	stage.group = stages[LINE_THROTTLE].pid;
	stage.argv = send;
	stage.input = line->granted[0];
	stage.output = line->sent[1];
	if (stage_start(&stages[LINE_SEND], &stage, why) != 0)
		return -1;
	stage.argv = report;
	stage.input = line->reported[0];
	stage.output = line->report;
	return stage_start(&stages[LINE_REPORT], &stage, why);
}

/* To the copy, and on; who does not listen is noticed as by a pipe. */
static void
relay(struct line *line)
{
	char bytes[64 * 1024];
	ssize_t got = read(line->sent[0], bytes, sizeof(bytes));
	ssize_t done, put;

	if (got < 0 && errno == EINTR)
		return;
	for (done = 0; got > 0 && done < got; done += put) {
		put = write(line->copy, bytes + done, (size_t)(got - done));
		if (put < 0)
			abort();
	}
	for (done = 0; got > 0 && done < got; done += put) {
		put = write(line->reported[1], bytes + done,
			(size_t)(got - done));
		if (put < 0)
			got = -1;
	}
	if (got <= 0) {
		shut(&line->sent[0]);
		shut(&line->reported[1]);
	}
}

static void
wait_a_little(struct line *line, const struct line_plan *plan)
{
	struct pollfd ready[] = {{.fd = line->sent[0], .events = POLLIN},
		{.fd = line->reported[1]}};

	if (poll(ready, 2, TICK_MS) <= 0)
		return;
	if (ready[1].revents != 0 && ready[0].revents == 0) {
		/* csr-report is gone, and csr-send-wa is to see that. */
		shut(&line->sent[0]);
		shut(&line->reported[1]);
		return;
	}
	if (plan->is_from_output && plan->kill_ms >= 0 && !line->is_killed &&
		line->kill_at_ms < 0)
		line->kill_at_ms = clock_span_ms() + plan->kill_ms;
	relay(line);
}

static void
kill_now(struct line *line, unsigned int victims)
{
	line->is_killed = true;
	line->kill_at_ms = -1;
	if (victims == LINE_ALL) {
		/* Its leader is not reaped while it has children to wait for.
		 */
		kill(-line->stages[LINE_THROTTLE].pid, SIGKILL);
		return;
	}
	for (int i = 0; i < LINE_STAGES; i++)
		if ((victims >> i & 1) != 0)
			stage_kill(&line->stages[i]);
}

static bool
has_ended(struct line *line)
{
	/* The leader last: its number is the group's. */
	return stage_has_ended(&line->stages[LINE_REPORT]) &&
	       stage_has_ended(&line->stages[LINE_SEND]) &&
	       stage_has_ended(&line->stages[LINE_THROTTLE]);
}

static int
watch(struct line *line, const struct line_plan *plan, struct fault *why)
{
	int64_t until_ms = clock_span_ms() + PATIENCE_MS;

	if (plan->kill_ms >= 0 && !plan->is_from_output)
		line->kill_at_ms = clock_span_ms() + plan->kill_ms;
	while (!has_ended(line)) {
		if (line->kill_at_ms >= 0 &&
			clock_span_ms() >= line->kill_at_ms)
			kill_now(line, plan->victims);
		if (clock_span_ms() > until_ms) {
			kill_now(line, LINE_ALL);
			return fault_set(why, EX_SOFTWARE,
				"the line hangs: killed after %d s",
				PATIENCE_MS / 1000);
		}
		wait_a_little(line, plan);
	}
	return 0;
}

static void
sum_up(struct line *line, const struct line_plan *plan,
	struct line_result *result)
{
	*result = (struct line_result){0};
	for (int i = 0; i < LINE_STAGES; i++) {
		result->status[i] = stage_status(&line->stages[i]);
		if (line->is_killed && (plan->victims >> i & 1) != 0 &&
			result->status[i] == KILLED)
			result->is_killed = true;
	}
	result->is_sender_killed =
		line->is_killed && result->status[LINE_SEND] == KILLED;
}

int
line_run(const struct line_plan *plan, struct line_result *result,
	struct fault *why)
{
	struct line line = {.granted = {-1, -1},
		.sent = {-1, -1},
		.reported = {-1, -1},
		.copy = -1,
		.report = -1,
		.kill_at_ms = -1};
	int status;

	if (plan->preload != NULL)
		setenv("LD_PRELOAD", plan->preload, 1);
	status = open_files(&line, plan, why);
	if (status == 0)
		status = start(&line, plan, why);
	unsetenv("LD_PRELOAD");
	shut(&line.granted[0]);
	shut(&line.granted[1]);
	shut(&line.sent[1]);
	shut(&line.reported[0]);
	if (status == 0)
		status = watch(&line, plan, why);
	shut(&line.sent[0]);
	shut(&line.reported[1]);
	shut(&line.copy);
	shut(&line.report);
	for (int i = LINE_STAGES - 1; i >= 0; i--)
		if (!stage_wait(&line.stages[i], PATIENCE_MS) && status == 0)
			status = fault_set(why, EX_SOFTWARE,
				"a stage does not end");
	sum_up(&line, plan, result);
	return status;
}
