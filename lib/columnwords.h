/* SPDX-License-Identifier: MIT */
#ifndef COLUMNWORDS_H
#define COLUMNWORDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * columnwords: what a column holds, by the words of its name, in English,
 * Portuguese and Spanish.
 *
 * Case, accents and punctuation do not count, and words may be written
 * together: "E-mail", "e_mail" and "EMAIL" are one, and so are "Phone
 * number" and "phoneNumber".
 *
 * A word for a field counts among others only when each of the others is
 * known to change nothing: "Customer's mobile phone (with area code)" is a
 * phone.  An allowed word is one of a list; any word that is not, known or
 * unknown, makes the column doubtful, which is never taken but can be shown
 * to the operator.  It is that way round because what can stand beside
 * "phone" has no end, and much of it makes it another person's ("Emergency
 * phone", "Telefone do vendedor") or no number at all ("Phone verified",
 * "Phone type").  A column that is missed costs an option; one that is
 * mistaken addresses the wrong person.  So Hotel is no tel., "Nome do
 * produto" no name, "Mailing address" no e-mail, and "Email opt-in" no
 * consent to WhatsApp.
 */

enum column_field {
	COLUMN_PHONE,
	COLUMN_NAME,
	COLUMN_COMPANY,
	COLUMN_EMAIL,
	COLUMN_CONSENT,
	COLUMN_FIRST_NAME,
	COLUMN_LAST_NAME,
	COLUMN_FIELD_COUNT
};

/* How sure it is; of two columns the higher is the one. */
enum column_rank {
	COLUMN_NO,
	COLUMN_DOUBTFUL, /* a word for it, and others; or "Contact" */
	COLUMN_WEAK,     /* often something else beside a better one: "Número",
			    which can be the house's; "Cliente"; "Razão
			    Social", which yields to a trade name */
	COLUMN_CONTAINED, /* "Telefone do cliente" */
	COLUMN_EXACT,     /* "Telefone" */
	COLUMN_PREFERRED, /* a phone that says WhatsApp, not of a company */
	COLUMN_OWN,       /* phone: what the member itself is called */
};

/*
 * Rank the name for each field.  At most one of the ranks is above
 * COLUMN_DOUBTFUL.
 */
void columnwords_rank(const char *name, size_t len,
	enum column_rank ranks[COLUMN_FIELD_COUNT]);

/*
 * Of the two persons that one row can be about, which the name says: who buys
 * or pays ("Buyer phone", "Billing e-mail"), or whom it is for ("Recipient
 * name", "Nome do aluno").
 */
enum column_role { COLUMN_ANYBODY, COLUMN_BUYER, COLUMN_RECIPIENT };

enum column_role columnwords_role(const char *name, size_t len);

/* Is it "Nome" or "Nombre", which of two columns can be the first name? */
bool columnwords_is_bare_name(const char *name);

/* Is it a part of an address, beside which "Número" is a house's? */
bool columnwords_is_place(const char *name, size_t len);

/* The member of a record: "phone", "first_name". */
const char *columnwords_member(enum column_field field);

#endif
