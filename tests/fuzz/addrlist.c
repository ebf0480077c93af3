/*
 * addrlist: headers, their fields, and the addresses in them.
 *
 * A header read in pieces is the header read at once.  What an address list
 * gives lies in the body, in order; an address that may be printed reads, where
 * it stands alone in a field, as itself; what --format makes of a name and of
 * such an address is safe to show.
 */
#define _GNU_SOURCE   /* memmem */
#include "fuzz.h"

#include "addrlist.h"
#include "display.h"
#include "escape.h"
#include "header.h"

#include "addrgrab/template.h"

static ssize_t
fill(void *ctx, void *mem, size_t cap)
{
	return (ssize_t)fuzz_piece(ctx, mem, cap);
}

static ssize_t
fill_whole(void *ctx, void *mem, size_t cap)
{
	return (ssize_t)fuzz_rest(ctx, mem, cap);
}

/* An address that is fit to be shown is found again where it stands alone, but
 * for one in which, without the folds, something reads as an encoded-word. */
static void
check_again(const struct address *a)
{
	struct buf b = {0}, again = {0};
	struct addrlist l;
	struct mailbox m;

	HOLDS(addr_put(&b, a) == 0);
	if (memmem(b.p, b.len, "=?", 2)) {
		buf_free(&b);
		return;
	}
	addrlist_init(&l, b.p, b.len, MULTIBYTE_NONE);
	HOLDS(addrlist_next(&l, &m) == 1 && m.kind == ADDRLIST_MAILBOX);
	HOLDS(addr_put(&again, &m.addr) == 0);
	HOLDS(again.len == b.len && memcmp(again.p, b.p, b.len) == 0);
	HOLDS(addrlist_next(&l, &m) == 0);
	addrlist_end(&l);
	buf_free(&again);
	buf_free(&b);
}

/* As addrgrab prints it: the name, which may hold anything, and of the address
 * what may be printed. */
static void
check_shown(const struct addrlist *l, const struct mailbox *m)
{
	bool fit = m->kind == ADDRLIST_MAILBOX && addr_extended(&m->addr);
	struct buf name = {0}, text = {0}, shown = {0};
	struct hit h = {.addr = m->addr, .file = "fuzz", .field = "From"};

	HOLDS(addrlist_name(l, m, &name) == 0);
	HOLDS(display_text(&text, name.p, name.len, NULL) == 0);
	h.name = text.p;
	h.name_len = text.len;
	HOLDS(template_put(&shown, fit ? "%n <%a> %l %d %f %F:%L" : "%n", &h) ==
	    0);
	HOLDS_SAFE(shown.p, shown.len);
	buf_free(&shown);
	buf_free(&text);
	buf_free(&name);
}

static void
check_body(const char *body, size_t n, enum multibyte kind)
{
	struct addrlist l;
	struct mailbox m;
	size_t before = 0, source;

	addrlist_init(&l, body, n, kind);
	while (addrlist_next(&l, &m) == 1) {
		HOLDS(before <= m.offset && m.offset <= m.end && m.end <= n);
		HOLDS(m.name <= m.name_end && m.name_end <= n);
		before = m.end;
		(void)addrlist_source(&l, &m, &source);
		HOLDS(source == m.end - m.offset);
		(void)addrlist_is_near_miss(&l, &m);
		check_shown(&l, &m);
		if (m.kind == ADDRLIST_MAILBOX && addr_extended(&m.addr))
			check_again(&m.addr);
	}
	addrlist_end(&l);
}

static void
check_fields(const struct header *h, enum multibyte kind)
{
	struct field f;
	size_t pos = 0, before = 0;

	while (header_field(h, &pos, &f)) {
		HOLDS(pos > before && pos <= h->len);
		HOLDS(f.name >= h->bytes && f.body > f.name + f.name_len - 1 &&
		    f.body + f.body_len <= h->bytes + h->len);
		HOLDS(header_is_name(f.name, f.name_len));
		before = pos;
		check_body(f.body, f.body_len, kind);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum multibyte kinds[] = {MULTIBYTE_NONE, MULTIBYTE_SJIS,
	    MULTIBYTE_EUC, MULTIBYTE_DBCS};
	unsigned choice = fuzz_choice(&data, &size);
	enum multibyte kind = kinds[choice % 4];
	struct fuzz_pieces in = {data, size}, all = in;
	struct window w, whole;
	struct header h, want;
	char small[4], large[4096];
	int r;

	window_init(&w, fill, &in, small, sizeof small, WINDOW_MAX);
	window_init(&whole, fill_whole, &all, large, sizeof large, WINDOW_MAX);
	do {
		r = header_read(&whole, &want);
		HOLDS(header_read(&w, &h) == r);
		if (r != WINDOW_OK)
			break;
		HOLDS(h.len == want.len &&
		    memcmp(h.bytes, want.bytes, h.len) == 0);
		check_fields(&h, kind);
	} while (choice & 4);
	window_end(&whole);
	window_end(&w);
	return 0;
}
