/* SPDX-License-Identifier: MIT */
#include "logdir.h"

#include <jv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char directory[] = "/tmp/csr-test-logfile-XXXXXX";

const char *
logdir_path_of(const char *name)
{
	static char paths[2][256]; /* for a call with two of them */
	static int turn;
	char *path = paths[turn ^= 1];

	snprintf(path, sizeof(paths[0]), "%s/%s", directory, name);
	return path;
}

void
logdir_make(void)
{
	if (mkdtemp(directory) == NULL)
		abort();
}

static void
run(const char *format)
{
	char command[256];

	snprintf(command, sizeof(command), format, directory);
	if (system(command) != 0)
		abort();
}

void
logdir_remove(void)
{
	run("rm -rf '%s'");
}

void
logdir_begin_anew(void)
{
	run("rm -rf '%1$s' && mkdir '%1$s'");
}

const char *
logdir_path(void)
{
	return directory;
}

void
logdir_slurp(const char *name, struct buf *out)
{
	FILE *file = fopen(logdir_path_of(name), "r");
	char bytes[8192];
	size_t len;

	if (file == NULL)
		return;
	while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(out, bytes, len);
	fclose(file);
}

int
logdir_count_lines(const char *name)
{
	const char *at, *newline;
	struct buf text;
	int count = 0;
	jv line;

	buf_init(&text, SIZE_MAX);
	logdir_slurp(name, &text);
	at = text.data;
	while (count >= 0 && at != text.data + text.len) {
		newline = memchr(at, '\n', (size_t)(text.data + text.len - at));
		if (newline == NULL) {
			count = -1;
			break;
		}
		line = jv_parse_sized(at, (int)(newline - at));
		count = jv_get_kind(line) == JV_KIND_OBJECT ? count + 1 : -1;
		jv_free(line);
		at = newline + 1;
	}
	buf_release(&text);
	return count;
}

int
logdir_mode_of(const char *name)
{
	struct stat is;

	return lstat(logdir_path_of(name), &is) == 0 ? (int)(is.st_mode & 07777)
						     : -1;
}
