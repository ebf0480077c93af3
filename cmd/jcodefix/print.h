/*
 * print: what people read of sites: names, lines, diffs, messages.
 */
#ifndef HIKKOSHI_PRINT_H
#define HIKKOSHI_PRINT_H

#include "buf.h"
#include "out.h"
#include "site.h"

#include <stdbool.h>

/* Each returns 0, or -1 with errno: no memory, or the output failed. */

/* The name of a file: a line, escaped, for people; or as it is and with NUL behind
 * it, for other programs. */
int print_name(struct out *o, const char *path, bool null);

/* FILE:LINE: RULE: what, for each site. */
int print_sites(struct out *o, const char *path, const struct buf *text,
    const struct sites *sites);

/* A unified diff; raw: byte for byte, for patch(1). */
int print_diff(struct out *o, const char *path, const struct buf *text,
    const struct edit *edits, size_t count, bool raw);

/* A message for each site that is left. */
int print_left(const char *path, const struct buf *text,
    const struct sites *sites);

#endif
