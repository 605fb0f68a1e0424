/**
 * The optimizing compiler of Node 20's V8 sets in so early that it costs more than it saves in a run of a few seconds; it
 * may still take what runs very often. Later versions have another compiler before it, and no such flag.
 */
import { setFlagsFromString } from "node:v8";

if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=1000000");
