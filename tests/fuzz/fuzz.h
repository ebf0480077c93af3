/*
 * fuzz: what the targets share.
 *
 * A target is a function of some bytes that ends the process where something
 * does not hold.  libFuzzer and AFL++ call it; replay.c does for the inputs that
 * are kept in corpus/.
 */
#ifndef HIKKOSHI_FUZZ_H
#define HIKKOSHI_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(cond) do { \
	if (!(cond)) { \
		(void)fprintf(stderr, "%s:%d: does not hold: %s\n", \
		    __FILE__, __LINE__, #cond); \
		abort(); \
	} \
} while (0)

/* May a terminal have the n bytes?  (The function is in lib/, and this header
 * is replay.c's too.) */
#define HOLDS_SAFE(p, n) HOLDS((n) == 0 || escape_needless(p, n))

/* The first byte of an input chooses; the rest is the text. */
static inline unsigned
fuzz_choice(const uint8_t **data, size_t *size)
{
	unsigned c = 0;

	if (*size > 0) {
		c = **data;
		++*data;
		--*size;
	}
	return c;
}

/* An input in pieces, as from a pipe: a window_fill.  Each piece has another
 * length, from 1 to 8 bytes, by the bytes themselves. */
struct fuzz_pieces {
	const uint8_t *p;
	size_t n;
};

static inline size_t
fuzz_piece(struct fuzz_pieces *in, void *mem, size_t cap)
{
	size_t n = in->n > 0 ? 1 + (in->p[0] * 7u + in->n) % 8 : 0;

	if (n > cap)
		n = cap;
	if (n > in->n)
		n = in->n;
	if (n > 0)
		memcpy(mem, in->p, n);
	in->p += n;
	in->n -= n;
	return n;
}

/* The rest of it at once. */
static inline size_t
fuzz_rest(struct fuzz_pieces *in, void *mem, size_t cap)
{
	size_t n = in->n < cap ? in->n : cap;

	if (n > 0)
		memcpy(mem, in->p, n);
	in->p += n;
	in->n -= n;
	return n;
}

#endif
