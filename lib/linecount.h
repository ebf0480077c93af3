/*
 * linecount: which line of the input a byte stands in.
 *
 * Cheap as long as the bytes asked about move forward, as those of a parser
 * do: what was counted is not counted again.
 */
#ifndef HIKKOSHI_LINECOUNT_H
#define HIKKOSHI_LINECOUNT_H

#include <stdint.h>

struct linecount {
	const char *begin;     /* the caller's bytes */
	const char *counted;   /* the byte that is in line number `line` */
	uint64_t first, line;
};

/* Count from the byte at p, which is in line number `line`. */
void linecount_begin(struct linecount *c, const char *p, uint64_t line);

/* The number of the line that holds the byte at p, which is not before the
 * place where counting began. */
uint64_t linecount_at(struct linecount *c, const char *p);

#endif
