/*
 * prune: leave out directories in which nothing is (--prune).
 *
 * A directory waits until something that is no directory turns up below it:
 * the memory of the depth.
 */
#ifndef HIKKOSHI_PRUNE_H
#define HIKKOSHI_PRUNE_H

#include "hold.h"

struct prune {
	struct stage stage;
	struct hold waiting;   /* directories, each in the one before */
};

/* which: the FACTS_ that later stages ask for. */
void prune_init(struct prune *p, unsigned which, struct stage *next);

void prune_free(struct prune *p);

#endif
