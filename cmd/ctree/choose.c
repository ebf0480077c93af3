#include "choose.h"

bool
choose_keeps(const struct choose *c, const char *name, size_t len, bool is_dir)
{
	if (!is_dir && (c->dirs_only || (c->keep.count > 0 &&
	    !globs_match(&c->keep, name, len))))
		return false;
	return !globs_match(&c->drop, name, len);
}
