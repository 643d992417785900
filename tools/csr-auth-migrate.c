/* SPDX-License-Identifier: MIT */
/* csr-auth migrate: what the desktop application left is taken over. */
#include "csr-auth-migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "cred.h"
#include "environment.h"
#include "file.h"
#include "lock.h"
#include "msg.h"
#include "profile.h"
#include "visible.h"

enum { LOCK_WAIT_MS = 10 * 1000 };

void
migration_took(struct migration *migration, const char *format, ...)
{
	struct buf *out = output_text(&migration->output);
	va_list arguments;
	struct buf text;

	migration->taken++;
	buf_init(&text, SIZE_MAX);
	va_start(arguments, format);
	buf_add_arguments(&text, format, arguments);
	va_end(arguments);
	if (migration->auth->is_dry_run)
		buf_add_text(out, "would do: ");
	visible_add(out, text.data, text.len);
	buf_add_byte(out, '\n');
	buf_release(&text);
}

static void
warn(size_t *count, const char *format, va_list arguments)
{
	struct buf text;

	++*count;
	buf_init(&text, SIZE_MAX);
	buf_add_arguments(&text, format, arguments);
	msg_warn("%s", buf_string(&text));
	buf_release(&text);
}

void
migration_left(struct migration *migration, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	warn(&migration->left, format, arguments);
	va_end(arguments);
}

void
migration_damaged(struct migration *migration, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	warn(&migration->damaged, format, arguments);
	va_end(arguments);
}

void
migration_to_mend(struct migration *migration, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	warn(&migration->to_mend, format, arguments);
	va_end(arguments);
}

/* The directory itself is locked, so that no file more is left in it. */
int
migration_begin(struct migration *migration, struct fault *why)
{
	const char *path = migration->directory;
	char *made;

	if (migration->lock >= 0)
		return 0;
	made = profile_open(migration->auth->profile, why);
	if (made == NULL)
		return -1;
	free(made);
	migration->lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (migration->lock < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", path);
	return lock_acquire(migration->lock, path, LOCK_WAIT_MS, why);
}

/* A directory is on the disk when the one above it is. */
static int
make_below(struct migration *migration, const char *path, struct fault *why)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return fault_errno(why, EX_CANTCREAT, "%s", path);
	if (fsync(migration->lock) != 0)
		return fault_errno(why, EX_IOERR, "%s", migration->directory);
	return 0;
}

enum match { MATCH_NONE, MATCH_SAME, MATCH_OTHER };

/* A link that leads nowhere is something, too. */
static enum match
compare(const char *path, const struct buf *text)
{
	enum match match = MATCH_OTHER;
	struct stat status;
	struct fault none;
	struct buf there;

	if (lstat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return MATCH_NONE;
	if (oldfile_read(path, &there, NULL, &none) == 1 &&
		there.len == text->len &&
		memcmp(there.data, text->data, text->len) == 0)
		match = MATCH_SAME;
	buf_release(&there);
	return match;
}

static int
write_below(struct migration *migration, const char *directory,
	const char *name, const struct buf *text, struct fault *why)
{
	if (migration->auth->is_dry_run)
		return 0;
	if (migration_begin(migration, why) != 0)
		return -1;
	if (directory != migration->directory &&
		make_below(migration, directory, why) != 0)
		return -1;
	return file_replace(directory, name, text->data, text->len, why);
}

int
migration_put(struct migration *migration, const char *below, const char *name,
	const struct buf *text, const char *source, bool *is_new,
	struct fault *why)
{
	char *made = below != NULL ? oldfile_path(migration->directory, below)
				   : NULL;
	const char *directory = made != NULL ? made : migration->directory;
	char *path = oldfile_path(directory, name);
	enum match match = compare(path, text);
	int result = 0;

	*is_new = match == MATCH_NONE;
	if (match == MATCH_OTHER)
		migration_left(migration,
			"%s: is there and differs from what %s gives: it was"
			" left as it is; move it away and run again to have"
			" the other",
			path, source);
	else if (match == MATCH_NONE)
		result = write_below(migration, directory, name, text, why);
	free(path);
	free(made);
	return result;
}

static void
say_end(const struct migration *migration)
{
	const char *would = migration->auth->is_dry_run ? "would be " : "";
	struct buf text;

	buf_init(&text, 1024);
	if (migration->taken == 0)
		buf_add_text(&text, "nothing to do");
	else
		buf_add_format(&text, "%zu %staken over", migration->taken,
			would);
	if (migration->to_mend > 0)
		buf_add_format(&text, ", %zu to be mended before use",
			migration->to_mend);
	if (migration->left > 0)
		buf_add_format(&text, ", %zu left as they are",
			migration->left);
	if (migration->damaged > 0)
		buf_add_format(&text, ", %zu cannot be read",
			migration->damaged);
	if (migration->auth->is_dry_run)
		buf_add_text(&text, "; nothing was changed");
	msg_info("%s", buf_string(&text));
	buf_release(&text);
	if (migration->was_clear && !migration->auth->is_dry_run)
		msg_warn("make a new token in Meta Business settings, and then:"
			 " csr-auth login; the old one lay in the clear and"
			 " cannot be wiped from the disk for sure");
}

static void
look_at(struct migration *migration, const char *directory, const char *name)
{
	struct oldplace *place = &migration->places[migration->place_count++];
	struct fault why;
	int result;

	*place = (struct oldplace){.directory = directory,
		.path = oldfile_path(directory, name),
		.is_own = directory == migration->directory,
		.is_yaml = strcmp(name, "config.yaml") == 0};
	result = place->is_yaml ? oldconfig_read_yaml(&place->config,
					  place->path, &why)
				: oldconfig_read_json(&place->config,
					  place->path, &why);
	if (result == 0)
		return;
	migration_damaged(migration, "%s; it was skipped", why.text);
	oldconfig_release(&place->config);
}

/*
 * The application's directory may be that of another profile by now, whose
 * settings are not this one's.
 */
static bool
is_of_another(const char *directory)
{
	enum cred_form form = CRED_MISSING;
	struct credentials stored;
	struct fault none;

	cred_init(&stored);
	if (cred_look(&stored, directory, &form, &none) != 0)
		form = CRED_MISSING;
	cred_release(&stored);
	return form == CRED_KEY_FILE || form == CRED_PASSPHRASE;
}

static void
forget_settings(struct oldconfig *config)
{
	for (size_t i = 0; i < OLDCONFIG_SETTINGS; i++) {
		free(config->settings[i]);
		config->settings[i] = NULL;
	}
}

static void
look_at_places(struct migration *migration)
{
	const char *directories[] = {migration->directory,
		migration->old.config};
	size_t count = migration->is_apart ? 2 : 1;

	for (size_t i = 0; i < count; i++) {
		look_at(migration, directories[i], "user_config.json");
		look_at(migration, directories[i], "config.yaml");
	}
	if (count == 2 && is_of_another(directories[1]))
		forget_settings(&migration->places[3].config);
}

static bool
is_same_directory(const char *a, const char *b)
{
	struct stat one, other;

	if (strcmp(a, b) == 0)
		return true;
	return stat(a, &one) == 0 && stat(b, &other) == 0 &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/*
 * What is a program's own fault or the machine's ends it; the token comes
 * last, so that a forgotten passphrase keeps nothing else back.
 */
static int
run_parts(struct migration *migration, struct fault *why)
{
	static int (*const parts[])(struct migration *,
		struct fault *) = {migrate_templates, migrate_presets,
		migrate_usage, migrate_settings, migrate_token};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i](migration, why) != 0)
			return -1;
	return 0;
}

static const char *
find_home(const struct auth *auth, struct fault *why)
{
	const char *home =
		auth->from != NULL ? auth->from : environment_get("HOME");
	struct stat status;

	if (home == NULL)
		fault_set(why, EX_CONFIG,
			"HOME is not set: say with --from where the desktop"
			" application's files are");
	else if (stat(home, &status) == 0 || auth->from == NULL)
		return home;
	else
		fault_errno(why, EX_NOINPUT, "%s", home);
	return NULL;
}

int
auth_migrate(struct auth *auth, struct fault *why)
{
	struct migration migration = {.auth = auth,
		.directory = auth->setup.directory,
		.lock = -1};
	const char *home = find_home(auth, why);
	struct fault why_output;
	int result;

	if (home == NULL)
		return -1;
	oldfiles_init(&migration.old, home);
	migration.is_apart =
		!is_same_directory(migration.old.config, migration.directory);
	output_init(&migration.output, STDOUT_FILENO, "standard output");
	look_at_places(&migration);
	result = run_parts(&migration, why);
	/* What was done is told, whatever happened then. */
	if (output_finish(&migration.output, &why_output) != 0 && result == 0) {
		*why = why_output;
		result = -1;
	}
	if (result == 0 || migration.taken > 0)
		say_end(&migration);
	if (result == 0)
		result =
			migration.left + migration.damaged + migration.to_mend >
			0;
	for (size_t i = 0; i < migration.place_count; i++) {
		oldconfig_release(&migration.places[i].config);
		free(migration.places[i].path);
	}
	output_release(&migration.output);
	oldfiles_release(&migration.old);
	if (migration.lock >= 0)
		close(migration.lock);
	return result;
}
