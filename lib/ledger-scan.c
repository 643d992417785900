/* SPDX-License-Identifier: MIT */
#include "ledger-scan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "ledger.h"
#include "xalloc.h"

enum {
	READ_SIZE = 256 * 1024,
	BAD_MAX = 100, /* places that are kept to be shown */
};

static void
note(struct ledger_bad_list *list, const struct ledger_bad *bad)
{
	struct ledger_bad *last =
		list->count > 0 ? &list->list[list->count - 1] : NULL;

	list->bytes += bad->len;
	if (last != NULL && last->at + last->len == bad->at) {
		last->len += bad->len;
		return;
	}
	if (list->count == BAD_MAX)
		return;
	if (list->count == list->room) {
		list->room = list->room > 0 ? list->room * 2 : 4;
		list->list = xreallocarray(list->list, list->room,
			sizeof(*list->list));
	}
	list->list[list->count++] = *bad;
}

static void
empty(struct ledger_bad_list *list)
{
	list->count = 0;
	list->bytes = 0;
}

/* What was taken for torn is damage. */
static void
condemn(struct ledger_scan *scan)
{
	for (size_t at = 0; at < scan->torn.count; at++)
		note(&scan->damaged, &scan->torn.list[at]);
	empty(&scan->torn);
}

static void
note_bad(struct ledger_scan *scan, size_t len, const char *what)
{
	note(&scan->torn, &(struct ledger_bad){.at = scan->end,
				  .len = (int64_t)len,
				  .line = scan->end_line + 1,
				  .n = scan->n + 1,
				  .what = what});
	scan->is_behind_bad = true;
}

static void
note_damage(struct ledger_scan *scan, size_t len, const char *what)
{
	condemn(scan);
	note(&scan->damaged, &(struct ledger_bad){.at = scan->end,
				     .len = (int64_t)len,
				     .line = scan->end_line + 1,
				     .n = scan->n + 1,
				     .what = what});
}

static const char *
apply_intent(struct ledger_item *item, const struct ledger_line *line)
{
	const char *wrong = NULL;

	if (item->state != LEDGER_NONE && item->state != LEDGER_NOT_SENT &&
		item->state != LEDGER_FAILED)
		wrong = "is the intent to send what may have been sent";
	else if (line->a <= item->attempt)
		wrong = "is an attempt that was made before";
	item->state = LEDGER_INTENT;
	item->attempt = (uint32_t)line->a;
	item->content = ledger_content_head(line->h);
	return wrong;
}

static const char *
apply_end(struct ledger_item *item, const struct ledger_line *line,
	enum ledger_state state)
{
	enum ledger_state before = item->state;
	bool is_settled = line->s == LEDGER_WORD_ACCEPTED ||
			  line->s == LEDGER_WORD_FAILED;

	item->state = state;
	if (line->a != item->attempt) {
		item->attempt = (uint32_t)line->a;
		return "ends an attempt that was not made";
	}
	if (line->s == LEDGER_WORD_RESEND)
		return before == LEDGER_IN_DOUBT || before == LEDGER_FAILED
			       ? NULL
			       : "sends again what was not in doubt";
	if (before == LEDGER_INTENT ||
		(before == LEDGER_IN_DOUBT && is_settled))
		return NULL;
	return "ends what was not under way";
}

const char *
ledger_scan_apply(struct ledger_index *index, const struct ledger_line *line,
	int64_t at)
{
	static const enum ledger_state states[LEDGER_WORD_COUNT] = {
		[LEDGER_WORD_ACCEPTED] = LEDGER_ACCEPTED,
		[LEDGER_WORD_FAILED] = LEDGER_FAILED,
		[LEDGER_WORD_NOT_SENT] = LEDGER_NOT_SENT,
		[LEDGER_WORD_IN_DOUBT] = LEDGER_IN_DOUBT,
		[LEDGER_WORD_RESEND] = LEDGER_NOT_SENT,
	};
	unsigned char key[LEDGER_KEY_SIZE];
	struct ledger_item *item;

	if (line->k == NULL || !ledger_key_parse(line->k, key) ||
		ledger_key_is_forgotten(key))
		return NULL;
	item = ledger_index_add(index, key);
	item->behind = (uint64_t)at + 1;
	if (line->s == LEDGER_WORD_INTENT)
		return apply_intent(item, line);
	return apply_end(item, line, states[line->s]);
}

/* Does the line agree with what came before?  NULL, or what does not. */
static const char *
check_place(const struct ledger_scan *scan, const struct ledger_line *line)
{
	if (!scan->has_header && line->s != LEDGER_WORD_LEDGER)
		return "stands where the ledger's first line should be";
	if (scan->has_header && line->s == LEDGER_WORD_LEDGER)
		return "begins another ledger";
	if (line->s == LEDGER_WORD_LEDGER &&
		strcmp(line->campaign, scan->campaign) != 0)
		return "says that this is another campaign's ledger";
	if (line->n <= scan->n)
		return "has a number that was there before";
	if (line->n > scan->n + 1 && !scan->is_behind_bad)
		return "comes behind lines that are missing";
	if (line->d < scan->d)
		return "takes back what was durable before";
	return NULL;
}

/*
 * A run told of what it found torn: then that is settled for ever.  If it
 * tells of something else, either it was not synced itself, or what it says
 * later (its d) shows the damage.
 */
static const char *
check_run(struct ledger_scan *scan, const struct ledger_line *line)
{
	if (scan->torn.count == 0)
		return line->bytes > 0 ? "tells of torn lines that are not here"
				       : NULL;
	if (line->torn == scan->torn.list[0].at &&
		line->bytes == scan->torn.bytes)
		empty(&scan->torn);
	return NULL;
}

static void
check_mark(struct ledger_scan *scan, const struct ledger_line *line,
	int64_t end)
{
	const struct ledger_mark *mark = &scan->mark;

	if (end == mark->len && line->n == mark->n &&
		(line->crc == mark->crc || line->crc == mark->other_crc))
		scan->is_mark_seen = true;
}

static void
take_line(struct ledger_scan *scan, const struct ledger_line *line,
	const char *text, size_t len)
{
	const char *wrong = check_place(scan, line), *wrong_end;

	if (wrong == NULL && line->s == LEDGER_WORD_RUN)
		wrong = check_run(scan, line);
	if (scan->torn.count > 0 && line->d >= scan->torn.list[0].n)
		condemn(scan);
	wrong_end = ledger_scan_apply(scan->index, line, scan->end);
	/* What a bad line said may be what this one lacks. */
	if (wrong == NULL && scan->torn.count == 0 && scan->damaged.count == 0)
		wrong = wrong_end;
	if (wrong != NULL)
		note_damage(scan, len, wrong);
	check_mark(scan, line, scan->end + (int64_t)len);
	if (line->s == LEDGER_WORD_LEDGER)
		scan->has_header = true;
	scan->n = line->n;
	if (line->d > scan->d)
		scan->d = line->d;
	scan->is_behind_bad = false;
	if (scan->handler != NULL)
		scan->handler(scan->context, line, scan->end, text, len);
}

/* A line of len bytes, text_len without its newline. */
static void
see_line(struct ledger_scan *scan, const char *text, size_t text_len,
	size_t len)
{
	struct ledger_line line;

	if (scan->is_inside_long) {
		note_bad(scan, len, "is too long");
		scan->is_inside_long = false;
	} else {
		switch (ledger_line_read(&scan->reader, text, text_len,
			&line)) {
		case LEDGER_LINE_GOOD:
			take_line(scan, &line, text, len);
			break;
		case LEDGER_LINE_BAD:
			note_bad(scan, len, "was not written so");
			break;
		case LEDGER_LINE_LATER:
			scan->is_later = true;
			note_damage(scan, len, "is of a later version");
			break;
		}
	}
	scan->end += (int64_t)len;
	scan->end_line++;
}

/* Look at all lines that are there, and at what is too long to be one. */
static void
see_lines(struct ledger_scan *scan)
{
	const char *start, *newline;
	size_t left, len;

	for (;;) {
		start = scan->bytes + scan->used;
		left = scan->filled - scan->used;
		newline = memchr(start, '\n', left);
		if (newline == NULL)
			break;
		len = (size_t)(newline - start) + 1;
		see_line(scan, start, len - 1, len);
		scan->used += len;
	}
	if (left >= LEDGER_LINE_MAX) {
		note_bad(scan, left, "is too long");
		scan->is_inside_long = true;
		scan->end += (int64_t)left;
		scan->used = scan->filled;
	}
	left = scan->filled - scan->used;
	memmove(scan->bytes, scan->bytes + scan->used, left);
	scan->used = 0;
	scan->filled = left;
}

static void
finish(struct ledger_scan *scan)
{
	/*
	 * A last line that lacks nothing but its newline is good: the next run
	 * gives it one.
	 */
	scan->lacks_newline = scan->filled > 0 || scan->is_inside_long;
	if (scan->filled > 0)
		see_line(scan, scan->bytes, scan->filled, scan->filled);
	scan->is_torn_open = scan->lacks_newline && scan->is_behind_bad;
	if (scan->torn.count > 0 && scan->torn.list[0].at < scan->mark.len)
		condemn(scan);
	if (scan->mark.len > scan->end)
		scan->mark_trouble = "its end is missing: it is shorter than"
				     " its mark says";
	else if (scan->mark.len > 0 && !scan->is_mark_seen)
		scan->mark_trouble = "it is not the ledger that its mark is"
				     " of";
}

int
ledger_scan_run(struct ledger_scan *scan, int fd, const char *path,
	struct fault *why)
{
	ssize_t got;

	scan->bytes = xmalloc(READ_SIZE);
	for (;;) {
		got = pread(fd, scan->bytes + scan->filled,
			READ_SIZE - scan->filled,
			scan->end + (int64_t)scan->filled);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_errno(why, EX_IOERR, "%s", path);
		if (got == 0)
			break;
		scan->filled += (size_t)got;
		see_lines(scan);
	}
	finish(scan);
	return 0;
}

bool
ledger_scan_is_damaged(const struct ledger_scan *scan)
{
	return scan->damaged.count > 0 || scan->mark_trouble != NULL;
}

int
ledger_scan_fault(const struct ledger_scan *scan, const char *path,
	struct fault *why)
{
	const struct ledger_bad *bad = scan->damaged.list;

	if (scan->is_later)
		return fault_set(why, EX_CONFIG,
			"%s: is of a later version; use the programs of that"
			" release",
			path);
	if (scan->damaged.count > 0)
		return fault_set(why, EX_CONFIG,
			"%s: damaged: line %" PRId64 " at byte %" PRId64
			" %s; nothing of this campaign is sent until that is"
			" mended: csr-ledger check --campaign %s",
			path, bad->line, bad->at, bad->what, scan->campaign);
	return fault_set(why, EX_CONFIG,
		"%s: damaged: %s; nothing of this campaign is sent until that"
		" is mended: csr-ledger check --campaign %s",
		path, scan->mark_trouble, scan->campaign);
}

void
ledger_scan_release(struct ledger_scan *scan)
{
	ledger_reader_release(&scan->reader);
	free(scan->torn.list);
	free(scan->damaged.list);
	free(scan->bytes);
	scan->torn = scan->damaged = (struct ledger_bad_list){0};
	scan->bytes = NULL;
}
