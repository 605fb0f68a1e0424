/** Neovim's own client and the real server, set up as the page says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Home, makeHome } from "../home.ts";
import { snippet } from "../snippet.ts";
import { hasEditor } from "./has-editor.ts";
import { FINDINGS, RECIPE } from "./recipe.ts";

const isInstalled = hasEditor("nvim");

/** What a person does, and what is then seen. */
const LUA = `
local seen = {}
local function diagnostics()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { line = d.lnum + 1, column = d.col + 1, code = d.code or d.user_data.lsp.code })
  end
  return found
end
local function wait_for(what, condition)
  assert(vim.wait(30000, condition, 20), "no " .. what)
end
local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end
local function ask(kinds, line)
  local place = { line = line, character = 6 }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = place, ["end"] = place },
    context = { diagnostics = {}, only = kinds },
  }, 30000)
  local _, answer = next(answers)
  return answer.result
end
local function apply(action)
  local _, client = next(vim.lsp.buf_get_clients(0))
  if not action.edit then
    local answers = vim.lsp.buf_request_sync(0, "codeAction/resolve", action, 30000)
    action = select(2, next(answers)).result
  end
  vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
end

local ok, problem = xpcall(function()
  vim.cmd("edit app.def")
  seen.filetype = vim.bo.filetype
  wait_for("findings", function() return #vim.diagnostic.get(0) == 2 end)
  seen.before = diagnostics()
  local actions = ask({ "quickfix" }, 4)
  seen.titles = vim.tbl_map(function(action) return action.title end, actions)
  apply(actions[1])
  wait_for("mended recipe", function() return #vim.diagnostic.get(0) == 1 end)
  seen.mended = lines()
  seen.after = diagnostics()
  vim.cmd("undo")
  wait_for("findings again", function() return #vim.diagnostic.get(0) == 2 end)
  apply(ask({ "source.fixAll" }, 0)[1])
  seen.fixed_all = lines()
  vim.cmd("%delete _")
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { "Bootstrap: docker", "From: debian:12", "%post", "  useradd ä" })
  wait_for("findings while typing", function()
    local found = diagnostics()
    return #found > 0 and found[#found].line == 4
  end)
  vim.cmd("edit! exports.def")
  seen.other_filetype = vim.bo.filetype
end, debug.traceback)
seen.problem = not ok and problem or nil
vim.fn.writefile({ vim.fn.json_encode(seen) }, "seen.json")
vim.cmd("qa!")
`;

describe.skipIf(!isInstalled)("Neovim", () => {
  let home: Home;
  beforeAll(() => {
    home = makeHome();
    home.write(".config/nvim/plugin/deflint.lua", snippet("docs/editors.md", "neovim/deflint.lua"));
    home.write("app.def", RECIPE);
    home.write("exports.def", "LIBRARY fft\nEXPORTS\n");
    home.write("person.lua", LUA);
  });
  afterAll(() => home.remove());

  it("shows findings, mends one by its quick fix and all by one action, and follows what is typed", () => {
    home.run("nvim", ["--headless", "-i", "NONE", "-n", "+luafile person.lua"]);
    const seen = JSON.parse(home.read("seen.json"));
    expect(seen.problem).toBeUndefined();
    expect([seen.filetype, seen.before]).toEqual(["apptainer", FINDINGS]);
    expect(seen.titles[0]).toContain("groupadd and useradd");
    expect(seen.titles).toContainEqual(expect.stringContaining("Ignore DF103 here"));
    expect(seen.after.map(({ code }: { code: string }) => code)).toEqual(["DF201"]);
    const mended = home.run("sh", ["-c", "deflint --fix --quiet - < app.def || test $? = 1"]);
    expect(`${seen.mended.join("\n")}\n`).toBe(mended);
    expect(seen.fixed_all).toEqual(seen.mended);
    expect(seen.other_filetype).not.toBe("apptainer");
  });
});
