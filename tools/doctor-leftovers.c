/* SPDX-License-Identifier: MIT */
/* csr-doctor: secrets that were left behind in files, in the clear. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csr-doctor.h"
#include "doc.h"
#include "token.h"
#include "xalloc.h"

enum {
	OLD_FILE_SIZE_MAX = 1024 * 1024,
	BLOCK = 64 * 1024,
	OVERLAP = 4 * 1024, /* longer than any token */
	FILES_MOST = 1000,  /* of a directory; said below */
	BLOCKS_MOST = 1024, /* of a file: 64 MiB; said below */
};

static bool
is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

/* Has csr-auth migrate anything to put it to? */
static bool
has_credentials(const struct doctor *doctor)
{
	struct buf path;
	bool result;

	buf_init(&path, SIZE_MAX);
	result = is_there(
		doctor_path(doctor, "whatsapp_credentials.json", &path));
	buf_release(&path);
	return result;
}

/* What a setting or a token is, for which csr-auth migrate has a place. */
static void
judge_user_config(const struct doc *doc, bool *has_token, bool *has_setting)
{
	char name[128];
	size_t count = doc_count(doc, "whatsapp");
	const char *member;

	*has_token = doc_kind(doc, "whatsapp.api_key") == DOC_STRING ||
		     doc_kind(doc, "whatsapp.access_token") == DOC_STRING;
	*has_setting = false;
	for (size_t at = 0; at < count; at++) {
		member = doc_name(doc, "whatsapp", at);
		if (member == NULL || strcmp(member, "api_version") == 0)
			continue;
		snprintf(name, sizeof(name), "whatsapp.%.100s", member);
		*has_setting |= config_find(name) != NULL;
	}
}

/* The desktop application's own file, which went before the other there. */
static bool
check_user_config(struct doctor *doctor, const char *check, const char *path)
{
	bool has_token = false, has_setting = false;
	struct fault ignored;
	struct stat status;
	struct doc *doc = NULL;
	const char *mend;

	if (stat(path, &status) == 0 && S_ISREG(status.st_mode))
		doc = doc_read(path, OLD_FILE_SIZE_MAX, &ignored);
	if (doc != NULL)
		judge_user_config(doc, &has_token, &has_setting);
	doc_free(doc);
	if (!has_token && !has_setting)
		return true;
	/* What is stored already would not be replaced. */
	if (has_token && has_credentials(doctor))
		mend = doctor_mend(doctor,
			"make a new token if others could read this one, and"
			" remove the file\n$ rm %s",
			path);
	else
		mend = doctor_ours(doctor, "", "csr-auth migrate");
	findings_add(doctor->findings, FINDING_WARNING, check, mend,
		"%s is the desktop application's, and holds %s", path,
		has_token ? "a token in the clear"
			  : "settings, which nothing here reads");
	return false;
}

/* Settings that mean nothing; one of them may be a token. */
static void
say_ignored(struct doctor *doctor, const char *check, const char *path)
{
	const char *ignored = doctor->setup.config.ignored;

	if (strstr(ignored, "api_key") != NULL && has_credentials(doctor))
		findings_add(doctor->findings, FINDING_WARNING, check,
			doctor_mend(doctor,
				"make a new token if others could read this"
				" one, and take whatsapp.api_key out\n"
				"$ ${EDITOR:-vi} %s",
				path),
			"%s: whatsapp.api_key holds a token in the clear, which"
			" nothing here reads",
			path);
	else
		findings_add(doctor->findings, FINDING_WARNING, check,
			doctor_ours(doctor, "", "csr-auth migrate"),
			"%s: these are the desktop application's and mean"
			" nothing here: %s",
			path, ignored);
}

void
doctor_old_files(struct doctor *doctor, const char *check)
{
	struct buf path;
	bool is_good;

	buf_init(&path, SIZE_MAX);
	is_good = check_user_config(doctor, check,
		doctor_path(doctor, "user_config.json", &path));
	if (doctor->has_config && doctor->setup.config.ignored != NULL) {
		is_good = false;
		say_ignored(doctor, check,
			doctor_path(doctor, "config.yaml", &path));
	}
	if (is_good)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"none left");
	buf_release(&path);
}

struct search {
	const char *token; /* ours, or NULL */
	size_t token_len;
	size_t passed_over; /* that could not be looked at, or not wholly */
	struct buf first;   /* of them, and why */
	unsigned long line; /* in which it was found, or the block begins */
	char bytes[OVERLAP + BLOCK];
};

static void
pass_over(struct search *search, const char *path, const char *why)
{
	if (search->passed_over++ > 0)
		return;
	buf_add_format(&search->first, "%s: %s", path, why);
	buf_string(&search->first);
}

static bool
is_in_block(const struct search *search, size_t len)
{
	if (search->token != NULL && memmem(search->bytes, len, search->token,
					     search->token_len) != NULL)
		return true;
	return token_is_in(search->bytes, len);
}

/* From the line that the block begins with to that which has it. */
static void
find_line(struct search *search, size_t len)
{
	const char *at = search->bytes, *end = search->bytes + len, *next;

	while ((next = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		if (token_is_in(at, (size_t)(next - at)) ||
			(search->token != NULL &&
				memmem(at, (size_t)(next - at), search->token,
					search->token_len) != NULL))
			return;
		search->line++;
		at = next + 1;
	}
}

static unsigned long
count_lines(const char *text, size_t len)
{
	const char *at = text, *end = text + len;
	unsigned long count = 0;

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		count++;
		at++;
	}
	return count;
}

/* Block by block, with the end of one kept before the next. */
static bool
is_in_file(struct search *search, int fd, const char *path)
{
	size_t kept = 0, len;
	ssize_t got;

	search->line = 1;
	for (int block = 0; block < BLOCKS_MOST; block++) {
		got = read(fd, search->bytes + kept, BLOCK);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			pass_over(search, path, strerror(errno));
		if (got <= 0)
			return false;
		len = kept + (size_t)got;
		if (is_in_block(search, len)) {
			find_line(search, len);
			return true;
		}
		kept = len < OVERLAP ? len : OVERLAP;
		search->line += count_lines(search->bytes, len - kept);
		memmove(search->bytes, search->bytes + len - kept, kept);
	}
	pass_over(search, path, "is longer than 64 MiB");
	return false;
}

/* The desktop application's credentials, wherever they were copied to. */
static bool
is_plain_credentials(int directory, const char *name)
{
	static const char prefix[] = "whatsapp_credentials.json.";
	char head[4096];
	bool is_found;
	ssize_t len;
	int fd;

	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return false;
	fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	len = fd >= 0 ? read(fd, head, sizeof(head)) : -1;
	if (fd >= 0)
		close(fd);
	is_found = len > 0 &&
		   memmem(head, (size_t)len, "\"access_token\"", 14) != NULL;
	explicit_bzero(head, sizeof(head));
	return is_found;
}

static bool
has_token(struct search *search, int directory, const char *name,
	const char *path)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	struct stat status;
	bool is_found;
	int fd;

	/* The check of the credentials has its own words for it. */
	if (strcmp(name, "whatsapp_credentials.json") == 0)
		return false;
	if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
		!S_ISREG(status.st_mode))
		return false;
	fd = openat(directory, name, flags);
	if (fd < 0) {
		pass_over(search, path, strerror(errno));
		return false;
	}
	is_found = is_in_file(search, fd, path);
	close(fd);
	return is_found || is_plain_credentials(directory, name);
}

/* A copy of a file, which nothing here needs. */
static bool
is_copy(const char *name)
{
	static const char *const ours[] = {"whatsapp_usage.json",
		"account.json", "user_config.json"};
	static const char *const ends[] = {".old", ".bak", ".json", "~"};
	size_t len = strlen(name), end;

	for (size_t at = 0; at < sizeof(ours) / sizeof(*ours); at++)
		if (strcmp(name, ours[at]) == 0)
			return false;
	for (size_t at = 0; at < sizeof(ends) / sizeof(*ends); at++) {
		end = strlen(ends[at]);
		if (len > end && strcmp(name + len - end, ends[at]) == 0)
			return true;
	}
	return strncmp(name, "whatsapp_credentials.json.", 26) == 0;
}

/* What else stands in a file that is no copy is wanted. */
static void
say_found(struct doctor *doctor, const char *check, const char *path,
	unsigned long line)
{
	char number[32];

	snprintf(number, sizeof(number), "%lu", line);
	findings_add(doctor->findings, FINDING_WARNING, check,
		is_copy(strrchr(path, '/') + 1)
			? doctor_mend(doctor,
				  "make a new token if others could read it,"
				  " here or in a backup, and remove the copy\n"
				  "$ rm %s",
				  path)
			: doctor_mend(doctor,
				  "make a new token if others could read it,"
				  " here or in a backup, and take it out of"
				  " line %s by hand\n$ ${EDITOR:-vi} %s",
				  number, path),
		"%s holds a token in the clear", path);
}

/* How many files of a directory have one. */
static size_t
search_directory(struct doctor *doctor, const char *check,
	struct search *search, const char *path)
{
	DIR *stream = opendir(path);
	size_t found = 0, looked = 0;
	const struct dirent *file;
	struct buf whole;

	if (stream == NULL && errno != ENOENT && errno != ENOTDIR)
		pass_over(search, path, strerror(errno));
	if (stream == NULL)
		return 0;
	buf_init(&whole, SIZE_MAX);
	while ((errno = 0, file = readdir(stream)) != NULL &&
		looked++ < FILES_MOST) {
		buf_clear(&whole);
		buf_add_format(&whole, "%s/%s", path, file->d_name);
		buf_string(&whole);
		if (!has_token(search, dirfd(stream), file->d_name, whole.data))
			continue;
		found++;
		say_found(doctor, check, whole.data, search->line);
	}
	if (file != NULL)
		pass_over(search, path, "has more than 1000 files");
	else if (errno != 0)
		pass_over(search, path, strerror(errno));
	buf_release(&whole);
	closedir(stream);
	return found;
}

static void
say_passed_over(struct doctor *doctor, const char *check,
	const struct search *search)
{
	char more[64] = "";

	if (search->passed_over > 1)
		snprintf(more, sizeof(more), ", and %zu more",
			search->passed_over - 1);
	findings_add(doctor->findings, FINDING_SKIPPED, check,
		doctor_mend(doctor,
			"see whether this names a file\n"
			"$ grep -rlaE 'EAA[A-Za-z0-9]{57}' %s",
			doctor->setup.directory),
		"not all was looked at: %s%s", search->first.data, more);
}

void
doctor_plain_tokens(struct doctor *doctor, const char *check)
{
	const struct secret *token = doctor->access.credentials.token;
	struct search *search = xcalloc(1, sizeof(*search));
	struct buf path;
	size_t found = 0;

	buf_init(&path, SIZE_MAX);
	buf_init(&search->first, SIZE_MAX);
	if (token != NULL) {
		search->token = secret_text(token);
		search->token_len = strlen(search->token);
	}
	found += search_directory(doctor, check, search,
		doctor->setup.directory);
	found += search_directory(doctor, check, search,
		doctor_path(doctor, "logs", &path));
	if (search->passed_over > 0)
		say_passed_over(doctor, check, search);
	else if (found == 0)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"none lies in another file of %s",
			doctor->setup.directory);
	buf_release(&search->first);
	explicit_bzero(search, sizeof(*search));
	free(search);
	buf_release(&path);
}
