import { readdirSync, readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "#grammar/index.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";
import { sourceFromBytes } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { makeDocument } from "#rules/document.ts";
import { lint } from "../src/engine/lint.ts";
import { makeTarget } from "../src/engine/target.ts";
import { parse as unparse } from "unbash";
import "../src/late-optimization.ts";
const [what, folder, n = "1"] = process.argv.slice(2);
const target = makeTarget("suid-fakeroot");
const mk = (f: () => any) => rules.map((r) => ({ meta: r.meta, on: Object.fromEntries(Object.entries(r.on).map(([k, v]) => [k, typeof v === "function" ? f() : Object.fromEntries(Object.keys(v as any).map((n) => [n, f()]))])) })) as any;
const gens = mk(() => new Function("return function*(a,b){ if (a === b) yield 1; }")());
const fns = mk(() => new Function("return function(a,b){ return []; }")());
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const out: string[] = [];
const start = cpu();
const names = readdirSync(folder!).filter((name) => name.endsWith(".def"));
const sources = names.map((name) => sourceFromBytes(readFileSync(join(folder!, name))));
out.push("read " + (cpu() - start).toFixed(3));
let count = 0;
for (let i = 0; i < +n; i++) {
  const from = cpu();
  for (const source of sources) {
    if (what === "rules" || what === "gens" || what === "fns") { lint(source, { rules: what === "rules" ? rules : what === "gens" ? gens : fns, target }); continue; }
    const recipe = parse(source);
    if (what === "recipe") continue;
    if (what === "document") { makeDocument(recipe, target, new Map()); continue; }
    if (what === "tree" || what === "unbash" || what === "dump") {
      for (const stage of recipe.stages) for (const s of buildScriptsOf(source, stage, new Map())) {
        if (what === "tree") void s.tree;
        else if (s.interpreter.shell !== "other") { if (what === "dump") { mkdirSync("/tmp/h6-speed/scripts", { recursive: true }); writeFileSync(`/tmp/h6-speed/scripts/${count++}.sh`, s.joined.text); } else unparse(s.joined.text); }
      }
      continue;
    }
    if (what === "flow") for (const { scripts } of makeDocument(recipe, target, new Map()).stages) for (const s of scripts) { if (s.script.tree) void s.flow.programs; }
  }
  out.push(`${what} ${(cpu() - from).toFixed(3)}`);
}
console.log(start.toFixed(3), out.join(" "), cpu().toFixed(3));
