/*
 * lines: an entry a line, as `|--name` or with box characters (-b), with the
 * columns of --du and -l before it.
 */
#ifndef HIKKOSHI_LINES_H
#define HIKKOSHI_LINES_H

#include "buf.h"
#include "color.h"
#include "entry.h"
#include "long.h"
#include "names.h"
#include "out.h"

struct lines_options {
	bool box, raw, no_root, long_listing, du;
	const struct colors *colors;   /* NULL: none */
	struct names *names;           /* for what links hold */
};

struct lines {
	struct stage stage;
	struct lines_options o;
	struct out *out;
	bool elaborate;       /* a line is more than bars and a name */
	struct buf bars;      /* what stands before the entries of a depth */
	struct buf ends;      /* of box lines: a size_t for each depth from 1,
	                       * how much of bars its entry adds to */
	struct buf scratch, decoded;
	struct long_names owners;
	int width;            /* of the column of --du */
};

void lines_init(struct lines *l, const struct lines_options *o,
    struct out *out);

void lines_free(struct lines *l);

#endif
