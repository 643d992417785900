/* SPDX-License-Identifier: MIT */
/* csr-doctor: the list of those who must not be written to. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "csr-doctor.h"
#include "json.h"
#include "lines.h"
#include "phone.h"

enum { OPT_OUTS_READ_MOST = 32 * 1024 * 1024 };

/* A number, a user id or an e-mail address, as a program of ours writes it? */
static bool
is_recipient(const struct json_value *value)
{
	const char *text = value->text + 1;
	size_t len = value->len - 2;

	return phone_is_e164(text, len) || phone_is_user_id(text, len) ||
	       memchr(text, '@', len) != NULL;
}

static bool
is_word(const struct json_value *value, const char *word)
{
	size_t len = strlen(word);

	return value->len == len + 2 && memcmp(value->text + 1, word, len) == 0;
}

/* Does it say who must not be written to, and about what? */
static bool
is_entry(const struct json_members *members)
{
	const struct json_member *to = json_find(members, "to", 2);
	const struct json_member *scope = json_find(members, "scope", 5);

	if (to == NULL || to->value.type != JSON_STRING ||
		!is_recipient(&to->value))
		return false;
	return scope == NULL ||
	       (scope->value.type == JSON_STRING &&
		       (is_word(&scope->value, "all") ||
			       is_word(&scope->value, "marketing")));
}

/*
 * The number of the first line that is no entry; 0: there is none.  *count is
 * how many were looked at, not all when there are many.
 */
static unsigned long
find_bad_line(int fd, const char *path, unsigned long *count, bool *is_all)
{
	struct json_members members = {0};
	struct json_error error;
	enum lines_found found;
	unsigned long bad = 0;
	int64_t bytes = 0;
	struct lines lines;
	struct fault why;
	struct line line;

	lines_init(&lines, fd, path, LINE_LENGTH_MAX);
	while (bad == 0 && bytes < OPT_OUTS_READ_MOST &&
		(found = lines_take(&lines, &line)) != LINES_END) {
		if (found == LINES_NONE && lines_fill(&lines, &why) != 0)
			break;
		if (found == LINES_NONE)
			continue;
		*count = line.number;
		bytes += (int64_t)line.len;
		if (found == LINES_TOO_LONG ||
			json_scan_object(line.text, line.len, &members, NULL,
				NULL, &error) != 0 ||
			!is_entry(&members))
			bad = line.number;
	}
	*is_all = bytes < OPT_OUTS_READ_MOST;
	json_members_release(&members);
	lines_release(&lines);
	return bad;
}

static void
say_opt_outs(struct doctor *doctor, const char *check, const char *path, int fd)
{
	bool is_all;
	unsigned long count = 0;
	unsigned long bad = find_bad_line(fd, path, &count, &is_all);
	struct buf command;

	if (bad == 0) {
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			is_all ? "%s has %lu line%s"
			       : "%s can be read, as far as %lu line%s tell",
			path, count, count == 1 ? "" : "s");
		return;
	}
	buf_init(&command, SIZE_MAX);
	buf_add_format(&command, "%lup", bad);
	findings_add(doctor->findings, FINDING_FAILURE, check,
		doctor_mend(doctor,
			"mend that line, for it says who must not be written"
			" to\n$ sed -n %s %s",
			buf_string(&command), path),
		"%s:%lu: is not an object with a recipient in \"to\", and"
		" \"all\" or \"marketing\" in \"scope\"",
		path, bad);
	buf_release(&command);
}

void
doctor_opt_outs(struct doctor *doctor, const char *check)
{
	const char *reason;
	struct buf path;
	int fd = -1;

	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "suppressed.ndjson", &path);
	if (!doctor_is_private(doctor, check, path.data, S_IFREG))
		goto out;
	fd = open(path.data, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0)
		say_opt_outs(doctor, check, path.data, fd);
	else if (errno == ENOENT)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"nobody has opted out yet");
	else {
		reason = strerror(errno);
		findings_add(doctor->findings, FINDING_FAILURE, check,
			doctor_mend_access(doctor, path.data), "%s: %s",
			path.data, reason);
	}
out:
	if (fd >= 0)
		close(fd);
	buf_release(&path);
}
