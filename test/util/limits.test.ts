import assert from "node:assert/strict";
import { totalmem } from "node:os";
import { test } from "node:test";
import { cgroupLimits, defaultMemoryLimit, memoryOfProcess } from "../../src/util/limits.ts";

/** A machine on which these files are. */
const machine = (files: { readonly [path: string]: string }) => (path: string) => {
  if (files[path] === undefined) throw Object.assign(new Error(path), { code: "ENOENT" });
  return files[path];
};

test("the limit of a control group is its own or one above it, version 2", () => {
  const files = {
    "/proc/self/cgroup": "0::/user/job\n",
    "/sys/fs/cgroup/user/job/memory.max": "max\n",
    "/sys/fs/cgroup/user/memory.max": "2000000\n",
    "/sys/fs/cgroup/memory.max": "5000000\n",
  };
  assert.deepEqual(cgroupLimits(machine(files)), [2000000, 5000000]);
});

test("version 1 has a tree for memory", () => {
  const files = {
    "/proc/self/cgroup": "5:cpu,cpuacct:/a\n4:memory:/docker/x\n",
    "/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes": "1000000\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9007199254738944\n",
  };
  assert.deepEqual(cgroupLimits(machine(files)), [1000000, 9007199254738944]);
});

test("without control groups there is no limit but the machine's", () => {
  assert.deepEqual(cgroupLimits(machine({})), []);
});

test("chunks get a share of what the process may use", () => {
  assert.ok(memoryOfProcess() > 0 && memoryOfProcess() <= totalmem());
  assert.equal(defaultMemoryLimit(), Math.floor(0.6 * memoryOfProcess()));
});
