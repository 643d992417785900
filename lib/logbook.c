/* SPDX-License-Identifier: MIT */
#include "logbook.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

struct logbook {
	char *directory;
	struct ledger **list;
	size_t count;
	/* Of a list of its own, for the other thread: list can move. */
	struct ledger **syncing;
	size_t syncing_count;
};

struct logbook *
logbook_new(const char *directory)
{
	struct logbook *logbook = xcalloc(1, sizeof(*logbook));

	logbook->directory = xstrdup(directory);
	return logbook;
}

struct ledger *
logbook_find(const struct logbook *logbook, const char *campaign)
{
	for (size_t i = 0; i < logbook->count; i++)
		if (strcmp(ledger_campaign(logbook->list[i]), campaign) == 0)
			return logbook->list[i];
	return NULL;
}

struct ledger *
logbook_get(struct logbook *logbook, const char *campaign,
	struct fault *warning, struct fault *why)
{
	struct ledger *ledger = logbook_find(logbook, campaign);

	warning->text[0] = '\0';
	if (ledger != NULL)
		return ledger;
	ledger = ledger_open(logbook->directory, campaign, warning, why);
	if (ledger == NULL)
		return NULL;
	logbook->list = xreallocarray(logbook->list, logbook->count + 1,
		sizeof(*logbook->list));
	logbook->list[logbook->count++] = ledger;
	return ledger;
}

/* All are written, even if one of them has no room. */
int
logbook_write(struct logbook *logbook, struct fault *why)
{
	struct fault one;
	int result = 0;

	for (size_t i = 0; i < logbook->count; i++) {
		if (ledger_write(logbook->list[i], &one) == 0)
			continue;
		if (result == 0)
			*why = one;
		result = -1;
	}
	return result;
}

bool
logbook_is_lost(const struct logbook *logbook)
{
	for (size_t i = 0; i < logbook->count; i++)
		if (ledger_is_lost(logbook->list[i]))
			return true;
	return false;
}

bool
logbook_is_dirty(const struct logbook *logbook)
{
	for (size_t i = 0; i < logbook->count; i++)
		if (ledger_is_dirty(logbook->list[i]))
			return true;
	return false;
}

void
logbook_sync_begin(struct logbook *logbook)
{
	logbook->syncing = xreallocarray(logbook->syncing, logbook->count + 1,
		sizeof(*logbook->syncing));
	logbook->syncing_count = 0;
	for (size_t i = 0; i < logbook->count; i++) {
		if (!ledger_is_dirty(logbook->list[i]))
			continue;
		ledger_sync_begin(logbook->list[i]);
		logbook->syncing[logbook->syncing_count++] = logbook->list[i];
	}
}

int
logbook_sync(void *context, struct fault *why)
{
	struct logbook *logbook = context;

	for (size_t i = 0; i < logbook->syncing_count; i++)
		if (ledger_sync(logbook->syncing[i], why) != 0)
			return -1;
	return 0;
}

void
logbook_sync_end(struct logbook *logbook)
{
	for (size_t i = 0; i < logbook->syncing_count; i++)
		ledger_sync_end(logbook->syncing[i]);
	logbook->syncing_count = 0;
}

const char *
logbook_only_campaign(const struct logbook *logbook)
{
	return logbook->count == 1 ? ledger_campaign(*logbook->list) : NULL;
}

int
logbook_close(struct logbook *logbook, struct fault *why)
{
	struct fault one;
	int result = 0;

	if (logbook == NULL)
		return 0;
	for (size_t i = 0; i < logbook->count; i++) {
		if (ledger_close(logbook->list[i], &one) == 0)
			continue;
		if (result == 0)
			*why = one;
		result = -1;
	}
	free(logbook->list);
	free(logbook->syncing);
	free(logbook->directory);
	free(logbook);
	return result;
}
