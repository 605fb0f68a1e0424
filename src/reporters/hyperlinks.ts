/** Which terminals show a text as a link (OSC 8) rather than as rubbish: none of them says so itself. */
import type { Output } from "../io.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Values of TERM_PROGRAM. */
const PROGRAMS: ReadonlySet<string> = new Set([
  "iTerm.app",
  "WezTerm",
  "vscode",
  "ghostty",
  "zed",
  "rio",
  "WarpTerminal",
]);
/** Values of TERM. */
const TERMINALS: ReadonlySet<string> = new Set(["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra"]);
/** VTE 0.50 brought links and crashed on them. */
const FIRST_SOUND_VTE = 5001;

/** Whether an output may have links: FORCE_HYPERLINK (0 or false for no) decides, then NO_COLOR, then what is known of the terminal. */
export function wantsHyperlinks(flag: boolean | undefined, output: Output, env: Environment): boolean {
  const forced = env["FORCE_HYPERLINK"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (flag === false || (env["NO_COLOR"] ?? "") !== "") return false;
  // An output without colour is a terminal that knows no escapes, if it is one.
  if (output.columns === undefined || !output.color || isMultiplexed(env)) return false;
  return (
    PROGRAMS.has(env["TERM_PROGRAM"] ?? "") ||
    TERMINALS.has(env["TERM"] ?? "") ||
    Number(env["VTE_VERSION"] ?? 0) >= FIRST_SOUND_VTE ||
    ["WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"].some((name) => env[name] !== undefined)
  );
}

/** What stands between may not pass them on, while the variables of the terminal outside are seen through it. */
function isMultiplexed({ TERM = "", STY, TMUX }: Environment): boolean {
  return STY !== undefined || TMUX !== undefined || /^(screen|tmux)/.test(TERM);
}
