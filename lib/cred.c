/* SPDX-License-Identifier: MIT */
#include "cred.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "envelope.h"
#include "file.h"
#include "json.h"
#include "lock.h"
#include "safefile.h"
#include "xalloc.h"

enum { LOCK_WAIT_MS = 10 * 1000 };

static const char file_name[] = "whatsapp_credentials.json";
/* What file_replace() makes of it until it is whole. */
static const char file_name_beside[] = "whatsapp_credentials.json.new";

void
cred_init(struct credentials *credentials)
{
	*credentials = (struct credentials){.stored_ms = -1, .expires_ms = -1};
}

void
cred_release(struct credentials *credentials)
{
	secret_free(credentials->token);
	free(credentials->phone_number_id);
	free(credentials->business_account_id);
	free(credentials->number);
	free(credentials->name);
	cred_init(credentials);
}

char *
cred_path(const char *directory)
{
	struct buf path;
	char *result;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/%s", directory, file_name);
	result = xstrdup(buf_string(&path));
	buf_release(&path);
	return result;
}

/* The whole file; NULL with EX_NOINPUT when there is none. */
static struct secret *
read_file(const char *path, bool allows_open, bool *is_open, struct fault *why)
{
	int fd = safefile_open(path, allows_open, is_open, why);
	struct secret *text;

	if (fd < 0)
		return NULL;
	text = secret_read(fd, ENVELOPE_SIZE_MAX, false, path, why);
	if (text == NULL && why->status == EX_DATAERR)
		why->status = EX_CONFIG;
	close(fd);
	return text;
}

static bool
is_plain(const struct secret *text)
{
	struct json_members members = {0};
	struct json_error error;
	bool result;

	result = json_scan_object(secret_text(text), secret_len(text), &members,
			 NULL, NULL, &error) == 0 &&
		 json_find(&members, "access_token", 12) != NULL;
	json_members_release(&members);
	return result;
}

/* Zeros stand for no file. */
static void
stamp_of(const struct secret *text, unsigned char stamp[HASH_SIZE])
{
	memset(stamp, 0, HASH_SIZE);
	if (text != NULL)
		secret_hash(stamp, secret_text(text), secret_len(text));
}

/* What is there; NULL for nothing, with 0, or with -1. */
static int
look(struct envelope *envelope, struct secret **text, const char *path,
	enum cred_form *form, unsigned char stamp[HASH_SIZE], struct fault *why)
{
	bool is_open;
	int result;

	*form = CRED_MISSING;
	*text = read_file(path, false, &is_open, why);
	stamp_of(*text, stamp);
	if (*text == NULL)
		return why->status == EX_NOINPUT ? 0 : -1;
	*form = CRED_PLAIN;
	if (is_plain(*text))
		return 0;
	result = envelope_parse(envelope, secret_text(*text), secret_len(*text),
		path, why);
	*form = envelope->form;
	return result;
}

int
cred_look(struct credentials *credentials, const char *directory,
	enum cred_form *form, struct fault *why)
{
	struct envelope envelope = {0};
	char *path = cred_path(directory);
	struct secret *text = NULL;
	struct fault none;
	struct credentials plain;
	int result =
		look(&envelope, &text, path, form, credentials->stamp, why);

	if (result == 0 && envelope.doc != NULL)
		envelope_copy(&envelope, credentials);
	if (result == 0 && *form == CRED_PLAIN) {
		cred_init(&plain);
		cred_parse(&plain, text, path, &none);
		if (credentials->phone_number_id == NULL &&
			plain.phone_number_id != NULL)
			credentials->phone_number_id =
				xstrdup(plain.phone_number_id);
		cred_release(&plain);
	}
	envelope_release(&envelope);
	secret_free(text);
	free(path);
	return result;
}

/* The key that the envelope asks for, and with it the token. */
static int
decrypt(struct credentials *credentials, const struct envelope *envelope,
	const struct keysource *source, const char *path, struct fault *why)
{
	struct key key = {0};
	int result;

	result = envelope->form == CRED_KEY_FILE
			 ? keysource_find(source, envelope->key_id, &key, why)
			 : keysource_passphrase(source, path, &key, why);
	if (result == 0) {
		credentials->token = envelope_open(envelope, &key, path, why);
		credentials->is_token_stored = true;
	}
	key_release(&key);
	return credentials->token != NULL ? 0 : -1;
}

int
cred_read(struct credentials *credentials, const char *directory,
	const struct keysource *source, struct fault *why)
{
	struct envelope envelope = {0};
	char *path = cred_path(directory);
	struct secret *text = NULL;
	enum cred_form form;
	int result;

	result = look(&envelope, &text, path, &form, credentials->stamp, why);
	if (result == 0 && form == CRED_MISSING)
		result = fault_set(why, EX_CONFIG,
			"%s: is not there: csr-auth login", path);
	if (result == 0 && form == CRED_PLAIN)
		result = fault_set(why, EX_CONFIG,
			"%s: holds the token in the clear, as the desktop"
			" application left it: csr-auth migrate",
			path);
	if (result == 0) {
		envelope_copy(&envelope, credentials);
		if (credentials->token == NULL)
			result = decrypt(credentials, &envelope, source, path,
				why);
	}
	envelope_release(&envelope);
	secret_free(text);
	free(path);
	return result;
}

bool
cred_had_passphrase(const char *directory)
{
	static const char mark[] = "\"key\":\"passphrase\"";
	char *path = cred_path(directory);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct secret *text = NULL;
	struct fault none;
	bool result = false;

	if (fd >= 0) {
		text = secret_read(fd, ENVELOPE_SIZE_MAX, false, path, &none);
		close(fd);
	}
	if (text != NULL)
		result = memmem(secret_text(text), secret_len(text), mark,
				 sizeof(mark) - 1) != NULL;
	secret_free(text);
	free(path);
	return result;
}

int
cred_read_plain(struct credentials *credentials, const char *directory,
	bool *was_open, struct fault *why)
{
	char *path = cred_path(directory);
	struct secret *text = read_file(path, true, was_open, why);
	int result = -1;

	stamp_of(text, credentials->stamp);
	if (text != NULL) {
		result = cred_parse(credentials, text, path, why);
		if (result != 0)
			why->status = EX_CONFIG;
	} else if (why->status == EX_NOINPUT) {
		why->status = EX_CONFIG;
	}
	secret_free(text);
	free(path);
	return result;
}

/* Can what is about to be, or was, written be read with the key? */
static int
prove(const char *text, size_t len, const struct credentials *credentials,
	const struct key *key, const char *path, struct fault *why)
{
	struct envelope envelope;
	struct secret *token = NULL;

	if (envelope_parse(&envelope, text, len, path, why) == 0)
		token = envelope_open(&envelope, key, path, why);
	envelope_release(&envelope);
	if (token == NULL)
		return -1;
	if (secret_len(token) != secret_len(credentials->token) ||
		memcmp(secret_text(token), secret_text(credentials->token),
			secret_len(token)) != 0) {
		secret_free(token);
		return fault_set(why, EX_SOFTWARE,
			"%s: what was encrypted cannot be decrypted", path);
	}
	secret_free(token);
	return 0;
}

/* Under the lock: is the file still the one that was read? */
static int
check_stamp(const struct credentials *credentials, const char *path,
	struct fault *why)
{
	unsigned char stamp[HASH_SIZE];
	bool is_open;
	struct secret *text = read_file(path, true, &is_open, why);

	if (text == NULL && why->status != EX_NOINPUT)
		return -1;
	stamp_of(text, stamp);
	secret_free(text);
	if (memcmp(stamp, credentials->stamp, sizeof(stamp)) == 0)
		return 0;
	return fault_set(why, EX_TEMPFAIL,
		"%s: somebody has logged in or out meanwhile; nothing was"
		" changed: see csr-auth status, and run again",
		path);
}

/* Under the lock. */
static int
replace(const struct credentials *credentials, const char *directory,
	const char *path, const struct key *key, struct fault *why)
{
	struct buf text;
	int result;

	buf_init(&text, ENVELOPE_SIZE_MAX);
	result = envelope_write(&text, credentials, key, why);
	if (result == 0)
		result =
			prove(text.data, text.len, credentials, key, path, why);
	if (result == 0)
		result = file_replace(directory, file_name, text.data, text.len,
			why);
	buf_release(&text);
	return result;
}

/* A descriptor that holds it, or -1. */
static int
lock(const char *directory, struct fault *why)
{
	struct buf path;
	int fd;

	buf_init(&path, SIZE_MAX);
	buf_add_format(&path, "%s/whatsapp_credentials.lock", directory);
	fd = lock_open(buf_string(&path), why);
	if (fd >= 0 && lock_acquire(fd, path.data, LOCK_WAIT_MS, why) != 0) {
		close(fd);
		fd = -1;
	}
	buf_release(&path);
	return fd;
}

int
cred_write(const struct credentials *credentials, const char *directory,
	const struct key *key, bool only_as_read, struct fault *why)
{
	int fd = lock(directory, why), result = 0;
	char *path;

	if (fd < 0)
		return -1;
	path = cred_path(directory);
	if (only_as_read)
		result = check_stamp(credentials, path, why);
	if (result == 0)
		result = replace(credentials, directory, path, key, why);
	free(path);
	close(fd);
	return result;
}

int
cred_remove(const char *directory, struct fault *why)
{
	int fd = lock(directory, why);
	int result;

	if (fd < 0)
		return -1;
	result = file_remove(directory, file_name, why);
	if (result == 0)
		result = file_remove(directory, file_name_beside, why);
	close(fd);
	return result;
}
