/*
 * confine: a process that only reads says so, and is held to it.
 *
 * By Landlock on Linux (landlock(7), from 5.13 on) and unveil(2) on OpenBSD;
 * where the system has neither, nothing happens.  What is open stays open;
 * reading stays, since iconv and the name service load modules late.
 *
 * OpenBSD's pledge(2) is not used: it ends a process for calls that it does not
 * foresee, and has no promise for mlock(2), which passwords need.
 */
#ifndef HIKKOSHI_CONFINE_H
#define HIKKOSHI_CONFINE_H

/* From here on no file can be opened for writing, cut (from Linux 6.2 on), made,
 * removed or renamed, and no program can be run, by this process.  Never fails: it
 * is a second lock. */
void confine_to_reading(void);

#endif
