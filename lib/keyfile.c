/* SPDX-License-Identifier: MIT */
#include "keyfile.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "cipher.h"
#include "file.h"
#include "lock.h"
#include "safefile.h"
#include "wipe.h"
#include "xalloc.h"

enum {
	FILE_SIZE_MAX = 64 * 1024,
	LOCK_WAIT_MS = 10 * 1000,
	ID_LEN = KEYFILE_ID_SIZE - 1,
	KEY_LEN = 44, /* 32 bytes in base64 */
};

/* A line: "csr-key-1 ID KEY". */
static const char prefix[] = "csr-key-1 ";
enum {
	PREFIX_LEN = sizeof(prefix) - 1,
	LINE_LEN = PREFIX_LEN + ID_LEN + 1 + KEY_LEN + 1
};

/* The whole file; NULL with EX_NOINPUT when there is none. */
static struct secret *
read_file(const char *path, struct fault *why)
{
	struct secret *text;
	bool is_open;
	int fd = safefile_open(path, false, &is_open, why);

	if (fd < 0)
		return NULL;
	text = secret_read(fd, FILE_SIZE_MAX, false, path, why);
	close(fd);
	return text;
}

static int
damaged(const char *path, size_t line, struct fault *why)
{
	return fault_set(why, EX_CONFIG,
		"%s:%zu: is no key; take the file back from a backup, or move"
		" it away and log in again: csr-auth login",
		path, line);
}

static bool
is_id(const char *id)
{
	return strspn(id, "0123456789abcdef") >= ID_LEN && id[ID_LEN] == ' ';
}

/*
 * Check each line; *found is the start of the last one, or of the one called
 * id.  0, or -1 with EX_CONFIG.
 */
static int
find_line(const struct secret *file, const char *path, const char *id,
	const char **found, struct fault *why)
{
	const char *at = secret_text(file), *end = at + secret_len(file);
	size_t line = 1;

	*found = NULL;
	for (; at < end; at += LINE_LEN, line++) {
		if (end - at < LINE_LEN || at[LINE_LEN - 1] != '\n' ||
			memcmp(at, prefix, PREFIX_LEN) != 0 ||
			!is_id(at + PREFIX_LEN))
			return damaged(path, line, why);
		if (id == NULL || strncmp(at + PREFIX_LEN, id, ID_LEN) == 0)
			*found = at;
	}
	return 0;
}

static struct secret *
decode(const char *line, const char *path, struct fault *why)
{
	struct secret *key = secret_reserve(CIPHER_KEY_SIZE, why);
	const char *text = line + PREFIX_LEN + ID_LEN + 1;

	if (key == NULL)
		return NULL;
	if (cipher_decode(secret_room(key), CIPHER_KEY_SIZE, text, KEY_LEN) ==
		0) {
		secret_settle(key, CIPHER_KEY_SIZE);
		return key;
	}
	fault_set(why, EX_CONFIG,
		"%s: the key %.*s is damaged; take the file back from a"
		" backup, or log in again: csr-auth login",
		path, ID_LEN, line + PREFIX_LEN);
	secret_free(key);
	return NULL;
}

struct secret *
keyfile_find(const char *path, const char *id, struct fault *why)
{
	struct secret *file = read_file(path, why), *key = NULL;
	const char *line = NULL;

	if (file == NULL && why->status == EX_NOINPUT)
		fault_set(why, EX_CONFIG,
			"%s: the key file is not there; take it back from a"
			" backup, or log in again: csr-auth login",
			path);
	if (file == NULL)
		return NULL;
	if (find_line(file, path, id, &line, why) == 0) {
		if (line != NULL && strlen(id) == ID_LEN)
			key = decode(line, path, why);
		else
			fault_set(why, EX_CONFIG,
				"%s: has no key called %.40s; take the file "
				"back"
				" from a backup, or log in again: csr-auth"
				" login",
				path, id);
	}
	secret_free(file);
	return key;
}

/* The old file and one line more, in a place that is wiped. */
static int
write_file(const char *path, const struct secret *old, const char *id,
	const struct secret *key, struct fault *why)
{
	const char *name = strrchr(path, '/') + 1;
	char *directory = xstrndup(path, (size_t)(name - path));
	struct buf text;
	int result;

	buf_init(&text, FILE_SIZE_MAX);
	buf_reserve(&text, FILE_SIZE_MAX);
	if (old != NULL)
		buf_add(&text, secret_text(old), secret_len(old));
	buf_add_format(&text, "%s%s ", prefix, id);
	cipher_encode(&text, secret_text(key), CIPHER_KEY_SIZE);
	buf_add_byte(&text, '\n');
	if (text.full)
		result = fault_set(why, EX_CONFIG,
			"%s: has too many keys; move it away and log in again"
			" with each profile: csr-auth login",
			path);
	else
		result =
			file_replace(directory, name, text.data, text.len, why);
	wipe(text.data, text.room);
	buf_release(&text);
	free(directory);
	return result;
}

static struct secret *
add_key(const char *path, const struct secret *old, char id[KEYFILE_ID_SIZE],
	struct fault *why)
{
	struct secret *key = cipher_new_key(why);
	unsigned char random[ID_LEN / 2];

	if (key == NULL)
		return NULL;
	cipher_random(random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		snprintf(id + 2 * i, 3, "%02x", random[i]);
	if (write_file(path, old, id, key, why) == 0)
		return key;
	secret_free(key);
	return NULL;
}

/* Under the lock. */
static struct secret *
find_last(const char *path, bool is_new, char id[KEYFILE_ID_SIZE],
	struct fault *why)
{
	struct secret *file = read_file(path, why), *key = NULL;
	const char *line = NULL;

	if (file == NULL && why->status != EX_NOINPUT)
		return NULL;
	if (file != NULL && find_line(file, path, NULL, &line, why) != 0) {
		secret_free(file);
		return NULL;
	}
	if (is_new || line == NULL) {
		key = add_key(path, file, id, why);
	} else {
		memcpy(id, line + PREFIX_LEN, ID_LEN);
		id[ID_LEN] = '\0';
		key = decode(line, path, why);
	}
	secret_free(file);
	return key;
}

struct secret *
keyfile_last(const char *path, bool is_new, char id[KEYFILE_ID_SIZE],
	struct fault *why)
{
	struct secret *key = NULL;
	struct buf lock_path;
	int lock = -1;

	buf_init(&lock_path, SIZE_MAX);
	buf_add_format(&lock_path, "%s.lock", path);
	if (file_make_directories(path, why) == 0)
		lock = lock_open(buf_string(&lock_path), why);
	if (lock >= 0 &&
		lock_acquire(lock, lock_path.data, LOCK_WAIT_MS, why) == 0)
		key = find_last(path, is_new, id, why);
	if (lock >= 0)
		close(lock);
	buf_release(&lock_path);
	return key;
}
