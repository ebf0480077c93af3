/*
 * progress: a line on standard error that says how far a long work is, for the
 * person who waits at a terminal.
 *
 * It appears after a second, changes four times a second, and is taken away
 * before this process writes anything else to that terminal, and at the end.  A
 * process has one line.  Nothing of the input is in it.  Until progress_begin, and
 * where nobody would see it, all of these do nothing; none of them waits.
 */
#ifndef HIKKOSHI_PROGRESS_H
#define HIKKOSHI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum progress_when {
	PROGRESS_AUTO,    /* if standard error is a terminal that nobody else
	                   * writes to: while this is the job that has it, and
	                   * standard output is no pipe */
	PROGRESS_ALWAYS,  /* a whole line every ten seconds, and one at the end,
	                   * where standard error is no terminal */
	PROGRESS_NEVER
};

/* A row of a table of options (opt.h). */
#define PROGRESS_OPT(key) \
	{key, "progress", "WHEN", "how far it is, on standard error: auto (on a\n" \
	    "terminal), always, never"}

/* auto, always, never: false if the word is none of these. */
bool progress_named(const char *word, enum progress_when *when);

/* name: of the program; stays the caller's. */
void progress_begin(const char *name, enum progress_when when);

/* What progress_add counts from here on, from 0: bytes of the input at fd, the
 * i-th of `count', from 1, and if that is a terminal, nothing any more; or things
 * by their name, as "files". */
void progress_bytes(int fd, size_t i, size_t count);
void progress_things(const char *noun);

void progress_add(uint64_t n);

/* Take the line away, since something is going to be written to fd: if that is a
 * terminal. */
void progress_hide(int fd);

/* That was written, and ended with this byte: no line comes behind half of one. */
void progress_wrote(int fd, char last);

void progress_end(void);

#endif
