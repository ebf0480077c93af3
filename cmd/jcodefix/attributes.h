/*
 * attributes: what a file is besides its content, given to another.
 *
 * Owner and group, mode with the set-id bits, and on Linux all extended
 * attributes, of which ACLs and security labels are some.  Not given are the
 * seals of the content that they stand beside (security.ima, security.evm).
 */
#ifndef HIKKOSHI_ATTRIBUTES_H
#define HIKKOSHI_ATTRIBUTES_H

#include "buf.h"

#include <sys/stat.h>

/*
 * Give the file open at `to` what the file open at `from` has, of which st is
 * the fstat(2), and take away what it inherited from its directory.  `to` is
 * one that its owner alone may read (0600) and that has all its content: to
 * write to it, or to chown it, later would take the set-id bits away again.
 *
 * At no moment may anybody do more with `to` than with `from`.  0, or -1 with
 * errno and words that say what could not be given; `to` has a part then.
 */
int attributes_copy(int to, int from, const struct stat *st,
    struct buf *words);

#endif
