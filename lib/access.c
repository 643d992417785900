/* SPDX-License-Identifier: MIT */
#include "access.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "buf.h"
#include "cloudapi.h"
#include "environment.h"
#include "xalloc.h"

enum { CONNECT_TIMEOUT_MS = 10 * 1000 };

void
access_init(struct access *access)
{
	*access = (struct access){.passphrase_fd = -1};
	cred_init(&access->credentials);
}

void
access_release(struct access *access)
{
	cred_release(&access->credentials);
	free(access->key_path);
	access->key_path = NULL;
}

int
access_take_token(struct access *access, struct fault *why)
{
	const char *token = environment_get("CSR_ACCESS_TOKEN");

	if (token == NULL)
		return 0;
	access->credentials.token = secret_new(token, strlen(token), why);
	environment_remove("CSR_ACCESS_TOKEN");
	return access->credentials.token != NULL ? 0 : -1;
}

/*
 * Beside the configuration it would be copied along with what it opens.  NULL:
 * there is no place for it.
 */
static char *
find_key_path(void)
{
	const char *state = environment_get("XDG_STATE_HOME");
	const char *home = environment_get("HOME");
	char *result = NULL;
	struct buf path;

	buf_init(&path, SIZE_MAX);
	if (state != NULL && *state == '/')
		buf_add_format(&path, "%s/CSC-Reach/key", state);
	else if (home != NULL && *home == '/')
		buf_add_format(&path, "%s/.local/state/CSC-Reach/key", home);
	if (path.len > 0)
		result = xstrdup(buf_string(&path));
	buf_release(&path);
	return result;
}

int
access_find_server(struct access *access, const struct setup *setup,
	struct fault *why)
{
	struct http_options *http = &access->http;
	const char *refusal;

	access->base = setup->config.whatsapp.base_url;
	refusal = cloudapi_refuse_base(access->base);
	if (refusal != NULL)
		return fault_set(why, EX_CONFIG,
			"the API's address \"%.100s\": %s", access->base,
			refusal);
	if (access->version == NULL)
		access->version = setup->config.whatsapp.api_version;
	http->is_plain = cloudapi_is_plain(access->base);
	if (http->timeout_ms == 0)
		http->timeout_ms =
			setup->config.whatsapp.timeout_seconds * 1000;
	if (http->connect_timeout_ms == 0)
		http->connect_timeout_ms = CONNECT_TIMEOUT_MS;
	if (http->ca_file == NULL)
		http->ca_file = environment_get("CURL_CA_BUNDLE");
	if (http->ca_file == NULL)
		http->ca_file = environment_get("SSL_CERT_FILE");
	if (access->key_path == NULL)
		access->key_path = find_key_path();
	return 0;
}

struct keysource
access_keysource(const struct access *access, const struct setup *setup)
{
	return (struct keysource){.passphrase_fd = access->passphrase_fd,
		.command = setup->config.credentials.passphrase_command,
		.key_path = access->key_path,
		.may_ask = true};
}

void
access_take_ids(struct access *access)
{
	struct credentials *credentials = &access->credentials;
	const char *id = environment_get("CSR_PHONE_NUMBER_ID");

	if (id != NULL && credentials->phone_number_id == NULL)
		credentials->phone_number_id = xstrdup(id);
	id = environment_get("CSR_BUSINESS_ACCOUNT_ID");
	if (id != NULL && credentials->business_account_id == NULL)
		credentials->business_account_id = xstrdup(id);
}

/* With a token and an id from the environment the file is not looked at. */
static int
find_credentials(struct access *access, const struct setup *setup,
	struct fault *why)
{
	struct credentials *credentials = &access->credentials;
	struct keysource source = access_keysource(access, setup);

	access_take_ids(access);
	if (credentials->token != NULL && credentials->phone_number_id != NULL)
		return 0;
	return cred_read(credentials, setup->directory, &source, why);
}

int
access_refuse_stored(const struct access *access, const struct setup *setup,
	struct fault *why)
{
	const struct config_row *row = config_find("whatsapp.base_url");

	if (access->http.is_plain)
		return fault_set(why, EX_CONFIG,
			"the stored token is never sent over plain http; set"
			" CSR_ACCESS_TOKEN for tests against %.100s",
			access->base);
	if (config_source(&setup->config, row) == CONFIG_ENVIRONMENT)
		return fault_set(why, EX_CONFIG,
			"the stored token is not sent to an address of the"
			" environment (%.100s): unset CSR_API_BASE, set"
			" CSR_ACCESS_TOKEN, too, or write whatsapp.base_url"
			" into config.yaml",
			access->base);
	return 0;
}

int
access_find(struct access *access, const struct setup *setup, struct fault *why)
{
	struct credentials *credentials = &access->credentials;

	if (access_find_server(access, setup, why) != 0 ||
		find_credentials(access, setup, why) != 0)
		return -1;
	if (cred_check(credentials, why) != 0) {
		why->status = EX_CONFIG;
		return -1;
	}
	return credentials->is_token_stored
		       ? access_refuse_stored(access, setup, why)
		       : 0;
}
