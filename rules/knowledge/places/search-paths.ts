/** Variables that hold a list of directories in which things are looked for. */

const SEARCH_PATHS =
  /^(?:PATH|LD_LIBRARY_PATH|LIBRARY_PATH|PYTHONPATH|MANPATH|PKG_CONFIG_PATH|CPATH|CMAKE_PREFIX_PATH|CLASSPATH|PERL5LIB|R_LIBS|R_LIBS_SITE|LUA_PATH|GI_TYPELIB_PATH)$/;

export function isSearchPath(name: string): boolean {
  return SEARCH_PATHS.test(name);
}

/** The parts of such a list, without empty ones. */
export function entriesOf(value: string): string[] {
  return value.split(":").filter((entry) => entry !== "");
}

/** Whether a value holds the old value of its variable: `$PATH`, `${PATH:+:$PATH}`. */
export function keepsOldValue(value: string, name: string): boolean {
  return (value.match(/\$\{?[#!]?[A-Za-z_]\w*/g) ?? []).some((use) => use.replace(/^\$\{?[#!]?/, "") === name);
}

/** Whether what a value holds is not known to the last: an expansion stands in it. */
export function isHidden(value: string): boolean {
  return /[$`]/.test(value);
}

/** Whether the programs of every system are found by a `PATH`: `/bin` is `/usr/bin` in most. */
export function findsSystemPrograms(path: string): boolean {
  return entriesOf(path).some((entry) => /^\/(?:usr\/)?bin\/?$/.test(entry));
}

/**
 * Images (without their registry) whose environment brings an `LD_LIBRARY_PATH` that their programs need: the container
 * pages of NVIDIA's catalogue and of Intel's oneAPI on Docker Hub.
 */
const BRINGS_LIBRARY_PATH =
  /^(?:nvidia\/(?:pytorch|tensorflow|jax|mxnet|nvhpc|modulus\/modulus|tritonserver|tensorrt|paddlepaddle)|intel\/(?:oneapi(?:-\w+)*|hpckit|basekit|aikit|oneapi-hpckit|oneapi-basekit))$/;

export function bringsLibraryPath(image: string): boolean {
  return BRINGS_LIBRARY_PATH.test(image);
}
