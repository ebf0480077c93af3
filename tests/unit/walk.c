/* walk: order, depth and types; descriptors; what changes on the way.  Works in
 * the present directory, which must be empty. */
#include "unit.h"
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

static void
make_dir(const char *path)
{
	CHECK(mkdir(path, 0755) == 0);
}

static void
make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0644);

	CHECK(fd != -1);
	(void)close(fd);
}

static const char type_chars[] = "?dflpscb";

/* Walk all of root; the entries as "DEPTH TYPE NAME", those last of their
 * directory with a dot. */
static void
list(const char *root, const struct walk_options *o, struct buf *seen)
{
	struct walk *w = walk_open(root, o);
	struct walk_entry e;
	char line[600];
	int r = WALK_END;

	buf_clear(seen);
	CHECK(w != NULL);
	while (w && (r = walk_next(w, &e)) > 0) {
		if (r != WALK_ENTRY)
			(void)snprintf(line, sizeof line, "%zu %s %s,", e.depth,
			    r == WALK_LOOP ? "loop" : "trouble", e.name);
		else
			(void)snprintf(line, sizeof line, "%zu %c%s %s%s,",
			    e.depth, type_chars[e.type], e.followed ? "+" : "",
			    e.label, e.last ? "." : "");
		CHECK(strlen(e.name) == e.name_len);
		CHECK(strlen(e.label) == e.label_len);
		CHECK(buf_puts(seen, line) == 0);
	}
	CHECK(w && r == WALK_END);
	walk_close(w);
}

static bool
keep_no_b(void *ctx, const struct walk_entry *e)
{
	CHECK(ctx == NULL && e->depth > 0);
	return e->name[0] != 'b';
}

/* Names read backwards; single letters stay. */
static int
backwards(void *ctx, struct buf *out, const char *name, size_t n)
{
	(void)ctx;
	if (n == 1)
		return 0;
	while (n-- > 0)
		if (buf_putc(out, name[n]) != 0)
			return -1;
	return 1;
}

static void
test_order(void)
{
	struct walk_options o = {.follow = false};
	struct buf seen = {0};

	make_dir("t");
	make_dir("t/a");
	make_file("t/a/xy");
	make_dir("t/a/b");
	make_file("t/a-b");
	make_file("t/a.b");
	make_dir("t/b");
	make_file("t/ba");
	CHECK(symlink("a", "t/l") == 0);
	CHECK(symlink("none", "t/m") == 0);
	CHECK(mkfifo("t/p", 0644) == 0);
	list("t", &o, &seen);
	CHECK(IS(seen.p, seen.len, "0 d t.,1 d a,2 d b,2 f xy.,1 f a-b,"
	    "1 f a.b,1 d b,1 f ba,1 l l,1 l m,1 p p.,"));
	o.dirs_first = true;
	list("t", &o, &seen);
	CHECK(IS(seen.p, seen.len, "0 d t.,1 d a,2 d b,2 f xy.,1 d b,1 f a-b,"
	    "1 f a.b,1 f ba,1 l l,1 l m,1 p p.,"));
	o = (struct walk_options){.keep = keep_no_b};
	list("t", &o, &seen);
	CHECK(IS(seen.p, seen.len, "0 d t.,1 d a,2 f xy.,1 f a-b,1 f a.b,"
	    "1 l l,1 l m,1 p p.,"));
	/* sorted by what they are called; opened by what they are */
	o = (struct walk_options){.label = backwards};
	CHECK(rename("t/b", "t/da") == 0);
	make_file("t/da/q");
	list("t", &o, &seen);
	CHECK(IS(seen.p, seen.len, "0 d t.,1 d a,2 d b,2 f yx.,1 f ab,1 d ad,"
	    "2 f q.,1 f b-a,1 f b.a,1 l l,1 l m,1 p p.,"));
	buf_free(&seen);
}

static void
test_follow(void)
{
	struct walk_options o = {.follow = true};
	struct buf seen = {0};

	CHECK(symlink("..", "t/a/b/up") == 0);
	list("t/a", &o, &seen);
	CHECK(IS(seen.p, seen.len, "0 d t/a.,1 d b,2 d+ up.,2 loop up,"
	    "1 f xy.,"));
	list("t/l", &o, &seen);  /* a root that is a link */
	CHECK(IS(seen.p, seen.len, "0 d t/l.,1 d b,2 d+ up.,2 loop up,"
	    "1 f xy.,"));
	o.follow = false;
	list("t/a", &o, &seen);
	CHECK(IS(seen.p, seen.len, "0 d t/a.,1 d b,2 l up.,1 f xy.,"));
	buf_free(&seen);
	errno = 0;
	CHECK(walk_open("t/a-b", &o) == NULL && errno == ENOTDIR);
	CHECK(walk_open("nothing", &o) == NULL && errno == ENOENT);
}

/* Go on until the entry of that name. */
static bool
go_to(struct walk *w, const char *name, struct walk_entry *e)
{
	while (walk_next(w, e) == WALK_ENTRY)
		if (strcmp(e->name, name) == 0)
			return true;
	return false;
}

static void
test_changes(void)
{
	struct walk_options o = {.follow = false};
	struct buf path = {0};
	struct walk_entry e;
	struct walk *w;

	make_dir("c");
	make_dir("c/1");
	make_dir("c/1/in");
	make_dir("c/2");
	make_dir("c/2/in");
	make_dir("c/3");
	w = walk_open("c/", &o);
	CHECK(w && go_to(w, "1", &e));
	walk_skip(w);
	CHECK(walk_next(w, &e) == WALK_ENTRY && strcmp(e.name, "2") == 0);
	/* gone before it is opened */
	CHECK(rmdir("c/2/in") == 0 && rmdir("c/2") == 0);
	errno = 0;
	CHECK(walk_next(w, &e) == WALK_TROUBLE && errno == ENOENT);
	CHECK(strcmp(e.name, "2") == 0 && e.depth == 1);
	CHECK(walk_path(w, e.depth, &path) == 0 && IS(path.p, path.len, "c/2"));
	CHECK(walk_next(w, &e) == WALK_ENTRY && strcmp(e.name, "3") == 0);
	/* a link in its place is not followed */
	CHECK(rmdir("c/3") == 0 && symlink("/", "c/3") == 0);
	CHECK(walk_next(w, &e) == WALK_TROUBLE);
	CHECK(walk_next(w, &e) == WALK_END);
	walk_close(w);
	buf_free(&path);
}

enum { LEVELS = 3000 };

/* LEVELS directories, d in d, each with an x behind it to come back to. */
static void
make_deep(const char *name)
{
	int at;

	make_dir(name);
	at = open(name, O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < LEVELS && at != -1; i++) {
		int next = -1;

		if (mkdirat(at, "d", 0755) == 0 && mkdirat(at, "x", 0755) == 0)
			next = openat(at, "d", O_RDONLY | O_DIRECTORY);
		(void)close(at);
		at = next;
	}
	CHECK(at != -1);
	(void)close(at);
}

static void
test_deep(rlim_t descriptors)
{
	struct rlimit old, few;
	struct walk_options o = {.follow = false};
	struct walk_entry e;
	struct walk *w;
	size_t dirs = 0, back = 0, wrong = 0;
	int r = WALK_END;

	CHECK(getrlimit(RLIMIT_NOFILE, &old) == 0);
	few = old;
	few.rlim_cur = descriptors;
	CHECK(setrlimit(RLIMIT_NOFILE, &few) == 0);
	w = walk_open("deep", &o);
	CHECK(w != NULL);
	while (w && (r = walk_next(w, &e)) > 0) {
		wrong += r != WALK_ENTRY || e.dirfd == -1;
		/* the lowest free descriptor tells how many are taken */
		if (e.depth == 200 && e.dirfd > WALK_OPEN + 8)
			wrong++;
		dirs += e.name[0] == 'd';
		if (e.name[0] == 'x')
			wrong += e.depth != LEVELS - back++;
	}
	/* the root is called deep */
	CHECK(dirs == LEVELS + 1 && back == LEVELS && wrong == 0);
	walk_close(w);
	CHECK(setrlimit(RLIMIT_NOFILE, &old) == 0);
}

/* Go on to the end: how many entries come, and how often trouble. */
static void
walk_on(struct walk *w, size_t *entries, size_t *trouble)
{
	struct walk_entry e;
	int r = WALK_END;

	*entries = *trouble = 0;
	while (w && (r = walk_next(w, &e)) > 0) {
		*entries += r == WALK_ENTRY;
		*trouble += r == WALK_TROUBLE;
	}
	CHECK(r == WALK_END);
}

/* Deep enough for the first directories to be closed. */
static struct walk *
open_deep(const struct walk_options *o)
{
	struct walk *w = walk_open("deep", o);
	struct walk_entry e;

	CHECK(w != NULL);
	for (int i = 0; i <= 200 && w; i++)
		CHECK(walk_next(w, &e) == WALK_ENTRY && e.depth == (size_t)i);
	return w;
}

/* A directory above, closed meanwhile, that somebody moves away: all below
 * still hangs together, and deep/d is found again from the root. */
static void
test_moved(void)
{
	struct walk_options o = {.follow = false};
	struct walk *w = open_deep(&o);
	size_t entries, trouble;

	make_dir("away");
	CHECK(rename("deep/d/d", "away/d") == 0);
	walk_on(w, &entries, &trouble);
	CHECK(trouble == 0 && entries == LEVELS - 200 + LEVELS);
	walk_close(w);
	CHECK(rename("away/d", "deep/d/d") == 0);
}

/* deep/d is moved, too: what was read of it is given, but its x cannot be
 * opened any more. */
static void
test_lost(void)
{
	struct walk_options o = {.follow = false};
	struct walk *w = open_deep(&o);
	size_t entries, trouble;

	CHECK(rename("deep/d/d", "away/d") == 0);
	CHECK(rename("deep/d", "away/old") == 0);
	walk_on(w, &entries, &trouble);
	CHECK(trouble == 1 && entries == LEVELS - 200 + LEVELS);
	walk_close(w);
}

int
main(void)
{
	test_order();
	test_follow();
	test_changes();
	make_deep("deep");
	test_deep(64);
	test_deep(10);  /* fewer than a walk would like */
	test_moved();
	test_lost();
	return unit_end();
}
