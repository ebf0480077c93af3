#include "walk.h"

#include "bytesort.h"
#include "dirents.h"
#include "grow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory on the way to the present entry.  Its names are items[first..end)
 * of the walk; those before `next` were given. */
struct level {
	int fd;               /* -1: closed for now, or lost */
	int lost;             /* errno: why it could not be opened again */
	bool followed;        /* a link led to it */
	size_t first, next, end;
	size_t names;         /* what the walk's names held before */
	dev_t dev;            /* known where fd is closed or somebody asks */
	ino_t ino;
};

/* An item's tag: its type, and these. */
enum { TYPE = 0xF, FOLLOWED = 0x10, LABELLED = 0x20, UNREACHED = 0x40 };

/*
 * levels[lowest..depth) are open, those below `lowest` closed; depth - lowest
 * <= most_open, and the last is always open unless it is lost.  names holds
 * NUL-ended names, one behind the other; that of a LABELLED item stands behind
 * its label.
 */
struct walk {
	struct walk_options o;
	const char *root;
	struct level *levels;
	size_t depth, levels_cap, lowest;
	size_t most_open;
	struct bytesort_item *items;
	size_t len, cap;
	struct buf names;
	dev_t dev;            /* the root's */
	bool started;
	size_t followed;      /* levels that a link led to */
	bool go_in;           /* the entry just given is a directory */
	char *dirents;
};

static const enum walk_type types[] = {
	[DT_UNKNOWN] = WALK_UNKNOWN, [DT_DIR] = WALK_DIR, [DT_REG] = WALK_FILE,
	[DT_LNK] = WALK_LINK, [DT_FIFO] = WALK_FIFO, [DT_SOCK] = WALK_SOCKET,
	[DT_CHR] = WALK_CHAR, [DT_BLK] = WALK_BLOCK
};

enum walk_type
walk_type_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR: return WALK_DIR;
	case S_IFREG: return WALK_FILE;
	case S_IFLNK: return WALK_LINK;
	case S_IFIFO: return WALK_FIFO;
	case S_IFSOCK: return WALK_SOCKET;
	case S_IFCHR: return WALK_CHAR;
	case S_IFBLK: return WALK_BLOCK;
	default: return WALK_UNKNOWN;
	}
}

/* --- descriptors --- */

static int
identify(struct level *l)
{
	struct stat st;

	if (fstat(l->fd, &st) != 0)
		return -1;
	l->dev = st.st_dev;
	l->ino = st.st_ino;
	return 0;
}

/* Close the shallowest open directory but the last; false: there is none. */
static bool
close_one(struct walk *w)
{
	struct level *l = &w->levels[w->lowest];

	if (w->lowest + 1 >= w->depth)
		return false;
	if (l->fd != -1) {
		(void)identify(l);
		(void)close(l->fd);
		l->fd = -1;
	}
	w->lowest++;
	return true;
}

/* Did a call fail for want of descriptors, and is there one more now? */
static bool
has_made_room(struct walk *w)
{
	return (errno == EMFILE || errno == ENFILE) && close_one(w);
}

static int
open_dir(struct walk *w, int at, const char *name, bool follow)
{
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK |
	    O_NOCTTY | (follow ? 0 : O_NOFOLLOW);

	for (;;) {
		int fd = openat(at, name, flags);

		if (fd != -1)
			return fd;
		if (errno != EINTR && !has_made_room(w))
			return -1;
	}
}

static const struct bytesort_item *
current(const struct walk *w, const struct level *l)
{
	return &w->items[l->next - 1];
}

static const char *
name_of(const struct walk *w, const struct bytesort_item *item)
{
	const char *label = w->names.p + item->at;

	return item->tag & LABELLED ? label + strlen(label) + 1 : label;
}

/* Is the directory open at fd the one of that level?  If not, fd is closed. */
static bool
is_level(int fd, const struct level *l)
{
	struct stat st;

	if (fd == -1)
		return false;
	if (fstat(fd, &st) == 0 && st.st_dev == l->dev && st.st_ino == l->ino)
		return true;
	(void)close(fd);
	return false;
}

/* Open levels[k] by its path, a name at a time: the descriptor, or -1. */
static int
open_from_root(struct walk *w, size_t k)
{
	int fd = open_dir(w, AT_FDCWD, w->root, true);

	for (size_t i = 0; i < k && fd != -1; i++) {
		const struct bytesort_item *item = current(w, &w->levels[i]);
		int next = open_dir(w, fd, name_of(w, item),
		    item->tag & FOLLOWED);

		(void)close(fd);
		fd = next;
	}
	return fd;
}

/* The directory of levels[k] is needed again; levels[k + 1] is about to be
 * left.  Where somebody moved it, it stays lost. */
static void
open_again(struct walk *w, size_t k)
{
	struct level *l = &w->levels[k];
	int below = w->levels[k + 1].fd, fd = -1;

	if (below != -1)
		fd = open_dir(w, below, "..", true);
	if (!is_level(fd, l)) {
		fd = open_from_root(w, k);
		if (fd != -1 && !is_level(fd, l)) {
			fd = -1;
			errno = ENOENT;
		}
	}
	l->lost = fd == -1 ? errno : 0;
	l->fd = fd;
	w->lowest = k;
}

/* --- reading a directory --- */

/* Append the label and the name.  They are sorted by both, so that two names
 * with one label have their order, too. */
static int
put_name(struct walk *w, struct bytesort_item *item, const char *name)
{
	size_t n = strlen(name);
	int labelled = 0;

	item->at = w->names.len;
	if (w->o.label)
		labelled = w->o.label(w->o.ctx, &w->names, name, n);
	if (labelled > 0) {
		item->tag |= LABELLED;
		labelled = buf_putc(&w->names, '\0');
	}
	if (labelled < 0 || buf_put(&w->names, name, n + 1) != 0)
		return -1;
	item->len = (uint32_t)(w->names.len - 1 - item->at);
	return 0;
}

/* What readdir calls unknown, and where a link leads. */
static void
look_closer(const struct walk *w, struct bytesort_item *item, int fd,
    const char *name)
{
	struct stat st;

	if (item->tag == WALK_UNKNOWN &&
	    fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		item->tag = walk_type_of(st.st_mode);
	if (item->tag != WALK_LINK || !w->o.follow)
		return;
	if (fstatat(fd, name, &st, 0) == 0)
		item->tag = (uint32_t)walk_type_of(st.st_mode) | FOLLOWED;
	else if (errno != ENOENT && errno != ENOTDIR)
		item->tag |= UNREACHED;
}

static void
describe(const struct walk *w, const struct bytesort_item *item,
    struct walk_entry *e)
{
	e->label = e->name = w->names.p + item->at;
	e->label_len = e->name_len = item->len;
	if (item->tag & LABELLED) {
		e->label_len = strlen(e->label);
		e->name += e->label_len + 1;
		e->name_len -= e->label_len + 1;
	}
	e->type = item->tag & TYPE;
	e->followed = item->tag & FOLLOWED;
	e->unreached = item->tag & UNREACHED;
	e->last = false;
}

static int
add_name(struct walk *w, struct level *l, const char *name, unsigned char type)
{
	size_t names = w->names.len;
	struct bytesort_item *item;
	struct walk_entry e;

	item = grow_array(w->items, w->len, &w->cap, sizeof *item);
	if (!item)
		return -1;
	w->items = item;
	item += w->len;
	item->tag = type < sizeof types / sizeof types[0] ? types[type] :
	    WALK_UNKNOWN;
	if (item->tag == WALK_UNKNOWN || item->tag == WALK_LINK)
		look_closer(w, item, l->fd, name);
	if (put_name(w, item, name) != 0)
		return -1;
	if (w->o.keep) {
		describe(w, item, &e);
		e.depth = w->depth;
		e.dirfd = l->fd;
		if (!w->o.keep(w->o.ctx, &e)) {
			w->names.len = names;
			return 0;
		}
	}
	w->len++;
	return 0;
}

static void
sort_level(struct walk *w, const struct level *l)
{
	struct bytesort_item *v = w->items + l->first;
	size_t n = l->end - l->first, dirs = 0;

	if (w->o.dirs_first)
		for (size_t i = 0; i < n; i++)
			if ((v[i].tag & TYPE) == WALK_DIR) {
				struct bytesort_item t = v[i];

				v[i] = v[dirs];
				v[dirs++] = t;
			}
	bytesort(v, dirs, w->names.p);
	bytesort(v + dirs, n - dirs, w->names.p);
}

/* Read the last level's names.  What was read before something goes wrong is
 * kept. */
static int
read_level(struct walk *w)
{
	struct level *l = &w->levels[w->depth - 1];
	struct dirents d;
	unsigned char type;
	const char *name;
	int r, err = 0, result = WALK_ENTRY;

	dirents_begin(&d, l->fd, w->dirents);
	while ((r = dirents_next(&d, &name, &type)) > 0 ||
	    (r < 0 && has_made_room(w)))
		if (r > 0 && add_name(w, l, name, type) != 0) {
			result = WALK_ERROR;
			break;
		}
	if (result == WALK_ERROR || r < 0)
		err = errno;
	if (r < 0)
		result = WALK_TROUBLE;
	dirents_end(&d);
	l->end = w->len;
	sort_level(w, l);
	errno = err;
	return result;
}

/* --- going in and out --- */

static int
push_level(struct walk *w, int fd, bool followed)
{
	struct level *levels = grow_array(w->levels, w->depth, &w->levels_cap,
	    sizeof *levels);

	if (!levels)
		return -1;
	w->levels = levels;
	w->levels[w->depth++] = (struct level){.fd = fd, .followed = followed,
	    .first = w->len, .next = w->len, .end = w->len,
	    .names = w->names.len};
	w->followed += followed;
	if (w->depth - w->lowest > w->most_open)
		(void)close_one(w);
	return 0;
}

static void
pop_level(struct walk *w)
{
	struct level *l = &w->levels[w->depth - 1];

	if (w->depth - 1 == w->lowest && w->lowest > 0)
		open_again(w, w->lowest - 1);
	if (l->fd != -1)
		(void)close(l->fd);
	w->len = l->first;
	w->names.len = l->names;
	w->followed -= l->followed;
	w->depth--;
}

/* Only a link leads back, so that without one there is nothing to compare. */
static bool
is_above(const struct walk *w, const struct level *l)
{
	if (w->followed == 0)
		return false;
	for (size_t i = 0; i + 1 < w->depth; i++)
		if (w->levels[i].dev == l->dev && w->levels[i].ino == l->ino)
			return true;
	return false;
}

/* Is the level just opened one to be read?  WALK_ENTRY, or what is wrong;
 * WALK_END: it is to be left in silence. */
static int
check_level(struct walk *w)
{
	struct level *l = &w->levels[w->depth - 1];

	if (!w->o.follow && !w->o.one_fs)
		return WALK_ENTRY;
	if (identify(l) != 0)
		return WALK_TROUBLE;
	if (w->depth == 1)
		w->dev = l->dev;
	if (w->o.one_fs && l->dev != w->dev)
		return WALK_END;
	return w->o.follow && is_above(w, l) ? WALK_LOOP : WALK_ENTRY;
}

/* Go into the directory that was given last. */
static int
go_in(struct walk *w)
{
	struct level *l = &w->levels[w->depth - 1];
	const struct bytesort_item *item = current(w, l);
	int fd, r;

	if (l->fd == -1) {
		errno = l->lost;
		return WALK_TROUBLE;
	}
	/* to try it again gives the errno for one that is unreached */
	fd = open_dir(w, l->fd, name_of(w, item),
	    item->tag & (FOLLOWED | UNREACHED));
	if (fd == -1)
		return WALK_TROUBLE;
	if (push_level(w, fd, item->tag & (FOLLOWED | UNREACHED)) != 0) {
		(void)close(fd);
		return WALK_ERROR;
	}
	r = check_level(w);
	if (r != WALK_ENTRY) {
		int err = errno;

		pop_level(w);
		errno = err;
		return r;
	}
	return read_level(w);
}

static void
describe_root(const struct walk *w, struct walk_entry *e)
{
	*e = (struct walk_entry){.name = w->root, .name_len = strlen(w->root),
	    .type = WALK_DIR, .last = true, .dirfd = AT_FDCWD};
	e->label = e->name;
	e->label_len = e->name_len;
}

/* Fill in *e for the entry of that depth that was given last. */
static void
describe_given(const struct walk *w, size_t depth, struct walk_entry *e)
{
	const struct level *l;

	if (depth == 0) {
		describe_root(w, e);
		return;
	}
	l = &w->levels[depth - 1];
	describe(w, current(w, l), e);
	e->last = l->next == l->end;
	e->depth = depth;
	e->dirfd = l->fd;
}

static int
give_next(struct walk *w, struct walk_entry *e)
{
	w->levels[w->depth - 1].next++;
	describe_given(w, w->depth, e);
	w->go_in = e->type == WALK_DIR || e->unreached;
	return WALK_ENTRY;
}

int
walk_next(struct walk *w, struct walk_entry *e)
{
	if (!w->started) {
		w->started = w->go_in = true;
		describe_root(w, e);
		return WALK_ENTRY;
	}
	if (w->go_in) {
		size_t depth = w->depth;
		int r;

		w->go_in = false;
		/* the root's level is open already */
		if (w->levels[0].next == 0) {
			depth = 0;
			r = read_level(w);
		} else {
			r = go_in(w);
		}
		if (r == WALK_ERROR)
			return r;
		if (r == WALK_TROUBLE || r == WALK_LOOP) {
			describe_given(w, depth, e);
			return r;
		}
	}
	while (w->depth > 0) {
		const struct level *l = &w->levels[w->depth - 1];

		if (l->next < l->end)
			return give_next(w, e);
		pop_level(w);
	}
	return WALK_END;
}

void
walk_skip(struct walk *w)
{
	w->go_in = false;
}

int
walk_path(const struct walk *w, size_t depth, struct buf *path)
{
	if (buf_puts(path, w->root) != 0)
		return -1;
	for (size_t i = 0; i < depth; i++) {
		bool slash = path->len > 0 && path->p[path->len - 1] == '/';

		if ((!slash && buf_putc(path, '/') != 0) || buf_puts(path,
		    name_of(w, current(w, &w->levels[i]))) != 0)
			return -1;
	}
	return 0;
}

/* What the caller opens, such as the files behind getpwuid(3), needs
 * descriptors, too. */
static size_t
most_open(void)
{
	struct rlimit limit;
	rlim_t half = WALK_OPEN;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		half = limit.rlim_cur / 2;
	return half >= WALK_OPEN ? WALK_OPEN : half < 2 ? 2 : (size_t)half;
}

struct walk *
walk_open(const char *root, const struct walk_options *options)
{
	struct walk *w = calloc(1, sizeof *w);
	int fd, err;

	if (!w)
		return NULL;
	w->o = *options;
	w->root = root;
	w->most_open = most_open();
	w->dirents = malloc(DIRENTS_SIZE);
	fd = open_dir(w, AT_FDCWD, root, true);
	if (fd != -1 && w->dirents && push_level(w, fd, false) == 0 &&
	    check_level(w) == WALK_ENTRY)
		return w;
	err = errno;
	if (fd != -1 && w->depth == 0)
		(void)close(fd);
	walk_close(w);
	errno = err;
	return NULL;
}

void
walk_close(struct walk *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->depth; i++)
		if (w->levels[i].fd != -1)
			(void)close(w->levels[i].fd);
	free(w->levels);
	free(w->items);
	buf_free(&w->names);
	free(w->dirents);
	free(w);
}
