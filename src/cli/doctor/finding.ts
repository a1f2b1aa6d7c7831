/** What the doctor has found out about one thing. */
export interface Finding {
  readonly what: string;
  /** `fault`: Careferry cannot work so. `warning`: it can, but look at it. */
  readonly state: 'fine' | 'warning' | 'fault';
  readonly detail: string;
  readonly remedy?: string;
}
