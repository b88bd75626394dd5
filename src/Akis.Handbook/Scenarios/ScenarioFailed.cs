namespace Akis.Handbook.Scenarios;

/// <summary>A scenario went another way than it says.</summary>
#pragma warning disable CA1032 // it always says what was expected
internal sealed class ScenarioFailed(string step, string expected, string got) : Exception($"{step}: expected {expected}, got {got}");
#pragma warning restore CA1032
