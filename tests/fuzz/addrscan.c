/*
 * addrscan: the scanner against PCRE2 and the documented pattern; whole against
 * in pieces; the last match against the last of all.
 *
 * Where the text may be ISO-2022-JP, which PCRE2 knows nothing of, what the
 * scanner finds must still match the pattern.
 */
#include "fuzz.h"

#include "addrscan.h"

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
check_whole(const char *text, size_t n)
{
	bool shifts = memchr(text, '\033', n);
	struct addrscan s;
	struct addrscan_match m, want, last = {0, 0, 0};
	size_t pos = 0;

	addrscan_init(&s);
	while (addrscan_next(&s, text, n, true, &m)) {
		HOLDS(pos <= m.start && m.start < m.at && m.at < m.end &&
		    m.end <= n && text[m.at] == '@');
		HOLDS(peer_next(text, n, m.start, &want));
		HOLDS(want.start == m.start);
		if (!shifts) {
			HOLDS(peer_next(text, n, pos, &want));
			HOLDS(want.start == m.start && want.end == m.end);
		}
		pos = m.end;
		last = m;
	}
	HOLDS(shifts || !peer_next(text, n, pos, &want));
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

static void
check_pieces(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data;
	struct fuzz_pieces in = {data, n};
	struct held h = {malloc(n + 8), 0, 0};
	struct addrscan whole, s;
	struct addrscan_match want, m;
	bool eof = false;

	HOLDS(h.mem);
	addrscan_init(&whole);
	addrscan_init(&s);
	while (!eof) {
		size_t gone, more = fuzz_piece(&in, h.mem + h.len, 8);

		h.len += more;
		eof = more == 0;
		while (addrscan_next(&s, h.mem, h.len, eof, &m)) {
			HOLDS(addrscan_next(&whole, text, n, true, &want));
			HOLDS(m.start + h.base == want.start &&
			    m.at + h.base == want.at &&
			    m.end + h.base == want.end);
		}
		gone = addrscan_release(&s, h.mem, h.len);
		HOLDS(gone <= h.len);
		memmove(h.mem, h.mem + gone, h.len - gone);
		h.len -= gone;
		h.base += gone;
	}
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
	return 0;
}
