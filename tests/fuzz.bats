# What the fuzz targets were fed, and learnt from, or found something by.
load helpers

setup() { cd "$BATS_TEST_TMPDIR"; }

replay() {
    local corpus=$BATS_TEST_DIRNAME/fuzz/corpus/$1
    test "$(wc -l <"$corpus")" -ge 50
    # none of them takes a second
    timeout 300 "$BUILD/tests/fuzz-$1" -l "$corpus" >out 2>err || { tail -n 3 err; return 1; }
    test "$(cat out)" = "$(grep -c '' "$corpus") inputs"
}

@test "fuzz: addrscan" { replay addrscan; }
@test "fuzz: addrlist" { replay addrlist; }
@test "fuzz: decode" { replay decode; }
@test "fuzz: glob" { replay glob; }
@test "fuzz: list" { replay list; }
@test "fuzz: literal" { replay literal; }
@test "fuzz: perl" { replay perl; }
@test "fuzz: records" { replay records; }
@test "fuzz: rules" { replay rules; }
@test "fuzz: window" { replay window; }

@test "fuzz: a corpus that is spelt wrong is not replayed" {
    for line in 'a\x4' 'a\xzz' 'a\\n' 'a\'; do
        printf 'a\n%s\n' "$line" >corpus
        run "$BUILD/tests/fuzz-glob" -l corpus
        test "$status" = 2
        [[ $output == *corpus:2:* ]]
    done
    head -c 1048577 /dev/zero >large
    run "$BUILD/tests/fuzz-glob" large
    test "$status" = 2
    [[ $output == *large:* ]]
}

@test "fuzz: every target is replayed" {
    for target in "$BATS_TEST_DIRNAME"/fuzz/*.c; do
        target=$(basename "$target" .c)
        test "$target" = replay || grep -q "{ replay $target; }" "$BATS_TEST_FILENAME"
    done
}
