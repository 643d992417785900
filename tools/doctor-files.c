/* SPDX-License-Identifier: MIT */
/* csr-doctor: can the files that the programs write be written by us? */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "csr-doctor.h"
#include "shellword.h"

enum { PATHS_MOST = 100 }; /* of a command; the next look shows the others */

enum use {
	USE_WRITTEN,  /* opened to be written: a lock */
	USE_REPLACED, /* read, and another one renamed over it */
	USE_BESIDE,   /* removed, and made again */
};

enum trouble { FOREIGN, LINK, IN_THE_WAY, MODE, TROUBLES, NONE = TROUBLES };

/* What one command mends. */
static const struct {
	const char *what;
	const char *sentence; /* or NULL */
	const char *command;
	const char
		*end; /* of the path that it is moved to; NULL: all at once */
} kinds[TROUBLES] = {
	[FOREIGN] = {"belongs to another user, and cannot be written",
		"make it yours, and do not run the programs with sudo",
		"sudo chown \"$(id -un)\"", NULL},
	[LINK] = {"is a symbolic link, which nothing is written through", NULL,
		"rm", NULL},
	[IN_THE_WAY] = {"is not a regular file", "move it away", "mv", ".old"},
	[MODE] = {"its mode does not let it be read and written", NULL,
		"chmod 600", NULL},
};

struct look {
	struct buf commands[TROUBLES];
	struct buf first[TROUBLES]; /* path */
	size_t counts[TROUBLES];
};

static enum trouble
judge(const char *path, enum use use)
{
	struct stat status;

	if (lstat(path, &status) != 0)
		return NONE;
	if (S_ISLNK(status.st_mode))
		return use == USE_WRITTEN ? LINK : NONE;
	if (!S_ISREG(status.st_mode))
		return use == USE_WRITTEN || S_ISDIR(status.st_mode)
			       ? IN_THE_WAY
			       : NONE;
	if (use == USE_BESIDE)
		return NONE;
	if (status.st_uid != geteuid())
		return FOREIGN;
	return (status.st_mode & 0600) == 0600 ? NONE : MODE;
}

static void
look_at(struct look *look, const char *path, enum use use)
{
	enum trouble trouble = judge(path, use);
	struct buf *commands;
	struct buf aside;

	if (trouble == NONE || look->counts[trouble]++ >= PATHS_MOST)
		return;
	commands = &look->commands[trouble];
	if (look->counts[trouble] == 1)
		buf_add_text(&look->first[trouble], path);
	if (look->counts[trouble] == 1 || kinds[trouble].end != NULL)
		buf_add_format(commands, "%s$ %s",
			look->counts[trouble] > 1 ? "\n" : "",
			kinds[trouble].command);
	buf_add_byte(commands, ' ');
	shellword_add(commands, path);
	if (kinds[trouble].end == NULL)
		return;
	buf_init(&aside, SIZE_MAX);
	buf_add_format(&aside, "%s%s", path, kinds[trouble].end);
	buf_add_byte(commands, ' ');
	shellword_add(commands, buf_string(&aside));
	buf_release(&aside);
}

static bool
ends_in(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len > end_len && strcmp(name + len - end_len, end) == 0;
}

static void
look_at_profile(struct look *look, const struct doctor *doctor)
{
	static const struct {
		const char *name;
		enum use use;
	} files[] = {
		{"whatsapp_credentials.lock", USE_WRITTEN},
		{"whatsapp_credentials.json.new", USE_BESIDE},
		{"whatsapp_usage.lock", USE_WRITTEN},
		{"whatsapp_usage.json.new", USE_BESIDE},
		{"config.lock", USE_WRITTEN},
		{"config.yaml.new", USE_BESIDE},
		{"account.lock", USE_WRITTEN},
		{"account.json", USE_REPLACED},
		{"account.json.new", USE_BESIDE},
		{"logs/csr.lock", USE_WRITTEN},
	};
	struct buf path;

	buf_init(&path, SIZE_MAX);
	for (size_t at = 0; at < sizeof(files) / sizeof(*files); at++)
		look_at(look, doctor_path(doctor, files[at].name, &path),
			files[at].use);
	buf_release(&path);
}

static void
look_at_key(struct look *look, const struct doctor *doctor)
{
	struct keysource source =
		access_keysource(&doctor->access, &doctor->setup);
	struct buf path;

	if (source.key_path == NULL)
		return;
	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s.lock", source.key_path);
	look_at(look, buf_string(&path), USE_WRITTEN);
	buf_clear(&path);
	buf_add_format(&path, "%s.new", source.key_path);
	look_at(look, buf_string(&path), USE_BESIDE);
	buf_release(&path);
}

/* Of a name in ledger/; the ledgers themselves are looked at one by one. */
static void
look_at_ledger(struct look *look, const char *path)
{
	if (ends_in(path, ".lock") || ends_in(path, ".ndjson.new"))
		look_at(look, path, USE_WRITTEN);
	else if (ends_in(path, ".mark.new"))
		look_at(look, path, USE_BESIDE);
	else if (ends_in(path, ".mark"))
		look_at(look, path, USE_REPLACED);
}

static void
look_at_ledgers(struct look *look, const struct doctor *doctor)
{
	const struct dirent *file;
	struct stat status;
	struct buf path;
	DIR *stream;

	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "ledger", &path);
	if (lstat(path.data, &status) == 0 && S_ISLNK(status.st_mode))
		look_at(look, path.data, USE_WRITTEN);
	stream = opendir(path.data);
	while (stream != NULL && (file = readdir(stream)) != NULL) {
		buf_clear(&path);
		buf_add_format(&path, "%s/ledger/%s", doctor->setup.directory,
			file->d_name);
		look_at_ledger(look, buf_string(&path));
	}
	if (stream != NULL)
		closedir(stream);
	buf_release(&path);
}

static void
say(struct doctor *doctor, const char *check, struct look *look,
	enum trouble trouble)
{
	struct buf *mend = &doctor->mend;
	char more[64] = "";

	if (look->counts[trouble] > 1)
		snprintf(more, sizeof(more), ", and %zu more are like it",
			look->counts[trouble] - 1);
	buf_clear(mend);
	if (kinds[trouble].sentence != NULL)
		buf_add_format(mend, "%s\n", kinds[trouble].sentence);
	buf_add_text(mend, buf_string(&look->commands[trouble]));
	findings_add(doctor->findings, FINDING_FAILURE, check, buf_string(mend),
		"%s: %s%s", buf_string(&look->first[trouble]),
		kinds[trouble].what, more);
}

void
doctor_files(struct doctor *doctor, const char *check)
{
	struct look look = {0};
	bool is_good = true;

	for (int at = 0; at < TROUBLES; at++) {
		buf_init(&look.commands[at], SIZE_MAX);
		buf_init(&look.first[at], SIZE_MAX);
	}
	look_at_profile(&look, doctor);
	look_at_key(&look, doctor);
	look_at_ledgers(&look, doctor);
	for (int at = 0; at < TROUBLES; at++) {
		if (look.counts[at] > 0)
			say(doctor, check, &look, (enum trouble)at);
		is_good &= look.counts[at] == 0;
		buf_release(&look.commands[at]);
		buf_release(&look.first[at]);
	}
	if (is_good)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"those that the programs write are yours");
}

char *
doctor_nearest(const char *path)
{
	char *nearest = doctor_absolute(path), *slash;
	struct stat status;

	while (stat(nearest, &status) != 0 &&
		(slash = strrchr(nearest, '/')) != NULL && nearest[1] != '\0')
		slash[slash == nearest ? 1 : 0] = '\0';
	return nearest;
}

bool
doctor_is_writable(struct doctor *doctor, const char *check, const char *path)
{
	char *nearest = doctor_nearest(path);
	bool is_there = strlen(nearest) >= strlen(path);
	struct statvfs status;
	bool is_good = true;

	if (statvfs(nearest, &status) == 0 && (status.f_flag & ST_RDONLY)) {
		is_good = false;
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend(doctor,
				"nothing can be kept there, and so nothing be"
				" sent: mount it so that it can be written, or"
				" take another directory; this shows which one"
				" it is\n$ df %s",
				nearest),
			"%s is on a file system that can only be read", path);
	} else if (!is_there &&
		   faccessat(AT_FDCWD, nearest, W_OK | X_OK, AT_EACCESS) != 0) {
		/* Of what is there, owner and mode are looked at elsewhere. */
		is_good = false;
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend(doctor,
				"see whose it is, and make the directory as"
				" them, or take another\n$ ls -ld %s",
				nearest),
			"%s cannot be made in %s: %s", path, nearest,
			strerror(errno));
	}
	free(nearest);
	return is_good;
}

const char *
doctor_mend_access(struct doctor *doctor, const char *path)
{
	char *nearest = doctor_nearest(path);
	struct stat status;
	const char *mend;

	if (stat(nearest, &status) == 0 && status.st_uid == geteuid())
		mend = doctor_mend(doctor, "$ chmod u+rwX %s", nearest);
	else if (strlen(nearest) >= strlen(path))
		mend = doctor_mend(doctor, "$ sudo chown \"$(id -un)\" %s",
			nearest);
	else
		mend = doctor_mend(doctor,
			"let its owner give you access, or keep the files where"
			" you have it\n$ ls -ld %s",
			nearest);
	free(nearest);
	return mend;
}
