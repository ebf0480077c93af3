/*
 * walklimit [-r] DIR ...: what no walk can do without, and nothing else: one
 * openat, getdents64 into 64 KiB until it returns 0 and one close for each
 * directory, one after the other.  No name is kept, sorted or written, and no
 * entry is looked at by stat unless its type is unknown.  Prints the number
 * of entries; the time that it takes is what other walks are measured by.  With -r,
 * each regular file is opened, read into 64 KiB to its end, and closed, too.
 * Linux only, as getdents64 is.
 */
#define _GNU_SOURCE
#include <stdio.h>

#ifdef __linux__
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BLOCK = 65536, FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK };

/* What the kernel writes; C libraries do not all declare it. */
struct entry {
	uint64_t ino;
	int64_t off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

/* A block for each depth, so that a directory is gone into from the middle of
 * its parent's block, without a copy of its name. */
struct level {
	struct level *below;
	_Alignas(struct entry) char block[BLOCK];
};

static uint64_t entries;
static int status, reads;

static void
complain(const char *name)
{
	(void)fprintf(stderr, "walklimit: %s: %s\n", name, strerror(errno));
	status = 1;
}

static struct level *
level_new(void)
{
	struct level *l = malloc(sizeof *l);

	if (l == NULL) {
		complain("memory");
		exit(2);
	}
	l->below = NULL;
	return l;
}

static int
is_dot(const char *s)
{
	return s[0] == '.' && (s[1] == '\0' || (s[1] == '.' && s[2] == '\0'));
}

static int
is_directory(int fd, const struct entry *e)
{
	struct stat st;

	if (e->type != DT_UNKNOWN)
		return e->type == DT_DIR;
	return fstatat(fd, e->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode);
}

static void
read_file(int dir, const struct entry *e)
{
	static char block[BLOCK];
	int fd = openat(dir, e->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = 1;

	while (fd != -1 && n > 0)
		n = read(fd, block, sizeof block);
	if (fd == -1 || n < 0 || close(fd) != 0)
		complain(e->name);
}

/* Everything below fd, which is closed. */
static void
walk(int fd, const char *name, struct level *l)
{
	const struct entry *e;
	long n, i;

	while ((n = syscall(SYS_getdents64, fd, l->block, BLOCK)) > 0)
		for (i = 0; i < n; i += e->reclen) {
			int sub;

			e = (const struct entry *)(const void *)(l->block + i);
			entries++;
			if (!is_directory(fd, e)) {
				if (reads && e->type == DT_REG)
					read_file(fd, e);
				continue;
			}
			if (is_dot(e->name)) {
				entries--;
				continue;
			}
			sub = openat(fd, e->name, FLAGS | O_NOFOLLOW);
			if (sub == -1) {
				complain(e->name);
				continue;
			}
			if (l->below == NULL)
				l->below = level_new();
			walk(sub, e->name, l->below);
		}
	if (n < 0)
		complain(name);
	(void)close(fd);
}

int
main(int argc, char **argv)
{
	struct level *top = level_new();

	reads = argc > 1 && strcmp(argv[1], "-r") == 0;
	for (int i = 1 + reads; i < argc; i++) {
		int fd = open(argv[i], FLAGS);

		if (fd == -1)
			complain(argv[i]);
		else
			walk(fd, argv[i], top);
	}
	(void)printf("%llu\n", (unsigned long long)entries);
	return status;
}

#else

int
main(void)
{
	(void)fprintf(stderr, "walklimit: getdents64 is Linux's alone\n");
	return 2;
}

#endif
