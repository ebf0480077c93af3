#include "siphash.h"

struct state {
	uint64_t v0, v1, v2, v3;
};

static uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void
mix(struct state *s)
{
	s->v0 += s->v1;
	s->v2 += s->v3;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v1;
	s->v0 += s->v3;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 = rotate(s->v2, 32);
}

static void
take(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	mix(s);
	s->v0 ^= word;
}

/* Up to 8 bytes as a number, the first one lowest. */
static uint64_t
word_of(const char *s, size_t n)
{
	uint64_t word = 0;

	while (n > 0)
		word = word << 8 | (unsigned char)s[--n];
	return word;
}

uint64_t
siphash(const uint64_t key[2], const char *s, size_t n)
{
	struct state st = {
		key[0] ^ UINT64_C(0x736F6D6570736575),
		key[1] ^ UINT64_C(0x646F72616E646F6D),
		key[0] ^ UINT64_C(0x6C7967656E657261),
		key[1] ^ UINT64_C(0x7465646279746573)
	};
	uint64_t length = (uint64_t)n << 56;

	for (; n >= 8; s += 8, n -= 8)
		take(&st, word_of(s, 8));
	take(&st, length | word_of(s, n));
	st.v2 ^= 0xFF;
	mix(&st);
	mix(&st);
	mix(&st);
	return st.v0 ^ st.v1 ^ st.v2 ^ st.v3;
}
