/*
 * secret: memory for what must not be seen, and a process that does not show
 * it.
 *
 * Every byte of a password lives in such memory from read(2) to its wipe: in
 * maps of their own, the first 2 MiB of each locked where that is allowed, and left
 * out of core files.
 * No copy is made elsewhere, by stdio least of all.
 */
#ifndef HIKKOSHI_SECRET_H
#define HIKKOSHI_SECRET_H

#include <stddef.h>

/* How many maps there are at most at one time. */
enum { SECRET_MOST = 8 };

/*
 * To be called first: no core file, no /proc/PID/mem for others; and signals
 * that end a process, SIGPIPE too, wipe what is mapped before they do.  Those
 * that were ignored stay so.
 */
void secret_begin(void);

/* Wipe and unmap all, and put the terminal's echo back.  May be called again,
 * and by a program that goes on. */
void secret_end(void);

/* Memory of n bytes, all zero, or NULL with errno.  It is remembered until
 * secret_unmap, so that secret_end and deadly signals wipe it. */
void *secret_map(size_t n);

/* Wipe what secret_map(n) gave, and give it back.  Nothing is done with what is
 * not mapped any more. */
void secret_unmap(void *p, size_t n);

/* Overwrite n bytes, whatever a compiler thinks of it. */
void secret_wipe(void *p, size_t n);

/*
 * If fd is a terminal: show nothing of what is typed, until secret_end or a
 * deadly signal; a second terminal is not looked after.  SIGTSTP puts the echo back while the process
 * is stopped; in the background the terminal is left alone until SIGCONT brings
 * it back.  What was typed and not read is thrown away whenever the echo comes
 * back: the shell would show it, and run it.
 */
void secret_silence_terminal(int fd);

#endif
