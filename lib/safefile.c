/* SPDX-License-Identifier: MIT */
#include "safefile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "shellword.h"

enum {
	SHOWN_MAX = 160, /* of a path, in the words of a message */
	LINKS_MAX = 40
};

int
safefile_refuse(struct fault *why, const char *path, const char *what,
	const char *command)
{
	size_t len = strlen(path);
	const char *shown = len > SHOWN_MAX ? path + len - SHOWN_MAX : path;
	struct buf text;

	buf_init(&text, SIZE_MAX);
	buf_add_format(&text, "%s: %s: %s ", shown, what, command);
	shellword_add(&text, path);
	/* Half a command would be worse than none. */
	if (text.len >= sizeof(why->text)) {
		buf_clear(&text);
		buf_add_format(&text, "%s: %s: %s it", shown, what, command);
	}
	fault_set(why, EX_NOPERM, "%s", buf_string(&text));
	buf_release(&text);
	return -1;
}

/* Who may write to a directory may put another file there. */
static int
check_directory(const char *path, struct fault *why)
{
	struct stat status;
	bool is_ours;

	if (stat(path, &status) != 0)
		return fault_errno(why, EX_IOERR, "%s", path);
	is_ours = status.st_uid == geteuid() || status.st_uid == 0;
	if (!is_ours)
		return fault_set(why, EX_NOPERM,
			"%s: belongs to another user, who can exchange what is"
			" in it: chown it, or set CSR_HOME to a directory of"
			" yours",
			path);
	/* In a sticky one, such as /tmp, only the owner can. */
	if ((status.st_mode & 022) != 0 && (status.st_mode & S_ISVTX) == 0)
		return safefile_refuse(why, path,
			"others can write to it and exchange what is in it",
			"chmod go-w");
	return 0;
}

/* The first component of rest, taken off it into name; false at the end. */
static bool
take_component(struct buf *rest, struct buf *name)
{
	size_t skip = 0, len;

	buf_string(rest);
	skip = strspn(rest->data, "/");
	len = strcspn(rest->data + skip, "/");
	buf_clear(name);
	buf_add(name, rest->data + skip, len);
	buf_string(name);
	buf_drop(rest, skip + len);
	return len > 0;
}

/* What a link says goes before the rest; one from the root starts anew. */
static int
follow(const char *link, struct buf *done, struct buf *rest, struct fault *why)
{
	char target[PATH_MAX];
	ssize_t len = readlink(link, target, sizeof(target));
	struct buf longer;

	if (len <= 0 || (size_t)len >= sizeof(target))
		return fault_errno(why, EX_IOERR, "%s", link);
	buf_init(&longer, SIZE_MAX);
	buf_add(&longer, target, (size_t)len);
	buf_add_byte(&longer, '/');
	buf_add(&longer, rest->data, rest->len);
	buf_clear(rest);
	buf_add(rest, longer.data, longer.len);
	buf_release(&longer);
	if (*target == '/')
		buf_clear(done);
	return 0;
}

/* One step further, from the directory done: up, down, or along a link. */
static int
step(struct buf *done, struct buf *rest, const struct buf *name, int *links,
	struct fault *why)
{
	struct stat status;
	size_t len = done->len;
	char *slash;
	int result = 0;

	if (strcmp(name->data, ".") == 0)
		return 0;
	if (strcmp(name->data, "..") == 0) {
		buf_string(done);
		slash = strrchr(done->data, '/');
		done->len = slash != NULL ? (size_t)(slash - done->data) : 0;
		return 0;
	}
	if (check_directory(len > 0 ? buf_string(done) : "/", why) != 0)
		return -1;
	buf_add_format(done, "/%s", name->data);
	if (lstat(buf_string(done), &status) != 0)
		return fault_errno(why, EX_IOERR, "%s", done->data);
	if (!S_ISLNK(status.st_mode))
		return 0;
	if (status.st_uid != geteuid() && status.st_uid != 0)
		return fault_set(why, EX_NOPERM,
			"%s: is somebody else's link, who can let it lead"
			" elsewhere: remove it",
			done->data);
	if (++*links > LINKS_MAX)
		return fault_set(why, EX_NOPERM, "%s: leads round in a circle",
			done->data);
	result = follow(done->data, done, rest, why);
	if (done->len > len)
		done->len = len;
	return result;
}

/*
 * As the system finds its way, so that each directory in which a name is
 * looked up is seen: those that links lead through, too.
 */
int
safefile_check_directories(const char *path, struct fault *why)
{
	struct buf done, rest, name;
	char here[PATH_MAX];
	int result = 0, links = 0;

	buf_init(&done, SIZE_MAX);
	buf_init(&rest, SIZE_MAX);
	buf_init(&name, SIZE_MAX);
	if (*path != '/' && getcwd(here, sizeof(here)) == NULL)
		result = fault_errno(why, EX_IOERR, ".");
	else if (*path != '/')
		buf_add_format(&rest, "%s/", here);
	buf_add_text(&rest, path);
	while (result == 0 && take_component(&rest, &name))
		result = step(&done, &rest, &name, &links, why);
	buf_release(&done);
	buf_release(&rest);
	buf_release(&name);
	return result;
}

/* The checks are made on the open file, so that it cannot be exchanged. */
static int
check_file(int fd, const char *path, bool allows_open, bool *is_open,
	struct fault *why)
{
	struct stat status;
	char what[128];

	if (fstat(fd, &status) != 0)
		return fault_errno(why, EX_IOERR, "%s", path);
	if (!S_ISREG(status.st_mode))
		return fault_set(why, EX_NOPERM, "%s: is not a regular file",
			path);
	if (status.st_uid != geteuid())
		return fault_set(why, EX_NOPERM,
			"%s: belongs to another user: chown it", path);
	if (status.st_nlink > 1)
		return fault_set(why, EX_NOPERM,
			"%s: has a second name (a hard link) somewhere: copy"
			" it, and move the copy over it",
			path);
	*is_open = (status.st_mode & 077) != 0;
	if (*is_open && !allows_open) {
		snprintf(what, sizeof(what),
			"mode is %04o, want 0600, for it holds a secret that"
			" others could read",
			(unsigned int)(status.st_mode & 07777));
		return safefile_refuse(why, path, what, "chmod 600");
	}
	return 0;
}

int
safefile_open(const char *path, bool allows_open, bool *is_open,
	struct fault *why)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int fd = open(path, flags);

	*is_open = false;
	if (fd < 0 && errno == ELOOP)
		return fault_set(why, EX_NOPERM,
			"%s: is a symbolic link: put the file itself there",
			path);
	if (fd < 0)
		return fault_errno(why,
			errno == ENOENT   ? EX_NOINPUT
			: errno == EACCES ? EX_NOPERM
					  : EX_IOERR,
			"%s", path);
	if (check_file(fd, path, allows_open, is_open, why) == 0 &&
		safefile_check_directories(path, why) == 0)
		return fd;
	close(fd);
	return -1;
}
