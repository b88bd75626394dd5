namespace Akis.Feel;

/// <summary>The kinds of FEEL values (DMN 1.5 §10.3.2.2).</summary>
public enum FeelKind : byte
{
    /// <summary>The absence of a value.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>Text.</summary>
    String,

    /// <summary>A calendar day without time.</summary>
    Date,

    /// <summary>A time of day, with or without offset or zone.</summary>
    Time,

    /// <summary>A day and a time, with or without offset or zone.</summary>
    DateTime,

    /// <summary>Days, hours, minutes, seconds.</summary>
    DaysDuration,

    /// <summary>Years and months.</summary>
    YearsDuration,

    /// <summary>An ordered list.</summary>
    List,

    /// <summary>Named entries.</summary>
    Context,

    /// <summary>An interval.</summary>
    Range,

    /// <summary>A function.</summary>
    Function,
}
