/*
 * jis: the shift sequences of ISO-2022-JP (RFC 1468, RFC 2237, and the
 * half-width kana of CP50221), the only coding of Japanese mail in which a
 * character is made of the bytes of ASCII.
 *
 * A shift to one of the Japanese sets lasts until a shift back to ASCII or
 * JIS X 0201 Roman, or to the end of the line.
 */
#ifndef HIKKOSHI_JIS_H
#define HIKKOSHI_JIS_H

#include <stddef.h>

#define JIS_ESC 0x1B

enum jis_set {
	JIS_ASCII,  /* ESC ( B, ESC ( J and other one-byte sets but kana */
	JIS_KANJI,  /* two bytes: ESC $ @, ESC $ B, ESC $ ( O and the like */
	JIS_X0212,  /* two bytes: ESC $ ( D */
	JIS_KANA    /* one byte, half-width kana: ESC ( I */
};

/* The length in bytes of the shift sequence at s, and the set it names.
 * 0: there is none at s.  When the n bytes end inside what may become one, the
 * length is n + 1. */
size_t jis_shift(const char *s, size_t n, enum jis_set *set);

/* s begins with a shift to a Japanese set that is seqlen bytes long: the
 * length of the whole run, up to and with the shift back, or up to the line
 * end or the end of the n bytes. */
size_t jis_run(const char *s, size_t n, size_t seqlen);

/* The length of the piece of Japanese text that begins with a shift at s, up to
 * the next shift, or with it where it is one back, or to the line end.  0:
 * there is none, or it is not sound: a shift that is followed by anything but
 * whole characters, a space or a lone quote, only hides syntax from readers who
 * know of shifts. */
size_t jis_text(const char *s, size_t n);

#endif
