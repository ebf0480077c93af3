/*
 * stats: how many entries were shown, of which kind (--stats).
 */
#ifndef HIKKOSHI_STATS_H
#define HIKKOSHI_STATS_H

#include "entry.h"
#include "names.h"
#include "out.h"

/* Roots do not count. */
struct stats {
	struct stage stage;
	struct names *names;
	uintmax_t dirs, files, links, others;
	uintmax_t unreadable;   /* names, as names_readable has it */
};

void stats_init(struct stats *s, struct names *names, struct stage *next);

/* An empty line, and one that tells.  As out_put. */
int stats_print(const struct stats *s, struct out *out);

#endif
