/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "msg.h"

enum { EACH_MS = 500 };

void
progress_init(struct progress *progress, bool is_wanted, int64_t total)
{
	*progress =
		(struct progress){.is_on = is_wanted && isatty(STDERR_FILENO),
			.total = total,
			.started_ms = clock_span_ms()};
}

/* "1:02:03", "2:03" */
static void
describe_time(int64_t seconds, char *text, size_t size)
{
	if (seconds >= 3600)
		snprintf(text, size, "%" PRId64 ":%02d:%02d", seconds / 3600,
			(int)(seconds / 60 % 60), (int)(seconds % 60));
	else
		snprintf(text, size, "%d:%02d", (int)(seconds / 60),
			(int)(seconds % 60));
}

void
progress_describe(const struct progress *progress,
	const struct progress_counts *counts, int64_t elapsed_ms, char *text,
	size_t size)
{
	unsigned long done = counts->accepted + counts->failed + counts->other;
	double seconds = elapsed_ms > 0 ? (double)elapsed_ms / 1000 : 0.001;
	double rate = (double)done / seconds;
	char total[32] = "", left[32] = "";

	if (progress->total > 0)
		snprintf(total, sizeof(total), " of %" PRId64, progress->total);
	if (progress->total > (int64_t)done && done > 0)
		describe_time((int64_t)((double)(progress->total -
						 (int64_t)done) /
					rate),
			left, sizeof(left));
	snprintf(text, size,
		"%lu accepted, %lu failed, %lu other%s; %zu in flight, %.1f/s"
		"%s%s",
		counts->accepted, counts->failed, counts->other, total,
		counts->in_flight, rate, *left != '\0' ? ", ETA " : "", left);
}

void
progress_show(struct progress *progress, const struct progress_counts *counts)
{
	int64_t now_ms;
	char text[160];

	if (!progress->is_on)
		return;
	now_ms = clock_span_ms();
	if (now_ms - progress->shown_ms < EACH_MS)
		return;
	progress->shown_ms = now_ms;
	progress_describe(progress, counts, now_ms - progress->started_ms, text,
		sizeof(text));
	msg_progress(text);
}
