/* SPDX-License-Identifier: MIT */
/* What is counted, what is paced, and what a hold keeps back. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "quota.h"
#include "tap.h"
#include "xalloc.h"

static char directory[] = "/tmp/csr-test-quota-XXXXXX";
static struct fault why;

static const struct quota_limits fast = {.rate = {.per_second = 1000},
	.burst = 1000,
	.per_day = 100};

static const char *
path_of(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static void
begin_anew(void)
{
	unlink(path_of("whatsapp_usage.json"));
}

static struct quota *
open_quota(const struct quota_limits *limits)
{
	struct quota *quota = quota_open(directory, limits, &why);

	if (quota == NULL)
		printf("# %s\n", why.text);
	return quota;
}

/* What another program sees on the disk. */
static struct quota_usage
look(void)
{
	struct quota *quota = open_quota(NULL);
	struct quota_usage usage = {.count = -1};

	if (quota != NULL && quota_read(quota, &usage, &why) != 0)
		usage.count = -1;
	quota_close(quota, &why);
	return usage;
}

static int
ask_times(struct quota *quota, int times, bool is_again)
{
	int granted = 0;
	int64_t until_ms;

	for (; times > 0; times--)
		if ((is_again ? quota_ask_again : quota_ask)(quota, &until_ms,
			    &why) == QUOTA_GRANTED)
			granted++;
	return granted;
}

static void
test_count(void)
{
	struct quota *quota = open_quota(&fast);
	int64_t until_ms = 0;

	ok(ask_times(quota, 7, false) == 7, "seven are granted");
	ok(look().count >= 7, "and on the disk before they are");
	ok(ask_times(quota, 20, true) == 20, "twenty are tried again");
	quota_give_back(quota, 2);
	quota_give_back(quota, 1000);
	ok(quota_close(quota, &why) == 0 && look().count == 0,
		"no more is given back than was given");

	quota = open_quota(&fast);
	ok(ask_times(quota, 7, false) == 7 && ask_times(quota, 33, true) == 33,
		"other tries in between");
	ok(quota_close(quota, &why) == 0 && look().count == 7,
		"take nothing of the day");

	quota = open_quota(&fast);
	ok(ask_times(quota, 200, false) == 93, "the day has 100");
	ok(quota_ask(quota, &until_ms, &why) == QUOTA_SPENT &&
			until_ms == look().resets_ms,
		"then it is spent until midnight");
	ok(ask_times(quota, 5, true) == 5, "but for other tries");
	quota_give_back(quota, 3);
	ok(ask_times(quota, 10, false) == 3, "three places are free again");
	ok(quota_close(quota, &why) == 0 && look().count == 100,
		"which is 100 at the end");
}

/* One that is given back and one tried again take their turns, too. */
static void
test_pace(void)
{
	static const struct quota_limits slow = {.rate = {.per_second = 1},
		.burst = 3,
		.per_day = 100};
	struct quota *quota = open_quota(&slow);
	int64_t until_ms = 0;

	ok(ask_times(quota, 5, false) == 3, "three at once");
	quota_give_back(quota, 3);
	ok(quota_ask(quota, &until_ms, &why) == QUOTA_WAIT &&
			until_ms > clock_now_ms(),
		"what is given back waits for a turn");
	ok(quota_ask_again(quota, &until_ms, &why) == QUOTA_WAIT,
		"and so does another try");
	usleep(1100 * 1000);
	ok(ask_times(quota, 1, true) == 1, "which comes in a second");
	ok(quota_close(quota, &why) == 0 && look().count == 0,
		"none of these counts");
}

static struct quota_hold
make_hold(int64_t in_ms, const char *reason)
{
	struct quota_hold hold = {.status = EX_TEMPFAIL,
		.at_ms = clock_now_ms(),
		.by = "test"};

	hold.until_ms = in_ms != 0 ? clock_now_ms() + in_ms : 0;
	snprintf(hold.reason, sizeof(hold.reason), "%s", reason);
	return hold;
}

static int
set(struct quota *quota, int64_t in_ms, const char *reason)
{
	struct quota_hold hold = make_hold(in_ms, reason);

	return quota_set_hold(quota, &hold, &why);
}

static void
test_hold_over_lease(void)
{
	struct quota *quota = open_quota(&fast), *other = open_quota(&fast);
	struct quota_hold hold, was;
	int64_t until_ms = 1;

	ok(ask_times(quota, 1, false) == 1, "ten are leased, one is given out");
	ok(set(other, 0, "mend it") == 0, "another program sets a hold");
	ok(quota_ask(quota, &until_ms, &why) == QUOTA_HELD && until_ms == 0,
		"then no lease is given out");
	ok(quota_ask_again(quota, &until_ms, &why) == QUOTA_HELD,
		"nor another try");
	ok(quota_hold(quota, &hold, &why) == 0 && hold.is_set &&
			strcmp(hold.reason, "mend it") == 0 &&
			strcmp(hold.by, "test") == 0 &&
			hold.status == EX_TEMPFAIL && hold.code == 0,
		"the hold is as it was set");
	hold.code++;
	ok(quota_resume(other, &hold, &was, &why) == 0 &&
			strcmp(was.reason, "mend it") == 0 &&
			look().hold.is_set,
		"who wants another taken away takes none");
	hold.code--;
	ok(quota_resume(other, &hold, &was, &why) == 0 && was.is_set &&
			strcmp(was.reason, "mend it") == 0,
		"it is taken away");
	ok(quota_resume(other, NULL, &was, &why) == 0 && !was.is_set,
		"which cannot be done twice");
	ok(ask_times(quota, 9, false) == 9, "the lease is good again");
	ok(set(other, 60 * 1000, "slow down") == 0, "a hold for a minute");
	ok(quota_ask(quota, &until_ms, &why) == QUOTA_HELD &&
			until_ms > clock_now_ms(),
		"says its end");
	ok(quota_resume(quota, NULL, &was, &why) == 0 &&
			ask_times(other, 1, false) == 1,
		"whoever takes it away");
	quota_close(quota, &why);
	quota_close(other, &why);
	ok(look().count == 11, "what was leased is given back");
}

static bool
stands(const char *reason)
{
	struct quota_usage usage = look();

	return usage.hold.is_set && strcmp(usage.hold.reason, reason) == 0;
}

static void
test_which_hold_stays(void)
{
	struct quota *quota = open_quota(&fast);
	struct quota_hold hold = make_hold(60 * 1000, "first"), was;

	ok(set(quota, -1, "past") == 0 && !look().hold.is_set,
		"a hold that is over is none");
	quota_set_hold(quota, &hold, &why);
	ok(set(quota, 30 * 1000, "shorter") == 0 && stands("first"),
		"a shorter one does not replace it");
	snprintf(hold.reason, sizeof(hold.reason), "same end");
	ok(quota_set_hold(quota, &hold, &why) == 0 && stands("first"),
		"nor one with the same end");
	ok(set(quota, 90 * 1000, "longer") == 0 && stands("longer"),
		"a longer one does");
	ok(set(quota, 0, "for ever") == 0 && stands("for ever"),
		"one without end does");
	ok(set(quota, 0, "again") == 0 && set(quota, 90 * 1000, "n") == 0 &&
			stands("for ever"),
		"and stays");
	quota_resume(quota, NULL, &was, &why);
	ok(set(quota, 500, "short") == 0 && stands("short"), "a short one");
	for (int looks = 0; look().hold.is_set && looks < 1000; looks++)
		usleep(10 * 1000);
	ok(!look().hold.is_set && ask_times(quota, 1, false) == 1,
		"ends by itself");
	quota_close(quota, &why);
}

/* Whatever its texts are, a hold is written so that it can be read. */
static void
test_texts(void)
{
	struct quota *quota = open_quota(&fast);
	struct quota_hold hold = make_hold(0, ""), was;

	memset(hold.reason, '\xC3', sizeof(hold.reason) - 1);
	memset(hold.hint, '\x01', sizeof(hold.hint) - 1);
	hold.at_ms = 0;
	hold.by[0] = '\0';
	hold.code = -1;
	ok(quota_set_hold(quota, &hold, &why) == 0, "a hold with odd texts");
	hold = look().hold;
	ok(hold.is_set && strlen(hold.reason) == 198 && hold.code == -1 &&
			llabs(hold.at_ms - clock_now_ms()) < 10000,
		"is read, and cut between two characters");
	quota_resume(quota, NULL, &was, &why);
	quota_close(quota, &why);
}

/* To look at a directory that is not there makes nothing. */
static void
test_look(void)
{
	struct quota *quota;
	struct quota_usage usage;
	struct stat status;

	quota = quota_open(path_of("none"), NULL, &why);
	ok(quota != NULL && quota_read(quota, &usage, &why) == 0 &&
			usage.count == 0 && !usage.hold.is_set,
		"nothing was sent where nothing is");
	quota_close(quota, &why);
	ok(stat(path_of("none"), &status) != 0 && errno == ENOENT,
		"and nothing is made there");
}

/* So cheap that it can be asked for every message. */
static void
test_cost(void)
{
	enum { TIMES = 20000 };
	struct quota *quota = open_quota(&fast);
	struct quota_hold hold;
	clock_t start = clock(); /* of this process: others do not count */
	double took_us;
	int bad = 0;

	for (int count = 0; count < TIMES; count++)
		bad += quota_hold(quota, &hold, &why) != 0;
	took_us = (double)(clock() - start) * 1000000 / CLOCKS_PER_SEC / TIMES;
	printf("# %.2f us each\n", took_us);
	ok(bad == 0 && took_us < 50, "to ask for a hold takes no 50 us");
	quota_close(quota, &why);
}

static void
clean_up(void)
{
	begin_anew();
	unlink(path_of("whatsapp_usage.lock"));
	rmdir(directory);
}

int
main(void)
{
	setenv("TZ", "UTC0", 1);
	if (mkdtemp(directory) == NULL) {
		printf("Bail out! no directory in /tmp\n");
		return 1;
	}
	test_count();
	begin_anew();
	test_pace();
	begin_anew();
	test_hold_over_lease();
	begin_anew();
	test_which_hold_stays();
	test_texts();
	test_look();
	test_cost();
	clean_up();
	return tap_end();
}
