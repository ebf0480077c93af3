#include "decoder.h"

#include "secret.h"
#include "secrets.h"

#include <string.h>

/* A byte becomes three of UTF-8 in most charsets, U+FFFD, and twelve in TSCII;
 * EUC-JP is shorter than ISO-2022-JP.  None of it is touched before it is
 * needed. */
enum {
	DECODED = 16 * SOURCE_RECORD_MAX,
	EUC = 4 * SOURCE_RECORD_MAX,
	MEMORY = DECODED + EUC
};

int
decoder_open(struct decoder *d, const char *charset)
{
	if (charset_open(&d->from, charset, strlen(charset)) != 0)
		return -1;
	if (charset_ready(&d->from) == 0)
		d->mem = secret_map(MEMORY);
	if (!d->mem) {
		charset_close(&d->from);
		return -1;
	}
	/* neither grows beyond what it has, nor is given back */
	d->text = (struct buf){d->mem, 0, DECODED};
	d->from.euc = (struct buf){d->mem + DECODED, 0, EUC};
	return 0;
}

int
decoder_decode(struct decoder *d, struct span password)
{
	size_t used;
	ssize_t bad;

	d->from.set = JIS_ASCII;
	bad = charset_decode(&d->from, &d->text, password.p, password.n, true,
	    &used);
	/* of iconv's own memory, too */
	charset_wash(&d->from, password.n);
	return bad < 0 ? -1 : bad > 0;
}

void
decoder_wipe(struct decoder *d)
{
	secret_wipe(d->text.p, d->text.len);
	secret_wipe(d->from.euc.p, d->from.euc.len);
	buf_clear(&d->text);
	buf_clear(&d->from.euc);
}

void
decoder_close(struct decoder *d)
{
	if (!d->mem)
		return;
	d->from.euc = (struct buf){0};
	charset_close(&d->from);
	secret_unmap(d->mem, MEMORY);
	*d = (struct decoder){0};
}
