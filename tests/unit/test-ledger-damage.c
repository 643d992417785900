/* SPDX-License-Identifier: MIT */
/*
 * What a scan says of ledgers whose bytes were changed: nothing that was
 * synced may be forgotten, and nothing that a crash leaves may be called
 * damage.  With CSR_EXHAUSTIVE set, every bit is flipped, those of a large
 * ledger, too, which takes a quarter of an hour.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger-made.h"
#include "ledger-scan.h"
#include "ledger.h"
#include "tap.h"
#include "xalloc.h"

enum { LINES_MAX = 4000, BLOCK = 512 };

/* A ledger as it was, and a file to hold what is made of it. */
struct sample {
	char *bytes;
	size_t len;
	struct ledger_mark mark;
	/* Each line: where it begins, and the highest d behind it. */
	size_t starts[LINES_MAX + 1];
	int64_t later[LINES_MAX];
	size_t lines;
	int fd;
};

static void
write_back(const struct sample *sample, size_t from, size_t len)
{
	if (pwrite(sample->fd, sample->bytes + from, len, (off_t)from) !=
		(ssize_t)len)
		abort();
}

static void
note_line(void *context, const struct ledger_line *line, int64_t at,
	const char *text, size_t len)
{
	struct sample *sample = context;

	(void)text;
	sample->starts[sample->lines] = (size_t)at;
	sample->starts[sample->lines + 1] = (size_t)at + len;
	for (size_t before = 0; before < sample->lines; before++)
		if (sample->later[before] < line->d)
			sample->later[before] = line->d;
	sample->lines++;
}

/* Scan what the file holds now. */
static bool
is_damaged(const struct sample *sample, size_t *key_count, size_t *torn_count,
	struct sample *note)
{
	struct ledger_index index = {0};
	struct ledger_scan scan = {.campaign = "made",
		.mark = sample->mark,
		.index = &index,
		.handler = note != NULL ? note_line : NULL,
		.context = note};
	struct fault why;
	bool result;

	if (ledger_scan_run(&scan, sample->fd, "made", &why) != 0)
		abort();
	result = ledger_scan_is_damaged(&scan) || scan.is_later;
	*key_count = index.count;
	*torn_count = scan.torn.count;
	ledger_scan_release(&scan);
	ledger_index_release(&index);
	return result;
}

static void
make_sample(struct sample *sample, int count, enum made_end end)
{
	char *directory = made_directory(), *mark;
	FILE *file = tmpfile();
	struct fault why;
	size_t keys, torn, len;
	char path[4200];

	made_run(directory, 0, count / 2, MADE_CLOSED);
	made_run(directory, count / 2, count - count / 2, end);
	*sample = (struct sample){.fd = fileno(file)};
	sample->bytes = made_read(directory, "made.ndjson", &sample->len);
	write_back(sample, 0, sample->len);
	mark = made_read(directory, "made.mark", &len);
	snprintf(path, sizeof(path), "%s/ledger", directory);
	ok(ledger_mark_read(path, "made.mark", &sample->mark, &why) ==
			LEDGER_MARK_GOOD,
		"the mark can be read");
	ok(!is_damaged(sample, &keys, &torn, sample) && torn == 0 &&
			keys == (size_t)count,
		"the ledger is good");
	free(mark);
	made_remove(directory);
}

static void
free_sample(struct sample *sample)
{
	free(sample->bytes);
	close(sample->fd);
}

/* All that was synced is under the mark: each change is damage. */
static void
test_closed_prefixes(struct sample *sample)
{
	size_t missed = 0, keys, torn;

	for (size_t len = sample->len; len-- > 0;) {
		if (ftruncate(sample->fd, (off_t)len) != 0)
			abort();
		missed += !is_damaged(sample, &keys, &torn, NULL);
		len -= len % 7 == 3 && len > 200 ? 200 : 0;
	}
	write_back(sample, 0, sample->len);
	ok(missed == 0, "%zu prefixes were not noticed", missed);
}

static void
test_closed_flips(struct sample *sample, size_t step)
{
	size_t missed = 0, tried = 0, keys, torn;
	char flipped;

	for (size_t bit = 0; bit < sample->len * 8; bit += step) {
		flipped = (char)(sample->bytes[bit / 8] ^ 1 << bit % 8);
		if (pwrite(sample->fd, &flipped, 1, (off_t)(bit / 8)) != 1)
			abort();
		missed += !is_damaged(sample, &keys, &torn, NULL);
		tried++;
		write_back(sample, bit / 8, 1);
	}
	ok(missed == 0, "%zu of %zu flipped bits were not noticed", missed,
		tried);
}

static void
test_closed_blocks(struct sample *sample)
{
	static const char zeros[BLOCK];
	size_t missed = 0, len, keys, torn;

	for (size_t at = 0; at < sample->len; at += BLOCK) {
		len = sample->len - at < BLOCK ? sample->len - at : BLOCK;
		if (pwrite(sample->fd, zeros, len, (off_t)at) != (ssize_t)len)
			abort();
		missed += !is_damaged(sample, &keys, &torn, NULL);
		write_back(sample, at, len);
	}
	ok(missed == 0, "%zu zeroed blocks were not noticed", missed);
}

static void
test_closed_lines(struct sample *sample)
{
	size_t missed = 0, len, keys, torn;

	for (size_t line = 0; line < sample->lines; line++) {
		len = sample->len - sample->starts[line + 1];
		if (pwrite(sample->fd, sample->bytes + sample->starts[line + 1],
			    len, (off_t)sample->starts[line]) != (ssize_t)len ||
			ftruncate(sample->fd,
				(off_t)(sample->starts[line] + len)) != 0)
			abort();
		missed += !is_damaged(sample, &keys, &torn, NULL);
		write_back(sample, sample->starts[line],
			sample->len - sample->starts[line]);
	}
	ok(missed == 0, "%zu lines taken out were not noticed", missed);
}

/*
 * Without a mark that covers it: a bad line is damage exactly if a later one
 * says that it was durable, or the mark does, or a run began behind it.
 */
static bool
must_be_damage(const struct sample *sample, size_t line)
{
	return sample->later[line] >= (int64_t)line + 1 ||
	       sample->starts[line] < (size_t)sample->mark.len;
}

static void
test_killed_flips(struct sample *sample, size_t step)
{
	size_t wrong = 0, torn_lines = 0, keys, torn, byte;
	char flipped;
	bool is_bad;

	for (size_t line = 0; line < sample->lines; line++)
		for (size_t bit = sample->starts[line] * 8;
			bit < sample->starts[line + 1] * 8; bit += step) {
			byte = bit / 8;
			flipped = (char)(sample->bytes[byte] ^ 1 << bit % 8);
			if (pwrite(sample->fd, &flipped, 1, (off_t)byte) != 1)
				abort();
			is_bad = is_damaged(sample, &keys, &torn, NULL);
			torn_lines += !is_bad;
			wrong += is_bad != must_be_damage(sample, line) ||
				 (!is_bad && torn != 1);
			write_back(sample, byte, 1);
		}
	ok(wrong == 0 && torn_lines > 0,
		"%zu changes were judged wrongly, %zu torn", wrong, torn_lines);
}

/* A prefix that a crash can leave is good, and has all synced intents. */
static void
test_killed_prefixes(struct sample *sample, int count)
{
	size_t wrong = 0, keys, torn, durable = 0, first = 0;

	for (size_t line = 0; line < sample->lines; line++)
		if (sample->later[line] >= (int64_t)line + 1)
			durable = sample->starts[line + 1];
	first = durable > (size_t)sample->mark.len ? durable
						   : (size_t)sample->mark.len;
	for (size_t len = sample->len; len >= first; len--) {
		if (ftruncate(sample->fd, (off_t)len) != 0)
			abort();
		wrong += is_damaged(sample, &keys, &torn, NULL) || torn > 1 ||
			 keys < (size_t)count - MADE_BATCH;
	}
	write_back(sample, 0, sample->len);
	ok(wrong == 0 && first < sample->len,
		"%zu prefixes beyond the last sync were judged wrongly", wrong);
}

int
main(void)
{
	bool is_exhaustive = getenv("CSR_EXHAUSTIVE") != NULL;
	struct sample sample;

	make_sample(&sample, 30, MADE_CLOSED);
	test_closed_flips(&sample, is_exhaustive ? 1 : 3);
	free_sample(&sample);

	make_sample(&sample, 500, MADE_CLOSED);
	test_closed_flips(&sample, is_exhaustive ? 1 : 8 * 61 + 1);
	test_closed_prefixes(&sample);
	test_closed_blocks(&sample);
	test_closed_lines(&sample);
	free_sample(&sample);

	make_sample(&sample, 100, MADE_KILLED);
	test_killed_flips(&sample, is_exhaustive ? 1 : 13);
	test_killed_prefixes(&sample, 100);
	free_sample(&sample);
	return tap_end();
}
