/*
 * json: all trees as one JSON value (RFC 8259), an array of their roots (-J).
 *
 * The keys are those of tree(1)'s -J as far as it has them.  A name that is not
 * UTF-8, or was decoded, keeps its bytes in `bytes`, as hexadecimal digits.
 */
#ifndef HIKKOSHI_JSON_H
#define HIKKOSHI_JSON_H

#include "buf.h"
#include "entry.h"
#include "long.h"
#include "names.h"
#include "out.h"
#include "stats.h"

struct json_options {
	bool long_listing, du;
	const struct stats *stats;   /* NULL: none at the end */
	struct names *names;
};

/* A directory whose object is open. */
struct json_level;

struct json {
	struct stage stage;
	struct json_options o;
	struct out *out;
	struct json_level *levels;
	size_t open, cap;
	bool begun;            /* something is in the outermost array */
	struct buf scratch;
	struct long_names owners;
};

void json_init(struct json *j, const struct json_options *o, struct out *out);

void json_free(struct json *j);

#endif
