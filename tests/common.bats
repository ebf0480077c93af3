load helpers

# What every filter does.  A line a filter: its name, a command that reads
# standard input, and an input with something to find.
filters() { echo "addrgrab"; }
INPUT='x <a@example.com> y\n'

setup() { cd "$BATS_TEST_TMPDIR"; printf "$INPUT" >input; }

@test "--help and -h: standard output, every option, status 0" {
    for f in $(filters); do
        "$f" --help >help
        "$f" -h >h
        same h help
        head -n 1 help | grep -q "^usage: $f "
        for o in $(sed -n '/^\.It Fl/s/.*Fl -\([a-z-]*\).*/\1/p' "$TOP/man/$f.1"); do
            grep -q -- "--$o" help || { echo "$f --help lacks --$o"; return 1; }
        done
        for o in $(grep -oE -- '--[a-z-]+' help | sort -u); do
            grep -q -- "Fl ${o#-}" "$TOP/man/$f.1" || { echo "$f.1 lacks $o"; return 1; }
        done
        status 2 "$f" --help >/dev/full
    done
}

@test "--version and -V" {
    for f in $(filters); do
        prints "$f (hikkoshi) 1.0.0\n" "$f" --version
        prints "$f (hikkoshi) 1.0.0\n" "$f" -V
    done
}

@test "unknown options and missing arguments are named, status 2" {
    for f in $(filters); do
        status 2 "$f" --no-such-thing
        says "$f: unknown option --no-such-thing; see --help" "$f" --no-such-thing
        says "unknown option -Z" "$f" -Z
        says "option --help takes no argument" "$f" --help=x
        says 'unknown option' "$f" "$(printf -- '--\033[31m')"
        says "option --from needs CHARSET" "$f" --from
        says "'nonsense' is no charset" "$f" --from=nonsense input
        status 2 "$f" --from=nonsense input
    done
}

@test "-- ends the options" {
    for f in $(filters); do
        cp input ./-q
        "$f" -- -q >got
        test -s got
    done
}

@test "a missing file, a directory: named, status 2, the others are still read" {
    for f in $(filters); do
        "$f" input >expected
        status 2 "$f" no/such input . >got
        same got expected
        says "$f: no/such: No such file or directory" "$f" no/such input
        says "$f: .: Is a directory" "$f" . input
        says "$f: a\\033b: No such file" "$f" "$(printf 'a\033b')"
    done
}

@test "a write error gives a message and status 2" {
    for f in $(filters); do
        status 2 "$f" input >/dev/full
        "$f" input 2>err >/dev/full || :
        grep -qx "$f: standard output: No space left on device" err
    done
}

@test "closed standard input and output" {
    for f in $(filters); do
        status 2 "$f" <&-
        "$f" <&- 2>err || :
        grep -q "$f: (standard input): Bad file descriptor" err
        status 2 "$f" input >&-
        "$f" input 2>err >&- || :
        grep -q "$f: standard output: Bad file descriptor" err
        # nothing opened later may become a standard stream
        status 2 "$f" <&- >&- 2>&-
        status 0 "$f" input 2>&-
        cat input >before
        status 2 "$f" input >&- 2>&-
        same input before
    done
}

@test "SIGPIPE: default ends by the signal, ignored ends quietly with 2" {
    gen dense 1 3000000 >big
    for f in $(filters); do
        { "$f" -a big || echo $? >code; } | head -n 1 >/dev/null
        grep -qx 141 code
        { (trap '' PIPE; exec "$f" -a big 2>err) || echo $? >code; } | head -n 1 >/dev/null
        grep -qx 2 code
        test ! -s err
    done
}

@test "empty input, no final newline, CRLF, NUL, invalid UTF-8" {
    for f in $(filters); do
        status 1 "$f" </dev/null
        prints '' "$f" </dev/null
        printf 'a@b' | "$f" >got; printf 'a@b\n' | cmp - got
        printf 'a@b\r\n' | "$f" >got; printf 'a@b\n' | cmp - got
        printf 'x\0a@b\0\n' | "$f" >got; printf 'a@b\n' | cmp - got
        printf '\377\376a@b\303' | "$f" >got; printf 'a@b\n' | cmp - got
    done
}

@test "a line of 10 MB, and input byte by byte" {
    for f in $(filters); do
        { head -c 10000000 /dev/zero | tr '\0' ' '; printf 'a@b '; head -c 1000 /dev/zero | tr '\0' x; } >line
        prints 'a@b\n' "$f" line
        prints 'a@b\n' "$f" <line
        { gen dense 1 2000; printf 'last@b'; } >text
        "$f" -a text >expected
        perl -e '$| = 1; print while ($_ = getc) ne ""' <text | "$f" -a >got
        same got expected
    done
}

@test "the locale changes no byte" {
    gen random 4 30000 >text
    for f in $(filters); do
        LC_ALL=C "$f" -a text >expected
        for locale in C.UTF-8 ja_JP.UTF-8 ja_JP.SJIS; do
            LC_ALL=$locale LANG=$locale "$f" -a text >got
            same got expected
        done
    done
}

@test "a pipe is read to its end, so that its writer never breaks" {
    gen mail 2 2000000 >big
    for f in $(filters); do
        for how in -1 "-F From" "-qa" "-1 -e @" "-F Nothing" "- no/such" \
            --from=nonsense "-F a=b" "-e a(b" "-1a" -Z "--bogus -a"; do
            (trap - PIPE; cat big; echo $? >code) | "$f" $how >/dev/null 2>&1 || :
            grep -qx 0 code || { echo "$how"; return 1; }
        done
        # even when the answer cannot be written
        (trap - PIPE; cat big; echo $? >code) | "$f" -1 >/dev/full 2>/dev/null || :
        grep -qx 0 code
        # a file is left where it is
        { "$f" -1 >/dev/null; cat >rest; } <big
        test -s rest
        # standard input that is no operand is left alone
        echo keep | { "$f" -1 big >/dev/null; cat; } | grep -qx keep
    done
}

# began_reading PID FILE: has the process read some of it?
began_reading() {
    local fd
    for fd in /proc/$1/fd/*; do
        if test "$(basename "$(readlink "$fd")")" = "$2"; then
            grep -q '^pos:[[:space:]]*[1-9]' "/proc/$1/fdinfo/${fd##*/}"
            return
        fi
    done
    return 1
}

@test "a file that shrinks while it is read" {
    for f in $(filters); do
        gen dense 1 9000000 >big
        mkfifo out
        # nobody reads: the filter stops in the middle, its output full
        "$f" -a big >out & pid=$!
        exec 8<out
        until began_reading $pid big; do kill -0 $pid; done
        : >big
        cat <&8 >got
        exec 8<&-
        wait $pid
        test -s got
        # whole lines only, all of them from the file
        test "$(tail -c 1 got | od -An -c | tr -d ' ')" = '\n'
        rm out
    done
}

@test "output comes before input is waited for" {
    for f in $(filters); do
        mkfifo in out
        "$f" -a <in >out & pid=$!
        exec 7>in 8<out
        printf 'x a@b y\n' >&7
        IFS= read -r -t 10 line <&8
        test "$line" = a@b
        exec 7>&- 8<&-
        wait $pid
        # an answer that is known comes before the rest is read
        for how in -1 "-F To"; do
            "$f" $how <in >out & pid=$!
            exec 7>in 8<out
            printf 'To: a@b\n\n' >&7
            IFS= read -r -t 10 line <&8
            test "$line" = a@b
            exec 7>&- 8<&-
            wait $pid
        done
        rm in out
    done
}

@test "signals, short writes and descriptors that do not block lose nothing" {
    gen dense 1 300000 >text
    for f in $(filters); do
        "$f" -a text >expected
        # only on these files: the loader reads, too
        for fault in read:error=EINTR:when=1+2 read:error=EAGAIN:when=1+2 \
            write:error=EINTR:when=1+2 write:error=EAGAIN:when=1+2; do
            strace -o trace -P "$PWD/text" -P "$PWD/got" -e trace=read,write \
                -e inject=$fault "$f" -a text >got
            grep -q INJECTED trace
            same got expected
        done
        # a pipe that takes what it can, and says so
        perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK) or die; exec @ARGV' \
            "$f" -a text | { sleep 0.2; cat; } >got
        same got expected
        perl -MFcntl -e '$| = 1; select undef, undef, undef, 0.1; open F, "text"; print while <F>' |
            perl -MFcntl -e 'fcntl(STDIN, F_SETFL, O_RDONLY | O_NONBLOCK) or die; exec @ARGV' \
            "$f" -a >got
        same got expected
    done
}

@test "errors of reading and of closing are told, status 2" {
    for f in $(filters); do
        status 2 strace -o trace -P "$PWD/got" -e trace=close -e inject=close:error=EIO "$f" -a input >got 2>err
        grep -q 'standard output: Input/output error' err
        status 2 strace -o trace -P "$PWD/input" -e trace=read -e inject=read:error=EIO "$f" -a input 2>err
        grep -q 'input: Input/output error' err
    done
}

@test "memory stays below 4 MB" {
    gen mail 1 30000000 >big
    for f in $(filters); do
        "$BUILD/tests/pace" -n 1 a "$f" -a big -- b "$f" big -- \
            c "$f" -a -F From --mbox big >paced
        cat paced
        awk '$4 >= 4096 { exit 1 }' paced
    done
}
