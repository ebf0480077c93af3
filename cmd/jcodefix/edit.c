#include "edit.h"

int
edit_write(struct out *o, const char *text, size_t n,
    const struct edit *edits, size_t count)
{
	size_t done = 0;

	if (n == 0)
		text = "";  /* it may be no memory at all */
	for (size_t i = 0; i < count; i++) {
		const struct edit *e = edits + i;

		/* what failed once fails again: the last one tells */
		(void)out_put(o, text + done, e->at - done);
		if (out_put(o, e->with, e->with_len) != 0)
			return -1;
		done = e->at + e->len;
	}
	return out_put(o, text + done, n - done);
}
