/* SPDX-License-Identifier: MIT */
#include "cred.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "doc.h"
#include "xalloc.h"

enum { FILE_SIZE_MAX = 64 * 1024 };

/* The checks are made on the open file, so that it cannot be exchanged. */
static int
check_file(int fd, const char *path, struct fault *why)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return fault_errno(why, EX_IOERR, "%s", path);
	if (!S_ISREG(status.st_mode))
		return fault_set(why, EX_NOPERM, "%s: is not a regular file",
			path);
	if (status.st_uid != geteuid())
		return fault_set(why, EX_NOPERM,
			"%s: belongs to another user: chown it", path);
	if ((status.st_mode & 077) != 0)
		return fault_set(why, EX_NOPERM,
			"%s: mode is %04o, want 0600: chmod 600 it, and make a"
			" new token, for others could read this one",
			path, (unsigned int)(status.st_mode & 07777));
	return 0;
}

static int
open_file(const char *path, struct fault *why)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int fd = open(path, flags);

	if (fd < 0 && errno == ENOENT)
		return fault_set(why, EX_CONFIG,
			"%s: is not there; set CSR_ACCESS_TOKEN and"
			" CSR_PHONE_NUMBER_ID, or write the file (mode 0600)"
			" with access_token and phone_number_id",
			path);
	if (fd < 0)
		return fault_errno(why, EX_NOPERM, "%s", path);
	if (check_file(fd, path, why) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Room at once, so that growing leaves no copy of the token behind. */
static int
read_file(int fd, struct buf *text, const char *path, struct fault *why)
{
	char *place = buf_reserve(text, FILE_SIZE_MAX);
	ssize_t got;

	while ((got = read(fd, place + text->len, FILE_SIZE_MAX - text->len)) !=
		0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_errno(why, EX_IOERR, "%s", path);
		text->len += (size_t)got;
	}
	return 0;
}

static int
parse(struct credentials *credentials, const struct buf *text, const char *path,
	struct fault *why)
{
	struct fault where;
	struct doc *doc = doc_parse(text->data, text->len, &where);
	const char *token, *id;
	int result = 0;

	if (doc == NULL)
		return fault_set(why, EX_CONFIG, "%s: %s", path, where.text);
	token = doc_string(doc, "access_token");
	id = doc_string(doc, "phone_number_id");
	if (token == NULL || *token == '\0' || id == NULL || *id == '\0') {
		result = fault_set(why, EX_CONFIG,
			"%s: access_token or phone_number_id is missing", path);
	} else if (credentials->token == NULL) {
		credentials->token = secret_new(token, strlen(token), why);
		credentials->is_token_stored = true;
		if (credentials->token == NULL)
			result = -1;
	}
	if (result == 0 && credentials->phone_number_id == NULL)
		credentials->phone_number_id = xstrdup(id);
	doc_free(doc);
	return result;
}

int
cred_read(struct credentials *credentials, const char *directory,
	struct fault *why)
{
	struct buf path, text;
	int result = -1, fd;

	if (credentials->token != NULL && credentials->phone_number_id != NULL)
		return 0;
	buf_init(&path, 64 * 1024);
	buf_init(&text, FILE_SIZE_MAX);
	buf_add_format(&path, "%s/whatsapp_credentials.json", directory);
	fd = open_file(buf_string(&path), why);
	if (fd >= 0) {
		if (read_file(fd, &text, path.data, why) == 0)
			result = parse(credentials, &text, path.data, why);
		explicit_bzero(text.data, text.room);
		close(fd);
	}
	buf_release(&path);
	buf_release(&text);
	return result;
}

void
cred_release(struct credentials *credentials)
{
	secret_free(credentials->token);
	free(credentials->phone_number_id);
	*credentials = (struct credentials){0};
}
