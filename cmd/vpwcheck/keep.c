#include "keep.h"
#include "secret.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

enum { KEEP_FIRST = 4096 };   /* a page: less cannot be mapped */

static int
keep_reserve(struct keep *k, size_t more)
{
	size_t cap = k->cap ? k->cap : KEEP_FIRST;
	char *p;

	if (more <= k->cap - k->n)
		return 0;
	while (cap - k->n < more) {
		if (cap > SIZE_MAX / 2) {
			errno = ENOMEM;
			return -1;
		}
		cap *= 2;
	}
	p = secret_map(cap);
	if (!p)
		return -1;
	if (k->p) {
		memcpy(p, k->p, k->n);
		secret_unmap(k->p, k->cap);
	}
	k->p = p;
	k->cap = cap;
	return 0;
}

int
keep_put(struct keep *k, const void *bytes, size_t n)
{
	if (n == 0)
		return 0;
	if (keep_reserve(k, n) != 0)
		return -1;
	memcpy(k->p + k->n, bytes, n);
	k->n += n;
	return 0;
}

void
keep_clear(struct keep *k)
{
	if (k->n > 0)
		secret_wipe(k->p, k->n);
	k->n = 0;
}

void
keep_free(struct keep *k)
{
	keep_clear(k);
	if (k->p)
		secret_unmap(k->p, k->cap);
	*k = (struct keep){0};
}
