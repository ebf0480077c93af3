/*
 * multibyte: how characters are made of bytes, as far as a reader of ASCII
 * syntax must know: which byte that looks like a quote or an '@' is none.
 */
#ifndef HIKKOSHI_MULTIBYTE_H
#define HIKKOSHI_MULTIBYTE_H

#include <stdbool.h>
#include <stddef.h>

enum multibyte {
	MULTIBYTE_NONE,  /* bytes below 0x80 are ASCII, wherever they stand */
	MULTIBYTE_JIS,   /* as above, but between the shifts of jis.h */
	MULTIBYTE_EUC,   /* EUC-JP: no ASCII in a character either */
	MULTIBYTE_SJIS,  /* second bytes from 0x40 up: Shift_JIS */
	MULTIBYTE_DBCS,  /* second bytes from 0x40 up: GBK, Big5, UHC */
	MULTIBYTE_OTHER  /* no ASCII at all: UTF-16, EBCDIC, UTF-7 */
};

/* The length of the character at s (n > 0 bytes), as far as kind tells
 * characters from ASCII: 2 or 3 for one of Shift_JIS or EUC-JP, that of
 * jis_text for sound Japanese text of ISO-2022-JP (in any kind), and 1 for
 * everything else. */
size_t multibyte_step(enum multibyte kind, const char *s, size_t n);

/*
 * What unlabelled text probably is: the name of a charset, by which of UTF-8,
 * EUC-JP and Shift_JIS the bytes are valid in, in this order; "ISO-2022-JP"
 * where nothing but its shifts is there; NULL for plain ASCII or the unknown.
 */
const char *multibyte_guess(const char *s, size_t n);

/* Is one of the n bytes 0x80 or above? */
bool multibyte_high(const char *s, size_t n);

#endif
