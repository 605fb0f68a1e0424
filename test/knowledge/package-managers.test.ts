/** What is read from a command that installs, and who has answered its question. */
import { expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { makeDocument, type ScriptContext } from "#rules/document.ts";
import { assumesYes, findConfiguredYes } from "#rules/knowledge/package-managers/answers.ts";
import { LANGUAGE_MANAGERS } from "#rules/knowledge/package-managers/languages.ts";
import { SYSTEM_MANAGERS } from "#rules/knowledge/package-managers/system.ts";
import { isOfSystem } from "#rules/knowledge/package-managers/transactions.ts";
import { makeTarget } from "../../src/engine/target.ts";

function scriptOf(body: string): ScriptContext {
  const recipe = parse(`Bootstrap: docker\nFrom: debian:12\n%post\n${body}\n`);
  const script = makeDocument(recipe, makeTarget("root"), new Map()).stages[0]?.scripts[0];
  if (script === undefined) throw new Error("no script");
  return script;
}

/** The transactions of a script, one a line: family, action, packages, files. */
function read(body: string): string[] {
  return scriptOf(body).transactions.map(({ family, action, packages, files }) =>
    [family, action, ...packages.map(({ value }) => value ?? "?"), ...files.map(({ value }) => `<${value}`)].join(" "),
  );
}

test.each([
  ["dnf -y --setopt=install_weak_deps=False install gcc", "rpm install gcc"],
  ["dnf -y group install 'Development Tools'", "rpm group-install Development Tools"],
  ["dnf module install nodejs:20", "rpm install nodejs:20"],
  ["microdnf update", "rpm upgrade"],
  ["apt-get -t bookworm-backports install -y git", "deb install git"],
  ["pacman -Syu --noconfirm git", "pacman upgrade git"],
  ["python3 -m pip install -r requirements.txt numpy==2.0", "pip install numpy==2.0 <requirements.txt"],
  ["pip uninstall -y numpy", "pip remove numpy"],
  ["uv pip install --system scipy", "pip install scipy"],
  ["uv pip install --requirements r.txt", "pip install <r.txt"],
  ["uv tool install -p 3.12 ruff", "pip install ruff"],
  ["uv add ruff", "pip install ruff"],
  ["uv sync --frozen", "pip install"],
  ["pipx install poetry", "pip install poetry"],
  ["conda install -n base -c conda-forge -y numpy=2.0", "conda install numpy=2.0"],
  ["/opt/conda/bin/mamba env create -n x -f env.yml", "conda install <env.yml"],
  ["conda env update --file=env.yml", "conda upgrade <env.yml"],
  ["micromamba create -y -p /opt/env -f env.yml python", "conda install python <env.yml"],
  ["npm install -g typescript@5", "npm install typescript@5"],
  ["npm --prefix /opt/web ci", "npm install"],
  ["yarn global add serve", "npm install serve"],
  ["cargo +nightly install --locked --version 1.2 ripgrep", "cargo install ripgrep"],
  ["spack -e /opt/env install gcc@13 %gcc@11 +nvptx ^zlib build=yes hdf5", "spack install gcc@13 hdf5"],
  ["gem install -v 2.0 bundler", "gem install bundler"],
  ["go install example.org/tool@v1.0.0", "go install example.org/tool@v1.0.0"],
  ["eb --robot zlib-1.3.eb", "easybuild install zlib-1.3.eb"],
  ["eb --from-pr=12", "easybuild install <--from-pr=12"],
  [`Rscript -e 'install.packages(c("a", "b.c"), repos = "https://cran.r-project.org")'`, "r install a b.c"],
  [`R --slave -e "install.packages('x')"`, "r install x"],
  [
    `Rscript -e 'BiocManager::install("DESeq2", ask = FALSE)' -e 'remotes::install_github("o/r@v1")'`,
    "r install DESeq2 o/r@v1",
  ],
  ["R --no-save <<'EOF'\ninstall.packages(pkgs)\n# install.packages('no')\nEOF", "r install ?"],
  ["R CMD INSTALL mine.tar.gz", "r install mine.tar.gz"],
  ["install2.r --error dplyr", "r install dplyr"],
])("%s", (line, expected) => {
  expect(read(line)).toEqual([expected]);
});

test.each([
  "apt-get update",
  "dnf clean all",
  "dnf list installed",
  "dnf group list",
  "pip list",
  "pip cache purge",
  "uv python install 3.12",
  "uv --version",
  "conda clean -a",
  "conda env list",
  "conda install --dry-run numpy",
  "npm run build",
  "cargo build",
  "spack find",
  "go build ./...",
  "eb --list-toolchains",
  "eb --dry-run zlib-1.3.eb",
  "Rscript analysis.R install.packages",
  "R --version",
  `Rscript -e 'cat("install.packages")'`,
])("%s installs nothing", (line) => {
  expect(read(line)).toEqual([]);
});

test("only a distribution's packages are of the system", () => {
  const found = scriptOf("dnf install a; pip install b; conda install c").transactions;
  expect(found.map(isOfSystem)).toEqual([true, false, false]);
});

test.each([
  ["apt-get install git", false],
  ["apt-get -qq install git", true],
  ["apt-get install -fy git", true],
  ["apt-get -o APT::Get::Assume-Yes=true install git", true],
  ["export DEBIAN_FRONTEND=noninteractive; apt-get install git", false],
  ["yes | apt-get install git", true],
  ["yes | { cd /; apt-get install git; }", true],
  ["cat answers | apt-get install git", undefined],
  ["apt-get install git < answers", undefined],
  ["apt-get $OPTS install git", undefined],
  ["apt-get install $PACKAGES", false],
  ["echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes; apt-get install git", true],
  ["apt-get install git; echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes", false],
  ["yum install git", false],
  ["yum --assumeyes install git", true],
  ["echo assumeyes=1 >> /etc/yum.conf\nyum install git", true],
  ["cat > /etc/dnf/dnf.conf <<E\n[main]\nassumeyes=True\nE\ndnf install git", true],
  ["microdnf install git", true],
  ["zypper install git", false],
  ["zypper -n install git", true],
  ["zypper --non-interactive in git", true],
  ["zypper in -y git", true],
  ["apk add git", true],
  ["pacman -S git", false],
  ["pacman -S --noconfirm git", true],
  ["conda install numpy", false],
  ["CONDA_ALWAYS_YES=1 conda install numpy", true],
  ["export CONDA_ALWAYS_YES=true; conda install numpy", true],
  ["conda config --set always_yes yes; conda install numpy", true],
  ["conda env create -f e.yml", true],
  ["mamba env create -f e.yml", undefined],
  ["micromamba env create -f e.yml", false],
  ["pip install numpy", true],
  ["pip uninstall numpy", false],
])("%s: answered %s", (line, expected) => {
  const { script, transactions } = scriptOf(line);
  const [transaction] = transactions;
  expect(transaction && assumesYes(transaction, findConfiguredYes(script))).toBe(expected);
});

test.each(Object.entries({ ...SYSTEM_MANAGERS, ...LANGUAGE_MANAGERS }))(
  "the table of %s fits together",
  (_name, table) => {
    expect(Object.keys(table.verbs).length).toBeGreaterThan(0);
    for (const verb of Object.keys(table.verbs)) expect(verb).toMatch(/^[a-z-]+$/);
    if (table.yes !== undefined) expect(table.yes.write).toMatch(table.yes.options);
    // No option takes a value and says yes at once.
    if (table.yes !== undefined) expect(table.yes.write).not.toMatch(table.valued);
  },
);
