/*
 * decode: text of a charset, and header text with encoded-words.
 *
 * Text that comes in pieces is decoded as it is at once, and as a password is.
 * What is decoded is UTF-8; what is to be shown is safe; of a password nothing
 * is left.
 */
#include "fuzz.h"

#include "charset.h"
#include "display.h"
#include "escape.h"
#include "mime.h"
#include "utf8.h"

#include "vpwcheck/decoder.h"

static const char *const names[] = {"iso-2022-jp", "shift_jis", "euc-jp",
    "utf-8", "gbk", "big5", "utf-16le", "windows-1258"};
enum {
	NAMES = sizeof names / sizeof names[0],
	ALWAYS = 4   /* these, every iconv knows */
};

static ssize_t
whole(const char *name, const uint8_t *data, size_t n, struct buf *out)
{
	struct charset cs;
	size_t used = 0;
	ssize_t bad;

	if (charset_open(&cs, name, strlen(name)) != 0)
		return -1;
	bad = charset_decode(&cs, out, (const char *)data, n, true, &used);
	HOLDS(bad < 0 || used == n);
	charset_close(&cs);
	return bad;
}

static ssize_t
in_pieces(const char *name, const uint8_t *data, size_t n, struct buf *out)
{
	struct fuzz_pieces in = {data, n};
	struct charset cs;
	char held[256];
	size_t len = 0, used = 0, more;
	ssize_t r, bad = 0;

	if (charset_open(&cs, name, strlen(name)) != 0)
		return -1;
	do {
		more = fuzz_piece(&in, held + len, sizeof held - len);
		len += more;
		r = charset_decode(&cs, out, held, len, in.n == 0, &used);
		if (r < 0)
			break;
		HOLDS(used <= len);
		bad += r;
		memmove(held, held + used, len - used);
		len -= used;
		/* a character is short, and so is a shift */
		HOLDS(len < 32);
	} while (more > 0);
	HOLDS(r < 0 || len == 0);
	charset_close(&cs);
	return r < 0 ? r : bad;
}

static bool
is_wiped(const char *p, size_t n)
{
	return n == 0 || (p[0] == '\0' && memcmp(p, p + 1, n - 1) == 0);
}

/* By a decoder that was there for all passwords before. */
static void
check_password(unsigned name, const uint8_t *data, size_t n,
    const struct buf *want, bool bad)
{
	static struct decoder decoders[ALWAYS];
	struct decoder *d = &decoders[name];
	const struct buf *euc = &d->from.euc;
	size_t euc_len;

	HOLDS(d->open || decoder_open(d, names[name]) == 0);
	HOLDS(decoder_decode(d, (struct span){(char *)data, n}) == bad);
	HOLDS(d->text.len == want->len && (want->len == 0 ||
	    memcmp(d->text.p, want->p, want->len) == 0));
	euc_len = euc->len;
	decoder_wipe(d);
	HOLDS(d->text.len == 0 && is_wiped(d->text.p, want->len) &&
	    is_wiped(euc->p, euc_len));
}

static void
check_charset(unsigned choice, const uint8_t *data, size_t n)
{
	const char *name = names[choice];
	struct buf a = {0}, b = {0};
	ssize_t bad = whole(name, data, n, &a);

	HOLDS(bad >= 0 || choice >= ALWAYS);
	if (choice < ALWAYS)
		check_password(choice, data, n, &a, bad > 0);
	if (bad >= 0) {
		HOLDS(in_pieces(name, data, n, &b) == bad);
		HOLDS(a.len == b.len && (a.len == 0 ||
		    memcmp(a.p, b.p, a.len) == 0));
		HOLDS(utf8_valid(a.p, a.len));
	}
	buf_free(&b);
	buf_free(&a);
}

/* The spans of a text do not hold more than the text. */
static void
check_words(const char *text, size_t n)
{
	struct mime m;
	struct mime_span s;
	size_t all = 0;

	mime_init(&m, text, n);
	while (mime_next(&m, &s) == 1) {
		HOLDS(s.charset || (s.bytes >= text && s.len <= n &&
		    s.bytes + s.len <= text + n));
		all += s.len;
	}
	HOLDS(all <= n);
	mime_end(&m);
}

static void
check_display(const char *text, size_t n, const char *charset)
{
	struct buf shown = {0}, safe = {0};

	HOLDS(display_text(&shown, text, n, charset) == 0);
	HOLDS(escape_put(&safe, shown.p, shown.len) == 0);
	HOLDS(safe.len <= ESCAPE_MOST * shown.len);
	HOLDS_SAFE(safe.p, safe.len);
	buf_free(&safe);
	buf_free(&shown);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned choice = fuzz_choice(&data, &size);

	if (size == 0 || size > 4096)
		return 0;
	check_charset(choice % NAMES, data, size);
	check_words((const char *)data, size);
	check_display((const char *)data, size, choice & 64 ?
	    names[choice % NAMES] : NULL);
	return 0;
}
