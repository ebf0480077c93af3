/*
 * hit: an address that was found, with what is known about it.
 */
#ifndef ADDRGRAB_HIT_H
#define ADDRGRAB_HIT_H

#include "address.h"
#include "buf.h"

#include <stdint.h>

struct hit {
	struct address addr;  /* domain NULL: a match of -e without '@', which
	                       * is all in addr.local */
	const char *file;     /* the input's name, a C string */
	uint64_t line;        /* from 1; 0: not known, since nobody asked */
	const char *field;    /* as the user wrote it, a C string; or NULL */
	const char *name;     /* display name, UTF-8; or NULL */
	size_t name_len;
};

/* Append the whole address.  0, or -1 with errno ENOMEM. */
static inline int
hit_put(struct buf *out, const struct hit *h)
{
	return h->addr.domain ? addr_put(out, &h->addr) :
	    buf_put(out, h->addr.local, h->addr.local_len);
}

#endif
