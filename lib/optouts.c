/* SPDX-License-Identifier: MIT */
#include "optouts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "lines.h"
#include "optouts-parts.h"
#include "xalloc.h"

enum { ROOM_FIRST = 256 };

struct optouts *
optouts_new(const struct recipient_rules *rules, bool forgives_marketing)
{
	struct optouts *optouts = xcalloc(1, sizeof(*optouts));

	optouts->rules = rules;
	optouts->forgives_marketing = forgives_marketing;
	buf_init(&optouts->text, SIZE_MAX);
	return optouts;
}

void
optouts_free(struct optouts *optouts)
{
	if (optouts == NULL)
		return;
	for (size_t i = 0; i < optouts->list_count; i++) {
		if (optouts->lists[i].fd >= 0)
			close(optouts->lists[i].fd);
		free(optouts->lists[i].name);
	}
	free(optouts->lists);
	free(optouts->entries);
	json_members_release(&optouts->members);
	buf_release(&optouts->text);
	free(optouts);
}

/* By half, so that no more than 60 bytes an entry are ever held. */
static struct optout *
add_entry(struct optouts *optouts)
{
	if (optouts->count == optouts->room) {
		optouts->room += optouts->room > 0 ? optouts->room / 2
						   : (size_t)ROOM_FIRST;
		optouts->entries = xreallocarray(optouts->entries,
			optouts->room, sizeof(*optouts->entries));
	}
	return &optouts->entries[optouts->count++];
}

static void
add_line(struct optouts *optouts, const struct optout_line *line, uint64_t at)
{
	struct optout *entry;

	if (line->is_marketing && optouts->forgives_marketing)
		return;
	for (size_t i = 0; i < line->count; i++) {
		entry = add_entry(optouts);
		secret_hash(entry->hash, line->keys[i], line->lens[i]);
		entry->is_marketing = line->is_marketing;
		entry->list = optouts->list_count - 1;
		entry->at = at;
	}
}

/* Where the first line begins: lines drops a byte order mark. */
static uint64_t
find_start(struct optout_list *list)
{
	char mark[3];
	ssize_t len = pread(list->fd, mark, sizeof(mark), 0);

	list->is_seekable = len >= 0;
	return len == sizeof(mark) &&
			       memcmp(mark, "\xEF\xBB\xBF", sizeof(mark)) == 0
		       ? sizeof(mark)
		       : 0;
}

static int
read_lines(struct optouts *optouts, struct optout_list *list, const char *path,
	struct fault *why)
{
	uint64_t at = find_start(list);
	enum lines_found found;
	struct optout_line parts = {0};
	const char *wrong = NULL;
	struct lines lines;
	struct line line;
	int result = 0;

	lines_init(&lines, list->fd, path, LINE_LENGTH_MAX);
	while (result == 0 && wrong == NULL &&
		(found = lines_take(&lines, &line)) != LINES_END) {
		if (found == LINES_NONE) {
			result = lines_fill(&lines, why);
			continue;
		}
		wrong = found == LINES_TOO_LONG
				? "it is longer than 1 MiB"
				: optouts_parse(optouts, line.text, line.len,
					  &parts);
		if (wrong == NULL)
			add_line(optouts, &parts, at);
		at += line.len + 1;
	}
	if (wrong != NULL)
		result = fault_set(why, EX_DATAERR,
			"%s:%lu: %s, so it is not clear who must not be written"
			" to; mend that line%s",
			path, line.number, wrong,
			line.number == 1 && !parts.has_members
				? ", or pass a list in CSV through csr-import"
				: "");
	lines_release(&lines);
	return result;
}

int
optouts_read(struct optouts *optouts, const char *path, const char *name,
	struct fault *why)
{
	struct optout_list *list;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fault_errno(why, EX_NOINPUT, "%s", path);
	if (optouts->list_count == OPTOUT_LISTS_MOST) {
		close(fd);
		return fault_set(why, EX_USAGE, "%s: one list too many", path);
	}
	optouts->lists = xreallocarray(optouts->lists, optouts->list_count + 1,
		sizeof(*optouts->lists));
	list = &optouts->lists[optouts->list_count++];
	*list = (struct optout_list){.name = xstrdup(name), .fd = fd};
	return read_lines(optouts, list, path, why);
}

/* What blocks all stands before what blocks marketing alone. */
static int
compare(const void *left, const void *right)
{
	const struct optout *one = left, *other = right;
	int order = memcmp(one->hash, other->hash, HASH_SIZE);

	return order != 0 ? order : one->is_marketing - other->is_marketing;
}

void
optouts_settle(struct optouts *optouts)
{
	size_t kept = 0;

	if (optouts->count == 0)
		return;
	qsort(optouts->entries, optouts->count, sizeof(*optouts->entries),
		compare);
	for (size_t i = 0; i < optouts->count; i++)
		if (i == 0 || memcmp(optouts->entries[i].hash,
				      optouts->entries[kept - 1].hash,
				      HASH_SIZE) != 0)
			optouts->entries[kept++] = optouts->entries[i];
	optouts->count = optouts->room = kept;
	optouts->entries = xreallocarray(optouts->entries, kept,
		sizeof(*optouts->entries));
}

/* Where a hash would stand if all were spread evenly. */
static size_t
guess_place(const struct optouts *optouts, const unsigned char *hash)
{
	uint64_t start = (uint64_t)hash[0] << 24 | hash[1] << 16 |
			 hash[2] << 8 | hash[3];

	return (size_t)(start * optouts->count >> 32);
}

static int
order_at(const struct optouts *optouts, size_t place, const unsigned char *hash)
{
	return memcmp(hash, optouts->entries[place].hash, HASH_SIZE);
}

/*
 * Hardly ever does it stand farther from there than four times the square
 * root of their number; only if it does are all of them searched.
 */
static const struct optout *
find_entry(const struct optouts *optouts, const unsigned char *hash)
{
	size_t guess = guess_place(optouts, hash), reach = 16, middle;
	size_t low = 0, high = optouts->count;
	int order;

	while (reach * reach / 16 < optouts->count)
		reach *= 2;
	if (guess > reach && order_at(optouts, guess - reach, hash) >= 0)
		low = guess - reach;
	if (guess + reach < high && order_at(optouts, guess + reach, hash) < 0)
		high = guess + reach;
	while (low < high) {
		middle = low + (high - low) / 2;
		order = order_at(optouts, middle, hash);
		if (order == 0)
			return &optouts->entries[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* Read the line at a place again; false when it is not there any more. */
static bool
read_again(const struct optout_list *list, off_t at, struct buf *line)
{
	const char *end = NULL;
	size_t searched;
	ssize_t len;
	char *room;

	while (end == NULL && line->len <= LINE_LENGTH_MAX) {
		searched = line->len;
		room = buf_reserve(line, 512);
		len = pread(list->fd, room, 512, at + (off_t)searched);
		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			return len == 0 && line->len > 0;
		line->len += (size_t)len;
		end = memchr(line->data + searched, '\n', (size_t)len);
	}
	if (end != NULL)
		line->len = (size_t)(end - line->data);
	return end != NULL;
}

static bool
is_same(const struct optout_line *line, const char *key, size_t len)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->lens[i] == len &&
			memcmp(line->keys[i], key, len) == 0)
			return true;
	return false;
}

bool
optouts_find(struct optouts *optouts, const char *key, size_t len,
	struct buf *detail)
{
	unsigned char hash[HASH_SIZE];
	const struct optout_list *list;
	const struct optout *entry;
	struct optout_line parts = {0};
	struct buf line;

	if (optouts->count == 0)
		return false;
	secret_hash(hash, key, len);
	entry = find_entry(optouts, hash);
	if (entry == NULL)
		return false;
	list = &optouts->lists[entry->list];
	buf_add_text(detail, list->name);
	buf_init(&line, LINE_LENGTH_MAX + 1024);
	if (list->is_seekable && read_again(list, (off_t)entry->at, &line) &&
		optouts_parse(optouts, line.data, line.len, &parts) == NULL &&
		is_same(&parts, key, len))
		optouts_describe(optouts, &parts, detail);
	buf_release(&line);
	return true;
}
