using Akis.Engine.Database;
using Microsoft.AspNetCore.Identity;

namespace Akis.People.SignIn;

/// <summary>Password hashing by ASP.NET Core Identity (PBKDF2 with HMAC-SHA512).</summary>
internal static class Passwords
{
    private static readonly PasswordHasher<string> Hasher = new();

    // Compared with where the user name is unknown, so that the answer takes as long as for a known one.
    private static readonly string Nobody = Hasher.HashPassword("", Guid.NewGuid().ToString());

    public static string Hash(string userName, string password) => Hasher.HashPassword(userName, password);

    public static bool Fits(string userName, string? hash, string password) => Hasher.VerifyHashedPassword(userName, hash ?? Nobody, password) != PasswordVerificationResult.Failed && hash is not null;

    public static Problem? Refuse(string password) => password.Length >= 10 ? null : new("password.short", 400, "Parola en az 10 karakter olmalı.", "The password needs at least 10 characters.");
}
