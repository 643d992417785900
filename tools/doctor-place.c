/* SPDX-License-Identifier: MIT */
/* csr-doctor: the directory that keeps the files, and the disk it is on. */
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "csr-doctor.h"
#include "safefile.h"

enum {
	MIB = 1024 * 1024,
	SPACE_WARNING = 100, /* MiB */
	SPACE_FAILURE = 10,
	FILES_WARNING = 1000,
	FILES_FAILURE = 100,
};

static void
add(struct doctor *doctor, enum finding_state state, const char *check,
	const char *mend, const char *path, const char *what)
{
	findings_add(doctor->findings, state, check, mend, "%s: %s", path,
		what);
}

static const char *
mend_mode(struct doctor *doctor, const char *path, const struct stat *status,
	bool is_secret)
{
	if (S_ISDIR(status->st_mode))
		return doctor_mend(doctor, "$ chmod 700 %s", path);
	if (is_secret && (status->st_mode & 044) != 0)
		return doctor_mend(doctor,
			"others could read the token: after this, revoke it,"
			" make a new one and store it with csr-auth login\n"
			"$ chmod 600 %s",
			path);
	return doctor_mend(doctor, "$ chmod 600 %s", path);
}

/* The mode that a file of this type must have. */
static bool
check_mode(struct doctor *doctor, const char *check, const char *path,
	const struct stat *status, bool is_secret)
{
	bool is_directory = S_ISDIR(status->st_mode);
	unsigned int mode = (unsigned int)status->st_mode & 07777;
	unsigned int own = is_directory ? 0700 : 0600;
	char text[128];

	if ((mode & 077) == 0 && (mode & own) == own)
		return true;
	snprintf(text, sizeof(text), "mode is %04o, want %04o%s", mode, own,
		(mode & 077) != 0 ? ": others can get at it" : "");
	/* Others may look into a directory, but that is all. */
	add(doctor,
		is_directory && (mode & 022) == 0 && (mode & own) == own
			? FINDING_WARNING
			: FINDING_FAILURE,
		check, mend_mode(doctor, path, status, is_secret), path, text);
	return false;
}

/* No program makes a directory where a link is that leads nowhere. */
static bool
is_dangling(struct doctor *doctor, const char *check, const char *path)
{
	struct stat status;

	if (lstat(path, &status) != 0 || !S_ISLNK(status.st_mode))
		return false;
	add(doctor, FINDING_FAILURE, check,
		doctor_mend(doctor,
			"make what it leads to, or remove it\n$ rm %s", path),
		path, "is a symbolic link that leads to nothing");
	return true;
}

static bool
is_private(struct doctor *doctor, const char *check, const char *path,
	mode_t type, bool is_secret)
{
	struct stat status;
	const char *reason;
	int found =
		type == S_IFDIR ? stat(path, &status) : lstat(path, &status);

	if (found != 0 && (errno == ENOENT || errno == ENOTDIR))
		return !is_dangling(doctor, check, path);
	if (found != 0) {
		reason = strerror(errno);
		add(doctor, FINDING_FAILURE, check,
			doctor_mend_access(doctor, path), path, reason);
		return false;
	}
	if ((status.st_mode & S_IFMT) != type) {
		add(doctor, FINDING_FAILURE, check,
			doctor_mend(doctor, "move it away\n$ mv %s %s.old",
				path, path),
			path,
			type == S_IFDIR ? "is not a directory"
					: "is not a regular file");
		return false;
	}
	if (status.st_uid != geteuid()) {
		add(doctor, FINDING_FAILURE, check,
			doctor_mend(doctor,
				"make it yours, or run as that user\n"
				"$ sudo chown -R \"$(id -un)\" %s",
				path),
			path, "belongs to another user");
		return false;
	}
	return check_mode(doctor, check, path, &status, is_secret);
}

bool
doctor_is_private(struct doctor *doctor, const char *check, const char *path,
	mode_t type)
{
	return is_private(doctor, check, path, type, false);
}

bool
doctor_is_secret(struct doctor *doctor, const char *check, const char *path)
{
	return is_private(doctor, check, path, S_IFREG, true);
}

/* Can somebody else exchange what lies in a directory above ours? */
static bool
check_parent(struct doctor *doctor, const char *check, const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return true;
	if (status.st_uid != geteuid() && status.st_uid != 0) {
		add(doctor, FINDING_FAILURE, check,
			"keep the files where only you can write\n"
			"$ export CSR_HOME=\"$HOME/.config/CSC-Reach\"",
			path,
			"belongs to another user, who can exchange what is in"
			" it");
		return false;
	}
	/* In a sticky one, such as /tmp, only owners can. */
	if ((status.st_mode & 022) == 0 || (status.st_mode & S_ISVTX) != 0)
		return true;
	add(doctor, FINDING_FAILURE, check,
		doctor_mend(doctor, "$ chmod go-w %s", path), path,
		"others can write to it and exchange what is in it");
	return false;
}

char *
doctor_absolute(const char *path)
{
	char here[4096];
	struct buf whole;

	buf_init(&whole, SIZE_MAX);
	if (*path != '/' && getcwd(here, sizeof(here)) != NULL)
		buf_add_format(&whole, "%s/", here);
	buf_add_text(&whole, path);
	buf_string(&whole);
	return whole.data;
}

/* Does path lie in the directory, by its name? */
static bool
is_in(const char *path, const char *directory)
{
	size_t len = strlen(directory);

	return strncmp(path, directory, len) == 0 && path[len] == '/';
}

/* All that path names, from the last to the first, but for those of done. */
static bool
check_parents(struct doctor *doctor, const char *check, const char *path,
	const char *done)
{
	char *parent = doctor_absolute(path), *slash;
	bool is_good = true;

	while ((slash = strrchr(parent, '/')) != NULL && slash != parent) {
		*slash = '\0';
		if (done == NULL || !is_in(done, parent))
			is_good &= check_parent(doctor, check, parent);
	}
	free(parent);
	return is_good;
}

bool
doctor_is_kept(struct doctor *doctor, const char *check, const char *path)
{
	char *nearest = doctor_nearest(path);
	char *real = realpath(nearest, NULL);
	bool is_good = check_parents(doctor, check, path, NULL);
	struct fault why;

	if (real != NULL)
		is_good &= check_parents(doctor, check, real, path);
	/* The other programs have the last word. */
	if (is_good && safefile_check_directories(nearest, &why) != 0) {
		is_good = false;
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend(doctor,
				"do that, or keep the files elsewhere\n"
				"$ ls -ld %s",
				nearest),
			"%s", why.text);
	}
	free(real);
	free(nearest);
	return is_good;
}

void
doctor_directory(struct doctor *doctor, const char *check)
{
	const char *path = doctor->setup.directory;
	char *home = doctor_absolute(path);
	char *profiles = strstr(home, "/profiles/");
	struct stat status;
	bool is_good = true;

	doctor->is_there = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
	/* The directory that this profile is one of. */
	if (profiles != NULL && strchr(profiles + 10, '/') == NULL) {
		*profiles = '\0';
		is_good = doctor_is_private(doctor, check, home, S_IFDIR);
	}
	is_good &= doctor_is_private(doctor, check, path, S_IFDIR);
	is_good &= doctor_is_kept(doctor, check, path);
	if (is_good)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			doctor->is_there
				? "%s is yours alone"
				: "%s is not there yet, and made when needed",
			path);
	free(home);
}

/* Numbers that statfs(2) has: of those whose locks are not sure to hold. */
#ifdef __linux__
static const char *
unsure_file_system(const char *path)
{
	static const struct {
		uint32_t magic;
		const char *name;
	} kinds[] = {{0x6969, "NFS"}, {0x517B, "SMB"}, {0xFE534D42, "SMB"},
		{0xFF534D42, "CIFS"}, {0x65735546, "FUSE"}, {0x01021997, "9P"},
		{0x5346414F, "AFS"}, {0x73757245, "Coda"},
		{0x00C36400, "Ceph"}};
	struct statfs status;

	if (statfs(path, &status) != 0)
		return NULL;
	for (size_t at = 0; at < sizeof(kinds) / sizeof(*kinds); at++)
		if (kinds[at].magic == (uint32_t)status.f_type)
			return kinds[at].name;
	return NULL;
}
#else
static const char *
unsure_file_system(const char *path)
{
	(void)path;
	return NULL;
}
#endif

void
doctor_file_system(struct doctor *doctor, const char *check)
{
	char *path = doctor_nearest(doctor->setup.directory);
	const char *kind = unsure_file_system(path);

	bool is_writable =
		doctor_is_writable(doctor, check, doctor->setup.directory);

	if (kind == NULL && is_writable)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s is on a local disk", path);
	else if (kind != NULL)
		findings_add(doctor->findings, FINDING_WARNING, check,
			"set CSR_HOME to a directory on a local disk, and move"
			" the files there",
			"%s is on %s, where locks and syncs may not hold what"
			" they promise: somebody could be written to twice",
			path, kind);
	free(path);
}

static enum finding_state
judge(uint64_t left, uint64_t warning, uint64_t failure)
{
	if (left < failure)
		return FINDING_FAILURE;
	return left < warning ? FINDING_WARNING : FINDING_OK;
}

/* Free files; some file systems have no such limit. */
static void
check_files(struct doctor *doctor, const char *check, const char *path,
	const struct statvfs *status)
{
	enum finding_state state =
		judge(status->f_favail, FILES_WARNING, FILES_FAILURE);

	if (status->f_files == 0 || state == FINDING_OK)
		return;
	findings_add(doctor->findings, state, check,
		doctor_mend(doctor,
			"remove files; this shows where many are\n"
			"$ du --inodes -x %s | sort -n | tail",
			path),
		"%s: the disk has room for %" PRIu64 " files more", path,
		(uint64_t)status->f_favail);
}

void
doctor_disk(struct doctor *doctor, const char *check)
{
	char *path = doctor_nearest(doctor->setup.directory);
	enum finding_state state;
	struct statvfs status;
	uint64_t left;

	if (statvfs(path, &status) != 0) {
		findings_add(doctor->findings, FINDING_SKIPPED, check,
			doctor_mend(doctor, "$ df %s", path), "%s: %s", path,
			strerror(errno));
		free(path);
		return;
	}
	left = (uint64_t)status.f_bavail * status.f_frsize / MIB;
	state = judge(left, SPACE_WARNING, SPACE_FAILURE);
	findings_add(doctor->findings, state, check,
		state == FINDING_OK
			? NULL
			: doctor_mend(doctor,
				  "make room: a full disk stops all sending\n"
				  "$ df -h %s",
				  path),
		"%s: %" PRIu64 " MiB are free", path, left);
	check_files(doctor, check, path, &status);
	free(path);
}
