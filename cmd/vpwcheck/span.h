/*
 * span: bytes that belong to somebody else.
 */
#ifndef HIKKOSHI_SPAN_H
#define HIKKOSHI_SPAN_H

#include <stddef.h>

struct span {
	const char *p;     /* NULL: there are none, which is not empty */
	size_t n;
};

#endif
