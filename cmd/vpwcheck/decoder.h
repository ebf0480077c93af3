/*
 * decoder: passwords as text of a charset, in secret memory (secret.h).
 */
#ifndef HIKKOSHI_DECODER_H
#define HIKKOSHI_DECODER_H

#include "buf.h"
#include "charset.h"
#include "span.h"

#include <stdbool.h>

/* All zeroes: there is none. */
struct decoder {
	bool open;
	struct charset from; /* its euc is in secret memory, too */
	struct buf text;     /* UTF-8: what decoder_decode has made */
};

/* Begin with a charset: 0, or -1 with errno. */
int decoder_open(struct decoder *d, const char *charset);

/* Make d->text of a password: 0; 1: what is no text is U+FFFD; -1 with errno.
 * It stays until decoder_wipe, which is to be called before the next. */
int decoder_decode(struct decoder *d, struct span password);

/* Wipe what decoder_decode has made. */
void decoder_wipe(struct decoder *d);

void decoder_close(struct decoder *d);

#endif
