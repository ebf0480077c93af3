/* template: what addrgrab's answers are made with. */
#include "addrgrab/template.h"
#include "unit.h"

static void
test_template(void)
{
	struct hit h = {{"a", "b.example", 1, 9}, "f\n", 7, "From", "N\tame", 5};
	struct buf b = {0};

	CHECK(template_check("%a%l%d%n%f%F%L%%\\t\\n\\0\\\\", true, true));
	CHECK(template_put(&b, "%a %l %d %n %f %F %L %% \\t\\\\", &h) == 0);
	CHECK(IS(b.p, b.len,
	    "a@b.example a b.example N\\011ame From f\\012 7 % \t\\"));
	buf_clear(&b);
	CHECK(template_put(&b, "\\0", &h) == 0 && b.len == 1 && b.p[0] == 0);
	CHECK(template_ends("%a\\n") && template_ends("\\0") &&
	    !template_ends("\\\\n") && !template_ends("\\n%a") &&
	    !template_ends(""));
	CHECK(template_wants("x%%n%n", 'n') && !template_wants("%%n\\n", 'n'));
	buf_free(&b);
}

int
main(void)
{
	test_template();
	return unit_end();
}
