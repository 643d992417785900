/* SPDX-License-Identifier: MIT */
#include "profile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "campaign.h"
#include "environment.h"
#include "file.h"
#include "xalloc.h"

#ifdef __APPLE__
#define DIRECTORY "Library/Preferences/CSC-Reach"
#else
#define DIRECTORY ".config/CSC-Reach"
#endif

static int
find_home(struct buf *path, struct fault *why)
{
	const char *home = environment_get("CSR_HOME");

	if (home != NULL) {
		buf_add_text(path, home);
		return 0;
	}
	home = environment_get("HOME");
	if (home == NULL)
		return fault_set(why, EX_CONFIG,
			"HOME is not set; set it, or CSR_HOME to the directory"
			" that keeps the files");
	buf_add_format(path, "%s/%s", home, DIRECTORY);
	return 0;
}

char *
profile_path(const char *name, struct fault *why)
{
	char *result = NULL;
	struct buf path;

	if (name == NULL)
		name = environment_get("CSR_PROFILE");
	/* A profile's name is a file's, as a campaign's is. */
	if (name != NULL && !campaign_is_file_name(name, strlen(name))) {
		fault_set(why, EX_USAGE,
			"profile \"%.16s\": take 1 to 64 letters, digits and"
			" . _ -",
			name);
		return NULL;
	}
	buf_init(&path, SIZE_MAX);
	if (find_home(&path, why) == 0) {
		if (name != NULL)
			buf_add_format(&path, "/profiles/%s", name);
		result = xstrdup(buf_string(&path));
	}
	buf_release(&path);
	return result;
}

char *
profile_open(const char *name, struct fault *why)
{
	char *path = profile_path(name, why);
	struct buf inside;
	int result;

	if (path == NULL)
		return NULL;
	buf_init(&inside, SIZE_MAX);
	buf_add_format(&inside, "%s/", path);
	result = file_make_directories(buf_string(&inside), why);
	buf_release(&inside);
	if (result == 0)
		return path;
	free(path);
	return NULL;
}
