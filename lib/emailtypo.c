/* SPDX-License-Identifier: MIT */
#include "emailtypo.h"

#include <stdio.h>
#include <string.h>

struct slip {
	const char *wrong, *right;
};

/*
 * Endings that are not delegated in the root zone (IANA's list of top-level
 * domains); com.br without its dot is the slip of a whole country.
 */
static const struct slip endings[] = {
	{"ccom", "com"},
	{"cim", "com"},
	{"clm", "com"},
	{"cmo", "com"},
	{"cok", "com"},
	{"comm", "com"},
	{"con", "com"},
	{"coom", "com"},
	{"cpm", "com"},
	{"ocm", "com"},
	{"vom", "com"},
	{"xom", "com"},
	{"combr", "com.br"},
	{"ent", "net"},
	{"nett", "net"},
	{"ogr", "org"},
	{"rog", "org"},
};

/* Where each gives mailboxes: endings with blanks round them. */
static const char gmail[] = " com ";
static const char hotmail[] = " com com.br es fr it de co.uk com.ar ";
static const char outlook[] = " com com.br es fr it de pt cl com.ar ";
static const char yahoo[] =
	" com com.br es fr it de co.uk com.ar com.mx com.co ";
static const char icloud[] = " com ";

static const struct name {
	const char *wrong, *right, *endings;
} names[] = {
	{"gmai", "gmail", gmail},
	{"gmaii", "gmail", gmail},
	{"gmaik", "gmail", gmail},
	{"gmaiil", "gmail", gmail},
	{"gmaill", "gmail", gmail},
	{"gmali", "gmail", gmail},
	{"gmal", "gmail", gmail},
	{"gmaul", "gmail", gmail},
	{"gmeil", "gmail", gmail},
	{"gmial", "gmail", gmail},
	{"gmil", "gmail", gmail},
	{"gmmail", "gmail", gmail},
	{"gamil", "gmail", gmail},
	{"gemail", "gmail", gmail},
	{"ggmail", "gmail", gmail},
	{"gnail", "gmail", gmail},
	{"gmsil", "gmail", gmail},
	{"hotmai", "hotmail", hotmail},
	{"hotmaik", "hotmail", hotmail},
	{"hotmaill", "hotmail", hotmail},
	{"hotmal", "hotmail", hotmail},
	{"hotmali", "hotmail", hotmail},
	{"hotmeil", "hotmail", hotmail},
	{"hotmial", "hotmail", hotmail},
	{"hotmil", "hotmail", hotmail},
	{"hotmsil", "hotmail", hotmail},
	{"hotnail", "hotmail", hotmail},
	{"hoymail", "hotmail", hotmail},
	{"hormail", "hotmail", hotmail},
	{"hotamil", "hotmail", hotmail},
	{"homail", "hotmail", hotmail},
	{"homtail", "hotmail", hotmail},
	{"htomail", "hotmail", hotmail},
	{"otmail", "hotmail", hotmail},
	{"outlok", "outlook", outlook},
	{"outllook", "outlook", outlook},
	{"outloo", "outlook", outlook},
	{"outlock", "outlook", outlook},
	{"outloock", "outlook", outlook},
	{"outlooke", "outlook", outlook},
	{"outlool", "outlook", outlook},
	{"outlookk", "outlook", outlook},
	{"outloook", "outlook", outlook},
	{"outlouk", "outlook", outlook},
	{"outluk", "outlook", outlook},
	{"oultook", "outlook", outlook},
	{"oulook", "outlook", outlook},
	{"otlook", "outlook", outlook},
	{"yaho", "yahoo", yahoo},
	{"yahho", "yahoo", yahoo},
	{"yahooo", "yahoo", yahoo},
	{"yahpo", "yahoo", yahoo},
	{"yaoo", "yahoo", yahoo},
	{"yaooh", "yahoo", yahoo},
	{"yhaoo", "yahoo", yahoo},
	{"yhoo", "yahoo", yahoo},
	{"yhao", "yahoo", yahoo},
	{"iclod", "icloud", icloud},
	{"iclould", "icloud", icloud},
	{"icloude", "icloud", icloud},
	{"icluod", "icloud", icloud},
	{"iclud", "icloud", icloud},
	{"icoud", "icloud", icloud},
	{"icolud", "icloud", icloud},
};

/* Whole domains: the right name under an ending where it gives none. */
static const struct slip domains[] = {
	{"gmail.cm", "gmail.com"},
	{"gmail.co", "gmail.com"},
	{"gmail.com.br", "gmail.com"},
	{"gmail.com.com", "gmail.com"},
	{"gmail.om", "gmail.com"},
	{"hotmail.cm", "hotmail.com"},
	{"hotmail.con.br", "hotmail.com.br"},
	{"yahoo.con.br", "yahoo.com.br"},
	{"outlook.con.br", "outlook.com.br"},
	{"uol.con.br", "uol.com.br"},
	{"bol.con.br", "bol.com.br"},
	{"terra.con.br", "terra.com.br"},
	{"hotmail.com.com", "hotmail.com"},
	{"hotmail.om", "hotmail.com"},
	{"icloud.cm", "icloud.com"},
	{"icloud.com.br", "icloud.com"},
	{"outlook.cm", "outlook.com"},
	{"yahoo.cm", "yahoo.com"},
	{"yahoo.com.com", "yahoo.com"},
};

/* "gmail.con" becomes "gmail.com"; false when the ending is none of ours. */
static bool
mend_ending(const char *domain, char *out, size_t size)
{
	size_t len = strlen(domain);

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		size_t wrong_len = strlen(endings[i].wrong);

		if (len < wrong_len + 2 || domain[len - wrong_len - 1] != '.' ||
			strcmp(domain + len - wrong_len, endings[i].wrong) != 0)
			continue;
		len -= wrong_len;
		if (len >= size)
			return false;
		memcpy(out, domain, len);
		return (size_t)snprintf(out + len, size - len, "%s",
			       endings[i].right) < size - len;
	}
	return false;
}

/* Does the provider give mailboxes under what follows the first dot? */
static bool
has_ending(const struct name *name, const char *ending)
{
	const char *found = name->endings;
	size_t len = strlen(ending);

	while ((found = strstr(found, ending)) != NULL) {
		if (found[-1] == ' ' && found[len] == ' ')
			return true;
		found++;
	}
	return false;
}

/* "gmial.com" becomes "gmail.com". */
static bool
mend_name(const char *domain, char *out, size_t size)
{
	const char *dot = strchr(domain, '.');
	size_t len;

	if (dot == NULL || dot[1] == '\0')
		return false;
	len = (size_t)(dot - domain);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (*names[i].wrong != *domain ||
			strlen(names[i].wrong) != len ||
			memcmp(names[i].wrong, domain, len) != 0)
			continue;
		if (!has_ending(&names[i], dot + 1))
			return false;
		return (size_t)snprintf(out, size, "%s%s", names[i].right,
			       dot) < size;
	}
	return false;
}

bool
emailtypo_find(const char *domain, char *meant, size_t size)
{
	char mended[256];

	for (size_t i = 0; i < sizeof(domains) / sizeof(*domains); i++)
		if (strcmp(domain, domains[i].wrong) == 0)
			return (size_t)snprintf(meant, size, "%s",
				       domains[i].right) < size;
	if (!mend_ending(domain, mended, sizeof(mended)))
		return mend_name(domain, meant, size);
	if (mend_name(mended, meant, size))
		return true;
	return (size_t)snprintf(meant, size, "%s", mended) < size;
}
