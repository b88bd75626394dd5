using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Akis.Engine.Runtime;

/// <summary>Tells live pages and waiting workers what has been committed. Nothing is kept: who listens late reads the database.</summary>
public sealed class LiveUpdates
{
    private readonly ConcurrentDictionary<Channel<InstanceTransition>, Func<InstanceTransition, bool>> _listeners = new();

    /// <summary>Raised after every commit that changed an instance.</summary>
    internal event Action<InstanceTransition>? Changed;

    /// <summary>What is committed from now on, as far as it is wanted.</summary>
    public async IAsyncEnumerable<InstanceTransition> ListenAsync(Func<InstanceTransition, bool> wanted, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        // A listener that does not keep up loses the oldest: each update only says that there is something new to read.
        var channel = Channel.CreateBounded<InstanceTransition>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
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

    internal void Publish(InstanceTransition update)
    {
        foreach (var (channel, wanted) in _listeners) if (wanted(update)) channel.Writer.TryWrite(update);
        Changed?.Invoke(update);
    }
}
