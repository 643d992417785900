/* SPDX-License-Identifier: MIT */
/* csr-auth migrate: what is taken out of the configuration of old. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "config-parts.h"
#include "csr-auth-migrate.h"
#include "safefile.h"

/*
 * Is what will be replaced what was read, and ours to replace?  Whoever could
 * put a link there would have us write what is theirs over a file of ours.
 */
static int
check_place(const struct oldplace *place, const struct stat *status,
	struct fault *why)
{
	if (status->st_uid != geteuid())
		return fault_set(why, EX_NOPERM, "belongs to somebody else");
	if (oldfile_is_writable(place->path, status))
		return fault_set(why, EX_NOPERM,
			"others can write it, or put another file in its"
			" place");
	return 0;
}

/* What the text would be; 1, 0 or -1 as oldconfig_cut_yaml(). */
static int
read_and_cut(const struct oldplace *place, const char *real,
	const char *const *names, struct buf *out, struct fault *why)
{
	struct stat status;
	struct buf text;
	int result = oldfile_read(real, &text, &status, why);

	if (result > 0)
		result = place->is_yaml ? oldconfig_cut_yaml(text.data,
						  text.len, names, out, why)
					: oldconfig_cut_json(text.data,
						  text.len, names, out, why);
	if (result > 0 && check_place(place, &status, why) != 0)
		result = -1;
	if (text.data != NULL)
		explicit_bzero(text.data, text.room);
	buf_release(&text);
	return result;
}

static void
tell_uncut(struct migration *migration, const struct oldplace *place,
	const char *const *names, const struct fault *why)
{
	struct buf list;

	buf_init(&list, 256);
	for (size_t i = 0; names[i] != NULL; i++)
		buf_add_format(&list, "%s%s", i > 0 ? ", " : "", names[i]);
	migration_to_mend(migration, "%s: %s: take out by hand: %s",
		place->path, why->text, buf_string(&list));
	buf_release(&list);
}

/* Under the lock that config_store() takes. */
static int
cut_and_write(struct migration *migration, const struct oldplace *place,
	const char *real, const char *const *names, struct buf *out,
	struct fault *trouble, struct fault *why)
{
	int fd, result;

	if (migration_begin(migration, why) != 0)
		return -1;
	fd = config_lock(place->directory, why);
	if (fd < 0)
		return -1;
	result = read_and_cut(place, real, names, out, trouble);
	if (result > 0 && config_write(real, out, why) != 0)
		result = -1;
	close(fd);
	return result;
}

int
migration_cut(struct migration *migration, const struct oldplace *place,
	const char *const *names, struct fault *why)
{
	char *real = config_real(place->path);
	struct fault trouble = {0};
	struct buf out;
	int result;

	buf_init(&out, SIZE_MAX);
	/* Asked first without the lock, which makes a file. */
	result = read_and_cut(place, real, names, &out, &trouble);
	if (result > 0 && !migration->auth->is_dry_run) {
		buf_clear(&out);
		result = cut_and_write(migration, place, real, names, &out,
			&trouble, why);
	}
	if (result < 0 && trouble.status != 0) {
		tell_uncut(migration, place, names, &trouble);
		result = 0;
	}
	if (out.data != NULL)
		explicit_bzero(out.data, out.room);
	buf_release(&out);
	free(real);
	return result;
}

int
migration_keep(struct migration *migration, const struct oldplace *place,
	const char *const *names, bool *is_kept, struct fault *why)
{
	static const char *const secrets[] = {"whatsapp.api_key", NULL};
	char *real = config_real(place->path);
	size_t left = migration->left;
	struct fault trouble = {0};
	struct buf text;
	bool is_new;
	int result;

	buf_init(&text, SIZE_MAX);
	result = read_and_cut(place, real, secrets, &text, &trouble);
	if (result == 0) {
		buf_release(&text);
		result = oldfile_read(real, &text, NULL, &trouble);
	}
	if (result < 0) {
		tell_uncut(migration, place, names, &trouble);
		result = 0;
	} else if (result > 0) {
		result = migration_put(migration, NULL, "config.yaml.old",
			&text, place->path, &is_new, why);
		*is_kept = result == 0 && migration->left == left;
	}
	buf_release(&text);
	free(real);
	return result;
}
