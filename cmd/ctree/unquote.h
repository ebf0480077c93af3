/*
 * unquote: take off the quoting with which lists of paths are printed.
 *
 * UNQUOTE_GIT: git-config(1) under core.quotePath, as git ls-files, git status
 * and git diff print it.  A path is quoted if it begins and ends with `"` and
 * all between them is sound: \a \b \t \n \v \f \r \" \\ or \ooo, three octal
 * digits up to 377, and no other backslash or `"`.  Any other path is taken
 * as it is.
 *
 * UNQUOTE_TAR: "escape" of GNU tar's manual, 6.6 "Quoting Member Names", in
 * which tar -t prints: \a \b \t \n \v \f \r \\ or \ooo.  A backslash before
 * anything else stays; tar prints none.
 *
 * No path has a NUL byte or is empty: \000 stays as it is, and so does `""`.
 */
#ifndef HIKKOSHI_UNQUOTE_H
#define HIKKOSHI_UNQUOTE_H

#include <stddef.h>

enum unquote { UNQUOTE_NONE, UNQUOTE_GIT, UNQUOTE_TAR };

/* Turn the n bytes at path into those they stand for, in place, and return
 * how many those are: never more than n, and none only if n is 0. */
size_t unquote_path(enum unquote how, char *path, size_t n);

#endif
