/* SPDX-License-Identifier: MIT */
#include "ledger-file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "campaign.h"
#include "clock.h"
#include "file.h"
#include "lock.h"

/* A reader looks whether the lock is taken by taking it for a moment. */
enum { LOCK_WAIT_MS = 100 };

int
ledger_file_init(struct ledger_file *file, const char *profile_directory,
	const char *campaign, struct fault *why)
{
	size_t most = sizeof(file->path) - sizeof("/ledger/.ndjson") - 80;

	file->fd = file->lock = -1;
	if (!campaign_is_name(campaign, strlen(campaign)))
		return fault_set(why, EX_USAGE,
			"campaign \"%s\": take 1 to 64 letters, digits and"
			" . _ -, and not \"receipts\"",
			campaign);
	if (strlen(profile_directory) > most)
		return fault_set(why, EX_CONFIG,
			"%.100s...: the path is too long; set CSR_HOME to a"
			" shorter one",
			profile_directory);
	snprintf(file->campaign, sizeof(file->campaign), "%s", campaign);
	snprintf(file->name, sizeof(file->name), "%s.ndjson", campaign);
	snprintf(file->mark, sizeof(file->mark), "%s.mark", campaign);
	snprintf(file->directory, sizeof(file->directory), "%.3900s/ledger",
		profile_directory);
	snprintf(file->path, sizeof(file->path), "%.3950s/%s", file->directory,
		file->name);
	return 0;
}

void
ledger_file_close(struct ledger_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	if (file->lock >= 0)
		close(file->lock);
	file->fd = file->lock = -1;
}

/*
 * Is what is open ours alone?  The mode matters because keys of telephone
 * numbers can be guessed: there are not that many numbers.
 */
static int
check_owner(int fd, const char *path, mode_t type, struct fault *why)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return fault_errno(why, EX_IOERR, "%s", path);
	if ((status.st_mode & S_IFMT) != type)
		return fault_set(why, EX_NOPERM,
			"%s: is not a %s; move it away", path,
			type == S_IFDIR ? "directory" : "file");
	if (status.st_uid != geteuid())
		return fault_set(why, EX_NOPERM,
			"%s: belongs to another user; run as that user, or"
			" chown it",
			path);
	if ((status.st_mode & 077) != 0)
		return fault_set(why, EX_NOPERM,
			"%s: others may read it (mode %04o); chmod %s it", path,
			(unsigned int)status.st_mode & 07777,
			type == S_IFDIR ? "700" : "600");
	return 0;
}

/* Locks and syncs of these do not hold what they promise. */
#ifdef __linux__
static const char *
network_file_system(int fd)
{
	struct statfs status;

	if (fstatfs(fd, &status) != 0)
		return NULL;
	switch ((uint32_t)status.f_type) {
	case 0x6969: /* statfs(2) has these numbers */
		return "NFS";
	case 0x517B:
	case 0xFE534D42:
		return "SMB";
	case 0xFF534D42:
		return "CIFS";
	default:
		return NULL;
	}
}
#else
static const char *
network_file_system(int fd)
{
	(void)fd;
	return NULL;
}
#endif

static int
check_file_system(int fd, const char *path, struct fault *why)
{
	const char *kind = network_file_system(fd);

	if (kind == NULL)
		return 0;
	return fault_set(why, EX_CONFIG,
		"%s: is on a file system of the network (%s), where neither"
		" locks nor syncs can be trusted; set CSR_HOME to a directory"
		" on a local disk",
		path, kind);
}

/* ledger/ and the two above it, which may have been made for it. */
static int
sync_directories(const struct ledger_file *file, struct fault *why)
{
	static const char *const ups[] = {"", "/..", "/../.."};
	char path[LEDGER_PATH_SIZE + 8];

	for (int up = 0; up < 3; up++) {
		snprintf(path, sizeof(path), "%s%s", file->directory, ups[up]);
		/* What we may not even look into was not made by us. */
		if (file_sync_directory(path) != 0 && errno != EACCES)
			return fault_errno(why, EX_IOERR, "%s", path);
	}
	return 0;
}

int
ledger_file_make_directory(const struct ledger_file *file, struct fault *why)
{
	int result, fd;

	if (mkdir(file->directory, 0700) != 0 && errno != EEXIST)
		return fault_errno(why, EX_CANTCREAT, "%s", file->directory);
	fd = open(file->directory,
		O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return fault_errno(why, EX_NOPERM, "%s", file->directory);
	result = check_owner(fd, file->directory, S_IFDIR, why);
	if (result == 0)
		result = check_file_system(fd, file->directory, why);
	close(fd);
	return result;
}

static void
lock_path(const struct ledger_file *file, char path[LEDGER_PATH_SIZE])
{
	snprintf(path, LEDGER_PATH_SIZE, "%.3950s/%s.lock", file->directory,
		file->campaign);
}

/* What the holder wrote into the lock may be missing, or half written. */
static int
refuse(const struct ledger_file *file, int lock, struct fault *why)
{
	char text[256], since[CLOCK_TEXT_SIZE];
	ssize_t len = pread(lock, text, sizeof(text) - 1, 0);
	int pid;

	text[len > 0 ? len : 0] = '\0';
	if (sscanf(text, "{\"pid\":%d,\"since\":\"%24[0-9T:.Z-]\"", &pid,
		    since) != 2)
		return fault_set(why, EX_TEMPFAIL,
			"campaign %s is being sent by another process; wait for"
			" it to end, or stop it",
			file->campaign);
	return fault_set(why, EX_TEMPFAIL,
		"campaign %s is being sent by process %d since %s; wait for it"
		" to end, or stop it",
		file->campaign, pid, since);
}

static int
write_holder(int lock, const char *path, struct fault *why)
{
	char text[384], host[256] = "", since[CLOCK_TEXT_SIZE];
	int len;

	gethostname(host, sizeof(host) - 1);
	clock_format(clock_now_ms(), since);
	len = snprintf(text, sizeof(text),
		"{\"pid\":%d,\"since\":\"%s\",\"host\":\"%s\"}\n",
		(int)getpid(), since, host);
	if (ftruncate(lock, 0) != 0 || pwrite(lock, text, (size_t)len, 0) < 0)
		return fault_errno(why, EX_IOERR, "%s", path);
	return 0;
}

int
ledger_file_lock(struct ledger_file *file, struct fault *why)
{
	char path[LEDGER_PATH_SIZE];

	lock_path(file, path);
	file->lock = lock_open(path, why);
	if (file->lock < 0)
		return -1;
	if (lock_acquire(file->lock, path, LOCK_WAIT_MS, why) != 0)
		return why->status == EX_TEMPFAIL
			       ? refuse(file, file->lock, why)
			       : -1;
	return write_holder(file->lock, path, why);
}

bool
ledger_file_is_locked(const struct ledger_file *file)
{
	char path[LEDGER_PATH_SIZE];
	bool is_locked;
	int fd;

	if (file->lock >= 0)
		return true;
	lock_path(file, path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	is_locked = flock(fd, LOCK_SH | LOCK_NB) != 0;
	close(fd);
	return is_locked;
}

int
ledger_file_open(struct ledger_file *file, bool to_write, struct fault *why)
{
	int flags = (to_write ? O_RDWR | O_APPEND : O_RDONLY) | O_CLOEXEC |
		    O_NOFOLLOW | O_NONBLOCK;

	file->fd = open(file->path, flags);
	if (file->fd < 0 && errno == ENOENT)
		return 1;
	if (file->fd < 0 && errno == ELOOP)
		return fault_set(why, EX_NOPERM,
			"%s: is a symbolic link; put the file itself there",
			file->path);
	if (file->fd < 0)
		return fault_errno(why, errno == EACCES ? EX_NOPERM : EX_IOERR,
			"%s", file->path);
	if (check_owner(file->fd, file->path, S_IFREG, why) != 0)
		return -1;
	return to_write ? check_file_system(file->fd, file->path, why) : 0;
}

static int
refuse_mark(const struct ledger_file *file, const char *what, struct fault *why)
{
	return fault_set(why, EX_CONFIG,
		"%s: damaged: %s; nothing of this campaign is sent until that"
		" is mended: csr-ledger check --campaign %s",
		file->path, what, file->campaign);
}

int
ledger_file_find(struct ledger_file *file, bool to_write,
	struct ledger_mark *mark, struct fault *why)
{
	enum ledger_mark_verdict verdict =
		ledger_mark_read(file->directory, file->mark, mark, why);
	int missing;

	if (verdict == LEDGER_MARK_FAULT)
		return -1;
	missing = ledger_file_open(file, to_write, why);
	if (missing < 0)
		return -1;
	if (verdict == LEDGER_MARK_DAMAGED)
		return refuse_mark(file, "its mark cannot be read", why);
	if (verdict == LEDGER_MARK_MISSING && missing == 0)
		return refuse_mark(file,
			"its mark is missing, so nobody can tell whether it is"
			" all there",
			why);
	if (missing == 1 && verdict == LEDGER_MARK_GOOD && mark->len > 0)
		return refuse_mark(file, "it is missing beside its mark", why);
	return missing;
}

int
ledger_file_create(struct ledger_file *file, struct fault *why)
{
	file->fd = open(file->path,
		O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		0600);
	if (file->fd < 0)
		return fault_errno(why, EX_CANTCREAT, "%s", file->path);
	if (fsync(file->fd) != 0)
		return fault_errno(why, EX_IOERR, "%s", file->path);
	return sync_directories(file, why);
}
