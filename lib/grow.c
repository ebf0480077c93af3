#include "grow.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

void *
grow_array(void *v, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap : 16;
	void *grown;

	if (n < *cap)
		return v;
	while (more <= n && more <= SIZE_MAX / 2)
		more *= 2;
	if (more <= n || more > SIZE_MAX / size) {
		errno = ENOMEM;
		return NULL;
	}
	grown = realloc(v, more * size);
	if (grown)
		*cap = more;
	return grown;
}
