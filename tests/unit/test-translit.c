/* SPDX-License-Identifier: MIT */
/* Names in plain letters, and the names templates have for columns. */
#include <stdint.h>
#include <stdio.h>

#include "buf.h"
#include "tap.h"
#include "translit.h"
#include "utf8.h"

static const struct {
	const char *name, *plain, *alias, *old;
} cases[] = {
	{"Razão Social", "Razao Social", "razao_social", "raz_o_social"},
	/* The same with combining marks. */
	{"Raza\xCC\x83o Social", "Razao Social", "razao_social",
		"raza_o_social"},
	{"Teléfono", "Telefono", "telefono", "tel_fono"},
	{"Número (DDD)", "Numero (DDD)", "numero_ddd", "n_mero_ddd"},
	{"E-mail", "E-mail", "e_mail", "e_mail"},
	{"e__mail_", "e__mail_", "e_mail", "e_mail"},
	{"  Name  ", "  Name  ", "name", "name"},
	{"Nome\xC2\xA0"
	 "Completo",
		"Nome Completo", "nome_completo", "nome_completo"},
	{"\xEF\xBB\xBFNome", "Nome", "nome", "nome"},
	{"2ª via", "2a via", "col_2a_via", "col_2_via"},
	{"1", "1", "col_1", "col_1"},
	{"_1", "_1", "col_1", "col_1"},
	{"Straße", "Strasse", "strasse", "stra_e"},
	{"ÆØÅ œuvre", "AEOA oeuvre", "aeoa_oeuvre", "uvre"},
	{"Łódź Ğİı", "Lodz GIi", "lodz_gii", "d"},
	{"Þórr ðJ", "Thorr dJ", "thorr_dj", "rr_j"},
	{"名前", "名前", "unnamed_column", "unnamed_column"},
	{"Имя a", "Имя a", "a", "a"},
	{"", "", "unnamed_column", "unnamed_column"},
	{"---", "---", "unnamed_column", "unnamed_column"},
	{"a×b÷c", "a×b÷c", "a_b_c", "a_b_c"},
	{"x\xC3", "x\xC3", "x", "x"},
	{"\xFFy", "\xFFy", "y", "y"},
};

static void
expect(void (*add)(struct buf *, const char *, size_t), const char *name,
	const char *want, const char *what, size_t number)
{
	struct buf got;

	buf_init(&got, SIZE_MAX);
	add(&got, name, strlen(name));
	ok_bytes(got.data != NULL ? got.data : "", got.len, want, strlen(want),
		"%s of name %zu", what, number);
	buf_release(&got);
}

/* Every letter of the blocks becomes ASCII, but for those two. */
static void
test_all(void)
{
	size_t others = 0;
	struct buf got;
	char text[4];

	buf_init(&got, SIZE_MAX);
	for (uint32_t code = 0xC0; code < 0x180; code++) {
		buf_clear(&got);
		translit_add(&got, text, utf8_encode(text, code));
		others += (unsigned char)got.data[0] >= 0x80;
	}
	ok(others == 2, "all letters but the signs × and ÷ are plain");
	buf_release(&got);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		expect(translit_add, cases[i].name, cases[i].plain, "letters",
			i + 1);
		expect(translit_add_alias, cases[i].name, cases[i].alias,
			"alias", i + 1);
		expect(translit_add_old_alias, cases[i].name, cases[i].old,
			"old alias", i + 1);
	}
	test_all();
	return tap_end();
}
