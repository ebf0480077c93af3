/* rules: small programs, and what becomes of them. */
#include "jcodefix/scan.h"
#include "unit.h"

#include "buf.h"
#include "jcodefix/edit.h"

#include <stdlib.h>
#include <unistd.h>

/* The sites of a text, and the text with those made that may be: `left` counts
 * the others.  The result is static. */
static const char *
fixed(const char *text, size_t n, rule_set set, size_t *left, size_t *len)
{
	static char result[1 << 16];
	struct scan_options o = {set, NULL};
	struct sites sites = {0};
	size_t at = 0, out = 0;

	*left = 0;
	CHECK(scan_text(&sites, text, n, &o) == 0);
	for (size_t i = 0; i < sites.count; i++) {
		const struct edit *e = &sites.v[i].edit;

		*left += sites.v[i].left != NULL;
		if (sites.v[i].left)
			continue;
		memcpy(result + out, text + at, e->at - at);
		out += e->at - at;
		memcpy(result + out, e->with, e->with_len);
		out += e->with_len;
		at = e->at + e->len;
	}
	memcpy(result + out, text + at, n - at);
	*len = out + n - at;
	site_free(&sites);
	return result;
}

/* The text becomes `want`, with `left` sites left; and no second pass finds
 * more. */
static void
becomes(const char *text, const char *want, size_t left)
{
	size_t got_left, len, again_left;
	const char *got = fixed(text, strlen(text), rules_default(), &got_left,
	    &len);
	bool good = IS(got, len, want) && got_left == left;

	CHECK(good);
	if (!good)
		(void)printf("  %s\n  became %.*s\n  and not %s; left %zu\n",
		    text, (int)len, got, want, got_left);
	(void)fixed(want, strlen(want), rules_default(), &again_left, &len);
	CHECK(again_left == left && len == strlen(want));
}

/* A text that stays as it is. */
static void
stays(const char *text)
{
	becomes(text, text, 0);
}

static void
test_unless_hash(void)
{
	becomes("&init unless defined %t;", "&init if !%t;", 0);
	becomes("&init unless defined %t", "&init if !%t", 0);
	becomes("{ f() unless defined %t }", "{ f() if !%t }", 0);
	becomes("f() unless defined %P'x::t;", "f() if !%P'x::t;", 0);
	becomes("f() unless defined %t # c\n;", "f() if !%t # c\n;", 0);
	becomes("f() unless defined %t && $x;", "f() unless %t && $x;", 0);
	becomes("f() unless  defined %t;", "f() unless  %t;", 0);
	becomes("f() unless defined  %t;", "f() unless %t;", 0);
	becomes("f() unless\ndefined %t;", "f() unless\n%t;", 0);
	becomes("f() unless defined % t;", "f() unless % t;", 0);
	becomes("f() unless defined %$t;", "f() unless %$t;", 0);
	becomes("f() unless defined %{$t};", "f() unless %{$t};", 0);
	becomes("f() unless defined @t;", "f() unless @t;", 0);
	becomes("f() unless defined(%t);", "f() unless (%t);", 0);
	stays("f() unless defined %t{x};");
	stays("f() unless predefined %t;");
}

static void
test_boolean(void)
{
	becomes("if (defined %h) {}", "if (%h) {}", 0);
	becomes("if (defined(%h)) {}", "if ((%h)) {}", 0);
	becomes("if ((defined %h)) {}", "if ((%h)) {}", 0);
	becomes("if (! defined %h) {}", "if (! %h) {}", 0);
	becomes("if (!defined(@a)) {}", "if (!(@a)) {}", 0);
	becomes("if (not defined @a) {}", "if (not @a) {}", 0);
	becomes("if ($x && defined %h) {}", "if ($x && %h) {}", 0);
	becomes("if (defined %h || $x) {}", "if (%h || $x) {}", 0);
	becomes("if (defined $x and defined @a) {}",
	    "if (defined $x and @a) {}", 0);
	becomes("if (f($x) && (defined %h || $y)) {}",
	    "if (f($x) && (%h || $y)) {}", 0);
	becomes("if (-e $f && defined %h) {}", "if (-e $f && %h) {}", 0);
	becomes("if ($x =~ /a/ && defined %h) {}", "if ($x =~ /a/ && %h) {}", 0);
	becomes("elsif (defined %h) {}", "elsif (%h) {}", 0);
	becomes("while (defined @a) {}", "while (@a) {}", 0);
	becomes("until(defined @a){}", "until(@a){}", 0);
	becomes("f() if defined %h;", "f() if %h;", 0);
	becomes("f() if (defined %h);", "f() if (%h);", 0);
	becomes("f() if $x && defined %h;", "f() if $x && %h;", 0);
	becomes("f() while defined @a;", "f() while @a;", 0);
	becomes("for (;defined @a;) {}", "for (;@a;) {}", 0);
	becomes("for ($i = 0; $i < 3 && defined @a; $i++) {}",
	    "for ($i = 0; $i < 3 && @a; $i++) {}", 0);
	becomes("$n = defined @a ? 1 : 0;", "$n = @a ? 1 : 0;", 0);
	becomes("print(defined(@a) ? 1 : 0);", "print((@a) ? 1 : 0);", 0);
	becomes("$n = !defined @a;", "$n = !@a;", 0);
	becomes("if (defined %+) {}", "if (%+) {}", 0);
	becomes("if (defined %$::x) {}", "if (%$::x) {}", 0);
	becomes("if (-M $f && defined %h) {}", "if (-M $f && %h) {}", 0);
	becomes("if (exists $x{a} && defined %h) {}",
	    "if (exists $x{a} && %h) {}", 0);
	becomes("if ($x <= 1 && defined %h) {}", "if ($x <= 1 && %h) {}", 0);
	becomes("$x = $y ? 1 : defined @a ? 2 : 3;",
	    "$x = $y ? 1 : @a ? 2 : 3;", 0);
	becomes("return defined @a ? 1 : 0;", "return @a ? 1 : 0;", 0);
	becomes("sub f { g() if defined %h }", "sub f { g() if %h }", 0);
	becomes("if ($x = f() and defined %h) {}",
	    "if ($x = f() and %h) {}", 0);
	becomes("if (CORE::defined(@a)) {}", "if ((@a)) {}", 0);
	becomes("if (($x = f()) and defined %h) {}",
	    "if (($x = f()) and %h) {}", 0);
}

static void
test_value(void)
{
	becomes("$n = defined @a;", "$n = !!@a;", 0);
	becomes("$n = defined(@a);", "$n = !!(@a);", 0);
	becomes("return defined %h;", "return !!%h;", 0);
	becomes("print defined %h, \"\\n\";", "print !!%h, \"\\n\";", 0);
	becomes("$n = $x && defined %h;", "$n = $x && !!%h;", 0);
	becomes("$n = defined %h || $x;", "$n = !!%h || $x;", 0);
	becomes("if ($n = $x && defined %h) {}", "if ($n = $x && !!%h) {}", 0);
	becomes("if (f $x && defined %h) {}", "if (f $x && !!%h) {}", 0);
	becomes("if ($x, defined %h) {}", "if ($x, !!%h) {}", 0);
	becomes("if ($x .. $y && defined @a) {}", "if ($x .. $y && !!@a) {}", 0);
	becomes("if ((defined @a && $x, $y)) {}", "if ((!!@a && $x, $y)) {}", 0);
	becomes("if (return (g() && defined(@a))) {}",
	    "if (return (g() && !!(@a))) {}", 0);
	becomes("if (defined %h == 1) {}", "if (!!%h == 1) {}", 0);
	becomes("f() if (defined %h) == 1;", "f() if (!!%h) == 1;", 0);
	becomes("not defined %h == 1;", "not !!%h == 1;", 0);
	becomes("sub f { defined %h }", "sub f { !!%h }", 0);
	becomes("defined %h && f();", "!!%h && f();", 0);
	becomes("f(defined %h);", "f(!!%h);", 0);
	becomes("grep {defined %$_} @x;", "grep {!!%$_} @x;", 0);
	becomes("$n = defined(@a) + 1;", "$n = !!(@a) + 1;", 0);
	becomes("$n = defined(@a) . 'x';", "$n = !!(@a) . 'x';", 0);
	becomes("@n = (1, defined @a);", "@n = (1, !!@a);", 0);
	becomes("for (;;defined @a) {}", "for (;;!!@a) {}", 0);
	/* these take parentheses for those of their own arguments */
	becomes("$x = not defined(@a) && $y;", "$x = not !!(@a) && $y;", 0);
	becomes("print defined(@a) ? 1 : 0;", "print !!(@a) ? 1 : 0;", 0);
	becomes("print defined @a ? 1 : 0;", "print @a ? 1 : 0;", 0);
	becomes("return defined(@a) ? 1 : 0;", "return (@a) ? 1 : 0;", 0);
	becomes("$n = defined +@a;", "$n = !!+@a;", 0);
	becomes("$n = defined(+@a);", "$n = !!(+@a);", 0);
	becomes("$x = 1 .. defined @a;", "$x = 1 .. !!@a;", 0);
	becomes("1 == defined @a ? 1 : 0;", "1 == !!@a ? 1 : 0;", 0);
	/* what binds tighter takes the array first: that was never `defined` of
	 * it */
	stays("$n = defined @a + 1;");
	stays("$n = defined @a . 'x';");
	stays("$n = defined @a x 3;");
	stays("$n = defined(@a + 1);");
	stays("$n = defined(@a || @b);");
	stays("$n = defined @a - 1; $n = defined @a << 1; $n = defined @a ** 2;");
	stays("$n = defined @a =~ /x/;");
}

static void
test_aggregates(void)
{
	becomes("$n = defined @_;", "$n = !!@_;", 0);
	becomes("$n = defined %$r;", "$n = !!%$r;", 0);
	becomes("$n = defined @$$r;", "$n = !!@$$r;", 0);
	becomes("$n = defined %{$r->{x}};", "$n = !!%{$r->{x}};", 0);
	becomes("$n = defined @{f($x)};", "$n = !!@{f($x)};", 0);
	becomes("$n = defined %P::h;", "$n = !!%P::h;", 0);
	becomes("$n = defined %P'h;", "$n = !!%P'h;", 0);
	becomes("$n = defined %::h;", "$n = !!%::h;", 0);
	becomes("$n = defined %{h};", "$n = !!%{h};", 0);
	becomes("$n = defined(\n  %h # c\n);", "$n = !!(\n  %h # c\n);", 0);
	becomes("$n = defined # c\n  %h;", "$n = !!# c\n  %h;", 0);
	becomes("$n = defined\t@a;", "$n = !!@a;", 0);
	becomes("$n = defined((@a));", "$n = !!((@a));", 0);
	becomes("$n = defined %ENV;", "$n = !!%ENV;", 0);
	stays("defined $h; defined $h{x}; defined $a[0]; defined &f;");
	stays("defined @a[0]; defined @h{'x'}; defined %h{x}; defined %a[0];");
	stays("defined @a [0]; defined @$r[0]; defined @{$r}{x};");
	stays("defined @a->[0]; defined %h->{x};");
	stays("$h{defined}; $x->defined; sub defined { } defined => %h;");
	stays("%h = (defined => 1, %x);");
	stays("predefined(%h); &defined(%h); defined_or(@a); $defined;");
}

static void
test_do(void)
{
	becomes("do f(1);", "&f(1);", 0);
	becomes("do f();", "&f();", 0);
	becomes("do P'f(*x);", "&P'f(*x);", 0);
	becomes("do P::f(1);", "&P::f(1);", 0);
	becomes("do $f(1);", "&$f(1);", 0);
	becomes("do $P'f(1);", "&$P'f(1);", 0);
	becomes("do f (1);", "&f (1);", 0);
	becomes("do \t f(1);", "&f(1);", 0);
	becomes("do\nf(1);", "&\nf(1);", 0);
	becomes("do # c\nf(1);", "&# c\nf(1);", 0);
	becomes("$x = do f(do g(1));", "$x = &f(&g(1));", 0);
	becomes("$x &do f(1);", "$x & &f(1);", 0);
	becomes("$x &&do f(1);", "$x && &f(1);", 0);
	becomes("x() && do say(1);", "x() && &say(1);", 0);
	becomes("do ::f(1);", "&::f(1);", 0);
	becomes("do ${$x}(1);", "&${$x}(1);", 0);
	becomes("do ${f}(1);", "&${f}(1);", 0);
	becomes("do f # c\n(1);", "&f # c\n(1);", 0);
	becomes("do $::f(1); do $1(2);", "&$::f(1); &$1(2);", 0);
	becomes("f($1'do f(1)', $$1); do f(2);", "f($1'do f(1)', $$1); &f(2);",
	    0);
	/* behind &, perl takes $ alone for the name */
	becomes("do $'f(1);", "do $'f(1);", 1);
	becomes("do $[(1); do $^W(2);", "do $[(1); do $^W(2);", 2);
	becomes("print $fh do $x(2);", "print $fh do $x(2);", 1);
	/* no Perl takes these; the edit would make them mean something */
	becomes("defined @a do f(2);", "defined @a do f(2);", 2);
	becomes("f() 2do f(2);", "f() 2do f(2);", 0);
	becomes("(1) do f(2); 'a' do f(3);", "(1) do f(2); 'a' do f(3);", 2);
	becomes("print $fh do f(2);", "print $fh &f(2);", 0);
	becomes("print ${fh} do f(2);", "print ${fh} &f(2);", 0);
	becomes("$x = %{a(1)} do f(2);", "$x = %{a(1)} do f(2);", 1);
	becomes("print $fh do ::f(2);", "print $fh do ::f(2);", 1);
	becomes("print $fh do\n f(2);", "print $fh do\n f(2);", 1);
	becomes("print STDOUT do ::f(2);", "print STDOUT &::f(2);", 0);
	becomes("print {$fh} do $x(2);", "print {$fh} &$x(2);", 0);
	stays("do log(1);");
	stays("do lc('X'); do lc ('X'); do { f() } while (1); do 'f.pl';");
	stays("do $f; do f; do $h{x}(1); do $x->{y}(1); do CORE::lc('x');");
	stays("$h{do}; $x->do(1); sub do { } do => f(1); &do(f(1));");
	stays("redo (1); undo(f(1)); $do (1); do_it (1);");
}

static void
test_text(void)
{
	stays("'unless defined %h;'; \"do f(1)\"; `do f(1)`;");
	stays("# do f(1)\n#unless defined %h;");
	stays("q(do f(1)); q (do f(1)); qq{a{do f(1)}b}; qw<do f(1)>;");
	stays("q#do f(1)#; q # c\n(do f(1)); q'do f(1)'; q\\do f(1)\\;");
	stays("m{do f(1)}; m(do f(1)); /do f(1)/; $x =~ m#do f(1)#;");
	stays("s/do f(1)/do f(2)/; s{do f(1)} {do f(2)}g; s{a}\n#c\n[do f(1)];");
	stays("tr/do f(1)/a/; y{do f(1)} {b}; $h{y}; $h{s}; $h{ q };");
	stays("print <<EOT;\ndo f(1);\nEOT\n1;");
	stays("print <<\"E T\", <<'X';\ndo f(1);\nE T\ndo f(2);\nX\n1;");
	stays("print << \"EOT\";\ndo f(1);\nEOT\n1;");
	stays("f(<<\\EOT);\ndo f(1);\nEOT\n1;");
	stays("print <<~EOT;\n  do f(1);\n  EOT\n1;");
	stays("print <<;\ndo f(1);\n\n1;");
	stays("print <<EOT . \"x\ndo f(1);\nEOT\ny\";");
	stays("print FILE <<EOT;\ndo f(1);\nEOT\n1;");
	stays("print {$f} <<EOT;\ndo f(1);\nEOT\n1;");
	stays("print $f <<EOT;\ndo f(1);\nEOT\n1;");
	stays("print <<EOT;\r\ndo f(1);\r\nEOT\r\n1;");
	stays("=pod\n\ndo f(1);\n\n=cut\n1;");
	stays("1;\n=head1 X\n\ndo f(1);\n\n=cut back\n1;");
	stays("format STDOUT =\n@<< do f(1)\n$x\n.\n1;");
	stays("format =\r\ndo f(1)\r\n.\r\n1;");
	stays("format F = # c\ndo f(1)\n.\n1;");
	stays("format F\n=\ndo f(1)\n.\n1;");
	stays("L: format F =\ndo f('1)\n.\n1;");
	stays("print ($f <<EOT);\ndo f(1);\nEOT\n1;");
	stays("print($f /do f(1);/); 1;");
	stays("print <<80;\ndo f(1);\n80\n");
	stays("A: B:\n=pod\n\ndo f(1);\n\n=cut\nprint 7;");
	stays("A: B: format =\ndo f(1);\n.\n");
	stays("print @{\n\n=pod\n\ndo f(1)\n\n=cut\n\n[1]};");
	stays("sub ($x) {1} & q; do f(1);;#");
	stays("$x->&*\n&q; do f(1);;#");
	stays("=cut\n\ndo f(1);\n\n=cut\n1;");
	stays("1if/do f(1)/;");
	becomes("$x\n=sprintf('a'); do f(1);", "$x\n=sprintf('a'); &f(1);", 0);
	becomes("=pod\n\n=cut1\ndo f(1);", "=pod\n\n=cut1\n&f(1);", 0);
	stays("1;\n__END__\ndo f(1);");
	stays("1;\n__DATA__\ndo f(1);");
	stays("1;\n\004\ndo f(1);");
	stays("1;\n\032 do f(1);");
	stays("print(OUT <<EOT);\ndo f(1);\nEOT\n1;");
	stays("print <<`EOT`;\ndo f(1);\nEOT\n1;");
	stays("print <<~EOT;\n\tdo f(1);\n\tEOT\n1;");
	stays("=pod\n\n=cutter\n\ndo f(1);\n\n=cut\n1;");
	stays("format main'X =\ndo f(1)\n.\n1;");
	stays("<do f(1)>; <$x do f(1)>;");
	becomes("=pod\n\n=cut\ndo f(1);", "=pod\n\n=cut\n&f(1);", 0);
	becomes("print <<A . <<B;\nA\nB\ndo f(1);",
	    "print <<A . <<B;\nA\nB\n&f(1);", 0);
	becomes("format =\n.\ndo f(1);", "format =\n.\n&f(1);", 0);
	becomes("$h{__END__}; __END__ => do f(1);",
	    "$h{__END__}; __END__ => &f(1);", 0);
}

/* What a byte means depends on what is before it: the site must be seen. */
static void
test_sight(void)
{
	static const char *const before[] = {
		"1if/'/; ", "return 1if/\"/; ", "1for%s; ", "0xfor/'/; ", "1x/'/; ",
		"1e3if/'/; ", "1e-3; ", "1.2.3; ", "'='x30/2; ", "0b1; ", "1._; ",
		"shift ? 1 : 0; ", "pop ? 'a' : 'b'; ", "-e ? 1 : 2; ", "$h{-y}; ",
		"$h{-q}; $h{ -s }; ", "%h = (q\n=>1); ", "%h = (y # c\n=> 1); ",
		"$x->$#*; ", "$#-; ", "$#+; ", "sub f\r\n(\r\n$\r\n) {} ", "::f(1); ",
		"print $x /=2; ", "L: { f() } /'/; ", "$x = PI*\"2\"; ", "wait / 2; ",
		"$x / 2; ", "$x /= 2; ", "$h{x} / 2; ", "$a[1] / 2; ", "f() / 2; ",
		"$x++ / 2; ", "time / 2; ", "shift // 2; ", "1 / 2; ", "$#a / 2; ",
		"$#{$x} / 2; ", "@{$x} / 2; ", "do { 1 } / 2; ", "__LINE__ / 2; ",
		"split /'/; ", "return /'/; ", "if (/'/) {} ", "$x = /'/; ",
		"f(/'/); ", "$x && /'/; ", "! /'/; ", "grep /'/, @x; ",
		"map { /'/ } @x; ", "and /'/; ", "if (1) { } /'/; ", "{ /'/ } ",
		"print $f /'/; ", "$x =~ /'/; ", "$x =~ /[']/; ", "-e /'/; ",
		"$x ? /'/ : 1; ", "[/'/]; ", "sub f {} /'/; ", "; /'/; ", "x /'/; ",
		"$x % 3; ", "$x %3; ", "f() % $h; ", "$x & 1; ", "$x &f; ", "5 % 3; ",
		"$'; ", "$\"; ", "$/; ", "$`; ", "$#; ", "$;; ", "$<; ", "$(; ", "$); ",
		"$$; ", "$$x; ", "$^W; ", "${^TAINT}; ", "${x}; ", "$x'y; ", "$::x; ",
		"@{[ 1 ]}; ", "%$x; ", "*x; ", "*{'x'}; ", "*\"; ", "&$f; ", "&{'f'}; ",
		"$x ** 2; ", "$x * 2; ", "$x << 2; ", "1 <<2; ", "$x <$y; ", "<STDIN>; ",
		"<$f>; ", "<*.c>; ", "$x < 1; if ($x > 2) {} ", "$x <=> $y; ", "<<>>; ",
		"$x ? 1 : 2; ", "$x{a} ? 'b' : 'c'; ", "-s $f; ", "-s; ", "-d _; ",
		"$x - s/a/b/; ", "%h = (s => 1, y => 2, q => 3, m => 4, tr => 5); ",
		"$h{s}{y}{q}; ", "$x->y; $x->s(1); ", "sub y { } ", "sub s($) { } ",
		"sub f($$;\\@) { } ", "sub f(\\[$@%]) { } ", "sub { 1 } / 2; ",
		"print'x'; ", "print\"x\"; ", "$x eq'y'; ", "require'x'; ",
		"&jcode'f('x'); ", "jcode'f('x'); ", "$jcode'x; ", "package x'y; ",
		"1..5; ", "1.5; ", ".5; ", "1e5; ", "0x1f; ", "1_000; ", "v5.6; ",
		"L: while (1) { next L; } ", "for my $x (1) { } ", "foreach (qw(a)) {} ",
		"for $x qw(a b) { } ", "BEGIN { } ", "package x; ", "use vars qw($x); ",
		"\\\\'x'; ", "$x{'a b'}; ", "$x{\"}\"}; ", "{ ; } ", "{} ", "+{ }; ",
		"%x = (); ", "@x = (1) x 3; ", "'x' x 3; ", "$x x= 3; ", "x3; ",
		"\r\n", "\f", "\v", "\xEF\xBB\xBF", "#!/usr/bin/perl -w\n", "$x = <<A;\nA\n",
		"print STDERR 'x'; ", "$x .= 'y'; ", "s(a)(b); ", "s{a}{b}e; ", "y/a/b/; ",
		"qw//; ", "m??; ", "q{}; ", "q{ { } }; ", "'\\''; ", "'\\\\'; ",
		"\"\x95\\\\\"; ", "# \x95\\\n", "'\x83\\\\'; "
	};
	char text[256], want[256];

	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		bool bom = before[i][0] == '\xEF';

		(void)snprintf(text, sizeof text, "%s%sdo f('x'); 1;",
		    bom ? "" : "1; ", before[i]);
		(void)snprintf(want, sizeof want, "%s%s&f('x'); 1;",
		    bom ? "" : "1; ", before[i]);
		becomes(text, want, 0);
	}
}

static void
test_doubt(void)
{
	/* two meanings that agree, or of which one is none */
	becomes("$x = PI / 2; do f(1); $y = PI / 2;",
	    "$x = PI / 2; &f(1); $y = PI / 2;", 0);
	becomes("$x = PI / 2; do f(1);", "$x = PI / 2; &f(1);", 0);
	becomes("$x = PI / E / 2; do f(1);", "$x = PI / E / 2; &f(1);", 0);
	becomes("$x = FOO <<2; do f(1);", "$x = FOO <<2; &f(1);", 0);
	becomes("foo / do f(1); / if $x;", "foo / do f(1); / if $x;", 1);
	/* at the very beginning */
	becomes("?x?; do f(1);", "?x?; &f(1);", 0);
	/* foo may be a sub that takes a regex */
	becomes("foo / do f(1); /; do f(2);", "foo / do f(1); /; do f(2);", 2);
	becomes("foo /'/; do f(1); g('x');", "foo /'/; do f(1); g('x');", 1);
}

static void
test_trouble(void)
{
	becomes("do f(1); print 'x;\ndo f(2);", "do f(1); print 'x;\ndo f(2);",
	    2);
	becomes("do f(1); print <<EOT;\ndo f(2);",
	    "do f(1); print <<EOT;\ndo f(2);", 2);
	becomes("do f(1); (]; do f(2);", "do f(1); (]; do f(2);", 2);
	becomes("do f(1); (}; do f(2);", "do f(1); (}; do f(2);", 2);
	becomes("print 'x; do(", "print 'x; do(", 1);
	becomes("s/x/do f(1)/oe;", "s/x/do f(1)/oe;", 1);
	becomes("s/x/defined %h/e;", "s/x/defined %h/e;", 1);
	becomes("s{a}{ s{b}{ do f(1) }e; $_ }e;", "s{a}{ s{b}{ do f(1) }e; $_ }e;",
	    1);
	becomes("s{a}{ 'x; do f(1) }e;", "s{a}{ 'x; do f(1) }e;", 1);
	becomes("foo {1} \n=a\n;do f(1);\n=cut\n;",
	    "foo {1} \n=a\n;do f(1);\n=cut\n;", 1);
	becomes("sub ($x) {1} / do f(1) / 2;", "sub ($x) {1} / &f(1) / 2;", 0);
	becomes("s/x/f() unless defined %h/e;", "s/x/f() unless defined %h/e;", 1);
	becomes("do f(1);\nformat X =\n", "do f(1);\nformat X =\n", 1);
	becomes("do f(1); \x95\x5C;", "do f(1); \x95\x5C;", 1);
	becomes("s/x/do f(1)/e;", "s/x/do f(1)/e;", 1);
	becomes("s{x}{ defined(%h) }gex;", "s{x}{ defined(%h) }gex;", 1);
	becomes("use utf8; $\xE8\xA1\xA8 = 1; do f(1);",
	    "use utf8; $\xE8\xA1\xA8 = 1; &f(1);", 0);
	/* a fragment */
	becomes("} do f(1);", "} &f(1);", 0);
	becomes("{ do f(1);", "{ &f(1);", 0);
	/* code that is quoted is told, and left; but only code */
	becomes("print \"@{[ do f(1) ]}\";", "print \"@{[ do f(1) ]}\";", 1);
	becomes("print qq{${\\ do f(1)}};", "print qq{${\\ do f(1)}};", 1);
	stays("print \"${x} do f(1) @{$y} do f(2)\"; '@{[ do f(1) ]}';");
	stays("print \"\\@{ do f(1)\";");
	becomes("defined(my @x);", "defined(my @x);", 1);
	becomes("defined(@a) = 1;", "defined(@a) = 1;", 1);
	stays("");
}

/* Each rule can be left out. */
static void
test_choice(void)
{
	const char *text = "f() unless defined %h; do f(1);", *bad, *got;
	size_t n, left, bad_len;
	rule_set set;

	CHECK(rules_parse("do-sub", &set, &bad, &bad_len));
	got = fixed(text, strlen(text), set, &left, &n);
	CHECK(IS(got, n, "f() unless defined %h; &f(1);"));
	CHECK(rules_parse("unless-hash", &set, &bad, &bad_len));
	got = fixed(text, strlen(text), set, &left, &n);
	CHECK(IS(got, n, "f() if !%h; do f(1);"));
	CHECK(rules_parse("defined-aggregate,do-sub", &set, &bad, &bad_len));
	got = fixed(text, strlen(text), set, &left, &n);
	CHECK(IS(got, n, "f() unless %h; &f(1);"));
	CHECK(!rules_parse("do-sub,", &set, &bad, &bad_len));
	CHECK(bad_len == 0);
	CHECK(!rules_parse("do-sub,x", &set, &bad, &bad_len));
	CHECK(IS(bad, bad_len, "x"));
}

/* A statement of more tokens than are held is left. */
static void
test_long_statement(void)
{
	size_t n = 4 << 20, left, len;
	char *text = malloc(n);
	static const char end[] = "do g(1));";
	struct sites sites = {0};
	struct scan_options o = {rules_default(), NULL};

	CHECK(text != NULL);
	memcpy(text, "do f(1); f(", 11);
	for (len = 11; len + 2 + sizeof end < n; len += 2)
		memcpy(text + len, "1,", 2);
	memcpy(text + len, end, sizeof end - 1);
	CHECK(scan_text(&sites, text, len + sizeof end - 1, &o) == 0);
	for (size_t i = left = 0; i < sites.count; i++)
		left += sites.v[i].left != NULL;
	CHECK(sites.count == 2 && left == 1 && !sites.v[0].left);
	site_free(&sites);
	free(text);
}

/* Hostile input takes a time that grows as it does. */
static void
test_long(void)
{
	static const char *const pieces[] = {
		"foo / 2 ;\n", "foo /'", "defined %{", "do f(", "<<A;", "{", "(",
		"s{", "q(", "defined(", "=pod\n", "x ? ", "} /", "print $f /",
		"defined @a && ", "do {", "y", "%", "&", "$", "'", "#", "\\", "\n",
		"sub (", "format x =\n", "undef @a; defined @a; ", "$do", "do'",
		"do:", "<,", "foo <", "$\xE8\xA1\xA8;", "foo <<\"a\",", "do{",
		"foo / a /;\n", "?", "x ?", "1.", "L: ", "@{[", "\"@{[ do f(1)",
		"s/do f(1)/do f(1)/e;"
	};
	size_t n = 1 << 18;
	char *text = malloc(n + 64);

	CHECK(text != NULL);
	for (size_t i = 0; text && i < sizeof pieces / sizeof pieces[0]; i++) {
		struct scan_options o = {rules_default() | rules_reporting(),
		    NULL};
		struct sites sites = {0};
		size_t len = strlen(pieces[i]);

		memcpy(text, "do f(1);", 8);
		for (size_t at = 8; at < n; at += len)
			memcpy(text + at, pieces[i], len);
		memcpy(text + n, "\nuse utf8;", 10);
		(void)alarm(20);
		CHECK(scan_text(&sites, text, n + 10, &o) == 0);
		(void)alarm(0);
		site_free(&sites);
	}
	free(text);
}

int
main(void)
{
	test_unless_hash();
	test_boolean();
	test_value();
	test_aggregates();
	test_do();
	test_text();
	test_sight();
	test_doubt();
	test_trouble();
	test_choice();
	test_long_statement();
	test_long();
	return unit_end();
}
