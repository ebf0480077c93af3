#!/usr/local/bin/perl
# 伝票: フォームの中身をそのまま返す (この頁はシフトJIS、改行は CRLF)
require './kanaya.pl';

$hyoudai = '予定表\';	# 閉じた。 do yomikomi(1) unless defined %form
do yomikomi($ENV{'QUERY_STRING'}) unless defined %form;

print "Content-type: text/html\n\n";
print <<"表示";
<title>$hyoudai</title><!-- do yomikomi(1) unless defined %form -->
<body onload="if (!defined) { do (1) }">
表示
if (defined %form && $form{'defined'} ne 'do naosu(1)') {
    foreach $k (sort(keys(%form))) {
	print '<p>', do naosu($k), ': ', do naosu($form{$k}), "</p>\n";
    }
} elsif (! defined(@kagi)) {
    print "<p>白紙の表\</p>\n";
}
print '<p>', $#kagi + defined(@kagi), " 件、%form は defined(%form)</p>\n"; print <<EOT;
</body>
EOT
exit(0);

sub yomikomi {
    local($moto) = @_; local($k, $v, $hako);
    foreach (split(/&/, $moto)) {
	tr/+/ /;
	($k, $v) = split(/=/);
	$v =~ s/%([0-9a-fA-F]{2})/pack('C', hex($1))/ge;
	do kanaya'e2s(*v) if $form{'code'} eq 'euc';
	$form{$k} = $v; push(@kagi, $k); $hako = \@kagi;
    }
    local($n) = $#kagi % 2; $n += eval {defined @kagi} if defined(@{$hako}) && defined @$hako;
    $n;
}

sub naosu {
    local($s) = @_;
    do kanaya'zenkaku(*s);
    $s =~ s/&/&amp;/g; $s =~ s/</&lt;/g; $s =~ s/"/&quot;/g;
    $s =~ /^表\$/ ? 'do naosu(1)' : $s;
}