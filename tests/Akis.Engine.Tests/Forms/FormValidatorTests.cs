using Akis.Engine.Forms;
using Akis.Feel;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Akis.Engine.Tests.Forms;

public sealed class FormValidatorTests
{
    private static readonly FeelEnvironment Environment = new() { Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 22, 0, 0, TimeSpan.Zero)) };

    private static FormSchema Form(string components)
    {
        FormSchema.TryRead($$"""{ "id": "form", "type": "default", "components": [{{components}}] }""", out var schema, out var error).ShouldBeTrue(error);
        return schema!;
    }

    private static FormCheck Check(string components, string data, string variables = "{}") =>
        FormValidator.Validate(Form(components), FeelJson.ParseContext(data)!, FeelJson.ParseContext(variables)!, Environment);

    [Theory]
    [InlineData("2026-12-10T10:00")]
    [InlineData("2026-12-10T10:00+03:00")]
    [InlineData("2026-12-10T07:00Z")]
    [InlineData("2026-12-10T09:00:00+02:00")]
    public void A_date_and_time_is_kept_as_feel_reads_it_whatever_the_browser_gives(string given) =>
        Check("""{ "type": "datetime", "subtype": "datetime", "key": "an" }""", $$"""{ "an": "{{given}}" }""").Data.Get("an").AsString().ShouldBe("2026-12-10T10:00:00+03:00");

    [Theory]
    [InlineData("""{ "type": "textfield", "key": "a", "validate": { "required": true } }""", """{ "a": "   " }""", "form.required")]
    [InlineData("""{ "type": "textfield", "key": "a", "validate": { "minLength": 5 } }""", """{ "a": "dört" }""", "form.min-length")]
    [InlineData("""{ "type": "textfield", "key": "a", "validate": { "maxLength": "=en + 1" } }""", """{ "a": "beşli" }""", "form.max-length")]
    [InlineData("""{ "type": "textfield", "key": "a", "validate": { "pattern": "^[0-9]{11}$" } }""", """{ "a": "12" }""", "form.pattern")]
    [InlineData("""{ "type": "textfield", "key": "a", "validate": { "validationType": "email" } }""", """{ "a": "kisi@yer" }""", "form.email")]
    [InlineData("""{ "type": "number", "key": "a" }""", """{ "a": "üç" }""", "form.number")]
    [InlineData("""{ "type": "number", "key": "a", "decimalDigits": 0 }""", """{ "a": 1.5 }""", "form.integer")]
    [InlineData("""{ "type": "number", "key": "a", "validate": { "min": 1, "max": 3 } }""", """{ "a": 4 }""", "form.max")]
    [InlineData("""{ "type": "checkbox", "key": "a", "validate": { "required": true } }""", """{ "a": false }""", "form.must-check")]
    [InlineData("""{ "type": "select", "key": "a", "values": [{ "label": "Bir", "value": "1" }] }""", """{ "a": "2" }""", "form.option")]
    [InlineData("""{ "type": "radio", "key": "a", "valuesKey": "birimler" }""", """{ "a": "yok" }""", "form.option")]
    [InlineData("""{ "type": "checklist", "key": "a", "values": [{ "label": "Bir", "value": "1" }] }""", """{ "a": ["1", "x"] }""", "form.option")]
    [InlineData("""{ "type": "datetime", "subtype": "date", "key": "a", "disallowPassedDates": true }""", """{ "a": "2026-11-23" }""", "form.past")]
    [InlineData("""{ "type": "datetime", "subtype": "date", "key": "a" }""", """{ "a": "2026-02-30" }""", "form.date")]
    [InlineData("""{ "type": "datetime", "subtype": "time", "key": "a" }""", """{ "a": "25:00" }""", "form.time")]
    public void A_wrong_answer_is_named_at_its_field(string component, string data, string code)
    {
        var check = Check(component, data, """{ "en": 3, "birimler": ["ağ", "sistem"] }""");
        var error = check.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(code);
        error.Path.ShouldBe("a");
    }

    [Fact]
    public void Right_answers_are_kept_in_their_kinds()
    {
        var check = Check(
            """
            { "type": "textfield", "key": "ad", "validate": { "required": true } }, { "type": "number", "key": "yil" }, { "type": "checkbox", "key": "onay" },
            { "type": "taglist", "key": "aglar", "values": [{ "label": "Kampüs", "value": "kampus" }] }, { "type": "datetime", "subtype": "date", "key": "gun" }
            """,
            """{ "ad": " Ayşe ", "yil": 2, "onay": true, "aglar": ["kampus"], "gun": "2026-11-24" }""");
        check.IsValid.ShouldBeTrue();
        FeelJson.ToJson(check.Data).ShouldBe("""{"ad":"Ayşe","yil":2,"onay":true,"aglar":["kampus"],"gun":"2026-11-24"}""");
    }

    [Fact]
    public void What_the_form_does_not_ask_is_dropped()
    {
        var check = Check(
            """{ "type": "textfield", "key": "a" }, { "type": "textfield", "key": "salt", "readonly": true }""",
            """{ "a": "x", "salt": "değiştirildi", "onaylandi": true }""");
        check.Data.Keys.ShouldBe(["a"]);
    }

    [Fact]
    public void A_hidden_field_is_neither_asked_nor_kept()
    {
        const string components = """
            { "type": "select", "key": "tur", "values": [{ "label": "Firma", "value": "firma" }, { "label": "Kişi", "value": "kisi" }] },
            { "type": "textfield", "key": "unvan", "conditional": { "hide": "=tur != \"firma\"" }, "validate": { "required": true } }
            """;
        Check(components, """{ "tur": "kisi", "unvan": "gizlice" }""").Data.ContainsKey("unvan").ShouldBeFalse();
        Check(components, """{ "tur": "firma" }""").Errors.ShouldHaveSingleItem().Path.ShouldBe("unvan");
    }

    [Fact]
    public void Groups_and_lists_name_the_place_of_an_error()
    {
        var check = Check(
            """
            { "type": "group", "path": "kisi", "components": [{ "type": "textfield", "key": "ad", "validate": { "required": true } }] },
            { "type": "dynamiclist", "path": "kalemler", "components": [{ "type": "number", "key": "adet", "validate": { "min": 1 } }] }
            """,
            """{ "kisi": {}, "kalemler": [{ "adet": 1 }, { "adet": 0 }] }""");
        check.Errors.Select(error => error.Path).ShouldBe(["kisi.ad", "kalemler[1].adet"]);
    }

    [Fact]
    public void A_computed_value_is_the_servers()
    {
        var check = Check(
            """{ "type": "number", "key": "a" }, { "type": "expression", "key": "iki", "expression": "=a * 2" }""",
            """{ "a": 21, "iki": 1 }""");
        check.Data.Get("iki").AsDecimal().ShouldBe(42m);
    }

    [Fact]
    public void Texts_carry_expressions_and_english()
    {
        var form = Form("""{ "type": "text", "text": "Sayın {{ad}}", "properties": { "text:en": "Dear {{ad}}" } }""");
        var scope = new FormScope(FeelContext.Of(("ad", FeelValue.Of("Ayşe"))), FeelContext.Empty, Environment);
        scope.Text(form.Components[0].Text, "tr").ShouldBe("Sayın Ayşe");
        scope.Text(form.Components[0].Text, "en").ShouldBe("Dear Ayşe");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"components\": [] }")]
    [InlineData("{")]
    public void What_is_no_form_is_refused_with_a_reason(string json)
    {
        FormSchema.TryRead(json, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNullOrEmpty();
    }
}
