/* SPDX-License-Identifier: MIT */
#include "ndjson.h"

#include <stdint.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "jsonstring.h"
#include "slurp.h"

void
ndjson_text(const struct json_members *members, const char *name, char *text,
	size_t size)
{
	const struct json_member *member =
		json_find(members, name, strlen(name));
	struct buf out;

	text[0] = '\0';
	if (member == NULL || member->value.type != JSON_STRING)
		return;
	buf_init(&out, size - 1);
	if (json_unescape(&out, &member->value) == 0 && !out.full &&
		out.len > 0) {
		memcpy(text, out.data, out.len);
		text[out.len] = '\0';
	}
	buf_release(&out);
}

int
ndjson_each(const char *path, bool allows_bad,
	int (*handle)(void *context, const struct ndjson_line *line,
		struct fault *why),
	void *context, struct fault *why)
{
	struct ndjson_line line = {0};
	struct json_error error;
	const char *start, *end;
	struct buf all;
	int result = 0;

	buf_init(&all, SIZE_MAX);
	if (access(path, F_OK) == 0)
		result = slurp(path, &all, why);
	start = all.data;
	while (result == 0 && all.len > 0 &&
		(end = memchr(start, '\n',
			 all.len - (size_t)(start - all.data))) != NULL) {
		if (json_scan_object(start, (size_t)(end - start),
			    &line.members, "csr", &line.csr, &error) == 0)
			result = handle(context, &line, why);
		else if (!allows_bad)
			result = fault_set(why, EX_DATAERR,
				"%s: a line is no JSON: %.*s", path,
				(int)(end - start < 200 ? end - start : 200),
				start);
		start = end + 1;
	}
	json_members_release(&line.members);
	json_members_release(&line.csr);
	buf_release(&all);
	return result;
}
