#include "limit.h"

#include "grow.h"

#include <stdlib.h>

/* The directories whose entries are deeper than that are over. */
static int
leave(struct limit *l, size_t depth)
{
	for (; l->deepest > depth; l->deepest--) {
		uintmax_t count = l->counts[l->deepest];

		if (count > l->max && l->stage.next->more(l->stage.next,
		    l->deepest, count - l->max) != STAGE_GO)
			return STAGE_FAILED;
	}
	return STAGE_GO;
}

/* One more entry: is it one too many? */
static int
count(struct limit *l, size_t depth)
{
	uintmax_t *counts = grow_array(l->counts, depth, &l->cap,
	    sizeof *counts);

	if (!counts)
		return STAGE_FAILED;
	l->counts = counts;
	if (leave(l, depth) != STAGE_GO)
		return STAGE_FAILED;
	if (depth > l->deepest)
		counts[depth] = 0;
	l->deepest = depth;
	if (depth == 0 || ++l->counts[depth] <= l->max)
		return STAGE_GO;
	l->skip = depth;
	return STAGE_SKIP;
}

bool
limit_shows(const struct limit *l, const struct entry *e)
{
	return e->depth <= l->depth &&
	    (!l->dirs_only || e->type == WALK_DIR || e->unreached);
}

static int
limit_entry(struct stage *s, struct entry *e)
{
	struct limit *l = (struct limit *)s;
	int r = STAGE_GO;

	if (e->depth > l->skip)
		return STAGE_SKIP;
	l->skip = SIZE_MAX;
	if (!limit_shows(l, e))
		return e->depth > l->depth ? STAGE_SKIP : STAGE_GO;
	if (l->max > 0)
		r = count(l, e->depth);
	if (r == STAGE_GO)
		r = s->next->entry(s->next, e);
	return r == STAGE_GO && e->depth == l->depth ? STAGE_SKIP : r;
}

static int
limit_trouble(struct stage *s, size_t depth, int err)
{
	const struct limit *l = (const struct limit *)s;

	if (depth >= l->skip || depth > l->depth)
		return STAGE_GO;
	return stage_pass_trouble(s, depth, err);
}

static int
limit_end(struct stage *s)
{
	if (leave((struct limit *)s, 0) != STAGE_GO)
		return STAGE_FAILED;
	return stage_pass_end(s);
}

void
limit_init(struct limit *l, size_t depth, bool dirs_only, uintmax_t max,
    struct stage *next)
{
	*l = (struct limit){.depth = depth, .dirs_only = dirs_only,
	    .max = max, .skip = SIZE_MAX};
	l->stage = (struct stage){limit_entry, limit_trouble, stage_pass_more,
	    limit_end, next};
}

void
limit_free(struct limit *l)
{
	free(l->counts);
}
