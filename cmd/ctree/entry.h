/*
 * entry: what flows through ctree.
 *
 * A source (walker.c, list.c) gives entries, a directory before what is in
 * it; stages may hold some back (prune.c, tree.c, limit.c); the last stage is a
 * renderer (lines.c, json.c).  Each hands on to the next by a struct stage, so
 * that none knows its neighbours.
 */
#ifndef HIKKOSHI_ENTRY_H
#define HIKKOSHI_ENTRY_H

#include "walk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct facts;

/* Strings are good until the call that was given the entry returns. */
struct entry {
	const char *name;      /* to be shown, not yet escaped */
	size_t len;
	const char *bytes;     /* as the system or the list has it: other than
	                        * name only where --from decoded it */
	size_t nbytes;
	enum walk_type type;   /* WALK_UNKNOWN: a list does not tell */
	bool followed;         /* type is that of what a link leads to */
	bool unreached;        /* a link of which that cannot be told */
	bool last;             /* of its directory; known to a walk and a tree */
	size_t depth;          /* 0: the root, which begins a new tree */
	uint64_t total;        /* bytes on disk of it and all below: tree.c */
	bool unweighed;        /* its own bytes could not be found out */
	struct facts *facts;   /* what can be asked about it: facts.h */
};

enum { STAGE_GO = 0, STAGE_SKIP = 1, STAGE_FAILED = -1 };

/*
 * entry returns STAGE_SKIP where nothing below that entry is wanted (a source
 * that cannot skip may give it all the same), STAGE_FAILED with errno where
 * nothing at all is.  The others return STAGE_GO or STAGE_FAILED.
 */
struct stage {
	int (*entry)(struct stage *, struct entry *);
	/* The directory given last with that depth could not be read: errno. */
	int (*trouble)(struct stage *, size_t depth, int err);
	/* So many entries of that depth are left out here. */
	int (*more)(struct stage *, size_t depth, uintmax_t count);
	/* After all trees. */
	int (*end)(struct stage *);
	struct stage *next;    /* NULL for a renderer */
};

/* What a stage does that has nothing to add. */
int stage_pass_trouble(struct stage *, size_t depth, int err);
int stage_pass_more(struct stage *, size_t depth, uintmax_t count);
int stage_pass_end(struct stage *);

#endif
