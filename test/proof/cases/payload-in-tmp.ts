/** Files that are put into /tmp and are not there when they are wanted. */
import { proofOf } from "../define-proof.ts";

/** What a build leaves on the host is gone with it. */
const env = { LAB_TMP: "200m" };

export default proofOf({
  rule: "DF202",
  demonstrations: [
    {
      what: "copied by %files, used in %post",
      base: "mini",
      env,
      files: { "settings.txt": "a setting\n" },
      recipe: `Bootstrap: localimage
From: {base}

%files
    settings.txt /tmp/settings.txt

%post
    grep setting /tmp/settings.txt > /srv/setting
`,
      failure: /\/tmp\/settings\.txt: No such file or directory/,
      look: ({ image }) => (image.read("/srv/setting") === "a setting\n" ? "fine" : "lost"),
      after: "unsafe-fix",
    },
    {
      what: "installed by %post, wanted at run time",
      base: "mini",
      env,
      recipe: `Bootstrap: localimage
From: {base}

%post
    cp /usr/bin/echo /tmp/tool

%runscript
    exec /tmp/tool the tool
`,
      look: async ({ run }) => ((await run("/.singularity.d/runscript")).text.includes("the tool") ? "fine" : "lost"),
      after: {
        advice: "installed to /opt",
        recipe: `Bootstrap: localimage
From: {base}

%post
    mkdir -p /opt
    cp /usr/bin/echo /opt/tool

%runscript
    exec /opt/tool the tool
`,
      },
    },
    {
      what: "left for another stage",
      base: "mini",
      env,
      recipe: `Bootstrap: localimage
From: {base}
Stage: build

%post
    mkdir -p /tmp/stage
    echo made > /tmp/stage/program

Bootstrap: localimage
From: {base}
Stage: final

%files from build
    /tmp/stage/program /srv/program

%post
    cat /srv/program
`,
      failure: /unable to copy files from stage to container fs: .*\/tmp\/stage\/program: no such file or directory/,
      after: {
        advice: "written to /opt",
        recipe: `Bootstrap: localimage
From: {base}
Stage: build

%post
    mkdir -p /opt/stage
    echo made > /opt/stage/program

Bootstrap: localimage
From: {base}
Stage: final

%files from build
    /opt/stage/program /srv/program

%post
    cat /srv/program
`,
      },
    },
  ],
});
