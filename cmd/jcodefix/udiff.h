/*
 * udiff: a unified diff (POSIX.1-2008 XCU diff, -u) of a text and its edits.
 *
 * Nothing is compared: the edits are known.  None of them adds or removes a
 * newline, so line n of the old text becomes line n of the new.  Only a last
 * line without a newline may come to be, or lose all and be no more.
 *
 * The bytes are those of `diff -u` as long as each edit changes its line, and
 * no changed line is the same as another near it: diff may pair those.
 */
#ifndef HIKKOSHI_UDIFF_H
#define HIKKOSHI_UDIFF_H

#include "buf.h"
#include "edit.h"
#include "out.h"

#include <stddef.h>

/* How to show a line: append the n bytes, without their newline, to out as
 * they shall be printed.  0, or -1 with errno. */
typedef int udiff_show(void *ctx, struct buf *out, const char *line, size_t n);

/*
 * Print the n bytes at text against themselves with `count` edits, three lines
 * of context around each change, changes whose contexts touch in one hunk;
 * nothing where there are no edits.  label is printed behind "--- " and
 * "+++ " as it stands, so it must be fit to be shown.  Lines go through show,
 * or as they are where it is NULL; a last line without a newline has the usual
 * mark below it.  What is printed without a show is food for patch(1).  No
 * memory but a line's is taken, and none without a show.  0, or -1 with errno,
 * of memory or of the output.
 */
int udiff_print(struct out *o, const char *label, const char *text, size_t n,
    const struct edit *edits, size_t count, udiff_show *show, void *ctx);

#endif
