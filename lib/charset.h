/*
 * charset: text of any charset that iconv knows, to UTF-8.
 *
 * iconv is opened only when a byte comes that needs it.  Names of Japanese
 * charsets mean what mail and servers use them for (CP932 for Shift_JIS,
 * EUC-JP-MS for EUC-JP), and whatever the libc calls them; ISO-2022-JP is
 * turned into EUC-JP first, since libcs differ in what they accept of it
 * (half-width kana, NEC's row 13).
 */
#ifndef HIKKOSHI_CHARSET_H
#define HIKKOSHI_CHARSET_H

#include "buf.h"
#include "jis.h"

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How characters are made of bytes, as far as a reader of ASCII syntax must
 * know. */
enum charset_kind {
	CHARSET_ASCII,  /* bytes below 0x80 are ASCII, wherever they stand */
	CHARSET_JIS,    /* as above, but between the shifts of jis.h */
	CHARSET_SJIS,   /* second bytes from 0x40 up: Shift_JIS */
	CHARSET_DBCS,   /* second bytes from 0x40 up: GBK, Big5, UHC */
	CHARSET_OTHER   /* no ASCII at all: UTF-16, EBCDIC, UTF-7 */
};

struct charset {
	const struct charset_known *known;  /* NULL: only iconv knows it */
	enum charset_kind kind;
	bool passes;     /* it is UTF-8 already */
	iconv_t cd;      /* (iconv_t)-1 until needed */
	char name[48];
	enum jis_set set;       /* of ISO-2022-JP, at the place reached */
	struct buf euc;         /* ISO-2022-JP as EUC-JP */
};

/* Decode from the charset of that name (n bytes): 0, or -1 with errno EINVAL
 * where no iconv knows it, or another errno. */
int charset_open(struct charset *cs, const char *name, size_t n);

/*
 * Append n bytes of text to out as UTF-8.  What is no character becomes
 * U+FFFD; the return value counts them.  A character cut off at the end of
 * the text is left for the next call, unless `last` is set; *used tells how
 * many bytes were taken.  -1 with errno: no memory, or iconv failed.
 */
ssize_t charset_decode(struct charset *cs, struct buf *out, const char *text,
    size_t n, bool last, size_t *used);

void charset_close(struct charset *cs);

/* The length of the character at s (n > 0 bytes), as far as kind tells
 * characters from ASCII: 2 for a pair of Shift_JIS, the length of the run for
 * Japanese text of ISO-2022-JP (in any kind), and 1 for everything else. */
size_t charset_step(enum charset_kind kind, const char *s, size_t n);

/*
 * What unlabelled text probably is: the name of a charset, by which of UTF-8,
 * EUC-JP and Shift_JIS the bytes are valid in, in this order; "ISO-2022-JP"
 * where nothing but its shifts is there; NULL for plain ASCII or the unknown.
 */
const char *charset_guess(const char *s, size_t n);

/* Is one of the n bytes 0x80 or above? */
bool charset_high(const char *s, size_t n);

/* The kind of a charset by its name; NULL has CHARSET_ASCII. */
enum charset_kind charset_kind_of(const char *name);

#endif
