load helpers

# What every filter does.  `use NAME` sets for each of them:
#   plain    the command that reads the file added to it
#   piped    the same, for standard input
#   loud     the same as plain, printing something of `input`
#   many     the same, printing much of `big`; bytes: of any bytes
filters() { echo "addrgrab addrcmp ctree jcodefix vpwcheck"; }
use() {
    case $1 in
    addrgrab) plain=(addrgrab) piped=(addrgrab) loud=(addrgrab) many=(addrgrab -a) bytes=(addrgrab -a) ;;
    addrcmp) plain=(addrcmp From To) piped=(addrcmp -p From To) loud=("${piped[@]}")
        many=("${loud[@]}") bytes=("${loud[@]}") ;;
    ctree) plain=(ctree -f) piped=(ctree -) loud=(ctree -f) many=(ctree -f) bytes=(ctree -0f) ;;
    vpwcheck) plain=(vpwcheck --policy=none --rule=/^/ -f plain) piped=("${plain[@]}") loud=("${plain[@]}" -a) many=("${loud[@]}") bytes=("${loud[@]}") ;;
    jcodefix) plain=(jcodefix) piped=(jcodefix) loud=(jcodefix) many=(jcodefix) bytes=(jcodefix) ;;
    esac
}
INPUT='From: x <a@example.com>\nTo: a@example.com\n\ny\n'

setup() { cd "$BATS_TEST_TMPDIR"; printf "$INPUT" >input; }

# big SIZE: a header of about SIZE bytes, an address a line.
big() {
    printf 'From: a@example.com\nTo: '
    perl -e 'print "a$_\@example.com,\n " for 1 .. $ARGV[0] / 22' "$1"
    printf 'a@example.com\n\nbody\n'
}

# options NAME: those of its --help, a line each, as "-f --format =" or "--each";
# = : with an argument, [=: with one that may be left out.
options() {
    "$1" --help | perl -ne '
        next unless /^  [- ](.)[, ] (--[a-z0-9-]+)(\[?=)?/;
        print $1 eq " " ? "" : "-$1 ", $2, $3 ? " $3" : "", "\n"'
}

# paged PAGE: the same of a page's .It Fl.
paged() {
    perl -ne '
        next unless s/^\.It Fl //;
        my (@names, $arg);
        for (split /, Fl /) {
            push @names, "-" . (split)[0];
            $arg = /^\S+( Ns)? O[op] / ? " [=" : / (Ar|Cm) / ? " =" : "";
        }
        # two names of an option, or an option each
        print $names[0] =~ /^--/ ? map { "$_$arg\n" } @names : "@names$arg\n"' "$1"
}

@test "--help and -h: standard output, status 0" {
    for f in $(filters); do
        "$f" --help >help
        "$f" -h >h
        same h help
        head -n 1 help | grep -q "^usage: $f "
        status 2 "$f" --help >/dev/full
    done
}

@test "the pages and --help have the same options" {
    for f in $(filters); do
        options $f | sort >want
        for page in "$TOP/man/$f.1" "$TOP"/man/*/"$f.1"; do
            test -e "$page" || continue
            paged "$page" | sort >got
            same got want
        done
    done
}

# word NAME LONG: something that the option takes.
word() {
    case $1$2 in
    addrgrab--format) echo %a ;;
    vpwcheck--format) echo plain ;;
    vpwcheck--rules) echo rules ;;
    *--policy) echo none ;;
    *--output) echo tsv ;;
    *--columns) echo password=1 ;;
    *--rule) echo /x/ ;;
    *--allow) echo - ;;
    *--from) echo utf-8 ;;
    *--unquote) echo tar ;;
    *--color | *--progress) echo never ;;
    *--rules) echo default ;;
    *) echo 1 ;;
    esac
}

# helps NAME OPTION ...: --help wins over what else is asked for, and over
# options that do not go together, not over one that is wrong.
helps() {
    status 0 "$1" --help "${@:2}" >got 2>err || { echo "$*"; cat err; return 1; }
    same got help
    same err /dev/null
}

@test "what --help says is an option is one, and takes an argument or none as it says" {
    echo "\$CONF['password_validation'] = array('/x/' => 'message');" >rules
    for f in $(filters); do
        "$f" --help >help
        while read -ra names; do
            mark=
            [[ ${names[-1]} != *= ]] || { mark=${names[-1]}; unset 'names[-1]'; }
            long=${names[-1]}
            word=$(word "$f" "$long")
            case $mark in
            '')
                for name in "${names[@]}"; do helps "$f" "$name"; done
                says "$f: option $long takes no argument" "$f" "$long=$word" ;;
            =)
                for name in "${names[@]}"; do
                    helps "$f" "$name" "$word"
                    says "$f: option $long needs" "$f" "$name"
                done
                helps "$f" "$long=$word" ;;
            '[=')
                for name in "${names[@]}"; do helps "$f" "$name"; done
                helps "$f" "$long=$word" ;;
            esac
        done < <(options "$f")
        # and no other letter is
        for letter in {a..z} {A..Z} {0..9}; do
            grep -q "^  -$letter, " help || says "unknown option -$letter" "$f" "-$letter"
        done
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
    done
}

@test "-- ends the options" {
    for f in $(filters); do
        use $f
        rm -rf -- -q
        cp input ./-q
        case $f in
        ctree) rm -- -q; mkdir -- -q; ctree -- -q >got ;;
        *) "${loud[@]}" -- -q >got ;;
        esac
        test -s got
    done
}

@test "a missing file, a directory: named, status 2" {
    for f in $(filters); do
        use $f
        status 2 "${plain[@]}" no/such
        says "$f: no/such: No such file or directory" "${plain[@]}" no/such
        status 2 "${plain[@]}" .
        says "$f: .: Is a directory" "${plain[@]}" .
        says "$f: a\\033b: No such file" "${plain[@]}" "$(printf 'a\033b')"
    done
}

@test "a write error gives a message and status 2" {
    for f in $(filters); do
        use $f
        status 2 "${loud[@]}" input >/dev/full
        "${loud[@]}" input 2>err >/dev/full || :
        grep -qx "$f: standard output: No space left on device" err
    done
}

@test "closed standard input and output" {
    for f in $(filters); do
        use $f
        status 2 "${piped[@]}" <&-
        "${piped[@]}" <&- 2>err || :
        grep -q "$f: (standard input): Bad file descriptor" err
        status 2 "${loud[@]}" input >&-
        "${loud[@]}" input 2>err >&- || :
        grep -q "$f: standard output: Bad file descriptor" err
        # nothing opened later may become a standard stream
        status 2 "${piped[@]}" <&- >&- 2>&-
        status 0 "${loud[@]}" input 2>&-
        cat input >before
        status 2 "${loud[@]}" input >&- 2>&-
        same input before
    done
}

@test "SIGPIPE: default ends by the signal, ignored ends quietly with 2" {
    big 3000000 >big
    for f in $(filters); do
        use $f
        { "${many[@]}" big || echo $? >code; } | head -n 1 >/dev/null
        grep -qx 141 code
        { (trap '' PIPE; exec "${many[@]}" big 2>err) || echo $? >code; } | head -n 1 >/dev/null
        grep -qx 2 code
        test ! -s err
    done
}

@test "empty input: nothing is printed" {
    for f in "1 addrgrab" "2 addrcmp -p From To" "0 jcodefix" "0 jcodefix --literal" "0 jcodefix --check" "0 vpwcheck"; do
        status $f </dev/null >got 2>err
        test ! -s got
        test ! -s err
    done
}

@test "input byte by byte" {
    big 20000 >big
    for f in $(filters); do
        use $f
        "${many[@]}" big >expected
        perl -e '$| = 1; print while ($_ = getc) ne ""' <big | "${many[@]}" /dev/stdin >got
        same got expected
    done
}

@test "the locale changes no byte" {
    { printf 'From: "\350\241\250\223\372" <a@b>, \371@\371\nTo: \244\242 <c@d>\n\n'; gen random 4 30000; } >text
    for f in $(filters); do
        use $f
        LC_ALL=C "${bytes[@]}" text >expected 2>expected_err || :
        test -s expected
        for locale in C.UTF-8 ja_JP.UTF-8 ja_JP.SJIS; do
            LC_ALL=$locale LANG=$locale "${bytes[@]}" text >got 2>err || :
            same got expected
            same err expected_err
        done
    done
}

# unread NAME: sets of arguments with which not all of the input is needed.
unread() {
    case $1 in
    addrgrab) printf '%s\n' -1 "-F From" "-qa" "-1 -e @" "-F Nothing" "- no/such" \
        --from=nonsense "-F a=b" "-e a(b" "-1a" -Z "--bogus -a" ;;
    addrcmp) printf '%s\n' "From To" "-v From To" "-p From To" "Not There" "From To -" \
        "From" "From To - x" "a=b To" "From a,b" -Z "--bogus From To" "From To /dev/stdin" ;;
    esac
}

@test "a pipe is read to its end, so that its writer never breaks" {
    { cat input; gen mail 2 2000000; } >big
    # ctree's list may break off: find(1) and tar(1) end quietly
    for f in addrgrab addrcmp; do
        use $f
        while read -r how; do
            (trap - PIPE; cat big; echo $? >code) | "$f" $how >/dev/null 2>&1 || :
            grep -qx 0 code || { echo "$f $how"; return 1; }
        done < <(unread $f)
        # even when the answer cannot be written
        (trap - PIPE; cat big; echo $? >code) | "${loud[@]}" >/dev/full 2>/dev/null || :
        grep -qx 0 code
        # standard input that is no operand is left alone
        echo keep | { "${plain[@]}" big >/dev/null || :; cat; } | grep -qx keep
    done
    # a file is left where it is
    { addrgrab -1 >/dev/null; cat >rest; } <big
    test -s rest
    { addrcmp From To; cat >rest; } <big
    test -s rest
}

@test "an answer that is known comes before the rest is read" {
    for how in "addrgrab -1" "addrgrab -F To" "addrcmp -p To To"; do
        mkfifo in out
        $how <in >out & pid=$!
        exec 7>in 8<out
        printf 'To: a@b\n\n' >&7
        IFS= read -r -t 10 line <&8
        test "${line#To	}" = a@b
        exec 7>&- 8<&-
        wait $pid
        rm in out
    done
}

@test "signals, short writes and descriptors that do not block lose nothing" {
    no_asan
    big 300000 >text
    for f in $(filters); do
        use $f
        "${many[@]}" text >expected
        # only on these files: the loader reads, too
        for fault in read:error=EINTR:when=1+2 read:error=EAGAIN:when=1+2 \
            write:error=EINTR:when=1+2 write:error=EAGAIN:when=1+2; do
            strace -o trace -P "$PWD/text" -P "$PWD/got" -e trace=read,write \
                -e inject=$fault "${many[@]}" text >got
            grep -q INJECTED trace
            same got expected
        done
        # a pipe that takes what it can, and says so
        perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK) or die; exec @ARGV' \
            "${many[@]}" text | { sleep 0.2; cat; } >got
        same got expected
        perl -MFcntl -e '$| = 1; select undef, undef, undef, 0.1; open F, "text"; print while <F>' |
            perl -MFcntl -e 'fcntl(STDIN, F_SETFL, O_RDONLY | O_NONBLOCK) or die; exec @ARGV' \
            "${many[@]}" /dev/stdin >got
        same got expected
    done
}

@test "errors of reading and of closing are told, status 2" {
    no_asan
    for f in $(filters); do
        use $f
        status 2 strace -o trace -P "$PWD/got" -e trace=close -e inject=close:error=EIO "${loud[@]}" input >got 2>err
        grep -Eq "standard output: $EIO" err
        status 2 strace -o trace -P "$PWD/input" -e trace=read -e inject=read:error=EIO "${loud[@]}" input 2>err
        grep -Eq "input: $EIO" err
    done
}

@test "memory stays below 4 MB" {
    no_asan
    no_valgrind
    { cat input; gen mail 1 30000000; } >big
    "$BUILD/tests/pace" -n 1 -i big a addrgrab -a big -- b addrgrab big -- \
        c addrgrab -a -F From --mbox big -- d addrcmp -p From To -- \
        e addrcmp From To big -- f ctree -Uf big -- g ctree /usr/share/doc >paced
    cat paced
    awk '$4 >= 4096 { exit 1 }' paced
}

# jcodefix -i writes, and then only.
@test "a filter that only reads is held to it, where the system can" {
    no_asan
    no_coverage
    confined() { strace -o trace -e trace=landlock_restrict_self "$@" >out 2>err <input; grep -q '= 0$' trace; }
    strace -o trace -e trace=landlock_restrict_self true 2>err || skip "no strace, or it does not know the call"
    # asked of the kernel itself: which version there is
    perl -e 'exit(syscall(444, 0, 0, 1) < 1)' || skip "no Landlock here"
    [[ $BUILT != *portable* && $BUILT != *valgrind* ]] || skip "built without, or run by what does not know it"
    confined "$BUILD/tests/noop" c
    for f in $(filters); do
        use $f
        ! "${piped[@]}" -h >out || confined "${piped[@]}" || { echo "$f is not"; return 1; }
    done
    cp input file.pl
    ! confined jcodefix -i file.pl || return 1
}
