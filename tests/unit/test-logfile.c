/* SPDX-License-Identifier: MIT */
/* Where the log's lines go, whatever happens there. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "logdir.h"
#include "logfile.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static struct fault why;

static struct logfile *
open_log(void)
{
	struct logfile *log =
		logfile_open(logdir_path(), "csr-x", CONFIG_INFO, &why);

	if (log == NULL)
		printf("# %s\n", why.text);
	return log;
}

static void
test_file(void)
{
	mode_t mask = umask(0);
	struct logfile *log, *other;

	logdir_begin_anew();
	log = open_log();
	logfile_write(log, CONFIG_WARN, "one");
	logfile_write(log, CONFIG_INFO, "two");
	logfile_write(log, CONFIG_DEBUG, "three");
	ok(logdir_count_lines("logs/csr.log") == 2,
		"debug is left out at info");
	ok(logdir_mode_of("logs") == 0700 &&
			logdir_mode_of("logs/csr.log") == 0600,
		"nobody else may look");
	chmod(logdir_path_of("logs/csr.log"), 0666);
	logfile_close(log);
	log = open_log();
	ok(logdir_mode_of("logs/csr.log") == 0600,
		"nor in one that was open to all");

	rename(logdir_path_of("logs/csr.log"), logdir_path_of("logs/away"));
	logfile_write(log, CONFIG_WARN, "four");
	ok(logdir_count_lines("logs/csr.log") == 1 &&
			logdir_count_lines("logs/away") == 2,
		"a file that was renamed away is left");
	rename(logdir_path_of("logs/csr.log"), logdir_path_of("logs/away"));
	other = open_log();
	logfile_write(log, CONFIG_WARN, "to the other's file");
	ok(logdir_count_lines("logs/csr.log") == 1,
		"also for one that another program made");
	logfile_close(other);
	logdir_begin_anew();
	logfile_write(log, CONFIG_WARN, "five");
	ok(logdir_count_lines("logs/csr.log") == 1,
		"a directory is made again");
	ok(logfile_trouble(log) == NULL, "and all that is no trouble");
	logfile_close(log);
	logfile_close(NULL);
	umask(mask);
}

/* What stands in the place of the file or directory is not written to. */
static void
test_refused(void)
{
	struct logfile *log;

	logdir_begin_anew();
	mkdir(logdir_path_of("logs"), 0700);
	ok(symlink("../victim", logdir_path_of("logs/csr.log")) == 0 &&
			logfile_open(logdir_path(), "csr-x", CONFIG_WARN,
				&why) == NULL &&
			why.status == EX_CANTCREAT &&
			strstr(why.text, "csr.log: is a symbolic link") != NULL,
		"a symbolic link is refused");
	ok(logdir_mode_of("victim") == -1, "and not followed");
	unlink(logdir_path_of("logs/csr.log"));
	mkfifo(logdir_path_of("logs/csr.log"), 0600);
	ok(logfile_open(logdir_path(), "csr-x", CONFIG_WARN, &why) == NULL &&
			strstr(why.text, "not a regular file") != NULL,
		"nobody waits for the reader of a pipe");
	logdir_begin_anew();
	ok(symlink("/tmp", logdir_path_of("logs")) == 0 &&
			logfile_open(logdir_path(), "csr-x", CONFIG_WARN,
				&why) == NULL &&
			strstr(why.text, "logs: is a symbolic link") != NULL,
		"nor may the directory be a link");
	ok(logfile_open("/dev/null", "csr-x", CONFIG_WARN, &why) == NULL &&
			why.status == EX_CANTCREAT,
		"no directory can be made in a file");

	logdir_begin_anew();
	log = open_log();
	unlink(logdir_path_of("logs/csr.log"));
	ok(symlink("../victim", logdir_path_of("logs/csr.log")) == 0,
		"a link comes later");
	logfile_write(log, CONFIG_WARN, "one");
	ok(logdir_mode_of("victim") == -1 && logfile_trouble(log) != NULL,
		"which is trouble");
	unlink(logdir_path_of("logs/csr.log"));
	logfile_write(log, CONFIG_WARN, "two");
	ok(logdir_count_lines("logs/csr.log") == 1, "until it is gone");
	logfile_close(log);
}

/* A file that may not grow stands in for a full disk. */
static void
test_full_disk(void)
{
	struct rlimit usual, small;
	struct logfile *log;
	int before;

	logdir_begin_anew();
	log = open_log();
	for (int line = 0; line < 5; line++)
		logfile_write(log, CONFIG_WARN, "some words");
	before = logdir_count_lines("logs/csr.log");
	getrlimit(RLIMIT_FSIZE, &usual);
	small = usual;
	small.rlim_cur = 600; /* in the midst of the next line or behind */
	setrlimit(RLIMIT_FSIZE, &small);
	for (int line = 0; line < 5; line++)
		logfile_write(log, CONFIG_WARN, "more words");
	setrlimit(RLIMIT_FSIZE, &usual);
	ok(before == 5 && logfile_trouble(log) != NULL,
		"a full disk is trouble");
	before = logdir_count_lines("logs/csr.log");
	ok(before >= 5 && before < 10, "no part of a line is left behind");
	logfile_write(log, CONFIG_WARN, "room again");
	ok(logdir_count_lines("logs/csr.log") == before + 1,
		"until there is room");
	logfile_close(log);
}

static void
test_read_only(void)
{
	struct logfile *log;

	if (geteuid() == 0) {
		ok(true, "# SKIP root may write anywhere");
		return;
	}
	logdir_begin_anew();
	chmod(logdir_path(), 0500);
	ok(logfile_open(logdir_path(), "csr-x", CONFIG_WARN, &why) == NULL &&
			strstr(why.text, "Permission denied") != NULL,
		"a directory that cannot be written to is told");
	chmod(logdir_path(), 0700);
	log = open_log();
	logfile_set_limit(log, 1);
	logfile_write(log, CONFIG_WARN, "one");
	chmod(logdir_path_of("logs"), 0500);
	logfile_write(log, CONFIG_WARN, "two");
	chmod(logdir_path_of("logs"), 0700);
	ok(logdir_count_lines("logs/csr.log") == 2 &&
			logfile_trouble(log) != NULL,
		"what cannot be put aside is gone on with");
	logfile_close(log);
}

static void
test_old_files(void)
{
	struct logfile *log;
	char name[32];
	int count = 0;

	logdir_begin_anew();
	log = open_log();
	logfile_set_limit(log, 1); /* every line is one too many */
	for (int line = 0; line < 20; line++)
		logfile_write(log, CONFIG_WARN, "a line");
	for (int age = 1; age <= 9; age++) {
		snprintf(name, sizeof(name), "logs/csr.log.%d", age);
		count += logdir_count_lines(name);
	}
	ok(count == 5 && logdir_count_lines("logs/csr.log") == 1 &&
			logdir_mode_of("logs/csr.log.6") == -1,
		"five old files are kept");
	ok(logdir_mode_of("logs/csr.log.5") == 0600, "with their mode");
	ok(logfile_trouble(log) == NULL, "without trouble");
	logfile_close(log);
}

static void
test_lock(void)
{
	struct logfile *log;
	int fd;

	logdir_begin_anew();
	log = open_log();
	logfile_set_limit(log, 1);
	fd = open(logdir_path_of("logs/csr.lock"), O_RDWR | O_CREAT, 0600);
	flock(fd, LOCK_EX);
	alarm(60); /* who waits for the lock waits for ever */
	for (int line = 0; line < 10; line++)
		logfile_write(log, CONFIG_WARN, "a line");
	alarm(0);
	ok(logdir_count_lines("logs/csr.log") == 10 &&
			logfile_trouble(log) == NULL,
		"who cannot have the lock goes on with the old file");
	close(fd);
	logfile_write(log, CONFIG_WARN, "a line");
	ok(logdir_count_lines("logs/csr.log") == 1 &&
			logdir_count_lines("logs/csr.log.1") == 10,
		"and puts it aside later");
	logfile_close(log);
}

enum { WRITERS = 4, LINES_EACH = 2000 };

static void
write_many(int writer)
{
	struct logfile *log = open_log();
	char text[64];

	if (log == NULL)
		_exit(1);
	/* In all about 1 MB, of which five files and one are kept. */
	logfile_set_limit(log, 250000);
	for (int line = 0; line < LINES_EACH; line++) {
		snprintf(text, sizeof(text), "writer %d line %d", writer, line);
		logfile_write(log, CONFIG_WARN, text);
	}
	_exit(logfile_trouble(log) == NULL ? 0 : 1);
}

/* Each line of each writer once and in its order, read oldest first. */
static int
count_wrong(const struct buf *text)
{
	int next[WRITERS] = {0}, wrong = 0, writer, line;
	const char *at = text->data;

	while ((at = strstr(at, "writer ")) != NULL) {
		if (sscanf(at, "writer %d line %d\"}", &writer, &line) != 2 ||
			writer < 0 || writer >= WRITERS ||
			next[writer]++ != line)
			wrong++;
		at++;
	}
	for (writer = 0; writer < WRITERS; writer++)
		wrong += abs(LINES_EACH - next[writer]);
	return wrong;
}

static void
test_together(void)
{
	static const char *const names[] = {"logs/csr.log.5", "logs/csr.log.4",
		"logs/csr.log.3", "logs/csr.log.2", "logs/csr.log.1",
		"logs/csr.log"};
	int lines = 0, files = 0, failures = 0, status, wrong;
	struct buf all;

	logdir_begin_anew();
	for (int writer = 0; writer < WRITERS; writer++)
		if (fork() == 0)
			write_many(writer);
	while (wait(&status) > 0)
		failures += status != 0;
	buf_init(&all, SIZE_MAX);
	for (size_t i = 0; i < COUNT(names); i++) {
		int count = logdir_count_lines(names[i]);

		logdir_slurp(names[i], &all);
		files += logdir_mode_of(names[i]) == 0600;
		lines = count < 0 || lines < 0 ? -1 : lines + count;
	}
	buf_add_byte(&all, '\0');
	wrong = count_wrong(&all);
	ok(failures == 0 && files > 2 && lines == WRITERS * LINES_EACH &&
			wrong == 0,
		"%d writers, %d files, %d lines, %d wrong", WRITERS, files,
		lines, wrong);
	buf_release(&all);
}

int
main(void)
{
	logdir_make();
	signal(SIGXFSZ, SIG_IGN);
	test_file();
	test_refused();
	test_full_disk();
	test_read_only();
	test_old_files();
	test_lock();
	test_together();
	logdir_remove();
	return tap_end();
}
