/*
 * text: a whole file in memory, which is given back only at the end, so that
 * many small files cost no allocation each.
 */
#ifndef HIKKOSHI_TEXT_H
#define HIKKOSHI_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	char *p;
	size_t len, cap;
};

/* Read fd to its end, or to where `enough` says that the n bytes read so far
 * will do (NULL: never); but no more than `max` bytes.  0; -1 with errno, EFBIG
 * where there is more. */
int text_read(struct text *t, int fd, size_t max,
    bool (*enough)(const char *p, size_t n));

void text_free(struct text *t);

#endif
