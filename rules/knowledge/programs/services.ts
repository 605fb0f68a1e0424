/** The commands that talk to a service manager or start daemons by themselves. systemctl(1) 252, service(8). */
import { hasWord, type Invocation, isSystemProgram, operandsOf } from "../shell/invocation.ts";

/**
 * What `systemctl` is asked for. `start`: a service is to run. `talk`: anything else that only a service manager can do.
 * `enable`: links for a later start, which need no service manager.
 */
export type ServiceRequest = "start" | "talk" | "enable";

const STARTS = /^(?:start|restart|try-restart|reload|reload-or-restart|condrestart|force-reload)$/;
const TALKS = /^(?:stop|kill|daemon-reload|daemon-reexec|reset-failed|status|isolate)$/;
const VALUED = /^-[tpPsHMno]$|^--(?:type|property|state|signal|host|machine|lines|output|job-mode|kill-whom)$/;

/** The request of a `systemctl`; undefined for any other command, and for requests that concern another root or change nothing. */
export function serviceRequest(invocation: Invocation): ServiceRequest | undefined {
  const { name, arguments: words } = invocation;
  if (name !== "systemctl" || !isSystemProgram(invocation)) return undefined;
  if (words.some(({ value }) => /^--(?:root=.*|image=.*|help|version)$/.test(value ?? ""))) return undefined;
  const verb = operandsOf(words, VALUED)[0]?.value ?? "";
  if (STARTS.test(verb) || (verb === "enable" && hasWord(invocation, "--now"))) return "start";
  if (TALKS.test(verb) || (/^(?:disable|mask)$/.test(verb) && hasWord(invocation, "--now"))) return "talk";
  return verb === "enable" ? "enable" : undefined;
}

/** Daemons that a build has no use for itself; a database, say, may be filled while it runs. */
const DAEMONS = "ssh sshd cron crond nginx apache2 httpd docker rsyslog ntp ntpd chrony chronyd cups".split(" ");

/** The programs that ask for a service; a script of `/etc/init.d` has the name of its daemon. */
export const SERVICE_PROGRAMS: readonly string[] = ["systemctl", "service", "invoke-rc.d", "rc-service", ...DAEMONS];

/** The daemon that an old-fashioned command starts: `service ssh start`, `/etc/init.d/ssh restart`. */
export function startedDaemon({ name, program, arguments: words }: Invocation): string | undefined {
  const [first, second] = operandsOf(words).map(({ value }) => value);
  const isScript = /^\/etc\/(?:rc\.d\/)?init\.d\/[^/]+$/.test(program.value ?? "");
  const isCaller = /^(?:service|invoke-rc\.d|rc-service)$/.test(name);
  const daemon = isScript ? name : isCaller ? first : undefined;
  const starts = /^(?:start|restart)$/.test((isScript ? first : second) ?? "");
  return starts && daemon !== undefined && DAEMONS.includes(daemon) ? daemon : undefined;
}
