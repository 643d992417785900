/* SPDX-License-Identifier: MIT */
#ifndef QUOTA_H
#define QUOTA_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"
#include "hold.h"
#include "number.h"

/*
 * quota: how many messages may go out, and when the next one.
 *
 * The count of the day and the pace are kept in whatsapp_usage.json of the
 * profile and shared by every process of it.  Each grant is on the disk
 * before it is given: a crash may waste some, none is ever given twice.
 *
 *	quota = quota_open(directory, &limits, why);
 *	switch (quota_ask(quota, &until_ms, why)) {
 *	case QUOTA_GRANTED: ...        one message may go out now
 *	case QUOTA_WAIT: ...           ask again at until_ms
 *	case QUOTA_SPENT: ...          none before until_ms
 *	case QUOTA_HELD: ...           none before until_ms; quota_hold()
 *	case QUOTA_FAULT: ...
 *	}
 *	quota_give_back(quota, 1);     it was certainly not sent
 *	quota_close(quota, why);
 *
 * A file that cannot be understood is left alone and nothing is granted.
 */

struct quota_limits {
	struct rate rate;
	int64_t burst;   /* messages that may go at once after a pause */
	int64_t per_day; /* messages; a day ends at local midnight */
};

enum quota_answer {
	QUOTA_GRANTED,
	QUOTA_WAIT,
	QUOTA_SPENT,
	QUOTA_HELD, /* *until_ms: its end, or 0 when somebody must end it */
	QUOTA_FAULT
};

struct quota;

/*
 * NULL with EX_CONFIG (the file is damaged or of a later version),
 * EX_CANTCREAT, EX_IOERR or EX_TEMPFAIL (somebody holds the lock).  limits
 * may be NULL to look only, with quota_hold() and quota_read(): then nothing
 * is made, not even the lock, and the directory need not be there.
 */
struct quota *quota_open(const char *directory,
	const struct quota_limits *limits, struct fault *why);

/*
 * *until_ms is a time of day (clock.h), set for WAIT, SPENT and HELD.  A hold
 * may be set while the caller waits: ask again each second.
 */
enum quota_answer
quota_ask(struct quota *quota, int64_t *until_ms, struct fault *why);

/*
 * The same for another try at a message that was counted before: it takes its
 * turn in the pace, and nothing of the day.  The pace is the one at which the
 * last message was let through, by whatever program; the rate of this one's
 * limits counts only when there was none.
 */
enum quota_answer
quota_ask_again(struct quota *quota, int64_t *until_ms, struct fault *why);

/*
 * The hold that stands now.  Cheap enough to be asked a hundred times a
 * second: the file is read only when it is another one than last time.  A hold
 * whose end has come is none.  0, or -1 as quota_open().
 */
int quota_hold(struct quota *quota, struct quota_hold *hold, struct fault *why);

/*
 * Set a hold (by and at_ms are filled in by the caller, too; is_set need not
 * be).  Of one that stands and this one, the one that ends later stays, and of
 * two with the same end the first; without end is latest.  One that is over
 * already is not set.  Durable when it returns 0.
 */
int quota_set_hold(struct quota *quota, const struct quota_hold *hold,
	struct fault *why);

/*
 * Take away the hold that stands, durably; *was is what it said, and is not
 * set when there was none.  With only, no other hold than that one is taken
 * away: another may have been set since it was looked at.
 */
int quota_resume(struct quota *quota, const struct quota_hold *only,
	struct quota_hold *was, struct fault *why);

/* What the file says, for csr-quota show. */
struct quota_usage {
	char date[16];          /* the day that is counted: 2026-11-25 */
	int64_t count;          /* on it */
	int64_t resets_ms;      /* when the next day begins */
	struct quota_hold hold; /* that stands now */
};

int
quota_read(struct quota *quota, struct quota_usage *usage, struct fault *why);

/*
 * So many messages that this run was granted have certainly not gone out:
 * others of the day may go in their place, at their turn in the pace.  What
 * another run was granted cannot be given back: a record could come here
 * twice, and give back what it was given once.  Nor can what was granted on a
 * day that is over.
 */
void quota_give_back(struct quota *quota, int64_t count);

/* Write down what was given back.  0, or -1; freed in any case. */
int quota_close(struct quota *quota, struct fault *why);

#endif
