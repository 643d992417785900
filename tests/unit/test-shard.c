/* SPDX-License-Identifier: MIT */
/* shard: a row is in one part, and a person's rows are all in the same. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "shard.h"
#include "tap.h"

/* The part, of so many, in which the row is; 0 when not in exactly one. */
static unsigned long
part_of(const struct shard_row *row, unsigned long count)
{
	unsigned long part = 0, parts = 0;

	for (unsigned long number = 1; number <= count; number++) {
		struct shard shard = {0};
		struct fault why;
		char text[64];

		snprintf(text, sizeof(text), "%lu/%lu", number, count);
		if (shard_parse(&shard, text, &why) == 0 &&
			shard_has(&shard, row)) {
			part = number;
			parts++;
		}
		shard_release(&shard);
	}
	return parts == 1 ? part : 0;
}

static unsigned long
part_of_phone(const char *phone)
{
	return part_of(&(struct shard_row){.phone = phone,
			       .phone_len = strlen(phone),
			       .email = "x",
			       .email_len = 1},
		97);
}

static void
test_forms(void)
{
	static const char *const forms[][8] = {
		{"+5511990000123", "+551190000123", "5511990000123",
			"(11) 99000-0123", "0 11 9 9000 0123",
			"00 55 11 99000.0123", " 990000123 "},
		{"+12025550123", "(202) 555-0123", "1-202-555-0123",
			"202.555.0123 ext. 45", "+1 202 555 0123 x4",
			"2025550123#9", "tel: 202 555 0123"},
		{"+5215555550123", "+525555550123", "55 5555 0123"},
		{"+5491155550123", "011 15 5555-0123", "+541155550123"},
		{"+3545550123", "5550123", "555 0123"},
		{"+12025550123",
			"\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x92"
			"\xEF\xBC\x95\xEF\xBC\x95\xEF\xBC\x95"
			"\xEF\xBC\x90\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93",
			"\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA5\xD9\xA5\xD9\xA5"
			"\xD9\xA0\xD9\xA1\xD9\xA2\xD9\xA3"},
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		unsigned long part = part_of_phone(forms[i][0]);

		ok(part > 0, "%s is in one part", forms[i][0]);
		for (size_t k = 1; k < 8 && forms[i][k] != NULL; k++)
			ok(part_of_phone(forms[i][k]) == part,
				"%s is where %s is", forms[i][k], forms[i][0]);
	}
	ok(part_of_phone("BR.1A2B3C4D5E6F") != part_of_phone("BR.1A2B3C4D5E6G"),
		"a user id counts as a whole");
}

static void
test_others(void)
{
	struct shard_row row = {.phone = "n/a",
		.phone_len = 3,
		.email = " Ana@Example.com",
		.email_len = 16,
		.row = "a",
		.row_len = 1};
	unsigned long part = part_of(&row, 1009);

	row.phone_len = 0;
	row.email = "ana@example.com";
	row.email_len = 15;
	row.row = "b";
	ok(part > 0 && part_of(&row, 1009) == part,
		"without a phone the e-mail address decides, in lower case");
	row.email_len = 0;
	part = part_of(&row, 1009);
	row.row = "a";
	ok(part > 0 && part_of(&row, 1009) != part,
		"without either, the row does");
	row = (struct shard_row){0};
	ok(part_of(&row, 7) > 0, "a row of nothing is in one part, too");
}

/* Each number in one part, and the parts of about the same size. */
static void
test_spread(void)
{
	struct shard shards[5] = {0};
	unsigned long counts[5] = {0}, twice = 0;
	struct fault why;
	char text[32];

	for (int i = 0; i < 5; i++) {
		snprintf(text, sizeof(text), "%d/5", i + 1);
		shard_parse(&shards[i], text, &why);
	}
	for (int number = 0; number < 100000; number++) {
		int parts = 0;

		snprintf(text, sizeof(text), "+1202%07d", number);
		for (int i = 0; i < 5; i++) {
			bool is_here = shard_has(&shards[i],
				&(struct shard_row){.phone = text,
					.phone_len = 12});

			counts[i] += is_here;
			parts += is_here;
		}
		twice += parts != 1;
	}
	ok(twice == 0, "each of 100000 numbers is in one of 5 parts");
	for (int i = 0; i < 5; i++) {
		ok(counts[i] > 19000 && counts[i] < 21000,
			"part %d has %lu of them", i + 1, counts[i]);
		shard_release(&shards[i]);
	}
}

static void
test_parse(void)
{
	static const char *const bad[] = {"", "1", "/", "0/1", "2/1", "1/0",
		"-1/2", "1/2x", " 1/2", "1/ 2", "1.5/2", "1/+2",
		"99999999999999999999/99999999999999999999", "1/100001"};
	struct shard shard = {0};
	struct fault why;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ok(shard_parse(&shard, bad[i], &why) == -1 &&
				why.status == EX_USAGE,
			"\"%s\" is refused", bad[i]);
		shard_release(&shard);
	}
	ok(shard_parse(&shard, "1/1", &why) == 0 &&
			shard_has(&shard, &(struct shard_row){0}),
		"everything is in the only part");
	shard_release(&shard);
}

int
main(void)
{
	test_parse();
	test_forms();
	test_others();
	test_spread();
	return tap_end();
}
