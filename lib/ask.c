/* SPDX-License-Identifier: MIT */
#include "ask.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum ask_answer
ask(const char *question)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	char text[1024];
	ssize_t len;
	int end;

	if (fd < 0)
		return ASK_NOBODY;
	end = snprintf(text, sizeof(text), "%s (yes/no) ", question);
	if (end >= (int)sizeof(text))
		end = (int)sizeof(text) - 1;
	if (write(fd, text, (size_t)end) != end) {
		close(fd);
		return ASK_NOBODY;
	}
	len = read(fd, text, sizeof(text));
	close(fd);
	return len == 4 && memcmp(text, "yes\n", 4) == 0 ? ASK_YES : ASK_NO;
}
