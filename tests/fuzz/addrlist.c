/*
 * addrlist: headers, their fields, and the addresses in them.
 *
 * A header read in pieces is the header read at once.  What an address list
 * gives lies in the body, in order; an address that may be printed reads, where
 * it stands alone in a field, as itself; names end up safe to show.
 */
#define _GNU_SOURCE   /* memmem */
#include "fuzz.h"

#include "addrlist.h"
#include "display.h"
#include "escape.h"
#include "header.h"

static ssize_t
fill(void *ctx, void *mem, size_t cap)
{
	return (ssize_t)fuzz_piece(ctx, mem, cap);
}

static ssize_t
fill_whole(void *ctx, void *mem, size_t cap)
{
	struct fuzz_pieces *in = ctx;
	size_t n = in->n < cap ? in->n : cap;

	if (n > 0)
		memcpy(mem, in->p, n);
	in->p += n;
	in->n -= n;
	return (ssize_t)n;
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

static void
check_name(const struct addrlist *l, const struct mailbox *m)
{
	struct buf name = {0}, text = {0}, safe = {0};

	HOLDS(addrlist_name(l, m, &name) == 0);
	HOLDS(display_text(&text, name.p, name.len, NULL) == 0);
	HOLDS(escape_put(&safe, text.p, text.len) == 0);
	HOLDS(safe.len <= ESCAPE_MOST * text.len);
	HOLDS(safe.len == 0 || escape_needless(safe.p, safe.len));
	buf_free(&safe);
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
		check_name(&l, &m);
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
