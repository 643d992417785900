/* SPDX-License-Identifier: MIT */
/* csr-validate: whom a list can be sent to, and who must not be written to. */
#include "csr-validate.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "file.h"
#include "msg.h"
#include "program.h"

/* The country that the configuration names, unless options say otherwise. */
static int
take_default_country(struct validate *validate, struct fault *why)
{
	struct recipient_rules *rules = &validate->checker.rules;
	const char *country = validate->setup.config.whatsapp.default_country;

	if (rules->country != NULL || rules->phone.assume_international ||
		rules->as_desktop || country == NULL)
		return 0;
	if (!phoneread_knows_country(country))
		return fault_set(why, EX_CONFIG,
			"whatsapp.default_country: \"%s\" is not the code of"
			" a country, such as BR; ISO 3166 has them",
			country);
	rules->country = country;
	return 0;
}

/* Those who opted out of what this profile sends. */
static void
add_own_path(const struct validate *validate, struct buf *path)
{
	buf_add_format(path, "%s/suppressed.ndjson", validate->setup.directory);
}

/* That nobody has opted out yet is fine; a link to nowhere is not. */
static int
read_own_optouts(struct validate *validate, struct fault *why)
{
	struct stat info;
	struct buf path;
	int result = 0;

	buf_init(&path, SIZE_MAX);
	add_own_path(validate, &path);
	if (lstat(buf_string(&path), &info) == 0 ||
		(errno != ENOENT && errno != ENOTDIR))
		result = optouts_read(validate->checker.optouts, path.data,
			"suppressed.ndjson", why);
	if (result != 0 && why->status == EX_DATAERR)
		why->status = EX_CONFIG;
	buf_release(&path);
	return result;
}

static int
read_optouts(struct validate *validate, struct fault *why)
{
	struct checker *checker = &validate->checker;
	int result;

	checker->optouts =
		optouts_new(&checker->rules, validate->is_transactional);
	result = read_own_optouts(validate, why);
	for (size_t i = 0; result == 0 && i < validate->suppress_count; i++)
		result = optouts_read(checker->optouts,
			validate->suppress_paths[i],
			validate->suppress_paths[i], why);
	if (result != 0)
		return -1;
	optouts_settle(checker->optouts);
	return 0;
}

static int
witness(const char *line, size_t len, enum status status, void *context,
	struct fault *why)
{
	return rejects_see(context, line, len, status, why);
}

/*
 * What the rejects must not take the place of, or NULL.  The list that is read
 * is the operator's to replace.
 */
static const char *
owner_of_rejects(const struct validate *validate, const char *own_optouts)
{
	const char *path = validate->rejects_path;

	if (file_is_same(path, own_optouts))
		return "the list of those who opted out";
	for (size_t i = 0; i < validate->suppress_count; i++)
		if (file_is_same(path, validate->suppress_paths[i]))
			return "a list of --suppress";
	if (file_is_open_as(path, STDOUT_FILENO))
		return "where the records go";
	return file_is_open_as(path, STDERR_FILENO) ? "where messages go"
						    : NULL;
}

static int
open_rejects(struct validate *validate, struct fault *why)
{
	const char *path = validate->rejects_path, *owner;
	struct buf own;

	buf_init(&own, SIZE_MAX);
	add_own_path(validate, &own);
	owner = owner_of_rejects(validate, buf_string(&own));
	buf_release(&own);
	if (owner != NULL)
		return fault_set(why, EX_USAGE,
			"--rejects: %s is %s; name another file", path, owner);
	validate->rejects = rejects_open(path, why);
	validate->filter.witness = witness;
	validate->filter.witness_context = validate->rejects;
	return validate->rejects != NULL ? 0 : -1;
}

static int
set_up(struct validate *validate, struct fault *why)
{
	if (setup_open(&validate->setup, validate->profile, SETUP_LOOK, why) !=
			0 ||
		take_default_country(validate, why) != 0 ||
		read_optouts(validate, why) != 0)
		return -1;
	return validate->rejects_path != NULL ? open_rejects(validate, why) : 0;
}

static int
run(struct validate *validate)
{
	struct filter *filter = filter_open(&validate->filter);
	struct rejects *rejects = validate->rejects;
	struct fault why;

	if (!phoneread_knows_plans() && !validate->checker.rules.as_desktop)
		msg_info("built without libphonenumber: only the form of"
			 " numbers is checked");
	filter_run(filter, check_record, &validate->checker);
	filter_flush(filter);
	warn_of_columns(&validate->checker);
	validate->rejects = NULL;
	if (rejects_close(rejects, !filter_is_broken(filter), &why) != 0)
		filter_fail(filter, &why);
	return filter_close(filter, NULL);
}

static void
release(struct validate *validate)
{
	struct checker *checker = &validate->checker;
	struct fault never;

	rejects_close(validate->rejects, false, &never);
	optouts_free(checker->optouts);
	keyset_free(checker->seen);
	buf_release(&checker->text);
	buf_release(&checker->detail);
	free(checker->required);
	free(validate->suppress_paths);
	setup_close(&validate->setup);
}

int
main(int argc, char *argv[])
{
	struct validate validate = {
		.filter = {.stage = "validate", .label = "valid"}};
	struct fault why;
	int status;

	program_init(argv[0]);
	parse_options(&validate, argc, argv);
	buf_init(&validate.checker.text, SIZE_MAX);
	buf_init(&validate.checker.detail, SIZE_MAX);
	status =
		set_up(&validate, &why) == 0 ? run(&validate) : msg_fault(&why);
	release(&validate);
	return status;
}
