#include "answer.h"

#include "diag.h"
#include "escape.h"
#include "template.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
answer_init(struct answer *a, const struct answer_options *o, struct out *out)
{
	*a = (struct answer){.o = o, .out = out};
	a->as_found = o->documented && o->pick == PICK_ALL && !o->quiet &&
	    o->part == PART_ALL && !o->trim && !o->lower && !o->format &&
	    !o->file && !o->line;
	a->shows_local = o->part == PART_LOCAL ||
	    (o->format && template_wants(o->format, 'l'));
	a->shows_domain = o->part == PART_DOMAIN ||
	    (o->format && template_wants(o->format, 'd'));
}

void
answer_free(struct answer *a)
{
	buf_free(&a->line);
	buf_free(&a->refused);
	buf_free(&a->lowered);
	buf_free(&a->key);
	tally_free(&a->tally);
}

bool
answer_wants_line(const struct answer *a)
{
	return a->o->line || (a->o->format && template_wants(a->o->format, 'L'));
}

bool
answer_wants_name(const struct answer *a)
{
	return a->o->format && template_wants(a->o->format, 'n');
}

bool
answer_wants_last(const struct answer *a)
{
	const struct answer_options *o = a->o;

	return o->pick == PICK_LAST && o->part == PART_ALL && !o->trim &&
	    !o->format && !o->quiet;
}

/* --- what may be printed --- */

/* Only the bytes of the documented pattern: see addr_plain. */
static bool
is_plain(const struct answer_options *o, const struct hit *h)
{
	const struct address *m = &h->addr;

	if (o->documented)
		return true;
	if (!o->own_pattern)
		return addr_plain(m);
	/* what -e found need not be an address; '@' is as harmless anywhere */
	for (size_t i = 0; i < m->local_len; i++)
		if (m->local[i] != '@' && !addr_all(m->local + i, 1, ADDR_LOCAL))
			return false;
	return addr_all(m->domain, m->domain_len, ADDR_LOCAL);
}

/* Safe to hand to a shell, and to a command as an argument. */
static bool
is_safe(const struct answer *a, const struct hit *h)
{
	const struct answer_options *o = a->o;
	const struct address *m = &h->addr;

	return is_plain(o, h) &&
	    !(o->dash_unsafe && addr_like_option(m)) &&
	    (!a->shows_local || addr_stands_alone(m->local, m->local_len)) &&
	    (!a->shows_domain || addr_stands_alone(m->domain, m->domain_len));
}

/* What -x may print besides: nothing that acts on a terminal. */
static bool
is_extended(const struct answer_options *o, const struct hit *h)
{
	if (!o->own_pattern)
		return addr_extended(&h->addr);
	return escape_needless(h->addr.local, h->addr.local_len) &&
	    escape_needless(h->addr.domain, h->addr.domain_len);
}

enum answer_verdict
answer_no_memory(struct answer *a)
{
	if (!a->stopped)
		diag(NULL, "out of memory");
	a->stopped = true;
	return ANSWER_ENOUGH;
}

enum { TOLD_MOST = 10 };

void
answer_begin_field(struct answer *a)
{
	a->in_field = true;
	a->told = 0;
}

void
answer_tell(struct answer *a, const char *file, uint64_t line,
    const char *what, const char *bytes, size_t n)
{
	if (!a->in_field || a->told++ < TOLD_MOST)
		diag_at(file, line, what, bytes, n);
}

void
answer_end_field(struct answer *a, const char *file)
{
	if (a->told > TOLD_MOST)
		diag(file, "of the same field, %zu more are not printed",
		    a->told - TOLD_MOST);
	a->in_field = false;
}

static void
name_refused(struct answer *a)
{
	answer_tell(a, a->refused_file, a->refused_line, a->x_would_do ?
	    ADDR_UNSAFE " without -x" : ADDR_UNSAFE, a->refused.p,
	    a->refused.len);
}

/* Name what is refused; with PICK_LAST, only once it turns out that nothing
 * better came behind it. */
static enum answer_verdict
refuse(struct answer *a, const struct hit *h)
{
	buf_clear(&a->refused);
	if (hit_put(&a->refused, h) != 0)
		return answer_no_memory(a);
	a->refused_file = h->file;
	a->refused_line = h->line;
	a->x_would_do = !a->o->documented && is_extended(a->o, h);
	if (a->o->pick != PICK_LAST) {
		name_refused(a);
		buf_clear(&a->refused);
	}
	return ANSWER_SKIPPED;
}

/* --- rendering --- */

static int
put_body(struct answer *a, const struct hit *h)
{
	const struct answer_options *o = a->o;

	if (o->format)
		return template_put(&a->line, o->format, h);
	switch (o->part) {
	case PART_LOCAL:
		return buf_put(&a->line, h->addr.local, h->addr.local_len);
	case PART_DOMAIN:
		return buf_put(&a->line, h->addr.domain, h->addr.domain_len);
	default:
		return hit_put(&a->line, h);
	}
}

static int
render(struct answer *a, const struct hit *h)
{
	char number[24];

	buf_clear(&a->line);
	if (a->o->file && (escape_put(&a->line, h->file, strlen(h->file)) != 0 ||
	    buf_putc(&a->line, ':') != 0))
		return -1;
	if (a->o->line) {
		(void)snprintf(number, sizeof number, "%" PRIu64 ":", h->line);
		if (buf_puts(&a->line, number) != 0)
			return -1;
	}
	return put_body(a, h);
}

static void
print(struct answer *a, const char *text, size_t n)
{
	bool ends = a->o->format && a->o->end == '\n' &&
	    template_ends(a->o->format);

	if (a->o->quiet)
		return;
	if (out_put(a->out, text, n) != 0 ||
	    (!ends && out_put(a->out, &a->o->end, 1) != 0))
		a->stopped = true;
}

/* --- choosing --- */

/* Lower case for the domain, in memory of a's. */
static int
lower(struct answer *a, struct address *m)
{
	buf_clear(&a->lowered);
	if (addr_put_domain(&a->lowered, m->domain, m->domain_len) != 0)
		return -1;
	if (m->domain_len > 0)
		m->domain = a->lowered.p;
	return 0;
}

/* What makes two hits the same: the part that is printed, the domain without
 * case. */
static int
make_key(struct answer *a, struct address *m)
{
	addr_unquote(m);
	buf_clear(&a->key);
	if (a->o->part != PART_DOMAIN &&
	    buf_put(&a->key, m->local, m->local_len) != 0)
		return -1;
	if (a->o->part == PART_LOCAL || !m->domain)
		return 0;
	if (buf_putc(&a->key, '@') != 0)
		return -1;
	return addr_put_domain(&a->key, m->domain, m->domain_len);
}

/* Print a hit, or keep it until it can be. */
static enum answer_verdict
choose(struct answer *a, struct hit *h)
{
	int is_new = 1;

	if (a->o->quiet) {
		a->found = a->enough = true;
		return ANSWER_ENOUGH;
	}
	if (render(a, h) != 0)
		return answer_no_memory(a);
	a->found = true;
	if (a->o->pick == PICK_LAST) {
		buf_clear(&a->refused);
		return ANSWER_TAKEN;
	}
	if (a->o->pick == PICK_UNIQUE || a->o->pick == PICK_COUNT) {
		bool keep = a->o->pick == PICK_COUNT;

		is_new = make_key(a, &h->addr) != 0 ? -1 :
		    tally_add(&a->tally, a->key.p, a->key.len, a->line.p,
		    keep ? a->line.len : 0);
		if (is_new < 0)
			return answer_no_memory(a);
		if (keep)
			return ANSWER_TAKEN;
	}
	if (is_new)
		print(a, a->line.p, a->line.len);
	a->enough = a->o->pick == PICK_FIRST;
	return a->enough || a->stopped ? ANSWER_ENOUGH : ANSWER_TAKEN;
}

enum answer_verdict
answer_take(struct answer *a, const struct hit *h)
{
	struct hit hit;

	if (a->as_found) {
		a->found = true;
		print(a, h->addr.local,
		    h->addr.local_len + 1 + h->addr.domain_len);
		return a->stopped ? ANSWER_ENOUGH : ANSWER_TAKEN;
	}
	hit = *h;
	if (a->o->part == PART_DOMAIN ? hit.addr.domain_len == 0 :
	    a->o->part == PART_LOCAL && hit.addr.local_len == 0)
		return ANSWER_SKIPPED;
	if (!a->o->extended && !a->o->documented)
		addr_unquote(&hit.addr);
	if (a->o->trim && hit.addr.domain && 
	    !addr_trim(&hit.addr, a->o->documented || a->o->own_pattern))
		return ANSWER_SKIPPED;
	if (!is_safe(a, &hit) &&
	    !(a->o->extended && is_extended(a->o, &hit)))
		return refuse(a, &hit);
	if (a->o->lower && lower(a, &hit.addr) != 0)
		return answer_no_memory(a);
	return choose(a, &hit);
}

void
answer_finish(struct answer *a)
{
	char number[24];

	if (a->refused.len > 0)
		name_refused(a);
	if (a->o->quiet || a->stopped)
		return;
	if (a->o->pick == PICK_LAST && a->found)
		print(a, a->line.p, a->line.len);
	if (a->o->pick != PICK_COUNT)
		return;
	for (size_t i = 0; i < a->tally.len && !a->stopped; i++) {
		const struct tally_entry *e = &a->tally.entries[i];
		int n = snprintf(number, sizeof number, "%" PRIu64 "\t",
		    e->count);

		if (out_put(a->out, number, (size_t)n) != 0)
			a->stopped = true;
		print(a, a->tally.bytes.p + e->text, e->text_len);
	}
}
