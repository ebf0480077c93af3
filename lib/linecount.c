#include "linecount.h"

void
linecount_begin(struct linecount *c, const char *p, uint64_t line)
{
	*c = (struct linecount){p, p, line, line};
}

uint64_t
linecount_at(struct linecount *c, const char *p)
{
	if (p < c->counted)
		linecount_begin(c, c->begin, c->first);
	for (; c->counted < p; c->counted++)
		c->line += *c->counted == '\n';
	return c->line;
}
