load helpers

# Old libraries and a CGI, in Perl 4 as it was written in Japan, that jcodefix
# repairs: data/jcodefix/NAME, and NAME.fixed as it has to be.  They were written
# for this test.  Every site of the contract's rules stands beside what only
# looks like one: in comments, strings, here-documents, POD, formats, regexes,
# behind __END__.
#
#   kanaya.pl   Shift_JIS (its second bytes are \ { | } @), EUC and Shift_JIS, kana
#   mojigae.pl  EUC-JP, JIS and EUC
#   hagaki.pl   ISO-2022-JP, a filter between Shift_JIS and JIS
#   denpyo.cgi  Shift_JIS and CRLF, requires kanaya.pl
#
# mihon.han and mihon.zen (UTF-8) are one text with half-width and full-width
# kana; iconv makes what the conversions are compared with.

DATA=$BATS_TEST_DIRNAME/data/jcodefix

setup() {
    cd "$BATS_TEST_TMPDIR"
    unset PERL5OPT PERL5LIB PERL_UNICODE
}

# dies WHAT LINE FILE: perl does not compile it, and says first what it does not
# take, and in which line.
dies() {
    local got=0
    perl -c "$3" 2>err || got=$?
    test $got != 0 || { echo "$3: compiles"; return 1; }
    head -n 1 err | grep -a "^$1" | grep -aq " line $2[.,]" ||
        { echo "$3: not said first: $1, line $2"; cat -v err; return 1; }
}

compiles() { perl -c "$1" 2>err || { cat -v err; return 1; }; }

hash="Can't use 'defined(%hash)'"
array="Can't use 'defined(@array)'"

@test "perl: the fixtures as they are do not compile, for two reasons" {
    perl -e 'exit($] < 5.022)' || skip "this perl still takes both"
    dies "$hash" 19 "$DATA/kanaya.pl"
    dies "$array" 12 "$DATA/mojigae.pl"
    dies 'syntax error' 8 "$DATA/hagaki.pl"
    dies 'syntax error' 6 "$DATA/denpyo.cgi"
    # nor with one of the reasons taken away: the first `defined`, the first `do`
    while read -r name aggregate what call; do
        jcodefix --rules=do-sub <"$DATA/$name" >"$name"
        dies "${!what}" "$aggregate" "$name"
        jcodefix --rules=unless-hash,defined-aggregate <"$DATA/$name" >"$name"
        dies 'syntax error' "$call" "$name"
    done <<'END'
kanaya.pl 19 hash 46
mojigae.pl 12 array 30
hagaki.pl 8 array 8
denpyo.cgi 6 hash 6
END
}

@test "perl: repaired to the byte, compiled, and left alone from then on" {
    for name in kanaya.pl mojigae.pl hagaki.pl denpyo.cgi; do
        status 0 jcodefix <"$DATA/$name" >"$name"
        same "$name" "$DATA/$name.fixed"
        compiles "$name"
        status 0 jcodefix <"$name" >again
        same again "$name"
    done
}

@test "perl: the repaired libraries convert as iconv does" {
    for name in kanaya.pl mojigae.pl hagaki.pl; do jcodefix <"$DATA/$name" >$name; done
    for kana in han zen; do
        iconv -f UTF-8 -t CP932 "$DATA/mihon.$kana" >$kana.sjis
        iconv -f UTF-8 -t EUC-JP "$DATA/mihon.$kana" >$kana.euc
    done
    iconv -f UTF-8 -t ISO-2022-JP "$DATA/mihon.zen" >zen.jis
    # ISO-2022-JP has no half-width kana; as others write them, with ESC ( I
    iconv -f UTF-8 -t ISO-2022-JP-3 "$DATA/mihon.han" >han.jis
    grep -q '(I' han.jis

    perl -e '
        sub text { local($/); open(F, $_[0]) || die $_[0]; local($t) = scalar(<F>); close(F); $t }
        sub put { open(F, ">$_[0]") || die $_[0]; print F $_[1]; close(F) || die }
        require "./kanaya.pl"; require "./mojigae.pl";
        for $kana ("han", "zen") {
            $t = &text("$kana.sjis"); &kanaya::s2e(*t); &put("$kana.s2e", $t);
            $t = &text("$kana.euc"); &kanaya::e2s(*t); &put("$kana.e2s", $t);
            &put("$kana.e2j", &mojigae::jis(&text("$kana.euc")));
            &put("$kana.j2e", &mojigae::euc(&text("$kana.jis")));
        }
        $t = &text("han.sjis"); &kanaya::zenkaku(*t); &put("zenkaku", $t);
        $t = &text("zen.sjis"); &kanaya::hankaku(*t); &put("hankaku", $t);
        # strings and here-documents of the libraries
        print join("\n", $kanaya::daimei, $kanaya::owari, @kanaya::midasi,
            &kanaya::hyou("abc"), &kanaya::kazu() . &kanaya::yomi() . &kanaya::yomi2());
        $t = &mojigae::kanji("\e\$B"); &kanaya::e2s(*t); print "\n$t\n";' >said

    for kana in han zen; do
        same $kana.s2e $kana.euc
        same $kana.e2s $kana.sjis
        same $kana.e2j $kana.jis
        same $kana.j2e $kana.euc
    done
    same zenkaku zen.sjis
    same hankaku han.sjis
    perl hagaki.pl s2j <zen.sjis >got
    same got zen.jis
    perl hagaki.pl j2s <zen.jis >got
    same got zen.sjis

    iconv -f UTF-8 -t CP932 >expected <<'END'
片仮名対応表 (機能 ソフト)
ソ
予定表
性能
ボタン do junbi(1); マウス
噂
ABC。defined %zen は do junbi(1) ではない。予定表: ソ

8911
一: &junbi unless defined %sirusi; カナ it's
二: do jis(1) if defined(@oki) ${ "
三: do { do oki(1) } while defined %mado; /
jis
END
    same said expected
}

@test "perl: the repaired script says how it is called, with its format" {
    jcodefix <"$DATA/hagaki.pl" >hagaki.pl
    status 2 perl hagaki.pl 2>got
    iconv -f UTF-8 -t ISO-2022-JP >expected <<'END'
葉書 do hyou(1) 2    defined(%ku) it's {
hagaki.pl: s2j | j2s; do hyou(2) unless defined %ku
葉書: do hyou(1) unless defined %ku; うぇ " { か
END
    same got expected
}

@test "perl: the repaired CGI answers a form" {
    for name in kanaya.pl denpyo.cgi; do jcodefix <"$DATA/$name" >$name; done
    QUERY_STRING='code=euc&na=%A5%BD%8e%bc%8e%de%c9%bd&b=%3Ca%26b%22+c&defined=1' \
        perl denpyo.cgi >got
    iconv -f UTF-8 -t CP932 >expected <<'END'
Content-type: text/html

<title>予定表</title><!-- do yomikomi(1) unless defined %form -->
<body onload="if (!defined) { do (1) }">
<p>b: &lt;a&amp;b&quot; c</p>
<p>code: euc</p>
<p>defined: 1</p>
<p>na: ソジ表</p>
<p>4 件、%form は defined(%form)</p>
</body>
END
    same got expected
    QUERY_STRING='' perl denpyo.cgi >got
    iconv -f CP932 -t UTF-8 got | grep -qx '<p>白紙の表</p>'
}
