import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Connection } from '@temporalio/client';
import { choosePort, loopback } from '../../src/stack/choose-port.ts';
import { findTemporal } from '../../src/stack/temporal/find-temporal.ts';
import { eventually } from '../stack/eventually.ts';

/** A Temporal server of its own that forgets everything, and suggests a new history after so few events. */
export async function startEagerTemporal(
  events: number,
): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const program = await findTemporal(process.env, console.error, new AbortController().signal);
  const wish = { purpose: 'Temporal', wanted: 0, usual: 0 };
  const port = await choosePort(wish, new Set(), () => {});
  const limit = `limit.historyCount.suggestContinueAsNew=${events}`;
  const args = ['server', 'start-dev', '--headless', '--ip', loopback, '--port', String(port), '--log-level', 'error'];
  const child = spawn(program, [...args, '--dynamic-config-value', limit], { stdio: 'ignore' });
  const address = `${loopback}:${port}`;
  await eventually(
    'Temporal answers',
    () =>
      Connection.connect({ address, connectTimeout: '1s' }).then(
        (connection) => connection.close().then(() => true),
        () => false,
      ),
    60,
  );
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return { address, stop };
}
