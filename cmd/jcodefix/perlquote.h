/*
 * perlquote: where quoted text, here-documents, POD and formats end.
 *
 * Each function moves lx->at; false: the end is missing, and lx->trouble says
 * what is.
 */
#ifndef HIKKOSHI_PERLQUOTE_H
#define HIKKOSHI_PERLQUOTE_H

#include "perlstate.h"

/* lx->at is at an opening delimiter: go behind the closing one.  Bracketing
 * delimiters nest; a backslash takes the next byte with it. */
bool perlquote_part(struct perllex *lx, const char *what);

/* lx->at is behind q, s, tr and the like, of so many parts: go behind the last,
 * and those of the modifiers that are there.  *second: where the second part
 * begins, of two. */
bool perlquote_words(struct perllex *lx, int parts, const char *modifiers,
    size_t *second);

/* lx->at is at <<: is this the beginning of a here-document?  If so, go behind
 * its name, and remember that its lines are skipped.  Where a term must come, a
 * name without quotes may begin with a digit. */
bool perlquote_is_here(const struct perllex *lx, bool must);
bool perlquote_here(struct perllex *lx);

/* lx->at is at the end of a line: go to the next one that is code's. */
void perlquote_newline(struct perllex *lx);

/* White space and comments; a newline within them as above. */
void perlquote_space(struct perllex *lx);

/* lx->at is at the = of POD: go behind =cut, or to the end. */
void perlquote_pod(struct perllex *lx);

/* lx->at is behind the word `format`, where a statement begins: does a format
 * begin here?  If so, go behind it. */
bool perlquote_is_format(const struct perllex *lx);
bool perlquote_format(struct perllex *lx);

#endif
