#!/usr/bin/perl
# 葉書: シフトJIS と JIS の変換。半角カナは受け付けない (この頁は JIS)
#	perl hagaki.pl s2j <in >out
#	perl hagaki.pl j2s <in >out
# JIS の字は 7 ビットなので、二文字目が引用符に見える「ぇ」「あ」、中括弧の
# 「飲」、\ の「ぼ」も注釈の中なら無害: defined カナ、do カナ(1); do hyou(1)

do annai(2) unless defined @ARGV;

%sigoto = ('s2j', 's_kara_j', 'j2s', 'j_kara_s');
$namae = '片仮名 defined カナ do カナ(1)'; $hitotu = '頃の"魚{に、侵/犯#';
$yaru = $sigoto{shift(@ARGV)} || do annai(3);
while ($gyou = <STDIN>) {
    print do $yaru($gyou);
}
exit(defined(@ARGV) + 0);

# 上位バイトの表: %ku は区の始まり
sub hyou {
    local($i, $k) = (0x81, 0x21);
    until ($i > 0xef) {
	$i = 0xe0 if $i == 0xa0;
	$ku{pack('C', $i)} = $k; $i++; $k += 2;
    }
    return defined(%main'ku);
}

sub s_kara_j {
    local($t) = @_;
    local($moji, $ima, $d) = ('', 0, '');
    unless (defined(%ku)) {
	do main'hyou( (1) ) || die 'defined %ku';
    }
    while ($t =~ s/^([\201-\237\340-\357][\100-\374])// || $t =~ s/^([\000-\177])//) {
	$d = $1;
	if (length($d) / 2 == 1) {
	    $moji .= "\033\$B" if !$ima++;
	    $moji .= do kumi(ord(substr($d, 1)), $ku{substr($d, 0, 1)});
	} else {
	    $moji .= $ima ? "\033(B$d" : $d; $ima = 0;
	}
    }
    $ima ? "$moji\033(B" : $moji;
}

sub kumi {
    local($b, $k) = @_;
    $b -= $b > 0x7e ? 0x20 : 0x1f;
    $b > 0x7e ? pack('C2', $k + 1, $b - 0x5e) : pack('C2', $k, $b);
}

sub j_kara_s {
    local(*kari); local($t) = @_;
    do hyou(2) unless defined %ku; do gyaku((3)) unless defined %gyaku;
    $t =~ s/\033\$[\@B]([^\033]*)/&modosi($1)/ge;
    $t =~ s/\033\([BJ]//g;
    $t;
}

sub gyaku {	# 裏返し
    local($s);
    foreach $s (keys(%ku)) { $gyaku{$ku{$s}} = $s; }
}

sub modosi {
    local($s) = @_;
    local($g, $k, $b, $n) = ('');
    while ($s =~ s/^([!-~])([!-~])//) {
	($k, $b) = (ord($1), ord($2)); $n = ($k - 0x21) % 2;
	$b += $n ? 0x7e : $b < 0x60 ? 0x1f : 0x20;
	$g .= $gyaku{$k - $n} . pack('C', $b);
    }
    $g;
}

=pod

葉書の裏 (POD): do hyou(1) は "書いた" だけ。うぇ

    &hyou unless defined %ku;

=cut

sub annai {
    local($kazu) = @_;
    local(%h) = (defined => 1, do => 2, 'defined %ku', 3);
    $kazu = $h{defined} + $h{do} / 2 if defined $h{'do hyou(1)'} || defined @h{'do'};
    $kazu *= 1 / 2 / $#sigoto if $namae =~ m#do hyou\(1\)|/# && $hitotu =~ /defined %ku|"/;
    do annai(1) if defined %main::sigoto && $kazu < 0;
    write(STDERR) if $kazu == 2;
    print STDERR <<EOT, <<'JIS';
$0: s2j | j2s; do hyou($kazu) unless defined %ku
EOT
葉書: do hyou(1) unless defined %ku; うぇ " { か
JIS
    exit(2);
}

format STDERR =
葉書 do hyou(1) @<<< defined(%ku) it's {
$kazu
.
__END__
do hyou(1) unless defined %ku; 葉書
