/*
 * phptok: the tokens of PHP text, as far as an array of strings needs them.
 *
 * Blanks, comments, the tag <?php, and what stands behind ?> lie between tokens.
 * A string's token holds its value: '...' knows the escapes \\ and \' alone, "..."
 * PHP's whole list.  The value of a here-document is not known.
 */
#ifndef HIKKOSHI_PHPTOK_H
#define HIKKOSHI_PHPTOK_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

struct phptok {
	const char *p, *end;    /* what is still to be read */
	size_t line;            /* of p, from 1 */
	bool tagged;            /* <?php was there: it is a whole program */
	/* the token */
	size_t at;              /* the line where it begins */
	const char *word;       /* PHPTOK_WORD: word_len bytes of the text */
	size_t word_len;
	struct buf value;       /* PHPTOK_STRING */
	const char *why;        /* PHPTOK_BAD; or PHPTOK_STRING whose value is
	                         * not known here: the reason, else NULL */
};

/* A byte that is none of these is a token by itself: its value. */
enum {
	PHPTOK_END = 256,
	PHPTOK_STRING,
	PHPTOK_WORD,            /* name, $name or number */
	PHPTOK_ARROW,           /* => */
	PHPTOK_BAD              /* `why`: the text ends in it, or no memory */
};

/* Begin with n bytes of text, which stay the caller's. */
void phptok_begin(struct phptok *t, const char *text, size_t n);

int phptok_next(struct phptok *t);

/* Is the token that was read last this word, in any case, or this $variable? */
bool phptok_is(const struct phptok *t, int token, const char *word);

/* Give back what a value took. */
void phptok_end(struct phptok *t);

#endif
