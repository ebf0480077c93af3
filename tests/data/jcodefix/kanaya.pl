# kanaya.pl --- 仮名屋: 片仮名とシフトJIS・EUC の書庫 (この頁はシフトJIS)
#
#   require './kanaya.pl';
#   &kanaya'e2s(*text);      EUC をシフトJIS に (半角カナも)
#   &kanaya's2e(*text);      その逆
#   &kanaya'zenkaku(*text);  シフトJIS の半角カナを全角に
#   &kanaya'hankaku(*text);  その逆
#
# 注意: 「表」「能」「ソ」などの二文字目は 0x5C。行末に置いても大丈夫→表
# この行は注釈: &junbi unless defined %zen; do junbi(1);  予定表\

package kanaya;

$daimei = "片仮名対応表\ (機能\ ソ\フト)";	# 二重引用符の中では \ を添える
$owari = 'ソ\';		# 引用符はここで閉じる。 defined(%zen) も do junbi(1) も注釈
@midasi = ('予定表\', "性能\", q{ボタン do junbi(1); マウス}, '噂\');
%setumei = ('defined', 'unless defined %zen;', 'do', "do junbi(1) は\"表\\" ");

&junbi unless defined %zen;

sub junbi {
    local($i, $h, @z);
    @z = unpack('a2' x 63,
	'。「」、・ヲァィゥェォャュョッー' .
	'アイウエオカキクケコサシスセソ\タチツテト' .
	"ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜");
    for ($i = 0; $i <= $#z; $i++) {
	$zen{pack('C', 0xa1 + $i)} = $z[$i];
    }
    # 濁点・半濁点の付く字: 表の隣の字
    foreach $i (0xb6 .. 0xc4, 0xca .. 0xce) {
	$h = pack('C', $i);
	$zen{"$h\xde"} = pack('n', unpack('n', $zen{$h}) + 1);
	$zen{"$h\xdf"} = pack('n', unpack('n', $zen{$h}) + 2) if $i / 2 >= 0xca / 2;
    }
    $zen{'ｳﾞ'} = 'ヴ';
}

sub uragaesi {
    local($h, $z);
    while (($h, $z) = each %zen) { $han{$z} = $h; }
}

sub zenkaku {
    local(*t) = @_;
    do junbi() unless defined %zen;
    $t =~ s/([\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc])|([\xb3\xb6-\xc4\xca-\xce]\xde|[\xca-\xce]\xdf|[\xa1-\xdf])/defined $1 ? $1 : $zen{$2}/ge;
}

sub hankaku {
    local(*t) = @_;
    unless (defined %han) { do uragaesi(); }
    $t =~ s/[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]/defined($han{$&}) ? $han{$&} : $&/ge;
}

# EUC の区点からシフトJIS へ。割り算 / と剰余 % の隣に正規表現
sub kuten {
    local($ku, $ten) = @_;
    local($n) = int($ku / 2); local($g) = $ku % 2; local($f) = ($ten / 63) >= 1;
    return $memo{"$ku/$ten"} if defined $memo{"$ku/$ten"};	# 添字の defined はそのまま
    if (defined(%memo) && $memo{'defined %memo'}) { print STDERR "区 $ku 点 $ten\n"; }
    $memo{"$ku/$ten"} = pack('C2', $n + ($n < 31 ? 0x81 : 0xc1),
	$g ? $ten + 0x9f : $ten + 0x40 + ($f ? 1 : 0));
}

sub e2s {
    local(*t) = @_;
    $t =~ s/\x8e([\xa1-\xdf])|([\xa1-\xfe])([\xa1-\xfe])/defined $1 ? $1 : &kuten(ord($2) - 0xa1, ord($3) - 0xa1)/ge;
}

sub gyaku {
    local($a, $b) = @_;
    $a = ($a - ($a < 0xa0 ? 0x81 : 0xc1)) * 2; $b -= $b > 0x7f ? 0x41 : 0x40;
    return pack('C2', $a + 0xa1 + ($b >= 94), $b % 94 + 0xa1);
}

sub s2e {
    local(*t) = @_;
    $t =~ s/([\x81-\x9f\xe0-\xef])([\x40-\x7e\x80-\xfc])|([\xa1-\xdf])/defined $3 ? "\x8e$3" : &gyaku(ord($1), ord($2))/ge;
}

# kazu: 覚えた字の数。 yomi: 用意は出来たか
sub yomi { defined %zen; }
sub yomi2 { return defined(%kanaya'zen); }
sub kazu {
    local(@k) = keys(%zen);
    local($ari) = defined @k;
    $ari += 0; $ari % 2 ? $#k + 1 : 0;
}

sub hyou {
    local($kotoba) = @_;
    return '表だ' if $kotoba =~ m{^(機能\|表\)$} || $kotoba eq $setumei{do};
    return "違う" unless predefined($kotoba) && defined &kanaya'hyou;
    ($kotoba = $kotoba) =~ y/a-z/A-Z/;		# y も tr と同じ
    $kotoba =~ s{DO (JUNBI)\(1\)}{do junbi(1)};
    do { $kotoba .= '。'; } while (length($kotoba) < 4 && defined @midasi[0]);
    return $kotoba . <<"表\";
defined %zen は do junbi(1) ではない。予\定表\: $owari
表\
}
sub predefined { $_[0] ne ''; }

1;
__END__
ここから先は perl は読まない。
&junbi unless defined %zen;
do junbi(1) if defined(@midasi);  表
