# The verdicts, as perl and awk have them from rules written anew: on 100,000
# random passwords, on a word list, and in several charsets.
load helpers

setup() { cd "$BATS_TEST_TMPDIR"; }

# 100,000 passwords of all bytes but newline, most of them near the edges.
passwords() {
    perl -e 'srand 20250; binmode STDOUT;
        @sets = (["a" .. "z", "A" .. "Z", 0 .. 9, "_"], [map chr, 32 .. 126], ["a", "Z", "0", "9"], [map chr, 0 .. 9, 11 .. 255],
            ["\@", "[", "`", "{", "/", ":", "^", "_", "-", "a", "z", "A", "Z"], ["1", "2", "a", "\r", "\0", " ", "\x7f", "\x80"]);
        for (1 .. 100000) {
            my $s = $sets[rand @sets];
            my $p = join "", map $s->[rand @$s], 1 .. int rand 12;
            substr $p, rand(1 + length $p), 0, chr((0 .. 9, 11 .. 255)[rand 255]) if rand() < 0.2;
            print "$p\n";
        }'
}

# Words, and what people make of words.
words() {
    local list=/usr/share/dict/cracklib-small
    test -f "$list" || list=/usr/share/dict/words
    test -f "$list" || return 1
    perl -ne 'BEGIN { srand 7 } chomp; next if /[^ -~]/;
        print "$_\n", ucfirst, $. % 100, "\n", scalar reverse, ("", "!", "_", " ", "\t", "-$.")[rand 6], "\n"' "$list"
}

# What is listed, as "LINE verdict reasons".
listed() {
    local rc=0
    vpwcheck -af plain -o tsv "$@" >listed || rc=$?
    test $rc -le 1 || return 1
    cut -f 2,5,6 listed
}

perl_notice() {
    perl -ne 'BEGIN { binmode STDIN } s/\r?\n\z//; my @r;
        push @r, "short" if length() < 6;
        push @r, "letters" if (() = /[A-Za-z]/g) < 3;
        push @r, "symbol" if m,[!-/:-\@\[-^`{-~],;
        push @r, "space" if / /;
        push @r, "control" if /[\x00-\x1f\x7f]/;
        push @r, "non-ascii" if /[\x80-\xff]/;
        print "$.\t", @r ? "bad" : "good", "\t", join(",", @r), "\n"'
}

# mawk may end at a NUL, which is one control byte of many here.
awk_notice() {
    tr '\0' '\1' | awk '{ sub(/\r$/, ""); r = ""; s = $0; n = gsub(/[A-Za-z]/, "", s)
        if (length($0) < 6) r = r ",short"
        if (n < 3) r = r ",letters"
        t = s; if (gsub(/[!-\/:-@[-^`{-~]/, "", t)) r = r ",symbol"
        if (index(s, " ")) r = r ",space"
        if (s ~ /[\001-\037\177]/) r = r ",control"
        if (s ~ /[\200-\377]/) r = r ",non-ascii"
        print NR "\t" (r == "" ? "good" : "bad") "\t" substr(r, 2) }'
}

perl_stock() {
    perl -ne 'BEGIN { binmode STDIN } s/\r?\n\z//; my @r;
        push @r, "password_too_short 5" if !/.{5}/;
        push @r, "password_no_characters 3" if !/([a-zA-Z].*){3}/;
        push @r, "password_no_digits 2" if !/([0-9].*){2}/;
        print "$.\t", @r ? "bad" : "good", "\t", join(",", @r), "\n"'
}

# The same without these regexes.
awk_stock() {
    tr '\0' '\1' | awk '{ sub(/\r$/, ""); r = ""; s = t = $0
        if (length($0) < 5) r = r ",password_too_short 5"
        if (gsub(/[A-Za-z]/, "", s) < 3) r = r ",password_no_characters 3"
        if (gsub(/[0-9]/, "", t) < 2) r = r ",password_no_digits 2"
        print NR "\t" (r == "" ? "good" : "bad") "\t" substr(r, 2) }'
}

# agrees FILE: all four say of it what vpwcheck says.
agrees() {
    local by
    listed <"$1" >got
    for by in perl awk; do
        ${by}_notice <"$1" >want
        same got want || { echo "$by, the notice"; return 1; }
    done
    listed --policy=postfixadmin <"$1" >got
    for by in perl awk; do
        ${by}_stock <"$1" >want
        same got want || { echo "$by, PostfixAdmin"; return 1; }
    done
}

@test "vpwcheck: 100,000 passwords get the reasons that perl and awk give" {
    passwords >in
    agrees in
    # enough of each
    test "$(grep -c good got)" -gt 2500
    listed <in >got
    test "$(grep -c good got)" -gt 2500
    # both: what fails one fails
    grep bad got | cut -f 1 >one
    perl_stock <in | grep bad | cut -f 1 | sort -u - one >want
    listed --policy=both <in | grep bad | cut -f 1 | sort >got
    same got want
}

@test "vpwcheck: so do the words of a list" {
    words >in || skip "no list of words here"
    test "$(wc -l <in)" -gt 100000
    agrees in
}

# 100,000 passwords of ASCII and Japanese as code points, a line each in UTF-8,
# and the verdicts on their characters.
@test "vpwcheck --from: 100,000 passwords in each of four charsets" {
    perl -MEncode -e 'srand 4; binmode STDOUT, ":utf8"; open W, ">", "want" or die;
        @ja = (0x3041 .. 0x3093, 0x30a1 .. 0x30f6, 0x4e00, 0x4e8c, 0x4e09, 0x5341, 0x80fd, 0x8868, 0x20, 0x3000);
        $ja = qr/[^\0-\x7f]/;
        for (1 .. 100000) {
            my $kanji = rand() < 0.7;
            my $p = join "", map { chr($kanji && rand() < 0.5 ? $ja[rand @ja] : 32 + rand 95) } 1 .. int rand 10;
            my @r;
            push @r, "short" if length($p) < 6;
            push @r, "letters" if ($p =~ tr/A-Za-z//) < 3;
            push @r, "symbol" if $p =~ tr/!-~// > $p =~ tr/A-Za-z0-9_//;
            push @r, "space" if $p =~ / /;
            push @r, "non-ascii" if $p =~ $ja;
            print "$p\n";
            print W "$_\t", @r ? "bad" : "good", "\t", join(",", @r), "\n";
        }' >text
    for charset in UTF-8 EUC-JP CP932 ISO-2022-JP; do
        # ISO-2022-JP holds its shifts to a line
        iconv -f UTF-8 -t $charset text >in
        name=$charset
        test $charset != CP932 || name=Shift_JIS
        listed --from=$name <in >got
        same got want || { echo $charset; return 1; }
    done
    # nor is the one without its charset
    listed <in >got
    ! cmp -s got want || return 1
}
