load helpers

# tests/golden/NAME/CASE.{in,args,out,err,rc}: input, arguments (a line each),
# and the exact standard output, standard error and exit status.  `make golden`
# writes the last three anew, for a deliberate change: look at git diff.

golden() {
    local name=$1 case=$2 rc=0 args
    mapfile -t args <"$case.args" || return 1
    # the input is seen as "in", wherever it lies
    cp "$case.in" "$BATS_TEST_TMPDIR/in"
    cd "$BATS_TEST_TMPDIR" || return 1
    "$name" "${args[@]}" <in >out 2>err || rc=$?
    echo $rc >rc
    if test -n "${UPDATE_GOLDEN:-}"; then
        for kind in out err rc; do cp $kind "$case.$kind"; done
    fi
    for kind in out err rc; do
        same $kind "$case.$kind" || return 1
    done
}

@test "golden files" {
    n=0
    for args in "$BATS_TEST_DIRNAME"/golden/*/*.args; do
        case=${args%.args}
        (golden "$(basename "$(dirname "$case")")" "$case") || { echo "$case"; return 1; }
        n=$((n + 1))
    done
    test $n -ge 6
}
