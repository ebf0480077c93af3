/*
 * literal: sed 's/unless defined %/if !%/g' in the C locale, byte for byte, as
 * a stream: --literal.
 */
#ifndef HIKKOSHI_LITERAL_H
#define HIKKOSHI_LITERAL_H

#include "out.h"

#include <stddef.h>
#include <stdint.h>

#define LITERAL_OLD "unless defined %"
#define LITERAL_NEW "if !%"

/* The first place in the n bytes at p, at or behind `from`; n: none. */
size_t literal_next(const char *p, size_t n, size_t from);

/*
 * Copy fd to out up to its end with every place rewritten, whatever the size;
 * *count grows by the number of places.  What is known is flushed before more
 * input is waited for.  0, or -1 with errno where reading failed, after all
 * that was read.  A failure of the output ends the copy with 0: out->err tells.
 */
int literal_copy(int fd, struct out *out, uint64_t *count);

#endif
