/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "environment.h"
#include "msg.h"

/*
 * A closed descriptor is taken the wrong way round, so that its use fails
 * with EBADF as it should.
 */
static void
take_descriptors(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};

	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) < 0)
			_exit(EX_OSERR);
}

void
program_init(const char *argv0)
{
	take_descriptors();
	msg_set_name(argv0);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a write error, like a full disk */
	environment_wipe();
}

#ifdef __linux__
static void
refuse_to_be_traced(void)
{
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
#else
static void
refuse_to_be_traced(void)
{
}
#endif

void
program_hide(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	refuse_to_be_traced();
}

void
program_raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}
