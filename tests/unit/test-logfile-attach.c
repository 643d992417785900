/* SPDX-License-Identifier: MIT */
/* What a program says to a person, and what of it the log has. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "logdir.h"
#include "logfile.h"
#include "msg.h"
#include "tap.h"

static void
speak(void)
{
	msg_set_name("/usr/bin/csr-y");
	msg_set_level(0, true);
	logfile_attach(logdir_path(), CONFIG_INFO);
	msg_warn("to %s: no", "+5511987654321");
	msg_info("quiet, but kept");
	msg_detail(1, "too much");
	logfile_attach(logdir_path(), CONFIG_DEBUG);
	msg_detail(2, "detail");
	msg_progress("progress");
}

static int
count_text(const struct buf *text, const char *wanted)
{
	const char *at = text->data;
	int count = 0;

	for (; at != NULL && (at = strstr(at, wanted)) != NULL; at++)
		count++;
	return count;
}

/* In a process of its own, whose standard error is a file. */
static void
run_speaker(void (*speaker)(void), struct buf *said, struct buf *kept)
{
	int fd;

	fflush(stdout);
	if (fork() == 0) {
		fd = open(logdir_path_of("said"), O_WRONLY | O_CREAT | O_TRUNC,
			0600);
		dup2(fd, STDERR_FILENO);
		speaker();
		_exit(0);
	}
	wait(NULL);
	buf_clear(said);
	buf_clear(kept);
	logdir_slurp("said", said);
	logdir_slurp("logs/csr.log", kept);
	buf_add_byte(said, '\0');
	buf_add_byte(kept, '\0');
}

static void
test_attached(void)
{
	struct buf said, kept;

	logdir_begin_anew();
	buf_init(&said, SIZE_MAX);
	buf_init(&kept, SIZE_MAX);
	run_speaker(speak, &said, &kept);
	ok(strcmp(said.data, "csr-y: to +5511987654321: no\n") == 0,
		"a person is told as ever");
	ok(logdir_count_lines("logs/csr.log") == 5 &&
			count_text(&kept, "is started") == 2 &&
			count_text(&kept, "csr-y") == 5 &&
			count_text(&kept, "to +5511*****4321: no") == 1 &&
			count_text(&kept, "quiet, but kept") == 1 &&
			count_text(&kept, "\"debug\",\"text\":\"detail\"") == 1,
		"the log has what was said and what was hidden");

	logdir_begin_anew();
	mkdir(logdir_path_of("logs"), 0700);
	mkdir(logdir_path_of("logs/csr.log"), 0700);
	run_speaker(speak, &said, &kept);
	/* Attached twice, which is told twice. */
	ok(count_text(&said, "cannot keep the log") == 2 &&
			count_text(&said, "to +5511987654321: no") == 1,
		"no log is said once, and no reason to stop");
	buf_release(&said);
	buf_release(&kept);
}

static void
speak_without_room(void)
{
	const struct rlimit small = {700, 700};

	logfile_attach(logdir_path(), CONFIG_INFO);
	setrlimit(RLIMIT_FSIZE, &small);
	for (int line = 0; line < 10; line++)
		msg_warn("line %d", line);
}

static void
test_attached_without_room(void)
{
	struct buf said, kept;

	logdir_begin_anew();
	buf_init(&said, SIZE_MAX);
	buf_init(&kept, SIZE_MAX);
	run_speaker(speak_without_room, &said, &kept);
	ok(count_text(&said, "cannot keep the log: ") == 1 &&
			count_text(&said, "line ") == 10 &&
			logdir_count_lines("logs/csr.log") > 1,
		"that the disk is full is said once");
	buf_release(&said);
	buf_release(&kept);
}

static void
speak_nonsense(void)
{
	msg_set_name("csr-y");
	msg_warn("S\xC3\xA3o \xF0\x9F\x99\x82 \xC2\x9B 2J \x1b \x7f \xFF \x80 "
		 "\xC3");
}

static void
test_shown(void)
{
	struct buf said, kept;

	buf_init(&said, SIZE_MAX);
	buf_init(&kept, SIZE_MAX);
	run_speaker(speak_nonsense, &said, &kept);
	ok(strcmp(said.data, "csr-y: S\xC3\xA3o \xF0\x9F\x99\x82 \\xc2\\x9b 2J "
			     "\\x1b \\x7f"
			     " \\xff \\x80 \\xc3\n") == 0,
		"nothing that is said drives the terminal");
	buf_release(&said);
	buf_release(&kept);
}

int
main(void)
{
	logdir_make();
	signal(SIGXFSZ, SIG_IGN);
	test_shown();
	test_attached();
	test_attached_without_room();
	logdir_remove();
	return tap_end();
}
