/*
 * choose: which names are wanted (-P, -I).
 */
#ifndef HIKKOSHI_CHOOSE_H
#define HIKKOSHI_CHOOSE_H

#include "globs.h"

#include <stdbool.h>
#include <stddef.h>

struct choose {
	struct globs keep;   /* what is no directory matches one, if any are */
	struct globs drop;   /* nothing matches one */
	bool dirs_only;
};

/* Is an entry of that name wanted? */
bool choose_keeps(const struct choose *c, const char *name, size_t len,
    bool is_dir);

#endif
