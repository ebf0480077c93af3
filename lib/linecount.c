#include "linecount.h"

#include <stddef.h>

void
linecount_begin(struct linecount *c, const char *p, uint64_t line)
{
	*c = (struct linecount){p, p, line, line};
}

uint64_t
linecount_at(struct linecount *c, const char *p)
{
	size_t newlines = 0;   /* a local one: the loop is vector code then */

	if (p < c->counted)
		linecount_begin(c, c->begin, c->first);
	for (const char *q = c->counted; q < p; q++)
		newlines += *q == '\n';
	c->counted = p;
	c->line += newlines;
	return c->line;
}
