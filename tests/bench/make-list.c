/* SPDX-License-Identifier: MIT */
/*
 * make-list: a list of ROWS contacts in CSV, the same at each call.
 *
 *	make-list [ROWS] >list.csv
 *
 * It looks like the lists people have: some 110 bytes a row, quoted cells
 * with commas, doubled quotes and line ends, UTF-8 of one to four bytes a
 * character.  All numbers are of those kept free for fiction.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define LENGTH(list) (sizeof(list) / sizeof(*(list)))
#define PICK(list) ((list)[draw(LENGTH(list))])

static const char *const first_names[] = {"Ana", "Björn", "Chidi", "Dolores",
	"Eilidh", "Fatoumata", "Grzegorz", "Hōkū", "Ingeborg", "João", "Kwame",
	"Ludovica", "Maximiliane", "Nguyễn", "Oluwaseun", "Priya", "Quirino",
	"Rosalind", "Siobhán", "Tendai", "Ulrike", "Věra", "Wanjiru", "Xóchitl",
	"Yusuf", "Zsófia", "Δημήτρης", "Іванна", "ليلى", "美月"};

static const char *const last_names[] = {"Arroyoseco", "Björkdotter",
	"Crickshank", "Desruisseaux", "Echaberría", "Fernsby", "Gintaravičius",
	"Himmelpfort", "Isbrekke", "Jaskółecki", "Kimathoi", "Lachapelière",
	"Montecielo", "Nogueira", "O'Rahallon", "Penhallick", "Quillfeather",
	"Rookwood", "Silverstream", "Tölgyesházi", "Utterthwaite", "Vellaturi",
	"Wensleymoor", "Złotogórski", "Καλοπέτρος", "Соловейчик", "佐々倉"};

static const char *const trades[] = {"Bakery", "Boatyard", "Books", "Café",
	"Clockmakers", "Dental Lab", "Feed, Seed & Garden", "Kitchens, Inc.",
	"Logistics", "Optik", "Orchards", "Print, Paper & Glue", "Seguros",
	"Solar", "Tailors, Ltd.", "Vélos", "製菓"};

static const char *const cities[] = {"Ålesund", "Bath", "Campinas", "Dingle",
	"Évora", "Flagstaff", "Görlitz", "Harrogate", "Ibadan", "Jacmel",
	"Kraków", "León", "Mysuru", "Novi Sad", "Oaxaca", "Portland",
	"Querétaro", "Rosario", "São Luís", "Tampere", "Uppsala", "Valparaíso",
	"Weimar", "York", "Zaandam", "Одеса", "金沢市"};

static const char *const notes[] = {"", "", "", "prefers the morning",
	"ring twice", "pays by the month", "liefern: Mo–Fr", "VIP ⭐",
	"gift wrap 🎁", "wants a receipt, please", "two boxes, one invoice",
	"says \"no hurry\"", "asked for \"the blue one\", not the green",
	"prefiere mensajes por la tarde; nunca llamadas",
	"post the catalogue,\nmail the invoice", "午後に連絡してください",
	"has moved; the new address follows by e-mail next week",
	"second floor, no lift", "customer since 2011", "allergic to nuts"};

static const unsigned areas[] = {202, 206, 212, 213, 303, 305, 312, 404, 415,
	503, 512, 602, 612, 615, 617, 646, 702, 713, 801, 816, 907, 919};

static const char *const phones[] = {"+1 (%u) 555-01%02u", "+1 %u 555 01%02u",
	"+1.%u.555.01%02u", "+1%u55501%02u", "001 %u 555 01%02u"};

/* Marsaglia's xorshift: enough to look irregular. */
static size_t
draw(size_t choices)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)((state >> 11) % choices);
}

static void
put_cell(const char *text, char end)
{
	if (text[strcspn(text, ",\"\n")] == '\0') {
		fputs(text, stdout);
	} else {
		putchar('"');
		for (; *text != '\0'; text++) {
			if (*text == '"')
				putchar('"');
			putchar(*text);
		}
		putchar('"');
	}
	putchar(end);
}

static void
put_row(unsigned long number)
{
	char text[128];

	snprintf(text, sizeof(text), "%s %s", PICK(first_names),
		PICK(last_names));
	put_cell(text, ',');
	snprintf(text, sizeof(text), draw(20) > 0 ? "%s %s" : "\"%s\" %s",
		PICK(last_names), PICK(trades));
	put_cell(text, ',');
	printf(PICK(phones), PICK(areas), (unsigned)draw(100));
	printf(",u%lu@example.com,", number);
	put_cell(PICK(cities), ',');
	put_cell(PICK(notes), '\n');
}

int
main(int argc, char *argv[])
{
	unsigned long rows = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;

	puts("name,company,phone,email,city,notes");
	for (unsigned long number = 1; number <= rows; number++)
		put_row(number);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(EX_IOERR, "standard output");
	return 0;
}
