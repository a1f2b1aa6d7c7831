/** Where text goes: a part of a Node stream, so that a test can listen. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** What a command sees of the process that it runs in. */
export interface CliContext {
  readonly env: NodeJS.ProcessEnv;
  /** The folder from which the person called; relative paths start here. */
  readonly cwd: string;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

/** The context of this process. Under `npm run` the working directory is the project's; npm tells where the person was. */
export function contextOfProcess(): CliContext {
  const { env, stdout, stderr } = process;
  return { env, cwd: env.INIT_CWD ?? process.cwd(), stdout, stderr };
}
