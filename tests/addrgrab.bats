load helpers

# addrgrab's contract, option by option.  Field mode has a table of its own
# (headers.bats), the pattern an oracle (oracle.bats).

setup() { cd "$BATS_TEST_TMPDIR"; }

PROSE='write to a.b@example.com. or (=c@Example.NET-), c@example.net\nand d@-x e@..\n'
text() { printf "$PROSE" >text; }

@test "no option: the last, as in the recipe" {
    echo '"I-am@office.work" <a-b-c._.d=efg@hogehoge.com>' >in
    prints 'a-b-c._.d=efg@hogehoge.com\n' addrgrab in
    printf "o'brien@x.example\n" >in
    prints 'brien@x.example\n' addrgrab in
    # of the whole input, and no match across two files
    printf 'a@b x@' >one; printf 'y\n' >two
    prints 'a@b\n' addrgrab one two
}

@test "-a, -1" {
    text
    prints 'a.b@example.com.\n=c@Example.NET-\nc@example.net\nd@-x\ne@..\n' addrgrab -a text
    prints 'a.b@example.com.\n' addrgrab -1 text
    prints 'a.b@example.com.\n' addrgrab --first text text
}

@test "-d, -l, and results that are no domain or no name" {
    text
    prints 'example.com.\nExample.NET-\nexample.net\n' addrgrab -ad text
    says 'unsafe, not printed: d@-x' addrgrab -ad text
    says 'unsafe, not printed: e@..' addrgrab -ad text
    prints 'a.b\n=c\nc\nd\ne\n' addrgrab -al text
    # the last that can be printed; one behind it is named, one before not
    prints 'example.net\n' addrgrab -d text
    says 'e@..' addrgrab -d text
    printf 'd@-x a@b\n' >in
    addrgrab -d in 2>err
    test ! -s err
    printf -- '-a@b ..@c\n' >in
    prints '' addrgrab -al in
    status 1 addrgrab -al in
    # -x is for header fields and -e
    prints '' addrgrab -alx in
    prints '-a\n..\n' addrgrab -alxe '\S+' in
    # no empty part is an answer
    echo 'foo@ @bar' >in
    prints '' addrgrab -ade 'foo@' in
    prints '' addrgrab -ale '@bar' in
}

@test "-u, -c: the domain without case" {
    printf 'a@X.example b@y A@x.example a@x.EXAMPLE b@y\n' >in
    prints 'a@X.example\nb@y\nA@x.example\n' addrgrab -u in
    prints '2\ta@X.example\n2\tb@y\n1\tA@x.example\n' addrgrab -c in
    prints 'X.example\ny\n' addrgrab -ud in
    prints '3\tX.example\n2\ty\n' addrgrab -cd in
    prints 'a\nb\nA\n' addrgrab -ul in
    prints 'a@x.example\nb@y\nA@x.example\n' addrgrab -ui in
    # one mailbox, with quotes or without
    printf 'To: "a..b"@x.example, a..b@x.example\n\n' >in
    prints '2\ta..b@x.example\n' addrgrab -cF To in
    prints '2\t"a..b"@x.example\n' addrgrab -cxF To in
}

@test "-t: what prose glued on, and the limits of RFC 5321" {
    text
    prints 'a.b@example.com\nc@Example.NET\nc@example.net\nd@-x\n' addrgrab -at text
    prints 'd@-x\n' addrgrab -t text
    l=$(printf 'l%.0s' $(seq 64)); d=$(printf 'd%.0s' $(seq 255))
    echo "$l@$d x$l@$d $l@x$d" >in
    prints "$l@$d\n" addrgrab -at in
    # parsed, what begins a local part is its own
    echo "To: x$l@y, .z+@w., =a@b" | prints '.z+@w\n=a@b\n' addrgrab -atF To
    printf '=@. \n' >in
    status 1 addrgrab -t in
}

@test "-i: the domain only" {
    echo 'Abc@Example.COM' >in
    prints 'Abc@example.com\n' addrgrab -i in
    prints 'example.com\n' addrgrab -id in
    prints 'Abc\n' addrgrab -il in
}

@test "-e: any pattern; -x for what it finds outside the safe bytes" {
    printf 'id=<x y> a@b\nFrom: k\n' >in
    prints 'a@b\n' addrgrab -e '[a-z]@[a-z]' in
    prints 'id=\nFrom\nk\n' addrgrab -ae 'id=|F\w+|k' in
    prints '' addrgrab -e '<.*>' in
    says 'unsafe, not printed without -x: <x y>' addrgrab -e '<.*>' in
    status 1 addrgrab -e '<.*>' in
    prints '<x y>\n' addrgrab -xe '<.*>' in
    # without an @ there is no domain, and the local part is all
    prints '' addrgrab -ade 'k$' in
    prints 'k\n' addrgrab -ale 'k$' in
    # a letter that must be there may be there in the other case
    echo aX | prints 'aX\n' addrgrab -e '(?i)[a-w]+x'
    prints '2:From\n' addrgrab -nae 'F\w+' in
    # raw bytes are never printed
    printf '\223\372@x\n' >in
    prints '' addrgrab -xe '\S+@x' in
    says '\223\372@x' addrgrab -xe '\S+@x' in
    prints '日@x\n' addrgrab -xe '^.@x' --from=Shift_JIS in
    # empty matches are none, and end
    status 1 addrgrab -ae 'z*' in
}

@test "-e: errors name the place; a match given up is said" {
    status 2 addrgrab -e 'a(b' </dev/null
    says '--pattern: at offset 3: missing closing parenthesis' addrgrab -e 'a(b' </dev/null
    { printf 'a%.0s' $(seq 60); echo b; echo 'c@d'; echo 'c@d'; } >in
    echo 'c@d' >in2
    # that line only: the rest, and other files, are read
    status 2 addrgrab -ae '(a+)+$|c@d' in in2 >got
    printf 'c@d\nc@d\nc@d\n' | cmp - got
    says 'too hard' addrgrab -ae '(a+)+$|c@d' in
    # machine code's small stack is no reason to give up
    { printf 'ab%.0s' $(seq 3000); echo '@x'; } >in
    addrgrab -e '(a|b)+@x' in >got
    same got in
    # no match without end
    echo aab | timeout 5 addrgrab -a -e '(?<=(?1))|z(\Ka)' >got || test $? = 1
}

@test "--from: half of a character is no @" {
    # katakana small a is 83 40
    printf 'x\203\100y <a@b.example>\n' >in
    prints 'b.example\n' addrgrab -d --from=Shift_JIS in
    printf 'to \203\100y.example\n' >in
    status 1 addrgrab --from=Shift_JIS in
    status 1 addrgrab --from=sjis in
    says 'in: holds what is not UTF-8 (--from)' addrgrab --from=UTF-8 in
    addrgrab --from=sjis in 2>err || :
    test ! -s err
    printf '\245\100b.example\n' >in
    status 1 addrgrab --from=Big5 in
    # and cut at every boundary
    { printf '\203\100y'; gen dense 1 300; printf '\203\100\203\100z'; } >in
    gen dense 1 300 | oneliner_all >expected
    for n in 1 2 7 4096; do
        "$BUILD/tests/addrgrab-$n" -a --from=CP932 in >got
        same got expected
    done
    # a charset with no ASCII at all
    printf 'a@b.example\n' | iconv -t UTF-16LE >in
    prints 'a@b.example\n' addrgrab --from=UTF-16LE in
    status 1 addrgrab in
    printf 'a@b.example\n' | iconv -t EBCDIC-US >in 2>/dev/null || printf 'a@b.example\n' | iconv -t IBM037 >in
    prints 'a@b.example\n' addrgrab --from=IBM037 in
    # line numbers are those of the text
    printf '\223\372\n\223\372 a@b\n' >in
    prints '2:a@b\n' addrgrab -n --from=Shift_JIS in
    for c in UTF-8 EUC-JP ISO-2022-JP; do
        printf '日本 <a@b>\n' | iconv -f UTF-8 -t $c >in
        prints 'a@b\n' addrgrab --from=$c in
    done
}

@test "ISO-2022-JP: kanji and kana are never an address" {
    printf '\033$B3ED@h\033(B <a@b>\n' >in
    prints 'a@b\n' addrgrab -a in
    printf '\033(II1@2\033(B\n' >in
    status 1 addrgrab in
    printf '\033$B3ED@h\na@b\n' >in
    prints 'a@b\n' addrgrab -a in
    printf '\033$B3E\033(Ba@b\n' >in
    prints 'a@b\n' addrgrab -a in
    prints 'a@b\n' addrgrab -ae '\w+@\w+' in
}

@test "--from: in header fields, the charset of raw names" {
    # half-width kana, which look like EUC-JP too
    printf 'To: \261\262 <a@b>\n\n' >in
    prints '渦\n' addrgrab -F To --format=%n in
    prints 'ｱｲ\n' addrgrab -F To --format=%n --from=Shift_JIS in
    # and which bytes are a backslash
    printf 'To: "\245\134" <a@b>, "x" <c@d>\n\n' >in
    prints '功\nx\n' addrgrab -aF To --format=%n --from=Big5 in
    for c in UTF-16LE IBM037; do
        status 2 addrgrab -F To --from=$c in
        says "'$c' does not hold ASCII" addrgrab --list --from=$c in
    done
}

@test "--each: the first of each field, in the order named" {
    printf 'Return-Path: <a@x>\nFrom: b@y, c@y\nFrom: q@q\nTo: <>, e@e\nCc: z@z\n\nbody\n' >in
    addrgrab --each -F To,From,Cc,Return-Path --format='%f:%a' in >got
    printf 'From:b@y\nCc:z@z\nReturn-Path:a@x\n' | cmp - got
    # an unsafe one leads on within its field
    printf 'From: o\x27x@a, y@b\nTo: c@d\n\n' >in
    prints 'y@b\nc@d\n' addrgrab --each -F From,To in
    # in every message of a mailbox
    printf 'From x\nFrom: a@b\nTo: c@d\n\nFrom: planted@x\n\nFrom y\nTo: e@f\n\n' >in
    prints '3:c@d\n' addrgrab -n --each -F To,Subject in
    prints 'c@d\na@b\ne@f\n' addrgrab --each --mbox -F To,From in
    prints '' addrgrab --each -F Cc in
    for other in -a -1 -u -c; do
        status 2 addrgrab --each $other -F To in
        says '--each contradicts --all' addrgrab --each $other -F To in
    done
    says '--each needs --field' addrgrab --each in
    says '--each needs --field' addrgrab --each --list in
}

@test "-n, -H as grep prints them" {
    printf 'a@b\n\nc@d e@f\n' >in
    prints '1:a@b\n3:c@d\n3:e@f\n' addrgrab -an in
    prints 'in:1:a@b\nin:3:c@d\nin:3:e@f\n' addrgrab -anH in
    prints 'in:e@f\n' addrgrab -H in
    prints '(standard input):3:e@f\n' addrgrab -nH <in
    printf 'a@b\n' >"$(printf 'x\ty')"
    prints 'x\\011y:a@b\n' addrgrab -H "$(printf 'x\ty')"
    # in a header: the line of the address, folds counted
    printf 'From x\nTo: a@b,\n c@d\nCc: e@f\n\n' >in
    prints '2:a@b\n3:c@d\n4:e@f\n' addrgrab -anF Cc,To in
    prints '4:e@f\n' addrgrab -nF Cc,To in
    printf 'a@b\n\n c@d\n' >in
    prints '1:a@b\n3:c@d\n' addrgrab -an --list in
}

@test "--format" {
    printf 'To: "Sales, East" <a.b@Example.com>,\n x@y (Desk 2)\n\n' >in
    prints 'to|1|a.b|Example.com|a.b@Example.com|Sales, East|in\nto|2|x|y|x@y|Desk 2|in\n' \
        addrgrab -aF to --format='%f|%L|%l|%d|%a|%n|%F' in
    prints 'a.b@example.com\t%\\\n' addrgrab -iF To --format='%a\t%%\\' in
    # no second newline behind one that is asked for; with -0 a NUL it is
    prints 'a.b@Example.com\n' addrgrab -F To --format='%a\n' in
    prints 'a.b@Example.com\0' addrgrab -F To --format='%a\0' in
    prints 'a.b@Example.com\n\0' addrgrab -0F To --format='%a\n' in
    prints '1\ta.b\n1\tx\n' addrgrab -cF To --format=%l in
    for bad in '%' '%x' '\' '\q' 'a%' Shift_JIS; do
        status 2 addrgrab --format="$bad" in
        says 'valid are %a %l %d' addrgrab --format="$bad" in
    done
    says 'needs --field or --list' addrgrab --format=%n in
    says 'needs --field' addrgrab --list --format=%f in
    # parts are refused as with -d and -l
    printf 'a@-x b@y\n' >in
    prints 'y\n' addrgrab -a --format=%d in
    prints 'a@-x\nb@y\n' addrgrab -a --format=%a in
}

@test "names are made safe" {
    printf 'From: "a\033[31m\\"b\0c\n d" <a@b>\n\n' >in
    prints 'a\\033[31m"b\\000c d\n' addrgrab -F From --format=%n in
    printf 'From: =?UTF-8?B?bWFpbAptYWls?= <a@b>\n\n' >in
    prints 'mail\\012mail\n' addrgrab -F From --format=%n in
    # the override that shows text backwards
    printf 'From: =?UTF-8?B?4oCueA==?= <a@b>\n\n' >in
    prints '\\342\\200\\256x\n' addrgrab -F From --format=%n in
}

@test "-0, -q" {
    text
    prints 'a.b\0=c\0c\0d\0e\0' addrgrab -al0 text
    addrgrab -q text >got
    test ! -s got
    status 0 addrgrab -q text
    status 1 addrgrab -q /dev/null
    # as grep -q: it stops at the first, but what failed before counts
    status 0 addrgrab -q text no/such
    status 2 addrgrab -q no/such text
    status 0 addrgrab -qF To <<<'To: a@b'
    status 1 addrgrab -qF To <<<"To: a'b@c"
    status 0 addrgrab -qxF To <<<"To: a'b@c"
}

@test "-F: order, topmost, case, end of the header" {
    mail 'Return-Path: <bounce@example.com>\nReceived: by x\nFrom: f@example.com\nreturn-PATH: <forged@example.net>\nFROM : f2@example.com' >in
    prints 'f@example.com\n' addrgrab -F from in
    prints 'bounce@example.com\n' addrgrab -F Return-Path,From in
    prints 'f@example.com\n' addrgrab -F From -F Return-Path in
    prints 'f@example.com\n' addrgrab -F 'Sender, From:' in
    prints 'bounce@example.com\nf@example.com\nforged@example.net\nf2@example.com\n' \
        addrgrab -aF From,Return-Path in
    status 1 addrgrab -F To in
    # the topmost decides, even if it is empty
    mail 'From:\nFrom: x@y' >in
    status 1 addrgrab -F From in
    # a line before the header, CRLF
    printf 'From a@b Mon Apr  1 09:00:00 2019\r\n>From c@d Mon\r\nTo: x@y\r\n\r\nTo: z@w\r\n' >in
    prints 'x@y\n' addrgrab -aF To in
    prints 'x@y\nx@y\n' addrgrab -F To in in
    prints 'x@y\n' addrgrab -1F To in in
    # no empty line, no body
    printf 'To: x@y' >in
    prints 'x@y\n' addrgrab -F To in
}

@test "-F: a null path ends its field; only unsafe is status 1" {
    mail 'Return-Path: <>\nFrom: a@b' >in
    status 1 addrgrab -F Return-Path in
    prints '' addrgrab -F Return-Path in
    prints 'a@b\n' addrgrab -F Return-Path,From in
    mail 'Return-Path: <>, x@y' >in
    status 1 addrgrab -F Return-Path in
    mail 'Return-Path: <"`touch PWNED`"@x>' >in
    prints '' addrgrab -F Return-Path in
    status 1 addrgrab -F Return-Path in
    says 'unsafe, not printed without -x: "`touch PWNED`"@x' addrgrab -F Return-Path in
    prints '"`touch PWNED`"@x\n' addrgrab -xF Return-Path in
    # the next safe one is taken
    mail "From: a'b@c, -d@e, f@g" >in
    prints 'f@g\n' addrgrab -F From in
    prints "a'b@c\n-d@e\nf@g\n" addrgrab -axF From in
    says 'unsafe, not printed without -x: -d@e' addrgrab -F From in
    # control bytes not even then
    mail 'From: "a\0033b"@c, "x\ty"@z, a\0000b@c' >in
    prints '' addrgrab -axF From in
    says 'no address, not printed: a\000b@c' addrgrab -axF From in
    says 'unsafe, not printed: "a\033b"@c' addrgrab -axF From in
    # two @: readers disagree
    mail 'From: a@b@c, d@e' >in
    prints 'd@e\n' addrgrab -aF From in
    says 'no address, not printed: a@b@c' addrgrab -aF From in
}

@test "the recipe: no command of a stranger's runs" {
    command -v procmail >/dev/null
    cat >rc <<'END'
SHELL=/bin/sh
FROM=`addrgrab -F Return-Path,From`
LAST=`echo "$FROM" | cat`
:0
* FROM ?? .
{ :0
  `echo from-$FROM` }
:0
none
END
    sed -i "1iMAILDIR=$PWD\nDEFAULT=$PWD/default\nPATH=$PATH" rc
    printf 'From: x@y\nReturn-Path: <"`touch PWNED`"@x>\nSubject: t\n\nbody\n' >in
    procmail -m "$PWD/rc" <in
    test ! -e PWNED
    test -e from-x@y
}

@test "--mbox: every message" {
    printf 'From a@b Mon\nFrom: one@x\n\nbody\nFrom: no@x\nFrom no Mon\nFrom: evil@x\n\nFrom c@d Mon\nTo: t@x\nFrom: two@x\n\n\nFrom e@f\nFrom: three@x\r\n\r\nFrom g@h\r\nFrom: four@x' >in
    prints 'one@x\ntwo@x\nthree@x\nfour@x\n' addrgrab -F From --mbox in
    prints 'one@x\nt@x\nthree@x\nfour@x\n' addrgrab -F To,From --mbox in
    prints 'one@x\nt@x\ntwo@x\nthree@x\nfour@x\n' addrgrab -aF To,From --mbox in
    prints 'one@x\n' addrgrab -F From in
    prints 'one@x\n' addrgrab -1F From --mbox in
    prints '2:one@x\n11:two@x\n15:three@x\n18:four@x\n' addrgrab -nF From --mbox in
    for n in 1 2 7 4096; do
        prints 'one@x\ntwo@x\nthree@x\nfour@x\n' "$BUILD/tests/addrgrab-$n" -F From --mbox <in
    done
    gen mail 3 3000000 >big
    formail -s formail -zx From: <big | oneliner_all >expected
    addrgrab -F From --mbox big >got
    same got expected
}

@test "--list" {
    echo 'real@x (fake@y)' | prints 'real@x\n' addrgrab --list
    printf 'a@b,\n c@d; "e@f" <g@h>' | prints 'a@b\nc@d\ng@h\n' addrgrab -a --list
    printf '\n' | { status 1 addrgrab --list; }
    printf 'Sales <a@b>' | prints 'Sales a@b\n' addrgrab --list --format='%n %a'
}

@test "options that contradict each other" {
    for o in '-1a' '-1u' '-1c' '-dl' '-d --format=%a' '-n --format=%a' '-H --format=%a' \
        '-cn' '-cH' '-e x -F To' '-F To --list' '-e x --list' '--mbox' '-F' '-F ,' \
        '-F To,,Cc' '-F a=b:c' '-F --mbox' '--list --mbox'; do
        status 2 addrgrab $o </dev/null
        says 'addrgrab: ' addrgrab $o </dev/null
    done
    says "--field: 'a b' is no name of a header field; valid is From" addrgrab -F 'a b'
}

@test "long runs: 200 KB of one letter, of @, of quotes, at once" {
    # older PCRE2s begin anew at each byte of a run
    local pattern=
    ! pkg-config --atleast-version=10.37 libpcre2-8 || pattern=$PATTERN
    for c in a @ . '"' '(' '<' , '\' = ' ' ; do
        head -c 200000 /dev/zero | tr '\0' "$c" >run
        { cat run; echo ' x@y'; } >in
        # no oracle here: grep takes a minute for the letters
        prints 'x@y\n' timeout 10 addrgrab -a in
        test -z "$pattern" || prints 'x@y\n' timeout 10 addrgrab -ae "$pattern" in
        { printf 'To: '; cat run; printf '\nTo: x@y\n\n'; } >in
        timeout 10 addrgrab -aF To in 2>/dev/null | tail -n 1 >got || :
        grep -qx x@y got
        { printf 'To: x@y '; cat run; printf '\n\n'; } >in
        timeout 10 addrgrab -aF To in >/dev/null 2>&1 || test $? = 1
    done
    head -c 200000 /dev/zero | tr '\0' a >in; printf '@ ' >>in; cat in in >in2
    timeout 10 addrgrab in2 || test $? = 1
    test -z "$pattern" || timeout 20 addrgrab -e "$pattern" in2 || test $? = 1
}

@test "a header of 10 MB; more than 16 MiB is an error, not a guess" {
    { printf 'X: '; head -c 10000000 /dev/zero | tr '\0' x; printf '\nTo: a@b\n\n'; } >in
    prints 'a@b\n' addrgrab -F To in
    { printf 'To: '; yes 'a@b,' | head -n 2000000 | sed 's/^/ /'; printf '\n\n'; } >in
    addrgrab -aF To in >got
    test "$(wc -l <got)" = 2000000
    { printf 'X: '; head -c 17000000 /dev/zero | tr '\0' x; printf '\nTo: a@b\n\n'; } >in
    status 2 addrgrab -F To in
    says 'in: a header of more than 16 MiB is not held' addrgrab -F To in
    head -c 17000000 /dev/zero | tr '\0' x >in
    printf 'a@b\n' >in2
    status 2 addrgrab in in2 >got
    printf 'a@b\n' | cmp - got
    says 'a run of address characters of more than 16 MiB' addrgrab in
    says 'a list of more than 16 MiB' addrgrab --list in
    says 'a line of more than 16 MiB' addrgrab -e x in
    status 2 addrgrab -e x in
    # only what could be an address has to be held
    head -c 20000000 /dev/zero >in
    printf 'a@b' >>in
    prints 'a@b\n' addrgrab in
}

@test "of several files a bad one is named, the others are still read" {
    echo a@b >in
    addrgrab in >expected
    status 2 addrgrab no/such in . >got
    same got expected
}

@test "--from: a charset that is missing or unknown" {
    echo a@b >in
    says "option --from needs CHARSET" addrgrab --from
    says "'nonsense' is no charset" addrgrab --from=nonsense in
    status 2 addrgrab --from=nonsense in
}

@test "no final newline, CRLF, NUL, invalid UTF-8" {
    printf 'a@b\n' >expected
    printf 'a@b' | addrgrab | cmp - expected
    printf 'a@b\r\n' | addrgrab | cmp - expected
    printf 'x\0a@b\0\n' | addrgrab | cmp - expected
    printf '\377\376a@b\303' | addrgrab | cmp - expected
}

@test "a line of 10 MB" {
    { head -c 10000000 /dev/zero | tr '\0' ' '; printf 'a@b '; head -c 1000 /dev/zero | tr '\0' x; } >line
    prints 'a@b\n' addrgrab line
    prints 'a@b\n' addrgrab <line
    { gen dense 1 2000; printf 'last@b'; } >text
    addrgrab -a text >expected
    perl -e '$| = 1; print while ($_ = getc) ne ""' <text | addrgrab -a >got
    same got expected
}

@test "output comes before input is waited for" {
    mkfifo in out
    addrgrab -a <in >out & pid=$!
    exec 7>in 8<out
    printf 'x a@b y\n' >&7
    IFS= read -r -t 10 line <&8
    test "$line" = a@b
    exec 7>&- 8<&-
    wait $pid
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
    gen dense 1 9000000 >big
    mkfifo out
    # nobody reads: the filter stops in the middle, its output full
    addrgrab -a big >out & pid=$!
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
}

@test "bugs: of one field a few that are not printed are named, and the others counted" {
    perl -e 'print "From: ", "<@" x 100000, ">\nTo: ", join(", ", map "\"a b$_\"\@x", 1 .. 12), "\n\n"' >"$BATS_TEST_TMPDIR/in"
    addrgrab -aF From,To "$BATS_TEST_TMPDIR/in" 2>"$BATS_TEST_TMPDIR/err" || test $? = 1
    test "$(wc -l <"$BATS_TEST_TMPDIR/err")" = 22
    grep -qx "addrgrab: $BATS_TEST_TMPDIR/in: of the same field, 99989 more are not printed" "$BATS_TEST_TMPDIR/err"
    grep -qx "addrgrab: $BATS_TEST_TMPDIR/in: of the same field, 2 more are not printed" "$BATS_TEST_TMPDIR/err"
    # lines of text are no field
    perl -e 'print "a;b\@x\n" x 30' | addrgrab -ae '\S+' 2>&1 | grep -c unsafe | grep -qx 30
}

@test "bugs: a match over many Japanese runs is not sought behind each" {
    no_asan
    no_valgrind
    perl -e 'print "\e\$B\e(J to=<" x 160000, "\nto=<a\@example.com>\n"' >"$BATS_TEST_TMPDIR/in"
    status 2 timeout 20 addrgrab -ae '\bto=<\K[^>]+' "$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/got" 2>"$BATS_TEST_TMPDIR/err"
    grep -q 'too hard for the pattern; the rest of that line was passed over' "$BATS_TEST_TMPDIR/err"
    # some of them are no waste
    perl -e 'print "\e\$B0!\e(B to=<a\@example.com> " x 2000, "\n"' >"$BATS_TEST_TMPDIR/in"
    test "$(addrgrab -ae '\bto=<\K[^>]+' "$BATS_TEST_TMPDIR/in" | wc -l)" = 2000
}
