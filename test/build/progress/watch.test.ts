import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { startWatch } from "../../../src/build/progress/watch.ts";
import { makeStreams } from "./streams.ts";
import { makeTerminal } from "./terminal-model.ts";

const RECIPE = `Bootstrap: localimage
From: base.sif

%post
    dnf -y install gcc
    for i in 1 2; do
        make -C $i
    done
`;
/** As a mend writes it: two lines more in front of the command. */
const BUILT = RECIPE.replace("    dnf", "    export A=1\n    echo mended\n    dnf");

function start(built = RECIPE) {
  const terminal = makeTerminal(60);
  const { io } = makeStreams({ stdout: terminal, stderr: terminal });
  let memory = 5 * 2 ** 20;
  const recipe = { path: "dir/r.def", source: sourceFromText(RECIPE), built };
  const watch = startWatch({ recipe, tempDirectories: ["/"], live: true }, io, async () => {
    memory -= 2 ** 20;
    return memory;
  });
  const say = (line: string) => watch.take("stderr", Buffer.from(`${line}\n`));
  return { terminal, watch, say, view: () => terminal.lines().slice(-2) };
}

const POST = "INFO:    Running post scriptlet";

describe("a watched run", () => {
  it("names the phase, the command and its line", () => {
    const { watch, say, view, terminal } = start();
    expect(terminal.lines()[0]).toMatch(/^\[starting\] 0 s/);
    say("INFO:    Starting build...");
    expect(view()[1]).toMatch(/^\[fetching the base image\]/);
    say(POST);
    expect(view()[1]).toMatch(/^\[running %post\]/);
    say("+ dnf -y install gcc");
    expect(view()[1]).toBe("  r.def:5  dnf -y install gcc");
    watch.take("stdout", Buffer.from("+ not a trace, but what dnf prints\n"));
    say("+ make -C 1");
    expect(view()[1]).toBe("  r.def:7  make -C 1");
    say("INFO:    Adding labels");
    expect(view()[1]).toMatch(/^\[writing metadata\]/);
    watch.end();
    expect(terminal.lines()).toHaveLength(6);
  });

  it("names the lines of the person's own recipe, and what the mend wrote", () => {
    const { say, view } = start(BUILT);
    say(POST);
    say("+ echo mended");
    expect(view()[1]).toBe("  r.def (mend)  echo mended");
    say("+ dnf -y install gcc");
    expect(view()[1]).toBe("  r.def:5  dnf -y install gcc");
  });

  it("lets no command speak to the terminal", () => {
    const { say, view } = start();
    say(POST);
    say("+ make -C \u0007\u202ex");
    expect(view()[1]).toBe("  r.def:7  make -C \\x07\\u202ex");
  });

  it("says that it is about to end", () => {
    const { say, view, watch } = start();
    say(POST);
    watch.stopping();
    say("+ make -C 1");
    expect(view()[0]).toMatch(/^\[Apptainer clears up; Ctrl-C again kills it\] 0 s/);
  });

  it("measures", async () => {
    const { watch, say } = start();
    say("INFO:    Starting build...");
    await new Promise((resolve) => setTimeout(resolve, 60));
    say(POST);
    say("INFO:    Copying files to the image");
    const { phases, phase, peakMemoryBytes, peakTempBytes, seconds } = watch.end();
    expect(phases.map((one) => one.phase)).toEqual(["start", "fetch", "post", "files"]);
    expect(phases[1]?.seconds).toBeGreaterThanOrEqual(0.05);
    expect(seconds).toBeGreaterThanOrEqual(phases[1]?.seconds ?? 1);
    expect({ phase, peakMemoryBytes, peakTempBytes }).toEqual({
      phase: "files",
      peakMemoryBytes: 4 * 2 ** 20,
      peakTempBytes: expect.any(Number),
    });
    expect(watch.end().seconds).toBe(seconds);
  });
});

it("does without a recipe, and is silent where no view is wanted", () => {
  const terminal = makeTerminal(60);
  const { io } = makeStreams({ stderr: terminal });
  const watch = startWatch({ recipe: undefined, tempDirectories: ["/nonexistent"], live: false }, io, async () => {
    throw new Error("no /proc");
  });
  watch.take("stderr", Buffer.from(`${POST}\n+ echo x\n`));
  expect(terminal.lines()).toEqual([POST, "+ echo x"]);
  expect(watch.end()).toMatchObject({ phase: "post", peakMemoryBytes: undefined });
});
