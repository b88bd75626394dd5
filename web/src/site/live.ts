/**
 * One EventSource for each address, however many islands listen. A hidden tab lets go of its connection (browsers allow
 * six to a host over HTTP/1.1) and reports one change when it is shown again, since it may have missed some.
 */
interface Channel {
  source: EventSource | null;
  listeners: Set<() => void>;
}

const channels = new Map<string, Channel>();

/** Calls back after every `change` event of the address; returns how to stop listening. */
export function listen(url: string, onChange: () => void): () => void {
  let channel = channels.get(url);
  if (!channel) {
    channel = { source: null, listeners: new Set() };
    channels.set(url, channel);
    open(url, channel);
  }
  channel.listeners.add(onChange);
  return () => {
    channel.listeners.delete(onChange);
    if (channel.listeners.size > 0) return;
    channel.source?.close();
    channels.delete(url);
  };
}

function open(url: string, channel: Channel): void {
  if (document.hidden) return;
  channel.source = new EventSource(url);
  // After a broken connection changes may have passed unheard.
  let wasOpen = false;
  channel.source.addEventListener('open', () => {
    if (wasOpen) report(channel);
    wasOpen = true;
  });
  channel.source.addEventListener('change', () => report(channel));
}

function report(channel: Channel): void {
  for (const listener of channel.listeners) listener();
}

document.addEventListener('visibilitychange', () => {
  for (const [url, channel] of channels) {
    if (document.hidden) {
      channel.source?.close();
      channel.source = null;
    } else if (channel.source === null) {
      open(url, channel);
      report(channel);
    }
  }
});
