#include "linecount.h"

#include <string.h>

void
linecount_begin(struct linecount *c, const char *p, uint64_t line)
{
	*c = (struct linecount){p, p, line, line};
}

uint64_t
linecount_at(struct linecount *c, const char *p)
{
	const char *q;

	if (p < c->counted)
		linecount_begin(c, c->begin, c->first);
	for (q = c->counted; q < p; q++) {
		q = memchr(q, '\n', (size_t)(p - q));
		if (!q)
			break;
		c->line++;
	}
	c->counted = p;
	return c->line;
}
