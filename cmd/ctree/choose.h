/*
 * choose: which names are wanted (-P, -I).
 */
#ifndef HIKKOSHI_CHOOSE_H
#define HIKKOSHI_CHOOSE_H

#include <stdbool.h>
#include <stddef.h>

/* Patterns as glob.h has them; NULL: none.  The lists are the caller's. */
struct choose {
	const char *const *keep;   /* what is no directory matches one */
	size_t keeps;
	const char *const *drop;   /* nothing matches one */
	size_t drops;
	bool dirs_only;
};

/* Is an entry of that name wanted? */
bool choose_keeps(const struct choose *c, const char *name, size_t len,
    bool is_dir);

#endif
