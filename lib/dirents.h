/*
 * dirents: the names in an open directory, as the kernel gives them.
 *
 * On Linux straight from getdents64(2), a buffer at a time; readdir(3) would
 * add an fstat, an fcntl and two allocations a directory.  Elsewhere, and with
 * -DDIRENTS_POSIX, readdir.
 */
#ifndef HIKKOSHI_DIRENTS_H
#define HIKKOSHI_DIRENTS_H

#include <dirent.h>
#include <stddef.h>

/* Enough for most directories at once; more gained nothing. */
enum { DIRENTS_SIZE = 64 * 1024 };

struct dirents {
	int fd;
	char *mem;        /* the caller's, DIRENTS_SIZE bytes for any object */
	size_t at, end;
	DIR *dir;         /* of readdir only */
};

/* Begin to read the directory open at fd, which stays the caller's. */
void dirents_begin(struct dirents *d, int fd, char *mem);

/* The next name but "." and "..", good until the next call, and its type as
 * a DT_ constant: 1; 0 at the end; -1 with errno. */
int dirents_next(struct dirents *d, const char **name, unsigned char *type);

/* To be called after the last dirents_next. */
void dirents_end(struct dirents *d);

#endif
