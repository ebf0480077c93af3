#include "perltoken.h"

#include "perlword.h"

#include <string.h>

unsigned
perltoken_flags(const char *text, const struct perl_token *t)
{
	return t->kind == PERL_WORD ?
	    perlword_flags(text + t->at, t->end - t->at) : 0;
}

bool
perltoken_is(const char *text, const struct perl_token *t, const char *s)
{
	size_t n = strlen(s);

	return t->end - t->at == n && memcmp(text + t->at, s, n) == 0;
}
