/** Describes the machine that a benchmark ran on, with how busy it was; names neither the machine nor a person. */
import { readFileSync, statfsSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** Magic numbers of statfs(2): where a flush to the disk costs something, and where it does not. */
const fileSystems: Readonly<Record<number, string>> = { 0xef53: 'ext4', 0x01021994: 'tmpfs (no disk)', 0x58465342: 'xfs', 0x9123683e: 'btrfs', 0x794c7630: 'overlay' };

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? type();
  } catch {
    return type();
  }
}

/** `folder` is where the benchmark's files go. Read before the first part, so that the load is others' and not the benchmark's own. */
export function describeMachine(folder: string): Readonly<Record<string, string | number>> {
  const kind = statfsSync(folder).type;
  return {
    processor: cpus()[0]?.model.trim() ?? process.arch,
    cores: cpus().length,
    memory: `${String(Math.round(totalmem() / 2 ** 30))} GiB`,
    system: `${distribution()}, ${type()} ${release()}`,
    node: process.version,
    'file system': fileSystems[kind] ?? `0x${kind.toString(16)}`,
    'load before': loadavg().map((load) => load.toFixed(1)).join(' '),
  };
}
