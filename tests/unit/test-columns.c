/* SPDX-License-Identifier: MIT */
/* Which columns of a list become which members. */
#include <stdint.h>
#include <stdlib.h>
#include <sysexits.h>

#include "buf.h"
#include "columns.h"
#include "tap.h"
#include "xalloc.h"

enum { NAMES_MAX = 12, MAPPINGS_MAX = 4 };

/*
 * Names of columns with | between them; FIELD=COLUMN likewise.  members: as
 * they are called then, "+name" for one that is made; a list that is refused
 * has none, and `says` is in the fault, else in the description or a note.
 */
static const struct {
	const char *names, *mappings, *members, *says;
} cases[] = {
	{"name|phone", "", "name|phone", NULL},
	{"Nome|Celular|Cidade", "", "name|phone|Cidade",
		"phone is \"Celular\", name is \"Nome\""},
	{" Nome \t|\xC2\xA0"
	 "Fone\xC2\xA0|\xEF\xBB\xBF"
	 "Cidade",
		"", "name|phone|Cidade", "phone is \"Fone\", name is \"Nome\""},
	/* The higher rank is taken, the other keeps its name. */
	{"Contact phone|Phone", "", "Contact phone|phone", NULL},
	{"Telefone|WhatsApp", "", "Telefone|phone", "phone is \"WhatsApp\""},
	{"phone|WhatsApp", "", "phone|WhatsApp", NULL},
	{"Telefone|Número", "", "phone|Número", NULL},
	{"Rua|Número", "", "Rua|Número",
		"no column is taken for the phone; if it is \"Número\""},
	{"Loja|Número", "", "Loja|phone", NULL},
	{"Celular|WhatsApp da empresa", "", "phone|WhatsApp da empresa", NULL},
	{"Razão Social|Nome Fantasia", "", "Razão Social|company",
		"company is \"Nome Fantasia\""},
	{"Razão Social", "", "company", NULL},
	{"Cliente|Nome", "", "Cliente|name", NULL},
	{"Celular|Telefone fixo", "", "phone|Telefone fixo", NULL},
	/* Two of one rank. */
	{"Telefone|Celular", "", NULL,
		"\"Telefone\" and \"Celular\" could each be the phone; say"
		" which: --map phone=Telefone or --map phone=Celular"},
	{"Tel|Cel|Fone|Mobile", "", NULL, "\"Fone\" and others could each"},
	{"E-mail|email address", "", NULL, "--map email='email address'"},
	{"WhatsApp|Zap", "", NULL, "could each be the phone"},
	{"Patient name|Contact name", "", NULL, "could each be the name"},
	{"Phone|x|Phone", "", NULL,
		"two columns are called \"Phone\", and either could be the"
		" phone; rename one in the list"},
	{"phone|phone", "", NULL, "two columns are called \"phone\""},
	/* The operator's word settles it. */
	{"Telefone|Celular", "phone=Celular", "Telefone|phone", NULL},
	{"Telefone|Celular", "outro=Telefone", "outro|phone", NULL},
	{"Nome|Fantasia", "name=Fantasia", "Nome|name", "name is \"Fantasia\""},
	{"phone|Celular", "velho=phone|phone=Celular", "velho|phone", NULL},
	{"a|b", "a=b|b=a", "b|a", NULL},
	{"phone|Celular", "phone=Celular", NULL,
		"two columns would be called \"phone\""},
	{"a|b", "x=a|x=b", NULL, "two columns would be called \"x\""},
	{"a|b", "x=a|y=a", NULL, "\"a\" is mapped"},
	{"a|b", "x=c", NULL, "no column \"c\"; there are \"a\", \"b\""},
	{"a|b|a", "x=a", NULL, "two columns are called \"a\", so --map cannot"},
	/* First and last name. */
	{"First name|Last name", "", "first_name|last_name|+name",
		"name is \"First name\" and \"Last name\""},
	{"Nome|Sobrenome", "", "first_name|last_name|+name",
		"name is \"Nome\" and \"Sobrenome\""},
	{"name|Sobrenome", "", "name|last_name", NULL},
	{"Nome completo|Sobrenome", "", "name|last_name", NULL},
	{"first_name|Mobile", "", "first_name|phone|+name", NULL},
	{"Apellido|Mobile", "", "last_name|phone", NULL},
	{"First name|Last name|Full name", "", "first_name|last_name|name",
		NULL},
	{"First name|Last name|Apelido", "name=Apelido",
		"first_name|last_name|name", NULL},
	{"Surname|Last name|Name", "", "Surname|Last name|name", NULL},
	{"First name|Surname|Last name", "", NULL, "the last_name"},
	/* What is not taken is shown when there is nothing better. */
	{"Nome|Telefone do síndico", "", "name|Telefone do síndico",
		"no column is taken for the phone; if it is \"Telefone do"
		" síndico\", say so: --map phone='Telefone do síndico'"},
	{"Nome|WhatsApp opt-in", "", "name|consent", NULL},
	{"phone|Contato", "", "phone|Contato",
		"no column is taken for the name; if it is \"Contato\""},
	/* Names that cannot stay. */
	{"a||a|csr|a_2", "", "a|column_2|a_|csr_|a_2",
		"\"csr_\" is what column 4, \"csr\", is called"},
	{"Cel|x_|x|x", "", "phone|x_|x|x_4", NULL},
	{"", "", "column_1", NULL},
	{"a\xFF", "", NULL, "column 1 is not UTF-8"},
};

static size_t
split(char *text, struct column_text *names)
{
	size_t count = 0;

	for (char *at = text; at != NULL; count++) {
		char *end = strchr(at, '|');

		names[count] = (struct column_text){at,
			end != NULL ? (size_t)(end - at) : strlen(at)};
		at = end != NULL ? end + 1 : NULL;
	}
	return count;
}

static size_t
split_mappings(char *text, struct column_mapping *mappings)
{
	size_t count = 0;

	for (char *at = strtok(text, "|"); at != NULL; at = strtok(NULL, "|")) {
		char *equals = strchr(at, '=');

		*equals = '\0';
		mappings[count++] = (struct column_mapping){at, equals + 1};
	}
	return count;
}

/* The members, and what is said of them. */
static void
show(const struct columns *columns, struct buf *members, struct buf *says)
{
	for (size_t i = 0; i < columns->count; i++)
		buf_add_format(members, "%s%s", i > 0 ? "|" : "",
			columns->list[i].member);
	if (columns->makes_name)
		buf_add_text(members, "|+name");
	columns_describe(columns, says);
	for (size_t i = 0; i < columns->note_count; i++)
		buf_add_format(says, "\n%s", columns->notes[i]);
}

static void
test_case(size_t index)
{
	struct column_text names[NAMES_MAX];
	struct column_mapping mappings[MAPPINGS_MAX];
	char *text = xstrdup(cases[index].names);
	char *map = xstrdup(cases[index].mappings);
	size_t count = split(text, names);
	size_t mapping_count = split_mappings(map, mappings);
	struct fault why = {0};
	struct columns columns;
	struct buf members, says;
	int result;

	buf_init(&members, SIZE_MAX);
	buf_init(&says, SIZE_MAX);
	result = columns_read(&columns, names, count, mappings, mapping_count,
		"list.csv", &why);
	if (result == 0)
		show(&columns, &members, &says);
	else
		buf_add_text(&says, why.text);
	columns_release(&columns);
	if (cases[index].members == NULL)
		ok(result == -1 && why.status == EX_DATAERR &&
				strncmp(why.text, "list.csv: ", 10) == 0,
			"case %zu is refused", index + 1);
	else
		ok_bytes(members.data != NULL ? members.data : "", members.len,
			cases[index].members, strlen(cases[index].members),
			"case %zu", index + 1);
	if (cases[index].says != NULL &&
		!ok(strstr(buf_string(&says), cases[index].says) != NULL,
			"case %zu is told", index + 1))
		tap_show("said", says.data, says.len);
	buf_release(&members);
	buf_release(&says);
	free(text);
	free(map);
}

static void
test_name(void)
{
	static const struct {
		struct column_text cells[2];
		size_t count;
		const char *want;
	} rows[] = {
		{{{" Ana ", 5}, {"Souza\n", 6}}, 2, "Ana Souza"},
		{{{"Ana", 3}, {" ", 1}}, 2, "Ana"},
		{{{"", 0}, {"Souza", 5}}, 2, "Souza"},
		{{{"", 0}, {"", 0}}, 2, ""},
		{{{"Ana", 3}, {"", 0}}, 1, "Ana"},
		{{{"Ana Souza", 9}, {"SOUZA", 5}}, 2, "Ana Souza"},
		{{{"Souza", 5}, {"Souza", 5}}, 2, "Souza Souza"},
		{{{"", 0}, {"", 0}}, 0, ""},
	};
	static const struct column_text names[] = {{"First name", 10},
		{"Last name", 9}};
	struct columns columns;
	struct fault why;
	struct buf got;

	buf_init(&got, SIZE_MAX);
	ok(columns_read(&columns, names, 2, NULL, 0, "x", &why) == 0,
		"first and last name");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_clear(&got);
		buf_add_text(&got, "x");
		columns_add_name(&columns, rows[i].cells, rows[i].count, &got);
		ok_bytes(got.data + 1, got.len - 1, rows[i].want,
			strlen(rows[i].want), "the name of row %zu", i + 1);
	}
	buf_release(&got);
	columns_release(&columns);
}

static void
test_many(void)
{
	struct column_text *names = xcalloc(COLUMNS_MAX + 1, sizeof(*names));
	struct columns columns;
	struct fault why = {0};

	for (size_t i = 0; i <= COLUMNS_MAX; i++)
		names[i] = (struct column_text){"Notes", 5};
	ok(columns_read(&columns, names, COLUMNS_MAX, NULL, 0, "x", &why) == 0,
		"ten thousand columns of one name");
	columns_release(&columns);
	ok(columns_read(&columns, names, COLUMNS_MAX + 1, NULL, 0, "x", &why) ==
				-1 &&
			why.status == EX_DATAERR,
		"one more is too many");
	columns_release(&columns);
	free(names);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		test_case(i);
	test_name();
	test_many();
	return tap_end();
}
