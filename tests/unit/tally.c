/* tally: sets, and the key of their hash. */
#include "tally.h"
#include "unit.h"

#include <inttypes.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

static void
test_tally(void)
{
	struct tally t = {0};
	char key[16];

	for (int round = 0; round < 3; round++)
		for (int i = 0; i < 5000; i++) {
			int n = snprintf(key, sizeof key, "k%d", i);

			CHECK(tally_add(&t, key, (size_t)n, "text", 4) ==
			    (round == 0));
		}
	CHECK(t.len == 5000 && t.entries[0].count == 3 &&
	    t.entries[4999].count == 3);
	CHECK(IS(t.bytes.p + t.entries[4999].key, t.entries[4999].key_len,
	    "k4999"));
	CHECK(tally_has(&t, "k4999", 5) && !tally_has(&t, "k5000", 5));
	tally_free(&t);
}

/* The key that this program has, as text. */
static int
print_key(void)
{
	struct tally t = {0};

	(void)tally_add(&t, "", 0, "", 0);
	(void)printf("%016" PRIx64 " %016" PRIx64 "\n", t.key[0], t.key[1]);
	tally_free(&t);
	return 0;
}

static void
ask_key(const char *program, char key[64])
{
	char command[4096];
	FILE *f;

	(void)snprintf(command, sizeof command, "'%s' key", program);
	f = popen(command, "r");
	CHECK(f && fgets(key, 64, f) && pclose(f) == 0);
}

/* No time, process or address, which could be guessed. */
static void
test_key_is_random(void)
{
#ifdef AT_RANDOM
	struct tally t = {0};

	CHECK(tally_add(&t, "", 0, "", 0) == 1);
	CHECK(memcmp(t.key, (const void *)getauxval(AT_RANDOM), 16) == 0);
	tally_free(&t);
#endif
}

/* One program after the other has another one, in both halves. */
static void
test_key(const char *program)
{
	char a[64] = "", b[64] = "";

	ask_key(program, a);
	ask_key(program, b);
	CHECK(strlen(a) == 34);
	CHECK(strncmp(a, b, 16) != 0 && strcmp(a + 17, b + 17) != 0);
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		return print_key();
	test_tally();
	test_key_is_random();
	test_key(argv[0]);
	return unit_end();
}
