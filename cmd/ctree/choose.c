#include "choose.h"

#include "glob.h"

#include <string.h>

static bool
matches_one(const char *const *patterns, size_t count, const char *name,
    size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (glob_match(patterns[i], strlen(patterns[i]), name, len))
			return true;
	return false;
}

bool
choose_keeps(const struct choose *c, const char *name, size_t len, bool is_dir)
{
	if (!is_dir && (c->dirs_only || (c->keeps > 0 &&
	    !matches_one(c->keep, c->keeps, name, len))))
		return false;
	return !matches_one(c->drop, c->drops, name, len);
}
