/* SPDX-License-Identifier: MIT */
/* csr-doctor: can the credentials be read, and by nobody else? */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "clock.h"
#include "csr-doctor.h"
#include "environment.h"
#include "when.h"

#define DAY_MS (24 * 3600 * INT64_C(1000))

enum { EXPIRY_NOTICE_DAYS = 7 }; /* as with a network */

/* Another name of the file may lie where others can get at it. */
static bool
has_one_name(struct doctor *doctor, const char *check, const char *path)
{
	struct stat status;

	if (lstat(path, &status) != 0 || status.st_nlink <= 1)
		return true;
	findings_add(doctor->findings, FINDING_FAILURE, check,
		doctor_mend(doctor, "$ cp -p %s %s.new && mv %s.new %s", path,
			path, path, path),
		"%s: has a second name (a hard link) somewhere", path);
	return false;
}

/* What is wrong with a file that is encrypted with a passphrase. */
static const char *
mend_passphrase(struct doctor *doctor)
{
	const char *command =
		doctor->setup.config.credentials.passphrase_command;
	struct buf path;

	if (doctor->access.passphrase_fd >= 0)
		return doctor_ours(doctor,
			"give the right one; if it is lost, make a new token",
			"csr-auth login");
	if (command != NULL)
		return doctor_by_hand(doctor,
			"see what credentials.passphrase_command says: its"
			" first line must be the passphrase",
			command);
	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "config.yaml", &path);
	doctor_mend(doctor,
		"write passphrase_command: below credentials: in it, or use"
		" --passphrase-fd\n$ ${EDITOR:-vi} %s",
		path.data);
	buf_release(&path);
	return buf_string(&doctor->mend);
}

static const char *
mend_form(struct doctor *doctor, enum cred_form form)
{
	switch (form) {
	case CRED_MISSING:
		return doctor_ours(doctor, "", "csr-auth login");
	case CRED_PLAIN:
		return doctor_ours(doctor, "", "csr-auth migrate");
	case CRED_PASSPHRASE:
		return mend_passphrase(doctor);
	case CRED_KEY_FILE:
		break;
	}
	return doctor_ours(doctor,
		"put the file back from a backup, or make a new token and log"
		" in again",
		"csr-auth login");
}

/* The variable whose value no API gives out; NULL: all are well. */
static const char *
find_bad_variable(const struct doctor *doctor)
{
	struct credentials one;
	struct fault ignored;

	/* What these point to is not theirs. */
	cred_init(&one);
	one.phone_number_id = (char *)environment_get("CSR_PHONE_NUMBER_ID");
	if (cred_check(&one, &ignored) != 0)
		return "CSR_PHONE_NUMBER_ID";
	one.phone_number_id = NULL;
	one.business_account_id =
		(char *)environment_get("CSR_BUSINESS_ACCOUNT_ID");
	if (cred_check(&one, &ignored) != 0)
		return "CSR_BUSINESS_ACCOUNT_ID";
	one.business_account_id = NULL;
	if (!doctor->access.credentials.is_token_stored)
		one.token = doctor->access.credentials.token;
	return cred_check(&one, &ignored) != 0 ? "CSR_ACCESS_TOKEN" : NULL;
}

/* What mends that access_find() failed. */
static const char *
mend_access(struct doctor *doctor, enum cred_form form, const struct fault *why)
{
	const struct credentials *credentials = &doctor->access.credentials;
	const char *variable = find_bad_variable(doctor);

	if (variable != NULL)
		return doctor_mend(doctor,
			"or set it to what WhatsApp Manager shows: an id has"
			" digits alone, a token no blanks\n$ unset %s",
			variable);
	if (form == CRED_MISSING && credentials->token != NULL)
		return doctor_ours(doctor,
			"set CSR_PHONE_NUMBER_ID, too, to the id of the number"
			" that WhatsApp Manager shows; or store both",
			"csr-auth login");
	if (doctor_is_key_damaged(doctor, why))
		return doctor_mend_key(doctor);
	/* It was read, and is not for this server. */
	if (credentials->is_token_stored && credentials->token != NULL &&
		config_source(&doctor->setup.config,
			config_find("whatsapp.base_url")) == CONFIG_ENVIRONMENT)
		return "$ unset CSR_API_BASE";
	if (credentials->is_token_stored && credentials->token != NULL &&
		doctor->access.http.is_plain)
		return doctor_set(doctor, "whatsapp.base_url",
			"https://graph.facebook.com");
	return mend_form(doctor, form);
}

/* Only without a network: else the API is asked. */
static bool
check_expiry(struct doctor *doctor, const char *check)
{
	int64_t end_ms = doctor->access.credentials.expires_ms;
	int64_t left_ms = end_ms - clock_now_ms();
	char text[WHEN_TEXT_SIZE];

	if (!doctor->is_offline || end_ms <= 0 ||
		left_ms > EXPIRY_NOTICE_DAYS * DAY_MS)
		return true;
	when_format(end_ms, text);
	findings_add(doctor->findings,
		left_ms <= 0 ? FINDING_FAILURE : FINDING_WARNING, check,
		doctor_ours(doctor, "make a new system user token",
			"csr-auth login"),
		"the token %s on %s", left_ms <= 0 ? "has expired" : "expires",
		text);
	return false;
}

static void
say_good(struct doctor *doctor, const char *check, enum cred_form form,
	const char *path)
{
	const char *how =
		form == CRED_KEY_FILE ? "the key file" : "a passphrase";

	if (doctor->access.credentials.is_token_stored)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"%s is encrypted with %s, and can be read", path, how);
	else if (form == CRED_MISSING || doctor->access.http.is_plain)
		findings_add(doctor->findings, FINDING_OK, check, NULL,
			"the token is that of CSR_ACCESS_TOKEN");
	else
		findings_add(doctor->findings, FINDING_WARNING, check,
			"$ unset CSR_ACCESS_TOKEN",
			"CSR_ACCESS_TOKEN goes before the token in %s", path);
}

static void
say_plain(struct doctor *doctor, const char *check, const char *path)
{
	findings_add(doctor->findings,
		doctor->access.credentials.token == NULL ? FINDING_FAILURE
							 : FINDING_WARNING,
		check, mend_form(doctor, CRED_PLAIN),
		"%s is the desktop application's, with the token in the clear",
		path);
}

/* Is it closed to others?  In the clear it must be encrypted all the same. */
static bool
is_closed(struct doctor *doctor, const char *check, const char *path)
{
	struct credentials credentials;
	struct fault ignored;
	bool was_open;

	if (!doctor_is_secret(doctor, check, path)) {
		cred_init(&credentials);
		if (cred_read_plain(&credentials, doctor->setup.directory,
			    &was_open, &ignored) == 0)
			say_plain(doctor, check, path);
		cred_release(&credentials);
		return false;
	}
	return has_one_name(doctor, check, path);
}

/* What the file is; false when a finding was added. */
static bool
look(struct doctor *doctor, const char *check, enum cred_form *form,
	const char *path)
{
	struct credentials credentials;
	struct fault why;
	int result;

	cred_init(&credentials);
	result = cred_look(&credentials, doctor->setup.directory, form, &why);
	cred_release(&credentials);
	if (result != 0) {
		findings_add(doctor->findings, FINDING_FAILURE, check,
			why.status == EX_NOPERM
				? "mend the directory first"
				: mend_form(doctor, CRED_KEY_FILE),
			"%s", why.text);
		return false;
	}
	if (*form != CRED_PLAIN)
		return true;
	say_plain(doctor, check, path);
	return false;
}

static bool
look_at_file(struct doctor *doctor, const char *check, enum cred_form *form,
	const char *path)
{
	return is_closed(doctor, check, path) &&
	       look(doctor, check, form, path);
}

/*
 * The same when the token and the number are those of the environment: the
 * programs do not look at the file then, and no fault of it stops them.
 */
static bool
look_aside(struct doctor *doctor, const char *check, enum cred_form *form,
	const char *path)
{
	struct findings *all = doctor->findings, *aside;
	const struct finding *finding;
	bool is_good;

	doctor->findings = aside = findings_new(NULL, NULL);
	is_good = look_at_file(doctor, check, form, path);
	doctor->findings = all;
	for (size_t at = 0; (finding = findings_at(aside, at)) != NULL; at++)
		findings_add(all,
			finding->state == FINDING_FAILURE ? FINDING_WARNING
							  : finding->state,
			check, finding->mend,
			"%s; nothing reads it while CSR_ACCESS_TOKEN and"
			" CSR_PHONE_NUMBER_ID are set",
			finding->text);
	findings_free(aside);
	return is_good;
}

/* What is wrong before anything is decrypted. */
static bool
look_before(struct doctor *doctor, const char *check, enum cred_form *form,
	const char *path)
{
	const char *key_path = doctor->access.key_path;
	bool has_token = doctor->access.credentials.token != NULL;

	if (has_token && environment_get("CSR_PHONE_NUMBER_ID") != NULL)
		return look_aside(doctor, check, form, path);
	if (!look_at_file(doctor, check, form, path))
		return false;
	if (has_token)
		return true;
	if (*form == CRED_MISSING && key_path != NULL)
		doctor_is_key_place_good(doctor, check, key_path);
	return *form != CRED_KEY_FILE || doctor_check_key(doctor, check);
}

void
doctor_credentials(struct doctor *doctor, const char *check)
{
	bool has_token = doctor->access.credentials.token != NULL;
	enum cred_form form = CRED_MISSING;
	bool is_good, is_apart = true;
	struct fault why;
	struct buf path;

	buf_init(&path, SIZE_MAX);
	doctor_path(doctor, "whatsapp_credentials.json", &path);
	is_good = look_before(doctor, check, &form, path.data);
	if (form == CRED_KEY_FILE)
		is_apart = doctor_is_key_apart(doctor, check);
	if (!is_good && !has_token)
		goto out;
	if (access_find(&doctor->access, &doctor->setup, &why) != 0) {
		if (is_good)
			findings_add(doctor->findings, FINDING_FAILURE, check,
				mend_access(doctor, form, &why), "%s",
				why.text);
		goto out;
	}
	doctor->has_credentials = true;
	if (is_good && is_apart && check_expiry(doctor, check))
		say_good(doctor, check, form, path.data);
out:
	buf_release(&path);
}
