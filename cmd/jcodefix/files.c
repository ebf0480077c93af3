#include "files.h"

#include "diag.h"
#include "in.h"
#include "progress.h"
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

int
files_open(const struct file *f)
{
	if (!f->walked)
		return in_open(f->name);
	return openat(f->dirfd, f->name, O_RDONLY | O_CLOEXEC | O_NOCTTY |
	    O_NOFOLLOW | O_NONBLOCK);
}

static void
tell(const struct files_options *o, const char *where, int err)
{
	if (!o->quiet)
		diag_errno(where, err);
}

/* --- a walk --- */

/* Is the entry one to look at? */
static bool
is_wanted(const struct files_options *o, const struct walk_entry *e)
{
	return (e->type == WALK_FILE || e->type == WALK_UNKNOWN) &&
	    (o->include.count == 0 ||
	    globs_match(&o->include, e->name, e->name_len));
}

static bool
ends_with(const struct walk_entry *e, const char *suffix)
{
	size_t n = strlen(suffix);

	return e->name_len > n &&
	    memcmp(e->name + e->name_len - n, suffix, n) == 0;
}

static bool
is_same_dir(const struct walk_entry *e, const char *dir)
{
	struct stat a, b;

	return fstatat(e->dirfd, e->name, &a, AT_SYMLINK_NOFOLLOW) == 0 &&
	    stat(dir, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static bool
is_skipped(const struct files_options *o, const struct walk_entry *e)
{
	if (globs_match(&o->exclude, e->name, e->name_len))
		return true;
	if (e->type != WALK_DIR)
		return o->backup_suffix && ends_with(e, o->backup_suffix);
	return strcmp(e->name, ".git") == 0 || strcmp(e->name, ".svn") == 0 ||
	    (o->backup_dir && is_same_dir(e, o->backup_dir));
}

static void
give(const struct files_options *o, const struct file *f)
{
	o->file(o->ctx, f);
	progress_add(1);
}

/* Names that somebody asked for need not look like Perl's. */
static bool
walk_file(const struct files_options *o, const struct walk *w,
    const struct walk_entry *e, size_t root_len, struct buf *path)
{
	struct file f = {.dirfd = e->dirfd, .name = e->name,
	    .root_len = root_len, .walked = true, .source =
	    o->include.count > 0 ? ISPERL_NAMED : ISPERL_WALKED};

	buf_clear(path);
	if (walk_path(w, e->depth, path) != 0 || buf_putc(path, '\0') != 0) {
		tell(o, e->name, errno);
		return false;
	}
	f.path = path->p;
	give(o, &f);
	return true;
}

static void
tell_trouble(const struct files_options *o, const struct walk *w,
    const struct walk_entry *e, struct buf *path)
{
	int err = errno;

	buf_clear(path);
	if (walk_path(w, e->depth, path) == 0 && buf_putc(path, '\0') == 0)
		tell(o, path->p, err);
	else
		tell(o, e->name, err);
}

static bool
walk_root(const struct files_options *o, const char *root)
{
	const struct walk_options how = {0};
	struct walk *w = walk_open(root, &how);
	struct walk_entry e;
	struct buf path = {0};
	size_t n = strlen(root), root_len = n + (n > 0 && root[n - 1] != '/');
	bool good = true;
	int r;

	if (!w) {
		tell(o, root, errno);
		return false;
	}
	while ((r = walk_next(w, &e)) != WALK_END && r != WALK_ERROR) {
		if (r != WALK_ENTRY) {
			tell_trouble(o, w, &e, &path);
			good = false;
		} else if (e.depth > 0 && is_skipped(o, &e)) {
			if (e.type == WALK_DIR)
				walk_skip(w);
		} else if (is_wanted(o, &e)) {
			good = walk_file(o, w, &e, root_len, &path) && good;
		}
	}
	if (r == WALK_ERROR) {
		tell(o, root, errno);
		good = false;
	}
	walk_close(w);
	buf_free(&path);
	return good;
}

/* --- names --- */

static bool
name_file(const struct files_options *o, const char *path)
{
	struct file f = {.path = in_name(path), .dirfd = AT_FDCWD,
	    .name = path, .source = strcmp(path, "-") == 0 ? ISPERL_PIPED :
	    ISPERL_NAMED};
	const char *slash = strrchr(path, '/');
	bool piped = f.source == ISPERL_PIPED;
	struct stat st;

	if (!piped && stat(path, &st) != 0) {
		tell(o, path, errno);
		return false;
	}
	if (!piped && S_ISDIR(st.st_mode)) {
		if (o->recursive)
			return walk_root(o, path);
		if (!o->quiet)
			diag(path, "Is a directory; -r looks at the files below "
			    "it");
		return false;
	}
	f.root_len = slash ? (size_t)(slash - path) + 1 : 0;
	give(o, &f);
	return true;
}

bool
files_read_list(struct files_options *o)
{
	int fd = in_open(o->list);
	bool good = fd != -1 && in_all(fd, &o->names) == 0 &&
	    (o->names.len == 0 || o->names.p[o->names.len - 1] == '\0' ||
	    buf_putc(&o->names, '\0') == 0);

	if (!good)
		diag_errno(in_name(o->list), errno);
	in_close(fd);
	return good;
}

static bool
each_of_list(const struct files_options *o)
{
	bool good = true;

	for (size_t at = 0; at < o->names.len; ) {
		const char *name = o->names.p + at;

		if (*name == '\0') {
			if (!o->quiet)
				diag(in_name(o->list), "an empty name in the "
				    "list; its names end with NUL, as those of "
				    "find -print0");
			good = false;
		} else if (!name_file(o, name)) {
			good = false;
		}
		at += strlen(name) + 1;
	}
	return good;
}

bool
files_each(const struct files_options *o)
{
	bool good = true;

	if (o->list)
		return each_of_list(o);
	for (int i = 0; i < o->count; i++)
		good = name_file(o, o->operands[i]) && good;
	return good;
}
