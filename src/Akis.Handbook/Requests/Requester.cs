namespace Akis.Handbook.Requests;

/// <summary>Who asks, as a process sees it: the variables every process is given at its start.</summary>
/// <param name="UserName">Account name.</param>
/// <param name="Name">Display name.</param>
/// <param name="Unit">Name of the person's unit; null when there is none.</param>
/// <param name="Status">Öğrenci, Akademik, İdari, Asistan Öğrenci or Misafir.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Manager">Account name of the unit's manager; null when there is none.</param>
public sealed record Requester(string UserName, string Name, string? Unit, string Status, string? Email, string? Manager);
