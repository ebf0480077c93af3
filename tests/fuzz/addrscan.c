/*
 * addrscan: the scanner against PCRE2 and the documented pattern; whole against
 * in pieces; the last match against the last of all.
 *
 * PCRE2 knows nothing of ISO-2022-JP: it is given the text with Japanese
 * characters and their shifts blotted out.
 */
#include "fuzz.h"

#include "addrscan.h"
#include "jis.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdbool.h>

static pcre2_code *code;
static pcre2_match_data *found;

static void
compile(void)
{
	static const char pattern[] =
	    "[-a-zA-Z0-9_.=+]+@[-a-zA-Z0-9_.]+";
	PCRE2_SIZE offset;
	int err;

	if (code)
		return;
	code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, 0,
	    &err, &offset, NULL);
	HOLDS(code);
	found = pcre2_match_data_create_from_pattern(code, NULL);
	HOLDS(found);
}

/* The next match that PCRE2 has at or behind pos. */
static bool
peer_next(const char *text, size_t n, size_t pos, struct addrscan_match *m)
{
	PCRE2_SIZE *v;

	if (pcre2_match(code, (PCRE2_SPTR)text, n, pos, 0, found, NULL) < 1)
		return false;
	v = pcre2_get_ovector_pointer(found);
	*m = (struct addrscan_match){.start = v[0], .end = v[1]};
	return true;
}

static void
blot_out_japanese(char *text, size_t n)
{
	bool shifted = false;

	for (size_t i = 0; i < n;) {
		enum jis_set set = JIS_ASCII;
		size_t len = jis_shift(text + i, n - i, &set);
		bool hidden;

		if (len > n - i)
			len = 0;   /* it is cut off, and none */
		if (text[i] == '\n')
			shifted = false;
		hidden = shifted || (len > 0 && set != JIS_ASCII);
		if (len > 0)
			shifted = set != JIS_ASCII;
		else
			len = 1;
		if (hidden)
			memset(text + i, ' ', len);
		i += len;
	}
}

static void
check_whole(const char *text, size_t n)
{
	char *seen = malloc(n);
	struct addrscan s;
	struct addrscan_match m, want, last = {0, 0, 0};
	size_t pos = 0;

	HOLDS(seen);
	memcpy(seen, text, n);
	blot_out_japanese(seen, n);
	addrscan_init(&s);
	while (addrscan_next(&s, text, n, true, &m)) {
		HOLDS(pos <= m.start && m.start < m.at && m.at < m.end &&
		    m.end <= n && text[m.at] == '@');
		HOLDS(peer_next(seen, n, pos, &want));
		HOLDS(want.start == m.start && want.end == m.end);
		pos = m.end;
		last = m;
	}
	HOLDS(!peer_next(seen, n, pos, &want));
	free(seen);
	addrscan_init(&s);
	HOLDS(addrscan_last(&s, text, n, true, &m) == (last.end > 0));
	HOLDS(last.end == 0 || (m.start == last.start && m.at == last.at &&
	    m.end == last.end));
}

/* The bytes held, and where they stand in the whole text. */
struct held {
	char *mem;
	size_t len, base;
};

/* One more piece.  False: that was the last one. */
static bool
held_more(struct held *h, struct fuzz_pieces *in)
{
	size_t more = fuzz_piece(in, h->mem + h->len, 8);

	h->len += more;
	return more > 0;
}

static void
held_release(struct held *h, struct addrscan *s)
{
	size_t gone = addrscan_release(s, h->mem, h->len);

	HOLDS(gone <= h->len);
	memmove(h->mem, h->mem + gone, h->len - gone);
	h->len -= gone;
	h->base += gone;
}

/* The last match of each piece: the last of them is the last of all. */
static void
check_last(const uint8_t *data, size_t n)
{
	struct fuzz_pieces in = {data, n};
	struct held h = {malloc(n + 8), 0, 0};
	struct addrscan whole, s;
	struct addrscan_match want, m, last = {0, 0, 0};
	bool more, any;

	HOLDS(h.mem);
	addrscan_init(&whole);
	any = addrscan_last(&whole, (const char *)data, n, true, &want);
	addrscan_init(&s);
	do {
		more = held_more(&h, &in);
		if (addrscan_last(&s, h.mem, h.len, !more, &m)) {
			HOLDS(m.start + h.base >= last.end);
			last = (struct addrscan_match){m.start + h.base,
			    m.at + h.base, m.end + h.base};
		}
		held_release(&h, &s);
	} while (more);
	HOLDS(any == (last.end > 0));
	HOLDS(!any || (last.start == want.start && last.at == want.at &&
	    last.end == want.end));
	free(h.mem);
}

static void
check_pieces(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data;
	struct fuzz_pieces in = {data, n};
	struct held h = {malloc(n + 8), 0, 0};
	struct addrscan whole, s;
	struct addrscan_match want, m;
	bool more;

	HOLDS(h.mem);
	addrscan_init(&whole);
	addrscan_init(&s);
	do {
		more = held_more(&h, &in);
		while (addrscan_next(&s, h.mem, h.len, !more, &m)) {
			HOLDS(addrscan_next(&whole, text, n, true, &want));
			HOLDS(m.start + h.base == want.start &&
			    m.at + h.base == want.at &&
			    m.end + h.base == want.end);
		}
		held_release(&h, &s);
	} while (more);
	HOLDS(!addrscan_next(&whole, text, n, true, &want));
	free(h.mem);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	compile();
	check_whole((const char *)data, size);
	check_pieces(data, size);
	check_last(data, size);
	return 0;
}
