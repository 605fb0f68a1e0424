/** Where Apptainer looks for helpers besides PATH: run with newuidmap and fakeroot, and a PATH that leads nowhere. */
export const STANDARD_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
