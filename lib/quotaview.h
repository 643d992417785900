/* SPDX-License-Identifier: MIT */
#ifndef QUOTAVIEW_H
#define QUOTAVIEW_H

#include <stdint.h>

#include "buf.h"
#include "quota.h"

/*
 * quotaview: the quota as csr-quota show writes it; csr-quota(1) has both
 * forms.
 */
struct quotaview {
	const struct quota_usage *usage;
	const struct quota_limits *limits;
	const char *profile; /* for what is to be typed; or NULL */
};

/* Messages that may still go out today. */
int64_t quotaview_left(const struct quotaview *view);

/* Lines for people, in local time; no control characters but newlines. */
void quotaview_write_text(struct buf *out, const struct quotaview *view);

/* One object on one line. */
void quotaview_write_json(struct buf *out, const struct quotaview *view);

#endif
