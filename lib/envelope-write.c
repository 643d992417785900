/* SPDX-License-Identifier: MIT */
#include "envelope.h"

#include <sysexits.h>

#include "clock.h"
#include "crc32c.h"
#include "envelope-parts.h"
#include "jsonwriter.h"

static void
write_text(struct json_writer *json, const char *name, const char *text)
{
	if (text == NULL)
		return;
	json_name(json, name);
	json_string(json, text);
}

static void
write_time(struct json_writer *json, const char *name, int64_t time_ms)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(time_ms, text);
	write_text(json, name, text);
}

static void
write_bytes(struct json_writer *json, const char *name, const void *bytes,
	size_t len)
{
	struct buf text;

	buf_init(&text, ENVELOPE_SIZE_MAX);
	cipher_encode(&text, bytes, len);
	write_text(json, name, buf_string(&text));
	buf_release(&text);
}

static void
write_plain(struct json_writer *json, const struct credentials *credentials)
{
	json_name(json, "v");
	json_integer(json, ENVELOPE_VERSION);
	write_text(json, "type", ENVELOPE_TYPE);
	write_time(json, "stored_at",
		credentials->stored_ms >= 0 ? credentials->stored_ms
					    : clock_now_ms());
	write_text(json, "phone_number_id", credentials->phone_number_id);
	write_text(json, "business_account_id",
		credentials->business_account_id);
	write_text(json, "number", credentials->number);
	write_text(json, "name", credentials->name);
	if (credentials->expires_ms == 0)
		write_text(json, "expires_at", "never");
	else if (credentials->expires_ms > 0)
		write_time(json, "expires_at", credentials->expires_ms);
}

/* The key, and what the file says of how to get it.  NULL with EX_OSERR. */
static struct secret *
write_key(struct json_writer *json, const struct key *key, struct fault *why)
{
	unsigned char salt[CIPHER_SALT_SIZE], check[CIPHER_CHECK_SIZE];
	struct secret *made;

	if (key->passphrase == NULL) {
		write_text(json, "key", "file");
		write_text(json, "key_id", key->id);
		return secret_new(secret_text(key->bytes),
			secret_len(key->bytes), why);
	}
	cipher_random(salt, sizeof(salt));
	made = cipher_key_of(key->passphrase, salt, &cipher_cost_usual, why);
	if (made == NULL)
		return NULL;
	cipher_check(check, made);
	write_text(json, "key", "passphrase");
	write_text(json, "kdf", ENVELOPE_KDF);
	json_name(json, "passes");
	json_integer(json, cipher_cost_usual.passes);
	json_name(json, "memory");
	json_integer(json, cipher_cost_usual.memory);
	write_bytes(json, "salt", salt, sizeof(salt));
	write_bytes(json, "check", check, sizeof(check));
	return made;
}

/*
 * The rest is put together by hand, so that its parts stand where they are
 * sought.
 */
static int
seal(struct buf *out, const struct secret *token, const struct secret *key,
	const unsigned char nonce[CIPHER_NONCE_SIZE], struct fault *why)
{
	struct buf sealed;
	int result;

	buf_init(&sealed, ENVELOPE_SIZE_MAX);
	result = cipher_encrypt(&sealed, token, key, nonce, out->data, out->len,
		why);
	buf_add_text(out, ENVELOPE_SEALED);
	buf_add(out, sealed.data, sealed.len);
	buf_add_format(out, "%s%08x\"}\n", ENVELOPE_CRC,
		(unsigned int)crc32c(0, out->data, out->len));
	if (result == 0 && (out->full || sealed.full))
		result = fault_set(why, EX_CONFIG, "the token is too long");
	buf_release(&sealed);
	return result;
}

int
envelope_write(struct buf *out, const struct credentials *credentials,
	const struct key *key, struct fault *why)
{
	struct json_writer json = {.out = out};
	unsigned char nonce[CIPHER_NONCE_SIZE];
	struct secret *made;
	int result;

	json_open(&json, '{');
	write_plain(&json, credentials);
	made = write_key(&json, key, why);
	if (made == NULL)
		return -1;
	cipher_random(nonce, sizeof(nonce));
	write_text(&json, "cipher", ENVELOPE_CIPHER);
	write_bytes(&json, "nonce", nonce, sizeof(nonce));
	result = seal(out, credentials->token, made, nonce, why);
	secret_free(made);
	return result;
}
