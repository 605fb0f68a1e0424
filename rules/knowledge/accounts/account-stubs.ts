/** Owns the two account stubs: the shell text that lets packages install where no account can be added. */

/**
 * `quiet`: the tools do nothing and report success. `appending`: groupadd and useradd append to the account files in
 * place, so that the names are there while the build lasts.
 */
export type StubForm = "quiet" | "appending";

/**
 * How the real tools come back: by an EXIT trap inside the guarded block, or, where the recipe sets an EXIT trap of its
 * own, by a separate text for the end of the script.
 */
export type StubRestore = "trap" | "last-line";

export interface StubOptions {
  /** The indentation of the place where the block goes. */
  readonly indent: string;
  readonly lineEnd: "\n" | "\r\n";
  readonly restore: StubRestore;
}

/** Each text ends with a line end and is indented throughout. */
export interface RenderedStub {
  /** To put before the first package or account command. */
  readonly block: string;
  /** To put at the end of the script; undefined where the block's own trap does it. */
  readonly restore: string | undefined;
}

/** The comment that opens a stub is known by these words. */
const MARK = "(deflint account stub)";

// Proven on Apptainer 1.4.5 in all four fakeroot modes (test/apptainer/stubs.test.ts) and as root. Kept in mind here:
// - the guard holds only where Apptainer mounts its own /etc/group over the image's, that is, without user namespaces;
// - a tool is moved, never written over: it may be a symlink; a tool saved before is not saved again;
// - the scripts sit in quotes, not in heredocs, so that they bear any indentation;
// - no `{{`, and no line that begins with `%` or `bootstrap:`: Apptainer's parser would take them for its own.
const QUIET = `\
# Without user namespaces packages that add a user fail: there, let groupadd and useradd pass ${MARK}
if grep -qs ' /etc/group ' /proc/self/mounts; then
    for deflint_tool in /usr/sbin/groupadd /usr/sbin/useradd /usr/sbin/usermod /usr/sbin/groupmod /usr/bin/systemd-sysusers; do
        [ -e "$deflint_tool" ] && [ ! -e "$deflint_tool.deflint-real" ] || continue
        mv "$deflint_tool" "$deflint_tool.deflint-real"
        printf '#!/bin/sh\\nexit 0 # deflint-stub\\n' > "$deflint_tool"
        chmod 755 "$deflint_tool"
    done
@RESTORE@
fi
`;

const APPENDING = `\
# Without user namespaces groupadd and useradd fail: there, append to the account files while this build lasts ${MARK}
if grep -qs ' /etc/group ' /proc/self/mounts; then
    printf '#!/bin/sh\\n: deflint-stub\\n%s\\n' '
        case $0 in
            *groupadd) file=group;;
            *useradd) file=passwd;;
            *sysusers)
                { case " $* " in *" - "*) cat;; esac; cat /usr/lib/sysusers.d/*.conf; } 2>/dev/null |
                while read -r kind name rest; do
                    case $kind in g*) groupadd "$name";; u*) useradd -r "$name";; esac
                done 2>/dev/null
                exit 0;;
            *) exit 0;;
        esac
        name= id= group= home= exists=9 make=yes
        case " $* " in *" -M"*|*" -r"*|*" --system "*|*" --no-create-home "*) make=;; esac
        case " $* " in *" -m"*|*" -rm"*|*" --create-home "*) make=yes;; esac
        while [ $# -gt 0 ]; do
            case $1 in --*=*) set -- "$@" "\${1%%=*}" "\${1#*=}"; shift; continue;; esac
            case $1 in
                --system|--*create-home|--*-group|--no-*|--non-*) ;;
                --force|-f) if [ $file = group ]; then exists=0; else shift; fi;;
                --uid|-u|-[!-]*u) id=$2; shift;;
                --gid|-g|-[!-]*g) group=$2; shift;;
                --home*|-d|-[!-]*d) home=$2; shift;;
                --*) shift;;
                -u*) id=\${1#-u};;
                -g*) group=\${1#-g};;
                -*[rmMNUlo]) ;;
                -*) shift;;
                *) name=$1;;
            esac
            shift
        done
        if getent $file "$name" >/dev/null; then exit $exists; fi
        if [ $file = group ]; then id=$group; fi
        if [ -z "$id" ]; then id=999; while getent $file $id >/dev/null; do id=$((id - 1)); done; fi
        if [ $file = group ]; then echo "$name:x:$id:" >> /etc/group; exit; fi
        getent group "\${group:=$name}" >/dev/null || groupadd "$group" || exit
        echo "$name:x:$id:$(getent group "$group" | cut -d: -f3)::\${home:=/home/$name}:/bin/sh" >> /etc/passwd || exit
        { echo "$name:!:19000::::::" >> /etc/shadow; } 2>/dev/null || :
        if [ "$make" ]; then mkdir -p "$home"; fi
    ' > /usr/sbin/deflint-stub
    chmod 755 /usr/sbin/deflint-stub
    for deflint_tool in /usr/sbin/groupadd /usr/sbin/useradd /usr/sbin/usermod /usr/sbin/groupmod /usr/sbin/userdel \\
        /usr/sbin/groupdel /usr/bin/gpasswd /usr/bin/chfn /usr/bin/chsh /usr/bin/chage /usr/bin/systemd-sysusers; do
        [ -e "$deflint_tool" ] && [ ! -e "$deflint_tool.deflint-real" ] || continue
        mv "$deflint_tool" "$deflint_tool.deflint-real"
        cp /usr/sbin/deflint-stub "$deflint_tool"
    done
    [ -e /usr/sbin/systemd-sysusers ] || cp /usr/sbin/deflint-stub /usr/sbin/systemd-sysusers
    rm /usr/sbin/deflint-stub
@RESTORE@
fi
`;

// A tool that a package has replaced meanwhile stays, and only its old copy goes.
const RESTORE = `\
for deflint_tool in /usr/sbin/*.deflint-real /usr/bin/*.deflint-real; do
    if grep -qs deflint-stub "\${deflint_tool%.*}"; then mv -f "$deflint_tool" "\${deflint_tool%.*}"; else rm -f "$deflint_tool"; fi
done`;

// systemd can come with the packages, and its tool then stands in /usr/bin: the stub in /usr/sbin goes before it.
const RESTORE_APPENDING = `\
${RESTORE}
if grep -qs deflint-stub /usr/sbin/systemd-sysusers; then rm -f /usr/sbin/systemd-sysusers; fi`;

const FORMS: Readonly<Record<StubForm, { readonly body: string; readonly restore: string }>> = {
  quiet: { body: QUIET, restore: RESTORE },
  appending: { body: APPENDING, restore: RESTORE_APPENDING },
};

/** The stub as text for a recipe: in the indentation and with the line ends of its place. */
export function renderStub(form: StubForm, options: StubOptions): RenderedStub {
  const layOut = (text: string): string =>
    text
      .split("\n")
      .map((line) => (line === "" ? "" : options.indent + line))
      .join(options.lineEnd);
  const { body, restore } = FORMS[form];
  const trap = `trap 'set +x\n${restore} || :' EXIT`.replace(/^/gm, "    ");
  if (options.restore === "trap") {
    return { block: layOut(body.replace("@RESTORE@", () => trap)), restore: undefined };
  }
  return { block: layOut(body.replace("@RESTORE@\n", "")), restore: layOut(`${restore}\n`) };
}

/** Whether a text holds a stub of deflint's. */
export function isDeflintStub(text: string): boolean {
  return text.includes(MARK);
}
