load helpers

setup() { cd "$BATS_TEST_TMPDIR"; }

# says_of 'INPUT' 'OUTPUT' OPTION ...: what is printed for standard input; the
# status is 1 where something is, else 0.
says_of() {
    local rc=0 want=0
    printf '%b' "$1" >in
    printf '%b' "$2" >want
    test -z "$2" || want=1
    shift 2
    vpwcheck "$@" <in >got || rc=$?
    same got want
    test $rc = $want || { echo "status $rc, not $want"; return 1; }
}

V=/home/vpopmail/domains
vpasswd() { printf '%s:$1$ab$cd:1:0:g:%s/%s/%s:NOQUOTA:%s\n' "$2" $V "$1" "$2" "$3"; }

@test "vpwcheck: the notice" {
    says_of 'abc_12\nabcdef\nABC123\n' ''
    says_of 'abc12\nab1234\nab-c12\nab c12\nabc\x0112\nabc12\xe3\x81\x82\n\n' \
        'line 1: short\nline 2: letters\nline 3: symbol\nline 4: space\nline 5: control\nline 6: non-ascii\nline 7: short, letters\n' -f plain
    # every symbol of ASCII but _
    perl -e 'for (33 .. 126) { $c = chr; print "abcdef$c\n" if $c !~ /[A-Za-z0-9_:]/ }' >symbols
    test "$(vpwcheck symbols | grep -c ': symbol$')" = 30
    # other numbers, other symbols
    says_of 'a1\nab1\nabc1\n' 'line 1: short\nline 3: long\n' --min=3 --letters=1 --max=3
    says_of 'abcdef\nabcde1\n' 'line 1: digits\n' --digits=1
    says_of 'abcdef-\nabcdef_\n' 'line 2: symbol\n' --allow=-.
    says_of 'abcdef-\nabcdef_\n' 'line 1: symbol\n' --allow=-. --allow=_
    says_of 'abcdef-\n' '' --policy=both --policy=none --rule=/f/
}

@test "vpwcheck: what every format says of an account" {
    says_of 'user1:ab:c_defg\nuser2:abcdef\nuser3:\n' 'user1: symbol\nuser3: unknown\n' -f pair
    { vpasswd example.jp postmaster abc_12; vpasswd example.jp user1 'a-b:c '; } >in
    printf 'user2:$1$:1:0:g:%s/example.jp/user2:NOQUOTA\nuser3:$1$:1:0:g:%s/example.jp/user3:NOQUOTA:(null)\n' $V $V >>in
    status 1 vpwcheck in >got
    printf 'user1@example.jp: symbol, space\nuser2@example.jp: unknown\nuser3@example.jp: unknown\n' | cmp - got
    status 1 vpwcheck -a -D example.com in >got
    grep -qx 'postmaster@example.com: good' got
    # the domain from the file's path, where dir does not tell
    mkdir -p vp/domains/1/example.org
    printf 'user1:$1$:1:0:g::NOQUOTA:ab\n' >vp/domains/1/example.org/vpasswd
    status 1 vpwcheck -f vpasswd vp/domains/1/example.org/vpasswd >got
    grep -qx 'user1@example.org: short, letters' got
    # disabled: no POP, webmail, IMAP, SMTP
    printf 'user1:$1$:1:%d:g:%s/example.jp/user1:NOQUOTA:ab\n' $((0x02 + 0x04 + 0x08 + 0x800)) $V >in
    status 1 vpwcheck in >got
    grep -qx 'user1@example.jp: short, letters (disabled)' got
    status 0 vpwcheck --skip-disabled in
    # 16 characters, perhaps cut
    vpasswd example.jp user1 abcdefghijklmno- >in
    status 1 vpwcheck in >got
    grep -qx 'user1@example.jp: symbol (may be cut)' got
    cat >in <<END
name:   user1
passwd: \$1\$ab
clear passwd: a-bcdef
comment/gecos: g
uid:    0
gid:    0
flags:  0
gecos: g
limits: No user limits set.
dir:       $V/example.jp/user1
quota:     NOQUOTA
usage:     NOQUOTA
END
    status 1 vpwcheck in >got
    grep -qx 'user1@example.jp: symbol' got
    says_of 'user1,"a ""b"",cdef",example.jp\r\nuser2,abcdef,example.jp\r\n' 'user1@example.jp: symbol, space\n' \
        -f csv --columns=user=1,password=2,domain=3
    says_of 'example.jp\tuser1\tabc\\tdef\nexample.jp\tuser2\tNULL\n' 'user1@example.jp: control\nuser2@example.jp: unknown\n' \
        -f tsv --columns user=2,password=3,domain=1
}

@test "vpwcheck: what cannot be told is asked for; malformed records are trouble" {
    printf 'user1:abcdef\n' >in
    status 2 vpwcheck in
    says 'in: the format cannot be told from the first record; say it by -f: plain, pair' vpwcheck in
    printf 'user1:abcdef\nno colon here\nuser2:ab\n' >in
    status 2 vpwcheck -f pair in >got
    grep -qx 'user2: short, letters' got
    says 'in:2: malformed record of the format: pair' vpwcheck -f pair in
    ! grep -q 'no colon' "$BATS_TEST_TMPDIR/err" || return 1
    printf 'user1:x:1:0:g:/d/user1\n' >in
    status 2 vpwcheck -f vpasswd in
    # where none is of the format, it may be the wrong one
    printf 'u1:abcdef\nu2:abcdef\n' >in
    says 'in: no record is of the format tsv; -f takes another: plain, pair' vpwcheck -f tsv in
    printf 'u1\tabcdef\nu2:abcdef\n' >some
    status 2 vpwcheck -f tsv some 2>err
    test "$(wc -l <err)" = 1
    # the others are read all the same
    status 2 vpwcheck -f pair no/such in >got
    status 0 vpwcheck </dev/null
    # no final newline, CRLF, a byte order mark, NUL
    says_of '\xEF\xBB\xBFabcdef\r\nab' 'line 2: short, letters\n'
    says_of 'abcdef\0ab\0' 'line 2: short, letters\n' -0
}

@test "vpwcheck: duplicates, and postmasters that are missing" {
    { vpasswd example.jp user1 abcdef; vpasswd example.com user1 abcdef; vpasswd example.jp USER1 abcdef; } >in
    prints 'USER1@example.jp: duplicate\n' only 1 vpwcheck in
    prints 'USER1@example.jp: duplicate\npostmaster@example.jp: missing\npostmaster@example.com: missing\n' \
        only 1 vpwcheck --require-postmaster in
    printf 'postmaster:$1$:1:%d:g:%s/example.jp/user1:NOQUOTA:ab\n' $((0x02 + 0x04 + 0x08 + 0x800)) $V >in
    status 0 vpwcheck --skip-disabled in
    { vpasswd example.jp Postmaster abcdef; vpasswd example.jp user1 abcdef; } >in
    status 0 vpwcheck --require-postmaster in
    # where there is no account, there is no postmaster
    mkdir -p d/domains/example.net
    : >d/domains/example.net/vpasswd
    prints 'postmaster@example.net: missing\n' only 1 vpwcheck --require-postmaster d/domains/example.net/vpasswd
    prints 'postmaster@example.org: missing\n' only 1 vpwcheck --require-postmaster -D example.org /dev/null
    status 2 vpwcheck --require-postmaster /dev/null
    says 'there is no account and no domain' vpwcheck --require-postmaster /dev/null
    # nor where all accounts are left out, or none came
    printf 'postmaster:$1$:1:2062:g:%s/example.net/postmaster:NOQUOTA:abcdef\n' $V >d/domains/example.net/vpasswd
    prints 'postmaster@example.net: missing\n' only 1 vpwcheck --skip-disabled --require-postmaster d/domains/example.net/vpasswd
    prints 'postmaster@example.net: missing\n' only 1 vpwcheck -f vuserinfo -D example.net --require-postmaster <(echo ---)
    # a domain that is not told is one for each file
    echo postmaster:abcdef >one
    echo postmaster:abcdef >two
    status 0 vpwcheck -f pair --require-postmaster one two
    echo user1:abcdef >two
    prints 'two: postmaster: missing\n' only 1 vpwcheck -f pair --require-postmaster one two
    prints 'two\t0\tpostmaster\t\tbad\tmissing\n' only 1 vpwcheck -o tsv -f pair --require-postmaster one two
    # whole addresses
    printf 'postmaster@example.jp:abcdef\nuser1@example.jp:auser1a\npostmaster@example.com:ab\n' >in
    prints 'user1@example.jp: user\npostmaster@example.com: short, letters\n' only 1 vpwcheck -f pair --not-user --require-postmaster in
    prints 'user1@b.example: user\npostmaster@b.example: short, letters, duplicate\n' only 1 vpwcheck -f pair -D b.example --not-user in
    printf '@example.jp:abcdef\n' >in
    status 2 vpwcheck -f pair in
    # what was not read to its end tells of no postmaster
    printf 'user1@example.jp:ab\n' >in
    says 'postmasters are not checked' vpwcheck -f pair --require-postmaster in .
    says 'postmasters are not checked' vpwcheck -f pair --require-postmaster in no/such
    printf 'user1:ab\n' >d/domains/example.net/vpasswd
    status 2 vpwcheck --require-postmaster d/domains/example.net/vpasswd >got
    test ! -s got
    says 'postmasters are not checked' vpwcheck --require-postmaster d/domains/example.net/vpasswd
    # flags
    says 'tell no flags, which --skip-disabled needs' vpwcheck -f pair --skip-disabled in
    # and no users, no answer
    status 2 vpwcheck --require-postmaster <(echo abcdef)
    says 'tell no users, which --require-postmaster needs' vpwcheck --require-postmaster -f plain <(echo abcdef)
    says 'tell no users, which --not-user needs' vpwcheck --not-user -f csv --columns=password=1 <(echo abcdef)
}

# only STATUS COMMAND ...: as prints wants it.
only() { local rc=0 want=$1; shift; "$@" || rc=$?; test $rc = "$want"; }

@test "vpwcheck: PostfixAdmin's rules, and one's own" {
    says_of 'abc12\nabcdef\na1b2\n' 'line 2: password_no_digits 2\nline 3: password_too_short 5, password_no_characters 3\n' --policy=postfixadmin
    says_of 'abc-12\nabcdef\n' 'line 1: symbol\nline 2: password_no_digits 2\n' --policy=both
    says_of 'abc\nxyz\n' 'line 2: needs an a\n' --policy=none --rule '/A/i=needs an a'
    says_of 'abc\n' 'line 1: short, /z/\n' --rule '/z/'
    # a stock pattern with a message of one's own
    for policy in --policy=postfixadmin --policy=both; do
        vpwcheck $policy --rule '/.{5}/=too short' <(echo a1b2) >got || test $? = 1
        grep -q 'too short, password_no_characters 3$' got
    done
    cat >rules.php <<'END'
$CONF['password_validation'] = array(
#    '/regular expression/' => '$PALANG key (optional: + parameter)',
    '/.{5}/'                => 'password_too_short 5',      # minimum length 5 characters
);
END
    says_of 'abcd\n' 'line 1: password_too_short 5\n' --policy=none --rules rules.php
    status 2 vpwcheck --rule '/(/' in
    says "--rule '/(/':" vpwcheck --rule '/(/' in
    printf "'/a/' => function(\$p) { return 1; },\n" >bad.php
    status 2 vpwcheck --rules bad.php in
    says 'bad.php:1:' vpwcheck --rules bad.php in
    # a whole program: other code is passed over
    cat >config.php <<'END'
<?php
global $CONF;
if (@file_exists('/x')) { require_once('/x'); }
$CONF['page_size'] = '10';
$CONF['text'] = <<<EOM
    '/x/' => 'not a rule'
EOM;
$CONF['password_validation'] = array(
    '/.{5}/' => 'password_too_short 5',
);
function f($x) { return array('/y/' => 'nor this'); }
?>
'/z/' => 'nor this'
END
    says_of 'abcd\n' 'line 1: password_too_short 5\n' --policy=none --rules config.php
    # one that explodes fails, and is no pass
    printf 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n' >in
    status 1 timeout 20 vpwcheck --policy=none --rule '/^(a+)+$/=no' in >got
    grep -qx 'line 1: no, rule-failed' got
}

@test "vpwcheck: statuses, whatever else there is" {
    printf 'a:\n' >in
    status 1 vpwcheck -qf pair in
    printf 'a:ab\nb:\n' >in
    status 1 vpwcheck -qf pair in
    # of options that leave the notice out, one is enough
    status 0 vpwcheck --policy=none --from=shift_jis <(echo a)
    # --skip-disabled leaves the others
    { vpasswd example.jp user1 ab; vpasswd example.jp user2 abcdef; } >in
    prints 'user1@example.jp: short, letters\n' only 1 vpwcheck --skip-disabled in
    # -D wins over a path
    mkdir -p d/domains/a.example
    : >d/domains/a.example/vpasswd
    prints 'postmaster@b.example: missing\n' only 1 vpwcheck -D b.example --require-postmaster d/domains/a.example/vpasswd
    # domains and users are apart, and have no case
    printf 'c,abcdef,ab\nbc,abcdef,a\nC,abcdef,AB\n' >in
    prints 'C@AB: duplicate\n' only 1 vpwcheck -f csv --columns=user=1,password=2,domain=3 in
    printf 'Postmaster@EXAMPLE.jp:abcdef\na@example.JP:abcdef\n' >in
    status 0 vpwcheck -f pair --require-postmaster in
    # many files with secrets of their own
    printf 'name: a\nclear passwd: abcdef\n' >in
    status 1 vpwcheck -f vuserinfo in in in in in in in in in in in in
    # nobody reads on where nothing can be written
    yes ab | timeout 10 vpwcheck -f plain >/dev/full 2>err || test $? = 2
    test "$(wc -l <err)" = 1
    # a shift that is left open ends with its password
    printf '\033$B0!\nabcdef\n' >in
    prints 'line 1: short, letters, non-ascii\n' only 1 vpwcheck -f plain --from=iso-2022-jp in
    perl -e 'print "\xb1" x 600000, "\n"' >in
    status 1 vpwcheck -qf plain --from=iso-2022-jp in
    # a password of several lines, longer than what is held at first
    perl -e 'print "u,\"", "a" x 4090, "\n" x 3, "b" x 5000, "-\n\"\n"' >in
    prints 'u: symbol, control\n' only 1 vpwcheck -f csv in
}

@test "vpwcheck: outputs" {
    { vpasswd example.jp user1 ab; vpasswd example.jp user2 abcdef; } >in
    printf 'x\033[2J:abc\n' >bad
    prints 'in\t1\tuser1\texample.jp\tbad\tshort,letters\n' only 1 vpwcheck -o tsv in
    prints 'in\t1\tuser1\texample.jp\tbad\tshort,letters\nin\t2\tuser2\texample.jp\tgood\t\n' only 1 vpwcheck -a -o tsv in
    prints 'x\\033[2J: short\n' only 1 vpwcheck -f pair bad
    # a comma of a message is none between reasons
    prints 'in\t1\tuser1\texample.jp\tbad\tshort,letters,a\\054 b\n' only 1 vpwcheck -o tsv --rule '/c/=a, b' in
    prints 'user1@example.jp: short, letters, a, b\n' only 1 vpwcheck --rule '/c/=a, b' in
    status 1 vpwcheck -q in >got
    test ! -s got
    says 'vpwcheck: checked: 2, good: 1, bad: 1, unknown: 0, malformed: 0' vpwcheck -qs in
    # of several files, lines without a user are told by file
    printf 'ab\n' >one
    prints 'one: line 1: short, letters\none: line 1: short, letters\n' only 1 vpwcheck one one
    prints 'ab@example.jp: user\n' only 1 vpwcheck --not-user <(vpasswd example.jp ab cdABef)
    prints 'ab: short, user\n' only 1 vpwcheck -f pair --not-user <(echo ab:xAB)
}

@test "vpwcheck --from: characters, and what is no text" {
    # three characters of Shift_JIS, whose second bytes are \\, and ASCII
    says_of '\x95\x5c\x94\x5c\x83\x5cabc\n' 'line 1: non-ascii\n' --from=shift_jis
    says_of '\x95\x5c\x94\x5cabc\n' 'line 1: short, non-ascii\n' --from=shift_jis
    says_of 'abcdef\x95\n' 'line 1: non-ascii, encoding\n' --from=shift_jis
    says_of 'ab\x1b$B\x24\x22\x1b(Bcdef\n' 'line 1: non-ascii\n' --from=iso-2022-jp
    says_of 'abc12\x95\n' 'line 1: encoding\n' --from=shift_jis --policy=postfixadmin
    status 2 vpwcheck --from=nonsense in
}

@test "vpwcheck: options that are wrong say what is right" {
    while IFS='|' read -r options why; do
        status 2 vpwcheck $options 2>err </dev/null
        grep -qF -- "$why" err || { echo "$options: $(cat err)"; return 1; }
    done <<'END'
-f x|valid are auto, plain
--policy=x|valid are notice, postfixadmin, both and none
--min=x|whole numbers
--columns=x|user=1,password=2,domain=3
--columns=user=1|with password at least
--columns=user=1,password=1|in a column of its own
--columns=password=2,domain=2|in a column of its own
--columns=password=2,user=|in a column of its own
--columns=password=2,|in a column of its own
--columns=user=1,password=2,all=1|all=N
-f csv --columns=password=1,password=2|in a column of its own
--max=3|no password could be good
--from=shift_jis --from=utf-8|is a second charset
--rules=/dev/fd/0|must be in a file
--columns=user=1,password=2|--columns is for -f csv and -f tsv
-f pair --columns=user=1,password=2|--columns is for -f csv and -f tsv
--policy=none|every password would be good
--policy=none --min=8|--policy leaves out
--policy=postfixadmin --allow=-|--policy leaves out
-D a;b|is no domain
--rules=-|must be in a file
-D|needs DOMAIN
-o x|valid are text and tsv
--allow=a|must be symbols
-qa|print nothing, or all
--rules=no/such|No such file
END
}

@test "vpwcheck: random passwords, read in any pieces, as awk has the notice" {
    perl -e 'srand 7; for (1 .. 5000) { print join("", map { chr((33 .. 126, 97 .. 122, 32, 9, 200)[rand 123]) } 1 .. rand 14), "\n" }' |
        tr -d : >in
    awk '{ r = ""; n = split("", x); s = $0
        if (length(s) < 6) r = r ", short"
        if (gsub(/[A-Za-z]/, "&", s) < 3) r = r ", letters"
        if ($0 ~ /[!-\/:-@\[-^`{-~]/) r = r ", symbol"
        if ($0 ~ / /) r = r ", space"
        if ($0 ~ /\t/) r = r ", control"
        if ($0 ~ /\310/) r = r ", non-ascii"
        if (r) print "line " NR ": " substr(r, 3) }' in >want
    for binary in "$BUILD"/bin/vpwcheck "$BUILD"/tests/vpwcheck-{1,2,7,4096}; do
        test -x "$binary" || continue
        "$binary" -f plain in >got || test $? = 1
        same got want
    done
}

@test "vpwcheck: no part of a password becomes a name" {
    SECRET=Zy7Qx_
    leaks() { ! grep -q "$SECRET" got err || { cat got err; return 1; }; }
    # quotes that are open behind what is too long
    perl -e 'print "u,\"", "x" x 1100000, "\n$ARGV[0],x\"\n"' $SECRET >in
    status 2 vpwcheck -s -f csv in >got 2>err
    leaks
    grep -q '^vpwcheck: in:1: malformed record, and where the next begins' err
    grep -q 'malformed: 1$' err
    { printf 'u,"abc\n'; for i in $(seq 1100); do printf '%01000d\n' 0; done; printf '%s,x"\n' $SECRET; } >in
    status 2 vpwcheck -f csv in >got 2>err
    leaks
    # a separator within one
    printf 'u,abcdef,example.jp\nv,pa,%s,example.jp\n' $SECRET >in
    status 2 vpwcheck -f csv --columns=user=1,password=2,domain=3 in >got 2>err
    leaks
    grep -q 'in:2: malformed' err
    printf '"u","pa\\",%s","example.jp"\n' $SECRET >in
    status 2 vpwcheck -f csv --columns=user=1,password=2,domain=3 in >got 2>err
    leaks
    # in the first record, too
    printf 'u,pa,%s,example.jp\n' $SECRET >in
    status 2 vpwcheck -f csv --columns=user=1,password=2,domain=3 in >got 2>err
    leaks
    printf 'u,pa,%s,example.jp\n' $SECRET >in
    status 2 vpwcheck -f csv --columns=user=1,password=2,all=3 in >got 2>err
    printf 'u,ab,example.jp,0\n' >in
    prints 'u@example.jp: short, letters\n' only 1 vpwcheck -f csv --columns=user=1,password=2,domain=3,all=4 in
    # a name alone may be a password
    printf 'name:  %s\nfoo\n' $SECRET >in
    status 2 vpwcheck in >got 2>err
    leaks
    printf '%s:cr:1:2:g:/Pw:q\nfoo\n' $SECRET >in
    status 2 vpwcheck in >got 2>err
    leaks
    # the first record is too long to tell
    perl -e 'print "u:h:1:0:g:/x:S:", "x" x 1100000, "\nu:h:1:0:g:/x:S:ab\n"' >in
    status 2 vpwcheck in 2>err
    grep -q 'the format cannot be told' err
    # dashes before the first account are no password
    printf -- '----\nname:   user1\nclear passwd: ab\n' >in
    status 2 vpwcheck in >got 2>err
    grep -q 'the format cannot be told' err
    # charsets that grow, and long names
    perl -e 'print "u:", chr(0x82) x 350000, "\n"' >in
    status 1 vpwcheck -f pair --from=TSCII in >got 2>err || grep -q 'no charset' err
    perl -e 'print "a" x 150000, "b:", "a" x 850000, "\n"' >in
    timeout 10 vpwcheck -f pair --not-user in >got || test $? = 1
}
