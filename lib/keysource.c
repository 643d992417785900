/* SPDX-License-Identifier: MIT */
#include "keysource.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "helper.h"
#include "terminal.h"

/* Shorter ones are guessed by whoever has the file. */
enum { NEW_PASSPHRASE_LEAST = 8 };

void
key_release(struct key *key)
{
	secret_free(key->passphrase);
	secret_free(key->bytes);
	*key = (struct key){0};
}

static int
nowhere(const char *path, struct fault *why)
{
	return fault_set(why, EX_CONFIG,
		"%s: is encrypted with a passphrase, and there is nothing to"
		" take it from: set credentials.passphrase_command in"
		" config.yaml, or use --passphrase-fd, or run at a terminal",
		path);
}

/* The first line of a descriptor, which must have one. */
static struct secret *
read_line(int fd, const char *option, struct fault *why)
{
	struct secret *line =
		secret_read(fd, KEYSOURCE_PASSPHRASE_MAX, true, option, why);

	if (line == NULL)
		why->status = EX_CONFIG;
	if (line == NULL || secret_len(line) > 0)
		return line;
	secret_free(line);
	fault_set(why, EX_CONFIG, "%s: there is no passphrase", option);
	return NULL;
}

static struct secret *
ask(struct terminal *terminal, const char *path, const char *word,
	struct fault *why)
{
	struct secret *answer;
	struct buf question;

	buf_init(&question, SIZE_MAX);
	buf_add_format(&question, "%s for %s (not shown): ", word, path);
	answer = terminal_ask_secret(terminal, buf_string(&question),
		KEYSOURCE_PASSPHRASE_MAX, why);
	buf_release(&question);
	return answer;
}

int
keysource_passphrase(const struct keysource *source, const char *path,
	struct key *key, struct fault *why)
{
	struct terminal *terminal;

	if (source->passphrase_fd >= 0) {
		key->passphrase = read_line(source->passphrase_fd,
			"--passphrase-fd", why);
		return key->passphrase != NULL ? 0 : -1;
	}
	if (source->command != NULL) {
		key->passphrase = helper_ask(source->command,
			"credentials.passphrase_command", HELPER_TIMEOUT_MS,
			why);
		return key->passphrase != NULL ? 0 : -1;
	}
	terminal = source->may_ask ? terminal_open() : NULL;
	if (terminal == NULL)
		return nowhere(path, why);
	key->passphrase = ask(terminal, path, "Passphrase", why);
	terminal_close(terminal);
	return key->passphrase != NULL ? 0 : -1;
}

static bool
are_equal(const struct secret *one, const struct secret *other)
{
	return secret_len(one) == secret_len(other) &&
	       memcmp(secret_text(one), secret_text(other), secret_len(one)) ==
		       0;
}

int
keysource_check_new(const struct key *key, struct fault *why)
{
	if (key->passphrase == NULL ||
		secret_len(key->passphrase) >= NEW_PASSPHRASE_LEAST)
		return 0;
	return fault_set(why, EX_DATAERR,
		"the passphrase must have %d bytes at least, so that it cannot"
		" be guessed",
		NEW_PASSPHRASE_LEAST);
}

/* Until the same one was typed twice. */
static struct secret *
ask_twice(struct terminal *terminal, const char *path, struct fault *why)
{
	struct secret *one, *again;
	bool is_good;

	for (;;) {
		one = ask(terminal, path, "New passphrase", why);
		if (one == NULL)
			return NULL;
		if (secret_len(one) < NEW_PASSPHRASE_LEAST) {
			terminal_say(terminal,
				"It must have %d bytes at least.\n",
				NEW_PASSPHRASE_LEAST);
			secret_free(one);
			continue;
		}
		again = ask(terminal, path, "The same again", why);
		is_good = again != NULL && are_equal(one, again);
		if (is_good || again == NULL) {
			secret_free(is_good ? again : one);
			return is_good ? one : NULL;
		}
		secret_free(one);
		secret_free(again);
		terminal_say(terminal, "They differ; once more.\n");
	}
}

int
keysource_new_passphrase(const struct keysource *source, int fd,
	const char *path, struct key *key, struct fault *why)
{
	struct terminal *terminal;

	if (fd >= 0) {
		key->passphrase = read_line(fd, "--new-passphrase-fd", why);
		return key->passphrase != NULL ? keysource_check_new(key, why)
					       : -1;
	}
	terminal = source->may_ask ? terminal_open() : NULL;
	if (terminal == NULL)
		return fault_set(why, EX_CONFIG,
			"there is nothing to take the new passphrase from: use"
			" --new-passphrase-fd, or run at a terminal");
	key->passphrase = ask_twice(terminal, path, why);
	terminal_close(terminal);
	return key->passphrase != NULL ? 0 : -1;
}

static int
check_place(const struct keysource *source, struct fault *why)
{
	if (source->key_path != NULL)
		return 0;
	return fault_set(why, EX_CONFIG,
		"there is no place for the key file: set HOME, or"
		" XDG_STATE_HOME to the directory that keeps it");
}

int
keysource_find(const struct keysource *source, const char *id, struct key *key,
	struct fault *why)
{
	if (check_place(source, why) != 0)
		return -1;
	key->bytes = keyfile_find(source->key_path, id, why);
	if (key->bytes == NULL)
		return -1;
	snprintf(key->id, sizeof(key->id), "%s", id);
	return 0;
}

int
keysource_last(const struct keysource *source, bool is_new, struct key *key,
	struct fault *why)
{
	if (check_place(source, why) != 0)
		return -1;
	key->bytes = keyfile_last(source->key_path, is_new, key->id, why);
	return key->bytes != NULL ? 0 : -1;
}
