/* SPDX-License-Identifier: MIT */
#include "xalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* Not through msg: formatting a message may itself want memory. */
void
xalloc_give_up(void)
{
	static const char text[] =
		"csr: out of memory; free some, or raise the limit (ulimit -v),"
		" and run again\n";
	ssize_t written;

	written = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)written;
	_exit(EX_OSERR);
}

void *
xmalloc(size_t size)
{
	return xrealloc(NULL, size);
}

void *
xcalloc(size_t count, size_t size)
{
	void *fresh = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

	if (fresh == NULL)
		xalloc_give_up();
	return fresh;
}

void *
xrealloc(void *old, size_t size)
{
	void *fresh = realloc(old, size > 0 ? size : 1);

	if (fresh == NULL)
		xalloc_give_up();
	return fresh;
}

void *
xreallocarray(void *old, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		xalloc_give_up();
	return xrealloc(old, count * size);
}

char *
xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *
xstrndup(const char *text, size_t len)
{
	char *fresh = xmalloc(len + 1);

	memcpy(fresh, text, len);
	fresh[len] = '\0';
	return fresh;
}
