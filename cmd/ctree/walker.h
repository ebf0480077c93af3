/*
 * walker: the entries of a directory tree (lib/walk), for the stages.
 */
#ifndef HIKKOSHI_WALKER_H
#define HIKKOSHI_WALKER_H

#include "choose.h"
#include "entry.h"
#include "names.h"
#include "out.h"

struct walker_options {
	struct walk_options walk;     /* keep, label and ctx are the walker's */
	const struct choose *choose;
	struct names *names;
	struct out *out;              /* not to lie long in memory */
};

/*
 * Walk the directory `root`, called `name`, and give all to the stage.  The exit
 * status; everything was told on standard error, but for *failed: the stage
 * did, or memory ran out (errno), and no other tree should be begun.
 */
int walker_run(const char *root, const char *name,
    const struct walker_options *o, struct stage *to, bool *failed);

#endif
