load helpers

# tests/addrlist.cases: header field bodies, by class of trouble, with the
# addresses and the names that -a -x -F must print.

cases() { grep -v '^#' "$BATS_TEST_DIRNAME/addrlist.cases" | grep -v '^$'; }

# addresses CLASS: run the cases of a class; prints what differs.
addresses() {
    local class body want names failed=0 n=0
    cd "$BATS_TEST_TMPDIR"
    while IFS=$'\t' read -r class body want names; do
        test "$class" = "$1" || continue
        n=$((n + 1))
        printf 'To:%b\n\n' "$body" >in
        expect "$body" "$want" '' || failed=1
        test -z "$names" || expect "$body" "$names" --format=%n || failed=1
    done < <(cases)
    test $failed = 0 && test $n -ge 5
}

# expect BODY WANTED OPTION: join what is printed, compare, tell.  By the
# shell's own means: a process a case more is a minute over all builds.
expect() {
    local got='' line
    # shellcheck disable=SC2086
    "$program" -a -x -F To $3 in >got 2>/dev/null || :
    while IFS= read -r line; do
        got+="${got:+ | }${line:-~}"
    done <got
    test "${got:--}" = "$2" && return
    printf '%s\n  expected: %s\n  got:      %s\n' "$1" "$2" "${got:--}"
    return 1
}

program=addrgrab

@test "headers: brackets" { addresses brackets; }
@test "headers: broken" { addresses broken; }
@test "headers: comment" { addresses comment; }
@test "headers: dots" { addresses dots; }
@test "headers: encoded-word" { addresses encoded-word; }
@test "headers: eucjp" { addresses eucjp; }
@test "headers: fold" { addresses fold; }
@test "headers: group" { addresses group; }
@test "headers: jis" { addresses jis; }
@test "headers: literal" { addresses literal; }
@test "headers: no-comma" { addresses no-comma; }
@test "headers: nul" { addresses nul; }
@test "headers: null-path" { addresses null-path; }
@test "headers: other-charset" { addresses other-charset; }
@test "headers: plain" { addresses plain; }
@test "headers: quoted-local" { addresses quoted-local; }
@test "headers: quoted-name" { addresses quoted-name; }
@test "headers: route" { addresses route; }
@test "headers: scheme" { addresses scheme; }
@test "headers: sjis" { addresses sjis; }
@test "headers: space" { addresses space; }
@test "headers: unclosed" { addresses unclosed; }
@test "headers: utf8" { addresses utf8; }

@test "headers: the table has 150 cases at least, and every class is run" {
    test "$(cases | wc -l)" -ge 150
    cases | cut -f1 | sort -u | while read -r class; do
        grep -q "{ addresses $class; }" "$BATS_TEST_DIRNAME/headers.bats"
    done
}

@test "headers: read one byte at a time, the same" {
    program=$BUILD/tests/addrgrab-1
    addresses comment
    addresses fold
}
