/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cloudapi.h"
#include "email.h"
#include "mailurl.h"

static const char *
refuse_version(const char *text)
{
	unsigned int major, minor;
	int used = 0;

	if (sscanf(text, "v%3u.%3u%n", &major, &minor, &used) != 2 ||
		text[used] != '\0' ||
		strspn(text + 1, "0123456789.") != strlen(text + 1))
		return "is not v and two numbers, such as v25.0";
	return NULL;
}

static const char *
refuse_country(const char *text)
{
	if (strlen(text) != 2 || text[0] < 'A' || text[0] > 'Z' ||
		text[1] < 'A' || text[1] > 'Z')
		return "is not two capital letters, such as BR";
	return NULL;
}

/* Not every file there is a zone: some are tables of them. */
static bool
is_zone_file(const char *directory, const char *name)
{
	char path[256], magic[4];
	int fd, used;
	bool is_zone;

	used = snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (used < 0 || (size_t)used >= sizeof(path))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	is_zone = read(fd, magic, sizeof(magic)) == sizeof(magic) &&
		  memcmp(magic, "TZif", sizeof(magic)) == 0; /* RFC 9636 */
	close(fd);
	return is_zone;
}

/*
 * What the C library does not find it takes for UTC without a word, so the
 * zone is looked for where the library looks.
 */
static const char *
refuse_zone(const char *text)
{
	static const char *const directories[] = {"/usr/share/zoneinfo",
		"/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
		"/var/db/timezone/zoneinfo"};

	if (!isalpha((unsigned char)*text) || strstr(text, "..") != NULL)
		return "is not the name of a time zone, such as America/Recife";
	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		if (is_zone_file(directories[i], text))
			return NULL;
	return "this system knows no time zone of that name; take one such as"
	       " America/Recife from /usr/share/zoneinfo, which the package"
	       " tzdata brings";
}

/* "news@acme.example", or "ACME <news@acme.example>". */
static const char *
refuse_mailbox(const char *text)
{
	const char *address = strrchr(text, '<');
	size_t len;

	address = address != NULL ? address + 1 : text;
	len = strlen(address);
	if (address != text) {
		if (len == 0 || address[len - 1] != '>')
			return "has a < without a > at its end";
		len--;
	}
	if (email_fault(address, len) != NULL)
		return "is not an address, such as news@acme.example or ACME"
		       " <news@acme.example>";
	return NULL;
}

static const char *const level_words[] = {"warn", "info", "debug", NULL};

#define AT(member) .offset = offsetof(struct config, member)

static const struct config_row rows[] = {
	{.name = "whatsapp.api_version",
		.kind = CONFIG_TEXT,
		.refuse = refuse_version,
		.fallback = "v25.0",
		.variable = "CSR_API_VERSION",
		.allowed = "v and two numbers, such as v25.0",
		.help = "the version of the Graph API",
		AT(whatsapp.api_version)},
	{.name = "whatsapp.base_url",
		.kind = CONFIG_TEXT,
		.refuse = cloudapi_refuse_base,
		.fallback = "https://graph.facebook.com",
		.variable = "CSR_API_BASE",
		.allowed = "https://, a host, and a port if it is not 443; or"
			   " http:// with 127.0.0.1 or [::1]",
		.help = "the server of the API",
		AT(whatsapp.base_url)},
	{.name = "whatsapp.rate_limit_per_minute",
		.kind = CONFIG_NUMBER,
		.least = 0.01,
		.most = 60000,
		.fallback = "20",
		.variable = "CSR_RATE_LIMIT_PER_MINUTE",
		.allowed = "a number from 0.01 to 60000",
		.help = "messages a minute at most",
		AT(whatsapp.rate_limit_per_minute)},
	{.name = "whatsapp.daily_message_limit",
		.kind = CONFIG_WHOLE,
		.least = 0,
		.most = 1000000000,
		.fallback = "1000",
		.variable = "CSR_DAILY_MESSAGE_LIMIT",
		.allowed = "a whole number from 0 to 1000000000",
		.help = "messages from midnight to midnight at most",
		AT(whatsapp.daily_message_limit)},
	{.name = "whatsapp.timeout_seconds",
		.kind = CONFIG_WHOLE,
		.least = 1,
		.most = 3600,
		.fallback = "30",
		.variable = "CSR_TIMEOUT_SECONDS",
		.allowed = "a whole number from 1 to 3600",
		.help = "how long to wait for an answer of the API",
		AT(whatsapp.timeout_seconds)},
	{.name = "whatsapp.default_country",
		.kind = CONFIG_TEXT,
		.refuse = refuse_country,
		.variable = "CSR_DEFAULT_COUNTRY",
		.allowed = "two capital letters, such as BR",
		.help = "the country of numbers that are written without "
			"theirs",
		AT(whatsapp.default_country)},
	{.name = "whatsapp.timezone",
		.kind = CONFIG_TEXT,
		.refuse = refuse_zone,
		.variable = "CSR_TIMEZONE",
		.allowed = "the name of a time zone, such as America/Recife",
		.help = "the time zone in which a day ends and times are shown",
		AT(whatsapp.timezone)},
	{.name = "email.smtp_url",
		.kind = CONFIG_TEXT,
		.refuse = mailurl_refuse,
		.variable = "CSR_SMTP_URL",
		.allowed = "smtps:// or smtp://, a host, and a port",
		.help = "the server that takes mail",
		AT(email.smtp_url)},
	{.name = "email.from",
		.kind = CONFIG_TEXT,
		.refuse = refuse_mailbox,
		.variable = "CSR_SMTP_FROM",
		.allowed = "an address, such as news@acme.example or"
			   " ACME <news@acme.example>",
		.help = "whom mail comes from",
		AT(email.from)},
	{.name = "email.username",
		.kind = CONFIG_TEXT,
		.variable = "CSR_SMTP_USERNAME",
		.allowed = "a line of text",
		.help = "the name to log in with at that server",
		AT(email.username)},
	{.name = "email.password_command",
		.kind = CONFIG_TEXT,
		.variable = "CSR_SMTP_PASSWORD_COMMAND",
		.allowed = "a program and its arguments; no shell runs it",
		.help = "a command that prints the password for that server",
		AT(email.password_command)},
	{.name = "credentials.passphrase_command",
		.kind = CONFIG_TEXT,
		.variable = "CSR_PASSPHRASE_COMMAND",
		.allowed = "a program and its arguments; no shell runs it",
		.help = "a command that prints the passphrase that the"
			" credentials are encrypted with",
		AT(credentials.passphrase_command)},
	{.name = "log.file",
		.kind = CONFIG_BOOLEAN,
		.fallback = "false",
		.variable = "CSR_LOG_FILE",
		.allowed = "true or false",
		.help = "whether to keep what the programs say in logs/csr.log",
		AT(log.file)},
	{.name = "log.level",
		.kind = CONFIG_WORD,
		.words = level_words,
		.fallback = "info",
		.variable = "CSR_LOG_LEVEL",
		.allowed = "warn, info or debug",
		.help = "what is kept there: trouble alone, what is said"
			" usually, or what -vv says",
		AT(log.level)},
};

enum { ROW_COUNT = sizeof(rows) / sizeof(*rows) };

_Static_assert((int)ROW_COUNT <= (int)CONFIG_ROWS_MAX,
	"sources has a place for each row");

const struct config_row *
config_row_at(size_t index)
{
	return index < ROW_COUNT ? &rows[index] : NULL;
}

const struct config_row *
config_find(const char *name)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}
