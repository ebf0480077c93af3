#include "message.h"

#include "addrlist.h"
#include "ascii.h"
#include "charset.h"
#include "display.h"
#include "header.h"
#include "linecount.h"

#include <string.h>

/* What one message, or one list, is read with. */
struct reading {
	struct source *s;
	struct answer *a;
	const struct message_options *o;
	struct linecount lines;
	const char *looks;     /* the charset that the present body looks like */
};

/* The display name, decoded.  Its raw bytes are taken for what the whole field
 * looks like, which says more than a word or two; ISO-2022-JP needs no
 * guess. */
static int
put_name(const struct reading *r, const struct addrlist *l,
    const struct mailbox *m, struct buf *name)
{
	const char *charset = r->o->charset;
	struct buf raw = {0};
	int result = addrlist_name(l, m, &raw);

	if (raw.len == 0)
		return result;
	if (!charset && multibyte_high(raw.p, raw.len))
		charset = r->looks;
	if (result == 0)
		result = display_text(name, raw.p, raw.len, charset);
	buf_free(&raw);
	return result;
}

static enum answer_verdict
take_mailbox(struct reading *r, struct hit *h, struct addrlist *l,
    const struct mailbox *m, struct buf *name)
{
	size_t len;

	h->addr = m->addr;
	h->line = linecount_at(&r->lines, addrlist_source(l, m, &len));
	if (answer_wants_name(r->a)) {
		buf_clear(name);
		if (put_name(r, l, m, name) != 0)
			return answer_no_memory(r->a);
		h->name = name->p;
		h->name_len = name->len;
		for (; h->name_len > 0 && *h->name == ' '; h->name_len--)
			h->name++;
	}
	return answer_take(r->a, h);
}

/* The addresses of one field body: all, or the first that is taken.
 * ANSWER_SKIPPED: none was. */
static enum answer_verdict
grab_body(struct reading *r, const char *field, const char *body, size_t len)
{
	enum answer_verdict verdict = ANSWER_SKIPPED;
	struct hit h = {.file = r->s->name, .field = field};
	struct buf name = {0};
	struct addrlist l;
	struct mailbox m;
	int more;

	answer_begin_field(r->a);
	r->looks = multibyte_guess(body, len);
	addrlist_init(&l, body, len,
	    charset_kind_of(r->o->charset ? r->o->charset : r->looks));
	while ((more = addrlist_next(&l, &m)) > 0) {
		size_t n;
		const char *place = addrlist_source(&l, &m, &n);

		if (m.kind == ADDRLIST_MAILBOX)
			verdict = take_mailbox(r, &h, &l, &m, &name);
		else if (m.kind == ADDRLIST_NULL && !r->o->every)
			break;
		else if (addrlist_is_near_miss(&l, &m))
			answer_tell(r->a, r->s->name, linecount_at(&r->lines,
			    place), ADDR_NONE, place, n);
		if (verdict == ANSWER_ENOUGH ||
		    (verdict == ANSWER_TAKEN && !r->o->every))
			break;
	}
	if (more < 0)
		verdict = answer_no_memory(r->a);
	answer_end_field(r->a, r->s->name);
	addrlist_end(&l);
	buf_free(&name);
	return verdict;
}

/* The name, as the user wrote it, of a field that was asked for; or NULL. */
static const char *
asked_for(const struct message_options *o, const struct field *f)
{
	for (size_t i = 0; i < o->field_count; i++)
		if (ascii_same(f->name, f->name_len, o->fields[i],
		    strlen(o->fields[i])))
			return o->fields[i];
	return NULL;
}

/* Every mailbox, in the order of the header.  False: enough. */
static bool
grab_every(struct reading *r, const struct header *h)
{
	const char *name;
	struct field f;
	size_t pos = 0;

	while (header_field(h, &pos, &f))
		if ((name = asked_for(r->o, &f)) != NULL &&
		    grab_body(r, name, f.body, f.body_len) == ANSWER_ENOUGH)
			return false;
	return true;
}

/* The first mailbox, field by field, or of each field.  False: enough. */
static bool
grab_first(struct reading *r, const struct header *h)
{
	for (size_t i = 0; i < r->o->field_count; i++) {
		const char *name = r->o->fields[i];
		enum answer_verdict verdict = ANSWER_SKIPPED;
		struct field f;
		size_t pos = 0;

		while (header_field(h, &pos, &f)) {
			if (!ascii_same(f.name, f.name_len, name, strlen(name)))
				continue;
			/* only the topmost: forged ones lie below */
			verdict = grab_body(r, name, f.body, f.body_len);
			break;
		}
		if (verdict == ANSWER_ENOUGH)
			return false;
		if (verdict == ANSWER_TAKEN && !r->o->each)
			break;
	}
	return true;
}

/* Pass over a body, to the `From ` line behind an empty one that begins the
 * next message.  As window_skip. */
static int
skip_body(struct source *s)
{
	struct window *w = &s->window;
	bool behind_empty = true;  /* the header ended with one */
	int r;

	for (;;) {
		const char *p;
		size_t held;

		while ((held = w->end - w->start) < 5) {
			r = window_more(w);
			if (r == WINDOW_END)
				break;
			if (r != WINDOW_OK)
				return r;
		}
		p = w->mem + w->start;
		if (behind_empty && held >= 5 && memcmp(p, "From ", 5) == 0)
			return WINDOW_OK;
		behind_empty = header_is_end(p, held);
		r = window_skip(w, '\n');
		if (r != WINDOW_OK)
			return r;
		s->line++;
	}
}

bool
message_grab(struct source *s, struct answer *a,
    const struct message_options *o)
{
	struct header h;
	int r = header_read(&s->window, &h);

	while (r == WINDOW_OK) {
		struct reading reading = {.s = s, .a = a, .o = o};

		linecount_begin(&reading.lines, h.bytes, s->line);
		if (!(o->every ? grab_every : grab_first)(&reading, &h) ||
		    !o->mbox)
			return true;
		source_count(s, h.bytes, h.len);
		s->line++;
		r = skip_body(s);
		if (r == WINDOW_OK)
			r = header_read(&s->window, &h);
	}
	if (r == WINDOW_END)
		return true;
	window_complain(&s->window, s->name, r, "a header");
	return false;
}

bool
message_grab_list(struct source *s, struct answer *a,
    const struct message_options *o)
{
	struct window *w = &s->window;
	struct reading reading = {.s = s, .a = a, .o = o};
	int r;

	while ((r = window_more(w)) == WINDOW_OK)
		;
	if (r != WINDOW_END) {
		window_complain(&s->window, s->name, r, "a list");
		return false;
	}
	linecount_begin(&reading.lines, w->mem + w->start, s->line);
	(void)grab_body(&reading, "", w->mem + w->start, w->end - w->start);
	return true;
}
