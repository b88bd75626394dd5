using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Akis.Engine.Runtime;

/// <summary>An instance has changed, here or on another node; what has changed is read from the database.</summary>
public sealed record LiveUpdate(long InstanceKey, long RootKey);

/// <summary>Tells live pages and waiting workers what has been committed. Nothing is kept: who listens late reads the database.</summary>
public sealed class LiveUpdates
{
    private readonly ConcurrentDictionary<Channel<LiveUpdate>, Func<LiveUpdate, bool>> _listeners = new();

    /// <summary>Raised after every commit of this node that changed an instance.</summary>
    internal event Action<InstanceTransition>? Changed;

    /// <summary>What is committed from now on, as far as it is wanted.</summary>
    public async IAsyncEnumerable<LiveUpdate> ListenAsync(Func<LiveUpdate, bool> wanted, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        // A listener that does not keep up loses the oldest: each update only says that there is something new to read.
        var channel = Channel.CreateBounded<LiveUpdate>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        _listeners[channel] = wanted;
        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancel)) yield return update;
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }

    /// <summary>Raised where something that belongs to an instance was committed by this node.</summary>
    internal event Action<LiveUpdate>? Told;

    /// <summary>Tells that something that belongs to an instance was committed, though the instance itself did not move.</summary>
    public void Publish(LiveUpdate update)
    {
        Hear(update);
        Told?.Invoke(update);
    }

    internal void Publish(InstanceTransition transition)
    {
        Hear(new(transition.InstanceKey, transition.RootKey));
        Changed?.Invoke(transition);
    }

    /// <summary>Passes on what another node has committed.</summary>
    internal void Hear(LiveUpdate update)
    {
        foreach (var (channel, wanted) in _listeners) if (wanted(update)) channel.Writer.TryWrite(update);
    }
}
