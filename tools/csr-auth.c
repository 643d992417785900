/* SPDX-License-Identifier: MIT */
/* csr-auth: who we are to the API. */
#include "csr-auth.h"

#include <stdlib.h>
#include <string.h>

#include "msg.h"
#include "options.h"
#include "program.h"

enum {
	KEY_PROFILE = OPTIONS_LONG,
	KEY_STDIN,
	KEY_NO_TEST,
	KEY_PASSPHRASE,
	KEY_KEY_FILE,
	KEY_PASSPHRASE_FD,
	KEY_NEW_PASSPHRASE_FD,
	KEY_CA_FILE,
	KEY_JSON,
	KEY_FROM,
};

static const struct option_row rows[] =
	{{KEY_STDIN, "stdin", NULL, "login: read a JSON object, ask nothing"},
		{KEY_NO_TEST, "no-test", NULL,
			"login: store without asking the API"},
		PACE_RATE_ROW, PACE_PER_DAY_ROW,
		{KEY_PASSPHRASE, "passphrase", NULL,
			"login, rekey, migrate: encrypt with a passphrase"},
		{KEY_KEY_FILE, "key-file", NULL,
			"login, rekey, migrate: encrypt with the key file"},
		{KEY_PASSPHRASE_FD, "passphrase-fd", "N",
			"read the passphrase from descriptor N"},
		{KEY_NEW_PASSPHRASE_FD, "new-passphrase-fd", "N",
			"login, rekey, migrate: likewise, the new one"},
		{KEY_JSON, "json", NULL, "test, status: write a JSON object"},
		{'y', "yes", NULL, "logout: do not ask"},
		{'n', "dry-run", NULL, "migrate: only say what would be done"},
		{KEY_FROM, "from", "DIRECTORY",
			"migrate: the home directory of the application"},
		{KEY_CA_FILE, "ca-file", "FILE",
			"trust the certificate authorities in FILE"},
		{KEY_PROFILE, "profile", "NAME",
			"use the files of this profile"},
		{0}};

static const struct options_about about = {"[OPTION]... COMMAND",
	"Set up who sends, and see whether it works:\n\n"
	"  login    ask for the token and the number, test and store them\n"
	"  test     ask the API what it thinks of them\n"
	"  status   say what is stored\n"
	"  logout   forget the token\n"
	"  rekey    encrypt what is stored with another passphrase or key\n"
	"  migrate  take over what the desktop application left",
	rows};

struct command {
	const char *name;
	int (*run)(struct auth *auth, struct fault *why);
	enum setup_need need;
};

static const struct command commands[] = {{"login", auth_login, SETUP_MAKE},
	{"test", auth_test, SETUP_LOOK}, {"status", auth_status, SETUP_LOOK},
	{"logout", auth_logout, SETUP_LOOK}, {"rekey", auth_rekey, SETUP_LOOK},
	{"migrate", auth_migrate, SETUP_LOOK}, {0}};

static void
set_option(struct auth *auth, const struct options *options, int key)
{
	switch (key) {
	case KEY_STDIN:
		auth->is_stdin = true;
		break;
	case KEY_NO_TEST:
		auth->is_untested = true;
		break;
	case KEY_PASSPHRASE:
		auth->wants_passphrase = true;
		break;
	case KEY_KEY_FILE:
		auth->wants_key_file = true;
		break;
	case KEY_PASSPHRASE_FD:
		auth->access.passphrase_fd = options_descriptor(options);
		break;
	case KEY_NEW_PASSPHRASE_FD:
		auth->new_passphrase_fd = options_descriptor(options);
		break;
	case KEY_JSON:
		auth->is_json = true;
		break;
	case 'y':
		auth->is_sure = true;
		break;
	case 'n':
		auth->is_dry_run = true;
		break;
	case KEY_FROM:
		auth->from = options_argument(options);
		break;
	case KEY_CA_FILE:
		auth->access.http.ca_file = options_argument(options);
		break;
	case KEY_PROFILE:
		auth->profile = options_argument(options);
		break;
	default:
		auth->has_rate |= key == PACE_RATE;
		auth->has_per_day |= key == PACE_PER_DAY;
		pace_option(options, key, &auth->pace);
		break;
	}
}

/* An option that means nothing to the command would be a promise not kept. */
static void
check_options(const struct auth *auth, const struct command *command)
{
	bool is_login = command->run == auth_login;
	bool is_writer = is_login || command->run == auth_rekey ||
			 command->run == auth_migrate;

	if (!is_login && (auth->is_stdin || auth->is_untested ||
				 auth->has_rate || auth->has_per_day))
		options_fail("--stdin, --no-test, --rate and --per-day are for"
			     " login");
	if (!is_writer && (auth->wants_passphrase || auth->wants_key_file ||
				  auth->new_passphrase_fd >= 0))
		options_fail("--passphrase, --key-file and --new-passphrase-fd"
			     " are for login, rekey and migrate");
	if (auth->wants_key_file &&
		(auth->wants_passphrase || auth->new_passphrase_fd >= 0))
		options_fail("--key-file and a passphrase: take one of them");
	if (auth->is_json && command->run != auth_test &&
		command->run != auth_status)
		options_fail("--json is for test and status");
	if (auth->is_sure && command->run != auth_logout)
		options_fail("--yes is for logout");
	if ((auth->is_dry_run || auth->from != NULL) &&
		command->run != auth_migrate)
		options_fail("--dry-run and --from are for migrate");
}

static const struct command *
find_command(const struct auth *auth, char **operands, size_t count)
{
	const struct command *command = commands;

	if (count == 0)
		options_fail("a command is missing: login, test, status,"
			     " logout, rekey or migrate");
	while (command->name != NULL && strcmp(command->name, *operands) != 0)
		command++;
	if (command->name == NULL)
		options_fail("\"%.10s\" is no command: take login, test,"
			     " status, logout, rekey or migrate",
			*operands);
	if (count > 1)
		options_fail("%s: one command at a time, and no operands; a"
			     " token is never one",
			command->name);
	check_options(auth, command);
	return command;
}

int
auth_key(const struct auth *auth, bool is_new, struct key *key,
	struct fault *why)
{
	struct keysource source = access_keysource(&auth->access, &auth->setup);
	bool has_source = source.passphrase_fd >= 0 || source.command != NULL;
	char *path;
	int result;

	if (auth->wants_key_file ||
		(!auth->wants_passphrase && auth->new_passphrase_fd < 0 &&
			!has_source))
		return keysource_last(&source, is_new, key, why);
	path = cred_path(auth->setup.directory);
	/* What the command gives is new if its owner has changed it. */
	if (!is_new && auth->new_passphrase_fd < 0 && has_source)
		result = keysource_passphrase(&source, path, key, why);
	else
		result = keysource_new_passphrase(&source,
			auth->new_passphrase_fd, path, key, why);
	if (result == 0)
		result = keysource_check_new(key, why);
	free(path);
	return result;
}

int
main(int argc, char *argv[])
{
	struct auth auth = {.new_passphrase_fd = -1, .pace = PACE_DEFAULT};
	const struct command *command;
	struct options *options;
	char **operands;
	struct fault why;
	size_t count;
	int key, result;

	program_hide();
	access_init(&auth.access);
	result = access_take_token(&auth.access, &why);
	program_init(argv[0]);
	options = options_open(&about, argc, argv);
	while ((key = options_next(options)) != OPTIONS_END)
		set_option(&auth, options, key);
	operands = options_operands(options, &count);
	options_close(options);
	command = find_command(&auth, operands, count);
	if (result == 0)
		result = setup_open(&auth.setup, auth.profile, command->need,
			&why);
	if (result == 0)
		result = access_find_server(&auth.access, &auth.setup, &why);
	auth.profile = auth.setup.profile;
	if (result == 0)
		result = command->run(&auth, &why);
	if (result < 0) {
		setup_complete(&auth.setup, &why);
		result = msg_fault(&why);
	}
	access_release(&auth.access);
	setup_close(&auth.setup);
	return result;
}
