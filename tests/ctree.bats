load helpers

# The documented one-liner, and the corrected one that is right for names
# without newline and without | in directories.
DRAW='1d;s/^\.//;s/\/\([^/]*\)$/|--\1/;s/\/[^/|]*/| /g'
oneliner_tree() {
    (cd "$1" && pwd && find . | tr / '\001' | sort | tr '\001' / | sed "$DRAW")
}

# drawn: paths, each ended by NUL, on standard input, as --raw draws them below
# its root: right for every name.
drawn() {
    perl -0 -ne 'chomp; s,^\.(/|$),,; $_ eq "" or push @p, join "\0", split m,/,;
        END { for (sort @p) { my @c = split /\0/; print "| " x $#c, "|--", $c[-1], "\n" } }'
}

setup() { cd "$BATS_TEST_TMPDIR" && mkdir t && cd t; }

# make NAME ...: files, and directories where a name ends with a slash.
make() {
    local name
    for name; do
        case $name in
        */) mkdir -p "./$name" ;;
        */*) mkdir -p "./${name%/*}" && : >"./$name" ;;
        *) : >"./$name" ;;
        esac
    done
}

# shows 'LINES' COMMAND ...: like prints, but for any status; 0 unless WANT.
shows() {
    local rc=0
    printf '%b' "$1" >"$BATS_TEST_TMPDIR/expected"
    shift
    "$@" >"$BATS_TEST_TMPDIR/got" 2>"$BATS_TEST_TMPDIR/err" || rc=$?
    same "$BATS_TEST_TMPDIR/got" "$BATS_TEST_TMPDIR/expected" || return 1
    test $rc = "${WANT:-0}" || { echo "status $rc: $*"; cat "$BATS_TEST_TMPDIR/err"; return 1; }
}

# as_nobody COMMAND ...: without root's right to read everything.
as_nobody() {
    cp "$(command -v ctree)" "$BATS_TEST_TMPDIR/ctree-copy"
    if test "$(id -u)" = 0; then
        perl -e 'open P, ".."; $( = 65534; $) = "65534 65534"; $< = $> = 65534;
            exec {"../ctree-copy"} @ARGV or die $!' ctree "$@"
    else
        ctree "$@"
    fi
}

# --- the format ---

@test "the documented format: parents are right where the one-liner's are not" {
    make a/c a/d/e a-b a.b .hidden
    ln -s a link
    shows 'r\n|--.hidden\n|--a\n| |--c\n| |--d\n| | |--e\n|--a-b\n|--a.b\n|--link\n' \
        ctree --root=r .
    # what it replaces puts a/c below a.b
    find . | sort | sed "$DRAW" | tail -n 2 | tr '\n' ' ' | grep -qx '| | |--e |--link '
}

@test "the root line: PWD, the operand as typed, a link" {
    make d/x
    ln -s d l
    shows "$PWD\n" ctree -L0
    shows "$PWD\n" ctree -L0 .
    shows './\n' ctree -L0 ./
    shows 'd//\n|--x\n' ctree d//
    shows 'l\n|--x\n' ctree l
    # the logical directory, where it is one
    cd l
    shows "$PWD\n|--x\n" ctree .
    shows "$BATS_TEST_TMPDIR/t/d\n|--x\n" env PWD=/nowhere ctree .
    shows "$BATS_TEST_TMPDIR/t/d\n|--x\n" env PWD="$PWD/../l" ctree .
    shows "$BATS_TEST_TMPDIR/t/d\n|--x\n" env PWD=. ctree .
    shows "$BATS_TEST_TMPDIR/t/d\n|--x\n" env -u PWD ctree .
    shows "/\n" ctree -L0 /
}

@test "a present directory without a path is ." {
    mkdir gone
    cd gone
    rmdir ../gone
    shows '.\n' env PWD=/nowhere ctree -L0 .
}

@test "several directories, one after the other; --root is for one" {
    make a/x b/y
    shows 'a\n|--x\nb\n|--y\n' ctree a b
    shows 'b\n|--y\nb\n|--y\n' ctree b b
    shows 'x\n|--x\n' ctree --root=x a
    status 2 ctree --root=x a b
    says '--root: one name is not for several' ctree --root=x a b
    # the rest is drawn where one is missing
    WANT=2 shows 'a\n|--x\n' ctree none a
    says 'ctree: none: No such file or directory' ctree none a
    WANT=2 shows '' ctree a/x
    says 'ctree: a/x: Not a directory; a list of paths is read with -f, an archive listed by tar tf' ctree a/x
}

@test "--no-root leaves the line out" {
    make a/x
    shows '|--a\n| |--x\n' ctree --no-root
    shows '└── a\n    └── x\n' ctree --no-root -b
    shows '|--a\n| |--x\n' ctree --no-root - <<<$'./a/x'
    status 2 ctree --no-root --root=x .
}

# --- oracles ---

@test "oracle: /etc and /usr as the corrected one-liner draws them" {
    # /usr once is enough
    for d in /etc $([[ $BUILT == *asan* ]] || echo /usr); do
        oneliner_tree $d >../expected
        (cd $d && ctree --raw) >../got 2>../err || :
        same ../got ../expected
        (cd $d && find . -print0 | ctree -0 --raw --root=$d -) >../got
        same ../got ../expected
    done
}

@test "oracle: made trees with every kind of name, from a walk and from shuffled lists" {
    for seed in 1 2; do
        "$BUILD/tests/mktree" $seed 3000 made
        (cd made && find . -print0) >list
        { echo r; drawn <list; } >../expected
        ctree --raw --root=r made >../got
        same ../got ../expected
        shuf -z --random-source=<(yes $seed) list >../shuffled
        # doubled, with slashes where find has none
        { cat ../shuffled; sed -z 's,/,//,g;s,$,/,' <(find made -type d -printf './%P\0'); } >list
        for n in 1 2 7 4096; do
            "$BUILD/tests/ctree-$n" -0 --raw --root=r -f list >../got
            same ../got ../expected
        done
        rm -r made
    done
}

@test "oracle: random lists with few letters, through builds that read 1, 2 and 7 bytes at once" {
    for seed in 1 2 3 4 5 6; do
        perl -e 'srand shift; my @n = ("a", "b", "a-", "a.b", " ", "-", "\t", "|", "\\101", ".a", "..", "\377");
            for (1 .. 400) { print join("/", map { $n[rand @n] } 0 .. rand 5), "\n" }' $seed >list
        tr '\n' '\0' <list | perl -0 -ne 'chomp; my @c = split m,/,;
            print join("/", @c[0 .. $_]), "\0" for 0 .. $#c' | sort -zu >../whole
        { echo r; drawn <../whole; } >../expected
        for n in 1 2 7; do
            "$BUILD/tests/ctree-$n" --raw --root=r - <list >../got
            same ../got ../expected
        done
        # the same tree, walked
        mkdir made
        (cd made && grep -zvE '(^|/)\.\.(/|$)' ../../whole | xargs -0 mkdir -p --)
        ctree --raw --root=r made >../got
        (cd made && find . -print0) | drawn >../expected
        sed 1d ../got | same /dev/stdin ../expected
        rm -r made
    done
}

@test "oracle: escaped output names what raw output prints" {
    "$BUILD/tests/mktree" 3 2000 made
    ctree --no-root made | perl -pe 's/\\([0-3][0-7][0-7])/chr oct $1/ge' >../got
    ctree --no-root --raw made >../expected
    same ../got ../expected
    run ! grep -qP '[^\x20-\x7E\x80-\xFF\n]' <(ctree made)
    iconv -f UTF-8 -t UTF-8 <(ctree made) >/dev/null
}

@test "oracle: by readdir(3), and where no types come with names" {
    "$BUILD/tests/mktree" 6 2000 made
    mkfifo made/fifo
    for how in "" -l -bd; do
        ctree $how made >../expected
        "$BUILD/tests/ctree-untyped" $how made >../got
        same ../got ../expected
    done
    perl -e 'for (1 .. 200) { mkdir "d" or die; mkdir "x"; chdir "d" or die }'
    (ulimit -n 20 && "$BUILD/tests/ctree-untyped" --root=.) >../got
    ctree --root=. | same ../got /dev/stdin
}

@test "oracle: the tree is the same in every locale" {
    "$BUILD/tests/mktree" 4 500 made
    ctree made >../expected
    for locale in C.UTF-8 ja_JP.UTF-8 ja_JP.SJIS; do
        LC_ALL=$locale LANG=$locale ctree made >../got
        same ../got ../expected
    done
}

# --- lists ---

@test "lists: duplicates, ./ and //, a slash at the end, empty lines, no final newline" {
    shows '.\n|--a\n| |--b\n|--c\n' ctree - <<<$'a//b\n\n./a/b\na\na/\n./c'
    shows '.\n|--a\n| |--b\n' ctree - < <(printf 'a/./b/')
    shows '.\n|--a\\015\n' ctree - <<<$'a\r'
}

@test "lists: the root is what all others are in, / or ." {
    shows '.\n|--a\n' ctree - <<<$'.\n./a'
    shows 'a/b\n|--c\n|--d\n' ctree - <<<$'a/b/d\na/b\na/b/c'
    shows '/etc\n|--x\n' ctree - <<<$'/etc\n/etc/x'
    shows '/\n|--etc\n| |--x\n' ctree - <<<$'/etc/x'
    shows '/\n|--a\n|--b\n' ctree - <<<$'/a\n/\n/b'
    shows '.\n|--a\n| |--x\n|--b\n' ctree - <<<$'a\na/x\nb'
    shows '.\n|--a\n' ctree - <<<$'a'
    shows '/\n|--a\n' ctree - <<<$'/a'
    # neither is in the other
    shows '.\n|--/\n| |--a\n|--b\n' ctree - <<<$'/a\nb'
    # .. is a name like others: what it leads to is not in the list
    shows '.\n|--..\n| |--a\n|--b\n| |--..\n| | |--c\n' ctree - <<<$'../a\nb/../c'
    shows 'R\n|--a\n' ctree --root=R - <<<$'/x/a\n/x'
}

@test "lists: -f FILE, -f -, -, a pipe, a file on standard input" {
    printf 'a/b\n' >list
    for how in "-f list" "-f -" "-" ""; do
        shows '.\n|--a\n| |--b\n' ctree $how <list
    done
    cat list | shows '.\n|--a\n| |--b\n' ctree
    # anything else is no list
    shows 'r\n|--list\n' ctree --root=r </dev/null
    shows 'r\n|--list\n' ctree --root=r <&-
    status 2 ctree -f none
    says 'ctree: none: No such file' ctree -f none
    status 2 ctree -f .
    says 'ctree: .: Is a directory' ctree -f .
    status 2 ctree -f list .
    status 2 ctree - .
    says "'-', a list, cannot stand beside directories" ctree . -
}

@test "lists: an empty pipe is an error that says what walks; an empty list that is named is none" {
    WANT=2 shows '' ctree < <(:)
    says "no list of paths came; 'ctree .' walks" ctree < <(:)
    : >empty
    WANT=2 shows '' ctree <empty
    shows '.\n' ctree - <empty
    shows '.\n' ctree -f empty
    shows '.\n' ctree -U -f empty
    shows '' ctree --no-root -f empty
}

@test "lists: a pipe that stays silent for a second gets a hint" {
    no_valgrind
    { sleep 1.5; echo a; } | ctree >out 2>../err
    printf '.\n|--a\n' | same out /dev/stdin
    grep -q "waiting for a list of paths on standard input; 'ctree .' walks" ../err
    test "$(wc -l <../err)" = 1
    { sleep 1.5; echo a; } | ctree - 2>../err >out
    test ! -s ../err
}

@test "lists: -0, and what looks like it without" {
    shows '.\n|--a\\012b\n|--c\n' ctree -0 - < <(printf './a\nb\0./c')
    WANT=2 shows '' ctree - < <(printf 'ok\na\0b\0')
    says 'ctree: (standard input):2: a NUL byte, which no path has: a list for -0, or no list of paths?' \
        ctree - < <(printf 'ok\na\0b\0')
    status 2 ctree -0 .
    says '-0, -U and --unquote are for a list' ctree -0 .
    status 2 ctree -U </dev/null
    status 2 ctree --unquote=git .
}

@test "lists: -U keeps the order, streams, and begins a new tree where a path is not in the old one" {
    shows '.\n|--b\n| |--y\n|--a\n|--b\n| |--x\n' ctree -U - <<<$'b/y\na\na\nb/x'
    shows 'd\n|--z\n|--a\n| |--q\n' ctree -U - <<<$'d/\nd/z\nd/a\nd/a/q'
    shows 'a\n|--x\nb\n|--y\n' ctree -U - <<<$'a\na/x\nb\nb/y'
    shows '/\n|--a\n|--b\n' ctree -U - <<<$'/a\n/b'
    shows '/etc\n|--a\n' ctree -U - <<<$'/etc\n/etc/a'
    shows '.\n|--x\n/\n|--y\n' ctree -U - <<<$'x\n/y'
    # a directory behind what is in it, as find -depth has it
    shows '.\n|--a\n| |--b\n' ctree -U - <<<$'a/b\na'
    # a slash on either of two that are the same
    shows '.\n|--a\n' ctree -Ud - <<<$'a\na/'
    for with in -b --du --dirs-first; do
        status 2 ctree -U $with - </dev/null
        says "-U and $with" ctree -U $with - </dev/null
    done
    # each line before the next path comes
    mkfifo in out
    ctree -U - <in >out & pid=$!
    exec 7>in 8<out
    printf 'a/b\nc\n' >&7
    for want in . '|--a' '| |--b'; do
        IFS= read -r -t 10 line <&8
        test "$line" = "$want"
    done
    exec 7>&-
    grep -qx -- '|--c' <&8
    exec 8<&-
    wait $pid
}

@test "lists: what git and tar quote" {
    shows '.\n|--a\n| |--é\\011"x\n' ctree --unquote=git - <<<$'"a/\\303\\251\\t\\"x"'
    shows '.\n|--"a\n| |--x"y\n' ctree --unquote=git - <<<$'"a/x"y'
    shows '.\n|--a b\n| |--\\012é\n' ctree --unquote=tar - <<<$'a b/\\n\\303\\251'
    shows '.\n|--"a"\n' ctree --unquote=none - <<<$'"a"'
    shows '.\n|--"a"\n' ctree - <<<$'"a"'
    status 2 ctree --unquote=ls - </dev/null
    says "--unquote 'ls' is no style of quoting; valid are git, tar and none" ctree --unquote=ls -
    # the real ones
    mkdir made
    (
        cd made
        for n in $'a\nb' $'q"uote' $'t\tab' 'b\ack' $'\351' 表示 'plain x'; do echo >"$n"; done
        tar cf ../x.tar .
    )
    ctree --root=r made >../expected
    tar tf x.tar | ctree --root=r --unquote=tar - >../got
    same ../got ../expected
    if command -v git >/dev/null; then
        git -C made -c init.defaultBranch=m init -q
        git -C made add .
        git -C made ls-files | ctree --root=r --unquote=git - >../got
        same ../got ../expected
    fi
}

@test "lists: a file that others are in is a directory" {
    shows '.\n|--a\n' ctree -d - <<<$'a\na/b\nc'
    shows '.\n|--d\n' ctree -d - <<<$'d/\nf'
}

@test "lists: a path of 16 MiB is told, a long one is not" {
    perl -e 'print "x/" x 100000, "\n"' | ctree -L2 - >out
    printf '.\n|--x\n| |--x\n' | same out /dev/stdin
    status 2 ctree - < <(perl -e 'print "x" x 17e6') >out 2>../err
    grep -q 'a path of more than 16 MiB is not held' ../err
}

# --- choosing ---

@test "-L: depth" {
    make a/b/c d
    shows 'r\n' ctree -L0 --root=r
    shows 'r\n|--a\n|--d\n' ctree -L1 --root=r
    shows 'r\n|--a\n| |--b\n|--d\n' ctree --depth=2 --root=r
    shows 'r\n|--a\n|--d\n' ctree -L1 --root=r - <<<$'a/b/c\nd'
    for bad in -1 x 1x '' 99999999999999999999; do
        status 2 ctree -L "$bad" .
        says "-L '$bad' is not valid; valid are whole numbers from 0 up" ctree -L "$bad" .
    done
    # nothing below it is opened
    if [[ $BUILT != *asan* ]]; then
        strace -o ../trace -e trace=openat,open ctree -L1 --root=r >/dev/null
        run ! grep -q '"a"' ../trace
    fi
}

@test "-d: directories only" {
    make a/x b/c/ f
    ln -s a l
    shows 'r\n|--a\n|--b\n| |--c\n' ctree -d --root=r
    shows 'r\n├── a\n└── b\n    └── c\n' ctree -db --root=r
    shows 'r\n|--a\n|--b\n| |--c\n|--l\n' ctree -d --root=r --follow
}

@test "-P and -I: patterns, directories stay under -P" {
    make a/x.cgi a/y.txt b/z.txt c.cgi d.pl
    shows 'r\n|--a\n| |--x.cgi\n|--b\n|--c.cgi\n' ctree --root=r -P '*.cgi'
    shows 'r\n|--a\n| |--x.cgi\n|--b\n|--c.cgi\n|--d.pl\n' ctree --root=r -P '*.cgi|*.pl'
    shows 'r\n|--a\n| |--x.cgi\n|--b\n|--c.cgi\n|--d.pl\n' ctree --root=r -P '*.cgi' --pattern='d.??'
    shows 'r\n|--a\n| |--x.cgi\n|--c.cgi\n|--d.pl\n' ctree --root=r -I 'b|*.txt'
    shows 'r\n|--b\n| |--z.txt\n|--c.cgi\n|--d.pl\n' ctree --root=r --ignore='[a]'
    shows 'r\n├── b\n│   └── z.txt\n└── c.cgi\n' ctree -b --root=r -I 'a|d*'
    for how in "-P *.cgi" "-I b|*.txt" "-I [a]"; do
        set -f
        ctree --root=r $how >../expected
        find . | ctree --root=r $how - >../got
        set +f
        same ../got ../expected
    done
    for bad in '' 'a|' '[z-a]' 'x\'; do
        status 2 ctree -P "$bad" .
        says "'$bad' is no sound pattern" ctree -P "$bad" .
    done
}

@test "-P sees decoded names, and characters where there are some" {
    make 表.txt x.txt
    shows 'r\n|--表.txt\n' ctree --root=r -P '[表].txt'
    shows 'r\n|--x.txt\n|--表.txt\n' ctree --root=r -P '?.txt'
    rm ./*
    touch "$(printf '\203\174.txt')"
    shows 'r\n|--ポ.txt\n' ctree --root=r --from=sjis -P 'ポ.*'
}

@test "--prune: no directories without files, seen to the bottom" {
    make a/b/c/ a/d/x e/f/ g/h/i/y z
    shows 'r\n|--a\n| |--d\n| | |--x\n|--g\n| |--h\n| | |--i\n| | | |--y\n|--z\n' ctree --root=r --prune
    shows 'r\n|--a\n| |--d\n| | |--x\n' ctree --root=r --prune -P x
    shows 'r\n├── a\n│   └── d\n│       └── x\n└── g\n    └── h\n        └── i\n            └── y\n' \
        ctree --root=r --prune -b -I z
    # a directory that is not empty stays one when -L or -d hide why
    shows 'r\n|--a\n|--g\n|--z\n' ctree --root=r --prune -L1
    shows 'r\n├── a\n└── g\n' ctree --root=r --prune -b -L1 -d
    shows 'r\n|--a\n| |--d\n|--g\n| |--h\n| | |--i\n' ctree --root=r --prune -d
    # of a list
    ctree --root=r --prune >../expected
    { find . -type d | sed 's,$,/,'; find . -type f; } | ctree --root=r --prune - >../got
    same ../got ../expected
    mkdir none
    shows 'none\n' ctree --prune none
}

@test "--prune streams" {
    make a/x b/
    "$BUILD/tests/mktree" -p 1 6000 many
    find . ! -type d | ctree --root=. - >../expected
    ctree --prune --root=. >../got
    same ../got ../expected
    ctree --prune -l --root=. | sed 's/^.\{58\}//; s/ -> .*//' | same /dev/stdin ../expected
    # before the second half is read, something is there
    if [[ $BUILT != *asan* ]]; then
        strace -o ../trace -e trace=write,openat ctree --prune many >/dev/null
        grep -n '^write' ../trace >../writes
        test "$(head -n 1 ../writes | cut -d: -f1)" -lt "$(($(grep -c '' ../trace) / 2))"
    fi
}

@test "--max: so many entries of a directory" {
    make a/1 a/2 a/3 b/1 c d
    shows 'r\n|--a\n| |--1\n| |--[+2 more]\n|--[+3 more]\n' ctree --root=r --max 1
    shows 'r\n├── a\n│   ├── 1\n│   ├── 2\n│   └── [+1 more]\n├── b\n│   └── 1\n└── [+2 more]\n' \
        ctree --root=r --max 2 -b
    shows 'r\n|--a\n| |--1\n| |--2\n| |--3\n|--b\n| |--1\n|--c\n|--d\n' ctree --root=r --max 4
    # counted after choosing
    shows 'r\n|--a\n|--b\n|--c\n|--[+1 more]\n' ctree --root=r --max 3 -I '[0-9]'
    shows 'r\n|--a\n|--[+1 more]\n' ctree --root=r --max 1 -d
    shows 'r\n|--a\n| |--1\n| |--[+2 more]\n|--[+1 more]\n' ctree --root=r --max 1 --prune -I 'c|d'
    find . | ctree --root=r --max 2 - >../got
    ctree --root=r --max 2 | same ../got /dev/stdin
    status 2 ctree --max 0 .
    says "--max '0' is not valid; valid are whole numbers from 1 up" ctree --max 0 .
}

@test "-x: other file systems are not gone into" {
    test "$(stat -c %d /proc)" != "$(stat -c %d /)" || skip "no /proc"
    ctree -x -L2 / >out
    grep -q '^|--proc$' out
    grep -A1 '^|--proc$' out >below
    run ! grep -q '^| |--' below
    ctree -L2 / >out 2>/dev/null || test $? = 1
    grep -A1 '^|--proc$' out >below
    grep -q '^| |--' below
    status 2 ctree -x - </dev/null
    says 'are for a walk' ctree -x - </dev/null
}

@test "--follow: links to directories, and loops" {
    make a/x
    ln -s a l
    ln -s .. a/up
    ln -s none dead
    WANT=1 shows 'r\n|--a\n| |--up\n| |--x\n|--dead\n|--l\n| |--up\n| |--x\n' ctree --root=r --follow
    says 'ctree: ./a/up: not gone into: a link leads back to a directory above it' ctree --follow
    shows 'r\n|--a\n| |--up\n| |--x\n|--dead\n|--l\n' ctree --root=r
    status 2 ctree --follow - </dev/null
}

@test "--dirs-first" {
    make b/y b/x/ a c/ 
    ln -s b d
    shows 'r\n|--b\n| |--x\n| |--y\n|--c\n|--a\n|--d\n' ctree --root=r --dirs-first
    shows 'r\n|--b\n| |--x\n| |--y\n|--c\n|--d\n| |--x\n| |--y\n|--a\n' ctree --root=r --dirs-first --follow
    shows '.\n├── b\n│   ├── x\n│   └── y\n├── c\n└── a\n' ctree -b --dirs-first - <<<$'b/y\nb/x/\na\nc/'
    shows '/\n|--b\n| |--x\n|--a\n' ctree --dirs-first - <<<$'/a\n/b/x'
    shows 'q\n|--b\n| |--x\n|--a\n' ctree --dirs-first - <<<$'q\nq/a\nq/b/x'
}

# --- showing ---

@test "-b: box lines, from a walk and from a list" {
    make a/b/c a/d e
    for list in '' -; do
        printf '%s\n' a/b/c a/d e >../list
        shows 'r\n├── a\n│   ├── b\n│   │   └── c\n│   └── d\n└── e\n' ctree --root=r -b $list <../list
    done
    mkdir empty
    shows 'empty\n' ctree -b empty
    # as tree(1) draws them, but for its spaces
    if command -v tree >/dev/null; then
        LC_ALL=C.UTF-8 tree -an --noreport --charset=UTF-8 | sed '1d;s/\xc2\xa0/ /g' >../expected
        ctree -b --no-root >../got
        same ../got ../expected
    fi
}

@test "-l: mode, owner, group, size, time, target; as ls and find see them" {
    make f d/
    printf 12345 >f
    touch -d '2001-02-03 04:05:06Z' f
    chmod 4711 f
    chmod 3777 d
    ln -s nowhere l
    mkfifo p
    export TZ=UTC
    ctree -l --root=r >../got
    grep -qE '^-rws--x--x [^ ]+ +[^ ]+ +5 2001-02-03 04:05 \|--f$' ../got
    grep -qE '^drwxrwsrwt .* \|--d$' ../got
    grep -qE '^lrwxrwxrwx .* 7 .* \|--l -> nowhere$' ../got
    grep -qE '^prw' ../got
    for path in / /dev; do
        (cd $path && find . -maxdepth 1 ! -name . -printf '%M %u %g %TY-%Tm-%Td %TH:%TM %f %l\n' | sort -k6,6 -k7) >../expected
        (cd $path && ctree -l --no-root -L1) | perl -pe 's/(\d+, +\d+|\S+)(?= \d{4}-)//; s/ -> / /; s/\|--//' |
            tr -s ' ' | sort -k6,6 -k7 >../got
        diff <(tr -s ' ' <../expected | sed 's/ *$//') <(sed 's/ *$//' ../got)
    done
    (cd /dev && ctree -l --no-root -L1) | grep -qE '^crw.* 1, +3 .*\|--null$'
    # a zone moves the hour
    TZ=Asia/Tokyo ctree -l --root=r | grep -qE '2001-02-03 (13|04):05 \|--f$'
}

@test "-l of a list asks for the paths as they are listed" {
    make a/f
    printf 123 >a/f
    find . | ctree -l - >../got
    ctree -l --root=. >../expected
    same ../got ../expected
    for with in --dirs-first -b -U; do
        find a | ctree -l $with - | grep -qE '^-.* 3 .*f$'
    done
    WANT=1 shows '?????????? ?        ?                  ?                ? |--none\n' \
        ctree -l --no-root - <<<none
    says 'ctree: none: No such file or directory' ctree -l - <<<none
    # the bytes are asked for, whatever they are called
    printf x >"$(printf '\203\174')"
    find . | ctree -l --from=sjis - | grep -qE '^-.* 1 .*\|--ポ$'
}

@test "--du: what du counts, at full depth, hard links once" {
    make a/b/ c/
    head -c 100000 /dev/zero >a/b/big
    head -c 5000 /dev/zero >a/s
    ln a/b/big c/again
    ln -s a/s l
    # the link that comes first counts, here in the order of names
    plain() { sed 's/^ *//; s/ [| ]*|--/ /'; }
    ctree --du --raw --root=. | plain >../got
    test "$(head -n 1 ../got)" = "$(du -B1 -s . | tr '\t' ' ')"
    grep -qx "$(du -B1 a/b/big | cut -f1) big" ../got
    grep -qx '0 again' ../got
    rm c/again
    du -B1 -a . | awk '{ n = $2; sub(".*/", "", n); print $1, n }' | sort >../expected
    ctree --du --raw --root=. | plain | sort >../got
    same ../got ../expected
    find . | ctree --du --root=. --raw - | plain | sort >../got
    same ../got ../expected
    # -L and -d hide, and count
    total=$(du -B1 -s . | cut -f1)
    test "$(ctree --du -L0 --root=.)" = "$total ."
    ctree --du -dL1 --root=. | sed 's/^ *//' >../got
    printf '%s\n' "$total ." "$(du -B1 -s a | cut -f1) |--a" "$(du -B1 -s c | cut -f1) |--c" |
        same ../got /dev/stdin
    # -I leaves out of the sum, too
    test "$(ctree --du -L0 --root=. -I big)" = "$(du -B1 -s --exclude=big . | tr '\t' ' ')"
    # links by which it is seen twice count once
    ln -s a again
    test "$(ctree --du --follow -L0 --root=. | sed 's/ .*//')" = "$(du -B1 -sL . | cut -f1)"
}

@test "--du: what cannot be asked is ?, not 0" {
    make there
    own=$(du -B1 there | cut -f1)
    printf '%s\n' gone there | status 1 ctree --du --no-root - >../got 2>../err
    printf '%*s |--gone\n%s |--there\n' ${#own} '?' "$own" | sed 's/^ *//' >../expected
    sed 's/^ *//' ../got | same /dev/stdin ../expected
    grep -qx 'ctree: gone: No such file or directory' ../err
    printf '%s\n' gone there | status 1 ctree --du -J - 2>../err >../got
    grep -qx '{"type":"unknown","name":"gone"},' ../got
    grep -qx '{"type":"unknown","name":"there","du":'"$own"'}' ../got
}

@test "--du on a real tree is what du says" {
    ctree --du --raw /usr/share/doc 2>/dev/null | sed 's/^ *//; s/ .*//' | sort -n >../got
    test "$(tail -n 1 ../got)" = "$(du -B1 -s /usr/share/doc | cut -f1)"
    test "$(wc -l <../got)" = "$(find /usr/share/doc | wc -l)"
}

@test "--color: types and names from LS_COLORS, and no stat for those" {
    make d/ f x.tar 
    ln -s f l
    mkfifo p
    export LS_COLORS='di=01;34:ln=36:pi=33:*.tar=31:*.TXT=32:fi=35'
    shows 'r\n|--\033[01;34md\033[0m\n|--\033[35mf\033[0m\n|--\033[36ml\033[0m\n|--\033[33mp\033[0m\n|--\033[31mx.tar\033[0m\n' \
        bash -c 'ctree --color=always --root=r | sed "1s/.*r.*/r/"'
    ctree --color=auto --root=r >../got
    run ! grep -q "$(printf '\033')" ../got
    ctree --root=r >../got
    run ! grep -q "$(printf '\033')" ../got
    status 2 ctree --color=blue .
    says "--color 'blue' is not valid; valid are auto, always and never" ctree --color=blue .
    # a terminal
    if command -v script >/dev/null; then
        for how in "" "NO_COLOR=1" "TERM=dumb"; do
            script -qec "env TERM=xterm $how ctree --color=auto --root=r -P x.tar" /dev/null </dev/null >../got
            if test -n "$how"; then
                run ! grep -q "$(printf '\033\[31m')" ../got
            else
                grep -q "$(printf '\033\[31mx.tar')" ../got
            fi
        done
    fi
    # a list tells directories and names only
    shows '.\n|--\033[01;34md\033[0m\n| |--\033[31ma.tar\033[0m\n' \
        bash -c 'echo d/a.tar | ctree --color=always - | sed "1s/.*\..*/./"'
    if [[ $BUILT != *asan* ]]; then
        strace -o ../trace -e trace=?newfstatat,?fstatat64,?stat,?lstat,?statx ctree --color=always --root=r >/dev/null
        run ! grep -q '"f"' ../trace
        LS_COLORS=ex=32 strace -o ../trace ctree --color=always --root=r >/dev/null
        grep -q '"f"' ../trace
    fi
}

@test "--color: ex su sg tw ow st or mi, and ln=target" {
    make ex su sg tw/ ow/ st/ plain
    chmod 755 ex; chmod 4644 su; chmod 2644 sg; chmod 1777 tw; chmod 777 ow; chmod 1755 st
    ln -s none or
    ln -s ex ok
    LS_COLORS='ex=1:su=2:sg=3:tw=4:ow=5:st=6:or=7:mi=8:ln=9'
    export LS_COLORS
    ctree --color=always --no-root | sed 's/\x1b\[\([0-9]*\)m/<\1>/g' >../got
    printf '|--<1>ex<0>\n|--<9>ok<0>\n|--<7>or<0>\n|--<5>ow<0>\n|--plain\n|--<3>sg<0>\n|--<6>st<0>\n|--<2>su<0>\n|--<4>tw<0>\n' >../expected
    same ../got ../expected
    ctree --color=always --no-root -l -P or | sed 's/\x1b\[\([0-9]*\)m/<\1>/g' | grep -q -- '<7>or<0> -> <8>none<0>$'
    LS_COLORS='ex=1:ln=target:or=7' ctree --color=always --no-root -P 'o?' |
        sed 's/\x1b\[\([0-9]*\)m/<\1>/g' | grep -qx -- '|--<1>ok<0>'
    # what is no number does not reach the terminal
    LS_COLORS='ex=1;\e]0;x:*x=2m\033' ctree --color=always --no-root -P ex | grep -qx -- '|--ex'
    # without LS_COLORS there are a few
    env -u LS_COLORS ctree --color=always --no-root -P or | grep -q '01;36mor'
}

@test "-J: one valid value, whatever the names" {
    "$BUILD/tests/mktree" 5 1500 made
    make 'q"uote\' "$(printf '\203\174')" d/x
    ln -s "$(printf 'to\377')" l
    ctree -J . >../json
    perl -MJSON::PP -0777 -ne 'my $v = JSON::PP->new->utf8->decode($_); ref $v eq "ARRAY" or die;
        my $n = 0; my @q = @$v; while (my $e = shift @q) { $n++; push @q, @{$e->{contents} || []} } print "$n\n"' ../json >../got
    test "$(cat ../got)" = "$(find . -printf x | wc -c)"
    run ! grep -qP '[^\x20-\x7E\x80-\xFF\n]' ../json
    iconv -f UTF-8 -t UTF-8 ../json >/dev/null
    # every name's bytes can be had
    perl -MJSON::PP -0777 -ne 'my $v = JSON::PP->new->utf8->decode($_); my @q = map { [$_, "."] } @{$v->[0]{contents}};
        while (my $p = shift @q) { my ($e, $at) = @$p;
            my $name = defined $e->{bytes} ? pack "H*", $e->{bytes} : do { my $s = $e->{name}; utf8::encode($s); $s };
            print "$at/$name\0"; push @q, map { [$_, "$at/$name"] } @{$e->{contents} || []} }' ../json | sort -z >../got2
    find . ! -name . -print0 | sort -z | same ../got2 /dev/stdin
    # a stray is shown as one, and keeps its bytes
    ctree -J -P '?\|' . | grep -q '"name":"�|","bytes":"837c"'
    ctree -J --from=sjis -L1 . | grep -q '"name":"ポ","bytes":"837c"'
    status 2 ctree -J -b .
    status 2 ctree -J --raw .
}

@test "-J: fields of the other options, errors, several roots, lists" {
    make a/f b/
    printf 123 >a/f
    touch -d '2001-02-03 04:05:06Z' a/f
    chmod 640 a/f
    ln -s f a/l
    shows '[\n{"type":"directory","name":"a","contents":[\n{"type":"file","name":"f"},\n{"type":"link","name":"l"}\n]},\n{"type":"directory","name":"b"}\n]\n' \
        ctree -J a b
    status 2 ctree -J --no-root a
    WANT=2 shows '[]\n' ctree -J none
    shows '[\n{"type":"directory","name":"a","contents":[\n{"type":"file","name":"f"}\n],"more":1},\n{"type":"report","directories":0,"files":1,"links":0,"others":0,"undecodable":0}\n]\n' \
        ctree -J --max 1 --stats a
    ctree -J -l a | grep -q '{"type":"file","name":"f","mode":"0640","user":".*","group":".*","size":3,"time":"2001-02-03T04:05:06Z"}'
    ctree -J -l a | grep -q '"name":"l".*"size":1,.*"target":"f"}'
    ctree -J --du a | grep -q '"name":"a","du":[0-9]*,"contents"'
    ctree -J --follow . | grep -q '"type":"file","name":"l","followed":true}'
    shows '[\n{"type":"directory","name":".","contents":[\n{"type":"directory","name":"x","contents":[\n{"type":"unknown","name":"y"}\n]}\n]}\n]\n' \
        ctree -J - <<<x/y
    echo a/f | ctree -J -l - | grep -q '"type":"file","name":"f","mode"'
    ln -s . a/loop
    ctree -J --follow a 2>/dev/null | grep -Eq "\"name\":\"loop\",\"followed\":true,\"error\":\"$ELOOP\"\}"
}

@test "--stats counts what is shown" {
    make a/f a/g b/
    ln -s a l
    mkfifo p
    touch "$(printf 'x\377')"
    ctree --stats . | tail -n 2 | same /dev/stdin <(printf '\n2 directories, 3 files, 1 link, 1 other; 1 name cannot be decoded\n')
    ctree --stats -L1 -d . | tail -n 1 | grep -qx '2 directories, 0 files'
    printf 'a\n' | ctree --stats - | tail -n 1 | grep -qx '0 directories, 1 file'
    # 3 bytes that are no Shift_JIS; the others are read
    touch "$(printf '\203\174')" "$(printf '\201')"
    ctree --stats --from=sjis . | tail -n 1 | grep -q '; 2 names cannot be decoded$'
}

@test "--raw and escapes: the same on a terminal and in a pipe" {
    touch "$(printf 'a\nb')" "$(printf 'c\033[2J')" "$(printf 'd\177')" "$(printf 'e\302\205')" "$(printf 'f\377')" \
        'g\101' 'h\x2d' 'i\1' "$(printf 'j\tk')" 'k|l' 'm\\134'
    shows 'r\n|--a\\012b\n|--c\\033[2J\n|--d\\177\n|--e\\302\\205\n|--f\\377\n|--g\\134101\n|--h\\x2d\n|--i\\1\n|--j\\011k\n|--k|l\n|--m\\\\134134\n' \
        ctree --root=r
    if command -v script >/dev/null; then
        ctree --root=r >../expected
        script -qec 'ctree --root=r' /dev/null </dev/null | tr -d '\r' >../got
        same ../got ../expected
    fi
    ctree --raw --no-root >../got
    find . -print0 | drawn | same ../got /dev/stdin
    status 2 ctree --raw --from=sjis .
}

@test "--from: Shift_JIS and EUC-JP names, sorted and shown in UTF-8" {
    # so SJIS 83 5C, po SJIS 83 7C, a 82 A0; and one that cannot be read
    touch "$(printf '\203\134')" "$(printf '\203\174')" "$(printf '\202\240')" "$(printf '\201')" z
    mkdir "$(printf '\225\134')"
    touch "$(printf '\225\134/\203\174|')"
    shows 'r\n|--z\n|--\\201\n|--あ\n|--ソ\n|--ポ\n|--表\n| |--ポ|\n' ctree --root=r --from=Shift_JIS
    find . | ctree --root=r --from=cp932 - >../got
    ctree --root=r --from=cp932 | same ../got /dev/stdin
    find . | shuf | ctree -b --root=r --from=sjis - >../got
    ctree -b --root=r --from=sjis | same ../got /dev/stdin
    rm -r ./*
    mkdir "$(printf '\311\275')"
    touch "$(printf '\311\275/\245\335')"
    ln -s "$(printf '\311\275/x')" l
    shows 'r\n|--l\n|--表\n| |--ポ\n' ctree --root=r --from=euc-jp
    ctree -l --from=euc-jp | grep -q -- '--l -> 表/x$'
    status 2 ctree --from=nonsense .
    says "--from 'nonsense' is no charset that iconv knows" ctree --from=nonsense .
}

@test "--from: two names that read the same are both there, in a list, too" {
    touch "$(printf '\203\174')" ポ
    shows 'r\n|--ポ\n|--ポ\n' ctree --root=r --from=sjis
    find . | shows 'r\n|--ポ\n|--ポ\n' ctree --root=r --from=sjis -
}

@test "an old server's tree and its moved copy read the same" {
    mkdir old new
    for n in 表示 ソース ポ.cgi a-b a.b 能力; do
        touch "old/$(printf %s $n | iconv -f UTF-8 -t CP932)" "new/$n"
    done
    ctree --from=sjis --root=r old >../expected
    ctree --root=r new | same /dev/stdin ../expected
}

# --- what reviewers and enemies found ---

@test "bugs: --du, -l and --max together keep their columns; --no-root keeps the width" {
    make a/1 a/2 b/
    ctree --du --max 1 --root=r >../got
    w=$(head -n 1 ../got | sed 's/ r$//' | wc -c)
    grep -qxF "$(printf '%*s| |--[+1 more]' "$w" '')" ../got
    grep -qxF "$(printf '%*s|--[+1 more]' "$w" '')" ../got
    ctree -l --max 1 --root=r | grep -qxF "$(printf '%*s|--[+1 more]' 58 '')"
    ctree --du --root=r | sed 1d >../expected
    ctree --du --no-root | same /dev/stdin ../expected
}

@test "bugs: link targets of any length" {
    for n in 255 256 257 600; do
        ln -s "$(printf '%*s' $n '' | tr ' ' x)" l$n
    done
    ctree -l --no-root | sed 's/.* -> //' | awk '{ print length }' | sort -n | tr '\n' ' ' | grep -qx '255 256 257 600 '
}

@test "bugs: many owners; few descriptors leave their names alone" {
    no_valgrind
    test "$(id -u)" = 0 || skip "needs chown"
    for n in $(seq 40); do : >f$n; done
    perl -e 'chown 60000 + $_, 61000 + $_, "f$_" for 1 .. 40'
    ctree -l --no-root | awk '{ print $2, $3 }' | sort -u >../got
    test "$(wc -l <../got)" = 40
    rm ./*
    perl -e 'for (1 .. 30) { mkdir "d"; chdir "d" } open F, ">f"; chown 2, 1, "f"'
    (ulimit -n 16 && ctree -l --no-root) | tail -n 1 | grep -q ' bin *daemon '
}

@test "bugs: -x leaves other file systems out of --du" {
    test -d /dev/pts || skip "no /dev/pts"
    test "$(stat -c %d /dev/pts)" != "$(stat -c %d /dev)" || skip "/dev/pts is no file system"
    ctree -x --du -L1 /dev | grep -qE '^ *0 \|--pts$'
}

@test "bugs: -J tells trouble through --du, --prune and -L" {
    no_valgrind
    make d/x ok/y
    chmod 0 d
    for how in "" --du "--du -L1"; do
        as_nobody -J $how --root=r 2>/dev/null | grep -q '"name":"d".*"error":"Permission denied"' ||
            { echo "$how"; return 1; }
    done
    # one that is not shown has no place for it, and gives it to no other
    as_nobody -J --prune --root=r 2>/dev/null >../got || test $? = 1
    run ! grep -q error ../got
    chmod 755 d
    [[ $BUILT != *asan* ]] || return 0
    # half read, then shown
    (cd d && seq 1 3000 | xargs touch)
    for how in "" --prune --du; do
        strace -o /dev/null -P "$PWD/d" -e trace=getdents64 -e inject=getdents64:error=EIO:when=2 \
            ctree -J $how . 2>/dev/null >../got || test $? = 1
        test "$(grep -cE "\"error\":\"$EIO\"" ../got)" = 1
    done
}

@test "bugs: links that cannot be followed are told, those that lead nowhere are not" {
    no_valgrind
    make ur/a/sub/ dir/
    ln -s ../ur/a/sub dir/unr
    ln -s none dir/dead
    chmod 0 ur/a
    WANT=1 shows 'r\n|--dead\n|--unr\n' as_nobody --root=r --follow dir
    WANT=1 shows 'r\n|--unr\n' as_nobody --root=r --follow -d dir
    says 'ctree: dir/unr: Permission denied' as_nobody --follow dir
    chmod 755 ur/a
    cd dir
    rm unr
    ln -s self self
    WANT=1 shows 'r\n|--dead\n|--self\n' ctree --root=r --follow
    status 1 ctree --follow . >../got 2>../err
    grep -Eqx "ctree: ./self: $ELOOP" ../err
    shows 'r\n|--dead\n|--self\n' ctree --root=r
}

@test "bugs: a link that vanishes does not borrow the colour of another" {
    [[ $BUILT != *asan* ]] || skip "no strace with the sanitizers"
    ln -s none a
    : >f
    ln -s f b
    export LS_COLORS='ln=1:or=2:ex=3'
    strace -o ../trace -e trace=?newfstatat,?fstatat64,?statx ctree -lb --prune --color=always --root=r >/dev/null
    n=$(grep -n '"b"' ../trace | head -n 1 | cut -d: -f1)
    strace -o ../trace -e trace=?newfstatat,?fstatat64,?statx -e inject=?newfstatat,?fstatat64,?statx:error=ENOENT:when=$n \
        ctree -lb --prune --color=always --root=r >../got 2>/dev/null || test $? = 1
    grep -q "$(printf '\033\[2ma')" ../got
    grep -q "$(printf '\033\[1mb')" ../got
}

@test "mutants: the last of a box, a link to its own directory, bytes of a target, 00 in LS_COLORS" {
    make a z/
    shows 'r\n└── a\n' ctree -b --prune --root=r
    ln -s . l
    WANT=1 shows 'r\n|--a\n|--l\n|--z\n' ctree --follow --root=r
    ln -s "$(printf 'to\377')" t
    ctree -Jl | grep -q '"name":"t".*"target_bytes":"746fff"'
    touch x.txt
    LS_COLORS='fi=5:*.txt=00' ctree --color=always --no-root -P '*.txt' | grep -qx -- '|--x.txt'
}

@test "mutants: -x and a mounted file system, drawn and counted" {
    make m/ a
    unshare -m mount -t tmpfs tmpfs m 2>/dev/null || skip "nothing can be mounted"
    unshare -m sh -c 'mount -t tmpfs tmpfs m && head -c 100000 /dev/zero >m/f && ctree -x --du --root=r' >../got
    grep -qE '^ *0 \|--m$' ../got
    run ! grep -q -- '--f' ../got
}

@test "bugs: lists" {
    # slashes on either of two that are the same, sorted
    shows '.\n|--a\n' ctree -d - <<<$'a\na/\nb'
    shows '.\n|--a\n' ctree -d - <<<$'a/\na\nb'
    # an empty one, in order, without levels
    shows '.\n' ctree -UL0 - </dev/null
    # what came before a bad record
    WANT=2 shows '.\n|--a\n| |--1\n| |--2\n' ctree -U - < <(printf 'a/1\na/2\nb\0c\n')
    # the root's bytes, and / is a name that can be read
    printf '\203\134\n\203\134/a\n' | ctree --from=shift_jis -J - | grep -q '"name":"ソ","bytes":"835c"'
    printf '/\nA/b\n' | ctree --from=euc-jp --stats - | tail -n 1 | grep -qx '2 directories, 1 file'
    # a deep path costs what it is long
    perl -e 'print "d/" x 60000, "\n"' >../list
    timeout 20 ctree -l -L2 -f ../list >../got 2>/dev/null || test $? = 1
    test "$(wc -l <../got)" = 3
}

# --- what must hold ---

@test "3,000 levels with 64 descriptors, paths beyond PATH_MAX" {
    perl -e 'for (1 .. 3000) { mkdir "deep-directory" or die; mkdir "x"; chdir "deep-directory" or die }'
    (ulimit -n 64 && ctree --root=r) >../got
    test "$(wc -l <../got)" = 6001
    perl -e 'print "r\n"; print "| " x $_, "|--deep-directory\n" for 0 .. 2999;
        print "| " x $_, "|--x\n" for reverse 0 .. 2999' | same ../got /dev/stdin
    (ulimit -n 64 && ctree -b --du -l --root=r --follow) >../got
    test "$(wc -l <../got)" = 6001
    ctree -J >../got
    test "$(grep -o '"type"' ../got | wc -l)" = 6001
    # of a list
    perl -e 'print "d/" x 20000, "\n"' | ctree --root=r - | tail -n 1 | wc -c | grep -qx 40003
}

@test "unreadable directories: told with their path, status 1; an unreadable root, status 2" {
    no_valgrind
    make a/x b/c/y d
    chmod 0 b
    WANT=1 shows 'r\n|--a\n| |--x\n|--b\n|--d\n' as_nobody --root=r
    says 'ctree: ./b: Permission denied' as_nobody .
    WANT=2 shows '' as_nobody b
    WANT=2 shows 'a\n|--x\n' as_nobody b a
    as_nobody -J --root=r | grep -q '"name":"b","error":"Permission denied"}'
    # searchable is not readable; readable is not searchable
    chmod 444 b
    WANT=1 shows 'r\n|--a\n| |--x\n|--b\n| |--c\n|--d\n' as_nobody --root=r
    chmod 755 b
    touch "$(printf 'b/\033')"
    mkdir "$(printf 'n\033')"
    chmod 0 "$(printf 'n\033')"
    says 'ctree: ./n\033: Permission denied' as_nobody .
    chmod 755 "$(printf 'n\033')"
}

@test "what vanishes while it is read is told" {
    no_valgrind
    [[ $BUILT != *asan* ]] || skip "no strace with the sanitizers"
    make a/x b/y
    strace -o ../trace -e trace=openat -e inject=openat:error=ENOENT:when=999 ctree --root=r >../expected
    # the second directory is gone, or cannot be opened
    n=$(grep -n '"a"' ../trace | cut -d: -f1)
    for error in ENOENT EACCES ELOOP ENOTDIR; do
        strace -o ../trace -e trace=openat -e inject=openat:error=$error:when=$n ctree --root=r >../got 2>../err || echo $? >../code
        grep -qx 1 ../code
        printf 'r\n|--a\n|--b\n| |--y\n' | same ../got /dev/stdin
        grep -q 'ctree: ./a: ' ../err
    done
    # reading fails in the middle: what came is shown
    strace -o ../trace -e trace=getdents64 -e inject=getdents64:error=EIO:when=4 ctree --root=r >../got 2>../err || echo $? >../code
    grep -qx 1 ../code
    printf 'r\n|--a\n| |--x\n|--b\n| |--y\n' | same ../got /dev/stdin
    grep -Eq "$EIO" ../err
    # in the root, it is trouble
    status 2 strace -o ../trace -e trace=getdents64 -e inject=getdents64:error=EIO:when=1 ctree --root=r >../got 2>../err
    # no descriptors left: some are given back
    status 1 strace -o ../trace -e trace=openat -e inject=openat:error=EMFILE:when=$n+ ctree --root=r >../got 2>../err
    grep -Eq "$EMFILE" ../err
    # the status of b
    strace -o ../trace -e trace=?newfstatat,?fstatat64,?statx ctree -l --root=r >/dev/null
    n=$(grep -n '"b"' ../trace | cut -d: -f1)
    status 1 strace -o ../trace -e trace=?newfstatat,?fstatat64,?statx -e inject=?newfstatat,?fstatat64,?statx:error=ENOENT:when=$n ctree -l --root=r >../got 2>../err
    grep -q 'ctree: ./b: No such file' ../err
    grep -q '^?????????? .*|--b$' ../got
}

@test "no directory is stat'ed, no path is built, two reads a directory" {
    no_asan
    no_coverage
    make a/b/c d/e f
    strace -o ../trace ctree --root=r >/dev/null
    # behind what the loader does
    sed -n '/^openat.*"\."/,$p' ../trace >../walk
    run ! grep -qE 'stat' ../walk
    test "$(grep -c getdents64 ../walk)" = 8
    test "$(grep -c '^openat' ../walk)" = 4
    run ! grep -q '"a/' ../walk
}

@test "many entries in one directory, a million in a list" {
    test "$BUILD" = "$TOP/build" || skip "once is enough"
    perl -e 'mkdir "m"; chdir "m"; for (1 .. 50000) {
        open my $f, ">", sprintf "%08x", $_ * 2654435761 % 2**32 or die }'
    (cd m && ls -U | sort | sed 's/^/|--/') >../expected
    ctree --no-root m >../got
    same ../got ../expected
    perl -e 'printf "%08x\n", $_ * 2654435761 % 2**32 for 1 .. 1000000' >../list
    sort ../list | sed 's/^/|--/' >../expected
    ctree --no-root -f ../list >../got
    same ../got ../expected
}

@test "/dev/full, whatever is drawn" {
    make a/b
    for how in "" -b -J -l --du --stats --prune; do
        status 2 ctree $how . >/dev/full
        says 'standard output: No space left on device' bash -c "ctree $how . >/dev/full"
        status 2 ctree -L0 . >/dev/full
    done
}

@test "the first line comes at once" {
    "$BUILD/tests/mktree" -p 1 6000 made
    # the reader sees the root before the walk goes on
    ctree made | { IFS= read -r -t 5 line; test "$line" = made; cat >/dev/null; }
    [[ $BUILT != *asan* ]] || return 0
    strace -o ../trace -e trace=write,openat ctree made >/dev/null
    test "$(grep -n '^write' ../trace | head -n 1 | cut -d: -f1)" -lt "$(($(grep -c '' ../trace) / 10))"
}
