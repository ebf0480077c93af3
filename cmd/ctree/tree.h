/*
 * tree: a whole tree held in memory, for what must look ahead: totals (--du),
 * directories that turn out empty (--prune) and the last of a directory
 * (-b), where a source cannot tell in time.
 *
 * What is not going to be shown is counted, not kept.
 */
#ifndef HIKKOSHI_TREE_H
#define HIKKOSHI_TREE_H

#include "hold.h"
#include "inodes.h"
#include "limit.h"

#include <sys/types.h>

struct tree_options {
	const struct limit *limit;   /* what is shown */
	bool du, prune;
	bool one_fs;                 /* other file systems do not count */
	bool each_once;              /* directories, too, by several ways */
	unsigned which;              /* the FACTS_ that later stages ask for */
};

/* Of the entry with the same number in the hold. */
struct tree_node {
	size_t parent, end;  /* those below it are numbers up to end */
	bool full;           /* something other than directories is in it */
	bool last_seen;      /* while looking for last ones, backwards */
};

struct tree {
	struct stage stage;
	struct tree_options o;
	struct hold hold;
	struct tree_node *nodes;
	size_t nodes_cap;
	size_t *path;        /* the number of the entry last kept, by depth */
	size_t path_cap;
	struct inodes seen;
	dev_t dev;           /* the root's */
};

void tree_init(struct tree *t, const struct tree_options *o,
    struct stage *next);

void tree_free(struct tree *t);

#endif
