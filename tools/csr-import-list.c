/* SPDX-License-Identifier: MIT */
/* csr-import: what a list is, and what its columns are called. */
#include "csr-import.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "columnwords.h"
#include "csvin.h"
#include "file.h"
#include "jsonin.h"
#include "jsonwriter.h"
#include "msg.h"
#include "stop.h"
#include "xalloc.h"

/* Is it known as the name of a column? */
static bool
is_name(const char *text, size_t len)
{
	enum column_rank ranks[COLUMN_FIELD_COUNT];

	columnwords_rank(text, len, ranks);
	for (size_t i = 0; i < COLUMN_FIELD_COUNT; i++)
		if (ranks[i] >= COLUMN_WEAK)
			return true;
	return false;
}

/* How the list is read, as a map file says it. */
static void
fill_map(struct columnmap *map, const struct list *list,
	const struct import_options *options)
{
	map->encoding = xstrdup(textin_encoding(list->textin));
	columnmap_take(map, &list->columns);
	if (list->format != LIST_CSV)
		return;
	map->delimiter = list->dialect.delimiter;
	map->says_quote = map->says_skip = map->says_header = true;
	map->quote = list->dialect.quote;
	map->skip_rows = list->dialect.skip;
	map->has_header = !options->is_bare;
	if (map->has_header)
		return;
	map->columns = xcalloc(list->columns.count, sizeof(*map->columns));
	for (size_t i = 0; i < list->columns.count; i++)
		map->columns[map->column_count++] =
			xstrdup(list->columns.list[i].name);
}

/* The map must not take the place of the list, or of the records. */
static int
check_save_path(const char *path, int list, struct fault *why)
{
	const char *what = file_is_open_as(path, list) ? "the list"
			   : file_is_open_as(path, STDOUT_FILENO)
				   ? "where the records go"
				   : NULL;

	return what == NULL ? 0
			    : fault_set(why, EX_USAGE,
				      "--save-map: %s is %s; name another file",
				      path, what);
}

static int
save_map(const struct import *import, struct fault *why)
{
	const char *path = import->options.save_path;
	struct columnmap map = {0};
	int result;

	if (path == NULL)
		return 0;
	if (check_save_path(path, import->list.fd, why) != 0)
		return -1;
	fill_map(&map, &import->list, &import->options);
	result = columnmap_write(&map, path, why);
	columnmap_release(&map);
	return result;
}

static void
warn(const struct list *list)
{
	enum { WARNED_MOST = 20 };
	size_t count = list->columns.note_count;

	for (size_t i = 0; i < count && i < WARNED_MOST; i++)
		msg_warn("%s: %s", list->source, list->columns.notes[i]);
	if (count > WARNED_MOST)
		msg_warn("%s: %zu more columns are called otherwise than in"
			 " the list; --preview 1 shows them all",
			list->source, count - WARNED_MOST);
}

/* All of the first row in one cell: its separator is another one. */
static void
warn_of_one_column(const struct list *list)
{
	const char *name;

	if (list->format != LIST_CSV || list->columns.count != 1)
		return;
	name = list->columns.list[0].name;
	if (name[strcspn(name, ",;\t|:")] != '\0')
		msg_warn("%s: all is in one column, \"%s\"; say how cells are"
			 " separated or quoted, with --delimiter or --quote",
			list->source, name);
}

/* One line that says how the list is read. */
static void
tell(struct list *list)
{
	size_t before = list->kind.len;
	struct buf fields;

	buf_init(&fields, SIZE_MAX);
	columns_describe(&list->columns, &fields);
	if (fields.len > 0)
		buf_add_format(&list->kind, "; %s", buf_string(&fields));
	msg_info("%s: %s", list->source, buf_string(&list->kind));
	warn_of_one_column(list);
	list->kind.len = before;
	buf_release(&fields);
	warn(list);
}

int
import_set_columns(struct import *import, const struct column_text *names,
	size_t count, struct fault *why)
{
	struct list *list = &import->list;
	const struct import_options *options = &import->options;

	if (columns_read(&list->columns, names, count, options->mappings,
		    options->mapping_count, list->source, why) != 0)
		return -1;
	list->has_columns = true;
	list->cells = xcalloc(list->columns.count, sizeof(*list->cells));
	tell(list);
	if (options->preview_rows > 0) {
		list->preview = preview_new(&list->columns,
			preview_width(STDOUT_FILENO));
		list->preview_left = options->preview_rows;
	}
	return save_map(import, why);
}

bool
import_is_over(const struct import *import)
{
	return import->list.preview != NULL && import->list.preview_left == 0;
}

int
import_wait(struct import *import, struct fault *why)
{
	struct list *list = &import->list;

	list->sample = NULL;
	/* What has been read is finished, though no more is read. */
	if (textin_has_more(list->textin))
		return 1;
	if (stop_signal() == 0 && !stop_wait(list->fd, 0)) {
		if (output_flush(&import->output, why) != 0)
			return -1;
		stop_wait(list->fd, -1);
	}
	return stop_signal() == 0;
}

/* How the cells stand in it. */
static void
find_dialect(struct list *list, const struct import_options *options)
{
	struct buf doubt;

	list->dialect = options->dialect;
	dialect_find(&list->dialect, &options->told, is_name, list->sample,
		list->sample_len, list->is_all);
	/* --columns without --no-header: names that are there are an error. */
	if (options->is_bare && !list->dialect.is_header_certain)
		list->dialect.has_header = false;
	dialect_describe(&list->dialect, &list->kind);
	buf_init(&doubt, SIZE_MAX);
	dialect_doubt(&list->dialect, &options->told, &doubt);
	if (doubt.len > 0)
		msg_warn("%s: %s", list->source, buf_string(&doubt));
	buf_release(&doubt);
}

static int
read_list(struct import *import, struct fault *why)
{
	struct list *list = &import->list;
	struct json_writer json = {.out = &list->csr};

	buf_add_text(&list->csr, "\"csr\":{\"v\":1,\"source\":");
	json_string(&json, list->source);
	buf_add_text(&list->csr, ",\"line\":");
	if (textin_sample(list->textin, &list->sample, &list->sample_len,
		    &list->is_all, why) != 0)
		return -1;
	list->is_guessed = textin_reason(list->textin) == ENCODING_GUESSED;
	buf_add_format(&list->kind, "%s%s", textin_encoding(list->textin),
		list->is_guessed ? ", a guess; " : ", ");
	list->format = import->options.format;
	if (list->format == LIST_UNKNOWN)
		list->format = jsonin_is_likely(list->sample, list->sample_len)
				       ? LIST_JSON
				       : LIST_CSV;
	if (list->format == LIST_JSON)
		return import_json(import, why);
	find_dialect(list, &import->options);
	return import_csv(import, why);
}

static void
release_list(struct list *list)
{
	preview_free(list->preview);
	columns_release(&list->columns);
	free(list->cells);
	buf_release(&list->kind);
	buf_release(&list->csr);
	textin_close(list->textin);
	if (list->fd > STDIN_FILENO)
		close(list->fd);
	*list = (struct list){0};
}

int
import_list(struct import *import, const char *path, struct fault *why)
{
	struct list *list = &import->list;
	bool is_stdin = strcmp(path, "-") == 0;
	int result = -1;

	*list = (struct list){.source = path};
	buf_init(&list->kind, SIZE_MAX);
	buf_init(&list->csr, SIZE_MAX);
	list->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (list->fd < 0)
		return fault_errno(why, EX_NOINPUT, "%s", path);
	list->textin = textin_open(list->fd, is_stdin ? NULL : path,
		import->options.encoding, why);
	if (list->textin != NULL)
		result = read_list(import, why);
	if (result == 0 && list->preview != NULL) {
		preview_write(list->preview, output_text(&import->output));
		result = output_added(&import->output, why);
	}
	release_list(list);
	return result;
}
