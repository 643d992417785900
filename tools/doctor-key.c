/* SPDX-License-Identifier: MIT */
/* csr-doctor: the file with the keys that encrypt the credentials. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csr-doctor.h"
#include "xalloc.h"

/* Nothing can be kept beside the key, so that nobody can log in. */
bool
doctor_is_key_place_good(struct doctor *doctor, const char *check,
	const char *path)
{
	char *directory = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	bool is_good = doctor_is_writable(doctor, check, directory);

	free(directory);
	return is_good;
}

bool
doctor_check_key(struct doctor *doctor, const char *check)
{
	struct keysource source =
		access_keysource(&doctor->access, &doctor->setup);
	const char *path = source.key_path, *reason;

	if (path == NULL)
		return true;
	if (access(path, F_OK) == 0)
		return doctor_is_private(doctor, check, path, S_IFREG) &&
		       doctor_is_kept(doctor, check, path) &&
		       doctor_is_key_place_good(doctor, check, path);
	reason = strerror(errno);
	if (errno == EACCES) {
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend_access(doctor, path),
			"%s: %s; the credentials are encrypted with a key in"
			" it",
			path, reason);
		return false;
	}
	findings_add(doctor->findings, FINDING_FAILURE, check,
		doctor_ours(doctor,
			"put it back from a backup; without it the token is"
			" lost, and a new one must be made",
			"csr-auth login"),
		"%s: %s; the credentials are encrypted with a key in it", path,
		reason);
	return false;
}

/* A copy of the directory would have both, the token and what opens it. */
bool
doctor_is_key_apart(struct doctor *doctor, const char *check)
{
	const char *path = doctor->access.key_path;
	char *home = realpath(doctor->setup.directory, NULL);
	char *key = path != NULL ? realpath(path, NULL) : NULL;
	char *profiles = home != NULL ? strstr(home, "/profiles/") : NULL;
	bool is_apart = true;

	if (profiles != NULL && strchr(profiles + 10, '/') == NULL)
		*profiles = '\0';
	if (home != NULL && key != NULL)
		is_apart = strncmp(key, home, strlen(home)) != 0 ||
			   key[strlen(home)] != '/';
	if (!is_apart)
		findings_add(doctor->findings, FINDING_WARNING, check,
			"set XDG_STATE_HOME, or CSR_HOME, so that neither lies"
			" in the other, and move the key to CSC-Reach/key in"
			" the former",
			"%s: the key lies in the directory with what it opens:"
			" who gets a copy of %s has both",
			key, home);
	free(home);
	free(key);
	return is_apart;
}

/* Then csr-auth login alone would stop at it, too. */
bool
doctor_is_key_damaged(const struct doctor *doctor, const struct fault *why)
{
	const char *path = doctor->access.key_path;

	return path != NULL && strncmp(why->text, path, strlen(path)) == 0 &&
	       (strstr(why->text, "is no key") != NULL ||
		       strstr(why->text, "is damaged") != NULL);
}

const char *
doctor_mend_key(struct doctor *doctor)
{
	const char *path = doctor->access.key_path;
	struct buf text;
	const char *mend;

	buf_init(&text, SIZE_MAX);
	buf_add_text(&text,
		doctor_mend(doctor,
			"take the line that is named out with an editor, or"
			" take the file back from a backup; or move it away"
			" and log in again, as with each profile whose token it"
			" opens\n"
			"$ mv %s %s.damaged",
			path, path));
	mend = doctor_ours(doctor, buf_string(&text), "csr-auth login");
	buf_release(&text);
	return mend;
}
