#include "replace.h"

#include "attributes.h"
#include "backup.h"
#include "reason.h"
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* As many links as Linux follows. */
enum { MOST_LINKS = 40 };

enum { OUT_SIZE = 64 * 1024 };

/* --- where a file is --- */

/* The target of a link, as a C string.  0, or -1 with errno. */
static int
read_link(int dirfd, const char *name, struct buf *target)
{
	buf_clear(target);
	for (size_t room = 256;; room *= 2) {
		ssize_t n;

		if (buf_reserve(target, room) != 0)
			return -1;
		n = readlinkat(dirfd, name, target->p, target->cap);
		if (n < 0)
			return -1;
		if ((size_t)n < target->cap) {
			target->len = (size_t)n;
			target->p[n] = '\0';
			return 0;
		}
	}
}

/* Where the last component begins. */
static size_t
last_component(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Open the directory that path says the file is in, and put the file's name
 * into t.  path is not needed any more afterwards. */
static int
go_to(struct replace_target *t, struct buf *path)
{
	size_t n = last_component(path->p);
	const char *name = path->p + n;
	int fd;

	if (*name == '\0' || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0) {
		errno = path->len == 0 ? ENOENT : EISDIR;
		return -1;
	}
	buf_clear(&t->name);
	if (buf_put(&t->name, name, strlen(name) + 1) != 0)
		return -1;
	t->name.len--;
	path->p[n] = '\0';
	fd = openat(t->dirfd, n > 0 ? path->p : ".",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (t->owned)
		(void)close(t->dirfd);
	t->dirfd = fd;
	t->owned = true;
	return 0;
}

static int
follow(struct replace_target *t, struct buf *path)
{
	struct stat st;

	for (int i = 0; i <= MOST_LINKS; i++) {
		if (go_to(t, path) != 0 || fstatat(t->dirfd, t->name.p, &st,
		    AT_SYMLINK_NOFOLLOW) != 0)
			return -1;
		if (!S_ISLNK(st.st_mode))
			return 0;
		if (read_link(t->dirfd, t->name.p, path) != 0)
			return -1;
	}
	errno = ELOOP;
	return -1;
}

int
replace_find(struct replace_target *t, const char *path)
{
	struct buf b = {0};
	int r = -1, err;

	*t = (struct replace_target){.dirfd = AT_FDCWD};
	if (buf_put(&b, path, strlen(path) + 1) == 0) {
		b.len--;
		r = follow(t, &b);
	}
	err = errno;
	buf_free(&b);
	if (r != 0)
		replace_forget(t);
	errno = err;
	return r;
}

void
replace_forget(struct replace_target *t)
{
	if (t->owned)
		(void)close(t->dirfd);
	buf_free(&t->name);
	*t = (struct replace_target){.dirfd = AT_FDCWD};
}

/* --- what is to be done --- */

struct job {
	int dirfd;
	const char *name;
	const struct stat *as_read;
	const struct replace_options *o;
	struct buf *words;
	struct backup backup;
	int old;                      /* open to be read; -1 */
};

/* What has a rule or right against it is refused; other trouble is trouble. */
static enum replace_result
verdict(int err)
{
	static const int refused[] = {EPERM, EACCES, EROFS, EEXIST, EINVAL,
	    ENOTSUP, EOPNOTSUPP};

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		if (err == refused[i])
			return REPLACE_REFUSED;
	return REPLACE_FAILED;
}

static enum replace_result
stop(struct job *j, const char *what, int err)
{
	reason_set(j->words, "%s: %s", what, strerror(err));
	return verdict(err);
}

static enum replace_result
fail(struct job *j, const char *what, int err)
{
	(void)stop(j, what, err);
	return REPLACE_FAILED;
}

static enum replace_result
fail_changed(struct job *j)
{
	reason_set(j->words, "changed while it was read; run again");
	return REPLACE_FAILED;
}

static bool
is_same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* A backup that is a link changes ctime itself. */
static bool
is_as_read(const struct job *j, const struct stat *st)
{
	const struct stat *r = j->as_read;

	return S_ISREG(st->st_mode) && st->st_dev == r->st_dev &&
	    st->st_ino == r->st_ino && st->st_size == r->st_size &&
	    st->st_mode == r->st_mode && st->st_uid == r->st_uid &&
	    st->st_gid == r->st_gid &&
	    is_same_time(st->st_mtim, r->st_mtim) &&
	    (j->backup.linked || is_same_time(st->st_ctim, r->st_ctim));
}

/* Does the name still lead to what was read? */
static enum replace_result
check_unchanged(struct job *j)
{
	struct stat st;

	if (fstatat(j->dirfd, j->name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !is_as_read(j, &st))
		return fail_changed(j);
	return REPLACE_DONE;
}

/* --- before anything is made --- */

/* The old file, for its attributes and its backup; and is it that? */
static enum replace_result
open_old(struct job *j)
{
	struct stat st;

	if (!S_ISREG(j->as_read->st_mode)) {
		reason_set(j->words, "is not a regular file");
		return REPLACE_REFUSED;
	}
	j->old = openat(j->dirfd, j->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_NOCTTY | O_CLOEXEC);
	if (j->old == -1 && errno != ENOENT && errno != ELOOP)
		return stop(j, "cannot be opened again", errno);
	if (j->old == -1 || fstat(j->old, &st) != 0 || !is_as_read(j, &st))
		return fail_changed(j);
	/* another run of this program must not take a backup that is being
	 * made for its own; file systems without locks have none */
	if (flock(j->old, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		reason_set(j->words, "is locked by another process; run again");
		return REPLACE_FAILED;
	}
	return REPLACE_DONE;
}

static enum replace_result
check_names(struct job *j)
{
	unsigned long long others = (unsigned long long)j->as_read->st_nlink;

	if (others <= 1 || j->o->break_hardlinks ||
	    backup_is_other_name(&j->backup))
		return REPLACE_DONE;
	others--;
	reason_set(j->words, "has %llu other name%s (hard link%s); "
	    "--break-hardlinks changes this name alone", others,
	    others == 1 ? "" : "s", others == 1 ? "" : "s");
	return REPLACE_REFUSED;
}

/* That rename(2) needs no right to the file is no reason to take it. */
static enum replace_result
check_rights(struct job *j)
{
	bool may = (j->as_read->st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) != 0;

	if (j->o->force)
		return REPLACE_DONE;
	if (may && faccessat(j->dirfd, j->name, W_OK, AT_EACCESS) != 0) {
		/* such as EROFS, where no force helps */
		if (errno != EACCES)
			return stop(j, "cannot be written", errno);
		may = false;
	}
	if (may)
		return REPLACE_DONE;
	reason_set(j->words, "is read-only; --force changes it all the same");
	return REPLACE_REFUSED;
}

/* --- the new file --- */

typedef int writer_fn(void *ctx, struct out *out);

static enum replace_result
put_content(struct job *j, int fd, writer_fn *writer, void *ctx)
{
	enum replace_result r = REPLACE_DONE;
	char *mem = malloc(OUT_SIZE);
	struct out out;
	int err = 0;

	if (!mem)
		return fail(j, "temporary file", errno);
	out_init(&out, fd, mem, OUT_SIZE);
	if (writer(ctx, &out) != 0)
		err = errno;
	else
		(void)out_flush(&out);
	if (out.err)
		r = fail(j, "temporary file", out.err);
	else if (err)
		r = fail(j, "new content", err);
	free(mem);
	return r;
}

static enum replace_result
fill(struct job *j, int fd, writer_fn *writer, void *ctx)
{
	enum replace_result r = put_content(j, fd, writer, ctx);

	if (r != REPLACE_DONE)
		return r;
	if (attributes_copy(fd, j->old, j->as_read, j->words) != 0)
		return verdict(errno);
	if (temporary_sync(fd) != 0)
		return fail(j, "temporary file", errno);
	return REPLACE_DONE;
}

static void
close_old(struct job *j)
{
	if (j->old != -1)
		(void)close(j->old);
	j->old = -1;
}

/* The new file is ready: let it take the name. */
static enum replace_result
swap(struct job *j, struct temporary *t)
{
	enum replace_result r = check_unchanged(j);

	if (r == REPLACE_DONE &&
	    backup_make(&j->backup, j->old, j->words) != 0)
		r = verdict(errno);
	/* NFS gives a file that is still open, and has no other name, one in
	 * its directory */
	if (!j->backup.linked)
		close_old(j);
	/* to copy takes time */
	if (r == REPLACE_DONE)
		r = check_unchanged(j);
	if (r == REPLACE_DONE && temporary_keep(t, j->name) != 0)
		r = stop(j, "the new file cannot take its place", errno);
	return r;
}

static enum replace_result
sync_directory(struct job *j)
{
	int fd = j->dirfd, r;

	if (fd == AT_FDCWD)
		fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1 && errno == EACCES) {
		/* it may be written, but not read: all or nothing */
		sync();
		return REPLACE_DONE;
	}
	r = fd == -1 ? -1 : temporary_sync(fd);
	if (r != 0)
		reason_set(j->words, "is new, but its directory cannot be "
		    "synced: %s", strerror(errno));
	if (fd != j->dirfd && fd != -1)
		(void)close(fd);
	return r == 0 ? REPLACE_DONE : REPLACE_FAILED;
}

static enum replace_result
make_new(struct job *j, writer_fn *writer, void *ctx)
{
	enum replace_result r;
	struct temporary *t;
	int fd = temporary_open(j->dirfd, j->name, &t);

	if (fd == -1)
		return stop(j, "temporary file", errno);
	r = fill(j, fd, writer, ctx);
	/* file servers tell of a full disk no sooner */
	if (close(fd) != 0 && errno != EINTR && r == REPLACE_DONE)
		r = fail(j, "temporary file", errno);
	if (r == REPLACE_DONE)
		r = swap(j, t);
	if (r != REPLACE_DONE)
		temporary_remove();
	backup_end(&j->backup);
	return r == REPLACE_DONE ? sync_directory(j) : r;
}

/* Open the old file, and see whether it may be replaced. */
static enum replace_result
prepare(struct job *j)
{
	enum replace_result r;

	backup_init(&j->backup, j->o->suffix, j->o->backup_dir);
	r = open_old(j);
	if (r == REPLACE_DONE)
		r = check_names(j);
	if (r == REPLACE_DONE)
		r = check_rights(j);
	return r;
}

static struct job
job(const struct replace_target *t, const char *path,
    const struct stat *as_read, const struct replace_options *options,
    struct buf *words)
{
	return (struct job){.dirfd = t->dirfd, .name = t->name.p,
	    .as_read = as_read, .o = options, .words = words, .old = -1,
	    .backup = {.dirfd = t->dirfd, .name = t->name.p, .path = path,
	    .st = as_read}};
}

enum replace_result
replace_check(const struct replace_target *t, const char *path,
    const struct stat *as_read, const struct replace_options *options,
    struct buf *words)
{
	struct job j = job(t, path, as_read, options, words);
	enum replace_result r = prepare(&j);

	close_old(&j);
	return r;
}

enum replace_result
replace_file(const struct replace_target *t, const char *path,
    const struct stat *as_read, int (*writer)(void *ctx, struct out *out),
    void *ctx, const struct replace_options *options, struct buf *words)
{
	struct job j = job(t, path, as_read, options, words);
	enum replace_result r = prepare(&j);

	if (r == REPLACE_DONE)
		r = make_new(&j, writer, ctx);
	close_old(&j);
	/* a backup that could not be given all has left some */
	if (r == REPLACE_DONE)
		buf_clear(words);
	return r;
}
