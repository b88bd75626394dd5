using Akis.Engine.Database;

namespace Akis.Engine.Tasks;

/// <summary>What the engine asks about people before a task is given to one of them; the module that keeps people answers. Without it any name is taken.</summary>
public interface ITaskPeople
{
    /// <summary>An active person with its groups and those whom it stands in for now, or null.</summary>
    Task<Actor?> FindAsync(WriteSession session, string userName, CancellationToken cancel = default);
}
