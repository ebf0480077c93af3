/*
 * globs: patterns that gather, as options give them: what matches one of them
 * matches.  All zeroes: none.
 */
#ifndef HIKKOSHI_GLOBS_H
#define HIKKOSHI_GLOBS_H

#include <stdbool.h>
#include <stddef.h>

struct globs {
	const char **v;     /* the strings stay the caller's */
	size_t count, cap;
};

/* Add a pattern (glob.h).  False after a message: it is not sound, or no memory
 * was left. */
bool globs_add(struct globs *g, const char *pattern);

/* Does one of them stand for the whole name? */
bool globs_match(const struct globs *g, const char *name, size_t n);

void globs_free(struct globs *g);

#endif
