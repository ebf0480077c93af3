load helpers

unit() { cd "$BATS_TEST_TMPDIR" && "$BUILD/tests/$1"; }

@test "unit: bytes" { unit bytes; }
@test "unit: window" { unit window; }
@test "unit: scan" { unit scan; }
@test "unit: decode" { unit decode; }
@test "unit: address" { unit address; }
@test "unit: regex" { unit regex; }
@test "unit: out" { unit out; }
@test "unit: tally" { unit tally; }
@test "unit: template" { unit template; }
@test "unit: keys" { unit keys; }
@test "unit: bytesort" { unit bytesort; }
@test "unit: grow" { unit grow; }
@test "unit: walk" { unit walk; }
@test "unit: glob" { unit glob; }
@test "unit: unquote" { unit unquote; }
@test "unit: path" { unit path; }
@test "unit: edit" { unit edit; }
@test "unit: udiff" { unit udiff; }
@test "unit: literal" { unit literal; }
@test "unit: rules" { unit rules; }
@test "unit: replace" { unit replace; }
@test "unit: ruleset" { unit ruleset; }
@test "unit: preg" { unit preg; }
@test "unit: confine" { unit confine; }
@test "unit: policy" { unit policy; }
@test "unit: listing" { unit listing; }
@test "unit: format" { unit format; }
@test "unit: secrets" { unit secrets; }
@test "unit: secret" { unit secret; }

@test "unit: none is left out here" {
    for source in "$TOP"/tests/unit/*.c; do
        grep -q "{ unit $(basename "$source" .c); }" "$BATS_TEST_DIRNAME/unit.bats"
    done
}

@test "all filters link into one program" { "$BUILD/tests/link"; }
