/** A mend for tests that need one and do not test the rules: the guarded account stub at the head of each %post. */
import type { Mend } from "../../src/build/mend-contract.ts";

const STUB = `    # groupadd and useradd cannot replace /etc/group where it is a mount
    if grep -qs ' /etc/group ' /proc/self/mounts; then
        for tool in groupadd useradd usermod groupmod; do
            [ -e /usr/sbin/$tool ] || continue
            mv /usr/sbin/$tool /usr/sbin/$tool.real
            printf '#!/bin/sh\\nexit 0\\n' > /usr/sbin/$tool
            chmod 755 /usr/sbin/$tool
        done
        trap 'for real in /usr/sbin/*.real; do mv -f "$real" "\${real%.real}"; done' EXIT
    fi
`;

export const stubMend: Mend = (source) => {
  const text = source.text.replace(/^%post\n(?=[\s\S]*\brpm )/m, (head) => head + STUB);
  const changed = text !== source.text;
  return {
    text,
    changed,
    diff: changed ? `+${STUB.replaceAll("\n", "\n+")}` : "",
    findings: [],
    applied: changed ? [{ code: "DF101", count: 1 }] : [],
    refused: [],
    deletesHostTmp: false,
  };
};
