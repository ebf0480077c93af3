#include "prune.h"

/* Give what waits; the entries go on even where a later stage skips them, since
 * what is shown below must not hang on that. */
static int
let_go(struct prune *p)
{
	struct stage *to = p->stage.next;

	for (size_t i = 0; i < p->waiting.n; i++) {
		struct facts facts;
		struct entry e;

		hold_get(&p->waiting, i, &e, &facts);
		if (to->entry(to, &e) == STAGE_FAILED ||
		    (p->waiting.v[i].err != 0 && to->trouble(to, e.depth,
		    p->waiting.v[i].err) == STAGE_FAILED))
			return STAGE_FAILED;
	}
	hold_cut(&p->waiting, 0);
	return STAGE_GO;
}

static int
prune_entry(struct stage *s, struct entry *e)
{
	struct prune *p = (struct prune *)s;
	struct hold *w = &p->waiting;

	while (w->n > 0 && w->v[w->n - 1].depth >= e->depth)
		hold_cut(w, w->n - 1);
	if (e->depth > 0 && e->type == WALK_DIR)
		return hold_add(w, e) == 0 ? STAGE_GO : STAGE_FAILED;
	if (let_go(p) == STAGE_FAILED ||
	    s->next->entry(s->next, e) == STAGE_FAILED)
		return STAGE_FAILED;
	return STAGE_GO;
}

/* A directory that waits tells its trouble when it is shown, if it is. */
static int
prune_trouble(struct stage *s, size_t depth, int err)
{
	struct hold *w = &((struct prune *)s)->waiting;

	if (w->n == 0 || w->v[w->n - 1].depth != depth)
		return stage_pass_trouble(s, depth, err);
	w->v[w->n - 1].err = err;
	return STAGE_GO;
}

void
prune_init(struct prune *p, unsigned which, struct stage *next)
{
	*p = (struct prune){.waiting.which = which};
	p->stage = (struct stage){prune_entry, prune_trouble, stage_pass_more,
	    stage_pass_end, next};
}

void
prune_free(struct prune *p)
{
	hold_free(&p->waiting);
}
