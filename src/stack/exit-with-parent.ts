/**
 * For the programs that the stack starts: ends this process when its parent is gone, even by `kill -9`. `shutDown` may
 * finish what is in hand; after `patienceMs` (default 10,000) the process ends all the same. Without a parent that
 * opened an IPC channel it does nothing. To be called once.
 */
export function exitWithParent(shutDown: () => Promise<void> = async () => {}, patienceMs = 10_000): void {
  if (!process.channel) return;
  const leave = () => {
    setTimeout(() => process.exit(1), patienceMs).unref();
    shutDown().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('disconnect', leave);
  // The parent went before the listener was there.
  if (!process.connected) leave();
  // The listener must not keep a process alive that has finished.
  else process.channel.unref();
}

/** Tells the stack that this program now does its work. Without a parent it does nothing. */
export function tellParentReady(): void {
  if (process.connected) process.send?.({ ready: true });
}
