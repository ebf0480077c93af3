#define _GNU_SOURCE  /* DT_ constants, SYS_getdents64 */
#include "dirents.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static bool
is_dot(const char *name)
{
	return name[0] == '.' &&
	    (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

#if defined(__linux__) && !defined(DIRENTS_POSIX)
#include <sys/syscall.h>

/* As getdents64(2) has it; no header of every libc declares it. */
struct record {
	uint64_t ino;
	int64_t off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

void
dirents_begin(struct dirents *d, int fd, char *mem)
{
	*d = (struct dirents){.fd = fd, .mem = mem};
}

int
dirents_next(struct dirents *d, const char **name, unsigned char *type)
{
	for (;;) {
		const struct record *r;

		if (d->at == d->end) {
			long n = syscall(SYS_getdents64, d->fd, d->mem,
			    DIRENTS_SIZE);

			if (n <= 0)
				return n == 0 ? 0 : -1;
			d->at = 0;
			d->end = (size_t)n;
		}
		/* the kernel keeps records aligned in aligned memory */
		r = (const void *)(d->mem + d->at);
		d->at += r->reclen;
		if (is_dot(r->name))
			continue;
		*name = r->name;
		*type = r->type;
		return 1;
	}
}

void
dirents_end(struct dirents *d)
{
	(void)d;
}

#else

void
dirents_begin(struct dirents *d, int fd, char *mem)
{
	*d = (struct dirents){.fd = fd, .mem = mem};
}

/* fdopendir takes the descriptor over, so it gets one of its own. */
static DIR *
open_again(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	DIR *dir = copy == -1 ? NULL : fdopendir(copy);

	if (copy != -1 && !dir) {
		int err = errno;

		(void)close(copy);
		errno = err;
	}
	return dir;
}

int
dirents_next(struct dirents *d, const char **name, unsigned char *type)
{
	struct dirent *e;

	if (!d->dir && !(d->dir = open_again(d->fd)))
		return -1;
	do {
		errno = 0;
		e = readdir(d->dir);
		if (!e)
			return errno == 0 ? 0 : -1;
	} while (is_dot(e->d_name));
	*name = e->d_name;
#ifdef DIRENTS_UNTYPED  /* for tests: as some file systems do */
	*type = DT_UNKNOWN;
#else
	*type = e->d_type;
#endif
	return 1;
}

void
dirents_end(struct dirents *d)
{
	if (d->dir)
		(void)closedir(d->dir);
	d->dir = NULL;
}
#endif
