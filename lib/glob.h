/*
 * glob: patterns for the name of a file.
 *
 * POSIX.1-2008 XCU 2.13.1 and 2.13.2, as fnmatch(3) without flags has them: a
 * leading dot and a slash are characters like others, and a backslash takes
 * away the meaning of the next character in brackets too.  `[^` negates as
 * `[!` does, and an unclosed `[` is an ordinary character.  As in tree(1),
 * bars outside of brackets separate alternatives; `\|` is a bar.
 *
 * Characters are those of UTF-8, ordered by their numbers; a byte that is not
 * UTF-8 is one character, and comes behind all others.  Classes, [:alpha:]
 * and its kin, hold ASCII only.  [.x.] and [=x=] stand for x, which is one
 * character: no locale is asked.
 */
#ifndef HIKKOSHI_GLOB_H
#define HIKKOSHI_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* Does one of the alternatives stand for the whole name?  Any bytes are a
 * pattern and any are a name.  No memory is taken, and the time is that of
 * plen * nlen steps at most, whatever the stars. */
bool glob_match(const char *pattern, size_t plen,
    const char *name, size_t nlen);

/*
 * Has every part of the pattern a meaning?  Not sound are what tree(1) fails
 * on without a word or POSIX leaves undefined, all of them slips that would
 * choose nothing or the wrong thing: an empty alternative, a backslash at the
 * end, a range whose end is less than its beginning, and in brackets a `[:`,
 * `[.` or `[=` that begins nothing known or ends a range.
 * glob_match takes such patterns too: the first matches the empty name; a
 * backslash at the end, and such a range, match nothing; such a `[` is itself.
 */
bool glob_sound(const char *pattern);

#endif
