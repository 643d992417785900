/* SPDX-License-Identifier: MIT */
#include "envelope.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "crc32c.h"
#include "envelope-parts.h"
#include "xalloc.h"

static int
damaged(const char *path, const char *how, struct fault *why)
{
	return fault_set(why, EX_CONFIG,
		"%s: is damaged (%s); take it back from a backup, or log in"
		" again: csr-auth login",
		path, how);
}

static int
cut_short(const char *path, size_t len, struct fault *why)
{
	return fault_set(why, EX_CONFIG,
		"%s: is cut short, %zu bytes are left; take it back from a"
		" backup, or log in again: csr-auth login",
		path, len);
}

/* Is its end there, though a byte of it may be wrong, or others follow? */
static bool
is_whole(const char *text, size_t len)
{
	const char *end = memmem(text, len, ENVELOPE_CRC, CRC_NAME_LEN);

	if (end != NULL && text + len - end >= END_LEN)
		return true;
	return len >= 2 && (text[len - 1] == '\n' || text[len - 2] == '}');
}

static bool
sum_is_right(const char *text, size_t len)
{
	char end[END_LEN + 1];

	if (len < END_LEN)
		return false;
	snprintf(end, sizeof(end), "%s%08x\"}\n", ENVELOPE_CRC,
		(unsigned int)crc32c(0, text, len - END_LEN));
	return memcmp(text + len - END_LEN, end, END_LEN) == 0;
}

/* A later release writes other members, but these as we do. */
static int
check_version(const struct envelope *envelope, const char *path, bool is_sound,
	struct fault *why)
{
	double version = 0;

	if (!doc_number(envelope->doc, "v", &version) ||
		version <= ENVELOPE_VERSION)
		return 0;
	return fault_set(why, EX_CONFIG,
		"%s: is of a later version (%.0f)%s: use the programs of that"
		" release, or log in again: csr-auth login",
		path, version, is_sound ? "" : ", or damaged");
}

static bool
read_bytes(const struct envelope *envelope, const char *name, void *bytes,
	size_t len)
{
	const char *text = doc_string(envelope->doc, name);

	return text != NULL &&
	       cipher_decode(bytes, len, text, strlen(text)) == 0;
}

static bool
read_whole(const struct envelope *envelope, const char *name, int64_t *out)
{
	double number;

	if (!doc_number(envelope->doc, name, &number) || number < 0 ||
		number > 9e15 || floor(number) != number)
		return false;
	*out = (int64_t)number;
	return true;
}

static bool
is_text(const struct envelope *envelope, const char *name, const char *text)
{
	const char *found = doc_string(envelope->doc, name);

	return found != NULL && strcmp(found, text) == 0;
}

static bool
is_key_id(const char *id)
{
	return id != NULL && strlen(id) == KEYFILE_ID_SIZE - 1 &&
	       strspn(id, "0123456789abcdef") == KEYFILE_ID_SIZE - 1;
}

/* What is needed to open it; NULL, or the member that makes no sense. */
static const char *
read_key(struct envelope *envelope)
{
	if (is_text(envelope, "key", "file")) {
		envelope->form = CRED_KEY_FILE;
		envelope->key_id = doc_string(envelope->doc, "key_id");
		return is_key_id(envelope->key_id) ? NULL : "key_id";
	}
	envelope->form = CRED_PASSPHRASE;
	if (!is_text(envelope, "key", "passphrase"))
		return "key";
	if (!is_text(envelope, "kdf", ENVELOPE_KDF))
		return "kdf";
	if (!read_whole(envelope, "passes", &envelope->cost.passes) ||
		!read_whole(envelope, "memory", &envelope->cost.memory) ||
		!cipher_cost_is_sane(&envelope->cost))
		return "passes or memory";
	if (!read_bytes(envelope, "salt", envelope->salt, CIPHER_SALT_SIZE))
		return "salt";
	if (!read_bytes(envelope, "check", envelope->check, CIPHER_CHECK_SIZE))
		return "check";
	return NULL;
}

static const char *
read_members(struct envelope *envelope)
{
	const char *bad;

	if (!is_text(envelope, "type", ENVELOPE_TYPE))
		return "type";
	bad = read_key(envelope);
	if (bad != NULL)
		return bad;
	if (!is_text(envelope, "cipher", ENVELOPE_CIPHER))
		return "cipher";
	if (!read_bytes(envelope, "nonce", envelope->nonce, CIPHER_NONCE_SIZE))
		return "nonce";
	if (doc_string(envelope->doc, "phone_number_id") == NULL)
		return "phone_number_id";
	return NULL;
}

/* Where the encrypted token stands in the text. */
static int
find_sealed(struct envelope *envelope, const char *text, size_t len)
{
	const char *name = memmem(text, len, ENVELOPE_SEALED, SEALED_NAME_LEN);

	if (name == NULL || len < END_LEN)
		return -1;
	envelope->text = text;
	envelope->beside_len = (size_t)(name - text);
	envelope->sealed = name + SEALED_NAME_LEN;
	if (envelope->sealed > text + len - END_LEN)
		return -1;
	envelope->sealed_len =
		(size_t)(text + len - END_LEN - envelope->sealed);
	return 0;
}

int
envelope_parse(struct envelope *envelope, const char *text, size_t len,
	const char *path, struct fault *why)
{
	bool is_sound = sum_is_right(text, len);
	struct fault where;
	const char *bad;

	*envelope = (struct envelope){0};
	if (len == 0)
		return cut_short(path, len, why);
	envelope->doc = doc_parse(text, len, &where);
	if (envelope->doc != NULL &&
		check_version(envelope, path, is_sound, why) != 0)
		return -1;
	if (!is_sound && !is_whole(text, len))
		return cut_short(path, len, why);
	if (!is_sound)
		return damaged(path, "its checksum is wrong", why);
	if (envelope->doc == NULL)
		return damaged(path, where.text, why);
	bad = read_members(envelope);
	if (bad == NULL && find_sealed(envelope, text, len) != 0)
		bad = "sealed";
	return bad == NULL ? 0 : damaged(path, bad, why);
}

void
envelope_release(struct envelope *envelope)
{
	doc_free(envelope->doc);
	envelope->doc = NULL;
}

static void
copy(const struct envelope *envelope, const char *name, char **out)
{
	const char *text = doc_string(envelope->doc, name);

	if (*out == NULL && text != NULL && *text != '\0')
		*out = xstrdup(text);
}

static int64_t
read_time(const struct envelope *envelope, const char *name)
{
	const char *text = doc_string(envelope->doc, name);

	return text != NULL ? clock_parse(text, strlen(text)) : -1;
}

void
envelope_copy(const struct envelope *envelope, struct credentials *credentials)
{
	copy(envelope, "phone_number_id", &credentials->phone_number_id);
	copy(envelope, "business_account_id",
		&credentials->business_account_id);
	copy(envelope, "number", &credentials->number);
	copy(envelope, "name", &credentials->name);
	credentials->stored_ms = read_time(envelope, "stored_at");
	credentials->expires_ms = is_text(envelope, "expires_at", "never")
					  ? 0
					  : read_time(envelope, "expires_at");
}

/* The key itself: for a passphrase it is made, and checked, first. */
static struct secret *
make_key(const struct envelope *envelope, const struct key *key,
	const char *path, struct fault *why)
{
	unsigned char check[CIPHER_CHECK_SIZE];
	struct secret *made;

	if (envelope->form == CRED_KEY_FILE)
		return secret_new(secret_text(key->bytes),
			secret_len(key->bytes), why);
	made = cipher_key_of(key->passphrase, envelope->salt, &envelope->cost,
		why);
	if (made == NULL)
		return NULL;
	cipher_check(check, made);
	if (memcmp(check, envelope->check, sizeof(check)) == 0)
		return made;
	fault_set(why, EX_CONFIG,
		"%s: the passphrase is wrong; if it is lost, log in again:"
		" csr-auth login",
		path);
	secret_free(made);
	return NULL;
}

struct secret *
envelope_open(const struct envelope *envelope, const struct key *key,
	const char *path, struct fault *why)
{
	struct secret *made = make_key(envelope, key, path, why);
	struct secret *token;

	if (made == NULL)
		return NULL;
	token = cipher_decrypt(envelope->sealed, envelope->sealed_len, made,
		envelope->nonce, envelope->text, envelope->beside_len, why);
	if (token == NULL && why->status != EX_OSERR)
		fault_set(why, EX_CONFIG,
			"%s: was changed by somebody after it was written, or"
			" encrypted with another key of the same name; log in"
			" again: csr-auth login",
			path);
	secret_free(made);
	return token;
}
