/* out: every byte arrives, or the failure is kept. */
#include "out.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static void
test_out(void)
{
	char mem[4], back[16];
	struct out o;
	int p[2];

	CHECK(pipe(p) == 0);
	out_init(&o, p[1], mem, sizeof mem);
	CHECK(out_put(&o, "ab", 2) == 0 && out_put(&o, "cdefgh", 6) == 0 &&
	    out_puts(&o, "i") == 0 && out_close(&o) == 0);
	CHECK(read(p[0], back, sizeof back) == 9 && memcmp(back, "abcdefghi", 9) == 0);
	(void)close(p[0]);
	out_init(&o, open("/dev/full", O_WRONLY), mem, sizeof mem);
	CHECK(out_put(&o, "ab", 2) == 0);
	CHECK(out_put(&o, "cdef", 4) == -1 && o.err == ENOSPC);
	CHECK(out_put(&o, "x", 1) == -1 && out_flush(&o) == -1);
	CHECK(out_close(&o) == -1 && o.err == ENOSPC);
}

int
main(void)
{
	test_out();
	return unit_end();
}
