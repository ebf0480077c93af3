#include "backup.h"

#include "attributes.h"
#include "in.h"
#include "out.h"
#include "reason.h"
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 64 * 1024 };

void
backup_init(struct backup *b, const char *suffix, const char *dir)
{
	b->suffix = suffix && *suffix ? suffix : NULL;
	b->dir = dir;
	b->into = -1;
	b->linked = false;
}

void
backup_end(struct backup *b)
{
	if (b->into != -1)
		(void)close(b->into);
	b->into = -1;
}

/* Close what only an error leaves open. */
static void
close_quietly(int fd)
{
	int err = errno;

	(void)close(fd);
	errno = err;
}

static int
put_name(struct buf *out, const char *name, const char *suffix)
{
	if (buf_puts(out, name) != 0 ||
	    (suffix && buf_puts(out, suffix) != 0) || buf_putc(out, '\0') != 0)
		return -1;
	return 0;
}

/* Does that name beside the file lead to the file itself? */
static bool
is_same_file(const struct backup *b, const char *name)
{
	struct stat st;

	return fstatat(b->dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    st.st_dev == b->st->st_dev && st.st_ino == b->st->st_ino;
}

bool
backup_is_other_name(const struct backup *b)
{
	struct buf name = {0};
	bool same;

	if (!b->suffix || b->dir || b->st->st_nlink != 2)
		return false;
	same = put_name(&name, b->name, b->suffix) == 0 &&
	    is_same_file(b, name.p);
	buf_free(&name);
	return same;
}

/* --- a copy --- */

static int
copy_content(int from, int to)
{
	struct out out;
	char *mem = malloc(PIECE);
	ssize_t n;

	if (!mem)
		return -1;
	/* without memory of its own, out writes what it is given */
	out_init(&out, to, NULL, 0);
	while ((n = in_fill(from, mem, PIECE)) > 0)
		if (out_put(&out, mem, (size_t)n) != 0) {
			errno = out.err;
			n = -1;
			break;
		}
	free(mem);
	return n < 0 ? -1 : 0;
}

/* A backup is never for more eyes than the file. */
static int
give_attributes(const struct backup *b, int from, int to, struct buf *words)
{
	struct timespec times[2] = {b->st->st_atim, b->st->st_mtim};

	if (attributes_copy(to, from, b->st, words) != 0) {
		if (!b->dir)
			return -1;
		if (fchmod(to, S_IRUSR | S_IWUSR) != 0) {
			reason_set(words, "backup: %s", strerror(errno));
			return -1;
		}
	}
	(void)futimens(to, times);
	return 0;
}

static int
cannot_make(struct buf *words, const char *name)
{
	int err = errno;

	if (err == EEXIST)
		reason_set(words, "the backup %s is there already; move it "
		    "away, or choose another place for the new one", name);
	else
		reason_set(words, "backup %s: %s", name, strerror(err));
	errno = err;
	return -1;
}

/* shown is the name for people. */
static int
copy(const struct backup *b, int from, int dirfd, const char *name,
    const char *shown, struct buf *words)
{
	struct temporary *t;
	struct stat st;
	int to;

	if (fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return cannot_make(words, shown);
	}
	to = temporary_open(dirfd, name, &t);
	if (to == -1)
		return cannot_make(words, shown);
	if (copy_content(from, to) != 0) {
		close_quietly(to);
		return cannot_make(words, shown);
	}
	if (give_attributes(b, from, to, words) != 0) {
		close_quietly(to);
		return -1;
	}
	if (temporary_sync(to) != 0) {
		close_quietly(to);
		return cannot_make(words, shown);
	}
	if ((close(to) != 0 && errno != EINTR) ||
	    temporary_rename(t, name) != 0 || temporary_sync(dirfd) != 0)
		return cannot_make(words, shown);
	return 0;
}

/* --- beside the file --- */

/* A file system without links, or a file that must not have more. */
static bool
is_no_link(int err)
{
	return err == EPERM || err == ENOTSUP || err == EOPNOTSUPP ||
	    err == ENOSYS || err == EMLINK || err == EXDEV;
}

static int
make_beside(struct backup *b, int fd, const char *name, struct buf *words)
{
	if (temporary_link(b->dirfd, b->name, name) == 0 ||
	    (errno == EEXIST && is_same_file(b, name))) {
		b->linked = true;
		return 0;
	}
	if (!is_no_link(errno))
		return cannot_make(words, name);
	/* a descriptor of its own, for a sync: dirfd may be AT_FDCWD */
	b->into = openat(b->dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (b->into == -1)
		return cannot_make(words, name);
	return copy(b, fd, b->into, name, name, words);
}

/* --- below a directory --- */

/* The next component of a path that is not ".", ".." or nothing, with its NUL:
 * 1; 0 at the end; -1 with errno. */
static int
next_component(const char **p, struct buf *component)
{
	size_t n = 0;

	do {
		*p += n;
		*p += strspn(*p, "/");
		n = strcspn(*p, "/");
	} while (n > 0 && (*p)[0] == '.' &&
	    (n == 1 || (n == 2 && (*p)[1] == '.')));
	if (n == 0)
		return 0;
	buf_clear(component);
	if (buf_put(component, *p, n) != 0 || buf_putc(component, '\0') != 0)
		return -1;
	*p += n;
	return 1;
}

/* A new directory shall last as what goes into it does. */
static int
sync_parent(int dirfd)
{
	int fd = openat(dirfd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	/* one that may be written, but not read, cannot be synced */
	if (fd == -1)
		return errno == EACCES ? 0 : -1;
	r = temporary_sync(fd);
	close_quietly(fd);
	return r;
}

/* Open a directory, made if there is none; nofollow is O_NOFOLLOW or 0. */
static int
open_or_make(int at, const char *name, int nofollow)
{
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | nofollow;
	int fd = openat(at, name, flags);

	if (fd != -1 || errno != ENOENT)
		return fd;
	if (mkdirat(at, name, S_IRWXU) != 0 && errno != EEXIST)
		return -1;
	fd = openat(at, name, flags);
	if (fd != -1 && sync_parent(fd) != 0) {
		close_quietly(fd);
		return -1;
	}
	return fd;
}

/* Go one directory down from b->into. */
static int
go_into(struct backup *b, const char *name, struct buf *words)
{
	int fd = open_or_make(b->into, name, O_NOFOLLOW);

	if (fd == -1) {
		int err = errno;

		reason_set(words, "backup directory %s below %s: %s", name,
		    b->dir, strerror(err));
		errno = err;
		return -1;
	}
	(void)close(b->into);
	b->into = fd;
	return 0;
}

/* Make b->into the directory that the copy goes to, and *name the last
 * component of the path. */
static int
find_place(struct backup *b, struct buf *name, struct buf *words)
{
	const char *p = b->path;
	struct buf next = {0};
	int r;

	b->into = open_or_make(AT_FDCWD, b->dir, 0);
	if (b->into == -1)
		return cannot_make(words, b->dir);
	r = next_component(&p, name);
	if (r == 0) {
		errno = EINVAL;
		r = -1;
	}
	while (r > 0 && (r = next_component(&p, &next)) > 0) {
		struct buf t = *name;

		if (go_into(b, name->p, words) != 0) {
			buf_free(&next);
			return -1;
		}
		*name = next;
		next = t;
	}
	buf_free(&next);
	return r < 0 ? cannot_make(words, b->path) : 0;
}

static int
make_below(struct backup *b, int fd, struct buf *words)
{
	struct buf name = {0}, shown = {0};
	int r = find_place(b, &name, words), err;

	if (r == 0) {
		name.len--;   /* its NUL */
		if (put_name(&name, "", b->suffix) != 0 ||
		    buf_puts(&shown, b->dir) != 0 ||
		    buf_putc(&shown, '/') != 0 ||
		    put_name(&shown, b->path, b->suffix) != 0)
			r = cannot_make(words, b->path);
		else
			r = copy(b, fd, b->into, name.p, shown.p, words);
	}
	err = errno;
	buf_free(&name);
	buf_free(&shown);
	errno = err;
	return r;
}

int
backup_make(struct backup *b, int fd, struct buf *words)
{
	struct buf name = {0};
	int r, err;

	if (b->suffix && strchr(b->suffix, '/')) {
		errno = EINVAL;
		return cannot_make(words, b->suffix);
	}
	if (b->dir)
		return make_below(b, fd, words);
	if (!b->suffix)
		return 0;
	if (put_name(&name, b->name, b->suffix) != 0)
		r = cannot_make(words, b->name);
	else
		r = make_beside(b, fd, name.p, words);
	err = errno;
	buf_free(&name);
	errno = err;
	return r;
}
