/* SPDX-License-Identifier: MIT */
/*
 * driver: calls a fuzzer's target where there is no libFuzzer.
 *
 *	fuzz-x [-seed=N] [-runs=N] [-max_total_time=SECONDS] [FILE|DIRECTORY]...
 *
 * First with each of the files, then with what it makes of them by changing
 * bytes, cutting and joining; the options are those of libFuzzer, so that the
 * same command works with either.  The same seed gives the same inputs, one
 * after the other.  Without files it takes the corpus of the source tree
 * ($srcdir), and speaks TAP.  The input that made it abort is left in
 * fuzz-failure.
 */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"

enum { LEN_MAX = 8192, INPUTS_MAX = 1000, SECONDS = 3 };

struct input {
	uint8_t *data;
	size_t len;
};

static struct input inputs[INPUTS_MAX];
static size_t input_count;
static struct input present; /* for leave_input() */
static uint64_t chance = 1;

/* Marsaglia's xorshift64*. */
static size_t
draw(size_t below)
{
	chance ^= chance >> 12;
	chance ^= chance << 25;
	chance ^= chance >> 27;
	return below > 0
		       ? (size_t)((chance * 2685821657736338717U) >> 33) % below
		       : 0;
}

static void
leave_input(int number)
{
	int fd = open("fuzz-failure", O_WRONLY | O_CREAT | O_TRUNC, 0644);
	ssize_t put = fd < 0 ? -1 : write(fd, present.data, present.len);

	(void)put;
	signal(number, SIG_DFL);
	raise(number);
}

static void
add_file(const char *path)
{
	struct input *input = &inputs[input_count];
	FILE *file = fopen(path, "r");

	if (file == NULL || input_count == INPUTS_MAX)
		err(EX_NOINPUT, "%s", path);
	input->data = malloc(LEN_MAX);
	if (input->data == NULL)
		err(EX_OSERR, NULL);
	input->len = fread(input->data, 1, LEN_MAX, file);
	fclose(file);
	input_count++;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
add_path(const char *path)
{
	struct dirent **names;
	int count = scandir(path, &names, is_visible, by_name);
	char name[4096];

	if (count < 0) {
		add_file(path);
		return;
	}
	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%s/%s", path, names[i]->d_name);
		add_file(name);
		free(names[i]);
	}
	free(names);
}

/* Put `with` in the place of len bytes at `at`. */
static void
replace(struct input *input, size_t at, size_t len, const void *with,
	size_t with_len)
{
	if (input->len - len + with_len > LEN_MAX)
		return;
	memmove(input->data + at + with_len, input->data + at + len,
		input->len - at - len);
	if (with_len > 0)
		memcpy(input->data + at, with, with_len);
	input->len += with_len - len;
}

static void
change(struct input *input)
{
	static const char *const words[] = {",", ";", "\t", "|", "\"", "'",
		"\n", "\r\n", "\r", "\"\"", "\",\"", "\"\n\"", "sep=;\n",
		"\xEF\xBB\xBF", "\xFF\xFE", "\xC3\xA9", "\xE9", "\xF0\x9F\x98",
		"+5511900000001", "ana@example.com", "1,50", "Nome"};
	uint8_t copy[LEN_MAX];
	size_t at = draw(input->len + 1), left = input->len - at;
	size_t len = draw((left < 40 ? left : 40) + 1);
	const struct input *other = &inputs[draw(input_count)];
	size_t from = draw(other->len + 1);
	const char *word = words[draw(sizeof(words) / sizeof(*words))];

	switch (draw(7)) {
	case 0:
		if (left > 0)
			input->data[at] ^= (uint8_t)(1 << draw(8));
		break;
	case 1:
		if (left > 0)
			input->data[at] = (uint8_t)draw(256);
		break;
	case 2:
		replace(input, at, len, NULL, 0);
		break;
	case 3:
		memcpy(copy, input->data + at, len);
		replace(input, draw(input->len + 1), 0, copy, len);
		break;
	case 4:
		replace(input, at, left, other->data + from, other->len - from);
		break;
	default:
		replace(input, at, draw(4) == 0 ? len : 0, word, strlen(word));
		break;
	}
}

/* A copy of its own size, so that a sanitizer sees who reads behind it. */
static void
run(const struct input *input)
{
	uint8_t *copy = malloc(input->len > 0 ? input->len : 1);

	if (copy == NULL)
		err(EX_OSERR, NULL);
	if (input->len > 0)
		memcpy(copy, input->data, input->len);
	present = *input;
	LLVMFuzzerTestOneInput(copy, input->len);
	free(copy);
}

static void
mutate(unsigned long runs, double seconds, unsigned long *done)
{
	static uint8_t data[LEN_MAX];
	time_t end = time(NULL) + (time_t)seconds;

	while (*done < runs && (*done % 256 != 0 || time(NULL) < end)) {
		const struct input *from = &inputs[draw(input_count)];
		struct input input = {.data = data, .len = from->len};

		memcpy(data, from->data, from->len);
		for (size_t changes = 1 + draw(8); changes > 0; changes--)
			change(&input);
		run(&input);
		++*done;
	}
}

static void
add_corpus(void)
{
	const char *srcdir = getenv("srcdir");
	char path[4096];

	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus",
		srcdir != NULL ? srcdir : ".");
	add_path(path);
}

int
main(int argc, char *argv[])
{
	unsigned long runs = (unsigned long)-1, done = 0;
	double seconds = SECONDS;

	for (int i = 1; i < argc; i++) {
		if (sscanf(argv[i], "-seed=%lu", &chance) == 1 ||
			sscanf(argv[i], "-runs=%lu", &runs) == 1 ||
			sscanf(argv[i], "-max_total_time=%lf", &seconds) == 1)
			continue;
		add_path(argv[i]);
	}
	if (chance == 0)
		errx(EX_USAGE, "-seed=0 gives nothing but zeros");
	if (input_count == 0)
		add_corpus();
	signal(SIGABRT, leave_input);
	signal(SIGSEGV, leave_input);
	for (size_t i = 0; i < input_count; i++)
		run(&inputs[i]);
	mutate(runs, seconds, &done);
	printf("ok 1 - %zu files, and %lu made of them\n1..1\n", input_count,
		done);
	return 0;
}
