/* SPDX-License-Identifier: MIT */
/* csr-auth migrate: the settings. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "csr-auth-migrate.h"
#include "msg.h"
#include "xalloc.h"

enum { NAMES_MOST = 64 };

/* What is to be stored; the texts belong to the places. */
struct changes {
	struct config config;  /* of the profile, as its file has it */
	struct config scratch; /* of the application */
	struct config_change list[OLDCONFIG_SETTINGS];
	const char *from[OLDCONFIG_SETTINGS];
	size_t count;
};

static bool
is_same_value(const struct changes *changes, const struct config_row *row)
{
	char *is = config_text(&changes->config, row);
	char *was = config_text(&changes->scratch, row);
	bool result = is != NULL && was != NULL && strcmp(is, was) == 0;

	free(is);
	free(was);
	return result;
}

static bool
is_in(const struct changes *changes, const char *name)
{
	for (size_t i = 0; i < changes->count; i++)
		if (strcmp(changes->list[i].row->name, name) == 0)
			return true;
	return false;
}

/*
 * One setting.  In the profile's own directory user_config.json went before
 * config.yaml; another directory's settings go before nothing.
 */
static void
take_setting(struct migration *migration, struct changes *changes,
	struct oldplace *place, size_t index)
{
	const char *value = place->config.settings[index];
	const struct config_row *row = config_find(oldconfig_names[index]);
	bool is_set = config_source(&changes->config, row) == CONFIG_FILE;
	struct fault why;

	if (config_set(&changes->scratch, row, value, CONFIG_FILE, row->name,
		    &why) != 0) {
		migration_damaged(migration, "%s: %s; it was skipped",
			place->path, why.text);
		return;
	}
	if (is_in(changes, row->name) ||
		(is_set && is_same_value(changes, row))) {
		place->has_gone[index] = true;
		return;
	}
	/* The token goes to it with each message. */
	if (place->config.was_writable &&
		strcmp(row->name, "whatsapp.base_url") == 0) {
		migration_left(migration,
			"%s: others can write it, and could have written its"
			" whatsapp.base_url, to which your token would go: it"
			" was not taken; write it into config.yaml yourself if"
			" it is yours",
			place->path);
		return;
	}
	place->has_gone[index] = true;
	if (is_set && !place->is_own) {
		migration_left(migration,
			"config.yaml: %s differs from the one in %s: it was"
			" left as it is",
			row->name, place->path);
		return;
	}
	changes->from[changes->count] = place->path;
	changes->list[changes->count++] = (struct config_change){row, value};
}

static int
store(struct migration *migration, struct changes *changes, struct fault *why)
{
	if (changes->count == 0)
		return 0;
	if (!migration->auth->is_dry_run &&
		(migration_begin(migration, why) != 0 ||
			config_store(migration->directory, changes->list,
				changes->count, why) != 0))
		return -1;
	for (size_t i = 0; i < changes->count; i++)
		migration_took(migration, "config.yaml: %s: %s, from %s",
			changes->list[i].row->name, changes->list[i].text,
			changes->from[i]);
	return 0;
}

/* config.yaml has them now; a later run must not take them again. */
static int
clear_own(struct migration *migration, const struct oldplace *place,
	struct fault *why)
{
	const char *names[OLDCONFIG_SETTINGS + 1] = {NULL};
	size_t count = 0;
	int result;

	for (size_t i = 0; i < OLDCONFIG_SETTINGS; i++)
		if (place->has_gone[i])
			names[count++] = oldconfig_names[i];
	result = count > 0 ? migration_cut(migration, place, names, why) : 0;
	if (result > 0)
		migration_took(migration,
			"%s: the settings that config.yaml has are taken out",
			place->path);
	return result < 0 ? -1 : 0;
}

/* The names in "app, ui, whatsapp.enabled" that may go; each to be freed. */
static size_t
split_ignored(const struct migration *migration, const struct changes *changes,
	bool has_token, char *names[NAMES_MOST + 1])
{
	const char *ignored = migration->auth->setup.config.ignored;
	size_t count = 0, len;
	char *name;

	for (; ignored != NULL && *ignored != '\0' && count < NAMES_MOST;
		ignored += len + strspn(ignored + len, ", ")) {
		len = strcspn(ignored, ",");
		name = xstrndup(ignored, len);
		/* It stays until the credentials are on the disk. */
		if (is_in(changes, name) ||
			(has_token &&
				(strcmp(name, "whatsapp.api_key") == 0 ||
					strcmp(name,
						"whatsapp.phone_number_id") ==
						0)))
			free(name);
		else
			names[count++] = name;
	}
	names[count] = NULL;
	return count;
}

/* user_config.json of a directory went before its config.yaml. */
static bool
is_said_before(const struct migration *migration, size_t place, size_t setting)
{
	const struct oldplace *places = migration->places;

	return place > 0 &&
	       places[place - 1].directory == places[place].directory &&
	       places[place - 1].config.settings[setting] != NULL;
}

/* What the application alone understood goes out of the profile's file. */
static int
clear_ignored(struct migration *migration, const struct changes *changes,
	const struct oldplace *place, struct fault *why)
{
	char *names[NAMES_MOST + 1];
	size_t count = split_ignored(migration, changes,
		place->config.token != NULL, names);
	bool is_kept = false;
	struct buf list;
	int result = 0;

	if (count > 0)
		result = migration_keep(migration, place,
			(const char *const *)names, &is_kept, why);
	if (result == 0 && is_kept)
		result = migration_cut(migration, place,
			(const char *const *)names, why);
	buf_init(&list, SIZE_MAX);
	for (size_t i = 0; i < count; i++) {
		buf_add_format(&list, "%s%s", i > 0 ? ", " : "", names[i]);
		free(names[i]);
	}
	if (result > 0)
		migration_took(migration,
			"config.yaml: taken out, and kept in config.yaml.old,"
			" for it means nothing here: %s",
			buf_string(&list));
	buf_release(&list);
	return result < 0 ? -1 : 0;
}

static int
move_settings(struct migration *migration, struct changes *changes,
	struct fault *why)
{
	struct oldplace *place;
	size_t before;

	for (size_t i = 0; i < migration->place_count; i++) {
		place = &migration->places[i];
		before = changes->count;
		for (size_t j = 0; j < OLDCONFIG_SETTINGS; j++)
			if (place->config.settings[j] != NULL &&
				!(place->is_own && place->is_yaml) &&
				!is_said_before(migration, i, j))
				take_setting(migration, changes, place, j);
		if (place->config.was_writable && changes->count > before)
			msg_warn("%s: others can write it: see below that what"
				 " is taken from it is yours",
				place->path);
	}
	if (store(migration, changes, why) != 0)
		return -1;
	for (size_t i = 0; i < migration->place_count; i++) {
		place = &migration->places[i];
		if (place->is_own && place->is_yaml &&
			clear_ignored(migration, changes, place, why) != 0)
			return -1;
		if (place->is_own && !place->is_yaml &&
			clear_own(migration, place, why) != 0)
			return -1;
	}
	return 0;
}

int
migrate_settings(struct migration *migration, struct fault *why)
{
	struct changes changes = {.count = 0};
	int result;

	config_init(&changes.config);
	config_init(&changes.scratch);
	result = config_read(&changes.config, migration->directory, why);
	if (result == 0)
		result = move_settings(migration, &changes, why);
	config_release(&changes.config);
	config_release(&changes.scratch);
	return result;
}
