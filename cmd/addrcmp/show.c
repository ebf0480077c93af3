#include "show.h"

#include "address.h"
#include "diag.h"
#include "side.h"

static bool
is_safe(const struct show *s, const struct address *a)
{
	return addr_plain(a) && !addr_like_option(a) &&
	    (!s->domain || addr_stands_alone(a->domain, a->domain_len));
}

static void
name_line(struct show *s, const char *what, const char *place,
    const char *bytes, size_t n)
{
	diag_at(s->file, linecount_at(&s->lines, place), what, bytes, n);
}

static int
show_address(struct show *s, const char *field, struct address a,
    const char *place)
{
	struct buf text = {0};
	int r = 0;

	addr_unquote(&a);
	if (!is_safe(s, &a)) {
		r = addr_put(&text, &a);
		if (r == 0)
			name_line(s, ADDR_UNSAFE, place, text.p, text.len);
		buf_free(&text);
		return r;
	}
	(void)out_puts(s->out, field);
	(void)out_puts(s->out, "\t");
	if (!s->domain) {
		(void)out_put(s->out, a.local, a.local_len);
		(void)out_puts(s->out, "@");
	}
	(void)out_put(s->out, a.domain, a.domain_len);
	(void)out_puts(s->out, "\n");
	return 0;
}

int
show_field(struct show *s, const struct header *h, const char *field)
{
	struct side side;
	struct mailbox m;
	int more;

	side_begin(&side, h, field);
	while ((more = side_next(&side, &m)) > 0) {
		size_t n;
		const char *place = addrlist_source(&side.list, &m, &n);

		if (m.kind == ADDRLIST_MAILBOX)
			more = show_address(s, field, m.addr, place);
		else if (addrlist_is_near_miss(&side.list, &m))
			name_line(s, ADDR_NONE, place, place, n);
		if (more < 0)
			break;
	}
	side_end(&side);
	return more;
}
