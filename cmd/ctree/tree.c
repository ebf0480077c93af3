#include "tree.h"

#include "grow.h"

#include <stdlib.h>

/* --- taking in --- */

static int
reserve(struct tree *t, size_t depth)
{
	struct tree_node *nodes = grow_array(t->nodes, t->hold.n,
	    &t->nodes_cap, sizeof *nodes);
	size_t *path;

	if (!nodes)
		return -1;
	t->nodes = nodes;
	path = grow_array(t->path, depth, &t->path_cap, sizeof *path);
	if (!path)
		return -1;
	t->path = path;
	return 0;
}

static int
keep(struct tree *t, struct entry *e)
{
	size_t i = t->hold.n;

	if (reserve(t, e->depth) != 0 || hold_add(&t->hold, e) != 0)
		return -1;
	t->nodes[i] = (struct tree_node){.end = i + 1,
	    .parent = e->depth > 0 ? t->path[e->depth - 1] : 0};
	t->path[e->depth] = i;
	return 0;
}

/* The bytes on disk that an entry adds, as du(1) has it; -1: no memory. */
static int
weigh(struct tree *t, struct entry *e, uint64_t *bytes)
{
	const struct stat *st = facts_stat(e);
	int r = 1;

	*bytes = 0;
	e->unweighed = !st;
	if (!st)
		return 0;
	if (e->depth == 0)
		t->dev = st->st_dev;
	if (t->o.one_fs && st->st_dev != t->dev)
		return 0;
	if (t->o.each_once || (st->st_nlink > 1 && !S_ISDIR(st->st_mode)))
		r = inodes_add(&t->seen, st->st_dev, st->st_ino);
	if (r > 0)
		*bytes = (uint64_t)st->st_blocks * 512;
	return r < 0 ? -1 : 0;
}

/* --- giving out --- */

static bool
is_shown(const struct tree *t, size_t i)
{
	return !t->o.prune || i == 0 || t->nodes[i].full ||
	    t->hold.v[i].type != WALK_DIR;
}

/* From the end to the beginning, so that a directory comes after all that is
 * in it. */
static void
sum_up(struct tree *t)
{
	for (size_t i = t->hold.n; i-- > 1;) {
		struct tree_node *n = &t->nodes[i], *up = &t->nodes[n->parent];

		t->hold.v[n->parent].total += t->hold.v[i].total;
		up->full = up->full || n->full ||
		    t->hold.v[i].type != WALK_DIR;
		if (up->end < n->end)
			up->end = n->end;
		t->hold.v[i].last = is_shown(t, i) && !up->last_seen;
		up->last_seen = up->last_seen || is_shown(t, i);
	}
}

static int
give_tree(struct tree *t)
{
	struct stage *to = t->stage.next;
	size_t i = 0;

	sum_up(t);
	while (i < t->hold.n) {
		struct facts facts;
		struct entry e;
		int r = STAGE_SKIP;

		hold_get(&t->hold, i, &e, &facts);
		if (is_shown(t, i))
			r = to->entry(to, &e);
		if (r == STAGE_FAILED || (is_shown(t, i) &&
		    t->hold.v[i].err != 0 && to->trouble(to, e.depth,
		    t->hold.v[i].err) == STAGE_FAILED))
			return STAGE_FAILED;
		i = r == STAGE_SKIP ? t->nodes[i].end : i + 1;
	}
	hold_cut(&t->hold, 0);
	return STAGE_GO;
}

static int
tree_entry(struct stage *s, struct entry *e)
{
	struct tree *t = (struct tree *)s;
	bool shown = limit_shows(t->o.limit, e);
	size_t deepest = t->o.limit->depth, up;

	if (e->depth == 0 && give_tree(t) != STAGE_GO)
		return STAGE_FAILED;
	if (!shown && !t->o.du && !t->o.prune)
		return e->depth > deepest ? STAGE_SKIP : STAGE_GO;
	if (t->o.du && weigh(t, e, &e->total) != 0)
		return STAGE_FAILED;
	if (shown)
		return keep(t, e) == 0 ? STAGE_GO : STAGE_FAILED;
	/* the nearest directory that is shown */
	up = t->path[e->depth - 1 < deepest ? e->depth - 1 : deepest];
	t->hold.v[up].total += e->total;
	t->nodes[up].full = t->nodes[up].full || e->type != WALK_DIR;
	return STAGE_GO;
}

static int
tree_trouble(struct stage *s, size_t depth, int err)
{
	struct tree *t = (struct tree *)s;

	if (depth <= t->o.limit->depth)
		t->hold.v[t->path[depth]].err = err;
	return STAGE_GO;
}

static int
tree_end(struct stage *s)
{
	if (give_tree((struct tree *)s) != STAGE_GO)
		return STAGE_FAILED;
	return stage_pass_end(s);
}

void
tree_init(struct tree *t, const struct tree_options *o, struct stage *next)
{
	*t = (struct tree){.o = *o, .hold = {.which = o->which}};
	t->stage = (struct stage){tree_entry, tree_trouble, stage_pass_more,
	    tree_end, next};
}

void
tree_free(struct tree *t)
{
	hold_free(&t->hold);
	free(t->nodes);
	free(t->path);
	inodes_free(&t->seen);
}
