/*
 * addrscan: addresses in running text, by the pattern of the documented
 * one-liner, [-a-zA-Z0-9_.=+]+@[-a-zA-Z0-9_.]+, leftmost and longest, as
 * `LC_ALL=C grep -ao` finds them; but never inside Japanese characters of
 * ISO-2022-JP, nor with a byte of a shift sequence.
 *
 * The text is handed over in pieces.  The scanner says which bytes it still
 * needs; the caller keeps those in front of the next piece.
 *
 * How: memchr finds the next '@'; the table of byte classes tells how far the
 * match goes each way.  Every byte is looked at a bounded number of times,
 * whatever the text: `pos` is where the search goes on, `run` the lowest place
 * where a local part that reaches pos may begin, so what lies between the two
 * is never walked again.
 *
 * Invariants: run <= pos; [run, pos) are bytes of the local part's class;
 * known <= the '@' being looked at, and `shifted` says whether the byte at
 * known is inside Japanese characters.
 */
#ifndef HIKKOSHI_ADDRSCAN_H
#define HIKKOSHI_ADDRSCAN_H

#include <stdbool.h>
#include <stddef.h>

struct addrscan {
	size_t pos, run;    /* see above */
	size_t known;
	bool shifted;
	size_t at, reach;   /* a match under way from run: its '@', and how far
	                     * its domain has been followed; at is 0 when none
	                     * is, since no match can begin with '@' */
};

struct addrscan_match {
	size_t start, at, end;  /* local part [start, at), domain (at, end) */
};

/* At the beginning of a text. */
void addrscan_init(struct addrscan *s);

/*
 * The next match in the len bytes at mem, all that is held now.  True: *m is
 * it.  False: none can be decided without more bytes, or, with eof set (no
 * more will come), there is none; *m is left as it was.
 */
bool addrscan_next(struct addrscan *s, const char *mem, size_t len, bool eof,
    struct addrscan_match *m);

/*
 * The last match that can be decided in the bytes held; the others are passed
 * over, and so is most of the text: since a match and a shift end with their
 * line, lines can be looked at from the last one backward.
 */
bool addrscan_last(struct addrscan *s, const char *mem, size_t len, bool eof,
    struct addrscan_match *m);

/* When addrscan_next said false, or addrscan_last was called: the bytes before
 * the offset returned are not needed any more; the scanner now counts from
 * there. */
size_t addrscan_release(struct addrscan *s, const char *mem, size_t len);

#endif
