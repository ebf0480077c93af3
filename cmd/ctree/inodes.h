/*
 * inodes: a set of files by device and inode, so that one with several names
 * is counted once.
 */
#ifndef HIKKOSHI_INODES_H
#define HIKKOSHI_INODES_H

#include <stddef.h>
#include <sys/types.h>

struct inode {
	dev_t dev;
	ino_t ino;
	int taken;
};

/* At most half of the slots are taken; all zeroes is an empty set. */
struct inodes {
	struct inode *slots;
	size_t cap, n;
};

/* Put one in: 1 where it is new, 0 where it was there, -1 with errno
 * ENOMEM. */
int inodes_add(struct inodes *s, dev_t dev, ino_t ino);

void inodes_free(struct inodes *s);

#endif
