/*
 * long: the columns of -l: mode, owner, group, size, time.
 *
 * As ls -l has them, but that the time is always YYYY-MM-DD HH:MM, in the
 * zone of TZ, so that a listing does not change as it grows old.
 */
#ifndef HIKKOSHI_LONG_H
#define HIKKOSHI_LONG_H

#include "buf.h"
#include "facts.h"

/* Remembers the names of users and groups, which may come from afar. */
struct long_names {
	struct long_name *v;
	size_t n, cap;
};

/* The columns' usual width. */
enum { LONG_WIDTH = 10 + 1 + 8 + 1 + 8 + 1 + 11 + 1 + 16 + 1 };

enum long_kind { LONG_USER, LONG_GROUP };

/* The name of that number, or the number itself where it has none; NULL with
 * errno where that cannot be found out. */
const char *long_name(struct long_names *names, enum long_kind kind,
    unsigned long id);

/* Append the columns of an entry and a space; where nothing is known of it,
 * they are question marks.  0, or -1 with errno: no memory, or the owner's name
 * cannot be found out. */
int long_put(struct long_names *names, struct buf *out, struct entry *e);

void long_free(struct long_names *names);

#endif
