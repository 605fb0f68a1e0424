/**
 * Makes docs/neovim.png: Neovim, set up as docs/editors.md says, with a finding and what can be done about it. Needs
 * neovim, tmux, aha and chromium, and the font that fonts-dejavu-core brings.
 */
import { join } from "node:path";
import { makeHome } from "../home.ts";
import { snippet } from "../snippet.ts";

const RECIPE = `Bootstrap: docker
From: docker.io/library/rockylinux:9

%post
    dnf install -y unbound-libs
    pip install torch
    rm -rf /tmp/*

%runscript
    exec python3 "$@"
`;

/** Characters of the terminal, and pixels of the picture, at the size of the letters below. */
const [COLUMNS, ROWS] = [104, 20];
const [WIDTH, HEIGHT] = [880, 372];
const STYLE =
  "pre { font: 14px/18px 'DejaVu Sans Mono', monospace; margin: 6px } body { background: black; color: #ddd; margin: 0 }";

/** Milliseconds until the editor has to show what is waited for. */
const PATIENCE = 30_000;

const home = makeHome();
try {
  home.write(".config/nvim/plugin/deflint.lua", snippet("docs/editors.md", "neovim/deflint.lua"));
  home.write(
    ".config/nvim/init.vim",
    "set number laststatus=0 noruler noshowcmd signcolumn=yes background=dark\nhighlight SignColumn ctermbg=NONE\n",
  );
  home.write("app.def", RECIPE);
  const tmux = (...words: string[]) => home.run("tmux", ["-L", "deflint-picture", "-f", "/dev/null", ...words]);
  const size = ["-x", String(COLUMNS), "-y", String(ROWS)];
  tmux("new-session", "-d", ...size, "env TERM=screen-256color nvim -i NONE -n app.def");
  try {
    await waitFor("rpm", () => tmux("capture-pane", "-p").includes("unbound-libs runs"));
    tmux("send-keys", "5G", "w", "\\a");
    await waitFor("actions", () => tmux("capture-pane", "-p").includes("Ignore DF101"));
    home.write("screen.ansi", tmux("capture-pane", "-p", "-e"));
  } finally {
    tmux("kill-server");
  }
  const body = home.run("aha", ["--no-header", "-f", "screen.ansi"]);
  const page = home.write("screen.html", `<meta charset="utf-8"><style>${STYLE}</style><pre>${body}</pre>`);
  const picture = join(import.meta.dirname, "../../docs/neovim.png");
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"];
  home.run("chromium", [...flags, `--window-size=${WIDTH},${HEIGHT}`, `--screenshot=${picture}`, `file://${page}`]);
} finally {
  home.remove();
}

async function waitFor(what: string, isThere: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!isThere()) {
    if (Date.now() > end) throw new Error(`Neovim shows no ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
