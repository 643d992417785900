/* SPDX-License-Identifier: MIT */
#ifndef HTTPDLINK_H
#define HTTPDLINK_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "deadlines.h"
#include "httpd.h"
#include "ready.h"

/*
 * httpdlink: the connections of httpd, and what happens on each: a request
 * is read, its answer held back as long as it says, and written.
 *
 * Everything here is called from the server's thread.  A connection that has
 * ended stays in memory until httpdlink_bury(), for an event may name it
 * that was waited for before.
 */
struct httpdlink;

/* All connections of one server, and what they share. */
struct httpdlink_group {
	struct httpd_settings settings;
	struct ready *ready; /* the server's */
	struct deadlines deadlines;
	void (*refuse)(void *context, int64_t refuse_ms);
	void *refuse_context;
	bool is_stopping;

	struct httpdlink *first; /* those that are open */
	struct httpdlink *ended;
	struct buf block; /* what came in last */
	struct buf body;  /* of the answer that is being made */
	int64_t date_second;
	char date[HTTPANSWER_DATE_SIZE];
};

void httpdlink_init(struct httpdlink_group *group,
	const struct httpd_settings *settings);
void httpdlink_release(struct httpdlink_group *group);

/* Takes the socket, also when there is no room to watch it. */
void httpdlink_new(struct httpdlink_group *group, int fd);

/* What ready_wait() found about a connection. */
void httpdlink_handle(struct httpdlink *link, unsigned what);

/* A deadline of a connection that was taken. */
void httpdlink_handle_deadline(struct deadline *deadline);

/* End those that wait for a request, and all others after their answer. */
void httpdlink_end_all(struct httpdlink_group *group);

/* The same, and answer at once what is held back. */
void httpdlink_stop(struct httpdlink_group *group);

/* Free what has ended.  False when there was nothing. */
bool httpdlink_bury(struct httpdlink_group *group);

#endif
