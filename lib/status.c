/* SPDX-License-Identifier: MIT */
#include "status.h"

#include <string.h>

static const struct {
	const char *word, *label;
} statuses[STATUS_COUNT] = {
	[STATUS_PENDING] = {"pending", "pending"},
	[STATUS_INVALID] = {"invalid", "invalid"},
	[STATUS_SUPPRESSED] = {"suppressed", "suppressed"},
	[STATUS_DUPLICATE] = {"duplicate", "duplicate"},
	[STATUS_DEFERRED] = {"deferred", "deferred"},
	[STATUS_EXPIRED] = {"expired", "expired"},
	[STATUS_ACCEPTED] = {"accepted", "accepted"},
	[STATUS_FAILED] = {"failed", "failed"},
	[STATUS_IN_DOUBT] = {"in_doubt", "in doubt"},
	[STATUS_SENT] = {"sent", "sent"},
	[STATUS_DELIVERED] = {"delivered", "delivered"},
	[STATUS_READ] = {"read", "read"},
	[STATUS_OTHER] = {"other", "other"},
};

const char *
status_word(enum status status)
{
	return statuses[status].word;
}

const char *
status_label(enum status status)
{
	return statuses[status].label;
}

enum status
status_parse(const char *word, size_t len)
{
	for (int status = 0; status < STATUS_OTHER; status++)
		if (strlen(statuses[status].word) == len &&
			memcmp(statuses[status].word, word, len) == 0)
			return (enum status)status;
	return STATUS_OTHER;
}
