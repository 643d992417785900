/* SPDX-License-Identifier: MIT */
/* csr-auth migrate: what was sent today. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "csr-auth-migrate.h"
#include "doc.h"
#include "usage.h"

static const char usage_name[] = "whatsapp_usage.json";

/* 1: the desktop application's; 0: none, or one of ours; -1: damaged. */
static int
look_at_usage(const char *directory, struct usage *usage, struct fault *why)
{
	char *path = oldfile_path(directory, usage_name);
	struct doc *doc = NULL;
	struct usage_file *file = NULL;
	struct buf text;
	int result = oldfile_read(path, &text, NULL, why);

	if (result == 1) {
		doc = doc_parse(text.data != NULL ? text.data : "", text.len,
			why);
		if (doc == NULL)
			result = fault_set(why, EX_DATAERR, "%s: is no JSON",
				path);
		else if (doc_kind(doc, "v") != DOC_MISSING)
			result = 0;
	}
	if (result == 1) {
		file = usage_open(directory, true, why);
		result = usage_read(file, usage, why) == 0 ? 1 : -1;
	}
	usage_close(file);
	doc_free(doc);
	buf_release(&text);
	free(path);
	return result;
}

/* The same day's larger count, or the later day's. */
static bool
add_usage(struct usage *usage, const struct usage *old)
{
	int order = strcmp(old->date, usage->date);

	if (order < 0 || (order == 0 && old->count <= usage->count))
		return false;
	memcpy(usage->date, old->date, sizeof(usage->date));
	usage->count = old->count;
	return true;
}

/*
 * Under the lock of the count.  must_write: the file is in its old shape.
 * *is_changed is also set when it would be.
 */
static int
merge_usage(struct migration *migration, const struct usage *old,
	bool must_write, bool *is_changed, struct fault *why)
{
	bool is_dry = migration->auth->is_dry_run;
	struct usage_file *file;
	struct usage usage;
	int result;

	file = usage_open(migration->directory, is_dry, why);
	if (file == NULL)
		return -1;
	result = is_dry ? 0 : usage_lock(file, why);
	if (result == 0) {
		result = usage_read(file, &usage, why);
		*is_changed = result == 0 && add_usage(&usage, old);
		*is_changed |= must_write;
		if (result == 0 && *is_changed && !is_dry)
			result = usage_write(file, &usage, why);
		if (!is_dry)
			usage_unlock(file);
	}
	usage_close(file);
	return result;
}

/* Would it raise the count?  Asked first, for the lock makes a file. */
static bool
is_news(const char *directory, const struct usage *old)
{
	struct usage_file *file;
	struct fault none;
	struct usage usage;
	bool result = false;

	file = usage_open(directory, true, &none);
	if (file != NULL && usage_read(file, &usage, &none) == 0)
		result = add_usage(&usage, old);
	usage_close(file);
	return result;
}

static int
migrate_usage_of(struct migration *migration, const char *directory,
	struct fault *why)
{
	bool is_own = directory == migration->directory;
	bool is_changed = false;
	struct fault trouble;
	struct usage old;
	int found = look_at_usage(directory, &old, &trouble);

	if (found < 0)
		migration_damaged(migration, "%s", trouble.text);
	if (found <= 0 || (!is_own && !is_news(migration->directory, &old)))
		return 0;
	if (!migration->auth->is_dry_run &&
		migration_begin(migration, why) != 0)
		return -1;
	if (merge_usage(migration, &old, is_own, &is_changed, why) != 0)
		return -1;
	if (is_changed)
		migration_took(migration, "%s: from %s/%s: %lld messages on %s",
			usage_name, directory, usage_name, (long long)old.count,
			old.date);
	return 0;
}

int
migrate_usage(struct migration *migration, struct fault *why)
{
	if (migrate_usage_of(migration, migration->directory, why) != 0)
		return -1;
	return migration->is_apart
		       ? migrate_usage_of(migration, migration->old.config, why)
		       : 0;
}
