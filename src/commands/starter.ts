/** The configuration that `deflint init` writes. */

/** TOML; without the `#` the lines that are commented out are valid too. */
export const STARTER = `# What deflint asks of the recipes in this directory and below.
# \`deflint --print-config RECIPE\` prints what holds for one; a line that starts with "#" and a key is an example.

# What a site is like, for those that deflint knows.
#extends = "deflint:csc-puhti"

# Rules to leave out, by code, name or family; \`deflint rules\` lists them.
#ignore = ["unpinned-package"]

# Whether hygiene notes are shown too.
#hygiene = true

[target]
# How the recipes are built: root, subuid, userns, userns-fakeroot, suid-fakeroot or proot.
# \`deflint host --format toml\` prints this table as it is for the host it runs on.
mode = "suid-fakeroot"
#engine-version = "1.4"
#host-glibc = "2.34"
#tmp-size = "4G"

#[severity]
#unpinned-base = "error"

# Other rules for some of the recipes.
#[[overrides]]
#files = ["legacy/**"]
#ignore = ["upkeep"]
`;
