/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

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
	environment_wipe();
}
