#include "tally.h"

#include "in.h"
#include "siphash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

enum { FIRST_SLOTS = 256 };

static uint64_t
hash(const struct tally *t, const char *s, size_t n)
{
	return siphash(t->key, s, n);
}

/* The random bytes that Linux gives each process at its start, which are there
 * in a chroot(2) without devices, too; or NULL. */
static const void *
start_random(void)
{
#ifdef AT_RANDOM
	/* an address, in the type that all of these values have */
	return (const void *)getauxval(AT_RANDOM);
#else
	return NULL;
#endif
}

static void
new_key(struct tally *t)
{
	const void *random = start_random();
	int fd;

	if (random) {
		memcpy(t->key, random, sizeof t->key);   /* 16, as there are */
		return;
	}
	/* other Unixes have the device; getentropy(3) is missing on old ones.
	 * Without, the key is one that can be guessed, and nothing else is lost:
	 * sets are right, but may be made slow. */
	t->key[0] = (uint64_t)time(NULL) ^ (uint64_t)getpid() << 32;
	t->key[1] = (uint64_t)(uintptr_t)t;
	fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (fd != -1) {
		(void)in_fill(fd, t->key, sizeof t->key);
		(void)close(fd);
	}
}

/* The slot where the string is, or the free one where it belongs. */
static size_t
find(const struct tally *t, uint64_t h, const char *key, size_t n)
{
	size_t mask = t->slot_count - 1, i = (size_t)h & mask;

	for (; t->slots[i]; i = (i + 1) & mask) {
		const struct tally_entry *e = &t->entries[t->slots[i] - 1];

		if (e->hash == h && e->key_len == n &&
		    (n == 0 || memcmp(t->bytes.p + e->key, key, n) == 0))
			break;
	}
	return i;
}

static int
more_slots(struct tally *t)
{
	size_t n = t->slot_count ? t->slot_count * 2 : FIRST_SLOTS;
	size_t *slots = calloc(n, sizeof *slots);

	if (!slots)
		return -1;
	free(t->slots);
	t->slots = slots;
	t->slot_count = n;
	for (size_t k = 0; k < t->len; k++) {
		size_t i = (size_t)t->entries[k].hash & (n - 1);

		while (slots[i])
			i = (i + 1) & (n - 1);
		slots[i] = k + 1;
	}
	return 0;
}

static int
more_entries(struct tally *t)
{
	size_t cap = t->cap ? t->cap * 2 : FIRST_SLOTS / 2;
	struct tally_entry *e;

	if (cap > SIZE_MAX / sizeof *e) {
		errno = ENOMEM;
		return -1;
	}
	e = realloc(t->entries, cap * sizeof *e);
	if (!e)
		return -1;
	t->entries = e;
	t->cap = cap;
	return 0;
}

int
tally_add(struct tally *t, const char *key, size_t key_len, const char *text,
    size_t text_len)
{
	struct tally_entry e = {.count = 1, .key_len = key_len,
	    .text_len = text_len};
	size_t i;

	if (t->slot_count == 0)
		new_key(t);
	if (2 * (t->len + 1) > t->slot_count && more_slots(t) != 0)
		return -1;
	e.hash = hash(t, key, key_len);
	i = find(t, e.hash, key, key_len);
	if (t->slots[i]) {
		t->entries[t->slots[i] - 1].count++;
		return 0;
	}
	if (t->len == t->cap && more_entries(t) != 0)
		return -1;
	e.key = t->bytes.len;
	e.text = e.key + key_len;
	if (buf_reserve(&t->bytes, key_len + text_len) != 0)
		return -1;
	(void)buf_put(&t->bytes, key, key_len);
	(void)buf_put(&t->bytes, text, text_len);
	t->entries[t->len++] = e;
	t->slots[i] = t->len;
	return 1;
}

bool
tally_has(const struct tally *t, const char *key, size_t key_len)
{
	return t->slot_count > 0 &&
	    t->slots[find(t, hash(t, key, key_len), key, key_len)] != 0;
}

void
tally_free(struct tally *t)
{
	free(t->entries);
	free(t->slots);
	buf_free(&t->bytes);
	*t = (struct tally){0};
}
