import { parentPort, workerData } from "node:worker_threads";
import { instance } from "@viz-js/viz";

/** The worker that lays a graph out: for thousands of tasks that takes seconds. */
const viz = await instance();
parentPort!.postMessage(viz.renderString(workerData as string, { format: "svg" }));
