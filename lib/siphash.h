/*
 * siphash: SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input
 * PRF"), a hash with a key: who does not know the key cannot choose strings that
 * collide.
 */
#ifndef HIKKOSHI_SIPHASH_H
#define HIKKOSHI_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

/* The hash of the n bytes at s, any bytes, under a key of 128 bits (as two
 * little-endian words, k0 and k1 of the paper).  The same on every machine. */
uint64_t siphash(const uint64_t key[2], const char *s, size_t n);

#endif
