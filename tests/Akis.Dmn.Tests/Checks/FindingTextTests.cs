using Akis.Dmn.Checks;

namespace Akis.Dmn.Tests.Checks;

/// <summary>Every finding word for word, in both languages.</summary>
public sealed class FindingTextTests
{
    [Theory]
    [InlineData("UNIQUE", "x:number | y -> o\n< 5 | - -> 1\n- | \"a\" -> 2", "7 Error dmn.overlap [1,2]", "1 ve 2 numaralı kurallar birlikte uyuyor; örnek girdi: x = 4, y = \"a\"", "rules 1 and 2 match together, for example x = 4, y = \"a\"")]
    [InlineData("UNIQUE", "x:number | y -> o\n< 5 | - -> 1\n- | \"a\" -> 2", "2 Warning dmn.gap []", "hiçbir kural uymuyor; örnek girdi: x = 5, y = \"başka\"; eksik kural: >= 5 | not(\"a\")", "no rule matches, for example x = 5, y = \"başka\"; missing rule: >= 5 | not(\"a\")")]
    [InlineData("UNIQUE", "x -> o", "2 Warning dmn.gap []", "hiçbir kural uymuyor; örnek girdi: herhangi biri; eksik kural: -", "no rule matches, for example any input; missing rule: -")]
    [InlineData("UNIQUE", "x -> o\n- -> 1\n- -> 2", "6 Error dmn.overlap [1,2]", "1 ve 2 numaralı kurallar birlikte uyuyor; örnek girdi: herhangi biri", "rules 1 and 2 match together, for example any input")]
    [InlineData("ANY", "x:number -> o\n<= 5 -> 1\n>= 5 -> 2", "6 Error dmn.any-differs [1,2]", "1 ve 2 numaralı kurallar birlikte uyuyor ama çıktıları farklı; örnek girdi: x = 5", "rules 1 and 2 match together but their outputs differ, for example x = 5")]
    [InlineData("ANY", "x -> o\n- -> 1\n- -> 2", "6 Error dmn.any-differs [1,2]", "1 ve 2 numaralı kurallar birlikte uyuyor ama çıktıları farklı; örnek girdi: herhangi biri", "rules 1 and 2 match together but their outputs differ, for example any input")]
    [InlineData("ANY", "x:number -> o\n<= 5 -> x\n>= 5 -> 2", "6 Note dmn.not-checked [1,2]", "denetlenmedi: 1 ve 2 numaralı kurallar birlikte uyuyor, çıktıları ifade olduğundan aynı olup olmadıkları bilinmiyor; örnek girdi: x = 5", "not checked: rules 1 and 2 match together and their outputs are expressions, for example x = 5")]
    [InlineData("ANY", "x -> o\n- -> x\n- -> 2", "6 Note dmn.not-checked [1,2]", "denetlenmedi: 1 ve 2 numaralı kurallar birlikte uyuyor, çıktıları ifade olduğundan aynı olup olmadıkları bilinmiyor; örnek girdi: herhangi biri", "not checked: rules 1 and 2 match together and their outputs are expressions, for example any input")]
    [InlineData("FIRST", "x:number -> o\n< 3 -> 1\n< 9 -> 2\n[1..5] -> 3\n- -> 4", "7 Warning dmn.masked-rule [3,1,2]", "kural 3 hiç karar vermez: uyduğu her girdiye ondan önce gelen kurallar da (1, 2) uyuyor; örnek girdi: x = 1, karar veren kural 1", "rule 3 never decides: whatever it matches, rules before it (1, 2) match too, for example x = 1, where rule 1 decides")]
    [InlineData("FIRST", "x -> o\n- -> 1\n- -> 2", "6 Warning dmn.masked-rule [2,1]", "kural 2 hiç karar vermez: uyduğu her girdiye ondan önce gelen kurallar da (1) uyuyor; örnek girdi: herhangi biri, karar veren kural 1", "rule 2 never decides: whatever it matches, rules before it (1) match too, for example any input, where rule 1 decides")]
    [InlineData("UNIQUE", "x:number [1..3] -> o\n5 -> 1\n[1..3] -> 2", "5 Warning dmn.rule-never-matches [1]", "kural 1 hiçbir girdiye uymaz: 'x' sütunu '5' koşulunu hiç sağlamaz; örnek girdi: x = 5, hiç gelmez ya da bu hücreye uymaz", "rule 1 matches no input: column 'x' never passes '5', for example x = 5, which never comes or does not match this cell")]
    [InlineData("UNIQUE", "x:number | x:number -> o\n> 5 | < 3 -> 1\n- | - -> 2", "6 Warning dmn.rule-never-matches [1]", "kural 1 hiçbir girdiye uymaz: 'x' sütunu '> 5 | < 3' koşulunu hiç sağlamaz", "rule 1 matches no input: column 'x' never passes '> 5 | < 3'")]
    [InlineData("UNIQUE", "x:boolean -> o\n(> 5) -> 1\n- -> 2", "5 Error dmn.cell-type [1]", "kural 1, 'x' sütununun türü doğru/yanlış değeri, hücredeki 5 ise sayı; örnek girdi: x = 5, bu sütuna hiç gelmez", "rule 1: column 'x' is of type boolean, 5 in its cell of type number, for example x = 5, which never comes")]
    [InlineData("UNIQUE", "x:number -> o:number\n1 -> \"a\"\nnot(1) -> 2", "5 Error dmn.output-type [1]", "kural 1, 'o' çıktısının türü sayı, verilen \"a\" ise metin; örnek girdi: x = 1", "rule 1: output 'o' is of type number, \"a\" of type string, for example x = 1")]
    [InlineData("UNIQUE", "x:number -> o:number = \"b\"\n1 -> 2", "4 Error dmn.output-type []", "varsayılan çıktı, 'o' çıktısının türü sayı, verilen \"b\" ise metin", "the default: output 'o' is of type number, \"b\" of type string")]
    [InlineData("COLLECT\" aggregation=\"SUM", "x:number -> o\n- -> \"a\"", "5 Error dmn.output-type [1]", "kural 1, toplanan 'o' çıktısı sayı olmalı, verilen \"a\" ise metin; örnek girdi: x = 0", "rule 1: output 'o' is summed up and must be a number, \"a\" is of type string, for example x = 0")]
    [InlineData("UNIQUE", "x:number -> o:string \"a\",\"b\"\n1 -> \"a\"\n2 -> \"b\"\nnot(1, 2) -> \"c\"", "7 Error dmn.output-not-allowed [3]", "kural 3, 'o' çıktısının değerleri arasında \"c\" yok (\"a\",\"b\"); örnek girdi: x = 0", "rule 3: \"c\" is not among the values of output 'o' (\"a\",\"b\"), for example x = 0")]
    [InlineData("FIRST", "x:number -> o:string \"a\",\"b\"\n- -> \"a\"\n5 -> \"b\"", "6 Warning dmn.masked-rule [2,1]", "kural 2 hiç karar vermez: uyduğu her girdiye ondan önce gelen kurallar da (1) uyuyor; örnek girdi: x = 5, karar veren kural 1", "rule 2 never decides: whatever it matches, rules before it (1) match too, for example x = 5, where rule 1 decides")]
    [InlineData("FIRST", "x:number -> o:string \"a\",\"b\"\n- -> \"a\"\n5 -> \"b\"", "4 Warning dmn.output-never-given [2]", "'o' çıktısının \"b\" değerini hiçbir kural vermez; onu veren kurallar (2) hiç karar vermez", "no rule gives the value \"b\" of output 'o'; the rules that would (2) never decide")]
    [InlineData("UNIQUE", "x:number -> o:string \"a\",\"b\"\n- -> \"a\"", "4 Warning dmn.output-never-given []", "'o' çıktısının \"b\" değerini hiçbir kural vermez", "no rule gives the value \"b\" of output 'o'")]
    [InlineData("UNIQUE", "x:number -> o = 9\n5 -> 1\nnot(5) -> 2", "4 Warning dmn.default-never-used [1]", "varsayılan çıktı hiç kullanılmaz, her girdiye bir kural uyuyor; örnek girdi: x = 5, uyan kural 1", "the default output is never used, some rule matches every input, for example x = 5, which rule 1 matches")]
    [InlineData("UNIQUE", "x -> o = 9\n- -> 1", "4 Warning dmn.default-never-used [1]", "varsayılan çıktı hiç kullanılmaz, her girdiye bir kural uyuyor; örnek girdi: herhangi biri, uyan kural 1", "the default output is never used, some rule matches every input, for example any input, which rule 1 matches")]
    [InlineData("UNIQUE", "x:number -> o\n< limit -> 1", "5 Note dmn.not-checked [1]", "denetlenmedi: kural 1, 'x' hücresi bir ifade kullanıyor: < limit", "not checked: rule 1, cell of 'x' uses an expression: < limit")]
    [InlineData("UNIQUE", "x:number < limit -> o\n- -> 1", "3 Note dmn.not-checked []", "denetlenmedi: 'x' sütununun izin verilen değerleri bir ifade kullanıyor: < limit", "not checked: the allowed values of 'x' use an expression: < limit")]
    [InlineData("UNIQUE", "x:tList -> o\n\"a\" -> 1", "3 Note dmn.not-checked []", "denetlenmedi: 'x' sütunundaki değerler sıralanamıyor", "not checked: the values of column 'x' cannot be ordered")]
    public void It_is_said(string policy, string table, string finding, string tr, string en)
    {
        var found = TableCheck.Run(TableXml.Of(policy, table)).Where(candidate => $"{candidate.Line} {candidate.Severity} {candidate.Code} [{string.Join(',', candidate.Rules)}]" == finding).ShouldHaveSingleItem();
        found.DecisionId.ShouldBe("d");
        found.Tr.ShouldBe("'Karar': " + tr);
        found.En.ShouldBe("'Karar': " + en);
    }

    [Fact]
    public void What_is_not_told_one_by_one_is_counted()
    {
        var last = TableCheck.Run(TableXml.Of("UNIQUE", "x:number -> o\n" + string.Join('\n', Enumerable.Repeat("- -> 1", 12))))[^1];
        last.Tr.ShouldBe("'Karar': bu türden 46 bulgu daha var.");
        last.En.ShouldBe("'Karar': 46 more of this kind.");
        last.Severity.ShouldBe(FindingSeverity.Error);
        last.Line.ShouldBe(2);
    }

    [Fact]
    public void What_is_too_large_is_said()
    {
        var spent = TableCheck.Run(TableXml.Of("UNIQUE", "x:number -> o\n1 -> 1\n2 -> 2"), new CheckLimits(20, 0, 1000)).Single(finding => finding.Code == "dmn.check-budget");
        spent.Tr.ShouldBe("'Karar': tablo büyük olduğu için denetim yarıda kesildi.");
        spent.En.ShouldBe("'Karar': the table is large; its check was cut short.");
        var wide = TableCheck.Run(TableXml.Of("UNIQUE", "x:number -> o\n1 -> 1\n2 -> 2"), new CheckLimits(20, 1000, 11)).ShouldHaveSingleItem();
        wide.Tr.ShouldBe("'Karar': denetlenmedi: 'x' sütununda çok fazla değer var");
        wide.En.ShouldBe("'Karar': not checked: column 'x' has too many values");
        TableCheck.Run(TableXml.Of("UNIQUE", "x:number -> o\n1 -> 1\n2 -> 2"), new CheckLimits(20, 1000, 12)).ShouldHaveSingleItem().Code.ShouldBe("dmn.gap");
    }
}
