#include "hold.h"

#include "grow.h"

#include <stdlib.h>

static int
add_facts(struct hold *h, struct held *held, struct entry *e)
{
	struct held_facts *v, f;

	facts_ask(e, h->which);
	f = (struct held_facts){e->facts->asked, e->facts->known,
	    e->facts->st, h->text.len, 0, e->facts->leads};
	if (f.known & FACTS_TARGET) {
		f.target_len = e->facts->target.len;
		if (buf_put(&h->text, e->facts->target.p, f.target_len) != 0)
			return -1;
	}
	v = grow_array(h->facts, h->nfacts, &h->facts_cap, sizeof *v);
	if (!v)
		return -1;
	h->facts = v;
	v[h->nfacts++] = f;
	held->facts = h->nfacts;
	return 0;
}

int
hold_add(struct hold *h, struct entry *e)
{
	struct held *v = grow_array(h->v, h->n, &h->cap, sizeof *v), *held;

	if (!v)
		return -1;
	h->v = v;
	held = &v[h->n];
	*held = (struct held){.text = h->text.len, .len = e->len,
	    .depth = e->depth, .total = e->total,
	    .type = (unsigned char)e->type, .followed = e->followed,
	    .unreached = e->unreached, .last = e->last,
	    .unweighed = e->unweighed};
	if (buf_put(&h->text, e->name, e->len) != 0)
		return -1;
	if (e->bytes != e->name) {
		held->nbytes = e->nbytes;
		if (buf_put(&h->text, e->bytes, e->nbytes) != 0)
			return -1;
	}
	if (h->which && add_facts(h, held, e) != 0)
		return -1;
	h->n++;
	return 0;
}

void
hold_get(const struct hold *h, size_t i, struct entry *e, struct facts *f)
{
	const struct held *held = &h->v[i];
	const char *name = h->text.p + held->text;

	*e = (struct entry){.name = name, .len = held->len, .bytes = name,
	    .nbytes = held->len, .type = held->type,
	    .followed = held->followed, .unreached = held->unreached,
	    .last = held->last, .depth = held->depth, .total = held->total,
	    .unweighed = held->unweighed, .facts = f};
	if (held->nbytes > 0) {
		e->bytes += held->len;
		e->nbytes = held->nbytes;
	}
	*f = (struct facts){.dirfd = -1, .asked = ~0u};
	if (held->facts > 0) {
		const struct held_facts *k = &h->facts[held->facts - 1];

		f->known = k->known;
		f->st = k->st;
		f->leads = k->leads;
		/* for reading only: it stays the text's */
		f->target = (struct buf){h->text.p + k->target, k->target_len,
		    k->target_len};
	}
}

void
hold_cut(struct hold *h, size_t n)
{
	if (n >= h->n)
		return;
	h->text.len = h->v[n].text;
	for (size_t i = n; i < h->n; i++)
		if (h->v[i].facts > 0) {
			h->nfacts = h->v[i].facts - 1;
			break;
		}
	h->n = n;
}

void
hold_free(struct hold *h)
{
	free(h->v);
	free(h->facts);
	buf_free(&h->text);
}
