/* SPDX-License-Identifier: MIT */
#include "ledger-made.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger.h"
#include "secret.h"
#include "tempdir.h"
#include "xalloc.h"

static void
die(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

char *
made_directory(void)
{
	struct fault why;
	const char *parent = getenv("TMPDIR");
	char *directory = tempdir_make(parent != NULL ? parent : "/tmp",
		"csr-ledger", &why);

	if (directory == NULL)
		die(why.text);
	return directory;
}

void
made_remove(char *directory)
{
	struct fault why;

	if (tempdir_remove(directory, &why) != 0)
		die(why.text);
	free(directory);
}

void
made_key(int number, char key[IDENTITY_KEY_SIZE])
{
	unsigned char hash[HASH_SIZE];

	secret_hash(hash, &number, sizeof(number));
	for (int at = 0; at < HASH_SIZE; at++)
		snprintf(key + 2 * at, 3, "%02x", hash[at]);
}

static void
sync_all(struct ledger *ledger)
{
	struct fault why;

	if (ledger_write(ledger, &why) != 0)
		die(why.text);
	ledger_sync_begin(ledger);
	if (ledger_sync(ledger, &why) != 0)
		die(why.text);
	ledger_sync_end(ledger);
}

static void
settle(struct ledger *ledger, int number)
{
	struct ledger_end end = {.state = LEDGER_ACCEPTED,
		.id = "wamid.HBgMNDQ3NzAwOTAwMDAwFQIAERgSNUE="};
	char key[IDENTITY_KEY_SIZE];

	if (number % 10 == 0)
		end = (struct ledger_end){.state = LEDGER_FAILED,
			.code = 131026};
	else if (number % 9 == 0)
		end = (struct ledger_end){.state = LEDGER_NOT_SENT,
			.code = 131049,
			.until_ms = 1800000000000};
	made_key(number, key);
	ledger_settle(ledger, key, &end);
}

static void
send_batch(struct ledger *ledger, int first, int end)
{
	char key[IDENTITY_KEY_SIZE];

	for (int number = first; number < end; number++) {
		made_key(number, key);
		ledger_intend(ledger, key, 1, "0123456789abcdef");
	}
	sync_all(ledger);
	for (int number = first; number < end - 1; number++)
		settle(ledger, number);
}

void
made_run(const char *directory, int first, int count, enum made_end end)
{
	struct fault why, warning;
	struct ledger *ledger;
	int status;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		ledger = ledger_open(directory, "made", &warning, &why);
		if (ledger == NULL)
			die(why.text);
		for (int at = 0; at < count; at += MADE_BATCH)
			send_batch(ledger, first + at,
				first + (at + MADE_BATCH < count
							? at + MADE_BATCH
							: count));
		if (ledger_write(ledger, &why) != 0)
			die(why.text);
		if (end == MADE_CLOSED && ledger_close(ledger, &why) != 0)
			die(why.text);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || status != 0)
		die("the child died");
}

static char *
path_of(const char *directory, const char *name)
{
	size_t size = strlen(directory) + strlen(name) + sizeof("/ledger/");
	char *path = xmalloc(size);

	snprintf(path, size, "%s/ledger/%s", directory, name);
	return path;
}

char *
made_read(const char *directory, const char *name, size_t *len)
{
	char *path = path_of(directory, name), *bytes;
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		die(path);
	fseek(file, 0, SEEK_END);
	*len = (size_t)ftell(file);
	rewind(file);
	bytes = xmalloc(*len + 1);
	if (fread(bytes, 1, *len, file) != *len)
		die(path);
	bytes[*len] = '\0';
	fclose(file);
	free(path);
	return bytes;
}

void
made_write(const char *directory, const char *name, const char *bytes,
	size_t len)
{
	char *path = path_of(directory, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || close(fd) != 0)
		die(path);
	free(path);
}
