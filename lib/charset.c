#include "charset.h"

#include "ascii.h"
#include "utf8.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

/* The spellings that a name goes by, and the names under which to ask iconv
 * for it, in this order; both end with NULL. */
struct charset_known {
	enum multibyte kind;
	const char *spellings[12];
	const char *ask[4];  /* none: it is UTF-8 already */
};

static const struct charset_known charsets[] = {
	{MULTIBYTE_NONE, {"utf-8", "utf8"}, {NULL}},
	{MULTIBYTE_SJIS,
	    {"shift_jis", "sjis", "x-sjis", "shift-jis", "cp932", "ms932",
	    "windows-31j", "ms_kanji", "csshiftjis", "sjis-win"},
	    /* glibc's SHIFT_JIS turns \ and ~ into yen and overline and has no
	     * circled digits; musl knows no CP932 */
	    {"CP932", "WINDOWS-31J", "SHIFT_JIS"}},
	{MULTIBYTE_EUC,
	    {"euc-jp", "eucjp", "x-euc-jp", "ujis", "eucjp-ms", "euc-jp-ms",
	    "cp51932", "cseucpkdfmtjapanese"},
	    {"EUC-JP-MS", "EUC-JP"}},
	{MULTIBYTE_JIS,
	    {"iso-2022-jp", "iso2022jp", "csiso2022jp", "iso-2022-jp-1",
	    "iso-2022-jp-ms", "cp50220", "cp50221", "cp50222", "jis"},
	    {"EUC-JP-MS", "EUC-JP"}},
	/* mail that says gb2312 holds GBK, ks_c_5601-1987 means UHC */
	{MULTIBYTE_DBCS, {"gb2312", "gbk", "gb18030", "cp936", "ms936",
	    "windows-936", "x-gbk"},
	    {"GB18030", "GBK"}},
	{MULTIBYTE_DBCS, {"big5", "big-5", "cn-big5", "big5-hkscs", "big5hkscs",
	    "cp950", "x-x-big5"},
	    {"BIG5-HKSCS", "BIG5"}},
	{MULTIBYTE_DBCS, {"ks_c_5601-1987", "euc-kr", "cp949", "mscp949",
	    "windows-949", "uhc"},
	    {"CP949", "UHC", "EUC-KR"}},
};

enum { CHARSETS = sizeof charsets / sizeof charsets[0] };

static const struct charset_known *
find_known(const char *name, size_t n)
{
	for (size_t i = 0; i < CHARSETS; i++)
		for (const char *const *s = charsets[i].spellings; *s; s++)
			if (ascii_same(name, n, *s, strlen(*s)))
				return &charsets[i];
	return NULL;
}

static const char *const ascii_prefixes[] = {"iso-8859-", "iso8859-", "latin",
    "windows-125", "cp125", "koi8-", "us-ascii", "ascii", "tis-620", "euc-"};

/* Does the C string name begin so, without case? */
static bool
begins(const char *name, const char *with)
{
	size_t n = strlen(with);

	return strlen(name) >= n && ascii_same(name, n, with, n);
}

/* Those in which an ASCII letter waits for an accent behind it. */
static const char *const composing[] = {"windows-1258", "cp1258",
    "windows-1255", "cp1255"};

static enum multibyte
guess_kind(const char *name)
{
	for (size_t i = 0; i < sizeof composing / sizeof composing[0]; i++)
		if (begins(name, composing[i]))
			return MULTIBYTE_OTHER;
	for (size_t i = 0;
	    i < sizeof ascii_prefixes / sizeof ascii_prefixes[0]; i++)
		if (begins(name, ascii_prefixes[i]))
			return MULTIBYTE_NONE;
	return MULTIBYTE_OTHER;
}

enum multibyte
charset_kind_of(const char *name)
{
	const struct charset_known *k;

	if (!name)
		return MULTIBYTE_NONE;
	k = find_known(name, strlen(name));
	return k ? k->kind : guess_kind(name);
}

/* --- conversion --- */

/* iconv_open takes more than names: what a mail calls a charset must not
 * bring options ("//IGNORE") or paths along. */
static bool
is_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_alnum((unsigned char)s[i]) &&
		    (s[i] == '\0' || !strchr("-_.:+", s[i])))
			return false;
	return n > 0;
}

/*
 * CHARSET_NO_EUC_KR: musl before 1.2.6 writes outside its memory for some bytes of
 * EUC-KR, and no system's update reaches a program that is linked with it.  It
 * compares letters and digits of names only.
 */
static bool
may_ask(const char *name)
{
#ifdef CHARSET_NO_EUC_KR
	static const char *const refused[] = {"euckr", "ksc5601", "ksx1001",
	    "cp949"};
	char bare[sizeof ((struct charset *)0)->name];
	size_t n = 0;

	for (; *name; name++)
		if (ascii_alnum((unsigned char)*name))
			bare[n++] = *name;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		if (ascii_same(bare, n, refused[i], strlen(refused[i])))
			return false;
#else
	(void)name;
#endif
	return true;
}

static iconv_t
open_named(const char *name)
{
	if (may_ask(name))
		return iconv_open("UTF-8", name);
	errno = EINVAL;
	return (iconv_t)-1;
}

int
charset_ready(struct charset *cs)
{
	const char *const *ask = cs->known ? cs->known->ask : NULL;

	if (cs->cd != (iconv_t)-1 || cs->passes)
		return 0;
	if (!ask) {
		cs->cd = open_named(cs->name);
	} else {
		for (; *ask && cs->cd == (iconv_t)-1; ask++)
			cs->cd = open_named(*ask);
	}
	return cs->cd == (iconv_t)-1 ? -1 : 0;
}

int
charset_open(struct charset *cs, const char *name, size_t n)
{
	*cs = (struct charset){.cd = (iconv_t)-1};
	if (n >= sizeof cs->name || !is_name(name, n)) {
		errno = EINVAL;
		return -1;
	}
	memcpy(cs->name, name, n);
	cs->known = find_known(name, n);
	cs->kind = cs->known ? cs->known->kind : guess_kind(cs->name);
	cs->passes = cs->known && !cs->known->ask[0];
	/* only iconv can tell whether it knows this one */
	return cs->known ? 0 : charset_ready(cs);
}

void
charset_close(struct charset *cs)
{
	if (cs->cd != (iconv_t)-1)
		(void)iconv_close(cs->cd);
	cs->cd = (iconv_t)-1;
	buf_free(&cs->euc);
}

static int
put_unknown(struct buf *out)
{
	return buf_put(out, "\xEF\xBF\xBD", 3);
}

/* Give iconv n times the same byte.  Was it text? */
static bool
wash_with(struct charset *cs, int byte, size_t n)
{
	char soap[16384], waste[sizeof soap];
	char *in = soap, *to = waste;
	size_t left, room = sizeof waste;

	n = n < sizeof soap ? n : sizeof soap;
	left = n;
	memset(soap, byte, n);
	(void)iconv(cs->cd, &in, &left, &to, &room);
	return left < n;
}

/* glibc converts by way of a buffer of some 2,000 characters in UCS-4, which it
 * never clears, and each call begins at its front: 16 KiB go all through it.  A
 * byte may have become four characters.  Zeroes are text in charsets that are
 * more than one byte wide, too; where they are none, as in UTF-7, letters are. */
void
charset_wash(struct charset *cs, size_t n)
{
	size_t soap = n < 16384 ? 4 * n + 64 : 4 * 16384;

	if (cs->cd == (iconv_t)-1)
		return;
	if (!wash_with(cs, '\0', soap))
		(void)wash_with(cs, 'a', soap);
	(void)iconv(cs->cd, NULL, NULL, NULL, NULL);
}

/* Have iconv give out what it holds back (a letter that an accent could still
 * follow) and forget its shifts. */
static int
flush_iconv(struct charset *cs, struct buf *out)
{
	char *to;
	size_t room;

	if (buf_reserve(out, 16) != 0)
		return -1;
	to = out->p + out->len;
	room = out->cap - out->len;
	(void)iconv(cs->cd, NULL, NULL, &to, &room);
	out->len = out->cap - room;
	return 0;
}

/* How much is passed over with something that is no character: all of what
 * looks like one, so that its second byte cannot become an '@' or the first of
 * another; in UTF-16 and UTF-32 a unit. */
static size_t
bad_length(const struct charset *cs, enum multibyte kind, const char *s,
    size_t n)
{
	size_t unit = 1;

	if (kind != MULTIBYTE_OTHER)
		return multibyte_step(kind, s, n);
	if (begins(cs->name, "utf-16") || begins(cs->name, "utf16") ||
	    begins(cs->name, "ucs-2") || begins(cs->name, "ucs2"))
		unit = 2;
	if (begins(cs->name, "utf-32") || begins(cs->name, "utf32") ||
	    begins(cs->name, "ucs-4") || begins(cs->name, "ucs4"))
		unit = 4;
	return unit < n ? unit : n;
}

/* Run iconv over s[0..n), which is of that kind: appends to out, sets *used,
 * counts what was no character. */
static ssize_t
run_iconv(struct charset *cs, enum multibyte kind, struct buf *out,
    const char *s, size_t n, bool last, size_t *used)
{
	char *in = (char *)(uintptr_t)s;  /* iconv's prototype lacks a const */
	size_t left = n, bad;
	ssize_t unknown = 0;

	if (charset_ready(cs) != 0)
		return -1;
	while (left > 0) {
		char *to;
		size_t room, r;

		if (buf_reserve(out, left + 16) != 0)
			return -1;
		to = out->p + out->len;
		room = out->cap - out->len;
		r = iconv(cs->cd, &in, &left, &to, &room);
		out->len = out->cap - room;
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL && !last)
			break;
		if (errno != EILSEQ && errno != EINVAL)
			return -1;
		/* UTF-16 would forget its byte order in a flush */
		if (kind != MULTIBYTE_OTHER && flush_iconv(cs, out) != 0)
			return -1;
		if (put_unknown(out) != 0)
			return -1;
		unknown++;
		bad = bad_length(cs, kind, in, left);
		in += bad;
		left -= bad;
	}
	*used = n - left;
	if (last && flush_iconv(cs, out) != 0)
		return -1;
	return unknown;
}

/* UTF-8 to UTF-8: only what is not UTF-8 changes. */
static ssize_t
pass_utf8(struct buf *out, const char *s, size_t n, bool last, size_t *used)
{
	ssize_t unknown = 0;
	size_t i = 0, from = 0, len;
	uint32_t cp;

	for (; i < n; i += len) {
		len = utf8_next(s + i, n - i, &cp);
		if (len > 0)
			continue;
		if (!last && n - i < 4)
			break;
		if (buf_put(out, s + from, i - from) != 0 ||
		    put_unknown(out) != 0)
			return -1;
		unknown++;
		len = 1;
		from = i + 1;
	}
	*used = i;
	return buf_put(out, s + from, i - from) == 0 ? unknown : -1;
}

/* Append the character at s as EUC-JP, or 0xFF where there is none; its length,
 * 0: cut off, (size_t)-1: no memory. */
static size_t
jis_to_euc(enum jis_set set, struct buf *euc, const char *s, size_t n)
{
	unsigned char c = (unsigned char)s[0], b[3] = {c};
	unsigned char c2 = n < 2 ? 0 : (unsigned char)s[1];
	size_t len = 1, took = 1;

	if (c >= 0xA1 && c <= 0xDF) {  /* kana with the eighth bit set */
		b[0] = 0x8E;
		b[len++] = c;
	} else if (c >= 0x7F) {
		b[0] = c == 0x7F ? c : 0xFF;
	} else if (set == JIS_KANA && c > ' ') {
		b[0] = 0x8E;
		b[len++] = c | 0x80;
	} else if (set != JIS_ASCII && c > ' ') {
		if (n < 2)
			return 0;
		if (c2 <= ' ' || c2 >= 0x7F) {
			b[0] = 0xFF;
		} else {
			len = 0;
			if (set == JIS_X0212)
				b[len++] = 0x8F;
			b[len++] = c | 0x80;
			b[len++] = c2 | 0x80;
			took = 2;
		}
	}
	return buf_put(euc, b, len) == 0 ? took : (size_t)-1;
}

/* Turn ISO-2022-JP into EUC-JP in cs->euc; the bytes taken, or -1. */
static ssize_t
recode_jis(struct charset *cs, const char *s, size_t n, bool last)
{
	size_t i = 0, len;

	buf_clear(&cs->euc);
	for (; i < n; i += len) {
		len = jis_shift(s + i, n - i, &cs->set);
		if (len > n - i) {
			if (!last)
				break;
			len = 0;
		}
		if (len > 0)
			continue;
		if (s[i] == '\n')
			cs->set = JIS_ASCII;
		len = jis_to_euc(cs->set, &cs->euc, s + i, n - i);
		if (len == (size_t)-1)
			return -1;
		if (len == 0) {
			if (!last)
				break;
			len = n - i;
			if (buf_putc(&cs->euc, 0xFF) != 0)
				return -1;
		}
	}
	return (ssize_t)i;
}

/* The number of bytes at s that mean themselves in cs, wherever a character
 * may begin. */
static size_t
plain_run(const struct charset *cs, const char *s, size_t n)
{
	size_t i = 0;

	if (cs->kind == MULTIBYTE_OTHER)
		return 0;
	while (i < n && !(s[i] & 0x80) && s[i] != JIS_ESC)
		i++;
	return i;
}

ssize_t
charset_decode(struct charset *cs, struct buf *out, const char *text, size_t n,
    bool last, size_t *used)
{
	size_t plain = 0, took = 0;
	ssize_t r;

	if (n == 0)
		text = "";   /* it may be NULL */
	if (cs->set == JIS_ASCII)
		plain = plain_run(cs, text, n);
	*used = plain;
	if (buf_put(out, text, plain) != 0)
		return -1;
	/* at the end iconv may still hold something back */
	if (plain == n && (!last || cs->cd == (iconv_t)-1))
		return 0;
	text += plain;
	n -= plain;
	if (cs->passes) {
		r = pass_utf8(out, text, n, last, &took);
	} else if (cs->kind == MULTIBYTE_JIS) {
		ssize_t taken = recode_jis(cs, text, n, last);
		size_t all = 0;

		if (taken < 0)
			return -1;
		took = (size_t)taken;
		/* whole characters only came in, so all of it goes out */
		r = run_iconv(cs, MULTIBYTE_EUC, out, cs->euc.p, cs->euc.len,
		    true, &all);
	} else {
		r = run_iconv(cs, cs->kind, out, text, n, last, &took);
	}
	*used += took;
	return r;
}
