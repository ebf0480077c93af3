# What the fuzz targets were fed, and learnt from, or found something by.
load helpers

setup() { cd "$BATS_TEST_TMPDIR"; }

replay() {
    local corpus=$BATS_TEST_DIRNAME/fuzz/corpus/$1
    test "$(wc -l <"$corpus")" -ge 50
    # none of them takes a second
    timeout 300 "$BUILD/tests/fuzz-$1" -l "$corpus" 2>err || { tail -n 3 err; return 1; }
}

@test "fuzz: addrscan" { replay addrscan; }
@test "fuzz: addrlist" { replay addrlist; }
@test "fuzz: decode" { replay decode; }
@test "fuzz: list" { replay list; }
@test "fuzz: perl" { replay perl; }
@test "fuzz: records" { replay records; }
@test "fuzz: rules" { replay rules; }

@test "fuzz: every target is replayed" {
    for target in "$BATS_TEST_DIRNAME"/fuzz/*.c; do
        target=$(basename "$target" .c)
        test "$target" = replay || grep -q "{ replay $target; }" "$BATS_TEST_FILENAME"
    done
}
