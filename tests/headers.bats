load helpers

# tests/addrlist.cases: header field bodies, by class of trouble, with the
# addresses and the names that -a -x -F must print.

table=$BATS_TEST_DIRNAME/addrlist.cases
cases() { grep -nv '^#' "$table" | grep -v ':$'; }

# addresses CLASS: the cases of a class (all: of every class), each in a file
# named as its line in the table; one process reads them all, as one for each
# case would be minutes over all builds.  Prints what differs.
addresses() {
    local class body want names line all=() named=()
    cd "$BATS_TEST_TMPDIR"
    : >expected
    : >expected_names
    while IFS=$'\t' read -r class body want names; do
        line=${class%%:*}
        test "$1" = all || test "${class#*:}" = "$1" || continue
        printf 'To:%b\n\n' "$body" >"$line"
        all+=("$line")
        printf '%s\t%s\n' "$line" "$want" >>expected
        test -n "$names" || continue
        named+=("$line")
        printf '%s\t%s\n' "$line" "$names" >>expected_names
    done < <(if test "$1" = all; then cases; else cases | grep "^[0-9]*:$1	"; fi)
    test ${#all[@]} -ge 5
    agree expected -H "${all[@]}"
    test ${#named[@]} = 0 || agree expected_names --format=%F:%n "${named[@]}"
}

# agree EXPECTED OPTION LINE ...: a line a file, with what is printed of it,
# joined: LINE, tab, results.
agree() {
    local rc=0 expected=$1 option=$2
    shift 2
    "$program" -a -x -F To "$option" "$@" >printed 2>err || rc=$?
    test $rc -le 1 || { echo "status $rc"; cat err; }
    printf '%s\n' "$@" | awk '
        NR == FNR {
            name = $0; sub(/:.*/, "", name)
            text = $0; sub(/^[^:]*:/, "", text)
            before = name in got ? got[name] " | " : ""
            got[name] = before (text == "" ? "~" : text)
            next
        }
        { print $0 "\t" ($0 in got ? got[$0] : "-") }' printed - >got
    diff "$expected" got || { echo "(<: lines of addrlist.cases, >: printed)"; return 1; }
    test $rc -le 1
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
    cases | cut -f1 | cut -d: -f2 | sort -u | while read -r class; do
        grep -q "{ addresses $class; }" "$BATS_TEST_DIRNAME/headers.bats"
    done
}

@test "headers: read one byte at a time, the same" {
    program=$BUILD/tests/addrgrab-1
    addresses all
}
