/*
 * template: what --format=FMT says.
 */
#ifndef ADDRGRAB_TEMPLATE_H
#define ADDRGRAB_TEMPLATE_H

#include "hit.h"

#include <stdbool.h>

/* Is fmt well-formed, and does it ask only for what is known: a name and a
 * field of a header?  False, after a message. */
bool template_check(const char *fmt, bool names, bool fields);

/* Does fmt ask for %c? */
bool template_wants(const char *fmt, char c);

/* Does fmt bring its own end of record, \n or \0? */
bool template_ends(const char *fmt);

/* Append fmt, filled in, to out.  0, or -1 with errno ENOMEM. */
int template_put(struct buf *out, const char *fmt, const struct hit *h);

#endif
