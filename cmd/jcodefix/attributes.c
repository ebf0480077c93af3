#include "attributes.h"

#include "reason.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

#define ACL "system.posix_acl_access"

/* More than any system has; a hostile one may always ask for more. */
enum { XATTR_MOST = 1024 * 1024 };

static int
cannot_give(struct buf *words, const char *what)
{
	int err = errno;

	reason_set(words, "cannot give the new file its %s: %s", what,
	    strerror(err));
	errno = err;
	return -1;
}

#ifdef __linux__
/* One loop for both system calls; name is NULL for the list of names. */
static int
read_xattr(int fd, const char *name, struct buf *b)
{
	buf_clear(b);
	for (size_t room = 256; room <= XATTR_MOST; room *= 2) {
		ssize_t n;

		if (buf_reserve(b, room) != 0)
			return -1;
		n = name ? fgetxattr(fd, name, b->p, b->cap) :
		    flistxattr(fd, b->p, b->cap);
		if (n >= 0) {
			b->len = (size_t)n;
			return 0;
		}
		if (errno != ERANGE)
			return -1;
	}
	errno = E2BIG;
	return -1;
}

static int
read_names(int fd, struct buf *names)
{
	if (read_xattr(fd, NULL, names) == 0)
		return 0;
	/* a file system without attributes */
	return errno == ENOTSUP || errno == ENOSYS ? 0 : -1;
}

/* Go through names, each with its NUL: the one behind `name`, or the first;
 * NULL at the end. */
static const char *
next_name(const struct buf *names, const char *name)
{
	name = name ? name + strlen(name) + 1 : names->p;
	return name && name < names->p + names->len ? name : NULL;
}

static bool
has_name(const struct buf *names, const char *wanted)
{
	const char *name = NULL;

	while ((name = next_name(names, name)))
		if (strcmp(name, wanted) == 0)
			return true;
	return false;
}

/* An ACL of some kind: POSIX, NFSv4. */
static bool
is_of_system(const char *name)
{
	return strncmp(name, "system.", strlen("system.")) == 0;
}

static bool
has_acl(const struct buf *names)
{
	const char *name = NULL;

	while ((name = next_name(names, name)))
		if (is_of_system(name))
			return true;
	return false;
}

static bool
is_seal(const char *name)
{
	return strcmp(name, "security.ima") == 0 ||
	    strcmp(name, "security.evm") == 0;
}

/* What people call it. */
static const char *
called(const char *name)
{
	return strcmp(name, ACL) == 0 ? "ACL" : name;
}

/* Labels may be there to stay; then the file has that which any file made there
 * gets.  What counts as an ACL must go. */
static int
strip_xattr(int to, const char *name, struct buf *words)
{
	int err;

	if (fremovexattr(to, name) == 0 || errno == ENODATA ||
	    !is_of_system(name))
		return 0;
	err = errno;
	reason_set(words, "cannot take from the new file the %s that it "
	    "inherits: %s", called(name), strerror(err));
	errno = err;
	return -1;
}

/* Take away from `to` what it inherited, before fchmod makes the mask of an ACL
 * allow something; an ACL that will be another allows nothing by then. */
static int
strip(int to, const struct buf *keep, struct buf *words)
{
	struct buf names = {0};
	const char *name = NULL;
	int r = 0, err;

	if (read_names(to, &names) != 0)
		r = cannot_give(words, "extended attributes");
	while (r == 0 && (name = next_name(&names, name)))
		if (!has_name(keep, name))
			r = strip_xattr(to, name, words);
	err = errno;
	buf_free(&names);
	errno = err;
	return r;
}

static int
give_xattr(int to, int from, const char *name, struct buf *words)
{
	struct buf value = {0}, present = {0};
	int r = 0, err;

	if (read_xattr(from, name, &value) != 0) {
		/* gone meanwhile: that changed the file, and is found out */
		if (errno != ENODATA)
			r = cannot_give(words, called(name));
	} else if (read_xattr(to, name, &present) == 0 &&
	    present.len == value.len && (value.len == 0 ||
	    memcmp(present.p, value.p, value.len) == 0)) {
		/* a label may be the right one and yet not ours to set */
	} else if (fsetxattr(to, name, value.p, value.len, 0) != 0) {
		r = cannot_give(words, called(name));
	}
	err = errno;
	buf_free(&value);
	buf_free(&present);
	errno = err;
	return r;
}

/* ACLs are those of_system; all else stands apart. */
static int
give_xattrs(int to, int from, const struct buf *names, bool of_system,
    struct buf *words)
{
	const char *name = NULL;

	while ((name = next_name(names, name)))
		if (is_of_system(name) == of_system && !is_seal(name) &&
		    give_xattr(to, from, name, words) != 0)
			return -1;
	return 0;
}
#else
/* POSIX knows neither ACLs nor extended attributes. */
static int
read_names(int fd, struct buf *names)
{
	(void)fd;
	buf_clear(names);
	return 0;
}

static bool
has_acl(const struct buf *names)
{
	(void)names;
	return false;
}

static int
strip(int to, const struct buf *keep, struct buf *words)
{
	(void)to;
	(void)keep;
	(void)words;
	return 0;
}

static int
give_xattrs(int to, int from, const struct buf *names, bool of_system,
    struct buf *words)
{
	(void)to;
	(void)from;
	(void)names;
	(void)of_system;
	(void)words;
	return 0;
}
#endif

static int
give_owner(int to, const struct stat *st, struct buf *words)
{
	struct stat now;

	if (fstat(to, &now) != 0)
		return cannot_give(words, "owner");
	/* some file systems allow no chown at all, not even to the same */
	if (now.st_uid == st->st_uid && now.st_gid == st->st_gid)
		return 0;
	if (fchown(to, st->st_uid, st->st_gid) != 0)
		return cannot_give(words, now.st_uid != st->st_uid ? "owner" :
		    "group");
	return 0;
}

static bool
has_mode(int fd, mode_t mode)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (st.st_mode & 07777) == mode;
}

static int
give_mode(int to, mode_t mode, struct buf *words)
{
	if (has_mode(to, mode) || fchmod(to, mode) == 0)
		return 0;
	return cannot_give(words, "mode");
}

/* Set-id bits are dropped in silence where there is no right to them. */
static int
verify(int to, const struct stat *st, struct buf *words)
{
	struct stat now;

	if (fstat(to, &now) != 0)
		return cannot_give(words, "mode");
	if (now.st_uid == st->st_uid && now.st_gid == st->st_gid &&
	    (now.st_mode & 07777) == (st->st_mode & 07777))
		return 0;
	errno = EPERM;
	return cannot_give(words, now.st_uid != st->st_uid ? "owner" :
	    now.st_gid != st->st_gid ? "group" :
	    (now.st_mode & 0777) == (st->st_mode & 0777) ?
	    "set-user-ID or set-group-ID bit" : "mode");
}

int
attributes_copy(int to, int from, const struct stat *st, struct buf *words)
{
	mode_t mode = st->st_mode & 07777, first = mode;
	struct buf names = {0};
	int r = -1, err;

	if (read_names(from, &names) != 0)
		return cannot_give(words, "extended attributes");
	/* An ACL may be stricter than the mode that shows it: until it is there
	 * nobody but the owner has rights. */
	if (has_acl(&names))
		first &= (mode_t)~(S_IRWXG | S_IRWXO);
	/* The owner comes first, for chown takes set-id bits and capabilities
	 * away.  Then attributes of users, which a file without a write bit
	 * does not take any more; then the mode; then its ACL. */
	if (strip(to, &names, words) == 0 &&
	    give_owner(to, st, words) == 0 &&
	    give_xattrs(to, from, &names, false, words) == 0 &&
	    give_mode(to, first, words) == 0 &&
	    give_xattrs(to, from, &names, true, words) == 0 &&
	    give_mode(to, mode, words) == 0)
		r = verify(to, st, words);
	err = errno;
	buf_free(&names);
	errno = err;
	return r;
}
