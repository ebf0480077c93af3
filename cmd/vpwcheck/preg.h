/*
 * preg: does a password match '/regex/flags', as PHP's preg_match has it?
 *
 * PHP hands its patterns to PCRE2, and so does this: same delimiters, flags,
 * options and limits.  No copy of a subject stays in memory that PCRE2 gives
 * back; what it leaves on the machine's stack is beyond reach.
 */
#ifndef HIKKOSHI_PREG_H
#define HIKKOSHI_PREG_H

#include <stddef.h>

struct preg;

struct preg_error {
	char what[256];   /* in words, printable ASCII, no newline */
};

/*
 * Compile the n bytes "/RE/flags".  Blanks before them are skipped.  The
 * delimiter is any byte that is not alphanumeric, a backslash or NUL; ( [ { <
 * end with their partners, and nest.  Flags: i m s x A D U u; S and X are taken
 * and have no effect, as in PHP 8; blanks and newlines are ignored; another is
 * refused by name.  Without D, `$` matches before a final newline too.  Bytes,
 * unless u.
 * NULL with *e, in PCRE2's words where they are its, with the offset behind
 * the opening delimiter as PHP counts it.
 */
struct preg *preg_compile(const char *pattern, size_t n, struct preg_error *e);

/* The place of the closing delimiter in the n bytes "/RE/...", whatever stands
 * behind it; n: none. */
size_t preg_close(const char *pattern, size_t n);

enum { PREG_MATCH = 1, PREG_NO_MATCH = 0, PREG_FAILED = -1 };

/* Does it match?  PREG_FAILED, which is never a pass: a limit was hit, no
 * memory was left, or under u the n bytes are not UTF-8. */
int preg_match(struct preg *p, const char *subject, size_t n);

void preg_free(struct preg *p);

#endif
