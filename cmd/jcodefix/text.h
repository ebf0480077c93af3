/*
 * text: a whole file in memory.
 */
#ifndef HIKKOSHI_TEXT_H
#define HIKKOSHI_TEXT_H

#include "buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Read fd to its end into b, which is cleared first and keeps its memory, so
 * that many small files cost no allocation each; or only to where `enough` says
 * that the bytes read at first will do (NULL: never).  No more than max bytes:
 * 0; -1 with errno, EFBIG where there are more. */
int text_read(struct buf *b, int fd, size_t max,
    bool (*enough)(const char *p, size_t n));

#endif
