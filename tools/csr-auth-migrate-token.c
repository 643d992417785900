/* SPDX-License-Identifier: MIT */
/* csr-auth migrate: the token, which must lie nowhere in the clear. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "cred.h"
#include "csr-auth-migrate.h"
#include "msg.h"
#include "xalloc.h"

/* A copy of a token in the clear. */
struct copy {
	const char *directory;        /* of whatsapp_credentials.json, or */
	const struct oldplace *place; /* a configuration; else NULL */
	const struct secret *token;
	const char *phone_number_id, *business_account_id; /* NULL: not said */
};

enum { FILES_MOST = 2, COPIES_MOST = FILES_MOST + OLDPLACES_MOST };

struct search {
	struct migration *migration;
	struct credentials files[FILES_MOST]; /* the plain ones */
	size_t file_count;
	struct copy copies[COPIES_MOST]; /* those that go first, first */
	size_t count;
	enum cred_form form;            /* of the profile's own file */
	unsigned char stamp[HASH_SIZE]; /* likewise */
	bool is_blocked; /* by a file of the profile that is damaged */
};

static void
add_copy(struct search *search, const struct copy *copy)
{
	search->copies[search->count++] = *copy;
}

static void
warn_open(const char *path)
{
	msg_warn("%s: others could read it; whoever did has the token", path);
}

/* Whatever is wrong with the file, it stays as it is. */
static void
block(struct search *search, const char *directory, const struct fault *why)
{
	migration_damaged(search->migration, "%s", why->text);
	if (directory == search->migration->directory)
		search->is_blocked = true;
}

/* Whoever put a token of theirs there would have us send in their name. */
static void
distrust(struct search *search, const char *directory, const char *path)
{
	migration_left(search->migration,
		"%s: others can write it, and could have put a token or a"
		" number of theirs there: neither was taken over; if both are"
		" yours, chmod go-w it and run again",
		path);
	if (directory == search->migration->directory)
		search->is_blocked = true;
}

/* Nobody but us can have exchanged it since. */
static bool
can_others_write(const char *path)
{
	struct stat status;

	return lstat(path, &status) != 0 || oldfile_is_writable(path, &status);
}

static void
add_file(struct search *search, const char *directory, const char *path,
	struct credentials *plain, bool was_open)
{
	if (was_open && can_others_write(path)) {
		distrust(search, directory, path);
		cred_release(plain);
		return;
	}
	search->file_count++;
	if (was_open)
		warn_open(path);
	add_copy(search,
		&(struct copy){.directory = directory,
			.token = plain->token,
			.phone_number_id = plain->phone_number_id,
			.business_account_id = plain->business_account_id});
}

/* One that is encrypted, or not there, is no copy in the clear. */
static void
look_at_file(struct search *search, const char *directory)
{
	struct credentials *plain = &search->files[search->file_count];
	bool is_own = directory == search->migration->directory;
	enum cred_form form = CRED_MISSING;
	char *path = cred_path(directory);
	struct credentials other;
	bool was_open = false;
	struct fault why, trouble;

	cred_init(plain);
	cred_init(&other);
	if (cred_read_plain(plain, directory, &was_open, &why) == 0) {
		form = CRED_PLAIN;
		add_file(search, directory, path, plain, was_open);
	} else {
		cred_release(plain);
		if (cred_look(&other, directory, &form, &trouble) != 0)
			block(search, directory, &trouble);
		else if (form == CRED_PLAIN)
			block(search, directory, &why);
	}
	if (is_own) {
		search->form = form;
		memcpy(search->stamp,
			form == CRED_PLAIN ? plain->stamp : other.stamp,
			HASH_SIZE);
	}
	cred_release(&other);
	free(path);
}

/* The id may stand in the other file of the same directory. */
static const char *
find_id(const struct migration *migration, const struct oldplace *place,
	bool is_business)
{
	const struct oldconfig *config;
	const char *id;

	for (size_t i = 0; i < migration->place_count; i++) {
		config = &migration->places[i].config;
		id = is_business ? config->business_account_id
				 : config->phone_number_id;
		if (migration->places[i].directory == place->directory &&
			!config->was_writable && id != NULL)
			return id;
	}
	return NULL;
}

static void
look_at_places(struct search *search, const char *directory)
{
	const struct migration *migration = search->migration;
	const struct oldplace *place;

	for (size_t i = 0; i < migration->place_count; i++) {
		place = &migration->places[i];
		if (place->directory != directory)
			continue;
		if (place->config.was_writable &&
			(place->config.token != NULL ||
				place->config.phone_number_id != NULL)) {
			distrust(search, NULL, place->path);
			continue;
		}
		if (place->config.token == NULL)
			continue;
		if (place->config.was_open)
			warn_open(place->path);
		add_copy(search,
			&(struct copy){.place = place,
				.token = place->config.token,
				.phone_number_id =
					find_id(migration, place, false),
				.business_account_id =
					find_id(migration, place, true)});
	}
}

static void
look(struct search *search)
{
	struct migration *migration = search->migration;

	look_at_file(search, migration->directory);
	look_at_places(search, migration->directory);
	if (!migration->is_apart)
		return;
	look_at_file(search, migration->old.config);
	look_at_places(search, migration->old.config);
}

static char *
path_of(const struct copy *copy)
{
	return copy->place != NULL ? xstrdup(copy->place->path)
				   : cred_path(copy->directory);
}

static char *
copy_text(const char *text)
{
	return text != NULL ? xstrdup(text) : NULL;
}

/* *credentials gets its own copy of everything. */
static int
fill_in(struct credentials *credentials, const struct copy *copy,
	struct fault *why)
{
	const char *token = secret_text(copy->token);

	credentials->token = secret_new(token, strlen(token), why);
	credentials->phone_number_id = copy_text(copy->phone_number_id);
	credentials->business_account_id = copy_text(copy->business_account_id);
	return credentials->token != NULL ? cred_check(credentials, why) : -1;
}

static int
encrypt(struct search *search, const struct copy *copy,
	struct credentials *credentials, struct fault *why)
{
	struct migration *migration = search->migration;
	struct key key = {0};
	char *path = path_of(copy);
	int result = 0;

	if (!migration->auth->is_dry_run) {
		result = migration_begin(migration, why);
		if (result == 0)
			result = auth_key(migration->auth, false, &key, why);
		memcpy(credentials->stamp, search->stamp, HASH_SIZE);
		if (result == 0)
			result = cred_write(credentials, migration->directory,
				&key, true, why);
	}
	if (result == 0) {
		migration_took(migration,
			"whatsapp_credentials.json: from %s, the token%s%s",
			path,
			migration->auth->is_dry_run ? "" : " encrypted with ",
			migration->auth->is_dry_run ? ""
			: key.passphrase != NULL    ? "your passphrase"
						    : "the key file");
		migration->was_clear = true;
	}
	key_release(&key);
	free(path);
	return result;
}

/* The first that is whole becomes the profile's. */
static int
store(struct search *search, struct credentials *stored, struct fault *why)
{
	struct migration *migration = search->migration;
	const struct copy *copy = NULL;
	struct fault trouble;
	char *path;

	for (size_t i = 0; copy == NULL && i < search->count; i++)
		if (search->copies[i].phone_number_id != NULL)
			copy = &search->copies[i];
	path = path_of(copy != NULL ? copy : search->copies);
	if (copy == NULL) {
		migration_to_mend(migration,
			"%s: there is a token, and no phone_number_id: use"
			" csr-auth login, and take the token out of the file",
			path);
	} else if (fill_in(stored, copy, &trouble) != 0) {
		migration_damaged(migration, "%s: %s", path, trouble.text);
		cred_release(stored);
	} else if (encrypt(search, copy, stored, why) != 0) {
		free(path);
		return -1;
	}
	free(path);
	return 0;
}

static int
remove_file(struct search *search, const struct copy *copy, struct fault *why)
{
	struct migration *migration = search->migration;
	char *path = path_of(copy);
	int result = 0;

	/* The profile's own was replaced. */
	if (copy->directory != migration->directory) {
		if (!migration->auth->is_dry_run)
			result = cred_remove(copy->directory, why);
		if (result == 0)
			migration_took(migration, "%s: removed", path);
	}
	free(path);
	return result;
}

static int
remove_copy(struct search *search, const struct copy *copy, struct fault *why)
{
	static const char *const token[] = {"whatsapp.api_key", NULL};
	static const char *const both[] = {"whatsapp.api_key",
		"whatsapp.phone_number_id", NULL};
	struct migration *migration = search->migration;
	const struct oldplace *place = copy->place;
	int result;

	migration->was_clear = true;
	if (place == NULL)
		return remove_file(search, copy, why);
	/* Elsewhere the id harms nobody, and others may want it. */
	result = migration_cut(migration, place, place->is_own ? both : token,
		why);
	if (result > 0)
		migration_took(migration, "%s: the token is taken out",
			place->path);
	return result < 0 ? -1 : 0;
}

/* What is on the disk encrypted need not, and must not, lie there clear. */
static int
remove_copies(struct search *search, const struct credentials *stored,
	struct fault *why)
{
	const struct copy *copy;
	char *path;

	for (size_t i = 0; i < search->count; i++) {
		copy = &search->copies[i];
		if (strcmp(secret_text(copy->token),
			    secret_text(stored->token)) == 0) {
			if (remove_copy(search, copy, why) != 0)
				return -1;
			continue;
		}
		path = path_of(copy);
		migration_left(search->migration,
			"%s: holds another token in the clear than the one"
			" that is stored: it was left; take it out if nobody"
			" needs it",
			path);
		free(path);
	}
	return 0;
}

/* After a crash: what is stored may be what lies there. */
static int
read_stored(struct search *search, struct credentials *stored,
	struct fault *why)
{
	struct migration *migration = search->migration;
	struct auth *auth = migration->auth;
	struct keysource source = access_keysource(&auth->access, &auth->setup);
	char *path;

	if (!auth->is_dry_run)
		return cred_read(stored, migration->directory, &source, why);
	for (size_t i = 0; i < search->count; i++) {
		path = path_of(&search->copies[i]);
		migration_took(migration,
			"%s: its token, if it is the one that is stored", path);
		free(path);
	}
	return 0;
}

int
migrate_token(struct migration *migration, struct fault *why)
{
	struct search search = {.migration = migration};
	struct credentials stored;
	int result = 0;

	cred_init(&stored);
	look(&search);
	if (search.count > 0 && !search.is_blocked) {
		if (search.form == CRED_KEY_FILE ||
			search.form == CRED_PASSPHRASE)
			result = read_stored(&search, &stored, why);
		else
			result = store(&search, &stored, why);
		if (result == 0 && stored.token != NULL)
			result = remove_copies(&search, &stored, why);
	}
	cred_release(&stored);
	for (size_t i = 0; i < search.file_count; i++)
		cred_release(&search.files[i]);
	return result;
}
