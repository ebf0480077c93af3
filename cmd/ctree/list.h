/*
 * list: the entries that a list of paths names, for the stages.
 *
 * A list is sorted in memory, and duplicates merge; with in_order it is taken
 * as it comes, in the memory of one path.  Directories that are only in paths
 * of others are there, too.
 */
#ifndef HIKKOSHI_LIST_H
#define HIKKOSHI_LIST_H

#include "choose.h"
#include "entry.h"
#include "names.h"
#include "out.h"
#include "unquote.h"

struct list_options {
	const char *file;         /* as messages name it */
	int delim;                /* what ends a path, '\n' or NUL */
	enum unquote unquote;
	bool in_order, dirs_first;
	bool with_facts;          /* somebody asks for them */
	bool may_be_empty;
	const char *root;         /* what to call the root; NULL: see man page */
	const struct choose *choose;
	struct names *names;
	struct out *out;          /* flushed before waiting, with in_order */
};

/* Read the list at descriptor fd, and give all to the stage.  As walker_run. */
int list_run(int fd, const struct list_options *o, struct stage *to,
    bool *failed);

#endif
