/*
 * pipeline: the stages that a command line asks for, in a row.
 *
 *	source -> tree or prune -> limit -> stats -> lines or json
 */
#ifndef HIKKOSHI_PIPELINE_H
#define HIKKOSHI_PIPELINE_H

#include "json.h"
#include "limit.h"
#include "lines.h"
#include "prune.h"
#include "stats.h"
#include "tree.h"

struct pipeline_options {
	size_t depth;                /* SIZE_MAX: all */
	bool dirs_only, prune;
	uintmax_t max;               /* 0: all */
	bool du, one_fs, follow;
	bool box, json, long_listing, stats, raw, no_root;
	bool from_list;              /* the source cannot tell last ones */
	const struct colors *colors; /* NULL: none */
	struct names *names;
};

struct pipeline {
	struct lines lines;
	struct json json;
	struct stats stats;
	struct limit limit;
	struct prune prune;
	struct tree tree;
	struct stage *first;         /* for the source */
	bool json_used, stats_used;
};

void pipeline_init(struct pipeline *p, const struct pipeline_options *o,
    struct out *out);

/* After the last tree: STAGE_GO, or STAGE_FAILED. */
int pipeline_end(struct pipeline *p, struct out *out);

/* The FACTS_ that these options lead to questions for. */
unsigned pipeline_facts(const struct pipeline_options *o);

/* Must entries reach the stages that are not to be shown? */
bool pipeline_looks_ahead(const struct pipeline_options *o);

void pipeline_free(struct pipeline *p);

#endif
