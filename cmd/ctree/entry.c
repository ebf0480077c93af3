#include "entry.h"

int
stage_pass_trouble(struct stage *s, size_t depth, int err)
{
	return s->next->trouble(s->next, depth, err);
}

int
stage_pass_more(struct stage *s, size_t depth, uintmax_t count)
{
	return s->next->more(s->next, depth, count);
}

int
stage_pass_end(struct stage *s)
{
	return s->next->end(s->next);
}
