import { readFileSync } from "node:fs";

/** The most memory this process has had resident: the kernel's high-water mark where there is one. */
export function peakResidentBytes(): number {
  try {
    const match = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"));
    if (match !== null) return Number(match[1]) * 1024;
  } catch {
    // No such file on this system: what `getrusage` says is as good there.
  }
  return process.resourceUsage().maxRSS * 1024;
}
