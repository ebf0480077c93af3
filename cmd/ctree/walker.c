#include "walker.h"

#include "diag.h"
#include "facts.h"

#include <errno.h>
#include <string.h>

struct walker {
	const struct walker_options *o;
	struct walk *walk;
	const char *name;       /* what the root is called */
	struct facts facts;
	int status;
};

static bool
keep(void *ctx, const struct walk_entry *e)
{
	const struct walker *w = ctx;

	return choose_keeps(w->o->choose, e->label, e->label_len,
	    e->type == WALK_DIR || e->unreached);
}

static int
label(void *ctx, struct buf *out, const char *name, size_t n)
{
	const struct walker *w = ctx;

	return names_decode(w->o->names, out, name, n);
}

static int
where(void *ctx, const struct entry *e, struct buf *path)
{
	const struct walker *w = ctx;

	return walk_path(w->walk, e->depth, path);
}

/* Say what is wrong with a directory, and tell the stages. */
static int
complain(struct walker *w, const struct walk_entry *e, int what,
    struct stage *to)
{
	int err = what == WALK_LOOP ? ELOOP : errno;
	struct buf path = {0};

	w->status = e->depth == 0 ? STATUS_TROUBLE :
	    w->status == STATUS_YES ? STATUS_NO : w->status;
	if (walk_path(w->walk, e->depth, &path) != 0 ||
	    buf_putc(&path, '\0') != 0) {
		buf_free(&path);
		return STAGE_FAILED;
	}
	if (what == WALK_LOOP)
		diag(path.p, "not gone into: a link leads back to a directory "
		    "above it");
	else
		diag_errno(path.p, err);
	buf_free(&path);
	return to->trouble(to, e->depth, err);
}

static int
give(struct walker *w, const struct walk_entry *found, struct stage *to)
{
	struct entry e = {.name = found->label, .len = found->label_len,
	    .bytes = found->name, .nbytes = found->name_len,
	    .type = found->type, .followed = found->followed,
	    .unreached = found->unreached, .last = found->last,
	    .depth = found->depth, .facts = &w->facts};

	facts_begin(&w->facts, found->dirfd, found->name);
	if (found->depth == 0) {
		e.name = e.bytes = w->name;
		e.len = e.nbytes = strlen(w->name);
		e.followed = true;
	}
	return to->entry(to, &e);
}

static int
run(struct walker *w, struct stage *to)
{
	struct walk_entry e;
	int r = 0, what;

	while (r != STAGE_FAILED && (what = walk_next(w->walk, &e)) !=
	    WALK_END) {
		if (what == WALK_ERROR)
			return STAGE_FAILED;
		if (what != WALK_ENTRY) {
			r = complain(w, &e, what, to);
			continue;
		}
		r = give(w, &e, to);
		if (r == STAGE_SKIP)
			walk_skip(w->walk);
		if (e.type == WALK_DIR)
			(void)out_flush_late(w->o->out);
	}
	return r;
}

int
walker_run(const char *root, const char *name, const struct walker_options *o,
    struct stage *to, bool *failed)
{
	struct walker w = {.o = o, .name = name, .status = STATUS_YES};
	struct walk_options walk = o->walk;
	int err;

	w.facts.where = where;
	w.facts.ctx = &w;
	walk.ctx = &w;
	if (o->choose->keep.count > 0 || o->choose->drop.count > 0 ||
	    o->choose->dirs_only)
		walk.keep = keep;
	if (o->names->from)
		walk.label = label;
	w.walk = walk_open(root, &walk);
	if (!w.walk) {
		diag(root, "%s%s", strerror(errno), errno == ENOTDIR ?
		    "; a list of paths is read with -f, an archive listed by "
		    "tar tf" : "");
		return STATUS_TROUBLE;
	}
	*failed = run(&w, to) == STAGE_FAILED;
	err = errno;
	walk_close(w.walk);
	facts_free(&w.facts);
	errno = err;
	if (w.facts.status > w.status)
		w.status = w.facts.status;
	return w.status;
}
