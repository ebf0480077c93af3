load helpers

setup() { cd "$BATS_TEST_TMPDIR"; }

# fix 'BYTES' 'EXPECTED' OPTION ...: what standard input becomes.
fix() {
    printf '%b' "$1" >in
    printf '%b' "$2" >want
    shift 2
    jcodefix "$@" <in >got
    same got want
}

# as_nobody OPTION ...: jcodefix without root's rights, from where all may run it.
as_nobody() {
    chmod 0755 "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/.."
    cp "$BUILD/bin/jcodefix" "$BATS_TEST_TMPDIR/for-all"
    perl -e '$) = "65534 65534"; $( = 65534; ($<, $>) = (65534, 65534);
        exec { $ARGV[0] } "jcodefix", @ARGV[1 .. $#ARGV] or exit 127' "$BATS_TEST_TMPDIR/for-all" "$@"
}

# A tree as old servers have them.
site() {
    mkdir -p site/cgi/lib site/data site/.git/x site/.svn
    printf '#!/usr/bin/perl\nrequire "lib/a.pl";\n&init unless defined %%t;\n' >site/cgi/a.cgi
    printf 'sub conv { do conv2(@_); }\nif (defined @x) { &conv; }\n1;\n' >site/cgi/lib/a.pl
    printf '1<>unless defined %%h<>do f(1)<>\n2<>x<>y<>\n' >site/data/log.cgi
    printf '#!/usr/local/bin/perl5 -w\ndo f(1);\n' >site/cgi/script
    printf 'do f(1);\n' >site/.git/x/a.pl
    printf 'do f(1);\n' >site/.svn/a.pl
    printf 'do f(1);\n' >site/readme.txt
    printf 'print "nothing to do";\n' >site/cgi/ok.pl
    ln -s cgi/a.cgi site/link.cgi
    ln -s nowhere site/broken.cgi
    ln -s .. site/cgi/loop
}

@test "jcodefix: the documented bytes" {
    fix '&init_z2h_euc unless defined %z2h_euc_inited;\n' '&init_z2h_euc if !%z2h_euc_inited;\n'
    fix '&init unless defined %h && $x;' '&init unless %h && $x;'
}

@test "jcodefix: every byte that is not rewritten stays" {
    # line ends, a byte order mark, NUL, no newline at the end
    fix '\xEF\xBB\xBF#!perl\r\n"\0";\r$x;\ndo f(1);\r\n"\xff\xfe"' '\xEF\xBB\xBF#!perl\r\n"\0";\r$x;\n&f(1);\r\n"\xff\xfe"'
    { printf 'do f(1); "'; head -c 3000000 /dev/zero; printf '"; do f(2);'; } >in
    { printf '&f(1); "'; head -c 3000000 /dev/zero; printf '"; &f(2);'; } >want
    jcodefix <in >got
    same got want
    # UTF-16, and an interpreter that is not perl
    fix '\xff\xfed\0o\0 \0f\0(\0)\0 do f(1)' '\xff\xfed\0o\0 \0f\0(\0)\0 do f(1)'
    fix '#!/bin/sh\ndo f(1);\n' '#!/bin/sh\ndo f(1);\n'
    fix '#!/bin/sh\neval "exec /usr/bin/perl -S $0" if 0;\ndo f(1);\n' \
        '#!/bin/sh\neval "exec /usr/bin/perl -S $0" if 0;\n&f(1);\n'
}

@test "jcodefix: random bytes pass, and a second pass finds nothing" {
    for seed in 1 2 3 4 5 6; do
        gen random $seed 200000 >in
        # made of what the lexer knows
        perl -e 'srand($ARGV[0]); @w = ("defined ", "%h", "\@a", "do ", "f(", ")", "(", "{", "}", "/", "\"", "\x27", ";", "\n",
            "s{", "<<A;\n", "A\n", "=pod\n", "\n=cut\n", "#", "unless ", "if ", "\$x", "&&", "||", "?", ":", "y/", "q(", "\x95\x5c", "\\");
            print $w[rand @w] for 1 .. 20000' $seed >>in
        jcodefix <in >once 2>err || test $? = 1
        jcodefix <once >twice 2>err2 || test $? = 1
        same twice once
        # what is left is named again, and nothing else
        same err2 err
    done
}

@test "jcodefix --literal is the sed" {
    sed_oneliner() { sed 's/unless defined %/if !%/g'; }
    for seed in 1 2 3 4; do
        perl -e 'srand($ARGV[0]); @w = ("unless defined %", "unless ", "defined %", "%", "unless defined", "\n", "\0", "x", "\xff");
            print $w[rand @w] for 1 .. 3000' $seed >in
        sed_oneliner <in >want
        for binary in "$BUILD"/bin/jcodefix "$BUILD"/tests/jcodefix-{1,2,7,4096}; do
            test -x "$binary" || continue
            "$binary" --literal <in >got
            same got want
        done
        cp in file
        jcodefix --literal -i file 2>/dev/null
        same file want
    done
    # everywhere: comments, strings, data
    printf '# unless defined %%h\n' >data.txt
    prints '# if !%h\n' jcodefix --literal data.txt
    status 1 jcodefix --literal -l data.txt
    prints 'data.txt:1: literal: unless defined % -> if !%\n' only_output 1 jcodefix --literal --check data.txt
    status 0 jcodefix --literal </dev/null
}

# only_output STATUS COMMAND ...: as prints wants it.
only_output() { local rc=0 want=$1; shift; "$@" 2>err || rc=$?; test $rc = "$want"; }

@test "jcodefix: files go to standard output, data as it is" {
    site
    jcodefix site/cgi/a.cgi site/data/log.cgi >got 2>err
    { sed 's/unless defined %/if !%/' site/cgi/a.cgi; cat site/data/log.cgi; } | cmp - got
    grep -q '^jcodefix: files: 1 (1 more is not Perl), sites: 1, changed: 1, left alone: 0' err
    # somebody who named it may be of another opinion
    grep -qx 'jcodefix: site/data/log.cgi:1: the file does not look like Perl, so it stays as it is; if it is, use standard input: defined' err
    # - is standard input, which is Perl
    echo 'do f(1);' | jcodefix - 2>err >got
    grep -qx '&f(1);' got
}

@test "jcodefix -r -l: names; Perl by #!, name and content; not links, .git, .svn" {
    site
    prints 'site/cgi/a.cgi\nsite/cgi/lib/a.pl\nsite/cgi/script\n' only_output 1 jcodefix -rl site
    grep -qx 'jcodefix: files: 4 (2 more are not Perl), sites: 4, to change: 4, left alone: 0' err
    # names asked for
    prints 'site/readme.txt\n' only_output 1 jcodefix -r -l --include='*.txt' site
    prints 'site/cgi/script\n' only_output 1 jcodefix -r -l --exclude='lib|a.*' site
    prints 'site/cgi/a.cgi\n' only_output 1 jcodefix -r -l --include='*.cgi' --exclude=lib site
    # every ending of Perl's; neither binary files nor UTF-16, nor pages
    mkdir names
    for end in pl CGI pm ph plx perl al t; do printf 'do f(1);\r\n' >names/x.$end; done
    { for i in $(seq 20); do echo '# note'; done; echo 'do f(1);'; } >names/notes.pl
    printf 'do f(1);\n\0\n' >names/binary.pl
    printf '\xff\xfedo f(1);\n' >names/utf16.pl
    { for i in $(seq 20); do echo '<p>do f(1);'; done; printf 'f();\nf();\n'; } >names/page.cgi
    status 1 jcodefix -rl names >got 2>err
    printf 'names/%s\n' notes.pl x.CGI x.al x.perl x.ph x.pl x.plx x.pm x.t | cmp - got
    # a name is safe to look at, or is what it is
    mkdir odd
    name=$(printf 'odd/\033[31m\xff\n\xe3\x81\x82.pl')
    echo 'do f(1);' >"$name"
    prints 'odd/\\033[31m\\377\\012あ.pl\n' only_output 1 jcodefix -rl odd
    printf '%s\0' "$name" >want
    status 1 jcodefix -rl0 odd >got 2>err
    same got want
    xargs -0 cat <got | grep -qx 'do f(1);'
    # files of a list
    find site -name 'a.*' -not -path '*/.*' -print0 | sort -z >list
    prints 'site/cgi/a.cgi\nsite/cgi/lib/a.pl\n' only_output 1 jcodefix --files0-from=list -l
    prints 'site/cgi/a.cgi\nsite/cgi/lib/a.pl\n' only_output 1 jcodefix --files0-from - -l <list
    printf 'site/cgi/a.cgi' >list
    prints 'site/cgi/a.cgi\n' only_output 1 jcodefix --files0-from=list -l
    printf 'a\0\0' >list
    says 'list: an empty name in the list' jcodefix --files0-from=list -l
    status 2 jcodefix --files0-from=list -l
    says 'no/list: No such file' jcodefix --files0-from=no/list -l
    # nothing to do
    status 0 jcodefix -l site/cgi/ok.pl
}

@test "jcodefix --check: a line a site, in UTF-8, and safe" {
    printf 'print "\x95\\\\\\\\" unless defined %%h; # \x93\xfa\x96\x7b\ndo f("\x83\\\\\\\\\033[2J");\n' >a.pl
    printf '#!/usr/bin/perl\r\n$* = 1; require "gone.pl"; require "ctime.pl"; use CGI;\n$[ = 0; $[ = 1; $# = "%%d";\n&jcode'"'"'f;\n%%h = (); (@a) = (); undef %%g; f() if defined %%h || defined(@a) || defined %%g;\n' >b.pl
    status 1 jcodefix --check a.pl b.pl >got 2>err
    cat >want <<'END'
a.pl:1: unless-hash: unless defined %h -> if !%h
a.pl:2: do-sub: do f( -> &f(
b.pl:1: report: the #! line ends in CR, which the kernel takes for a part of the interpreter's name
b.pl:2: report: $* is fatal from Perl 5.30 on; use the modifiers /m and /s
b.pl:2: report: require of gone.pl, which is not there
b.pl:2: report: ctime.pl is no part of Perl any more: Perl4::CoreLibs on CPAN has it
b.pl:2: report: CGI is not in Perl's core from 5.22 on: install it from CPAN or the system's packages
b.pl:3: report: assignment to $[, fatal from Perl 5.30 on unless it is 0
b.pl:3: report: $# is fatal from Perl 5.30 on; use printf
b.pl:4: report: ' as package separator in &jcode'f: write ::
b.pl:5: defined-aggregate: defined %h -> %h
b.pl:5: report: this file empties %h: `defined` stayed true then, what replaces it does not
b.pl:5: defined-aggregate: defined(@a) -> (@a)
b.pl:5: report: this file empties @a: `defined` stayed true then, what replaces it does not
b.pl:5: defined-aggregate: defined %g -> %g
END
    same got want
    grep -qx 'jcodefix: files: 2, sites: 5, to change: 5, left alone: 0; 10 findings of report' err
    # only what was asked for
    status 1 jcodefix --check --rules=do-sub a.pl b.pl >got 2>err
    grep -qx 'a.pl:2: do-sub: do f( -> &f(' got
    test "$(wc -l <got)" = 1
    # a name that would move the cursor
    name=$(printf 'x\033[2J.pl')
    echo 'do f(1);' >"$name"
    prints 'x\\033[2J.pl:1: do-sub: do f( -> &f(\n' only_output 1 jcodefix --check "$name"
    # a byte order mark before #!
    printf '\xEF\xBB\xBF#!/usr/bin/perl\n1;\n' >bom.pl
    prints 'bom.pl:1: report: the #! line stands behind a byte order mark, so that the kernel does not see it\n' \
        only_output 1 jcodefix --check bom.pl
    # a site of several lines, and a long one
    printf 'f() if defined\n  %%{ $x->{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa} };\n' >long.pl
    status 1 jcodefix --check long.pl >got 2>err
    grep -Eqx 'long.pl:1: defined-aggregate: defined %\{ \$x->\{a{40,45}\.\.\. -> %\{ \$x->\{a{40,45}\.\.\.' got
    # more that report tells, and what it does not
    touch there.pl
    cat >c.pl <<'END'
$* = 1 if $#; local($[) = 1; $[ += 1; $[ = 0; $[ = 0 + $x;
package a'b; use arybase; use Switch; require CGI;
require "POSIX.pm"; require "5.004"; require "dumpvar.pl"; require "lib" . $x;
require "there.pl"; require "./there.pl"; do "gone.pl"; require("gone.pl");
END
    status 1 jcodefix --check c.pl >got 2>err
    cat >want <<'END'
c.pl:1: report: $* is fatal from Perl 5.30 on; use the modifiers /m and /s
c.pl:1: report: $# is fatal from Perl 5.30 on; use printf
c.pl:1: report: assignment to $[, fatal from Perl 5.30 on unless it is 0
c.pl:1: report: assignment to $[, fatal from Perl 5.30 on unless it is 0
c.pl:1: report: assignment to $[, fatal from Perl 5.30 on unless it is 0
c.pl:2: report: ' as package separator in a'b: write ::
c.pl:2: report: arybase is not in Perl's core from 5.30 on: install it from CPAN or the system's packages
c.pl:2: report: Switch is not in Perl's core from 5.14 on: install it from CPAN or the system's packages
c.pl:2: report: CGI is not in Perl's core from 5.22 on: install it from CPAN or the system's packages
c.pl:4: report: there.pl is there, but Perl from 5.26 on does not look here for a bare name: see --explain require-dot
c.pl:4: report: require of gone.pl, which is not there
END
    same got want
    # findings alone are no work for the others
    status 0 jcodefix -d c.pl >got 2>err
    test ! -s got
    grep -q '; 11 findings of report, which --check tells' err
    # no byte of a site reaches a terminal as it is
    printf '#!perl\nrequire # \033[2J\n"there.pl";\n' >d.pl
    status 1 jcodefix --check --rules=require-dot d.pl >got 2>err
    ! grep -q '[[:cntrl:]]' got || return 1
    grep -qF 'd.pl:2: require-dot: require # \033[2J "there.pl" -> require # \033[2J "./there.pl"' got
}

@test "jcodefix -d: a diff that patch takes, and one for people" {
    printf 'a();\nb();\nc();\nd();\ndo f("\x95\\\\\\\\");\ne();\nf() unless defined %%h;' >a.pl
    cp a.pl b.pl
    status 1 jcodefix -d --raw a.pl >diff 2>err
    jcodefix b.pl >want 2>err
    diff -u --label a.pl --label a.pl b.pl want >want.diff || test $? = 1
    tail -n +3 diff >got.body
    tail -n +3 want.diff >want.body
    same got.body want.body
    status 1 jcodefix -d a.pl >got 2>err
    iconv -f CP932 -t UTF-8 diff >want
    same got want
    printf 'print 1;\n' >ok.pl
    status 0 jcodefix -d ok.pl 2>err
}

@test "jcodefix: what is not sure is left, and named with its line" {
    printf 'f();\ns/x/do f(1)/e;\nprint "ok" unless defined %%h;\n' >in
    status 1 jcodefix <in >got 2>err
    printf 'f();\ns/x/do f(1)/e;\nprint "ok" if !%%h;\n' >want
    same got want
    grep -qxF "jcodefix: (standard input):2: left alone: it is in the replacement of s///e: do f(" err
    printf 'do f(1);\nprint "x;\n\ndo g(1);\n' >in
    status 1 jcodefix <in >got 2>err
    same got in
    grep -qxF "jcodefix: (standard input):1: left alone: a string that is not closed (line 2): do f(" err
    grep -qxF "jcodefix: (standard input):4: left alone: a string that is not closed (line 2): do" err
    status 1 jcodefix --check <in >got
    grep -qxF "(standard input):4: do-sub: do: left alone: a string that is not closed (line 2)" got
    printf '$x = foo / do f(1); /;\n' >in
    says "(standard input):1: left alone: what stands before it can be read in two ways (line 1)" jcodefix <in
    # files are named, and counted
    cp in a.pl
    printf 'do g(1);\n' >b.pl
    status 1 jcodefix -i a.pl b.pl 2>err
    same a.pl in
    grep -qx '&g(1);' b.pl
    grep -q '^jcodefix: a.pl:1: left alone: ' err
    grep -qx 'jcodefix: files: 2, sites: 2, changed: 1, left alone: 1' err
}

@test "jcodefix --rules=require-dot: the whole tree at once, one spelling" {
    mkdir -p t/lib
    printf '#!/usr/bin/perl\nrequire "a.pl"; require "lib/b.pl"; do ("a.pl"); require "gone.pl"; require "./a.pl";\n' >t/x.cgi
    printf 'require "b.pl"; 1;\n' >t/a.pl
    printf "require 'a.pl'; require 'lib/b.pl'; require \"\$x/a.pl\"; require a; 1;\n" >t/lib/b.pl
    cp -R t u
    status 0 jcodefix -r -i --rules=require-dot t 2>err
    printf '#!/usr/bin/perl\nrequire "./a.pl"; require "./lib/b.pl"; do ("./a.pl"); require "gone.pl"; require "./a.pl";\n' >want
    same t/x.cgi want
    printf "require './a.pl'; require './lib/b.pl'; require \"\$x/a.pl\"; require a; 1;\n" >want
    same t/lib/b.pl want
    # b.pl is neither beside a.pl nor above it
    printf 'require "b.pl"; 1;\n' >want
    same t/a.pl want
    status 0 jcodefix -r -l --rules=require-dot t 2>err
    # where one file must stay as it is, all do
    echo 'foo / require "a.pl"; /;' >>u/a.pl
    status 1 jcodefix -r -i --rules=require-dot u 2>err
    grep -qF 'require "a.pl"; require "./lib/b.pl"' u/x.cgi
    grep -qF "require 'a.pl'" u/lib/b.pl
    grep -qF 'u/x.cgi:2: left alone: not every file that says it may be changed' err
    # a file that looks elsewhere, or cannot be changed, is one of those
    for other in 'push(@INC, "lib"); require "a.pl";' 'use lib "lib"; require "a.pl";' 'do "a.pl";'; do
        rm -rf w
        mkdir -p w/sub
        echo 'require "a.pl"; 1;' >w/x.pl
        echo '1;' >w/a.pl
        echo "$other" >w/y.pl
        case $other in do*) chmod 444 w/y.pl ;; esac
        jcodefix -r -i --rules=require-dot w >got 2>err || true
        grep -qx 'require "a.pl"; 1;' w/x.pl
        grep -q 'w/x.pl:1: left alone: not every file' err
    done
    # nor where one uses @INC or %INC in any way, in strings too, or a switch of perl's
    rm -rf w
    mkdir w
    echo '1;' >w/a.pl
    for other in '$INC[0] = "lib";' 'unshift(@main::INC, "lib");' "unshift(@main'INC, 'lib');" '*INC = ["lib"];' \
        'unshift @{"INC"}, "lib";' 'unshift @{INC}, "lib";' 'require lib; lib->import("lib");' '"lib"->import("lib");' \
        'use if 1, lib => "lib";' 'eval q(use lib "lib");' 'eval "unshift \@INC, q(lib)";' 'BEGIN { $INC{"a.pl"} = 1 }' \
        '#!/usr/bin/perl -Ilib' '#!/usr/bin/perl -w -I lib' '#!/usr/bin/perl -wIlib' '#!/usr/bin/perl -Mlib=lib'; do
        printf '%s\nrequire "a.pl";\n' "$other" >w/x.pl
        cp w/x.pl want
        status 1 jcodefix -r -i --rules=require-dot w 2>err
        same w/x.pl want
        grep -q 'w/x.pl:2: left alone: not every file' err
    done
    for other in '$h{lib} = $INCLUDE{x};' '#!/usr/bin/perl -w' 'print "lib/INC_x";'; do
        printf '%s\nrequire "a.pl";\n' "$other" >w/x.pl
        status 0 jcodefix -r -i --rules=require-dot w 2>err
        grep -qx 'require "./a.pl";' w/x.pl
    done
    # q and qq are quotes like others
    printf 'require %s;\n' 'q(a.pl)' 'qq{a.pl}' 'q (a.pl)' 'q$a.pl$' 'q#a.pl#' 'qq xa.plx' \
        'qw(a.pl)' 'q #(a.pl)' '(a.pl)' >w/x.pl
    status 0 jcodefix -r -i --rules=require-dot w 2>err
    printf 'require %s;\n' 'q(./a.pl)' 'qq{./a.pl}' 'q (./a.pl)' 'q$./a.pl$' 'q#./a.pl#' 'qq x./a.plx' \
        'qw(a.pl)' 'q #(a.pl)' '(a.pl)' >want
    same w/x.pl want
    # but not where ./ ends them: then no file says it otherwise
    cp w/a.pl w/a
    for quote in / .; do
        printf 'require q%sa%s;\n' "$quote" "$quote" >w/x.pl
        echo 'require "a";' >w/y.pl
        status 1 jcodefix -r -i --rules=require-dot w 2>err
        grep -q 'x.pl:1: left alone: ./ would end what is quoted' err
        grep -q 'y.pl:1: left alone: not every file' err
        grep -qx 'require "a";' w/y.pl
    done
    rm w/y.pl w/a
    # what cannot be there is not there, without a word
    printf 'require "a.pl/x.pl"; require "%0300d";\n' 0 >w/x.pl
    status 0 jcodefix -r --check --rules=require-dot w 2>err
    test "$(wc -l <err)" = 1
    # an operand is told with its cause
    status 2 jcodefix -l w/x.pl/y 2>err
    grep -q '^jcodefix: w/x.pl/y: Not a directory$' err
    # where one cannot be read, nobody knows what it says
    if test "$(id -u)" != 0 || setpriv --reuid=65534 --clear-groups jcodefix --version >/dev/null 2>&1; then
        echo 'require "a.pl";' >w/x.pl
        cp w/x.pl want
        echo 'push(@INC, "x"); require "a.pl";' >w/y.pl
        chmod 0 w/y.pl
        as_nobody=
        test "$(id -u)" != 0 || { as_nobody='setpriv --reuid=65534 --clear-groups'; chmod 777 w; chmod 666 w/x.pl; }
        status 2 $as_nobody jcodefix -r -i --rules=require-dot w 2>err
        same w/x.pl want
        grep -q 'so require-dot changes nothing' err
        grep -q 'w/y.pl: Permission denied' err
    fi
    # nor is one found above the root
    mkdir -p above/root
    echo '1;' >above/a.pl
    echo 'require "a.pl"; print "x";' >above/root/x.pl
    status 0 jcodefix -rl --rules=require-dot above/root 2>err
    (cd above && jcodefix -rl --rules=require-dot root) 2>err
    # a directory is no library
    mkdir above/root/d.pl
    echo 'require "d.pl"; print "x";' >above/root/y.pl
    status 0 jcodefix -rl --rules=require-dot above/root 2>err
    # messages come once, and what is piped is not read before its time
    echo 'do f(1);' | jcodefix --rules=default,require-dot - above >got 2>err || test $? = 2
    grep -qx '&f(1);' got
    test "$(grep -c 'Is a directory' err)" = 1
    # not unless asked for
    cp -R t/lib v
    status 0 jcodefix -l v/b.pl 2>err
    # standard input: the present directory
    cd t
    printf 'require "x.cgi"; require "gone.pl";' | jcodefix --rules=require-dot >got
    grep -qxF 'require "./x.cgi"; require "gone.pl";' got
}

@test "jcodefix --explain: each rule, and all" {
    for rule in unless-hash defined-aggregate do-sub require-dot report; do
        jcodefix --explain $rule >got
        grep -q "^$rule: " got
        grep -Eq 'perl5[0-9]+delta' got
        jcodefix --help | grep -q "$rule"
        grep -q "It Cm $rule" "$TOP/man/jcodefix.1"
    done
    jcodefix --explain all >got
    test "$(grep -c ': ' got)" -ge 5
    status 2 jcodefix --explain nothing
    says 'valid are all, unless-hash, defined-aggregate, do-sub, require-dot, report' jcodefix --explain nothing
}

@test "jcodefix: options that do not go together, and why" {
    site
    while IFS='|' read -r options why; do
        status 2 jcodefix $options 2>err </dev/null
        grep -qF -- "$why" err || { echo "$options: $(cat err)"; return 1; }
    done <<'END'
-i -l site|one of -i, -l, -d and --check only
-d --check site|one of -i, -l, -d and --check only
--literal --rules=do-sub|the sed alone, or rules
-i|-i needs a file
-r|-r needs a directory
--files0-from=x y|no operand can be there
-i.bak --backup-dir=x site/cgi/a.cgi|one place for old files only
--force site/cgi/a.cgi|are for -i
--backup-dir=x site/cgi/a.cgi|are for -i
--include=x site/cgi/a.cgi|are for -r
--raw site/cgi/a.cgi|--raw is for -d
-0 site/cgi/a.cgi|-0 is for -l
-ir site|would keep old files as NAMEr
-i/x site|no suffix
--in-place= site|no suffix
-i -|cannot change
--rules=x|'x' is no rule
--rules=do-sub,,|'' is no rule
-r --include=[z-a] site|no sound pattern
END
    # one that is said twice is said once
    jcodefix -l -l site/cgi/ok.pl 2>err
}

@test "jcodefix: bad input: unreadable files, loops, directories, sizes" {
    no_valgrind
    site
    status 2 jcodefix -l site 2>err
    grep -q 'site: Is a directory; -r looks at the files below it' err
    status 2 jcodefix -l site/broken.cgi 2>err
    grep -q 'site/broken.cgi: No such file or directory' err
    # the others are done all the same
    status 2 jcodefix -l site/broken.cgi site/cgi/a.cgi >got 2>err
    grep -qx site/cgi/a.cgi got
    # more than 256 MiB, a hole, and something in it
    truncate -s 257M big.pl
    status 0 jcodefix -l big.pl 2>err
    echo 'do f(1);' >>big.pl
    status 2 jcodefix -l big.pl 2>err
    grep -q 'big.pl: larger than 256 MiB' err
    status 0 jcodefix -l --literal big.pl 2>err
    head -c 1000000 /dev/zero | tr '\0' x >line.pl
    printf '\ndo f(1);\n' >>line.pl
    fix "$(cat line.pl)\n" "$(sed 's/do f/\&f/' line.pl)\n"
    if [ "$(id -u)" = 0 ]; then
        chmod 000 site/cgi/lib/a.pl
        status 2 as_nobody -rl site >got 2>err
        grep -q 'site/cgi/lib/a.pl: Permission denied' err
        grep -qx site/cgi/script got
    fi
}


@test "jcodefix -i: what needs nothing is not touched, and a second run changes nothing" {
    site
    touch -d '2001-01-01 00:00:00' site/cgi/ok.pl site/data/log.cgi
    stat -c '%n %i %Y %Z' site/cgi/ok.pl site/data/log.cgi site/readme.txt >before
    jcodefix -ri site 2>err
    stat -c '%n %i %Y %Z' site/cgi/ok.pl site/data/log.cgi site/readme.txt | cmp - before
    grep -q 'sites: 4, changed: 4, left alone: 0' err
    grep -qx '&init if !%t;' site/cgi/a.cgi
    grep -qx 'if (@x) { &conv; }' site/cgi/lib/a.pl
    grep -qx '&f(1);' site/cgi/script
    grep -qx 'do f(1);' site/.git/x/a.pl
    test -L site/link.cgi
    find site -type f | xargs stat -c '%n %i %Y' >before
    status 0 jcodefix -ri site 2>err
    find site -type f | xargs stat -c '%n %i %Y' | cmp - before
    # nothing is left behind
    test -z "$(find site -name '.*.*' -type f)"
}

@test "jcodefix -i: mode, links, other names, read-only files" {
    echo 'do f(1);' >a.pl
    chmod 4750 a.pl
    ln -s a.pl link.pl
    jcodefix -i link.pl 2>err
    test -L link.pl
    grep -qx '&f(1);' a.pl
    test "$(stat -c %a a.pl)" = 4750
    # hard links
    echo 'do f(1);' >b.pl
    ln b.pl c.pl
    status 2 jcodefix -i b.pl 2>err
    grep -q 'b.pl: .*--break-hardlinks' err
    grep -q 'changed: 0, left alone: 1' err
    grep -qx 'do f(1);' b.pl
    status 0 jcodefix -i --break-hardlinks b.pl 2>err
    grep -qx '&f(1);' b.pl
    grep -qx 'do f(1);' c.pl
    # read-only
    chmod 444 c.pl
    status 2 jcodefix -i c.pl 2>err
    grep -q 'c.pl: .*--force' err
    status 0 jcodefix -i --force c.pl 2>err
    grep -qx '&f(1);' c.pl
    test "$(stat -c %a c.pl)" = 444
}

@test "jcodefix -i: backups beside, or below a directory" {
    site
    cp site/cgi/a.cgi was
    jcodefix -i.bak site/cgi/a.cgi 2>err
    same site/cgi/a.cgi.bak was
    # one that is there is never lost
    cp was site/cgi/a.cgi
    status 2 jcodefix --in-place=.bak site/cgi/a.cgi 2>err
    grep -q 'site/cgi/a.cgi: .*a.cgi.bak' err
    same site/cgi/a.cgi was
    rm site/cgi/a.cgi.bak
    cp -R site was.d
    jcodefix -r -i --backup-dir "$PWD/old" site 2>err
    for f in cgi/a.cgi cgi/lib/a.pl cgi/script; do same old/site/$f was.d/$f; done
    test "$(find old -type f | wc -l)" = 3
    test "$(stat -c %a old old/site)" = "700
700"
}

@test "jcodefix -i: the owner is kept, or nothing is done" {
    no_valgrind
    test "$(id -u)" = 0 || skip "needs root"
    mkdir d
    chmod 0777 d
    echo 'do f(1);' >d/a.pl
    chown 65534:65534 d/a.pl
    jcodefix -i d/a.pl 2>err
    test "$(stat -c '%u %g' d/a.pl)" = "65534 65534"
    grep -qx '&f(1);' d/a.pl
    # another user's, in a directory that all may write
    echo 'do f(1);' >d/b.pl
    chmod 666 d/b.pl
    status 2 as_nobody -i d/b.pl 2>err
    grep -q 'd/b.pl: ' err
    grep -qx 'do f(1);' d/b.pl
    # a directory that only others may write
    chmod 755 d
    cp d/b.pl d/c.pl
    chown 65534 d/c.pl
    status 2 as_nobody -i d/c.pl 2>err
    grep -q 'd/c.pl: ' err
    grep -qx 'do f(1);' d/c.pl
    test "$(ls -A d)" = "a.pl
b.pl
c.pl"
}

@test "jcodefix -i: killed at any instant, each file is the old or the new one" {
    [[ $BUILT == *asan* ]] && skip "as many processes as this are slow there"
    mkdir t
    perl -e 'for (1 .. 30) { open F, ">t/$_.pl"; print F "print \"", "x" x 20000, "\";\ndo f(1);\n" }'
    jcodefix <t/1.pl >new
    cp t/1.pl old
    perl -e '
        my ($new, $old) = map { local $/; open F, $_; <F> } "new", "old";
        my ($killed, $temporary, $longest) = (0, 0, 0.01);
        for my $i (1 .. 60) {
            my $pid = fork;
            if (!$pid) { open STDERR, ">/dev/null"; exec "jcodefix", "-ri", "t" }
            select undef, undef, undef, rand $longest;
            kill 9, $pid;
            waitpid $pid, 0;
            $killed++ if $? == 9;
            # as long as a run takes on this machine
            $longest *= $? == 9 ? 1.2 : 0.8;
            my @files = glob("t/*.pl");
            for (@files) {
                local $/;
                open F, $_;
                my $text = <F>;
                die "half a file: $_" if $text ne $old && $text ne $new;
            }
            die "a file is gone" if @files != 30;
            my @left = glob("t/.*.*[0-9a-zA-Z]");
            die "@left" if @left > 1;
            $temporary += @left;
            unlink @left;
            for (@files) { open F, ">$_"; print F $old; close F }
        }
        print "killed $killed, temporaries $temporary\n";
        die "too few were killed" if $killed < 20;
    '
}

@test "jcodefix: what large files hold is seen wherever it stands, and nothing else is held" {
    no_valgrind
    mkdir t
    perl -e '
        for my $at (map { my $edge = $_; map { $edge + $_ } -1030, -1024, -9 .. 9, 1024 } 65536, 131072, 196608) {
            for my $site ("do f(1);", "f() if defined\n  %h;") {
                open F, ">t/$at" . length($site) . ".pl";
                print F "#!perl\n", "x" x ($at - 8), "\n;$site\n", "# y\n" x 40000;
            }
        }'
    jcodefix -rl t >got 2>err || test $? = 1
    ls t | sed 's,^,t/,' | cmp - got
    # the word alone, its hash far behind
    { printf '#!perl\nf() if defined'; head -c 100000 /dev/zero | tr '\0' ' '; printf '%%h;\n'; } >far.pl
    status 1 jcodefix -l far.pl 2>err
    # nothing is there: a copy, from where standard input stood, in little memory
    { echo first; perl -e 'print "print 1; # do not\n" x 2000000'; } >big.pl
    "$BUILD/tests/pace" -n 1 -i big.pl a jcodefix -- b jcodefix -l big.pl >paced 2>err
    [[ $BUILT == *asan* ]] || awk '$4 >= 4096 { exit 1 }' paced
    { dd bs=6 count=1 of=/dev/null 2>/dev/null; jcodefix; } <big.pl >got
    tail -n +2 big.pl | cmp - got
    jcodefix <big.pl | cmp - big.pl
    cat big.pl | jcodefix | cmp - big.pl
}

@test "jcodefix -i: two at once lose no backup" {
    [[ $BUILT == *asan* ]] && skip "no strace with a sanitizer"
    perl -e 'mkdir "t"; for (1 .. 100) { open F, ">t/$_.pl"; print F "do f($_);\n" }'
    for i in 1 2 3 4; do
        rm -rf u
        cp -R t u
        jcodefix -r -i.bak u 2>/dev/null & one=$!
        jcodefix -r -i.bak u 2>/dev/null & two=$!
        wait $one || true
        wait $two || true
        jcodefix -r -i.bak u 2>/dev/null || true
        for f in t/*.pl; do
            cmp "u/${f#t/}.bak" "$f"
            grep -q '^&f(' "u/${f#t/}"
        done
    done
    # a right taken away meanwhile is not given back
    echo 'do f(1);' >a.cgi
    chmod 755 a.cgi
    strace -o trace -e trace=linkat -e inject=linkat:delay_exit=1000000:when=1 jcodefix -i.bak a.cgi 2>err & pid=$!
    while test ! -e a.cgi.bak; do sleep 0.05; done
    chmod 700 a.cgi
    status 2 wait $pid
    test "$(stat -c %a a.cgi)" = 700
    grep -qx 'do f(1);' a.cgi
}

@test "jcodefix -r: backups are not looked at, wherever they are" {
    mkdir t
    printf '#!/usr/bin/perl\ndo f(1);\n' >t/a.cgi
    cp t/a.cgi was
    jcodefix -r -i.bak t 2>err
    jcodefix -r -i.bak t 2>err
    same t/a.cgi.bak was
    test "$(ls t)" = "a.cgi
a.cgi.bak"
    rm t/a.cgi.bak
    mkdir t/zold
    for i in 1 2; do
        cp was t/a.cgi
        rm -rf t/zold/t
        jcodefix -r -i --backup-dir t/zold t 2>err
        same t/zold/t/a.cgi was
        jcodefix -r -i --backup-dir t/zold t 2>err
        test "$(find t -type f | wc -l)" = 2
    done
}

@test "jcodefix -r: scripts by their first line are read as a whole" {
    mkdir t
    for bom in '' '\xEF\xBB\xBF'; do
        { printf "$bom"'#!/usr/bin/perl\ndo f(1);\n'; perl -e 'print "# filler\n" x 20000'; } >t/tool
        sed 's/do f/\&f/' t/tool >want
        jcodefix -ri t 2>err
        same t/tool want
    done
    # standard output has Perl only, and all of it
    head -c 200000 /dev/zero >t/data
    cat t/tool >want
    jcodefix -r t >got 2>err
    same got want
}

@test "jcodefix -i: pipes are refused, a size limit is an error of one file" {
    mkfifo pipe.pl
    status 2 timeout 5 jcodefix -i pipe.pl 2>err
    grep -q 'pipe.pl: is no file that could be changed in place' err
    printf -- '-\0' >list
    status 2 jcodefix -i --files0-from=list 2>err </dev/null
    grep -q '(standard input): is no file that could be changed' err
    { printf 'do f(1);\n'; head -c 3000000 /dev/zero | tr '\0' '#'; } >big.pl
    echo 'do f(1);' >small.pl
    cp big.pl was
    (ulimit -f 1000; jcodefix -i big.pl small.pl 2>err) || test $? = 2
    grep -q 'big.pl: .*File too large' err
    same big.pl was
    grep -qx '&f(1);' small.pl
}

# Each of these took a minute, and four for twice as much.
@test "bugs: jcodefix: no time that grows faster than the source" {
    no_asan
    no_valgrind
    cd "$BATS_TEST_TMPDIR"
    perl -e 'print "#!/usr/bin/perl\nprint \"", "do f( " x 100000, "\";\n"' >string.pl
    timeout 20 jcodefix -l string.pl || test $? = 1
    perl -e 'print "#!/usr/bin/perl\nif "; print "(", join(" && ", ("defined %h") x 80), " && " for 1 .. 400;
        print "(", "1," x 200000, "1)", ")" x 400, " { 1; }\n"' >chain.pl
    timeout 20 jcodefix -l chain.pl || test $? = 1
    perl -e 'print "#!/usr/bin/perl ", "- " x 500000, "\n", "require \"gone.pl\";\n" x 30000' >switch.pl
    timeout 20 jcodefix --check --rules=require-dot switch.pl >got || test $? = 1
    perl -e 'print "#!/usr/bin/perl\n"; print "do f(1);\n\n\n\n\n\n\n\n\ns/x/do f(1) \"/e;\n" for 1 .. 40000; print "\"unclosed\n"' >lines.pl
    timeout 20 jcodefix --check lines.pl >got || test $? = 1
    test "$(tail -n 2 got)" = 'lines.pl:399992: do-sub: do f(: left alone: a string that is not closed (line 400002)
lines.pl:400001: do-sub: do f(: left alone: a string that is not closed (line 400001)'
}
