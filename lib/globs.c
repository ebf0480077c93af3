#include "globs.h"

#include "diag.h"
#include "glob.h"
#include "grow.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool
globs_add(struct globs *g, const char *pattern)
{
	const char **v;

	if (!glob_sound(pattern)) {
		diag(NULL, "'%s' is no sound pattern: an empty one, [ ] with a "
		    "wrong range or class, or a \\ at its end; valid is "
		    "'*.cgi|*.pl'", pattern);
		return false;
	}
	v = grow_array(g->v, g->count, &g->cap, sizeof *v);
	if (!v) {
		diag_errno(NULL, errno);
		return false;
	}
	g->v = v;
	g->v[g->count++] = pattern;
	return true;
}

bool
globs_match(const struct globs *g, const char *name, size_t n)
{
	for (size_t i = 0; i < g->count; i++)
		if (glob_match(g->v[i], strlen(g->v[i]), name, n))
			return true;
	return false;
}

void
globs_free(struct globs *g)
{
	free(g->v);
	*g = (struct globs){0};
}
