/*
 * diag: messages on standard error, "NAME: WHERE: what", one line and one
 * write(2) each, so that lines of several processes do not mix.  Everything
 * in a message is escaped (escape.h): file names and mail are hostile.
 */
#ifndef HIKKOSHI_DIAG_H
#define HIKKOSHI_DIAG_H

#include <stddef.h>
#include <stdint.h>

/* The exit status that all filters share; trouble wins. */
enum { STATUS_YES = 0, STATUS_NO = 1, STATUS_TROUBLE = 2 };

/* How messages name descriptors 0 (as grep does) and 1. */
#define DIAG_STDIN "(standard input)"
#define DIAG_STDOUT "standard output"

/*
 * To be called first in main: remember the program's name for messages, and
 * see that the descriptors 0-2 are taken, so that no file opened later becomes
 * somebody's standard output.  A closed one is filled with a descriptor on
 * which the wrong use still fails with EBADF: a closed standard input stays a
 * read error, a closed standard output a write error.
 */
void diag_init(const char *name);

/* The name given to diag_init. */
const char *diag_program(void);

/* NAME: WHERE: what.  where may be NULL: NAME: what. */
void diag(const char *where, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* NAME: WHERE: the system's words for the error number err. */
void diag_errno(const char *where, int err);

/* NAME: WHERE: what: BYTES, for bytes that are no C string. */
void diag_bytes(const char *where, const char *what, const char *bytes,
    size_t n);

/* NAME: FILE:LINE: what: BYTES; line 0: NAME: FILE: what: BYTES. */
void diag_at(const char *file, uint64_t line, const char *what,
    const char *bytes, size_t n);

#endif
