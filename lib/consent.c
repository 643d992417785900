/* SPDX-License-Identifier: MIT */
#include "consent.h"

#include <stdbool.h>
#include <string.h>

#include "idn.h"

/* The longest word, and room for the letters that folding makes longer. */
enum { WORD_SIZE = 64 };

static const char *const yes_words[] = {"yes", "y", "true", "t", "1", "x", "on",
	"ok", "agree", "agreed", "accept", "accepted", "opt-in", "opt in",
	"optin", "opted in", "opted-in", "subscribed", "granted",
	/* Portuguese */
	"sim", "s", "verdadeiro", "aceito", "aceita", "aceitou", "autorizo",
	"autorizado", "concordo", "inscrito",
	/* Spanish */
	"sí", "si", "verdadero", "acepto", "acepta", "aceptó", "aceptado",
	"de acuerdo", "suscrito",
	/* U+2713, U+2714, U+2705, U+2611, with and without U+FE0F */
	"✓", "✔", "✅", "☑", "✔\xEF\xB8\x8F", "☑\xEF\xB8\x8F", NULL};

static const char *const no_words[] = {"no", "n", "false", "f", "0", "off",
	"refuse", "refused", "decline", "declined", "reject", "rejected",
	"withdrawn", "opt-out", "opt out", "optout", "opted out", "opted-out",
	"unsubscribed",
	/* Portuguese */
	"não", "nao", "falso", "recuso", "recusa", "recusou", "recusado",
	"descadastrado",
	/* Spanish */
	"rechazo", "rechaza", "rechazó", "rechazado", "rehusado",
	/* U+2717, U+2718, U+274C */
	"✗", "✘", "❌", NULL};

static bool
is_among(const char *const *words, const char *word)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

enum consent
consent_read(const char *text, size_t len)
{
	char word[WORD_SIZE];

	while (len > 0 && memchr(" \t\r\n", text[len - 1], 4) != NULL)
		len--;
	while (len > 0 && memchr(" \t\r\n", *text, 4) != NULL) {
		text++;
		len--;
	}
	if (len == 0)
		return CONSENT_MISSING;
	if (memchr(text, '\0', len) != NULL ||
		idn_fold(text, len, word, sizeof(word)) != 0)
		return CONSENT_UNCLEAR;
	if (is_among(yes_words, word))
		return CONSENT_GIVEN;
	return is_among(no_words, word) ? CONSENT_REFUSED : CONSENT_UNCLEAR;
}
