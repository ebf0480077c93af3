/*
 * reason: why something was not done, in words for people.
 */
#ifndef HIKKOSHI_REASON_H
#define HIKKOSHI_REASON_H

#include "buf.h"

/* Put the words in place of what the buf holds, with a NUL behind its bytes.
 * Where memory runs out it holds the empty string, or is itself empty.  errno
 * stays as it was. */
void reason_set(struct buf *words, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
