/* SPDX-License-Identifier: MIT */
#include "rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "csvout.h"
#include "file.h"
#include "output.h"
#include "record.h"
#include "rejects-columns.h"
#include "xalloc.h"

struct rejects {
	char *path;      /* with symbolic links followed */
	char *temporary; /* NULL: path itself is written */
	mode_t mode;     /* that path has, or is to have */
	struct output output;
	bool has_head;
	struct rejects_columns columns;
	struct buf waiting; /* lines that were no records, before the first */
	struct record record;
	struct json_members error; /* of the record */
	struct buf text;
};

static mode_t
mode_of_new_files(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* The descriptor to write to, or -1. */
static int
open_beside(struct rejects *rejects)
{
	size_t size = strlen(rejects->path) + sizeof(".XXXXXX");
	int fd;

	rejects->temporary = xmalloc(size);
	snprintf(rejects->temporary, size, "%s.XXXXXX", rejects->path);
	fd = mkostemp(rejects->temporary, O_CLOEXEC);
	if (fd < 0) {
		free(rejects->temporary);
		rejects->temporary = NULL;
	}
	return fd;
}

static int
open_file(struct rejects *rejects, const char *path)
{
	struct stat info;
	bool is_there = stat(path, &info) == 0;
	char *real = is_there ? realpath(path, NULL) : NULL;

	rejects->path = real != NULL ? real : xstrdup(path);
	if (is_there && !S_ISREG(info.st_mode))
		return open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	rejects->mode = is_there ? info.st_mode & 0777 : mode_of_new_files();
	return open_beside(rejects);
}

static void
release(struct rejects *rejects)
{
	if (rejects->output.fd >= 0)
		close(rejects->output.fd);
	output_release(&rejects->output);
	rejects_columns_release(&rejects->columns);
	record_release(&rejects->record);
	json_members_release(&rejects->error);
	buf_release(&rejects->waiting);
	buf_release(&rejects->text);
	free(rejects->temporary);
	free(rejects->path);
	free(rejects);
}

struct rejects *
rejects_open(const char *path, struct fault *why)
{
	struct rejects *rejects = xcalloc(1, sizeof(*rejects));
	int fd = open_file(rejects, path);

	output_init(&rejects->output, fd, rejects->path);
	buf_init(&rejects->waiting, SIZE_MAX);
	buf_init(&rejects->text, SIZE_MAX);
	if (fd >= 0)
		return rejects;
	fault_errno(why, EX_CANTCREAT, "--rejects: %s", path);
	release(rejects);
	return NULL;
}

static const struct json_value *
error_member(const struct rejects *rejects, const char *name)
{
	const struct json_member *member =
		json_find(&rejects->error, name, strlen(name));

	return member != NULL ? &member->value : NULL;
}

/* "the phone is too short: +1 202": the title and the detail. */
static void
add_reason(struct rejects *rejects, struct buf *row)
{
	struct buf *text = &rejects->text;
	size_t len;

	buf_clear(text);
	record_value_text(error_member(rejects, "title"), text);
	len = text->len;
	buf_add_text(text, len > 0 ? ": " : "");
	if (record_value_text(error_member(rejects, "detail"), text) != 0 ||
		text->len <= len + 2)
		text->len = len;
	csvout_cell(row, buf_string(text), text->len);
}

static void
read_error(struct rejects *rejects)
{
	const struct json_value *error = record_csr(&rejects->record, "error");
	struct json_error never;

	rejects->error.count = 0;
	if (error != NULL && error->type == JSON_OBJECT)
		json_scan_object(error->text, error->len, &rejects->error, NULL,
			NULL, &never);
}

/*
 * Of a line that was no record, its beginning.  When it comes again as it was
 * in the rejects of another run, that is all that tells whose line it was.
 */
static const struct json_value *
raw_of(const struct record *record)
{
	static const char name[] = "csr_raw";
	const struct json_value *raw = record_csr(record, "raw");
	const struct json_member *former;

	if (raw != NULL)
		return raw;
	former = json_find(&record->members, name, strlen(name));
	return former != NULL ? &former->value : NULL;
}

/* The row of rejects->record, which is line. */
static void
add_row(struct rejects *rejects, const char *line, size_t len)
{
	struct record *record = &rejects->record;
	struct buf *row = output_text(&rejects->output);
	const char *word = status_word(record->status);
	bool has_all = rejects_columns_row(&rejects->columns, record, row);

	read_error(rejects);
	csvout_cell(row, word, strlen(word));
	add_reason(rejects, row);
	rejects_columns_cell(row, error_member(rejects, "hint"),
		&rejects->text);
	rejects_columns_cell(row, record_csr(record, "source"), &rejects->text);
	rejects_columns_cell(row, record_csr(record, "line"), &rejects->text);
	if (has_all)
		rejects_columns_cell(row, raw_of(record), &rejects->text);
	else
		csvout_cell(row, line, len);
	csvout_end(row);
}

static void
add_waiting(struct rejects *rejects)
{
	const char *line = rejects->waiting.data, *end;
	size_t len = rejects->waiting.len;
	struct fault never;

	while (len > 0) {
		end = memchr(line, '\n', len);
		if (record_parse(&rejects->record, line, (size_t)(end - line),
			    &never) == 0)
			add_row(rejects, line, (size_t)(end - line));
		len -= (size_t)(end + 1 - line);
		line = end + 1;
	}
	buf_release(&rejects->waiting);
}

/* The columns are those of the record at hand. */
static void
add_head(struct rejects *rejects)
{
	static const char *const own[] = {"csr_status", "csr_reason",
		"csr_hint", "csr_source", "csr_line", "csr_raw"};
	struct buf *row = output_text(&rejects->output);

	rejects->has_head = true;
	rejects_columns_take(&rejects->columns, &rejects->record);
	buf_add_text(row, "\xEF\xBB\xBF");
	rejects_columns_head(&rejects->columns, row);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		csvout_cell(row, own[i], strlen(own[i]));
	csvout_end(row);
	add_waiting(rejects);
}

static bool
has_columns(const struct record *record)
{
	return record->members.count > (record->csr_member != NULL ? 1 : 0);
}

static bool
is_reject(enum status status)
{
	return status == STATUS_INVALID || status == STATUS_SUPPRESSED ||
	       status == STATUS_DUPLICATE;
}

int
rejects_see(struct rejects *rejects, const char *line, size_t len,
	enum status status, struct fault *why)
{
	struct record *record = &rejects->record;
	struct fault never;

	if (rejects->has_head && !is_reject(status))
		return 0;
	if (record_parse(record, line, len, &never) != 0)
		return 0; /* It was finished, and in a way we do not know. */
	if (!rejects->has_head && !has_columns(record) &&
		rejects->waiting.len + len < REJECTS_WAITING_MOST) {
		if (is_reject(status)) {
			buf_add(&rejects->waiting, line, len);
			buf_add_byte(&rejects->waiting, '\n');
		}
		return 0;
	}
	if (!rejects->has_head) {
		add_head(rejects);
		record_parse(record, line, len, &never);
	}
	if (is_reject(status))
		add_row(rejects, line, len);
	return output_added(&rejects->output, why);
}

/* Written to the end, on the disk, and under its name. */
static int
finish(struct rejects *rejects, struct fault *why)
{
	struct output *output = &rejects->output;

	if (!rejects->has_head) {
		record_release(&rejects->record);
		add_head(rejects);
	}
	if (output_finish(output, why) != 0)
		return -1;
	if (rejects->temporary == NULL)
		return 0;
	if (fchmod(output->fd, rejects->mode) != 0 || fsync(output->fd) != 0 ||
		rename(rejects->temporary, rejects->path) != 0)
		return fault_errno(why, EX_IOERR, "--rejects: %s",
			rejects->path);
	free(rejects->temporary);
	rejects->temporary = NULL;
	return 0;
}

int
rejects_close(struct rejects *rejects, bool keeps, struct fault *why)
{
	int result = 0;

	if (rejects == NULL)
		return 0;
	if (keeps && !rejects->output.is_broken)
		result = finish(rejects, why);
	if (rejects->temporary != NULL)
		unlink(rejects->temporary);
	release(rejects);
	return result;
}
