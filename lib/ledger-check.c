/* SPDX-License-Identifier: MIT */
#include "ledger-check.h"

#include <inttypes.h>
#include <string.h>
#include <sysexits.h>

#include "ledger-file.h"
#include "ledger-scan.h"
#include "ledger.h"

struct check {
	struct ledger_file file;
	struct ledger_index index;
	struct ledger_scan scan;
	enum ledger_mark_verdict mark;
	bool is_missing, is_locked;
	int64_t forgotten; /* intents of those who asked for it */
};

static void
count_forgotten(void *context, const struct ledger_line *line, int64_t at,
	const char *text, size_t len)
{
	struct check *check = context;
	unsigned char key[LEDGER_KEY_SIZE];

	(void)at;
	(void)text;
	(void)len;
	if (line->s == LEDGER_WORD_INTENT && ledger_key_parse(line->k, key) &&
		ledger_key_is_forgotten(key))
		check->forgotten++;
}

static int
read_all(struct check *check, struct fault *why)
{
	struct ledger_file *file = &check->file;
	int missing;

	check->is_locked = ledger_file_is_locked(file);
	check->mark = ledger_mark_read(file->directory, file->mark,
		&check->scan.mark, why);
	if (check->mark == LEDGER_MARK_FAULT)
		return -1;
	if (check->mark != LEDGER_MARK_GOOD)
		check->scan.mark = (struct ledger_mark){0};
	missing = ledger_file_open(file, false, why);
	if (missing != 0) {
		check->is_missing = missing == 1;
		return missing == 1 ? 0 : -1;
	}
	check->scan.campaign = file->campaign;
	check->scan.index = &check->index;
	check->scan.handler = count_forgotten;
	check->scan.context = check;
	if (ledger_scan_run(&check->scan, file->fd, file->path, why) != 0)
		return -1;
	check->is_locked |= ledger_file_is_locked(file);
	return 0;
}

/* What is wrong but for the lines themselves; NULL: nothing. */
static const char *
find_trouble(const struct check *check)
{
	if (check->mark == LEDGER_MARK_DAMAGED)
		return "its mark cannot be read";
	if (check->is_missing && check->scan.mark.len > 0)
		return "it is missing beside its mark";
	if (!check->is_missing && check->mark == LEDGER_MARK_MISSING)
		return "its mark is missing, so nobody can tell whether it is"
		       " all there";
	return check->scan.mark_trouble;
}

static void
add_bad_lines(struct buf *out, const struct ledger_bad_list *bad)
{
	buf_add_text(out, "; bad lines:");
	for (size_t at = 0; at < bad->count; at++)
		buf_add_format(out, "%s %" PRId64, at > 0 ? "," : "",
			bad->list[at].line);
}

static void
add_damage(struct buf *out, const struct check *check, const char *trouble)
{
	const struct ledger_bad_list *bad = &check->scan.damaged;

	buf_add_format(out, "%s: damaged: ", check->file.campaign);
	if (bad->count > 0)
		buf_add_format(out, "line %" PRId64 " at byte %" PRId64 " %s",
			bad->list[0].line, bad->list[0].at, bad->list[0].what);
	if (bad->count > 0 && trouble != NULL)
		buf_add_text(out, ", and ");
	if (trouble != NULL)
		buf_add_text(out, trouble);
	if (bad->count > 1)
		add_bad_lines(out, bad);
	buf_add_format(out,
		"; what was sent may be missing in it, so nothing of this"
		" campaign is sent; put %s and %s back from one backup, or"
		" send to those whom csr-ledger list does not show as another"
		" campaign",
		check->file.name, check->file.mark);
}

static void
add_count(struct buf *out, int64_t count, const char *what)
{
	if (count > 0)
		buf_add_format(out, ", %" PRId64 " %s", count, what);
}

static void
add_counts(struct buf *out, const struct check *check)
{
	int64_t counts[LEDGER_IN_DOUBT + 1] = {0};
	enum ledger_state state;

	for (size_t at = 0; at < check->index.count; at++) {
		state = ledger_index_at(&check->index, at)->state;
		if (state == LEDGER_INTENT && !check->is_locked)
			state = LEDGER_IN_DOUBT;
		counts[state]++;
	}
	buf_add_format(out, "%s: ok", check->file.campaign);
	add_count(out, counts[LEDGER_ACCEPTED], "accepted");
	add_count(out, counts[LEDGER_FAILED], "failed");
	add_count(out, counts[LEDGER_NOT_SENT], "not sent");
	add_count(out, counts[LEDGER_IN_DOUBT], "in doubt");
	add_count(out, counts[LEDGER_INTENT], "under way");
	add_count(out, check->forgotten, "forgotten");
	if (check->index.count == 0 && check->forgotten == 0)
		buf_add_text(out, ", nothing was sent");
}

static int
tell(struct buf *out, const struct check *check, struct fault *warning)
{
	const char *trouble = find_trouble(check);
	const struct ledger_scan *scan = &check->scan;

	if (scan->is_later) {
		buf_add_format(out,
			"%s: is of a later version: use the programs of that"
			" release",
			check->file.campaign);
		return 1;
	}
	if (trouble != NULL || scan->damaged.count > 0) {
		add_damage(out, check, trouble);
		return 1;
	}
	if (scan->torn.count > 0 && !check->is_locked)
		fault_set(warning, EX_OK,
			"%s: line %" PRId64 " at byte %" PRId64
			" is torn: it was being written when the machine or the"
			" program stopped; nothing was sent because of it, and"
			" the next run goes on",
			check->file.campaign, scan->torn.list[0].line,
			scan->torn.list[0].at);
	add_counts(out, check);
	return 0;
}

static int
check_once(struct buf *out, const char *directory, const char *campaign,
	struct fault *warning, struct fault *why)
{
	struct check check = {0};
	int result;

	warning->text[0] = '\0';
	result = ledger_file_init(&check.file, directory, campaign, why);
	if (result == 0)
		result = read_all(&check, why);
	if (result == 0 && check.is_missing && check.scan.mark.len == 0 &&
		check.mark != LEDGER_MARK_DAMAGED)
		buf_add_format(out, "%s: ok, nothing was sent", campaign);
	else if (result == 0)
		result = tell(out, &check, warning);
	ledger_scan_release(&check.scan);
	ledger_index_release(&check.index);
	ledger_file_close(&check.file);
	return result;
}

/*
 * Between the mark and the ledger csr-ledger forget may have replaced both:
 * what is damaged only once is not.
 */
int
ledger_check(struct buf *out, const char *directory, const char *campaign,
	struct fault *warning, struct fault *why)
{
	size_t start = out->len;
	int result = check_once(out, directory, campaign, warning, why);

	if (result != 1)
		return result;
	out->len = start;
	return check_once(out, directory, campaign, warning, why);
}
