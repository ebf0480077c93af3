#include "stats.h"

#include <stdio.h>

static int
stats_entry(struct stage *stage, struct entry *e)
{
	struct stats *s = (struct stats *)stage;
	int readable = 1;

	if (e->depth > 0) {
		if (e->type == WALK_DIR)
			s->dirs++;
		else if (e->type == WALK_FILE || e->type == WALK_UNKNOWN)
			s->files++;
		else if (e->type == WALK_LINK)
			s->links++;
		else
			s->others++;
		readable = names_readable(s->names, e->bytes, e->nbytes);
		s->unreadable += readable == 0;
	}
	return readable < 0 ? STAGE_FAILED :
	    stage->next->entry(stage->next, e);
}

void
stats_init(struct stats *s, struct names *names, struct stage *next)
{
	*s = (struct stats){.names = names};
	s->stage = (struct stage){stats_entry, stage_pass_trouble,
	    stage_pass_more, stage_pass_end, next};
}

static void
put_count(struct out *out, uintmax_t n, const char *one, const char *many)
{
	char text[96];

	(void)snprintf(text, sizeof text, "%ju %s", n, n == 1 ? one : many);
	(void)out_puts(out, text);
}

int
stats_print(const struct stats *s, struct out *out)
{
	(void)out_puts(out, "\n");
	put_count(out, s->dirs, "directory", "directories");
	(void)out_puts(out, ", ");
	put_count(out, s->files, "file", "files");
	if (s->links > 0) {
		(void)out_puts(out, ", ");
		put_count(out, s->links, "link", "links");
	}
	if (s->others > 0) {
		(void)out_puts(out, ", ");
		put_count(out, s->others, "other", "others");
	}
	if (s->unreadable > 0) {
		(void)out_puts(out, "; ");
		put_count(out, s->unreadable, "name cannot be decoded",
		    "names cannot be decoded");
	}
	return out_puts(out, "\n");
}
