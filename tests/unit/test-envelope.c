/* SPDX-License-Identifier: MIT */
/* The text of a credentials file: every change of it is noticed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "cipher.h"
#include "crc32c.h"
#include "envelope-parts.h"
#include "envelope.h"
#include "tap.h"
#include "xalloc.h"

static const char token[] = "EAAGmade-up-token";

static void
make_key(struct key *key)
{
	struct fault why;

	*key = (struct key){.id = "0123456789abcdef"};
	key->bytes = cipher_new_key(&why);
}

static void
make(struct buf *text, const struct key *key, const char *name)
{
	struct credentials credentials;
	struct fault why;

	cred_init(&credentials);
	credentials.token = secret_new(token, strlen(token), &why);
	credentials.phone_number_id = xstrdup("106540352242922");
	credentials.name = xstrdup(name);
	credentials.expires_ms = 0;
	buf_init(text, ENVELOPE_SIZE_MAX);
	ok(envelope_write(text, &credentials, key, &why) == 0, "it is written");
	cred_release(&credentials);
}

/* What comes of a text: 0 and the token, or a status. */
static int
read_back(const char *text, size_t len, const struct key *key,
	struct fault *why)
{
	struct envelope envelope;
	struct secret *found = NULL;

	if (envelope_parse(&envelope, text, len, "FILE", why) == 0)
		found = envelope_open(&envelope, key, "FILE", why);
	envelope_release(&envelope);
	if (found == NULL)
		return why->status;
	if (strcmp(secret_text(found), token) != 0)
		why->status = -1;
	else
		why->status = 0;
	secret_free(found);
	return why->status;
}

static void
test_flips(void)
{
	struct key key;
	struct buf text;
	struct fault why;
	size_t wrong = 0;

	make_key(&key);
	make(&text, &key, "A \"name\" of \xE2\x82\xAC");
	ok(read_back(text.data, text.len, &key, &why) == 0, "and read");
	for (size_t bit = 0; bit < 8 * text.len; bit++) {
		text.data[bit / 8] ^= (char)(1 << bit % 8);
		if (read_back(text.data, text.len, &key, &why) != EX_CONFIG ||
			strstr(why.text, "csr-auth login") == NULL) {
			printf("# bit %zu: %s\n", bit, why.text);
			wrong++;
		}
		text.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	ok(wrong == 0, "each of %zu flipped bits is noticed", 8 * text.len);
	for (size_t len = 0; len < text.len; len++)
		wrong += read_back(text.data, len, &key, &why) != EX_CONFIG;
	ok(wrong == 0, "it is noticed where it was cut");
	buf_add_byte(&text, '\n');
	ok(read_back(text.data, text.len, &key, &why) == EX_CONFIG,
		"and that something was added");
	buf_release(&text);
	key_release(&key);
}

/* Somebody changes it and makes the checksum anew. */
struct change {
	const char *from, *to;
	const char *said;
};

static const struct change changes[] = {
	{"106540352242922", "106540352242923", "was changed by somebody"},
	{"\"never\"", "\"2031-01-01T00:00:00.000Z\"", "was changed"},
	{"\"v\":1", "\"v\": 1", "was changed"},
	{"\"v\":1", "\"v\":2", "is of a later version (2): use"},
	{"\"v\":1", "\"v\":1.5", "is of a later version"},
	{"csr-credentials", "csr-credential5", "(type)"},
	{"\"key\":\"file\"", "\"key\":\"fire\"", "(key)"},
	{"\"key\":\"file\"", "\"key\":\"passphrase\"", "(kdf)"},
	{"\"key_id\"", "\"key_ID\"", "(key_id)"},
	{"0123456789abcdef", "0123456789abcde", "(key_id)"},
	{"0123456789abcdef", "0123456789abcdeg", "(key_id)"},
	{"0123456789abcdef", "", "(key_id)"},
	{"xchacha20-poly1305", "aes256-gcm", "(cipher)"},
	{"\"nonce\":\"", "\"nonce\":\"A", "(nonce)"},
	{"\"nonce\":\"", "\"nonce\":\"", NULL},
	{"phone_number_id", "phone_number_1d", "(phone_number_id)"},
	{"\"sealed\":\"", "\"sealed\":\"A", "was changed"},
	{"\"sealed\":\"", "\"sealed\": \"", "(sealed)"},
	{"{\"v\"", "{\"v\":1,\"v\"", "was changed"},
	{"{\"v\"", "{\"x\":1,\"v\"", "was changed"},
	{"{\"v\"", " {\"v\"", "was changed"},
	{"{\"v\"", "[\"v\"", "is damaged (byte"},
};

/* text with the first from in it replaced by to, and a right checksum. */
static void
change(struct buf *out, const struct buf *text, const struct change *how)
{
	const char *at =
		memmem(text->data, text->len, how->from, strlen(how->from));
	const char *end =
		memmem(text->data, text->len, ENVELOPE_CRC, CRC_NAME_LEN);

	buf_clear(out);
	buf_add(out, text->data, (size_t)(at - text->data));
	buf_add_text(out, how->to);
	at += strlen(how->from);
	buf_add(out, at, (size_t)(end - at));
	buf_add_format(out, "%s%08x\"}\n", ENVELOPE_CRC,
		(unsigned int)crc32c(0, out->data, out->len));
}

static void
test_changes(void)
{
	struct key key;
	struct buf text, other;
	struct fault why;
	int status;

	make_key(&key);
	make(&text, &key, "Name");
	buf_init(&other, ENVELOPE_SIZE_MAX);
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		change(&other, &text, &changes[i]);
		why.text[0] = '\0';
		status = read_back(other.data, other.len, &key, &why);
		if (changes[i].said == NULL)
			ok(status == 0, "unchanged it is read");
		else if (!ok(status == EX_CONFIG &&
					 strstr(why.text, changes[i].said) !=
						 NULL,
				 "%s in place of %s", changes[i].to,
				 changes[i].from))
			printf("# %d, %s\n", status, why.text);
	}
	buf_release(&other);
	buf_release(&text);
	key_release(&key);
}

static void
test_keys(void)
{
	struct key key, other;
	struct buf text, again;
	struct fault why;

	make_key(&key);
	make_key(&other);
	make(&text, &key, "Name");
	make(&again, &key, "Name");
	ok(text.len != again.len ||
			memcmp(text.data, again.data, text.len) != 0,
		"twice it is not the same");
	ok(read_back(text.data, text.len, &other, &why) == EX_CONFIG &&
			strstr(why.text, "another key of the same name"),
		"another key");
	buf_release(&text);
	buf_release(&again);
	key_release(&key);
	key_release(&other);
}

static void
test_passphrase(void)
{
	struct key key = {0}, wrong = {0};
	struct buf text;
	struct fault why;

	key.passphrase = secret_new("correct horse", 13, &why);
	wrong.passphrase = secret_new("correct horse ", 14, &why);
	make(&text, &key, "Name");
	ok(read_back(text.data, text.len, &key, &why) == 0, "a passphrase");
	ok(read_back(text.data, text.len, &wrong, &why) == EX_CONFIG &&
			strstr(why.text, "the passphrase is wrong"),
		"a wrong one");
	ok(memmem(text.data, text.len, "horse", 5) == NULL &&
			memmem(text.data, text.len, "made-up", 7) == NULL,
		"neither of them is in the file");
	buf_release(&text);
	key_release(&key);
	key_release(&wrong);
}

int
main(void)
{
	test_flips();
	test_changes();
	test_keys();
	test_passphrase();
	return tap_end();
}
