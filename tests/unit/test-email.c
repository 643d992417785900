/* SPDX-License-Identifier: MIT */
/* Which texts are mailboxes, which of them are one, and which domains are
 * slips of the fingers. */
#include <stdint.h>
#include <stdlib.h>

#include "emailread.h"
#include "emailtypo.h"
#include "idn.h"
#include "tap.h"

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10
/* 61 bytes and a dot; four of them have 248. */
#define LABEL A60 "b."
#define DOMAIN_237 A60 "a." A60 "b." A60 "c." A10 A10 A10 A10 A10 "."

/* Mailboxes, and their one form. */
static const struct {
	const char *text, *canonical;
} good[] = {
	{"ana@example.com", "ana@example.com"},
	{"Ana.Souza@Example.COM", "ana.souza@example.com"},
	{"a@b.example", "a@b.example"},
	{"1@example.com", "1@example.com"},
	{"ana+news@example.com", "ana+news@example.com"},
	{"ana_souza-lima@example.com", "ana_souza-lima@example.com"},
	{"!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"},
	{"o'neil@example.com", "o'neil@example.com"},
	{"ana@mail.shop.example.com", "ana@mail.shop.example.com"},
	{"ana@1and1.example", "ana@1and1.example"},
	{"ana@123.example", "ana@123.example"},
	{"ana@a-b--c.example", "ana@a-b--c.example"},
	{"ana@example.c0m", "ana@example.c0m"},
	{"_______@example.com", "_______@example.com"},
	{"-@example.com", "-@example.com"},

	/* Blanks round it, also those that nobody sees. */
	{"  ana@example.com\t\r\n", "ana@example.com"},
	{"\u00A0ana@example.com\u200B\u00A0", "ana@example.com"},
	{"\uFEFFana@example.com\u3000", "ana@example.com"},
	{"\u202Aana@example.com\u202C", "ana@example.com"},

	/* Quoted strings, and those that did not need their quotes. */
	{"\"ana souza\"@example.com", "\"ana souza\"@example.com"},
	{"\"Ana.Souza\"@example.com", "ana.souza@example.com"},
	{"\"ana..souza\"@example.com", "\"ana..souza\"@example.com"},
	{"\"a@b\"@example.com", "\"a@b\"@example.com"},
	{"\"a\\\"b\"@example.com", "\"a\\\"b\"@example.com"},
	{"\"a\\\\b\"@example.com", "\"a\\\\b\"@example.com"},
	{"\"\\a\"@example.com", "a@example.com"},
	{"\" \"@example.com", "\" \"@example.com"},
	{"\"\"@example.com", "\"\"@example.com"},
	{"\"(),:;<>[]\"@example.com", "\"(),:;<>[]\"@example.com"},

	/* As long as they may be. */
	{A60 "abcd@example.com", A60 "abcd@example.com"},
	{"ana@" A60 "abc.example", "ana@" A60 "abc.example"},
	{"123456789@" DOMAIN_237 "example", "123456789@" DOMAIN_237 "example"},

	/* RFC 6531, and IDNA 2008. */
	{"josé@example.com", "josé@example.com"},
	{"JOSÉ@example.com", "josé@example.com"},
	{"JOSE\u0301@example.com", "josé@example.com"},
	{"ЖЕНЯ.Л@пример.example", "женя.л@xn--e1afmkfd.example"},
	{"用户@例子.example", "用户@xn--fsqu00a.example"},
	{"ana@BÜCHER.example", "ana@xn--bcher-kva.example"},
	{"ana@bu\u0308cher.example", "ana@xn--bcher-kva.example"},
	{"ana@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example"},
	{"ana@straße.example", "ana@xn--strae-oqa.example"},
	{"ana@strasse.example", "ana@strasse.example"},
	{"ana@例子。example", "ana@xn--fsqu00a.example"},
	{"ana@ｅｘａｍｐｌｅ.com", "ana@example.com"},
	{"ana@joão-e-filhos.example", "ana@xn--joo-e-filhos-3bb.example"},
	/* 45 times é has 90 bytes, and 52 in ASCII. */
	{"ana@ééééééééééééééééééééééééééééééééééééééééééééé.example",
		"ana@xn--9caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
		"example"},
	/* Nobody is made another: U+00AA would become an a. */
	{"mª@example.com", "mª@example.com"},
	{"x²@example.com", "x²@example.com"},
	{"\"Élan Vital\"@example.com", "\"élan vital\"@example.com"},
};

/* No mailboxes, and a piece of the reason. */
static const struct {
	const char *text, *reason;
} bad[] = {
	{"", "no @"},
	{"ana", "no @"},
	{"example.com", "no @"},
	{"@", "nothing stands before"},
	{"@example.com", "nothing stands before"},
	{"ana@", "nothing stands behind"},
	{"ana@localhost", "no dot"},
	{"ana@@example.com", "more than one @"},
	{"ana@b@example.com", "more than one @"},
	{"ana@example.com, bob@example.com", "a blank"},
	{"ana@example.com;bob@example.com", "more than one @"},
	{"Ana <ana@example.com>", "a blank"},
	{"<ana@example.com>", "a name"},
	{"mailto:ana@example.com", "a character stands before"},
	{"ana souza@example.com", "a blank"},
	{"ana@exam ple.com", "a blank"},
	{"ana\u00A0souza@example.com", "a blank"},
	{"ana@exa\u200Bmple.com", "a blank"},
	{"ana@exa\u00ADmple.com", "a blank"},
	{"ana@bü\u200Bcher.example", "a blank"},
	{".ana@example.com", "a dot stands where none may before"},
	{"ana.@example.com", "a dot stands where none may before"},
	{"ana..souza@example.com", "a dot stands where none may before"},
	{"ana@.example.com", "a dot stands where none may behind"},
	{"ana@example..com", "a dot stands where none may behind"},
	{"ana@example.com.", "a dot stands where none may behind"},
	{"ana@-example.com", "hyphen"},
	{"ana@example-.com", "hyphen"},
	{"ana@exa_mple.com", "a character stands behind"},
	{"ana@example.com>", "a character stands behind"},
	{"ana@exam!ple.com", "a character stands behind"},
	{"ana@example.com/x", "a character stands behind"},
	{"ana@example.com:25", "a character stands behind"},
	{"ana@[192.0.2.1]", "the IP address"},
	{"ana@[IPv6:2001:db8::1]", "the IP address"},
	{"ana@192.0.2.1", "ends in a number"},
	{"ana@example.123", "ends in a number"},
	{"(c)ana@example.com", "a character stands before"},
	{"ana(c)@example.com", "a character stands before"},
	{"ana@example.com(c)", "a character stands behind"},
	{"a,b@example.com", "a character stands before"},
	{"a:b@example.com", "a character stands before"},
	{"a[b]@example.com", "a character stands before"},
	{"a\\b@example.com", "a character stands before"},
	{"\"ana@example.com", "the quotes"},
	{"\"@example.com", "the quotes"},
	{"\"ana\"b@example.com", "the quotes"},
	{"a\"b\"@example.com", "a character stands before"},
	{"\"a\"b\"@example.com", "the quotes"},
	{"\"ana\\\"@example.com", "the quotes"},
	{"\"\\é\"@example.com", "the quotes"},
	{"\"a\tb\"@example.com", "a blank"},
	{"ana\x01@example.com", "cannot be read"},
	{"ana\x7F@example.com", "cannot be read"},
	{"an\uFFFD@example.com", "cannot be read"},
	{"an\xC2\x85@example.com", "cannot be read"},
	{"an\xE9@example.com", "cannot be read"},
	{"ana@ex\xE9mple.com", "cannot be read"},
	{A60 "abcde@example.com", "more than 64 bytes"},
	{"ana@" A60 "abcd.example", "longer than 63 bytes"},
	{"1234567890@" DOMAIN_237 "example", "longer than 254 bytes"},
	{"a@" LABEL LABEL LABEL LABEL "example", "longer than 253 bytes"},

	/* What IDNA 2008 does not have. */
	{"ana@☃.example", "a character that domains may not have"},
	{"ana@💌.example", "a character that domains may not have"},
	{"ana@xn--ls8h.example", "a character that domains may not have"},
	{"ana@℀é.example", "xn--"},
	{"ana@é_x.example", "a character that domains may not have"},
	{"ana@xn--a.example", "a character that domains may not have"},
	{"ana@xn--.example", "hyphen"},
	{"ana@xn--example-.example", "hyphen"},
	{"ana@ｘｎ--a.example", "a character that domains may not"},
	{"ana@éb--c.example", "two hyphens"},
	{"ana@-é.example", "hyphen"},
	{"ana@\u0301a.example", "accent"},
	{"ana@שa.example", "from the left"},
	{"ana@é", "no dot"},
	{"ana@é..example", "a dot stands where none may behind"},
	{"ana@é.example.", "a dot stands where none may behind"},
	{"ana@é.１２３", "ends in a number"},
	{"ana@" A60 "é.example", "63 bytes in its ASCII form"},
};

static const struct {
	const char *domain, *meant; /* NULL: none */
} typos[] = {
	{"gmial.com", "gmail.com"},
	{"gmail.con", "gmail.com"},
	{"gmial.con", "gmail.com"},
	{"gmail.com.br", "gmail.com"},
	{"gmail.co", "gmail.com"},
	{"hotmial.com", "hotmail.com"},
	{"hotmal.com.br", "hotmail.com.br"},
	{"hotmail.combr", "hotmail.com.br"},
	{"yaho.com", "yahoo.com"},
	{"yahooo.com.br", "yahoo.com.br"},
	{"yaho.es", "yahoo.es"},
	{"outlok.com", "outlook.com"},
	{"icoud.com", "icloud.com"},
	{"acme.con", "acme.com"},
	{"acme.example.cmo", "acme.example.com"},
	{"uol.con.br", "uol.com.br"},
	{"gmail.com", NULL},
	{"ymail.com", NULL},
	{"mail.com", NULL},
	{"email.com", NULL},
	{"gail.com", NULL},
	{"hotmail.com", NULL},
	{"hotmail.com.br", NULL},
	{"yahoo.com.br", NULL},
	{"yaho.example", NULL},
	{"gmial.es", NULL}, /* it gives no mailboxes there */
	{"mail.gmial.com", NULL},
	{"acme.co", NULL},
	{"acme.cm", NULL},
	{"con", NULL},
	{".con", NULL},
	{"xcon", NULL},
	{"yaho", NULL},
	{"yaho.", NULL},
	{"yaho.m", NULL},
};

static void
test_good(void)
{
	struct email_reading reading;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		emailread(good[i].text, strlen(good[i].text), &reading);
		if (!ok(reading.fault == NULL, "\"%s\" is a mailbox",
			    good[i].text))
			printf("# %s\n", reading.fault);
		ok_bytes(reading.canonical, strlen(reading.canonical),
			good[i].canonical, strlen(good[i].canonical),
			"its one form, %zu", i);
		emailread(good[i].canonical, strlen(good[i].canonical),
			&reading);
		ok(strcmp(reading.canonical, good[i].canonical) == 0,
			"which is its own");
	}
}

static void
test_bad(void)
{
	struct email_reading reading;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		emailread(bad[i].text, strlen(bad[i].text), &reading);
		if (!ok(reading.fault != NULL &&
				    strstr(reading.fault, bad[i].reason),
			    "\"%zu\" is none: %s", i, bad[i].reason))
			printf("# %s: %s\n", bad[i].text,
				reading.fault ? reading.fault : "taken");
		ok(reading.canonical[0] == '\0' && reading.meant[0] == '\0',
			"and has no form");
	}
}

static void
test_kept(void)
{
	static const char text[] = " \tAna@B\u00FCcher.example\u00A0 ";
	static const char nul[] = "a\0b@example.com";
	struct email_reading reading;

	emailread(text, strlen(text), &reading);
	ok_bytes(reading.text, reading.len, "Ana@B\u00FCcher.example", 19,
		"what was written is kept without the blanks round it");
	emailread(" \u00A0\n", 4, &reading);
	ok(reading.len == 0, "blanks are nothing");
	emailread(nul, sizeof(nul) - 1, &reading);
	ok(reading.fault != NULL, "a NUL byte is in no mailbox");
	emailread("ana@bo\0.example", 15, &reading);
	ok(reading.fault != NULL, "nor in a domain");
	emailread("ana@b\xC3\xB6\0.example", 16, &reading);
	ok(reading.fault != NULL, "nor in one beyond ASCII");
	ok(email_fault("ana@b\u00FCcher.example",
		   strlen("ana@b\u00FCcher.example")) == NULL,
		"the form alone lets letters beyond ASCII through");
}

static void
test_typos(void)
{
	char meant[EMAIL_DOMAIN_MOST + 1], again[EMAIL_DOMAIN_MOST + 1];
	struct email_reading reading;

	for (size_t i = 0; i < sizeof(typos) / sizeof(*typos); i++) {
		bool is_typo =
			emailtypo_find(typos[i].domain, meant, sizeof(meant));

		if (typos[i].meant == NULL) {
			ok(!is_typo, "%s is no typo", typos[i].domain);
			continue;
		}
		ok(is_typo && strcmp(meant, typos[i].meant) == 0, "%s means %s",
			typos[i].domain, typos[i].meant);
		ok(!emailtypo_find(meant, again, sizeof(again)),
			"and that is none");
	}
	emailread("Ana@GMIAL.com", 13, &reading);
	ok(strcmp(reading.meant, "gmail.com") == 0, "in any case");
	ok(!emailtypo_find("gmial.com", meant, 9), "no room is no suggestion");
	ok(emailtypo_find("gmial.com", meant, 10), "and with room it is");
}

/* Folding makes U+023A longer; then it is left as it is. */
static void
test_folding(void)
{
	static const char grown[] = "\u023A\u023A\u023A\u023A@" DOMAIN_237
				    "example"; /* 253 bytes */
	struct email_reading reading;

	emailread(grown, strlen(grown), &reading);
	ok(reading.fault == NULL && strlen(grown) == 253, "253 bytes are fine");
	ok_bytes(reading.canonical, strlen(reading.canonical), grown,
		strlen(grown), "and stay 253");
	emailread("\u023A@example.com", strlen("\u023A@example.com"), &reading);
	ok(strcmp(reading.canonical, "\u2C65@example.com") == 0,
		"where there is room, it is folded");
}

static void
test_room(void)
{
	char out[20];

	ok(idn_to_ascii("b\u00FCcher", 7, out, 14) == NULL &&
			strcmp(out, "xn--bcher-kva") == 0,
		"just enough room");
	ok(idn_to_ascii("b\u00FCcher", 7, out, 13) != NULL && *out == '\0',
		"one byte too few");
	ok(idn_fold("JOS\u00C9", 5, out, 6) == 0 &&
			strcmp(out, "jos\u00E9") == 0,
		"folded into just enough room");
	ok(idn_fold("JOS\u00C9", 5, out, 5) != 0, "and into one byte too few");
}

int
main(void)
{
	test_good();
	test_bad();
	test_kept();
	test_typos();
	test_folding();
	test_room();
	return tap_end();
}
