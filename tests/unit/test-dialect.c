/* SPDX-License-Identifier: MIT */

/* What dialect finds in lists as people have them. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cellkind.h"
#include "dialect.h"
#include "tap.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static bool
is_name(const char *text, size_t len)
{
	static const char *const known[] = {"nome", "name", "phone", "telefone",
		"celular", "e-mail", "email", "empresa", "valor"};

	for (size_t i = 0; i < COUNT(known); i++)
		if (len == strlen(known[i]) &&
			strncasecmp(text, known[i], len) == 0)
			return true;
	return false;
}

/*
 * found: delimiter (t for a tab), quote (d or s), H for a first row that names
 * the columns or D for data, the number of columns, then "?" and the rival,
 * "h" when the header is not certain, "+" and the lines to skip.
 */
static const struct {
	const char *name, *text, *found;
} cases[] = {
	{"nothing", "", ",dH0"},
	{"empty lines", "\n\r\n\r\n", ",dH0"},
	{"commas", "name,phone\nAna,+5511900000001\n", ",dH2"},
	{"semicolons", "Nome;Telefone\nAna;11 90000-0001\n", ";dH2"},
	{"tabs", "Nome\tTelefone\nAna\t11 90000-0001\n", "tdH2"},
	{"pipes", "Nome|Telefone\nAna|11 90000-0001\n", "|dH2"},
	{"CRLF", "Nome;Telefone\r\nAna;11 90000-0001\r\n", ";dH2"},
	{"CR", "Nome;Telefone\rAna;11 90000-0001\rZ;11 90000-0002\r", ";dH2"},
	{"blank lines first", "\n\nNome;Telefone\nAna;11 90000-0001\n", ";dH2"},
	{"a blank row first", ";;\nNome;Telefone;x\nAna;11 90000-0001;\n",
		";dH3"},

	/* Text full of the other delimiters. */
	{"decimal commas",
		"Cliente;Saldo\nAna;1,50\nBruno;2,75\nCarla;1.000,00\n",
		";dH2"},
	{"decimal commas, no header", "Ana;1,50\nBruno;2,75\n", ";dD2h"},
	{"decimal commas, phones, no header",
		"Ana;1,50;+5511900000001\nBruno;2,75;+5511900000002\n", ";dD3"},
	{"addresses in a tab file",
		"Nome\tEndereço\tCelular\n"
		"Ana\tRua A, 10, Centro\t+5511900000001\n"
		"Bruno\tRua B, 20, Centro\t+5511900000002\n",
		"tdH3"},
	{"addresses in a tab file, no header",
		"Ana\tRua A,10,Centro\t+5511900000001\n"
		"Bruno\tRua B,20,Centro\t+5511900000002\n",
		"tdD3"},
	{"addresses in a semicolon file",
		"Ana;Rua A, 10, Centro;x\nBruno;Rua B, 20, Centro;y\n",
		";dH3h"},
	{"pipes within a cell",
		"name,tags,phone\nAna,x|y,+5511900000001\n"
		"Bia,z|w,+5511900000002\n",
		",dH3"},
	{"pipes within a cell, no header",
		"Ana,x|y,+5511900000001\nBia,z|w,+5511900000002\n", ",dD3"},
	{"quoted cells with newlines and other delimiters",
		"\"Nome\",\"Nota\",\"Celular\"\n"
		"\"Ana\",\"a;b;c\nd;e;f\ng;h;i\",\"+5511900000001\"\n"
		"\"Bia\",\"a;b;c\nd;e;f\ng;h;i\",\"+5511900000002\"\n",
		",dH3"},
	{"doubled quotes with delimiters",
		"Nome;Nota\n\"A \"\"B;C;D\"\"\";x\n\"\"\"E;F;G\"\"\";y\n",
		";dH2"},
	{"a few rows that are too long",
		"Nome;Telefone\nA;1;2\nB;2\nC;3\nD;4\nE;5\nF;6\nG;7\nH;8\nI;9\n"
		"J;10\nK;11\n",
		";dH2"},
	{"rows that are short", "a;b;c;d\n1;2;3\n1;2;3\n1;2;3\n1;2;3\n",
		";dH3"},
	{"a title above the names",
		"Clientes de novembro\nNome;Telefone\nAna;+5511900000001\n"
		"Bia;+5511900000002\nCida;+5511900000003\n",
		";dH2t1"},
	{"a title of two lines, and an empty one",
		"Clientes;;\nde novembro;;\n\nNome;Telefone;x\nAna;1;2\n",
		";dD3t3"},
	{"names in the first row, and below",
		"Nome;x;y\nName;Telefone;z\nAna;1;2\n", ";dH3"},
	{"a stray quote", "Nome;Telefone\nAna;5\" tela\nBia;+5511900000001\n",
		";dH2"},
	{"a quote never closed",
		"Nome;Telefone\nBia;+5511900000001\nAna;\"x\nC;1\nD;2\n",
		";dH2"},

	/* Two as good. */
	{"commas or semicolons", "a,b;c\nd,e;f\n", ";dH2?,h"},
	{"commas or semicolons, one row", "a,b;c\n", ";dH2?,h"},
	{"names settle it", "x;phone,y\na;b,c\n", ";dH2?,h"},
	{"names settle it, commas", "x;y,phone\na;b,c\n", ",dH2"},
	{"phones settle it", "a;b,c\nd;e,+5511900000001\n", ",dH2"},
	{"tabs win", "a,b\tc\nd,e\tf\n", "tdH2h"},

	/* One column, one row. */
	{"one column", "phone\n+5511900000001\n+5511900000002\n", ",dH1"},
	{"one column, no header", "+5511900000001\n+5511900000002\n", ",dD1"},
	{"one column of names with commas",
		"Nome\nSouza, Ana\nLima, Bia\nReis, Caio\n", ";dH1"},
	{"one column, commas in some rows",
		"empresa\nACME, Inc\nBar\nFoo\nX, Y, Z\n", ";dH1"},
	{"one row of names", "Nome;Telefone", ";dH2"},
	{"one row of data", "Ana;+5511900000001", ";dD2"},
	{"one row of words", "Ana;Berlin\n", ";dH2h"},
	{"one phone number", "+5511900000001", ",dD1"},
	{"one address", "ana@example.com\n", ",dD1"},

	/* Names or data. */
	{"unknown names above numbers", "codigo,contato\n1,2\n3,4\n", ",dH2"},
	{"unknown names above words", "a,b\nx,y\n", ",dH2h"},
	{"an empty name", "a,,c\n1,2,3\n", ",dH3"},
	{"an empty cell above words", "a,,c\nx,y,z\n", ",dD3h"},
	{"an empty cell above a phone number",
		"Ana,,ACME\nBia,+5511900000001,ACME\n", ",dD3h"},
	{"a number among unknown names", "a,2026\n1,2\n", ",dD2h"},
	{"a number among known names", "name,2026\nAna,2\n", ",dH2"},
	{"a name and a phone number", "name,+5511900000001\nAna,x\n", ",dD2"},
	{"an address in the first row", "Ana,ana@example.com\nBia,x\n", ",dD2"},
	{"a name with an @", "nome,e-mail (a@b)\nBia,bia@example.com\n",
		",dH2"},
	{"a date in the first row", "Ana,24/11/2026\nBia,25/11/2026\n",
		",dD2h"},

	/* sep= */
	{"sep=;", "sep=;\nNome;Valor\nA;1,5\n", ";dH2+1"},
	{"SEP=, and CRLF", "SEP=,\r\nNome,Valor\r\nA,1;5\r\n", ",dH2+1"},
	{"sep= a tab", "sep=\t\nNome\tValor\nA\t1,5\n", "tdH2+1"},
	{"sep= another", "sep=^\nNome^Valor\nA^1,5\n", "^dH2+1"},
	{"sep= in quotes", "\"sep=;\"\nNome;Valor\nA;1,5\n", ";dH2+1"},
	{"sep= alone", "sep=;", ";dH0+1"},
	{"sep= of none", "sep=\nname,phone\nA,1\n", ",dH2t1"},
	{"a name that begins like it", "sep=;x,b\n1,2\n3,4\n", ",dH2"},

	/* Quotes. */
	{"single quotes",
		"'Nome';'Nota'\n'Ana';'d''água; e\nmais'\n'Bia';'x'\n", ";sH2"},
	{"single quotes, CRLF", "'Nome','Celular'\r\n'A','1'\r\n", ",sH2"},
	{"apostrophes of a spreadsheet",
		"Nome,Celular\nAna,'+5511900000001\nBia,'+5511900000002\n",
		",dH2"},
	{"apostrophes in names", "Nome,Celular\n'tHooft,1\nO'Brien,2\n",
		",dH2"},
	{"one nickname", "Nome,Celular\n'Zé',1\nAna,2\nBia,3\n", ",dH2"},
	{"both", "'Nome',\"Celular\"\n'A',\"1\"\n", ",dH2"},
};

static void
show(const struct dialect *dialect, char *out, size_t size)
{
	char extra[40] = "";

	if (dialect->rival != 0)
		sprintf(extra + strlen(extra), "?%c", dialect->rival);
	if (!dialect->is_header_certain)
		strcat(extra, "h");
	if (dialect->skip > 0)
		sprintf(extra + strlen(extra), "+%zu", dialect->skip);
	if (dialect->titles > 0)
		sprintf(extra + strlen(extra), "t%zu", dialect->titles);
	snprintf(out, size, "%c%c%c%zu%s",
		dialect->delimiter == '\t' ? 't' : dialect->delimiter,
		dialect->quote == '"'    ? 'd'
		: dialect->quote == '\'' ? 's'
					 : 'n',
		dialect->has_header ? 'H' : 'D', dialect->columns, extra);
}

static void
test_cases(void)
{
	static const struct dialect_told nothing;
	char got[60];

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dialect dialect = {0};

		dialect_find(&dialect, &nothing, is_name, cases[i].text,
			strlen(cases[i].text), true);
		show(&dialect, got, sizeof(got));
		ok(strcmp(got, cases[i].found) == 0, "%s: %s", cases[i].name,
			cases[i].found);
		if (strcmp(got, cases[i].found) != 0)
			printf("# got %s\n", got);
	}
}

/* Wherever the sample is cut off, what is found stays. */
static void
test_cut(void)
{
	static const struct dialect_told nothing;
	static const char row[] = "\"Ana, B.\";\"Rua A, 10\n2nd; floor\";1,50;"
				  "+5511900000001\n";
	static const char head[] = "Nome;Endereço;Valor;Celular\n";
	char text[sizeof(head) + 8 * sizeof(row)], got[60];
	size_t wrong = 0;

	strcpy(text, head);
	for (int i = 0; i < 8; i++)
		strcat(text, row);
	for (size_t len = strlen(head) + strlen(row); len <= strlen(text);
		len++) {
		struct dialect dialect = {0};

		dialect_find(&dialect, &nothing, is_name, text, len, false);
		show(&dialect, got, sizeof(got));
		wrong += strcmp(got, ";dH4") != 0;
	}
	ok(wrong == 0, "a sample cut off anywhere");
	for (size_t len = 8; len < strlen(head); len++) {
		struct dialect dialect = {0};

		dialect_find(&dialect, &nothing, is_name, text, len, false);
		wrong += dialect.delimiter != ';' || !dialect.has_header;
	}
	ok(wrong == 0, "a sample that ends in the first row");
}

static void
test_told(void)
{
	static const char text[] = "title;x\nNome;a,b\nAna;c,d\n";
	struct dialect_told told = {.delimiter = true,
		.quote = true,
		.header = true,
		.skip = true};
	struct dialect dialect = {.delimiter = ',',
		.quote = 0,
		.has_header = false,
		.skip = 1};
	char got[60];

	dialect_find(&dialect, &told, is_name, text, strlen(text), true);
	show(&dialect, got, sizeof(got));
	ok(strcmp(got, ",nD2+1") == 0, "what is told stays: %s", got);
	told = (struct dialect_told){.skip = true};
	dialect = (struct dialect){.skip = 1};
	dialect_find(&dialect, &told, NULL, text, strlen(text), true);
	show(&dialect, got, sizeof(got));
	ok(strcmp(got, ";dH2?,h+1") == 0, "lines to skip: %s", got);
	told = (struct dialect_told){.skip = true};
	dialect = (struct dialect){.skip = 0};
	dialect_find(&dialect, &told, is_name, "sep=;\nname;x\n", 13, true);
	ok(dialect.skip == 0 && dialect.delimiter == ';',
		"sep= when no line is to be skipped");
	told = (struct dialect_told){.delimiter = true};
	dialect = (struct dialect){.delimiter = '"'};
	dialect_find(&dialect, &told, is_name, "name\"x\nAna\"y\n", 13, true);
	ok(dialect.quote == 0 && dialect.columns == 2, "a quote parts cells");
	told = (struct dialect_told){.skip = true};
	dialect = (struct dialect){.skip = 99};
	dialect_find(&dialect, &told, is_name, text, strlen(text), true);
	ok(dialect.columns == 0 && dialect.skip == 99, "all lines skipped");
}

static void
test_text(void)
{
	static const struct dialect_told nothing,
		all = {true, true, true, true};
	struct dialect dialect = {.delimiter = ';',
		.quote = '"',
		.rival = ',',
		.columns = 2};
	struct buf out;

	buf_init(&out, SIZE_MAX);
	dialect_describe(&dialect, &out);
	ok(strcmp(buf_string(&out),
		   "separated by semicolons, no row names the columns") == 0,
		"%s", buf_string(&out));
	buf_clear(&out);
	dialect_doubt(&dialect, &nothing, &out);
	ok(strstr(buf_string(&out), "semicolons or commas") != NULL &&
			strstr(buf_string(&out), "--delimiter") != NULL &&
			strstr(buf_string(&out), "--header") != NULL,
		"%s", buf_string(&out));
	buf_clear(&out);
	dialect_doubt(&dialect, &all, &out);
	ok(out.len == 0, "nothing doubtful in what was told");
	dialect = (struct dialect){.delimiter = ',',
		.quote = '\'',
		.has_header = true,
		.is_header_certain = true,
		.columns = 1};
	dialect_describe(&dialect, &out);
	ok(strcmp(buf_string(&out), "one column, quoted with single quotes,"
				    " the first row names the columns") == 0,
		"%s", buf_string(&out));
	buf_clear(&out);
	dialect_doubt(&dialect, &nothing, &out);
	ok(out.len == 0, "nothing doubtful");
	buf_release(&out);
}

static void
test_characters(void)
{
	ok(dialect_character(";") == ';' && dialect_character("tab") == '\t' &&
			dialect_character("\\t") == '\t' &&
			dialect_character("none") == 0 &&
			dialect_character("single") == '\'' &&
			dialect_character("\"") == '"' &&
			dialect_character("^") == '^',
		"characters");
	ok(dialect_character("") == -1 && dialect_character("a") == -1 &&
			dialect_character("0") == -1 &&
			dialect_character(";;") == -1 &&
			dialect_character("\n") == -1 &&
			dialect_character("\xE9") == -1,
		"what is none");
}

static void
test_kinds(void)
{
	static const struct {
		const char *text;
		enum cell_kind kind;
	} kinds[] = {{"", CELL_EMPTY}, {" \t", CELL_EMPTY}, {"Ana", CELL_WORD},
		{"Telefone 1", CELL_WORD}, {"12", CELL_NUMBER},
		{"-1.5", CELL_NUMBER}, {"R$ 1.234,50", CELL_NUMBER},
		{"1.234.567", CELL_NUMBER}, {"5.51199E+12", CELL_NUMBER},
		{"5511900000001.0", CELL_NUMBER}, {"7 %", CELL_NUMBER},
		{"2026-11-24", CELL_DATE}, {"24/11/26", CELL_DATE},
		{"24.11.2026 10:30", CELL_DATE}, {"10:30:00", CELL_DATE},
		{"+55 11 90000-0001", CELL_PHONE},
		{"(11) 90000-0001", CELL_PHONE}, {"5511900000001", CELL_PHONE},
		{"'+5511900000001", CELL_PHONE}, {"202.555.0101", CELL_PHONE},
		{"555-0101", CELL_PHONE}, {"00 1 202 555 0101", CELL_PHONE},
		{"12345678901234567890", CELL_NUMBER},
		{"ana@example.com", CELL_EMAIL},
		{" ana@example.com ", CELL_EMAIL}, {"@ana", CELL_WORD},
		{"a@b", CELL_WORD}, {"a b@c.d", CELL_WORD},
		{"E-mail", CELL_WORD}, {"E", CELL_WORD}, {".", CELL_WORD},
		{"-", CELL_WORD}, {"+", CELL_WORD}};

	for (size_t i = 0; i < COUNT(kinds); i++)
		ok(cell_kind(kinds[i].text, strlen(kinds[i].text)) ==
				kinds[i].kind,
			"kind of \"%s\"", kinds[i].text);
}

int
main(void)
{
	test_cases();
	test_cut();
	test_told();
	test_text();
	test_characters();
	test_kinds();
	return tap_end();
}
