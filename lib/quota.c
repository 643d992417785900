/* SPDX-License-Identifier: MIT */
#include "quota.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "clock.h"
#include "usage.h"
#include "xalloc.h"

enum {
	/*
	 * A grant for each message means a write to the disk for each; above
	 * 100 a second the messages of 10 ms are granted together.
	 */
	LEASES_PER_SECOND = 100,
};

/*
 * Granted by the file and not yet given out: turns in the pace, and places
 * among the messages of the day.  A new message takes one of each.
 */
struct hand {
	int64_t turns, places;
};

struct quota {
	struct quota_limits limits;
	struct usage_file *file;
	int64_t own_next_us; /* what this run's own pace allows */
	struct hand hand;
	char day[CLOCK_DATE_SIZE]; /* that the places are of */
	int64_t given;             /* places of that day, to this run */
};

/* What a message needs: its turn, and, the first time, a place in the day. */
enum need { NEED_TURN, NEED_BOTH };

static int64_t
interval_us(const struct quota *quota)
{
	return (int64_t)(1e6 / quota->limits.rate.per_second + 0.5);
}

static int64_t
lease_size(const struct quota *quota)
{
	double size = quota->limits.rate.per_second / LEASES_PER_SECOND;

	return size > 1 ? (int64_t)size : 1;
}

/*
 * Another run may go at another pace.  It makes this one wait for its
 * messages, but no longer than this one's own pace asks.  Whether that changed
 * anything.
 */
static bool
follow_pace(struct quota *quota, struct usage *usage, int64_t now_us)
{
	int64_t most = quota->limits.burst + lease_size(quota);
	int64_t last_us = now_us + most * interval_us(quota);

	/* A clock that is set back must not make this run wait either. */
	if (quota->own_next_us > last_us)
		quota->own_next_us = last_us;
	if (usage->next_us <= last_us)
		return false;
	usage->next_us = last_us;
	return true;
}

static int64_t
left_of_day(const struct quota *quota, const struct usage *usage)
{
	int64_t left = quota->limits.per_day - usage->count;

	return left > 0 ? left : 0;
}

/* Take turns out of usage, if their time has come. */
static bool
take_turns(struct quota *quota, struct usage *usage, int64_t turns,
	int64_t now_us, int64_t *until_ms)
{
	int64_t interval = interval_us(quota);
	int64_t tolerance = (quota->limits.burst - 1) * interval;
	int64_t allowed_us = usage->next_us - tolerance;

	if (allowed_us < quota->own_next_us)
		allowed_us = quota->own_next_us;
	if (now_us < allowed_us) {
		*until_ms = (allowed_us + 999) / 1000;
		return false;
	}
	if (usage->next_us < now_us)
		usage->next_us = now_us;
	usage->next_us += turns * interval;
	usage->at_us = now_us;
	quota->own_next_us = usage->next_us - tolerance;
	return true;
}

/* Take out of usage what is not in the hand: turns, and places for them. */
static enum quota_answer
take(struct quota *quota, struct usage *usage, enum need need,
	struct hand *hand, int64_t now_us, int64_t *until_ms)
{
	int64_t places = hand->places + left_of_day(quota, usage);
	int64_t turns = lease_size(quota);

	if (need == NEED_BOTH && places == 0) {
		*until_ms = clock_end_of_date(usage->date);
		return QUOTA_SPENT;
	}
	if (need == NEED_BOTH && turns > places)
		turns = places;
	if (hand->turns == 0) {
		if (!take_turns(quota, usage, turns, now_us, until_ms))
			return QUOTA_WAIT;
		hand->turns = turns;
	}
	if (places > hand->turns)
		places = hand->turns;
	if (need == NEED_BOTH && places > hand->places) {
		usage->count += places - hand->places;
		hand->places = places;
	}
	return QUOTA_GRANTED;
}

/* A place is good for the day on which it was counted, and no longer. */
static void
begin_day(struct quota *quota, const char *day)
{
	memcpy(quota->day, day, sizeof(quota->day));
	quota->hand.places = quota->given = 0;
}

/* With the lock held. */
static enum quota_answer
ask_file(struct quota *quota, enum need need, int64_t *until_ms,
	struct fault *why)
{
	const struct rate own = quota->limits.rate;
	int64_t now_ms = clock_now_ms();
	enum quota_answer answer;
	struct usage usage;
	struct hand hand;
	bool is_changed;

	if (usage_read(quota->file, &usage, why) != 0)
		return QUOTA_FAULT;
	is_changed = usage_catch_up(&usage, now_ms);
	if (usage.hold.is_set) {
		*until_ms = usage.hold.until_ms;
		return QUOTA_HELD;
	}
	if (strcmp(usage.date, quota->day) != 0)
		begin_day(quota, usage.date);
	/* Another try goes at the pace at which messages are let through. */
	if (need == NEED_TURN && usage.interval_us > 0)
		quota->limits.rate.per_second = 1e6 / (double)usage.interval_us;
	is_changed |= follow_pace(quota, &usage, now_ms * 1000);
	hand = quota->hand;
	answer = take(quota, &usage, need, &hand, now_ms * 1000, until_ms);
	quota->limits.rate = own;
	if (answer == QUOTA_GRANTED && need == NEED_BOTH)
		usage.interval_us = interval_us(quota);
	is_changed |= answer == QUOTA_GRANTED;
	if (is_changed && usage_write(quota->file, &usage, why) != 0)
		return QUOTA_FAULT;
	quota->hand = hand;
	return answer;
}

static bool
has_in_hand(const struct quota *quota, enum need need)
{
	return quota->hand.turns > 0 &&
	       (need == NEED_TURN || quota->hand.places > 0);
}

/* What is in the hand is not given out either while a hold stands. */
static enum quota_answer
look_for_hold(struct quota *quota, int64_t *until_ms, struct fault *why)
{
	struct quota_hold hold;

	if (quota_hold(quota, &hold, why) != 0)
		return QUOTA_FAULT;
	*until_ms = hold.until_ms;
	return hold.is_set ? QUOTA_HELD : QUOTA_GRANTED;
}

static enum quota_answer
ask(struct quota *quota, enum need need, int64_t *until_ms, struct fault *why)
{
	enum quota_answer answer = look_for_hold(quota, until_ms, why);
	char today[CLOCK_DATE_SIZE];

	if (answer != QUOTA_GRANTED)
		return answer;
	clock_local_date(clock_now_ms(), today);
	if (strcmp(today, quota->day) > 0)
		begin_day(quota, today);
	if (!has_in_hand(quota, need)) {
		if (usage_lock(quota->file, why) != 0)
			return QUOTA_FAULT;
		answer = ask_file(quota, need, until_ms, why);
		usage_unlock(quota->file);
	}
	if (answer != QUOTA_GRANTED)
		return answer;
	quota->hand.turns--;
	if (need == NEED_BOTH) {
		quota->hand.places--;
		quota->given++;
	}
	return QUOTA_GRANTED;
}

enum quota_answer
quota_ask(struct quota *quota, int64_t *until_ms, struct fault *why)
{
	return ask(quota, NEED_BOTH, until_ms, why);
}

enum quota_answer
quota_ask_again(struct quota *quota, int64_t *until_ms, struct fault *why)
{
	return ask(quota, NEED_TURN, until_ms, why);
}

int
quota_hold(struct quota *quota, struct quota_hold *hold, struct fault *why)
{
	struct usage usage;

	if (usage_read(quota->file, &usage, why) != 0)
		return -1;
	*hold = usage.hold;
	hold->is_set = hold_stands(hold, clock_now_ms());
	return 0;
}

/* Put it into usage, unless there is a better one; whether it did. */
static bool
put_hold(struct usage *usage, const struct quota_hold *hold, int64_t now_ms)
{
	struct quota_hold next = *hold;

	next.is_set = true;
	if (next.at_ms <= 0)
		next.at_ms = now_ms;
	usage_catch_up(usage, now_ms);
	if (!hold_stands(&next, now_ms) || !hold_outlasts(&next, &usage->hold))
		return false;
	usage->hold = next;
	return true;
}

int
quota_set_hold(struct quota *quota, const struct quota_hold *hold,
	struct fault *why)
{
	struct usage usage;
	int result;

	assert(hold->status >= EX__BASE && hold->status <= EX__MAX);
	if (usage_lock(quota->file, why) != 0)
		return -1;
	result = usage_read(quota->file, &usage, why);
	if (result == 0 && put_hold(&usage, hold, clock_now_ms()))
		result = usage_write(quota->file, &usage, why);
	usage_unlock(quota->file);
	return result;
}

int
quota_resume(struct quota *quota, const struct quota_hold *only,
	struct quota_hold *was, struct fault *why)
{
	struct usage usage;
	int result;

	if (usage_lock(quota->file, why) != 0)
		return -1;
	result = usage_read(quota->file, &usage, why);
	if (result == 0) {
		usage_catch_up(&usage, clock_now_ms());
		*was = usage.hold;
		usage.hold.is_set = only != NULL && !hold_is(was, only);
	}
	if (result == 0 && was->is_set && !usage.hold.is_set)
		result = usage_write(quota->file, &usage, why);
	usage_unlock(quota->file);
	return result;
}

int
quota_read(struct quota *quota, struct quota_usage *out, struct fault *why)
{
	struct usage usage;

	if (usage_read(quota->file, &usage, why) != 0)
		return -1;
	usage_catch_up(&usage, clock_now_ms());
	*out = (struct quota_usage){.count = usage.count,
		.resets_ms = clock_end_of_date(usage.date),
		.hold = usage.hold};
	memcpy(out->date, usage.date, sizeof(usage.date));
	return 0;
}

struct quota *
quota_open(const char *directory, const struct quota_limits *limits,
	struct fault *why)
{
	struct quota *quota = xcalloc(1, sizeof(*quota));
	struct usage usage;
	int result = -1;

	if (limits != NULL)
		quota->limits = *limits;
	quota->file = usage_open(directory, limits == NULL, why);
	/* Damage is told before anything is read, not in the middle. */
	if (quota->file != NULL && limits == NULL) {
		result = usage_read(quota->file, &usage, why);
	} else if (quota->file != NULL && usage_lock(quota->file, why) == 0) {
		result = usage_read(quota->file, &usage, why);
		usage_unlock(quota->file);
	}
	if (result == 0)
		return quota;
	usage_close(quota->file);
	free(quota);
	return NULL;
}

void
quota_give_back(struct quota *quota, int64_t count)
{
	if (count > quota->given)
		count = quota->given;
	quota->given -= count;
	quota->hand.places += count;
}

/* What was taken on a day that is over has gone with it. */
static int
return_places(struct quota *quota, struct fault *why)
{
	int64_t places = quota->hand.places;
	struct usage usage;
	int result = 0;

	if (usage_lock(quota->file, why) != 0)
		return -1;
	if (usage_read(quota->file, &usage, why) != 0) {
		result = -1;
	} else if (strcmp(usage.date, quota->day) == 0) {
		usage.count -= usage.count < places ? usage.count : places;
		result = usage_write(quota->file, &usage, why);
	}
	usage_unlock(quota->file);
	return result;
}

int
quota_close(struct quota *quota, struct fault *why)
{
	int result = 0;

	if (quota == NULL)
		return 0;
	if (quota->hand.places > 0)
		result = return_places(quota, why);
	usage_close(quota->file);
	free(quota);
	return result;
}
