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
#include "multibyte.h"

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct charset {
	const struct charset_known *known;  /* NULL: only iconv knows it */
	enum multibyte kind;
	bool passes;     /* it is UTF-8 already */
	iconv_t cd;      /* (iconv_t)-1 until needed */
	char name[48];
	enum jis_set set;       /* of ISO-2022-JP, at the place reached */
	struct buf euc;         /* ISO-2022-JP as EUC-JP */
};

/* Decode from the charset of that name (n bytes): 0, or -1 with errno EINVAL
 * where no iconv knows it, or another errno. */
int charset_open(struct charset *cs, const char *name, size_t n);

/* Open iconv now rather than at the first byte that needs it, to learn whether
 * that can be done: 0, or -1 with errno. */
int charset_ready(struct charset *cs);

/*
 * Append n bytes of text to out as UTF-8.  What is no character becomes
 * U+FFFD; the return value counts them.  A character cut off at the end of
 * the text is left for the next call, unless `last` is set; *used tells how
 * many bytes were taken.  -1 with errno: no memory, or iconv failed.
 */
ssize_t charset_decode(struct charset *cs, struct buf *out, const char *text,
    size_t n, bool last, size_t *used);

/* Run something else through iconv and forget it: what a libc keeps of n bytes
 * of text that were converted before is overwritten. */
void charset_wash(struct charset *cs, size_t n);

void charset_close(struct charset *cs);

/* The kind of a charset by its name; NULL has MULTIBYTE_NONE. */
enum multibyte charset_kind_of(const char *name);

#endif
