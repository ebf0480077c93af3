/*
 * regex: patterns that the user wrote, by PCRE2, over bytes or over UTF-8.
 *
 * The pattern is compiled by the JIT only once it has met a few kilobytes of
 * text, since that costs more than a short match; where the system forbids
 * making code (SELinux), the interpreter does all of it.
 */
#ifndef HIKKOSHI_REGEX_H
#define HIKKOSHI_REGEX_H

#include <stddef.h>

struct regex;

struct regex_error {
	char what[160];  /* PCRE2's words */
	size_t offset;   /* in the pattern */
};

enum regex_text { REGEX_BYTES, REGEX_UTF8 };

/* Compile a pattern: NULL, with *e filled in, where that fails.  A text
 * that is not UTF-8 has no match in UTF-8 mode. */
struct regex *regex_compile(const char *pattern, enum regex_text text,
    struct regex_error *e);

/* A byte, no letter, that stands in every match, so that memchr can find the
 * lines worth a match; -1: none is known. */
int regex_required_byte(const struct regex *re);

enum {
	REGEX_MATCH = 1, REGEX_NO_MATCH = 0, REGEX_TOO_HARD = -1,
	REGEX_NO_MEMORY = -2
};

/* The first match in the n bytes of `subject` at or behind `from` (0 first, for
 * each subject; then where a match ended, or regex_step says): its ends in
 * *start and *end.  REGEX_TOO_HARD: PCRE2 gave up at one of its limits. */
int regex_match(struct regex *re, const char *subject, size_t n, size_t from,
    size_t *start, size_t *end);

/* Where to go on behind an empty match at `at`: a byte, or in UTF-8 mode a
 * character, further. */
size_t regex_step(const struct regex *re, const char *subject, size_t n,
    size_t at);

void regex_free(struct regex *re);

#endif
