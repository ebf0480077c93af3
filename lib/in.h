/*
 * in: reading from descriptors, into memory that the caller owns.
 */
#ifndef HIKKOSHI_IN_H
#define HIKKOSHI_IN_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Open an operand for reading; "-" is standard input, descriptor 0.
 * The descriptor, or -1 with errno. */
int in_open(const char *operand);

/* Close what in_open gave; descriptor 0 stays open, for in_drain. */
void in_close(int fd);

/* Does the operand name standard input, "-" or by its path? */
bool in_is_stdin(const char *operand);

/* How messages name an operand. */
const char *in_name(const char *operand);

/*
 * Read once: as many bytes as there are, up to cap; a signal or a descriptor
 * that somebody made non-blocking does not show.  The number of bytes, 0 at
 * the end, -1 with errno.
 */
ssize_t in_fill(int fd, void *mem, size_t cap);

/* Append all that fd still gives: 0, or -1 with errno and what came before. */
int in_all(int fd, struct buf *b);

/* Read a pipe or socket to its end and forget the bytes, so that its writer
 * never sees it broken.  Does nothing for any other kind. */
void in_drain(int fd);

#endif
