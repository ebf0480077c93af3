/*
 * faults: a library to be preloaded (ld.so(8)), by which a chosen call to the
 * system fails.
 *
 *	FAULT=CALL:N:WHAT   the Nth call of that name, from 1; 0: every one;
 *	                    odd: every other, the first one too
 *	WHAT                an error, as ENOSPC; or `short': read and write do
 *	                    a single byte
 *	FAULT_HIT=FILE      gets a byte for each call that has failed so
 *
 * The calls are those of the C library that the filters make, and the memory
 * that other libraries ask for, too.  Needs glibc.
 */
#undef _FORTIFY_SOURCE   /* its headers have functions of these names */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

static char fault_call[32];
static int fault_errno;
static bool fault_odd, fault_short;
static unsigned long fault_n, fault_count;
static int fault_told = -1;   /* open before a filter denies itself writing */

static const struct {
	const char *name;
	int number;
} errors[] = {
	{"EACCES", EACCES}, {"EAGAIN", EAGAIN}, {"EINTR", EINTR}, {"EIO", EIO},
	{"EMFILE", EMFILE}, {"ENOMEM", ENOMEM}, {"ENOSPC", ENOSPC},
	{"EPERM", EPERM}, {"EROFS", EROFS}, {"EDQUOT", EDQUOT}
};

/* High, so that the filter's descriptors have their usual numbers. */
static void
open_told(const char *file)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_CREAT | O_WRONLY,
	    0666);

	fault_told = fcntl(fd, F_DUPFD_CLOEXEC, 100);
	(void)syscall(SYS_close, fd);
}

/* CALL:N:WHAT.  A test that is spelt wrong must not pass. */
static void
parse(const char *p)
{
	const char *n = strchr(p, ':'), *what = n ? strchr(n + 1, ':') : NULL;

	if (!what || (size_t)(n - p) >= sizeof fault_call)
		abort();
	memcpy(fault_call, p, (size_t)(n - p));
	fault_odd = strncmp(n + 1, "odd:", 4) == 0;
	fault_n = strtoul(n + 1, NULL, 10);
	fault_short = strcmp(what + 1, "short") == 0;
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (strcmp(what + 1, errors[i].name) == 0)
			fault_errno = errors[i].number;
	if (fault_errno == 0 && !fault_short)
		abort();
}

__attribute__((constructor)) static void
begin(void)
{
	const char *fault = getenv("FAULT"), *told = getenv("FAULT_HIT");

	if (told)
		open_told(told);
	if (fault)
		parse(fault);
}

/* Is this call of that name the one? */
static bool
is_due(const char *name)
{
	if (strcmp(name, fault_call) != 0)
		return false;
	fault_count++;
	return fault_odd ? fault_count % 2 != 0 :
	    fault_n == 0 || fault_count == fault_n;
}

/* Does this call fail?  It is told then, and errno says how it fails. */
static bool
hit(const char *name)
{
	if (!is_due(name))
		return false;
	if (fault_told != -1)
		(void)syscall(SYS_write, fault_told, "x", 1);
	errno = fault_errno;
	return true;
}

/* A function of the next library that has it. */
static void
next(void *to, const char *name)
{
	void *f = dlsym(RTLD_NEXT, name);

	if (!f)
		abort();
	memcpy(to, &f, sizeof f);
}

#define CALL(type, name, params, args, failed) \
	CALL_AS(#name, type, name, params, args, failed)
#define CALL_AS(call, type, name, params, args, failed) \
	type name params \
	{ \
		static type (*real) params; \
		if (hit(call)) \
			return failed; \
		if (!real) \
			next(&real, #name); \
		return real args; \
	}

#if defined __GLIBC__ && __GLIBC__ * 100 + __GLIBC_MINOR__ < 233
/* Its header has functions of the names below, which call these. */
int __xstat(int v, const char *p, struct stat *st);
int __fxstat(int v, int fd, struct stat *st);
int __fxstatat(int v, int fd, const char *p, struct stat *st, int f);
CALL_AS("stat", int, __xstat, (int v, const char *p, struct stat *st),
    (v, p, st), -1)
CALL_AS("fstat", int, __fxstat, (int v, int fd, struct stat *st), (v, fd, st),
    -1)
CALL_AS("fstatat", int, __fxstatat, (int v, int fd, const char *p,
    struct stat *st, int f), (v, fd, p, st, f), -1)
#else
CALL(int, fstat, (int fd, struct stat *st), (fd, st), -1)
CALL(int, fstatat, (int fd, const char *p, struct stat *st, int f),
    (fd, p, st, f), -1)
CALL(int, stat, (const char *p, struct stat *st), (p, st), -1)
#endif
CALL(int, faccessat, (int fd, const char *p, int how, int f), (fd, p, how, f),
    -1)
CALL(int, fsync, (int fd), (fd), -1)
CALL(int, futimens, (int fd, const struct timespec t[2]), (fd, t), -1)
CALL(int, fchown, (int fd, uid_t u, gid_t g), (fd, u, g), -1)
CALL(int, fchmod, (int fd, mode_t m), (fd, m), -1)
CALL(int, flock, (int fd, int how), (fd, how), -1)
CALL(int, linkat, (int a, const char *p, int b, const char *q, int f),
    (a, p, b, q, f), -1)
CALL(int, renameat, (int a, const char *p, int b, const char *q),
    (a, p, b, q), -1)
CALL(int, unlinkat, (int a, const char *p, int f), (a, p, f), -1)
CALL(int, mkdirat, (int a, const char *p, mode_t m), (a, p, m), -1)
CALL(ssize_t, readlinkat, (int a, const char *p, char *to, size_t n),
    (a, p, to, n), -1)
CALL(off_t, lseek, (int fd, off_t at, int how), (fd, at, how), -1)
CALL(ssize_t, flistxattr, (int fd, char *p, size_t n), (fd, p, n), -1)
CALL(int, mlock, (const void *p, size_t n), (p, n), -1)
CALL(void *, mmap, (void *p, size_t n, int a, int f, int fd, off_t at),
    (p, n, a, f, fd, at), MAP_FAILED)
CALL(int, poll, (struct pollfd *p, nfds_t n, int ms), (p, n, ms), -1)

/* Those that have no function of their own. */
long
syscall(long number, ...)
{
	static long (*real)(long, ...);
	va_list ap;
	long a[6];

	if (!real)
		next(&real, "syscall");
	va_start(ap, number);
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(ap, long);
	va_end(ap);
	if (number == SYS_getdents64 && hit("getdents64"))
		return -1;
	return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

ssize_t
read(int fd, void *p, size_t n)
{
	bool failed = hit("read");

	if (failed && !fault_short)
		return -1;
	return syscall(SYS_read, fd, p, failed && n > 1 ? 1 : n);
}

/* But not to descriptor 2: the message is what tells that all else failed. */
ssize_t
write(int fd, const void *p, size_t n)
{
	bool failed = fd != 2 && hit("write");

	if (failed && !fault_short)
		return -1;
	return syscall(SYS_write, fd, p, failed && n > 1 ? 1 : n);
}

/* The descriptor is closed all the same, as Linux has it. */
int
close(int fd)
{
	bool failed = hit("close");
	int err = errno, r = (int)syscall(SYS_close, fd);

	if (failed)
		errno = err;
	return failed ? -1 : r;
}

static int
open_at(int dir, const char *path, int flags, mode_t mode)
{
	return hit("open") ? -1 :
	    (int)syscall(SYS_openat, dir, path, flags, mode);
}

/* What stands behind the flags, where something does. */
static mode_t
mode_of(int flags, va_list ap)
{
	return flags & O_CREAT ? va_arg(ap, mode_t) : 0;
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(AT_FDCWD, path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(dir, path, flags, mode);
}

/* What those two are with _FORTIFY_SOURCE. */
int __open_2(const char *path, int flags);
int __openat_2(int dir, const char *path, int flags);

int
__open_2(const char *path, int flags)
{
	return open_at(AT_FDCWD, path, flags, 0);
}

int
__openat_2(int dir, const char *path, int flags)
{
	return open_at(dir, path, flags, 0);
}

/* dlsym itself asks for memory, so these are not looked up by it. */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *
malloc(size_t n)
{
	return hit("malloc") ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return hit("malloc") ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return hit("malloc") ? NULL : __libc_realloc(p, n);
}
