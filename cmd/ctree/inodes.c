#include "inodes.h"

#include <stdint.h>
#include <stdlib.h>

/* The slot of an inode, or the free one where it belongs; cap is a power of
 * two. */
static struct inode *
find(struct inode *slots, size_t cap, dev_t dev, ino_t ino)
{
	uint64_t hash = ((uint64_t)ino ^ (uint64_t)dev << 32) *
	    0x9E3779B97F4A7C15u;
	size_t i = (size_t)(hash >> 20) & (cap - 1);

	while (slots[i].taken && (slots[i].dev != dev || slots[i].ino != ino))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

static int
grow(struct inodes *s)
{
	size_t cap = s->cap ? 2 * s->cap : 256;
	struct inode *slots = calloc(cap, sizeof *slots);

	if (!slots)
		return -1;
	for (size_t i = 0; i < s->cap; i++)
		if (s->slots[i].taken)
			*find(slots, cap, s->slots[i].dev, s->slots[i].ino) =
			    s->slots[i];
	free(s->slots);
	s->slots = slots;
	s->cap = cap;
	return 0;
}

int
inodes_add(struct inodes *s, dev_t dev, ino_t ino)
{
	struct inode *i;

	if (s->n >= s->cap / 2 && grow(s) != 0)
		return -1;
	i = find(s->slots, s->cap, dev, ino);
	if (i->taken)
		return 0;
	*i = (struct inode){dev, ino, 1};
	s->n++;
	return 1;
}

void
inodes_free(struct inodes *s)
{
	free(s->slots);
}
