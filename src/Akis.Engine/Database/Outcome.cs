namespace Akis.Engine.Database;

/// <summary>What a user can cause and mend: a code for programs, a sentence for people in both languages.</summary>
/// <param name="Code">Stable, dotted, lower case: <c>task.not-yours</c>.</param>
/// <param name="Status">HTTP status that says the same: 400, 403, 404, 409 or 422.</param>
/// <param name="Tr">What is wrong and what to do, in Turkish.</param>
/// <param name="En">The same in English.</param>
public sealed record Problem(string Code, int Status, string Tr, string En);

/// <summary>A result that may have failed; <see cref="AkisDatabase.WriteAsync"/> rolls back where it did.</summary>
public interface IOutcome
{
    /// <summary>False where nothing must be kept.</summary>
    bool Succeeded { get; }
}

/// <summary>Done, or a problem.</summary>
public readonly record struct Outcome(Problem? Problem) : IOutcome
{
    /// <summary>Done.</summary>
    public static Outcome Done => default;

    /// <inheritdoc />
    public bool Succeeded => Problem is null;

    /// <summary>A problem is an outcome.</summary>
    public static implicit operator Outcome(Problem problem) => new(problem);
}

/// <summary>A value, or a problem.</summary>
public readonly record struct Outcome<T> : IOutcome
{
    private readonly T? _value;

    private Outcome(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    /// <summary>Why there is no value; null on success.</summary>
    public Problem? Problem { get; }

    /// <inheritdoc />
    public bool Succeeded => Problem is null;

    /// <summary>The value. Asking a failed outcome for it is a bug.</summary>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException(Problem.Code); // set whenever Problem is null

    /// <summary>A value is an outcome.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A problem is an outcome.</summary>
    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);
}
