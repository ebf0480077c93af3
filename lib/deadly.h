/*
 * deadly: the signals that end a process unless somebody catches them, but
 * SIGKILL: those of POSIX.1-2008 <signal.h>, and of Linux; none of real time,
 * which nobody sends to a filter.
 */
#ifndef HIKKOSHI_DEADLY_H
#define HIKKOSHI_DEADLY_H

#include <signal.h>
#include <stddef.h>

enum { DEADLY_MOST = 32 };

extern const int deadly_signals[];
extern const size_t deadly_count;   /* DEADLY_MOST at most */

/* The set of them, and of nothing else. */
void deadly_fill(sigset_t *set);

#endif
