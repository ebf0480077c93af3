#include "pipeline.h"

bool
pipeline_looks_ahead(const struct pipeline_options *o)
{
	return o->du || o->prune;
}

/* Can lines and limits be right only once the tree is known? */
static bool
needs_tree(const struct pipeline_options *o)
{
	return o->du || (o->box && (o->prune || o->from_list));
}

static unsigned
facts_to_show(const struct pipeline_options *o)
{
	unsigned which = o->colors ? colors_facts(o->colors) : 0;

	return o->long_listing ? which | FACTS_STAT | FACTS_TARGET : which;
}

unsigned
pipeline_facts(const struct pipeline_options *o)
{
	return facts_to_show(o) | (o->du ? FACTS_STAT : 0);
}

static struct stage *
renderer(struct pipeline *p, const struct pipeline_options *o,
    struct out *out)
{
	struct lines_options lines = {o->box, o->raw, o->no_root,
	    o->long_listing, o->du, o->colors, o->names};
	struct json_options json = {o->long_listing, o->du,
	    o->stats ? &p->stats : NULL, o->names};

	p->json_used = o->json;
	if (o->json) {
		json_init(&p->json, &json, out);
		return &p->json.stage;
	}
	lines_init(&p->lines, &lines, out);
	return &p->lines.stage;
}

void
pipeline_init(struct pipeline *p, const struct pipeline_options *o,
    struct out *out)
{
	struct tree_options tree = {&p->limit, o->du, o->prune, o->one_fs,
	    o->follow, facts_to_show(o)};
	struct stage *next;

	*p = (struct pipeline){.stats_used = o->stats};
	next = renderer(p, o, out);
	if (o->stats) {
		stats_init(&p->stats, o->names, next);
		next = &p->stats.stage;
	}
	limit_init(&p->limit, o->depth, o->dirs_only, o->max, next);
	if (o->depth < SIZE_MAX || o->dirs_only || o->max > 0)
		next = &p->limit.stage;
	if (needs_tree(o)) {
		tree_init(&p->tree, &tree, next);
		next = &p->tree.stage;
	} else if (o->prune) {
		prune_init(&p->prune, facts_to_show(o), next);
		next = &p->prune.stage;
	}
	p->first = next;
}

int
pipeline_end(struct pipeline *p, struct out *out)
{
	if (p->first->end(p->first) == STAGE_FAILED)
		return STAGE_FAILED;
	if (p->stats_used && !p->json_used && stats_print(&p->stats, out) != 0)
		return STAGE_FAILED;
	return STAGE_GO;
}

void
pipeline_free(struct pipeline *p)
{
	lines_free(&p->lines);
	json_free(&p->json);
	limit_free(&p->limit);
	prune_free(&p->prune);
	tree_free(&p->tree);
}
