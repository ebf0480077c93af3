#include "decoder.h"

#include "secret.h"
#include "secrets.h"

#include <errno.h>
#include <string.h>

/* A byte becomes three of UTF-8 in most charsets, U+FFFD, and twelve in TSCII;
 * EUC-JP is shorter than ISO-2022-JP.  So neither is ever full, and grows into
 * memory that is not secret. */
enum {
	DECODED = 16 * SECRETS_RECORD_MAX,
	EUC = 4 * SECRETS_RECORD_MAX
};

int
decoder_open(struct decoder *d, const char *charset)
{
	int err;

	if (charset_open(&d->from, charset, strlen(charset)) != 0)
		return -1;
	d->open = true;
	if (charset_ready(&d->from) == 0 &&
	    (d->text.p = secret_map(DECODED)) != NULL &&
	    (d->from.euc.p = secret_map(EUC)) != NULL) {
		d->text.cap = DECODED;
		d->from.euc.cap = EUC;
		return 0;
	}
	err = errno;
	decoder_close(d);
	errno = err;
	return -1;
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
	if (bad < 0)
		decoder_wipe(d);
	return bad < 0 ? -1 : bad > 0;
}

void
decoder_wipe(struct decoder *d)
{
	int err = errno;

	secret_wipe(d->text.p, d->text.len);
	secret_wipe(d->from.euc.p, d->from.euc.len);
	buf_clear(&d->text);
	buf_clear(&d->from.euc);
	errno = err;
}

void
decoder_close(struct decoder *d)
{
	if (!d->open)
		return;
	if (d->text.p)
		secret_unmap(d->text.p, DECODED);
	if (d->from.euc.p)
		secret_unmap(d->from.euc.p, EUC);
	d->from.euc = (struct buf){0};
	charset_close(&d->from);
	*d = (struct decoder){0};
}
