/*
 * library: the files that Perl source asks for by name.
 *
 * A CGI program runs in its own directory, so that is where `require 'x.pl'` of
 * the program finds x.pl, and that of a library it loads, too.  A name is
 * looked for in the directory of the file that says it and in those above it,
 * up to the root of the walk.
 *
 * Perl loads a library once for each way its name is spelled.  So the spellings
 * of a whole run are gathered first, and what one file may not change, none
 * does.
 */
#ifndef HIKKOSHI_LIBRARY_H
#define HIKKOSHI_LIBRARY_H

#include "buf.h"
#include "tally.h"

#include <stdbool.h>
#include <stddef.h>

struct library {
	const char *path;      /* of the file that asks; "": it is piped */
	size_t root_len;       /* of path: directories above do not count */
	bool changes_inc;      /* it changes @INC: found by a rule */
	int error;             /* of looking for what it asks for, or 0 */
	struct tally found;    /* spellings that lead to a file */
	struct tally blocked;  /* and those that must stay as they are */
	struct buf scratch;
	enum { LIBRARY_GATHERING, LIBRARY_SETTLED } state;
	bool incomplete;       /* not all files could be gathered */
};

/* From here on, the file at `path` asks, found by a walk of its first root_len
 * bytes (those of its directory where there was no walk). */
void library_enter(struct library *l, const char *path, size_t root_len);

/* The file has asked: 0, or -1 with errno where something could not be looked
 * for, which was taken not to be there. */
int library_leave(struct library *l);

/* Is the file of that name there? */
bool library_has(struct library *l, const char *name, size_t n);

/* May this spelling be changed, as far as is known by now?  While they are
 * gathered, where the file is there; then, where that is so for every file that
 * has it, and nothing else speaks against it.  UNKNOWN: no file finds it. */
enum library_answer { LIBRARY_UNKNOWN, LIBRARY_MAY, LIBRARY_MUST_NOT };

enum library_answer library_may_change(struct library *l, const char *name,
    size_t n);

/* Gather: the file that asks has this spelling, and `may` change it, or may
 * not.  0, or -1 with errno ENOMEM. */
int library_note(struct library *l, const char *name, size_t n, bool may);

/* All were gathered; or not, and then no spelling may be changed. */
void library_settle(struct library *l, bool complete);

void library_free(struct library *l);

#endif
