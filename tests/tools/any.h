/*
 * any: numbers that look random and are the same for the same seed everywhere
 * (xorshift64*, Vigna 2016).  Set any_state to a seed other than 0 first.
 */
#ifndef HIKKOSHI_ANY_H
#define HIKKOSHI_ANY_H

#include <stdint.h>

static uint64_t any_state;

/* One below n.  One call an expression: in which order a compiler takes two is
 * not the same everywhere. */
static inline uint32_t
any(uint32_t n)
{
	any_state ^= any_state >> 12;
	any_state ^= any_state << 25;
	any_state ^= any_state >> 27;
	return (uint32_t)((any_state * UINT64_C(2685821657736338717)) >> 33) %
	    n;
}

#endif
