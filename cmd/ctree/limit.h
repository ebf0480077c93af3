/*
 * limit: how much of a tree is shown: the depth (-L), directories only (-d), so
 * many entries a directory (--max).
 */
#ifndef HIKKOSHI_LIMIT_H
#define HIKKOSHI_LIMIT_H

#include "entry.h"

struct limit {
	struct stage stage;
	size_t depth;         /* the deepest shown; SIZE_MAX: all */
	bool dirs_only;
	uintmax_t max;        /* entries a directory; 0: all */
	size_t skip;          /* what is deeper than this is left out */
	uintmax_t *counts;    /* of entries so far, by depth */
	size_t cap, deepest;
};

void limit_init(struct limit *l, size_t depth, bool dirs_only, uintmax_t max,
    struct stage *next);

/* Is an entry of that kind and depth shown at all? */
bool limit_shows(const struct limit *l, const struct entry *e);

void limit_free(struct limit *l);

#endif
