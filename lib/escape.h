/*
 * escape: bytes in, bytes that are safe to show out.
 *
 * What a terminal may act on is written as \ooo, three octal digits a byte:
 * control bytes, DEL, the C1 controls, what is not UTF-8, and the characters
 * that break a line, reorder it or cannot be seen (U+2028, U+2029, the
 * bidirectional controls of Unicode UAX #9, zero-width spaces, soft hyphens,
 * U+2060 to U+206F, interlinear marks, tags; the zero-width joiners stay,
 * scripts need them).  A backslash that stands before three octal digits becomes
 * \134, so that the form can be read back; every other backslash stays (systemd's
 * names are full of \x2d).
 */
#ifndef HIKKOSHI_ESCAPE_H
#define HIKKOSHI_ESCAPE_H

#include "buf.h"

#include <stdbool.h>

/* Can all n bytes be shown as they are, but for the backslashes? */
bool escape_needless(const char *s, size_t n);

/* Are all n bytes printable ASCII without a backslash?  Quickly told, and then
 * escape_put would change nothing; false says nothing. */
bool escape_plain(const char *s, size_t n);

/* A byte becomes no more than this many. */
enum { ESCAPE_MOST = 4 };

/* Append the n bytes at s, escaped, to out.  0, or -1 with errno ENOMEM; what
 * there is room for already does not fail. */
int escape_put(struct buf *out, const char *s, size_t n);

#endif
