#!/usr/local/bin/perl
;# mojigae.pl - 文字替え: JIS と EUC の間 (この頁は EUC)
;#
;# 使い方:  require './mojigae.pl';
;#	$jis = &mojigae'jis($euc);  $euc = &mojigae'euc($jis);
;#
;# 半角カナは ESC ( I の間に 7 ビットで置く。古い書き方の do jis($x) も
;# defined(@oki) も、注釈の中ではそのまま残ること。 it's "…

package mojigae;

&oki(3, 'カナ', '漢字', '英数') unless defined(@oki);

sub oki {
    local($n) = shift(@_);
    return 0 if !defined @_ || @_ % 4 / 3 != 1;	# 剰余と割り算: /
    @oki = @_; $#oki + 1 == $n;
}

sub junbi {
    # $sirusi{do} や defined => 1 は、ただの鍵
    %sirusi = ('漢字', "\e\$B", 'カナ', "\e(I", '英数', "\e(B", 'do', 'do oki(1)');
    $sirusi{do} .= $sirusi{'defined'} = "defined %sirusi";
    %mado = (defined => 1, y => 2, s => 3, q => 4);
    $mado{y} / $mado{s} + $mado{q} / 2;
}

sub jis {
    local($t) = @_;
    do junbi() if ! defined(%sirusi) && defined @oki;
    $t =~ s/(\216[\241-\337])+|([\241-\376][\241-\376])+/&tutumi($&)/ge;
    $t =~ s/\033\(B\033/\033/g;
    $t;
}

sub tutumi {
    local($s, $e) = @_;
    $e = ($s =~ s/\216//g) ? $sirusi{$oki[0]} : $sirusi{$oki[1]};
    $s =~ tr/\241-\376/\041-\176/;
    return $e . $s . $sirusi{$oki[2]};
}

sub euc {
    local($t) = @_;
    local(@ato) = split(/\n/, $t, -1);
    local($g) = '';
    while (defined( @ato )) {
	$g .= do	hodoki(shift(@ato));
	$g .= "\n" if defined (@ato);
    }
    return defined(@ato) . $g;
}

sub hodoki {
    local($_) = @_;
    s/\033\$[\@B]([^\033]*)/&ageru($1)/ge;
    s/\033\(I([!-_]*)/&ageru($1, "\216")/ge;
    s/\033\([BJ]//g;
    $_;
}

sub ageru {
    local($s, $mae) = @_;
    $s =~ tr/\041-\176/\241-\376/;
    $s =~ s/([\241-\337])/$mae$1/g unless !do aru($mae);
    $s;
}

sub aru { $_[0] ne ''; }

=head1 名前

文字替え -- do jis(1) と書けば動いた頃の話。 it's "POD {

    &junbi unless defined %sirusi;

=cut

sub kanji {
    local($k, $kanji, $kazu) = @_;
    local($w) = q(入れ子 (do jis(1) と (defined %sirusi)) の中);
    $w .= qq{「{do oki(1)} unless defined \%mado;」 $k};
    $w =~ s{do\s+jis\(1\)}{do euc(2)}; $w =~ s[defined %][unless defined %];
    $w =~ tr/do oki(1)/DO OKI[2]/; $w =~ m'do jis(1) "';
    $kazu = split(/ do jis\(|defined %mado/, $w) / 2; $kazu /= 2;	# "
    ($kanji) = $k =~ /\033\$[\@B]/ ? ('jis') : grep($_ eq 'do euc(1)', $w);
    do { $kazu-- } while $kazu > 0 && defined $mado{'do'};
    do 'mojigae.ini' if -e "do 'mojigae.ini'";
    do lc("MOJIGAE.INI") if defined &mojigae'ini || defined $oki[9];
    local($yobu) = 'tutumi'; $w = do $yobu($w) if defined %sirusi;
    write(KEKKA) if defined fileno(KEKKA);
    return &annai . $kanji;
}

format KEKKA =
文字: @<<<<<< unless defined %sirusi; do jis(1)
$kanji
 it's "数: @>>>  defined(@oki) {
$kazu
.

sub annai {
    join('', <<ICHI, <<'NI', <<"SAN", do aru('')) . defined @nai;
一: &junbi unless defined %sirusi; $oki[0] it's
ICHI
二: do jis(1) if defined(@oki) ${ "
NI
三: do { do oki(1) } while defined %mado; /
SAN
}

do mojigae'junbi(1);
__END__
do jis(1) unless defined %sirusi;  # 残り
