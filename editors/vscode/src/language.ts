/** What the extension calls the language of recipes. */
export const LANGUAGE = "apptainer-def";
