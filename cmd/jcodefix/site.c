#include "site.h"

#include "grow.h"

#include <stdlib.h>

int
site_add(struct sites *sites, struct site s)
{
	struct site *v = grow_array(sites->v, sites->count, &sites->cap,
	    sizeof *v);

	if (!v) {
		free(s.what);
		return -1;
	}
	sites->v = v;
	sites->v[sites->count++] = s;
	return 0;
}

/* At one place, the longer first; then as the rules are. */
static int
by_place(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

void
site_sort(struct sites *sites)
{
	if (sites->count > 1)
		qsort(sites->v, sites->count, sizeof *sites->v, by_place);
}

void
site_clear(struct sites *sites)
{
	for (size_t i = 0; i < sites->count; i++)
		free(sites->v[i].what);
	sites->count = 0;
	sites->reports = 0;
}

void
site_free(struct sites *sites)
{
	site_clear(sites);
	free(sites->v);
	*sites = (struct sites){0};
}
