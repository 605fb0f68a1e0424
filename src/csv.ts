/** Records of CSV, the form in which Apptainer takes build arguments and mounts on one word. */

/** The fields of one record: commas part, double quotes around a whole field keep them. Source: pflag's StringSlice. */
export function splitAtCommas(record: string): string[] {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy;
  for (let match = field.exec(record); match !== null; match = field.exec(record)) {
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "") break;
  }
  return fields;
}

/** The record of these fields: {@link splitAtCommas} backwards. */
export function joinWithCommas(fields: readonly string[]): string {
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",");
}
