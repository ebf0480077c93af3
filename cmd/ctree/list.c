#include "list.h"

#include "bytesort.h"
#include "diag.h"
#include "facts.h"
#include "grow.h"
#include "in.h"
#include "path.h"
#include "window.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* The piece of a list that is read at once. */
#ifndef BLOCK_SIZE
#define BLOCK_SIZE (64 * 1024)
#endif

enum { IS_DIR = 1 };   /* an item's tag */

struct list {
	const struct list_options *o;
	struct stage *to;
	struct facts facts;
	int fd;
	uint64_t line;

	/* paths, all of them, or the present one of a list in order */
	struct buf text;
	struct bytesort_item *items;
	size_t n, cap;
	bool marked;             /* the paths are: path.h */

	/* of a list in order: a path that waits for the next one, and what all
	 * paths of the tree being given are in */
	struct buf present, top;
	bool waiting, present_is_dir, begun;

	/* the tree being given */
	struct buf before;       /* the path given last */
	size_t skip;             /* its component that was not chosen */
	size_t root_depth;       /* components that are in the root's line */
	struct buf path;         /* for facts */
	struct buf root_name;
};

static struct path
path_of(const struct list *l, const struct buf *b)
{
	return (struct path){b->p, b->len, l->o->names->from != NULL,
	    l->marked};
}

static struct path
item_path(const struct list *l, size_t i)
{
	/* of empty paths alone there is no text */
	const char *text = l->text.p ? l->text.p : "";

	return (struct path){text + l->items[i].at, l->items[i].len,
	    l->o->names->from != NULL, l->marked};
}

/* --- giving --- */

static int
where(void *ctx, const struct entry *e, struct buf *path)
{
	const struct list *l = ctx;

	(void)e;
	return buf_put(path, l->path.p, l->path.len - 1);
}

/* Go on with the path that facts are asked of, which ends with NUL. */
static int
add_to_path(struct list *l, const struct path_component *c)
{
	struct buf *b = &l->path;

	b->len -= b->len > 0;
	if (b->len > 0 && b->p[b->len - 1] != '/' && buf_putc(b, '/') != 0)
		return -1;
	if (buf_put(b, c->bytes, c->nbytes) != 0)
		return -1;
	return buf_putc(b, '\0');
}

/* Does the root read as it is? */
static bool
is_same_name(const struct list *l)
{
	return l->root_name.len == l->path.len - 1 &&
	    memcmp(l->root_name.p, l->path.p, l->root_name.len) == 0;
}

/* Begin a tree whose root is the first `depth` components of the path. */
static int
give_root(struct list *l, const struct path *path, size_t depth)
{
	struct entry e = {.type = WALK_DIR, .last = true, .facts = &l->facts};

	l->root_depth = depth;
	buf_clear(&l->before);
	buf_clear(&l->root_name);
	buf_clear(&l->path);
	if (path_join(&l->root_name, path, depth, false) != 0 ||
	    path_join(&l->path, path, depth, true) != 0 ||
	    buf_putc(&l->path, '\0') != 0)
		return STAGE_FAILED;
	facts_begin(&l->facts, AT_FDCWD, l->path.p);
	e.name = l->root_name.p;
	e.len = l->root_name.len;
	if (l->o->root) {
		e.name = l->o->root;
		e.len = strlen(e.name);
	}
	e.bytes = e.name;
	e.nbytes = e.len;
	if (l->o->names->from && !l->o->root && !is_same_name(l)) {
		e.bytes = l->path.p;
		e.nbytes = l->path.len - 1;
	}
	return l->to->entry(l->to, &e);
}

/* Give the component number k, from 0, of a path: STAGE_SKIP where nothing below
 * it is wanted. */
static int
give_component(struct list *l, size_t k, struct path_component c, bool is_dir)
{
	struct entry e = {.type = is_dir ? WALK_DIR : WALK_UNKNOWN,
	    .depth = k + 1 - l->root_depth, .facts = &l->facts};

	if (!choose_keeps(l->o->choose, c.name, c.len, is_dir))
		return STAGE_SKIP;
	e.name = c.name;
	e.len = c.len;
	e.bytes = c.bytes;
	e.nbytes = c.nbytes;
	facts_begin(&l->facts, AT_FDCWD, l->path.p);
	return l->to->entry(l->to, &e);
}

/* Give what the path adds to the one before. */
static int
give_path(struct list *l, const struct path *path, bool is_dir)
{
	struct path before = path_of(l, &l->before);
	size_t common = path_common(&before, path), k = 0;
	const char *p = path->p, *end = path->p + path->n;
	struct path_component c;

	if (common > l->skip)
		return STAGE_GO;
	l->skip = SIZE_MAX;
	buf_clear(&l->path);
	for (; path_next(path, &p, &c); k++) {
		int r;

		if (l->o->with_facts && add_to_path(l, &c) != 0)
			return STAGE_FAILED;
		if (k < common || k < l->root_depth)
			continue;
		r = give_component(l, k, c, p < end || is_dir);
		if (r == STAGE_FAILED)
			return r;
		if (r == STAGE_SKIP) {
			l->skip = k;
			break;
		}
	}
	buf_clear(&l->before);
	return buf_put(&l->before, path->p, path->n) == 0 ? STAGE_GO :
	    STAGE_FAILED;
}

/* --- a list that is sorted --- */

static int
add_item(struct list *l, size_t at, bool is_dir)
{
	struct bytesort_item *items = grow_array(l->items, l->n, &l->cap,
	    sizeof *items);

	if (!items)
		return -1;
	l->items = items;
	l->items[l->n++] = (struct bytesort_item){.at = at,
	    .len = (uint32_t)(l->text.len - at), .tag = is_dir ? IS_DIR : 0};
	return 0;
}

/* Of paths that are the same one is left; what others are in is a directory. */
static void
merge(struct list *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct path path = item_path(l, i), last;

		if (n > 0) {
			last = item_path(l, n - 1);
			if (path_same(&last, &path)) {
				l->items[n - 1].tag |= l->items[i].tag;
				continue;
			}
			if (path_is_below(&last, &path))
				l->items[n - 1].tag |= IS_DIR;
		}
		l->items[n++] = l->items[i];
	}
	l->n = n;
}

/* How many components of the first path all others have, too, and are in: it
 * is the root then.  Otherwise that is / or `.`. */
static size_t
find_root(const struct list *l)
{
	size_t absolute = 0;
	struct path first, last;

	for (size_t i = 0; i < l->n; i++) {
		first = item_path(l, i);
		absolute += path_is_absolute(&first);
	}
	if (l->n == 0 || (absolute > 0 && absolute < l->n))
		return 0;
	first = item_path(l, 0);
	last = item_path(l, l->n - 1);
	if (path_is_below(&first, &last))
		return path_count(&first);
	return absolute > 0;
}

/* Sort once more, directories first: now it is known which these are. */
static int
mark_all(struct list *l)
{
	struct buf marked = {0};

	for (size_t i = 0; i < l->n; i++) {
		struct path path = item_path(l, i);
		size_t at = marked.len;

		if (path_mark(&marked, &path, l->items[i].tag & IS_DIR) != 0) {
			buf_free(&marked);
			return -1;
		}
		l->items[i].at = at;
		l->items[i].len = (uint32_t)(marked.len - at);
	}
	buf_free(&l->text);
	l->text = marked;
	l->marked = true;
	bytesort(l->items, l->n, l->text.p);
	return 0;
}

static int
give_sorted(struct list *l)
{
	struct path none = {"", 0, false, false}, first;
	size_t root;

	bytesort(l->items, l->n, l->text.p);
	merge(l);
	root = find_root(l);
	first = root > 0 ? item_path(l, 0) : none;
	if (give_root(l, &first, root) == STAGE_FAILED)
		return STAGE_FAILED;
	if (l->o->dirs_first && mark_all(l) != 0)
		return STAGE_FAILED;
	for (size_t i = 0; i < l->n; i++) {
		struct path path = item_path(l, i);

		if (give_path(l, &path, l->items[i].tag & IS_DIR) ==
		    STAGE_FAILED)
			return STAGE_FAILED;
	}
	return STAGE_GO;
}

/* --- a list in order --- */

/* Begin a tree with the present path.  Its root is that path itself where the
 * next one is in it, or else / or `.`. */
static int
begin_tree(struct list *l, const struct path *present, const struct path *next)
{
	size_t depth = path_is_absolute(present);
	const char *end = present->p;
	struct path_component c;
	size_t n;

	if (next && path_is_below(present, next))
		depth = path_count(present);
	for (size_t i = 0; i < depth; i++)
		(void)path_next(present, &end, &c);
	n = (size_t)(end - present->p);
	if (n > 0 && n < present->n)
		n--;  /* the NUL before the next component */
	buf_clear(&l->top);
	if (buf_put(&l->top, present->p, n) != 0)
		return STAGE_FAILED;
	l->begun = true;
	return give_root(l, present, depth);
}

/* Now that the next path is known, NULL for none, give the present one. */
static int
give_present(struct list *l, const struct path *next)
{
	struct path present = path_of(l, &l->present);
	struct path top = path_of(l, &l->top);
	bool is_dir = l->present_is_dir ||
	    (next && path_is_below(&present, next));

	if ((!l->begun || (!path_same(&top, &present) &&
	    !path_is_below(&top, &present))) &&
	    begin_tree(l, &present, next) == STAGE_FAILED)
		return STAGE_FAILED;
	return give_path(l, &present, is_dir);
}

/* The path in the text is the next one. */
static int
take_in_order(struct list *l, bool is_dir)
{
	struct path present = path_of(l, &l->present);
	struct path next = path_of(l, &l->text);
	struct buf t = l->present;

	if (l->waiting && path_same(&present, &next)) {
		l->present_is_dir = l->present_is_dir || is_dir;
		buf_clear(&l->text);
		return STAGE_GO;
	}
	if (l->waiting && give_present(l, &next) == STAGE_FAILED)
		return STAGE_FAILED;
	l->present = l->text;
	l->text = t;
	buf_clear(&l->text);
	l->present_is_dir = is_dir;
	l->waiting = true;
	return STAGE_GO;
}

/* --- reading --- */

static ssize_t
fill(void *ctx, void *mem, size_t cap)
{
	const struct list *l = ctx;
	struct pollfd p = {.fd = l->fd, .events = POLLIN};

	/* what is known so far should be seen while nothing more comes */
	if (l->o->in_order && poll(&p, 1, 0) == 0)
		(void)out_flush(l->o->out);
	return in_fill(l->fd, mem, cap);
}

/* A record without its delimiter. */
static int
take_record(struct list *l, char *s, size_t n)
{
	size_t at = l->text.len;
	bool is_dir;

	n = unquote_path(l->o->unquote, s, n);
	if (n == 0)
		return STAGE_GO;
	if (path_split(&l->text, l->o->names, s, n, &is_dir) != 0)
		return STAGE_FAILED;
	if (l->o->in_order)
		return take_in_order(l, is_dir);
	return add_item(l, at, is_dir) == 0 ? STAGE_GO : STAGE_FAILED;
}

/* All records of a piece: STAGE_SKIP where it is no list, after a message. */
static int
take_records(struct list *l, char *p, size_t n)
{
	char *end = p + n;

	while (p < end) {
		char *delim = memchr(p, l->o->delim, (size_t)(end - p));
		size_t len = (size_t)((delim ? delim : end) - p);

		l->line++;
		if (l->o->delim != '\0' && memchr(p, '\0', len)) {
			diag_at(l->o->file, l->line, "a NUL byte, which no path "
			    "has: a list for -0, or no list of paths?", NULL, 0);
			return STAGE_SKIP;
		}
		if (take_record(l, p, len) == STAGE_FAILED)
			return STAGE_FAILED;
		p += len + (delim != NULL);
	}
	return STAGE_GO;
}

static int
read_list(struct list *l)
{
	static char block[BLOCK_SIZE];
	struct window w;
	size_t seen = 0, len;
	int r, result = STAGE_GO;
	char *recs;

	window_init(&w, fill, l, block, sizeof block, WINDOW_MAX);
	while (result == STAGE_GO && (r = window_records(&w, l->o->delim,
	    &seen, &recs, &len)) == WINDOW_OK) {
		result = take_records(l, recs, len);
		w.start += len;
	}
	if (result == STAGE_GO && r != WINDOW_END) {
		window_complain(&w, l->o->file, r, "a path");
		result = STAGE_SKIP;
	}
	window_end(&w);
	return result;
}

static int
run(struct list *l)
{
	const struct path none = {"", 0, false, false};
	int r = read_list(l);

	/* what came before the trouble is in order */
	if (r == STAGE_SKIP && l->waiting &&
	    give_present(l, NULL) == STAGE_FAILED)
		return STAGE_FAILED;
	if (r != STAGE_GO)
		return r;
	if (l->n == 0 && !l->waiting && !l->o->may_be_empty) {
		diag(l->o->file, "no list of paths came; 'ctree .' walks the "
		    "present directory");
		return STAGE_SKIP;
	}
	if (!l->o->in_order)
		return give_sorted(l);
	if (l->waiting)
		return give_present(l, NULL);
	return give_root(l, &none, 0) == STAGE_FAILED ? STAGE_FAILED :
	    STAGE_GO;
}

int
list_run(int fd, const struct list_options *o, struct stage *to, bool *failed)
{
	struct list l = {.o = o, .to = to, .fd = fd};
	int r, err;

	l.facts.where = where;
	l.facts.ctx = &l;
	r = run(&l);
	err = errno;
	*failed = r == STAGE_FAILED;
	buf_free(&l.text);
	free(l.items);
	buf_free(&l.present);
	buf_free(&l.top);
	buf_free(&l.before);
	buf_free(&l.path);
	buf_free(&l.root_name);
	facts_free(&l.facts);
	errno = err;
	return r == STAGE_GO ? l.facts.status : STATUS_TROUBLE;
}
