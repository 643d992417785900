/* SPDX-License-Identifier: MIT */
#ifndef QUOTA_H
#define QUOTA_H

#include <stdint.h>

#include "fault.h"
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

enum quota_answer { QUOTA_GRANTED, QUOTA_WAIT, QUOTA_SPENT, QUOTA_FAULT };

struct quota;

/*
 * NULL with EX_CONFIG (the file is damaged or of a later version),
 * EX_CANTCREAT, EX_IOERR or EX_TEMPFAIL (somebody holds the lock).
 */
struct quota *quota_open(const char *directory,
	const struct quota_limits *limits, struct fault *why);

/* *until_ms is a time of day (clock.h), set for WAIT and SPENT. */
enum quota_answer
quota_ask(struct quota *quota, int64_t *until_ms, struct fault *why);

/*
 * So many messages that this run was granted have certainly not gone out.
 * What another run was granted cannot be given back: a record could come here
 * twice, and give back what it was given once.
 */
void quota_give_back(struct quota *quota, int64_t count);

/* Write down what was given back.  0, or -1; freed in any case. */
int quota_close(struct quota *quota, struct fault *why);

#endif
