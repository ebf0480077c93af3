/*
 * grow: arrays that grow by one element at a time.
 */
#ifndef HIKKOSHI_GROW_H
#define HIKKOSHI_GROW_H

#include <stddef.h>

/*
 * The array v with room for the element number n, from 0: v itself while n is
 * below *cap, else v in new memory, of twice the size, as realloc(3) has it.
 * NULL with errno ENOMEM, and v as it was.
 */
void *grow_array(void *v, size_t n, size_t *cap, size_t size);

#endif
