/* SPDX-License-Identifier: MIT */
/* csr-auth rekey and logout: the token in another envelope, or in none. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "ask.h"
#include "buf.h"
#include "csr-auth.h"
#include "file.h"
#include "msg.h"

static int
find_form(const struct auth *auth, enum cred_form *form, struct fault *why)
{
	struct credentials stored;
	int result;

	cred_init(&stored);
	result = cred_look(&stored, auth->setup.directory, form, why);
	cred_release(&stored);
	return result;
}

int
auth_rekey(struct auth *auth, struct fault *why)
{
	struct keysource source = access_keysource(&auth->access, &auth->setup);
	const char *directory = auth->setup.directory;
	struct credentials stored;
	struct key key = {0};
	enum cred_form form;
	int result = find_form(auth, &form, why);

	if (result != 0)
		return -1;
	cred_init(&stored);
	/* What is not said stays: a key file or a passphrase. */
	if (!auth->wants_passphrase && auth->new_passphrase_fd < 0 &&
		form == CRED_KEY_FILE)
		auth->wants_key_file = true;
	else if (!auth->wants_key_file)
		auth->wants_passphrase = true;
	result = cred_read(&stored, directory, &source, why);
	if (result == 0)
		result = auth_key(auth, true, &key, why);
	if (result == 0)
		result = cred_write(&stored, directory, &key, true, why);
	if (result == 0 && key.passphrase != NULL && source.command != NULL)
		msg_warn("the passphrase is another one now: put it where"
			 " credentials.passphrase_command takes it from");
	if (result == 0)
		msg_info("the token is encrypted with %s",
			key.passphrase != NULL ? "the new passphrase"
					       : "a new key");
	key_release(&key);
	cred_release(&stored);
	return result;
}

/* What a login that was interrupted, or a test, has left. */
static bool
is_left(const char *directory)
{
	static const char *const names[] = {"whatsapp_credentials.json.new",
		"account.json"};
	struct stat status;
	struct buf path;
	bool result = false;

	buf_init(&path, SIZE_MAX);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		buf_clear(&path);
		buf_add_format(&path, "%s/%s", directory, names[i]);
		result |= lstat(buf_string(&path), &status) == 0;
	}
	buf_release(&path);
	return result;
}

int
auth_logout(struct auth *auth, struct fault *why)
{
	const char *directory = auth->setup.directory;
	enum cred_form form = CRED_MISSING;
	enum ask_answer answer = ASK_YES;
	struct fault trouble;
	struct stat status;
	bool is_link;
	char *path;

	/* One that is damaged, or that others can read, goes as well. */
	if (find_form(auth, &form, &trouble) == 0 && form == CRED_MISSING &&
		!is_left(directory)) {
		msg_info("nothing is stored");
		return 0;
	}
	path = cred_path(directory);
	is_link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
	if (is_link)
		fault_set(why, EX_NOPERM,
			"%.200s: is a symbolic link: remove it and what it"
			" leads to",
			path);
	free(path);
	if (is_link)
		return -1;
	if (!auth->is_sure)
		answer = ask("Meta shows a token only once.  Forget the one"
			     " that is stored?");
	if (answer == ASK_NOBODY)
		return fault_set(why, EX_USAGE,
			"there is no terminal to ask at; use --yes");
	if (answer != ASK_YES)
		return fault_set(why, EX_NOINPUT, "nothing was changed");
	/* What csr-auth test saw of the number goes with it. */
	if (cred_remove(directory, why) != 0 ||
		file_remove(directory, "account.json", why) != 0)
		return -1;
	msg_info("the token is forgotten here; Meta still takes it until you"
		 " revoke it, in Business settings > System users");
	return 0;
}
