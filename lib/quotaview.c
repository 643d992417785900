/* SPDX-License-Identifier: MIT */
#include "quotaview.h"

#include <inttypes.h>
#include <string.h>

#include "clock.h"
#include "hold.h"
#include "jsonwriter.h"
#include "visible.h"
#include "when.h"

/* As --rate takes it, in the first unit in which it is not below 1. */
static void
add_rate(struct buf *out, struct rate rate)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = {{"s", 1}, {"min", 60}, {"h", 3600}};
	size_t unit = 0;

	/* 1/s given as 60/min may be a hair less. */
	while (unit < 2 && rate.per_second * units[unit].seconds < 1 - 1e-9)
		unit++;
	buf_add_format(out, "%.6g/%s", rate.per_second * units[unit].seconds,
		units[unit].name);
}

static void
add_time(struct buf *out, int64_t time_ms)
{
	char text[WHEN_TEXT_SIZE];

	when_format(time_ms, text);
	buf_add_text(out, text);
}

int64_t
quotaview_left(const struct quotaview *view)
{
	int64_t left = view->limits->per_day - view->usage->count;

	return left > 0 ? left : 0;
}

static void
add_resume(struct buf *out, const char *profile)
{
	buf_add_text(out, "csr-quota resume");
	if (profile != NULL)
		buf_add_format(out, " --profile %s", profile);
}

static void
write_hold(struct buf *out, const char *profile, const struct quota_hold *hold)
{
	buf_add_text(out, "hold    ");
	if (hold->until_ms != 0) {
		buf_add_text(out, "until ");
		add_time(out, hold->until_ms + 999);
		buf_add_text(out, ", ");
	}
	buf_add_text(out, "since ");
	add_time(out, hold->at_ms);
	/* It may quote what a server said. */
	buf_add_text(out, ", by ");
	visible_add(out, hold->by, strlen(hold->by));
	buf_add_text(out, "\nwhy     ");
	visible_add(out, hold->reason, strlen(hold->reason));
	buf_add_text(out, "\ndo      ");
	if (hold->hint[0] != '\0') {
		visible_add(out, hold->hint, strlen(hold->hint));
		buf_add_text(out, hold->until_ms != 0 ? "; " : "; then ");
	}
	if (hold->until_ms != 0)
		buf_add_text(out, "wait, or ");
	add_resume(out, profile);
	buf_add_byte(out, '\n');
}

void
quotaview_write_text(struct buf *out, const struct quotaview *view)
{
	buf_add_format(out,
		"used    %" PRId64 " of %" PRId64 "\nleft    %" PRId64
		"\nrate    ",
		view->usage->count, view->limits->per_day,
		quotaview_left(view));
	add_rate(out, view->limits->rate);
	buf_add_text(out, "\nresets  ");
	add_time(out, view->usage->resets_ms);
	buf_add_byte(out, '\n');
	if (view->usage->hold.is_set)
		write_hold(out, view->profile, &view->usage->hold);
	else
		buf_add_text(out, "hold    none\n");
}

void
quotaview_write_json(struct buf *out, const struct quotaview *view)
{
	struct json_writer json = {.out = out};
	char resets[CLOCK_TEXT_SIZE];
	struct buf rate;

	buf_init(&rate, 64);
	add_rate(&rate, view->limits->rate);
	clock_format(view->usage->resets_ms, resets);
	json_open(&json, '{');
	json_name(&json, "date");
	json_string(&json, view->usage->date);
	json_name(&json, "used");
	json_integer(&json, view->usage->count);
	json_name(&json, "per_day");
	json_integer(&json, view->limits->per_day);
	json_name(&json, "left");
	json_integer(&json, quotaview_left(view));
	json_name(&json, "rate");
	json_text(&json, rate.data, rate.len);
	json_name(&json, "resets");
	json_string(&json, resets);
	json_name(&json, "hold");
	hold_write(&view->usage->hold, &json);
	json_close(&json, '}');
	buf_add_byte(out, '\n');
	buf_release(&rate);
}
