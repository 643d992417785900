/* SPDX-License-Identifier: MIT */
/* damage: what spreadsheets did to a cell. */
#include "damage.h"
#include "tap.h"

static const struct {
	const char *text;
	enum damage want;
} cases[] = {
	{"", DAMAGE_NONE},
	{"5", DAMAGE_NONE},
	{"+5511900000001", DAMAGE_NONE},
	{"5511900000000", DAMAGE_NONE},
	{"+1 (202) 555-0100", DAMAGE_NONE},
	{"202.555.0100", DAMAGE_NONE},
	{"5.51199E+12", DAMAGE_SCIENTIFIC},
	{"5,51199E+12", DAMAGE_SCIENTIFIC},
	{"5.51199e+12", DAMAGE_SCIENTIFIC},
	{"5E+12", DAMAGE_SCIENTIFIC},
	{"+5.5E+9", DAMAGE_SCIENTIFIC},
	{"-5.5E+012", DAMAGE_SCIENTIFIC},
	{" 5.51199E+12 ", DAMAGE_SCIENTIFIC},
	{"5.51199E12", DAMAGE_NONE},
	{"5.51199E-12", DAMAGE_NONE},
	{"5.51199E+", DAMAGE_NONE},
	{"5.51199E+1234", DAMAGE_NONE},
	{"E+12", DAMAGE_NONE},
	{"5..5E+12", DAMAGE_NONE},
	{"5.E+12", DAMAGE_NONE},
	{"Room 5E+12", DAMAGE_NONE},
	{"5511987654321.0", DAMAGE_DECIMAL_TAIL},
	{"5511987654321.00", DAMAGE_DECIMAL_TAIL},
	{"5511987654321,0", DAMAGE_DECIMAL_TAIL},
	{"5511987654321.0 ", DAMAGE_DECIMAL_TAIL},
	{"+5511987654321.0", DAMAGE_DECIMAL_TAIL},
	{"1234567.0", DAMAGE_DECIMAL_TAIL},
	{"123456.0", DAMAGE_NONE},
	{"5511987654321.5", DAMAGE_NONE},
	{"5511987654321.05", DAMAGE_NONE},
	{"5511987654321.000", DAMAGE_NONE},
	{"12.50", DAMAGE_NONE},
	{"10.00", DAMAGE_NONE},
	{"'+5511987654321", DAMAGE_APOSTROPHE},
	{"'5511987654321", DAMAGE_APOSTROPHE},
	{" '=1+1", DAMAGE_APOSTROPHE},
	{"'@x", DAMAGE_APOSTROPHE},
	{"'-1", DAMAGE_APOSTROPHE},
	{"'", DAMAGE_NONE},
	{"'s Hertogenbosch", DAMAGE_NONE},
	{"''5", DAMAGE_NONE},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t len = strlen(cases[i].text);

		ok(damage_find(cases[i].text, len) == cases[i].want &&
				(len == 0 || damage_look(cases[i].text, len) ==
						     cases[i].want),
			"\"%s\"", cases[i].text);
	}
	return tap_end();
}
