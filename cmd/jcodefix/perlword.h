/*
 * perlword: the words that Perl keeps for itself (perlfunc, perlop, perlsyn,
 * and keyword() of Perl's own tokenizer), and what each does to the bytes
 * behind it.
 *
 * Words of `use feature` are not among them, but for `say`: a program of the
 * nineties may have subs of such names.
 */
#ifndef HIKKOSHI_PERLWORD_H
#define HIKKOSHI_PERLWORD_H

#include <stddef.h>

enum perlword_flags {
	PERLWORD_TERM = 1 << 0,      /* a term comes next: `/` begins a regex */
	PERLWORD_OPERATOR = 1 << 1,  /* an operator does: `/` divides */
	PERLWORD_DOR = 1 << 2,       /* a term, but `//` is defined-or */
	PERLWORD_QUOTE1 = 1 << 3,    /* quotes one part: q, m, qw */
	PERLWORD_QUOTE2 = 1 << 4,    /* two: s, tr, y */
	PERLWORD_HANDLE = 1 << 5,    /* a file handle may come next: print */
	PERLWORD_BLOCK = 1 << 6,     /* a block behind it ends a statement */
	PERLWORD_BLOCK_TERM = 1 << 7,   /* or is a term: do, eval, sub */
	PERLWORD_BLOCK_LIST = 1 << 8,   /* or has a list behind it: map */
	PERLWORD_CONDITION = 1 << 9,    /* if, unless, while, until, elsif */
	PERLWORD_LOGIC = 1 << 10,       /* and, or, xor, not */
	PERLWORD_INFIX = 1 << 11,       /* eq, x, cmp, ... */
	PERLWORD_UNARY = 1 << 12,       /* binds tighter than `<` and `&&` */
	PERLWORD_MODIFIER = 1 << 13,    /* may stand behind an expression */
	PERLWORD_FEATURE = 1 << 14      /* only where `use feature` says so */
};

/* The flags of the n bytes at s, or 0: no word of Perl's. */
unsigned perlword_flags(const char *s, size_t n);

#endif
