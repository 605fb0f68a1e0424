import { expect, it } from "vitest";
import { readArguments } from "../../src/build/command-line/arguments.ts";

function read(line: string) {
  const args = readArguments(line.split(" "));
  if ("problem" in args) throw new Error(args.problem);
  return args;
}

it("parts deflint's options from Apptainer's, which keep their order", () => {
  const args = read(
    "--dry-run -sF --log-dir logs -B a:/b out.sif --notest r.def --mode userns --section=post,test --unsafe-fixes",
  );
  expect(args).toMatchObject({
    dryRun: true,
    logDirectory: "logs",
    mode: "userns",
    unsafeFixes: true,
    fix: false,
    image: "out.sif",
    recipe: "r.def",
  });
  expect(args.passedOn).toEqual(["-sF", "-B", "a:/b", "--notest", "--section=post,test"]);
});

it.each([
  ["-Ba:/b out r", "bind", "a:/b"],
  ["-B=a:/b out r", "bind", "a:/b"],
  ["-sFB a:/b out r", "bind", "a:/b"],
  ["--bind=a:/b out r", "bind", "a:/b"],
  ["out --build-arg K=V r", "build-arg", "K=V"],
  ["out r -- --new x --bind a:/b", "bind", "a:/b"],
])("reads the value in %s", (line, name, value) => {
  const args = read(line);
  expect(args.given.find(({ flag }) => flag.name === name)?.value).toBe(value);
  expect(args.image).toBe("out");
});

it("passes on everything after --, but for names that are still missing", () => {
  expect(read("out r -- --new x")).toMatchObject({ passedOn: ["--new", "x"], image: "out", recipe: "r" });
  expect(read("-s -- --new out r")).toMatchObject({ passedOn: ["-s", "--new"], image: "out", recipe: "r" });
});

it.each([
  ["", "two names"],
  ["out", "two names"],
  ["out r more", "got 3"],
  ["--nonsense out r", "unknown flag --nonsense"],
  ["-x out r", "unknown flag -x"],
  ["-sh out r", "one by one"],
  ["out r --bind", "needs an argument"],
  ["--mode wrong out r", "--mode wrong is none of host, root"],
])("refuses %j", (line, problem) => {
  expect(readArguments(line === "" ? [] : line.split(" "))).toMatchObject({
    problem: expect.stringContaining(problem),
  });
});

it("takes --force as Apptainer's and asks no names with --help", () => {
  expect(read("--force out r").passedOn).toEqual(["--force"]);
  expect(read("-h").help).toBe(true);
});
