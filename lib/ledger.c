/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "ledger-parts.h"
#include "ledger-scan.h"

enum { ROOM_STEP = 256 * 1024 }; /* bytes of the disk set aside at once */

const char *
ledger_state_word(enum ledger_state state)
{
	static const char *const words[] = {
		[LEDGER_NONE] = "none",
		[LEDGER_CLAIMED] = "claimed",
		[LEDGER_INTENT] = "intent",
		[LEDGER_ACCEPTED] = "accepted",
		[LEDGER_FAILED] = "failed",
		[LEDGER_NOT_SENT] = "not_sent",
		[LEDGER_IN_DOUBT] = "in_doubt",
	};

	return words[state];
}

uint32_t
ledger_content_head(const char *content)
{
	char head[8 + 1];

	strncpy(head, content, 8);
	head[8] = '\0';
	return (uint32_t)strtoul(head, NULL, 16);
}

const char *
ledger_campaign(const struct ledger *ledger)
{
	return ledger->file.campaign;
}

bool
ledger_is_key(const char *text)
{
	unsigned char key[LEDGER_KEY_SIZE];

	return ledger_key_parse(text, key) && !ledger_key_is_forgotten(key);
}

static struct ledger_item *
find(const struct ledger *ledger, const char *text)
{
	unsigned char key[LEDGER_KEY_SIZE];

	if (!ledger_key_parse(text, key))
		return NULL;
	return ledger_index_find(&ledger->index, key);
}

static enum ledger_state
state_of(const struct ledger *ledger, const struct ledger_item *item)
{
	enum ledger_state state = item->state;

	if (state == LEDGER_INTENT)
		return ledger->is_orphaned ? LEDGER_IN_DOUBT : LEDGER_INTENT;
	return item->is_claimed ? LEDGER_CLAIMED : state;
}

struct ledger_entry
ledger_find(const struct ledger *ledger, const char *key)
{
	const struct ledger_item *item = find(ledger, key);

	if (item == NULL)
		return (struct ledger_entry){.state = LEDGER_NONE};
	return (struct ledger_entry){.state = state_of(ledger, item),
		.attempt = item->attempt,
		.content = item->content};
}

size_t
ledger_key_count(const struct ledger *ledger)
{
	return ledger->index.count;
}

void
ledger_key(const struct ledger *ledger, size_t number,
	char key[IDENTITY_KEY_SIZE])
{
	ledger_key_format(ledger_index_at(&ledger->index, number)->key, key);
}

void
ledger_claim(struct ledger *ledger, const char *key)
{
	unsigned char bytes[LEDGER_KEY_SIZE];
	bool is_key = ledger_key_parse(key, bytes);

	assert(is_key);
	if (is_key)
		ledger_index_add(&ledger->index, bytes)->is_claimed = true;
}

void
ledger_release(struct ledger *ledger, const char *key)
{
	struct ledger_item *item = find(ledger, key);

	if (item != NULL)
		item->is_claimed = false;
}

void
ledger_add_line(struct ledger *ledger, struct ledger_line *line)
{
	line->n = ++ledger->n;
	line->d = ledger->durable_n;
	line->t_ms = clock_now_ms();
	ledger->crc = ledger_line_add(&ledger->out, line);
}

/* Set room aside from the end of what is written.  0, or an errno. */
#ifdef __linux__
static int
set_aside(int fd, int64_t from, int64_t len)
{
	int result;

	do
		result = fallocate(fd, FALLOC_FL_KEEP_SIZE, from, len);
	while (result != 0 && errno == EINTR);
	if (result == 0)
		return 0;
	/* What cannot set room aside is no worse than it was. */
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? errno : 0;
}
#else
static int
set_aside(int fd, int64_t from, int64_t len)
{
	(void)fd;
	(void)from;
	(void)len;
	return 0;
}
#endif

/*
 * Is there room on the disk for one more intent, and for the ends of all that
 * have none?  So a full disk is met before something is sent.
 */
static bool
has_room(struct ledger *ledger)
{
	int64_t start = ledger->written.len;
	int64_t need = (int64_t)ledger->out.len +
		       (int64_t)(ledger->open_count + 2) * LEDGER_LINE_MAX;
	int error;

	if (ledger->is_full)
		return false;
	if (start + need <= ledger->reserved)
		return true;
	ledger->reserved = start + need + ROOM_STEP;
	error = set_aside(ledger->file.fd, start, need + ROOM_STEP);
	if (error != 0) {
		ledger->reserved = start + need;
		error = set_aside(ledger->file.fd, start, need);
	}
	if (error == 0)
		return true;
	errno = error;
	ledger->is_full = true;
	fault_errno(&ledger->full, EX_IOERR, "%s", ledger->file.path);
	return false;
}

/* Where a line that is added next will stand. */
static int64_t
next_place(const struct ledger *ledger)
{
	return ledger->written.len + (int64_t)ledger->out.len;
}

bool
ledger_is_lost(const struct ledger *ledger)
{
	return ledger->has_failed || atomic_load(&ledger->has_sync_failed);
}

/* What cannot be right in a file must not be written into one. */
static void
add_event(struct ledger *ledger, struct ledger_line *line)
{
	const char *wrong =
		ledger_scan_apply(&ledger->index, line, next_place(ledger));

	assert(wrong == NULL);
	(void)wrong;
	ledger_add_line(ledger, line);
}

void
ledger_intend(struct ledger *ledger, const char *key, unsigned int attempt,
	const char *content)
{
	struct ledger_line line = {.s = LEDGER_WORD_INTENT,
		.k = key,
		.a = attempt,
		.h = content};

	assert(ledger->is_writer && ledger_is_key(key));
	if (ledger_is_lost(ledger))
		return;
	if (!has_room(ledger)) {
		ledger->has_refused = true;
		return;
	}
	add_event(ledger, &line);
	ledger->open_count++;
}

/* A person's "not sent" is the wish that it be sent again. */
static enum ledger_word
word_of(const struct ledger_end *end)
{
	switch (end->state) {
	case LEDGER_ACCEPTED:
		return LEDGER_WORD_ACCEPTED;
	case LEDGER_FAILED:
		return LEDGER_WORD_FAILED;
	case LEDGER_NOT_SENT:
		return end->user != NULL ? LEDGER_WORD_RESEND
					 : LEDGER_WORD_NOT_SENT;
	default:
		assert(end->state == LEDGER_IN_DOUBT);
		return LEDGER_WORD_IN_DOUBT;
	}
}

void
ledger_settle(struct ledger *ledger, const char *key,
	const struct ledger_end *end)
{
	struct ledger_item *item = find(ledger, key);
	struct ledger_line line = {.s = word_of(end),
		.k = key,
		.id = end->id,
		.code = end->code,
		.why = end->why,
		.until_ms = end->until_ms,
		.user = end->user,
		.reason = end->reason};

	/* Its intent was refused, so there is nothing to end. */
	if (ledger_is_lost(ledger) ||
		(ledger->is_full &&
			(item == NULL || item->state != LEDGER_INTENT)))
		return;
	assert(ledger->is_writer && item != NULL);
	if (item->state == LEDGER_INTENT)
		ledger->open_count--;
	line.a = item->attempt;
	add_event(ledger, &line);
	if (end->state != LEDGER_NOT_SENT)
		item->is_claimed = false;
}
