#include "facts.h"

#include "diag.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void
facts_begin(struct facts *f, int dirfd, const char *path)
{
	f->dirfd = dirfd;
	f->path = path;
	f->asked = f->known = 0;
	f->leads = 0;
}

static void
complain(struct entry *e, int err)
{
	struct facts *f = e->facts;
	struct buf path = {0};

	f->status = STATUS_NO;
	if (f->where(f->ctx, e, &path) == 0 && buf_putc(&path, '\0') == 0)
		diag_errno(path.p, err);
	else
		diag_errno(NULL, ENOMEM);
	buf_free(&path);
}

/* Is the answer to that question still to be got?  It will be. */
static bool
is_new(struct facts *f, unsigned which)
{
	bool is = !(f->asked & which);

	f->asked |= which;
	return is;
}

const struct stat *
facts_stat(struct entry *e)
{
	struct facts *f = e->facts;

	if (is_new(f, FACTS_STAT)) {
		if (fstatat(f->dirfd, f->path, &f->st,
		    e->followed ? 0 : AT_SYMLINK_NOFOLLOW) == 0)
			f->known |= FACTS_STAT;
		else
			complain(e, f->dirfd == -1 ? ENOENT : errno);
	}
	return f->known & FACTS_STAT ? &f->st : NULL;
}

/* readlink does not say how much there is, so it is asked with room to
 * spare. */
static int
read_target(struct facts *f)
{
	size_t room = 256;

	for (;; room *= 2) {
		ssize_t n;

		buf_clear(&f->target);
		if (buf_reserve(&f->target, room) != 0)
			return -1;
		n = readlinkat(f->dirfd, f->path, f->target.p, room);
		if (n < 0)
			return -1;
		if ((size_t)n < room) {
			f->target.len = (size_t)n;
			return 0;
		}
	}
}

const struct buf *
facts_target(struct entry *e)
{
	struct facts *f = e->facts;

	if (is_new(f, FACTS_TARGET)) {
		if (read_target(f) == 0)
			f->known |= FACTS_TARGET;
		else
			complain(e, f->dirfd == -1 ? ENOENT : errno);
	}
	return f->known & FACTS_TARGET ? &f->target : NULL;
}

mode_t
facts_leads(struct entry *e)
{
	struct facts *f = e->facts;
	struct stat st;

	if (is_new(f, FACTS_LEADS))
		f->leads = fstatat(f->dirfd, f->path, &st, 0) == 0 ?
		    st.st_mode : 0;
	return f->leads;
}

void
facts_ask(struct entry *e, unsigned which)
{
	bool link = e->type == WALK_LINK;

	if (which & FACTS_STAT) {
		const struct stat *st = facts_stat(e);

		/* a list does not tell */
		link = link || (st && S_ISLNK(st->st_mode));
	}
	if (link && (which & FACTS_TARGET))
		(void)facts_target(e);
	if (link && (which & FACTS_LEADS))
		(void)facts_leads(e);
}

void
facts_free(struct facts *f)
{
	buf_free(&f->target);
}
