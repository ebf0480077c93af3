/*
 * root: what the root of a walk is called.
 */
#ifndef HIKKOSHI_ROOT_H
#define HIKKOSHI_ROOT_H

#include "buf.h"

/*
 * Append the name of the root that was typed, and a NUL: for `.` the present
 * directory as the shell knows it, by POSIX's rules for pwd(1) -L (PWD, where
 * it is an absolute path without dots that leads here; else the path that
 * getcwd gives); the operand itself for any other.  0, or -1 with errno ENOMEM.
 */
int root_name(struct buf *name, const char *operand);

#endif
