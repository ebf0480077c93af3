load helpers

# addrcmp's contract.  Its fields are parsed by the code that headers.bats
# tests; here it is what two of them have to do with each other.

setup() { cd "$BATS_TEST_TMPDIR"; }

# verdict STATUS [OPTION ...] FIRST SECOND: two field bodies (printf %b), as
# From and To; the exit status is STATUS, and nothing is printed.
verdict() {
    local want=$1
    local -a options
    shift
    while test $# -gt 2; do options+=("$1"); shift; done
    printf "Subject: s\nFrom:%b\nTo:%b\n\nbody\nFrom: planted@example.com\n" "$1" "$2" >in
    status "$want" addrcmp "${options[@]}" From To in >out 2>err || { cat in; return 1; }
    test ! -s out && test ! -s err
}

@test "addrcmp: every address of the first is one of the second" {
    verdict 0 ' a@x.example' ' a@x.example'
    verdict 1 ' a@x.example' ' b@x.example'
    verdict 1 ' a@x.example' ' a@y.example'
    verdict 0 ' a@x.example' ' b@y.example, Name <a@x.example> (me)'
    verdict 0 ' a@x, b@y' ' b@y, c@z, a@x'
    verdict 1 ' a@x, b@y' ' a@x'
    # not by the one that the reader does not see
    verdict 1 ' victim@x, me@evil' ' me@evil'
    verdict 1 ' me@y (me@x)' ' me@x'
    verdict 1 ' "me@x" <me@y>' ' me@x'
    verdict 1 ' =?UTF-8?Q?me=40x?= <me@y>' ' me@x'
    verdict 0 ' =?UTF-8?B?5Za25qWt6YOo?= <me@y>' ' me@y'
    verdict 0 ' G: a@x, b@y;' '\n b@y,\n\ta@x'
}

@test "addrcmp: domains without case, local parts with it unless -i" {
    verdict 0 ' a@X.Example' ' a@x.eXAMPLE'
    verdict 1 ' A@x.example' ' a@x.example'
    verdict 0 -i ' A.b@x.example' ' a.B@x.example'
    verdict 0 --ignore-case ' A@x' ' a@x'
    # A-Z only: no other letter has a case here
    verdict 1 -i ' \303\204@x' ' \303\244@x'
    verdict 1 ' a@\303\204.example' ' a@\303\244.example'
    # @ and ` differ by the bit of case, [ and { too
    verdict 1 -i ' a`b@x' ' "a@b"@x'
    verdict 1 -i ' {@x' ' "["@x'
}

@test "addrcmp: bytes that a regular expression would act on are bytes" {
    verdict 0 ' a+b@x.example' ' a+b@x.example'
    verdict 1 ' a.b@x.example' ' aXb@x.example'
    verdict 1 ' a.b@x.example' ' a.b@xxexample'
    verdict 1 ' x@example.com' ' xx@example.com.evil.example'
    verdict 1 ' xx@example.com.evil.example' ' x@example.com'
    verdict 1 ' a*b@x' ' aaab@x'
    verdict 0 ' "$(id)"@x' ' "$(id)"@x'
}

@test "addrcmp: quotes that mean nothing, and the root's dot" {
    verdict 0 ' "a"@x' ' a@x'
    verdict 0 ' "a.b"@x' ' a.b@x'
    verdict 0 ' "a\\b"@x' ' ab@x'
    verdict 0 ' "a..b"@x' ' a..b@x'
    verdict 0 " \"o'..x\"@x" " o'..x@x"
    verdict 0 ' "a b"@x' ' "a\\ b"@x'
    verdict 1 ' "a b"@x' ' "a  b"@x'
    verdict 1 ' "a\\\\b"@x' ' "ab"@x'
    verdict 1 ' "a\\"b"@x' ' "ab"@x'
    verdict 0 ' a . b @ x . example' ' a.b@x.example'
    verdict 0 ' a@x.example.' ' a@x.example'
    verdict 1 ' a@x.example..' ' a@x.example'
    verdict 1 ' ""@x' ' a@x'
    verdict 0 ' a@[192.0.2.1]' ' a@[192.0.2.1]'
    verdict 0 ' a@[IPv6:2001:DB8::1]' ' a@[ipv6:2001:db8::1]'
    verdict 1 ' a@[192.0.2.1]' ' a@192.0.2.1'
}

@test "addrcmp: charsets in names" {
    verdict 0 ' "\225\\" <a@x>' ' a@x'
    verdict 0 ' \033$B3ED@h\033(B <a@x>' ' a@x'
    verdict 0 ' \244\242 <a@x>' ' "\343\201\202" <a@x>'
    verdict 0 ' "x\0y" <a@x>' ' a@x'
    verdict 0 ' a@x\r' ' a@x\r'
}

@test "addrcmp -d: the same domain, or one below the other" {
    verdict 0 -d ' a@example.com' ' b@Example.com'
    verdict 0 -d ' a@bounce.example.com' ' b@example.com'
    verdict 0 -d ' a@example.com' ' b@x.y.bounce.example.com'
    verdict 0 --domain ' a@b.example.com' ' x@y.example, b@example.com'
    verdict 1 -d ' a@evilexample.com' ' b@example.com'
    verdict 1 -d ' a@example.com' ' b@evilexample.com'
    verdict 1 -d ' a@a.example.com' ' b@b.example.com'
    verdict 1 -d ' a@example.com.evil.example' ' b@example.com'
    verdict 1 -d ' a@example.com' ' b@example.co'
    verdict 0 -d ' a@example.com' ' b@b.example.com.'
    # every address of the first
    verdict 1 -d ' a@example.com, a@example.net' ' b@example.com'
    verdict 0 -d ' a@a.example.com, a@example.net' ' b@example.com, c@d.example.net'
    # no domain is below a literal, nor above
    verdict 0 -d ' a@[192.0.2.1]' ' b@[192.0.2.1]'
    verdict 1 -d ' a@[192.0.2.1]' ' b@1]'
    verdict 1 -d ' a@2.1' ' b@[192.0.2.1]'
    # between a domain and what is below it others sort, and names with a dash
    verdict 0 -d ' a@b.example.com' ' x@b-example.com, x@example-com, x@example.com, x@a.example.com'
    verdict 1 -d ' a@b.example.com' ' x@b-example.com, x@example-com, x@a.example.com, x@b!.example.com'
    # NUL is no dot
    verdict 1 -d ' a@b\0example.com' ' a@example.com'
}

@test "addrcmp: what is not there equals nothing and differs from nothing" {
    for options in -- -v -d -dv -i -iv; do
        for body in '' ' ' ' <>' ' undisclosed-recipients:;' ' root' ' "a@x"' ' (a@x)' \
            ' <root>' ' <a@>' ' <@x>' ' a@x@y' ' a@.' ' =?UTF-8?Q?a=40x?='; do
            verdict 2 $options ' a@x' "$body"
            verdict 2 $options "$body" ' a@x'
            verdict 2 $options "$body" "$body"
        done
        printf 'From: a@x\n\n' >in
        status 2 addrcmp $options From To in
        status 2 addrcmp $options To From in
        status 2 addrcmp $options To Cc in
        printf '\nFrom: a@x\nTo: a@x\n' >in
        status 2 addrcmp $options From To in
        leaks_unchecked
    done
}

@test "addrcmp: an entry that is broken counts where it could" {
    # among the second's it might be the one that is missing
    verdict 2 ' a@x' ' b@y, <c@>'
    verdict 2 -v ' a@x' ' b@y, <c@>'
    verdict 0 ' a@x' ' <c@>, a@x'
    verdict 1 -v ' a@x' ' <c@>, a@x'
    # among the first's it might be one that is not in the second
    verdict 2 ' a@x, c@d@e' ' a@x'
    # but a comma in a name that should have been quoted makes no entry
    verdict 0 ' Smith, John <a@x>' ' a@x'
    verdict 2 ' a@x, "me" <root>' ' a@x'
    verdict 2 -v ' a@x, <>' ' a@x'
    # but where one differs that is no question
    verdict 1 ' a@x, c@d@e' ' b@x'
    verdict 0 -v ' a@x, c@d@e' ' b@x'
}

@test "addrcmp -v: true only where both are there and differ" {
    verdict 0 -v ' a@x' ' b@x'
    verdict 1 -v ' a@x' ' a@x'
    verdict 0 --differ ' a@x, b@y' ' a@x'
    verdict 0 -dv ' a@x' ' b@y'
    verdict 1 -vd ' a@b.x' ' b@x'
    verdict 0 -vi ' A@x' ' b@x'
    verdict 1 -vi ' A@x' ' a@x'
}

@test "addrcmp: fields that occur more than once" {
    # the topmost trace field; a forged one lies below
    printf 'Return-Path: <a@x>\nReturn-Path: <b@y>\nFrom: a@x\n\n' >in
    status 0 addrcmp From Return-Path in
    status 1 addrcmp -v Return-Path From in
    printf 'Return-Path: <>\nReturn-Path: <a@x>\nFrom: a@x\n\n' >in
    status 2 addrcmp From Return-Path in
    printf 'X-Sent-By: b@y\nX-Sent-By: a@x\nFrom: a@x\n\n' >in
    status 1 addrcmp From X-Sent-By in
    # one From, Sender, Reply-To only, whatever is in them
    for field in From fRoM Sender Reply-To; do
        printf '%s: a@x\n%s: a@x\nTo: a@x\n\n' "$field" "$field" >in
        for options in -- -v -d; do
            status 2 addrcmp $options "$field" To in
            status 2 addrcmp $options To "$field" in
        done
    done
    printf 'From: a@x\nFrom : a@x\nTo: a@x\n\n' >in
    status 2 addrcmp From To in
    # recipients are taken together
    for field in To Cc Bcc; do
        printf '%s: b@y\nFrom: a@x\n%s: a@x\n\n' $field $field >in
        status 0 addrcmp From $field in
        status 1 addrcmp $field From in
    done
    # what looks like a field in another's fold, behind `From `, in the body
    printf 'From x@y Mon Apr  1 09:00:00 2019\nSubject: a\n From: b@y\nFrom: a@x\nTo: a@x\n\nFrom: c@z\n' >in
    status 0 addrcmp From To in
}

@test "addrcmp: names of fields" {
    printf 'FROM: a@x\nresent-to: a@x\n\n' >in
    status 0 addrcmp from Resent-To in
    status 0 addrcmp From: Resent-To: in
    for bad in 'a b' '' 'a:b' 'From,To' "$(printf 'F\033')" :; do
        status 2 addrcmp "$bad" To in
        status 2 addrcmp To "$bad" in
        says 'is no name of one header field' addrcmp To "$bad" in
    done
    status 2 addrcmp in
    says 'two header fields are needed, as in: addrcmp From To' addrcmp From </dev/null
    says 'one FILE only' addrcmp From To in in
    status 2 addrcmp From To in in
    status 0 addrcmp -- from resent-to in
    status 0 addrcmp from resent-to - <in
}

@test "addrcmp -p: both sides, by addrgrab's rule of safety" {
    printf 'Return-Path: <b-1@b.example.com>\nFrom: N <news@Example.com>\nTo: a@x, "b"@y,\n b@y\nTo: c@z\n\n' >in
    prints 'From\tnews@Example.com\nReturn-Path\tb-1@b.example.com\n' addrcmp -vp From Return-Path in
    prints 'From\tExample.com\nReturn-Path\tb.example.com\n' addrcmp -dp From Return-Path in
    addrcmp --print From: to in >got || status 1 addrcmp -p From: to in >got
    printf 'From\tnews@Example.com\nto\ta@x\nto\tb@y\nto\tb@y\nto\tc@z\n' | cmp - got
    # quotes that the documented bytes do not need
    printf 'From: "a..b"@x\nTo: a..b@x\n\n' >in
    prints 'From\ta..b@x\nTo\ta..b@x\n' addrcmp -p From To in
    # what is there, where it cannot be told
    printf 'From: a@x\nReturn-Path: <>\n\n' >in
    status 2 addrcmp -p From Return-Path in >got
    printf 'From\ta@x\n' | cmp - got
    # nothing that a shell or a command could act on
    printf 'From: "`id`"@x,\n -r@x, a@-x, "a\033b"@x, c@d@e,\n ok@x\nTo: ok@x\n\n' >in
    status 1 addrcmp -p From To in >got
    printf 'From\ta@-x\nFrom\tok@x\nTo\tok@x\n' | cmp - got
    says 'in:1: unsafe, not printed: `id`@x' addrcmp -p From To in
    says 'in:2: unsafe, not printed: -r@x' addrcmp -p From To in
    says 'in:2: unsafe, not printed: "a\033b"@x' addrcmp -p From To in
    says 'in:2: no address, not printed: c@d@e' addrcmp -p From To in
    # half of a character is no @
    printf 'From: <\033$B3ED@hh\033(B>, <x@>\nTo: <x\203\100>\n\n' >in2
    addrcmp -p From To in2 2>err || :
    test "$(cat err)" = 'addrcmp: in2:1: no address, not printed: x@'
    addrgrab -aF From,To in2 2>err || :
    test "$(cat err)" = 'addrgrab: in2:1: no address, not printed: x@'
    # a domain alone
    status 1 addrcmp -dp From To in >got
    printf 'From\tx\nTo\tx\n' | cmp - got
    says 'unsafe, not printed: a@-x' addrcmp -dp From To in
    # as addrgrab prints them
    addrcmp -p From To in 2>/dev/null | cut -f2 >got || :
    addrgrab -aF From,To in 2>/dev/null >expected
    same got expected
    status 2 addrcmp -p From To in >/dev/full
}

# random_lists N: mails 1 to N, and in `verdicts`, a line a mail, by perl: is
# every From in To (0: yes), and are all their domains kin?
random_lists() {
    perl -e '
        sub pick { $_[rand @_] }
        sub domain { join ".", (map { pick("a", "b", "ab", "a-b", "x") } 1 .. 1 + rand 3), pick("jp", "com", "") || () }
        open my $verdicts, ">", "verdicts" or die;
        for my $n (1 .. shift) {
            srand $n;
            my %f;
            for my $f ("From", "To") {
                $f{$f} = [map { pick("a", "B", "a+b") . "\@" . domain() } 1 .. 1 + rand($f eq "To" ? 40 : 2)];
            }
            open my $mail, ">", $n or die;
            print $mail map { "$_: " . join(", ", @{$f{$_}}) . "\n" } "From", "To";
            print $mail "\n";
            my ($all, $kin) = (1, 1);
            for my $a (map { lc } @{$f{From}}) {
                my @to = map { lc } @{$f{To}};
                $all &&= grep { $_ eq $a } @to;
                my ($d) = $a =~ /@(.*)/;
                $kin &&= grep { my ($e) = /@(.*)/; $d eq $e || $d =~ /\.\Q$e\E$/ || $e =~ /\.\Q$d\E$/ } @to;
            }
            print $verdicts "$n ", $all ? 0 : 1, " ", $kin ? 0 : 1, "\n";
        }' "$1"
}

@test "addrcmp: agrees with an oracle on random lists" {
    yes=0
    random_lists 100
    while read -r n all kin; do
        status $all addrcmp -i From To $n || { cat $n; return 1; }
        status $kin addrcmp -d From To $n || { cat $n; return 1; }
        yes=$((yes + 1 - kin))
        if test $((n % 5)) = 0; then
            status $((1 - all)) addrcmp -iv From To $n
            status $((1 - kin)) addrcmp -dv From To $n
            leaks_unchecked
        fi
    done <verdicts
    # both answers came
    test $yes -gt 10
    test $yes -lt 90
}

@test "addrcmp: two lists of 100,000 addresses take no time" {
    perl -e 'print "From: ", join(",\n ", map { "a$_\@" . ("b." x ($_ % 9)) . "c$_.example" } 1 .. 100000), "\n";
        print "To: ", join(",\n ", map { "a$_\@" . ("b." x ($_ % 7)) . "c$_.example" } reverse 1 .. 100000), "\n\n"' >in
    status 1 timeout 20 addrcmp From To in
    status 0 timeout 20 addrcmp -d From To in
    # labels without end
    perl -e 'for ("From", "To") { print "$_: a\@", "b." x 1000000, "example, x\@y\n" } print "\n"' >in
    status 0 timeout 20 addrcmp -d From To in
    status 0 timeout 20 addrcmp From To in
}

@test "addrcmp: bodies are not read, headers are held to a limit" {
    { printf 'From: a@x\nTo: a@x\n\n'; gen mail 1 3000000; } >in
    status 0 addrcmp From To in
    { printf 'From: a@x\nX: '; head -c 17000000 /dev/zero; printf '\nTo: a@x\n\n'; } >in
    status 2 addrcmp From To in
    says 'in: a header of more than 16 MiB is not held' addrcmp From To in
    { printf 'From: a@x\nX: '; head -c 10000000 /dev/zero; printf '\nTo: a@x\n\n'; } >in
    status 0 addrcmp From To in
    status 0 addrcmp From To <in
    # cut at every place
    printf 'Subject: s\r\nFrom: (c) "n" <a@x>\r\nTo: b@y,\r\n a@x\r\n\r\nFrom: b@y\r\n' >in
    for n in 1 2 7 4096; do
        status 0 "$BUILD/tests/addrcmp-$n" From To in
        status 1 "$BUILD/tests/addrcmp-$n" To From in
    done
    # no final newline, no empty line
    printf 'From: a@x\nTo: a@x' >in
    status 0 addrcmp From To in
}
